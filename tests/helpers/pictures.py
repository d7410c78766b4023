"""Makes the pictures of docs/guide/, docs/assets/guide/*.png: `make pictures`, or for some of them
`PYTHONPATH=tests python tests/helpers/pictures.py NAME …`.

It follows the steps of docs/guide/committee.md: it fills in the blank forms, runs the commands in a terminal on a copy of the sample
registry, and opens the site built from it in a browser. So the pictures show the current program. Commands run with a fixed day, which
the pictures leave out. Filled forms are rendered by LibreOffice.

All people are invented (人物均为虚构), and the telephone numbers are unassigned.
"""

from __future__ import annotations

import html
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from helpers import pdfs
from helpers.browsers import chromium, served
from openpyxl.styles import Alignment
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parents[1]
PICTURES = HERE.parent / "docs/assets/guide"
LARGEST = 150_000
COMMITTEE = "ks-engineering-water"
RECORD = f"registry/committees/653100/{COMMITTEE}.yaml"
FILED, CHANGED, LOOKED = "2026-06-10", "2026-09-01", "2026-11-23"

NAME = "喀什地区工程系列水利专业副高级职称评审委员会"
PHONES = ("0998-0000001\n0998-0000002转206", "0998-0000001\n0998-0000005转206")  # at first, and after a change
CELLS = {
    "评审委员会名称": f"{NAME}\n组建单位：喀什地区水利局",
    "批准时间": "2018年3月",
    "批准单位": "喀什地区行署",
    "批准文件号": "喀署函（2018）00号",
    "单位所在地点": "喀什市示例路1号水利局二楼206室",
    "单位电话": PHONES[0],
    "主管领导": "买买提·示例",
    "主管领导联系方式": "座机：0998-0000003\n手机：10000000001",
    "业务人员": "示例甲　座机：0998-0000001　手机：10000000002",
    "评审系列": "工程系列",
    "评审层级": "中级、副高级",
    "对应二级专业名称": "见附件2",
    "评审地域范围": "喀什地区\n受理对象：面向社会",
    "评审依据": "1. 《自治区职称评审条件》（新人社发〔2012〕230号）\n2. 《职称评审管理暂行规定》（人社部令第40号）",
    "量化赋分表": "见附表1",
    "评审流程": "1. 个人申报\n2. 单位推荐、公示\n3. 县市人社部门复核\n4. 受理\n5. 专业组评议、答辩\n6. 评委会表决\n7. 结果公示、核准备案",
    "是否答辩": "☑ 是　☐ 否\n答辩范围：申报副高级的全部答辩",
    "有无专家库": "☑ 有　☐ 无\n会议专家来源：地区水利专业评委专家库\n抽取方式：会前三日在监督人员在场时随机抽取",
}
LINES = {
    "单位级别": "单位级别：地、州、市级单位　　所在区划：喀什地区（653100）",
    "填表人": "填表人：示例乙　　联系电话：0998-0000002",
    "附表 1": "附表 1　量化赋分表：水利专业量化赋分表",
    "适用系列": "适用系列：全部　　适用层级：全部　　总分：100",
}
SCORING = [
    ("学历", "国民教育学历，取最高一项", "15", "工作部门核定", "硕士：15\n本科：13\n专科：10"),
    ("资历", "任现职年限", "15", "工作部门核定", ""),
    ("业绩", "主持或参与的水利工程项目", "50", "专家评定", ""),
    ("论文", "公开发表的论文、技术报告", "10", "专家评定", ""),
    ("答辩", "现场陈述与提问", "10", "专家评定", ""),
]
CATALOG = [("工程系列", "水利工程", "水利水电工程施工"), ("", "", "灌溉排水"), ("", "", "水资源管理")]
MISTAKES = {"批准时间": "2018年13月", "业务人员": ""}

# Two pixels of a picture to each of the page; as wide as a phone shows without making the text too small to read.
WIDTH, SCALE = 480, 2
TERMINAL = """<meta charset="utf-8"><style>
body { margin: 0; background: #1f2430; }
pre { margin: 0; padding: 14px 16px; color: #e6e6e6; font: 15px/1.55 "Noto Sans Mono CJK SC", "Noto Sans CJK SC", monospace;
      white-space: pre-wrap; overflow-wrap: anywhere; }
b { color: #8fd68f; font-weight: normal; }
</style><pre>"""


# --- what the clerk fills in -----------------------------------------------------------------------------------------------------


def type_into(paragraph: Paragraph, text: str) -> None:
    """Replaces the text of a paragraph and keeps its font."""
    for run in paragraph.runs[1:]:
        run.text = ""
    (paragraph.runs[0] if paragraph.runs else paragraph.add_run()).text = text


def fill(cell: _Cell, text: str) -> None:
    """Replaces the text of a cell; its lines become lines of one paragraph."""
    first, *others = cell.paragraphs
    for paragraph in others:
        paragraph._p.getparent().remove(paragraph._p)
    type_into(first, text)


