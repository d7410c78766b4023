"""Unusable files, and archives of several files. All people are invented (人物均为虚构)."""
# ruff: noqa: E501 -- rows of tables stay on one line

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

from helpers.forms.base import (
    CONTACTS,
    HEAD,
    NAME,
    PREFECTURE,
    Made,
    Value,
    case,
    cell,
    directory,
    expected,
    finding,
    form,
    heading,
    prefecture,
    rows,
    workbook,
)
from helpers.forms.ooxml import Pen, docx, docx_parts, packed

# ---- files that cannot be used --------------------------------------------------------------------------------------------------------------


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE2 compound file of a few streams, each long enough to need regular sectors."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    names = list(streams)
    directory_sectors = (len(names) + 1 + 3) // 4
    chain = [table] + [place + 2 for place in range(directory_sectors)]
    chain[-1] = end
    content, starts = b"", {}
    for name in names:
        padded = streams[name].ljust(4096, b"\0")
        padded += b"\0" * (-len(padded) % 512)
        starts[name] = len(chain)
        chain += [len(chain) + place + 1 for place in range(len(padded) // 512)]
        chain[-1] = end
        content += padded

    def entry(name: str, kind: int, start: int, size: int, child: int = free, right: int = free) -> bytes:
        raw = (name + "\0").encode("utf-16-le")
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind, 1, free, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    entries = entry("Root Entry", 5, end, 0, child=1)
    for place, name in enumerate(names, 1):
        entries += entry(name, 2, starts[name], max(4096, len(streams[name])), right=place + 1 if place < len(names) else free)
    entries = entries.ljust(directory_sectors * 512, b"\0")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    return header + fat + entries + content


def refused(code: str, *hints: str) -> Value:
    return expected(None, finding(code, hints=hints))


@case("094-old-doc", "旧的 .doc：按文件头认出来，说怎样另存为 .docx")
def _() -> Made:
    text = struct.pack("<HH", 0xA5EC, 0x00C1) + bytes(2044) + "评审委员会信息备案登记表".encode("utf-16-le")
    return {"附件1.doc": compound({"WordDocument": text, "1Table": b"", "Data": b""})}, refused("F001", ".docx", "另存")


@case("095-old-doc-renamed", "旧的 .doc 改名成 .docx：照样认出来")
def _() -> Made:
    text = struct.pack("<HH", 0xA5EC, 0x00C1) + bytes(2044) + "评审委员会信息备案登记表".encode("utf-16-le")
    return {"附件1.docx": compound({"WordDocument": text, "1Table": b""})}, refused("F001", ".docx", "另存")


@case("096-password", "加了密码的 .docx", kept_out=True)
def _() -> Made:
    return {"附件1.docx": compound({"EncryptionInfo": b"\x04\0\x04\0", "EncryptedPackage": bytes(range(256)) * 20})}, refused(
        "F005", "密码"
    )


@case("097-macros", "带宏的 .docm")
def _() -> Made:
    parts = docx_parts([Pen("word").p("评审委员会信息备案登记表")])
    types = str(parts["[Content_Types].xml"])
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = types.replace(main, "application/vnd.ms-word.document.macroEnabled.main+xml")
    parts["[Content_Types].xml"] = types.replace(
        "<Override", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1
    )
    parts["word/vbaProject.bin"] = compound({"PROJECT": b"ID=1", "dir": b""})
    return {"附件1.docm": packed(parts)}, refused("F005", "宏")


@case("098-other-zip", "扩展名是 .docx，其实是别的压缩包")
def _() -> Made:
    return {"附件1.docx": packed({"说明.txt": "请查收", "图片/封面.svg": "<svg/>"})}, refused("F001")


@case("099-cut-short", "没有传完的 .docx", kept_out=True)
def _() -> Made:
    content = form(Pen("word"), PREFECTURE)
    return {"附件1.docx": content[: len(content) * 2 // 3]}, refused("F001")


@case("100-entities", "document.xml 里有 DOCTYPE 和层层引用的实体")
def _() -> Made:
    parts = docx_parts([Pen("word").p("&lol9;")])
    entities = '<!ENTITY lol "哈">' + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    document = str(parts["word/document.xml"]).replace("&amp;lol9;", "&lol9;")
    parts["word/document.xml"] = document.replace("<w:document", f"<!DOCTYPE w:document [{entities}]><w:document", 1)
    return {"附件1.docx": packed(parts)}, refused("F001")


@case("101-bomb", "展开以后有几百 MiB 的 .docx", kept_out=True)
def _() -> Made:
    stream = io.BytesIO()
    parts = docx_parts([Pen("word").p("评审委员会信息备案登记表")])
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            if name == "word/document.xml":
                with archive.open(name, "w", force_zip64=True) as out:
                    for _ in range(300):
                        out.write(b" " * (1 << 20))
            else:
                archive.writestr(name, content)
    return {"附件1.docx": stream.getvalue()}, refused("F001")


@case("102-not-word", "扩展名是 .docx，其实是网页")
def _() -> Made:
    page = "<html><body><table><tr><td>评审委员会名称</td><td>某评审委员会</td></tr></table></body></html>"
    return {"附件1.docx": page.encode("utf-8")}, refused("F001", ".docx")


# ---- packets --------------------------------------------------------------------------------------------------------------------------------

ROSTER_HEAD = [
    "序号",
    "姓名",
    "性别",
    "族别",
    "出生年月",
    "工作单位及行政职务",
    "现专业岗位",
    "现专业职称",
    "职称层级",
    "取得职称时间",
    "电话",
    "备注",
]
PEOPLE = [
    [1, "周示例", "男", "汉族", "1975-04", "喀什示例设计院", "建筑勘察设计", "高级工程师", "副高级", "2014-12", "0998-0000021", None],
    [
        2,
        "古丽娜尔·示例",
        "女",
        "维吾尔族",
        "1980.05",
        "喀什示例规划院",
        "城市规划",
        "高级工程师",
        "副高",
        "2015年12月",
        "0998-0000022",
        None,
    ],
    [3, "吴示例", "男", "汉", "1978年9月", "喀什示例建设公司", "城市规划", "高级工程师", "副高级", "2013.11", "0998-0000023", None],
]
ROSTER_TITLE = f"{NAME}推荐建筑工程专业评委花名册"


@case("103-packet-from-windows", "Windows 打的压缩包：文件名是 GBK，里面有文件夹、__MACOSX、~$ 和 Thumbs.db")
def _() -> Made:
    pen = Pen("wps", 0.1, 103)
    lines = [
        ["工程系列职称量化赋分表"], ["总分：100"], ["评价维度", "评价内容", "满分"], ["学历", "国民教育学历", 40], ["业绩", "代表性业绩", 60],
    ]  # fmt: skip
    inside = {
        "喀什地区报送材料/附件1 信息备案登记表.docx": form(pen, PREFECTURE | {"catalog": "见附件2"}, with_scoring=False),
        "喀什地区报送材料/附件2 专业目录登记表.docx": directory(pen, [("工程系列", "建筑工程", "城市规划、建筑勘察设计")]),
        "喀什地区报送材料/量化赋分表.xlsx": workbook(("赋分表", lines, ["A1:C1"])),
        "喀什地区报送材料/附件3 花名册.xlsx": workbook(("附件3", [["附件 3"], [ROSTER_TITLE], ROSTER_HEAD, *PEOPLE], ["A2:L2"])),
        "喀什地区报送材料/~$件1 信息备案登记表.docx": b"\x0bWPS" + bytes(158),
        "喀什地区报送材料/Thumbs.db": b"\xd0\xcf\x11\xe0" + bytes(60),
        "__MACOSX/喀什地区报送材料/._附件1 信息备案登记表.docx": b"\0\x05\x16\x07\0\x02\0\0Mac OS X        " + bytes(60),
        ".DS_Store": b"\0\0\0\x01Bud1" + bytes(60),
    }
    return {"喀什地区报送材料.zip": packed(inside, gbk=True)}, prefecture(experts=3)


@case("104-roster-in-word", "附件1 和 Word 的附件3 一起交")
def _() -> Made:
    pen = Pen("word")
    table = pen.tbl(
        pen.row(*ROSTER_HEAD), *(pen.row(*("" if text is None else str(text) for text in line)) for line in PEOPLE[:2]), columns=12
    )
    roster = docx([*heading(pen, "附件 3", ROSTER_TITLE), table])
    return {"附件1.docx": form(pen, PREFECTURE), "评委.docx": roster}, prefecture(experts=2)


@case("105-all-in-one-document", "三张表都在一个 Word 文件里，前面还有函的正文")
def _() -> Made:
    pen = Pen("word")
    letter = [
        pen.p("关于报送职称评审委员会信息的函"),
        pen.p("自治区职称社会化评价中心："),
        pen.p("现将我单位评审委员会信息备案登记表报上。"),
    ]
    second = pen.tbl(pen.row(*HEAD), pen.row("工程系列", "建筑工程", "城市规划、建筑勘察设计"), columns=3)
    after = [pen.p("填表人：孙示例　联系电话：0998-0000013"), *heading(pen, "附件 2", f"{NAME}专业目录登记表"), second]
    return {"报送.docx": form(pen, PREFECTURE | {"catalog": "见附件 2"}, before=letter, after=after)}, prefecture()


@case("106-packet-with-a-bad-file", "压缩包里一个文件没有用：说是哪一个，别的照读")
def _() -> Made:
    inside = {"附件1.docx": form(Pen("word"), PREFECTURE), "附件2.docx": b"<html><table></table></html>"}
    return {"报送.zip": packed(inside)}, prefecture(finding("F001"))


@case("107-every-quirk", "很多毛病在一起：WPS 乱段、改过的标签、续表、几处看不懂，一次全说出来")
def _() -> Made:
    pen = Pen("wps", 0.3, 107)
    values = PREFECTURE | {
        "date": "第三季度", "phones": "总机", "series": "卫声系列", "scope": "乌有县", "defence": "□是　□否", "leader": "", "catalog": "……",
    }  # fmt: skip
    table = rows(pen, values)
    return {"附件1.docx": form(pen, values, [pen.tbl(*table[:7]), pen.p("续表"), pen.tbl(*table[7:])])}, prefecture(
        finding("F003", cell(1, "批准时间”")),
        finding("F003", cell(3, "单位电话")),
        finding("F003", cell(4, "主管领导”")),
        finding("F003", cell(6, "评审系列"), hints=["卫生"]),
        finding("F003", cell(7, "对应二级专业名称”")),
        finding("F003", cell(1, "评审地域范围”", 2)),
        finding(["F003", "F004"], cell(5, "是否答辩”", 2)),
        approval=None, phones=None, reviews=None, scope=None, defence=None, contacts={key: CONTACTS[key] for key in ("clerks", "preparer")},
    )  # fmt: skip
