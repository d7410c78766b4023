"""A registry of another region holds no word of Xinjiang: in no file that `init` writes, no page, form, message or explanation."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import sites
from helpers.registries import record

from zhicheng.commands.cli import MODULES, main
from zhicheng.rules import RULES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("another-region")]

WORDS = (
    "新疆",
    "自治区",
    "兵团",
    "地州",
    "喀什",
    "乌鲁木齐",
    "爱国爱疆",
    "函（2019）",
    "letter-2019",
    "塔城",
    "伊犁",
    "和田地区",
    "克拉玛依",
    "0991-0",
    "6590xx",
    "659001",
    "“八师”",
    "ks-eng",
)
DAY = "2026-06-19"


class Region:
    """A registry of another region, and everything that the program says about it, by a name."""

    def __init__(self, folder: Path, code: str, name: str | None, areas: str) -> None:
        self.code = code
        self.root = folder / "registry-of-another"
        self.said: dict[str, bytes] = {}
        self.run(
            "init",
            str(self.root),
            "--region",
            code,
            "--as-of",
            DAY,
            "--forge",
            "github",
            *([] if name is None else ["--name", name]),
            root=False,
        )
        self.run(
            "init",
            str(folder / "gitea"),
            "--region",
            code,
            "--as-of",
            DAY,
            "--forge",
            "gitea",
            *([] if name is None else ["--name", name]),
            root=False,
        )
        if areas:
            path = self.root / "registry/reference/areas.yaml"
            path.write_text(path.read_text(encoding="utf-8") + areas, encoding="utf-8")

    def run(self, *arguments: str, root: bool = True, name: str = "") -> int:
        """Runs a command; keeps what it prints."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                status = main([arguments[0], *(["--root", str(self.root)] if root else []), *arguments[1:]])
            except SystemExit as error:
                status = int(error.code or 0)
        self.said[f"command/{name or ' '.join(arguments[:2])}"] = out.getvalue().encode()
        return status

    def keep(self, name: str, folder: Path) -> None:
        """Keeps every file below a folder, those in archives too."""
        for path in sorted(folder.rglob("*")):
            if path.is_file() and ".git" not in path.relative_to(folder).parts:
                self.said[f"{name}/{path.relative_to(folder)}"] = path.read_bytes()

    def found(self) -> dict[str, set[str]]:
        """The words of Xinjiang by the name of where they stand."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, content in self.said.items():
            for inner in [content, *_unzipped(content)]:
                text = inner.decode("utf-8", "replace")
                found[name] |= {word for word in WORDS if word in text}
        return {name: words for name, words in found.items() if words}


def _unzipped(content: bytes) -> Iterator[bytes]:
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.namelist():
                yield archive.read(entry)


def committee(identifier: str, authority: str, area: str, name: str, levels: list[str]) -> dict[str, object]:
    """A record of another region, with nothing in it from the sample."""
    value: dict[str, object] = yaml.safe_load(record())
    value |= {
        "id": identifier,
        "name": name,
        "organiser": f"{name[:2]}示例局",
        "authority": authority,
        "area": area,
        "address": "示例路 1 号三楼",
        "phones": ["010-0000001"],
        "approval": {"date": "2018", "authority": "示例厅", "document": "示例〔2018〕1号"},
        "reviews": [{"series": "engineering", "levels": levels, "catalog": {"建筑工程": ["城市规划", "建筑施工"]}}],
        "scope": {"areas": [area], "open_to": "public"},
        "basis": [{"title": "职称评审管理暂行规定"}],
        "filings": [{"round": "2026", "date": "2026-06-02"}],
        "expert_pool": {"exists": False, "source": "由组建单位聘请", "draw": "会前随机抽取"},
    }
    value["scoring"] = [{**value["scoring"][0], "title": "量化赋分表"}]  # type: ignore[index]
    value.pop("contacts", None)
    value.pop("panel", None)
    return value


COMMANDS = sorted({name for names in MODULES.values() for name in names})
AREAS = """\
  - {code: '990100', name: 甲市, level: prefecture, kind: 地级市, parent: '990000'}
  - {code: '990102', name: 乙区, level: county, kind: 市辖区, parent: '990100'}
  - {code: '990121', name: 丙县, level: county, kind: 县, parent: '990100'}