def fill_annex_1(blank: Path, filled: Path, cells: dict[str, str]) -> None:
    document = docx.Document(str(blank))
    table, scoring = document.tables
    for row in table.rows:
        apart = [cell for n, cell in enumerate(row.cells) if n == 0 or cell._tc is not row.cells[n - 1]._tc]
        for label, cell in zip(apart[::2], apart[1::2], strict=True):
            name = max((name for name in cells if label.text.startswith(name)), key=len)
            fill(cell, cells[name])
    for row, texts in zip(scoring.rows[1:], SCORING, strict=False):
        for cell, text in zip(row.cells, texts, strict=False):
            fill(cell, text)
    for row in scoring.rows[1 + len(SCORING) :]:
        scoring._tbl.remove(row._tr)
    for paragraph in document.paragraphs:
        for start, text in LINES.items():
            if paragraph.text.startswith(start):
                type_into(paragraph, text)
    document.save(str(filled))


def fill_annex_2(blank: Path, filled: Path) -> None:
    book = openpyxl.load_workbook(blank)
    sheet = book.active
    sheet["A1"] = f"{NAME}专业目录登记表"
    for number, texts in enumerate(CATALOG, start=3):
        for column, text in enumerate(texts, start=1):
            sheet.cell(number, column).value = text or None
    for column, width in zip("ABC", (12, 12, 24), strict=True):  # narrower for the picture: their content is short
        sheet.column_dimensions[column].width = width
    sheet.row_dimensions[1].height = 45
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    book.save(filled)


# --- pictures --------------------------------------------------------------------------------------------------------------------


def save(image: Any, name: str) -> None:
    """Writes a picture with few colours, and a frame that sets it off from the page."""
    image = ImageOps.expand(image.convert("RGB"), border=2, fill="#98a2ad")
    path = PICTURES / f"{name}.png"
    image.quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(HERE.parent)}: {image.width} × {image.height}, {size / 1000:.0f} kB")
    if size >= LARGEST:
        sys.exit(f"{name}.png is larger than {LARGEST // 1000} kB.")


def as_pdf(office_file: Path) -> bytes:
    """The PDF that LibreOffice makes of a file."""
    folder = office_file.parent.parent / "printed"
    profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, office_file], check=True, capture_output=True
    )
    return (folder / f"{office_file.stem}.pdf").read_bytes()


def cut(
    pdf: bytes, number: int, top: str, bottom: str = "", left: str = "", margin: float = 12, edges: tuple[float, float] = (45, 45)
) -> Any:
    """A part of a PDF page as a picture of the common width, from the text `top` to the text `bottom` (else to the end of the page).

    It begins `margin` points to the left of the text `left`, or else so many from the edge of the page as `edges` say, and ends so many
    from the other.
    """
    page = pdfs.opened(pdf)[number]
    width, height = page.get_size()
    text = page.get_textpage()

    def corners(words: str) -> tuple[float, float, float, float]:
        found = text.search(words).get_next()
        if found is None:
            sys.exit(f"“{words}” does not stand on page {number + 1}.")
        begin, below, _, above = text.get_charbox(found[0])
        return begin - margin, height - below + margin, 0, height - above - margin

    start = corners(left)[0] if left else edges[0]
    end = width - edges[1]
    scale = WIDTH * SCALE / (end - start)
    box = (start, corners(top)[3], end, corners(bottom)[1] if bottom else height)
    return page.render(scale=scale).to_pil().crop(tuple(int(side * scale) for side in box))


