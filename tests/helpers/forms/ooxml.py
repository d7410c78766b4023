"""Word files as Word and WPS write them: raw OOXML, with the invisible markup that a reader has to ignore.

Text becomes paragraphs at each line break; a vertical tab is a soft break (w:br), a tab a w:tab. What is already XML is an `X`.
"""
# ruff: noqa: E501 -- raw XML reads best unbroken

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

INVENTED = "人物均为虚构"
_TIME = (2019, 6, 18, 10, 30, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMESPACES = {
    "word": (
        'xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:r="{_RELATIONS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:w10="urn:schemas-microsoft-com:office:word" '
        f'xmlns:w="{_W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
        'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" mc:Ignorable="w14 w15 w16se wp14"'
    ),
    "wps": (
        'xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:r="{_RELATIONS}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:w="{_W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:w10="urn:schemas-microsoft-com:office:word" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
        'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="w14 w15 wp14"'
    ),
}
_FONTS = {
    "word": '<w:rFonts w:ascii="仿宋" w:eastAsia="仿宋" w:hAnsi="仿宋"{hint}/><w:sz w:val="24"/>',
    "wps": (
        '<w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:hAnsi="宋体" w:eastAsia="仿宋_GB2312" w:cs="宋体"/><w:kern w:val="0"/>'
        '<w:sz w:val="24"/><w:vertAlign w:val="baseline"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    ),
}


class X(str):
    """A text that is XML: paragraphs or tables, put into a cell or body unchanged."""

    __slots__ = ()

    def __add__(self, other: str) -> X:
        return X(str(self) + str(other))


@dataclass(slots=True)
class Pen:
    """A writing program: `kind` is word or wps; `split` is the share of characters after which it starts a needless new run."""

    kind: str = "word"
    split: float = 0.0
    seed: int = 1
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def rsid(self, name: str = "R") -> str:
        return f' w:rsid{name}="00{self.chance.randrange(16**6):06X}"' if self.kind == "word" and self.chance.random() < 0.5 else ""

    def run(self, text: str, properties: str = "") -> X:
        """Text as one run or several."""
        pieces = self._pieces(text)
        return X("".join(self._one(piece, properties) for piece in pieces))

    def _pieces(self, text: str) -> list[str]:
        pieces = [""]
        for character in text:
            if pieces[-1] and self.chance.random() < self.split:
                pieces.append("")
            pieces[-1] += character
        return pieces

    def _one(self, text: str, properties: str) -> str:
        hint = ' w:hint="eastAsia"' if re.search("[\u3000-\uffef]", text) else ""
        inner = "".join(
            "<w:br/>" if part == "\v" else "<w:tab/>" if part == "\t" else f'<w:t xml:space="preserve">{escape(part)}</w:t>'
            for part in re.split("([\v\t])", text)
            if part
        )
        noise = ""
        if self.split and self.kind == "wps" and self.chance.random() < 0.2:
            noise = f"<w:r><w:rPr>{_FONTS['wps']}</w:rPr></w:r>"
        elif self.split and self.kind == "word" and self.chance.random() < 0.2:
            noise = self.chance.choice(
                (
                    '<w:proofErr w:type="spellStart"/>',
                    '<w:proofErr w:type="spellEnd"/>',
                    '<w:proofErr w:type="gramStart"/>',
                    self.bookmark(),
                )
            )
        return f"{noise}<w:r{self.rsid()}><w:rPr>{_FONTS[self.kind].format(hint=hint)}{properties}</w:rPr>{inner}</w:r>"

    def bookmark(self) -> str:
        number = self.chance.randrange(1000)
        return f'<w:bookmarkStart w:id="{number}" w:name="_GoBack{number}"/><w:bookmarkEnd w:id="{number}"/>'

    def p(self, content: str = "", properties: str = "") -> X:
        """One paragraph of text, or of runs in XML."""
        inner = content if isinstance(content, X) else self.run(content) if content else ""
        tail = ' w:rsidRDefault="00A77B3E"' if self.kind == "word" else ""
        return X(f"<w:p{self.rsid('P')}{tail}><w:pPr>{properties}</w:pPr>{inner}</w:p>")

    def ps(self, content: str, properties: str = "") -> X:
        """A paragraph for each line of a text; XML is returned unchanged."""
        if isinstance(content, X):
            return content
        return X("".join(self.p(line, properties) for line in content.split("\n")))

    def tc(self, content: str = "", span: int = 1, merge: str = "", width: int = 2200) -> X:
        """A cell. `merge` is "restart" or "continue" in a vertical merge."""
        properties = f'<w:tcW w:w="{width * span}" w:type="dxa"/>'
        properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties += {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
        properties += '<w:noWrap w:val="0"/>' if self.kind == "wps" else ""
        properties += '<w:vAlign w:val="center"/>'
        inside = self.ps(content, '<w:jc w:val="center"/>')
        return X(f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>")

    def tr(self, *cells: str, properties: str = "") -> X:
        height = '<w:trHeight w:val="567"/>' if self.kind == "word" else '<w:trHeight w:val="680" w:hRule="atLeast"/><w:jc w:val="center"/>'
        before = '<w:tblPrEx><w:tblCellMar><w:top w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPrEx>' if self.kind == "wps" else ""
        return X(f"<w:tr{self.rsid('Tr')}>{before}<w:trPr>{height}{properties}</w:trPr>{''.join(cells)}</w:tr>")

    def row(self, *contents: str) -> X:
        """A row of cells of equal width."""
        return self.tr(*(self.tc(content) for content in contents))

    def tbl(self, *rows: str, columns: int = 4) -> X:
        """A table. WPS's grid sometimes has unused columns and inconsistent widths."""
        widths = [2200] * columns if self.kind == "word" else [1985, 2551, 1702, *([2409] * (columns - 3)), 12][: columns + 1]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return X(
            '<w:tbl><w:tblPr><w:tblStyle w:val="a3"/><w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )


def sdt(content: str, properties: str = "", placeholder: bool = False, alias: str = "填写") -> X:
    """A content control around runs, paragraphs, a cell or rows. With `placeholder` it is not filled in."""
    shown = '<w:placeholder><w:docPart w:val="DefaultPlaceholder_-1854013440"/></w:placeholder><w:showingPlcHdr/>' if placeholder else ""
    return X(
        f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/><w:tag w:val="t"/><w:id w:val="-1203241"/>{shown}{properties}</w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def checkbox(ticked: bool, mark: str = "☒") -> X:
    """Word's own check box: a content control."""
    state = "1" if ticked else "0"
    return sdt(
        f'<w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>'
        f"<w:t>{mark if ticked else '☐'}</w:t></w:r>",
        f'<w14:checkbox><w14:checked w14:val="{state}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>',
    )


def legacy_box(name: str, ticked: bool, by_default: bool = False) -> X:
    """A check box of Word 97: a field."""
    state = f'<w:default w:val="{int(ticked)}"/>' if by_default else f'<w:default w:val="0"/>{"<w:checked/>" if ticked else ""}'
    return X(
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/><w:calcOnExit w:val="0"/>'
        f"<w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData></w:fldChar></w:r>"
        '<w:r><w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def legacy_text(name: str, text: str) -> X:
    """A text field of Word 97. Empty ones show five wide spaces."""
    return X(
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/><w:calcOnExit w:val="0"/><w:textInput>'
        '<w:default w:val="请输入"/></w:textInput></w:ffData></w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> FORMTEXT </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">{escape(text) or "     "}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def sym(font: str, code: str) -> X:
    """A character of a symbol font, as Insert > Symbol puts it."""
    return X(f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:sym w:font="{font}" w:char="{code}"/></w:r>')


def numbered(pen: Pen, items: Iterable[str], number: int = 1, by_style: bool = False) -> X:
    """Paragraphs of a list that Word numbers by itself: the numbers are not in the text."""
    listed = '<w:pStyle w:val="a5"/>' if by_style else f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    return X("".join(pen.p(item, listed + '<w:ind w:firstLineChars="0"/>') for item in items))


def deleted(text: str) -> X:
    """A deletion in tracked changes."""
    return X(
        '<w:del w:id="31" w:author="审核" w:date="2019-06-17T09:00:00Z"><w:r><w:rPr><w:sz w:val="24"/></w:rPr>'
        f'<w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
    )


def inserted(runs: str) -> X:
    """An insertion in tracked changes."""
    return X(f'<w:ins w:id="32" w:author="审核" w:date="2019-06-17T09:00:00Z">{runs}</w:ins>')


def text_box(pen: Pen, text: str) -> X:
    """A text box, which Word writes twice: in the new format, and in the old one as a fallback."""
    inner = f"<w:txbxContent>{pen.ps(text)}</w:txbxContent>"
    return X(
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" '
        'relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph">'
        '<wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="914400" cy="304800"/><wp:wrapNone/><wp:docPr id="1" name="文本框 1"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f"<wps:spPr/><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f'<mc:Fallback><w:pict><v:shape id="t1" style="position:absolute"><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>'
        "</mc:AlternateContent></w:r>"
    )


def packed(files: Mapping[str, bytes | str], gbk: bool = False) -> bytes:
    """A .zip, with the same bytes each time. With `gbk` names are encoded as by Chinese Windows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = (_GbkName if gbk else zipfile.ZipInfo)(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


class _GbkName(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


_NUMBERING = (
    ("decimal", "%1."),
    ("chineseCountingThousand", "%1、"),
    ("decimalEnclosedCircle", "%1"),
    ("bullet", "\uf06c"),
    ("decimal", "（%1）"),
)


def numbering_part() -> str:
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{place}"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
        for place, (kind, text) in enumerate(_NUMBERING)
    )
    uses = "".join(f'<w:num w:numId="{place + 1}"><w:abstractNumId w:val="{place}"/></w:num>' for place in range(len(_NUMBERING)))
    return f'<w:numbering xmlns:w="{_W}">{kinds}{uses}</w:numbering>'


_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="table" w:styleId="a3"><w:name w:val="Table Grid"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="List Paragraph"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="a6"><w:name w:val="Placeholder Text"/></w:style>'
    '<w:style w:type="character" w:styleId="hid"><w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


def docx(body: Sequence[str], kind: str = "word", parts: Mapping[str, str] | None = None) -> bytes:
    """A whole .docx. `parts` are further parts by their short name: comments, footnotes, header1."""
    return packed(docx_parts(body, kind, parts))


def docx_parts(body: Sequence[str], kind: str = "word", parts: Mapping[str, str] | None = None) -> dict[str, bytes | str]:
    """The files inside a .docx."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    inside = {
        "styles": _STYLES,
        "numbering": numbering_part(),
        "settings": f'<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/></w:settings>',
    }
    inside |= dict(parts or {})
    relations = "".join(
        f'<Relationship Id="rId{place}" Type="{_RELATIONS}/{re.sub("[0-9]", "", name)}" Target="{name}.xml"/>'
        for place, name in enumerate(inside, 1)
    )
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{re.sub("[0-9]", "", name)}+xml"/>' for name in inside)
    program = {"word": "Microsoft Office Word", "wps": "WPS Office_11.1.0.8894_F1E327BC-269C-435d-A152-05C5408002CA"}[kind]
    section = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"/></w:sectPr>'
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": declaration
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        + types
        + "</Types>",
        "_rels/.rels": declaration
        + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/>'
        + '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
        + 'Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": declaration
        + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        + f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>{INVENTED}</dc:description></cp:coreProperties>',
        "docProps/app.xml": declaration
        + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        + f"<Application>{program}</Application></Properties>",
        "word/document.xml": declaration + f"<w:document {_NAMESPACES[kind]}><w:body>{''.join(body)}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": declaration
        + f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>',
    }
    files |= {f"word/{name}.xml": declaration + content for name, content in inside.items()}
    if kind == "wps":
        files["docProps/custom.xml"] = (
            declaration + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties">'
            '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"/></Properties>'
        )
    return files