"""


@pytest.fixture(scope="module", params=["440000", "990000"])
def region(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Region:
    code: str = request.param
    folder = tmp_path_factory.mktemp("another")
    made = Region(folder, code, None if code == "440000" else "某某省", "" if code == "440000" else AREAS)
    prefecture, county = f"{code[:2]}0100", f"{code[:2]}{'0118' if code == '440000' else '0121'}"
    made.keep("init", made.root)
    made.keep("init-gitea", folder / "gitea")
    for identifier, authority, area in (("one", "region", code), ("two", "prefecture", prefecture), ("three", "county", county)):
        assert (
            made.run("new", f"committee-{identifier}", "--authority", authority, "--area", area, "--as-of", DAY, name=f"new {authority}")
            == 0
        )
    made.run("new", "committee-four", "--authority", "county", "--area", prefecture, name="new wrong")
    made.keep("new", made.root / "registry/committees")
    levels = {"region": ["full-senior"], "prefecture": ["associate-senior"], "county": ["intermediate"]}
    for path in (made.root / "registry/committees").glob("*/*.yaml"):
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
        value = committee(given["id"], given["authority"], given["area"], f"示例{given['id'][10:]}评审委员会", levels[given["authority"]])
        path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")
    made.run("validate", "--as-of", DAY, name="validate")
    out = folder / "exports"
    out.mkdir()
    made.run("export", "--blank", "--out", str(out), name="export --blank")
    made.run("export", "committee-two", "--out", str(out), name="export")
    made.run("export", "committee-two", "--format", "xlsx", "--out", str(out), name="export xlsx")
    made.keep("forms", out)
    made.keep("site", sites.build(made.root, folder / "site", date.fromisoformat(DAY)))
    wrong = "name:\nauthority: regional\narea: 440000\nreviews: []\nscope: {areas: ['999999']}\noffice: {name: 12}\nstatus: active\nx: 1\n"
    (made.root / f"registry/committees/{code}/committee-five.yaml").write_text(f"id: committee-five\n{wrong}", encoding="utf-8")
    (made.root / "registry/wording.yaml").write_text("authorities: {central: 12}\n", encoding="utf-8")
    made.run("validate", "--as-of", DAY, name="validate broken")
    (made.root / "registry/wording.yaml").unlink()
    (made.root / f"registry/committees/{code}/committee-five.yaml").unlink()
    for name, content in (("表.docx", b"x"), ("名册.csv", "序号,姓名,性别,族别,出生年月\n1,,男,汉族,1975\n".encode())):
        (folder / name).write_bytes(content)
        made.run("import", str(folder / name), "--as-of", DAY, name=f"import {name}")
    made.run("import", *map(str, sorted(out.glob("example.form-*.docx"))), "--committee", "new-one", "--as-of", DAY, name="import example")
    made.run("round", "status", "--as-of", DAY, name="round status")
    made.run("round", "remind", "--as-of", DAY, name="round remind")
    for command in COMMANDS:
        made.run(command, "--help", root=False, name=f"{command} --help")
    for code_ in RULES:
        made.run("explain", code_, name=f"explain {code_}")
    return made


def test_no_word_of_xinjiang(region: Region) -> None:
    found = region.found()
    assert not found, "\n".join(f"{name}: {'、'.join(sorted(words))}" for name, words in found.items())


def test_the_search_is_of_something(region: Region) -> None:
    """The commands did say something about this region, and its own words stand where those of Xinjiang would."""
    said = {name: content.decode("utf-8", "replace") for name, content in region.said.items()}
    assert len(said) > 250
    words = {"440000": ("省级", "地级市", "广州市"), "990000": ("省级", "地级市", "甲市")}[region.code]
    assert all(word in said["site/guide/reviewer/index.html"] + said["site/areas/index.html"] for word in words)
    assert "地市级单位填地级市的代码" in said["command/explain E102"]
    assert "区县级的评审委员会经所在地级市" in said["command/explain X017"]
    assert "中央驻地方单位" in said["site/guide/reviewer/index.html"]
    assert "可以填写：region（省级单位）" in said["command/validate broken"]
    assert "本地区备案文件" in said["command/validate"]
    assert "依据：本地区备案文件" in said["command/import example"]
    assert any("没有找到" in text for name, text in said.items() if name.startswith("command/import"))
    for name in ("example.form-1.docx", "example.form-2.docx"):
        assert any(words[2] in inner.decode("utf-8", "replace") for inner in _unzipped(region.said[f"site/forms/{name}"])), name