class Clerk:
    """A terminal session in a copy of the registry, with a folder of filled forms."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        self.home, self.root, self.browser = folder, folder / "登记册", browser
        for name in ("registry", "schemas"):
            shutil.copytree(HERE.parent / name, self.root / name)
        for name in ("空白表格", "登记表", "打印"):
            (folder / name).mkdir()
        self.git("init", "--quiet", "--initial-branch", "main")
        self.commit("2026-05-11")

    def git(self, *arguments: str, **environment: str) -> None:
        who = ("-c", "user.name=示例", "-c", "user.email=clerk@example.org")
        subprocess.run(["git", *who, *arguments], cwd=self.root, check=True, env={**os.environ, **environment})

    def commit(self, day: str) -> None:
        at = f"{day}T12:00:00+08:00"
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "registry: Change a record", GIT_AUTHOR_DATE=at, GIT_COMMITTER_DATE=at)

    def run(self, command: str, day: str, answer: str = "") -> str:
        """Runs a command line of the guide as of a day in a new terminal; returns its output."""
        words = [word.replace("~", str(self.home)) for word in command.split()]
        dated = [] if words[1] in ("check-paper",) else ["--as-of", day]
        ours, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(HERE.parent / "scripts"), "TERM": "dumb", "COLUMNS": "80"}
        program = [sys.executable, "-m", *words, *dated]
        with subprocess.Popen(program, cwd=self.root, env=environment, stdin=theirs, stdout=theirs, stderr=theirs):
            os.close(theirs)
            seen = b""
            while True:
                try:
                    seen += os.read(ours, 65536)
                except OSError:  # the program has ended
                    break
                if answer and seen.endswith(b"[y/N] "):
                    os.write(ours, f"{answer}\n".encode())
                    answer = ""
            os.close(ours)
        lines = seen.decode("utf-8").replace("\r\n", "\n").replace(str(self.home), "~")
        return re.sub(r"[^\n]*\r(\x1b\[K)?", "", lines)

    def photograph(self, name: str, *commands: tuple[str, str]) -> None:
        """Draws a terminal with commands and their output."""
        said = "\n".join(f"<b>$ {html.escape(command)}</b>\n{html.escape(output.strip())}" for command, output in commands)
        page = self.browser.new_page(viewport={"width": WIDTH, "height": 100}, device_scale_factor=SCALE)
        page.set_content(TERMINAL + said)
        shot(page, name, full_page=True)
        page.close()


def shot(page: Page, name: str, **options: Any) -> None:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name, **options)
        save(Image.open(file.name), name)


# --- the story -------------------------------------------------------------------------------------------------------------------


def story(clerk: Clerk, wanted: Callable[[str], bool]) -> None:
    home = clerk.home
    clerk.run("zhicheng export --blank --out ~/空白表格", FILED)
    annex_1, annex_2 = home / "登记表/附件1.docx", home / "登记表/附件2.xlsx"
    fill_annex_2(home / "空白表格/blank.form-2.xlsx", annex_2)

    def filled(**changes: str) -> None:
        fill_annex_1(home / "空白表格/blank.form-1.docx", annex_1, CELLS | changes)

    filled()
    if wanted("form"):
        printed = as_pdf(annex_1)
        save(cut(printed, 0, "附件 1", "评审层级"), "form-1")
        save(cut(printed, 0, "批准文件号", "手机：", left="主管领导联系"), "form-1-close")
        save(cut(printed, 1, "附表 1", "现场陈述"), "form-1-scoring")
        save(cut(as_pdf(annex_2), 0, NAME[:8], "水资源管理", edges=(28, 214)), "form-2")

    command = f"zhicheng import ~/登记表 --committee {COMMITTEE}"
    filled(**MISTAKES)
    clerk.photograph("import-fault", (command, clerk.run(command, FILED)))
    filled()
    clerk.photograph("import-new", (command, clerk.run(command, FILED)))
    record = clerk.root / RECORD
    text = re.sub(r"(?m)^# panel: .*", "panel: {members: 15, formed_by: specialty}", record.read_text(encoding="utf-8"))
    record.write_text(re.sub(r"(?m)^# valid: ", "valid: ", text), encoding="utf-8")
    command = f"zhicheng validate {RECORD}"
    clerk.photograph("validate", (command, clerk.run(command, FILED)))
    clerk.commit(FILED)

    command = f"zhicheng export {COMMITTEE} --pdf"
    clerk.photograph("export", (command, clerk.run(command, FILED)))
    (form,) = (clerk.root / "exports").glob("*.form-1.*.pdf")
    first = form.name.split(".")[2]
    save(cut(form.read_bytes(), 0, "有无专家库", margin=7), "form-signed")
    command = f"zhicheng pack {COMMITTEE} --out ~/{COMMITTEE}-2026.zip"
    clerk.photograph("pack", (command, clerk.run(command, FILED)))

    filled(单位电话=PHONES[1])
    command = "zhicheng import ~/登记表"
    clerk.photograph("import-change", (command, clerk.run(command, CHANGED, answer="y")))
    clerk.commit(CHANGED)
    clerk.run(f"zhicheng export {COMMITTEE} --pdf", CHANGED)
    (form,) = (path for path in (clerk.root / "exports").glob("*.form-1.*.pdf") if first not in path.name)
    now = form.name.split(".")[2]
    command = f"zhicheng check-paper {first}"
    clerk.photograph("check-paper", (command, clerk.run(command, CHANGED)))
    if wanted("page"):
        said = clerk.run("zhicheng build --out ~/site", LOOKED)
        if not (home / "site/index.html").exists():
            sys.exit(said)
        with served(home / "site") as address:
            pages(clerk.browser, address, first, now)


def pages(browser: Browser, address: str, first: str, now: str) -> None:
    """Takes pictures of the site's pages, as shown on a phone."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, device_scale_factor=SCALE)
    for name, digest in (("check-same", now), ("check-changed", first)):
        page.goto(f"{address}check/?digest={digest}&id={COMMITTEE}")
        page.wait_for_selector("#answer .notice")
        shown = page.locator("#answer").bounding_box()
        heading = page.locator("article h1").bounding_box()
        assert shown is not None
        assert heading is not None
        clip = {"x": 0, "y": heading["y"] - 10, "width": WIDTH, "height": shown["y"] + shown["height"] - heading["y"] + 24}
        shot(page, name, full_page=True, clip=clip)
    page.goto(f"{address}committees/{COMMITTEE}/")
    shot(page, "page", clip={"x": 0, "y": 0, "width": WIDTH, "height": 900})


def main(wanted: list[str]) -> None:
    if shutil.which("soffice") is None:
        sys.exit("The pictures of filled forms need LibreOffice. On Debian or Ubuntu: apt-get install libreoffice-writer libreoffice-calc")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(playwright), args=["--no-sandbox"])
        story(Clerk(Path(folder), browser), lambda kind: not wanted or kind in wanted)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
