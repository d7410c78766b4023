"""`zhicheng new` and `zhicheng init`: what is written can be filled in, is valid then, and is written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import registries, rosters
from helpers.registries import record

from zhicheng.commands.cli import main
from zhicheng.documents import schemas
from zhicheng.registry import new_record, public_record, registry
from zhicheng.registry.national_divisions import of_region, provinces
from zhicheng.registry.records import committee as committee_records
from zhicheng.vault import cipher, seal

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
DAY = date(2026, 6, 19)  # the deadline of the round of 2026: whoever files now is in time
DOCS = registries.HERE.parent / "docs"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(registries.HERE.parent / "scripts")}


def new(root: Path, *arguments: str) -> int:
    return main(["new", "--root", str(root), "--as-of", DAY.isoformat(), *arguments])


# --- new ---------------------------------------------------------------------------------------------------------------

SEATS = pytest.mark.parametrize(
    ("authority", "area", "folder", "level"),
    [
        pytest.param("region", "650000", "650000", "full-senior", id="region"),
        pytest.param("prefecture", "653100", "653100", "associate-senior", id="prefecture"),
        pytest.param("county", "653125", "653100", "intermediate", id="county"),
        pytest.param("county", "659001", "650000", "intermediate", id="directly-administered-city"),
        pytest.param("central", "650203", "650000", "full-senior", id="central"),
    ],
)


@SEATS
def test_new_record_says_what_is_missing(small: Path, authority: str, area: str, folder: str, level: str, capsys: Capture) -> None:
    """In the right folder; the path on stdout; and every finding is that something is not filled in yet."""
    assert new(small, "my-committee", "--authority", authority, "--area", area) == 0
    out, talk = capsys.readouterr()
    path = f"registry/committees/{folder}/my-committee.yaml"
    assert out == f"{small}/{path}\n"
    assert talk == f"已写好样张。请逐项填写，然后运行：zhicheng validate --root {small} {small}/{path}\n"
    found = registries.findings(small, DAY)
    assert {f.file for f in found} == {path}
    assert len(found) > 10
    for finding in found:
        assert re.search("还没有填写|至少要有 1 项，现在 0 项", finding.message), finding.message
        assert finding.hint


@SEATS
def test_new_record_filled_in_is_valid(empty: Path, authority: str, area: str, folder: str, level: str) -> None:
    """With its own id, authority, area, scope, filing and status, and the rest filled in."""
    new(empty, "my-committee", "--authority", authority, "--area", area)
    path = empty / f"registry/committees/{folder}/my-committee.yaml"
    written = path.read_text(encoding="utf-8")
    filled = dict(
        yaml.safe_load(record()), **{key: yaml.safe_load(written)[key] for key in ("id", "authority", "area", "scope", "filings", "status")}
    )
    filled["name"] = "示例档案系列职称评审委员会"
    filled["reviews"] = [{"series": "archives", "levels": [level], "catalog": {"档案": ["档案管理"]}}]
    path.write_text(yaml.safe_dump(filled, allow_unicode=True), encoding="utf-8")
    assert registries.findings(empty, DAY) == []


def test_new_record_can_be_filled_in_by_hand(small: Path) -> None:
    """As a clerk would: values after the colons, `#` taken away where something optional is known. The comments may stay."""
    new(small, "my-committee")
    path = small / "registry/committees/650000/my-committee.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in (
        ("name:\n", "name: 示例自治区档案系列职称评审委员会\n"),
        ("organiser:\n", "organiser: 示例自治区档案局\n"),
        ("# approval: {", "approval: {"),
        ("address:\n", "address: 乌鲁木齐市示例路 9 号\n"),
        ("phones: []", 'phones: ["0991-0000041"]'),
        ("- series:\n", "- series: archives\n"),
        ("    levels: []", "    levels: [associate-senior]"),
        ("    catalog:\n", "    catalog:\n      档案: [档案管理, 档案保护]\n"),
        ("  # open_to: public", "  open_to: public"),
        ("basis:\n  - title:\n", "basis:\n  - title: 档案专业人员职称评审办法\n"),
        ("scoring:\n  - title:\n", "scoring:\n  - title: 副高级赋分表\n"),
        ("dimension:\n", "dimension: 业绩\n"),
        (" item:\n", " item: 档案编研成果\n"),
        ("points:\n", "points: 100\n"),
        ("procedure: []", "procedure: [个人申报, 评委会表决]"),
        ("required:\n", "required: false\n"),
        ("exists:\n", "exists: true\n"),
        ("source:\n", "source: 从专家库选取\n"),
        ("draw:\n", "draw: 随机抽取\n"),
        ("# panel: {", "panel: {"),
        ("# valid: {", "valid: {"),
    ):
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    assert [finding.code for finding in registries.findings(small, DAY)] == ["R205"], "contacts are sealed, not written here"
    seal.seal(registry.load(small), "my-committee", rosters.PEOPLE, DAY)
    assert registries.findings(small, DAY) == []


def test_new_explains_every_field(small: Path) -> None:
    """Each comment is the schema's own: its label, whether it is optional, and the choices."""
    new(small, "my-committee")
    text = (small / "registry/committees/650000/my-committee.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../schemas/committee.schema.json\n")
    assert "# 评审委员会名称：" in text
    assert "# 批准情况（选填）：" in text
    assert "region（自治区级单位）、" in text.replace("\n# ", "")
    assert "#:" not in text
    assert not re.search(r"\{(id|authority|area|round|date)\}", text)
    assert max(len(line) for line in text.splitlines()) <= 100
    for word in re.findall(r"[a-z]+(?:-[a-z]+)+|[a-z_]+/[a-z]+\.[a-z]+", schemas.schema_text("committee")):
        assert word in text or word not in text.replace("\n# ", ""), word
    assert "（选填）" not in re.search("# 会议专家来源(.*)", text)[0] + re.search("# 抽取方式(.*)", text)[0]  # type: ignore[index]
    for label in ("编号", "组建单位", "单位级别", "单位所在地址", "咨询电话", "评审地域范围", "评审流程", "评委会组成", "登记状态"):
        assert re.search(rf"^ *# {label}", text, re.MULTILINE), label


def _uncommented(text: str) -> str:
    """The text with every example in force: `# ` is taken away before a key, an item, or what belongs to the one above."""
    return re.sub(r"^( *)# ( *(?:- )?(?:\{|[a-z_]+:(?: |$)|建筑工程:))", r"\1\2", text, flags=re.MULTILINE)


def test_new_offers_every_field_with_an_example(small: Path) -> None:
    """Each optional field of the schema stands there with one example, and with all of them the record is valid."""
    new(small, "my-committee")
    text = _uncommented((small / "registry/committees/650000/my-committee.yaml").read_text(encoding="utf-8"))
    for empty, filled in (
        ("name:\n", "name: 示例自治区档案系列职称评审委员会\n"),
        ("organiser:\n", "organiser: 示例自治区档案局\n"),
        ("address:\n", "address: 乌鲁木齐市示例路 9 号\n"),
        ("phones: []", 'phones: ["0991-0000041"]'),
        ("- series:\n", "- series: engineering\n"),
        ("    levels: []", "    levels: [associate-senior]"),
        ("basis:\n  - title:\n", "basis:\n  - title: 评审办法\n"),
        ("scoring:\n  - title:\n", "scoring:\n  - title: 副高级赋分表\n"),
        ("dimension:\n", "dimension: 业绩\n"),
        (" item:\n", " item: 论文和专利\n"),
        (" points:\n", " points: 100\n"),
        ("procedure: []", "procedure: [个人申报]"),
        ("required:\n", "required: true\n"),
        ("exists:\n", "exists: true\n"),
        ("source:\n", "source: 从专家库选取\n"),
        ("draw:\n", "draw: 随机抽取\n"),
    ):
        assert text.count(empty) == 1, empty
        text = text.replace(empty, filled)
    value = yaml.safe_load(text)
    assert schemas.fits("committee", value), text
    properties = schemas.schema("committee")["properties"]
    assert set(properties) - set(value) == {"contacts", "withdrawn"}, "written by sealing and by withdrawing"
    review, table = properties["reviews"]["items"]["properties"], properties["scoring"]["items"]["properties"]
    assert set(value["reviews"][0]) == set(review)
    assert set(value["scope"]) == set(properties["scope"]["properties"])
    assert set(value["office"]) == set(properties["office"]["properties"])
    assert set(value["scoring"][0]["items"][0]) == set(table["items"]["items"]["properties"])
    assert set(table) - set(value["scoring"][0]) == {"series"}
    assert public_record.committee(committee_records.committee(value))["office"]["phones"] == ["010-0000004"]


def test_imported_record_keeps_the_examples_of_what_is_absent() -> None:
    """Also of fields in fields: no mark of the template is left."""
    text = new_record.filled_text(registry.load(registries.SMALL).words, yaml.safe_load(record()))
    assert "# office:\n  # 办事机构名称" in text
    assert "#:" not in text
    assert "{area}" not in text


def test_new_for_an_authority_without_area_takes_the_region(small: Path, capsys: Capture) -> None:
    assert new(small, "my-committee") == 0
    assert capsys.readouterr().out == f"{small}/registry/committees/650000/my-committee.yaml\n"


def test_new_prints_a_path_from_where_one_stands(small: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the registry, in whatever folder, both the path and the command can be used as they are."""
    monkeypatch.chdir(small / "registry/rounds")
    assert new(small, "my-committee") == 0
    out, talk = capsys.readouterr()
    assert out == "../committees/650000/my-committee.yaml\n"
    assert talk.endswith(f"zhicheng validate {out}")
    assert Path(out.strip()).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["example-one"], "编号 example-one 已经有了", id="taken"),
        pytest.param(["example-old"], "编号 example-old 已经有了", id="taken-by-a-withdrawn-one"),
        pytest.param(["ab"], "编号只能用小写字母、数字和短横，3 到 64 个字符", id="short"),
        pytest.param(["a" * 65], "编号只能用小写字母、数字和短横，3 到 64 个字符", id="long"),
        pytest.param(["Abc"], "编号只能用", id="capital"),
        pytest.param(["建筑工程"], "编号只能用", id="chinese"),
        pytest.param(["../../abc"], "编号只能用", id="path"),
        pytest.param(["abc\n"], "编号只能用", id="line-break"),
        pytest.param(["my-committee", "--area", "653199"], "没有这个区划代码。", id="unknown-area"),
        pytest.param(["my-committee", "--area", "652923"], "没有这个区划代码。", id="retired-area"),
        pytest.param(["my-committee", "--area", "653100"], "653100（喀什地区）不是自治区级的区划。", id="area-below"),
        pytest.param(["my-committee", "--authority", "prefecture"], "650000（新疆维吾尔自治区）不是地州市级的区划。", id="no-area"),
        pytest.param(
            ["my-committee", "--authority", "county", "--area", "653100"],
            "653100（喀什地区）不是区县级的区划。请用 --area 填区县级区划的六位代码，或用 --authority 改单位级别。",
            id="area-above",
        ),
    ],
)
def test_new_refuses(small: Path, arguments: list[str], words: str, capsys: Capture) -> None:
    before = {path: path.read_bytes() for path in small.rglob("*") if path.is_file()}
    assert new(small, *arguments) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith(f"错误：{words}")
    assert {path: path.read_bytes() for path in small.rglob("*") if path.is_file()} == before


def test_new_refuses_the_id_of_a_record_that_cannot_be_read(small: Path) -> None:
    """A broken file keeps its name."""
    registries.write(small, "registry/committees/653100/broken-one.yaml", b"\xff")
    assert new(small, "broken-one") == 2


def test_new_in_a_registry_with_broken_settings(small: Path, capsys: Capture) -> None:
    registries.write(small, "registry/registry.yaml", "name: [x\n")
    assert new(small, "my-committee") == 1
    assert capsys.readouterr().out.startswith("registry/registry.yaml:1:7: Y002 ")


# A disk that is full after 2,000 bytes of a file.
FULL = """
import resource, sys
from zhicheng.commands.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
sys.exit(main(sys.argv[1:]))
"""


def with_full_disk(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-c", FULL, *arguments], env=environment, capture_output=True, timeout=60)


def test_new_on_a_full_disk(small: Path) -> None:
    """No half of a record stays."""
    done = with_full_disk("new", "my-committee", "--root", str(small))
    assert done.returncode == 2
    assert "请检查磁盘空间和权限" in done.stderr.decode("utf-8")
    assert not (small / "registry/committees/650000/my-committee.yaml").exists()
    assert registries.findings(small) == []


# --- init --------------------------------------------------------------------------------------------------------------


def init(target: Path, code: str, *arguments: str) -> int:
    return main(["init", str(target), "--region", code, "--as-of", DAY.isoformat(), *arguments])


@pytest.mark.parametrize("code", ["440000", "650000", "110000", "150000"])
def test_init_is_valid(tmp_path: Path, code: str, capsys: Capture) -> None:
    """An empty registry without a finding, for the region and with its name, today and later."""
    target = tmp_path / "new" / "registry-of-a-region"
    assert init(target, code) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed == sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    for day in (DAY, date(2030, 1, 1)):
        assert registries.findings(target, day) == []
    loaded = registry.load(target)
    assert loaded.settings.region == code
    assert loaded.settings.name == f"{provinces()[code]}职称评审委员会登记册"
    assert loaded.settings.sample
    assert loaded.committees == []
    usual = {"150000": ("鄂温克旗", "150724"), "650000": ("巴州", "652800")}
    assert code not in usual or usual[code][0] in loaded.areas.current[usual[code][1]].aliases
    assert {"committee.schema.json", "registry.schema.json"} <= {path.name for path in (target / "schemas").iterdir()}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["registry-of-a-region"]


def test_init_of_another_region_has_nothing_of_xinjiang(tmp_path: Path) -> None:
    """No division, no document and no sentence of the first region; its own rules to be filled in."""
    init(tmp_path / "gd", "440000")
    told = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "gd/registry").rglob("*.yaml") if path.parent.name != "reference"
    )
    told += (tmp_path / "gd/registry/reference/areas.yaml").read_text(encoding="utf-8")
    assert not re.search("新疆|自治区|letter-2019|6500|兵团", told)
    loaded = registry.load(tmp_path / "gd")
    assert set(loaded.rulebooks) == {"local", "order-40", "supervision-2024"}
    assert [area.code for area in loaded.areas] == [one.code for one in of_region("440000")]
    assert loaded.areas.units == {}


def test_init_of_another_region_shows_no_trace_of_the_divisions(tmp_path: Path) -> None:
    """Not in any file that it writes, nor on any page built from them; hand-written pages that come with the tool may name an example."""
    written = tmp_path / "gd"
    init(written, "440000")
    texts = {str(path.relative_to(written)): path.read_text(encoding="utf-8") for path in written.rglob("*") if path.is_file()}
    assert [path for path, text in texts.items() if re.search("兵团|团场", text)] == []
    assert json.loads(texts["schemas/areas.schema.json"])["properties"]["units"]
    assert main(["build", "--root", str(written), "--as-of", DAY.isoformat()]) == 0
    site = written / "site"
    shipped = {path.relative_to(DOCS).with_suffix("").as_posix().removesuffix("index").rstrip("/") for path in DOCS.rglob("*.md")}
    pages = [path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")]
    own = [page for page in pages if page not in shipped and page != "."]
    assert {"areas", "committees", "series/engineering"} <= set(own)
    told = [page for page in own if re.search("兵团|bingtuan|团场", (site / page / "index.html").read_text(encoding="utf-8"))]
    assert told == []


@pytest.mark.parametrize("code", ["440000", "650000"])
def test_init_then_new_then_filled_in(tmp_path: Path, code: str) -> None:
    """The first committee of a new registry. The sample's own document asks for contacts; elsewhere a line waits for who needs it."""
    target = tmp_path / "registry"
    init(target, code)
    assert new(target, "first-one") == 0
    path = target / f"registry/committees/{code}/first-one.yaml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    filled = dict(
        yaml.safe_load(record("contacts:\npanel:\n")),
        **{key: written[key] for key in ("id", "authority", "area", "scope", "filings", "status")},
    )
    path.write_text(yaml.safe_dump(filled, allow_unicode=True), encoding="utf-8")
    if code == "440000":
        assert registries.findings(target, DAY) == []
        book = target / "registry/rulebooks/local.yaml"
        book.write_text(book.read_text(encoding="utf-8").replace("  # R205: 条款", "  R205: 第三条"), encoding="utf-8")
    assert [finding.code for finding in registries.findings(target, DAY)] == ["R205"]
    for holder in ("中心评审科（日常）", "中心办公室（备用）"):
        given = ["--holder", holder, "--root", str(target), "--as-of", DAY.isoformat()]
        assert main(["keys", "add", cipher.new_identity()[1], *given]) == 0
    seal.seal(registry.load(target), "first-one", rosters.PEOPLE, DAY)
    assert registries.findings(target, DAY) == []
    filled["contacts"] = yaml.safe_load(path.read_text(encoding="utf-8"))["contacts"]
    filled["panel"] = {"members": 4, "formed_by": "series"}
    filled["reviews"][0]["catalog"] = {"建筑工程": []}
    path.write_text(yaml.safe_dump(filled, allow_unicode=True), encoding="utf-8")
    assert [f.code for f in sorted(registries.findings(target, DAY), key=lambda f: f.code)] == ["E104", "E202", "E203"]


def test_init_into_an_empty_folder(tmp_path: Path) -> None:
    """The folder itself stays the same one: a shell may stand in it."""
    before = tmp_path.stat().st_ino
    assert init(tmp_path, "440000") == 0
    assert tmp_path.stat().st_ino == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".gitattributes",
        ".gitignore",
        ".pre-commit-config.yaml",
        ".zhicheng.sha256",
        "Makefile",
        "README.md",
        "registry",
        "requirements",
        "schemas",
    ]


def test_init_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", ".", "--region", "440000"]) == 0
    assert main(["validate"]) == 0


def test_init_with_a_name(tmp_path: Path) -> None:
    """A code we do not know the name of, or another name."""
    assert init(tmp_path / "a", "710000", "--name", "台湾省") == 0
    assert registry.load(tmp_path / "a").settings.name == "台湾省职称评审委员会登记册"
    assert registries.findings(tmp_path / "a", DAY) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["440100"], "区划代码要填省级行政区的六位代码", id="prefecture"),
        pytest.param(["44"], "区划代码要填", id="short"),
        pytest.param(["广东"], "区划代码要填", id="name-for-a-code"),
        pytest.param(["990000"], "不认识区划代码 990000。", id="unknown"),
        pytest.param(["440000", "--name", "a: b # c"], "地区名称只写文字", id="name-with-signs"),
        pytest.param(["440000", "--name", "广\n东"], "地区名称只写文字", id="name-with-line-break"),
        pytest.param(["440000", "--name", ""], "", id="empty-name-is-no-name"),
    ],
)
def test_init_refuses(tmp_path: Path, arguments: list[str], words: str, capsys: Capture) -> None:
    code = init(tmp_path / "target", *arguments)
    if words:
        assert code == 2
        assert capsys.readouterr().err.startswith(f"错误：{words}")
        assert list(tmp_path.iterdir()) == []
    else:
        assert code == 0
        assert registry.load(tmp_path / "target").settings.name == "广东省职称评审委员会登记册"


@pytest.mark.parametrize("name", ["notes.txt", ".git", "registry"])
def test_init_never_overwrites(tmp_path: Path, name: str, capsys: Capture) -> None:
    """A folder with anything in it, hidden or not, is left as it is."""
    registries.write(tmp_path, f"target/{name}", "old")
    assert init(tmp_path / "target", "440000") == 2
    assert "不是空文件夹。为免覆盖已有内容，请换一个位置。" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "target").iterdir()] == [name]
    assert (tmp_path / "target" / name).read_text(encoding="utf-8") == "old"


def test_init_onto_a_file(tmp_path: Path) -> None:
    registries.write(tmp_path, "target", "old")
    assert init(tmp_path / "target", "440000") == 2
    assert (tmp_path / "target").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("there", [False, True], ids=["new", "empty"])
def test_init_on_a_full_disk(tmp_path: Path, there: bool) -> None:
    """Nothing is left half-written, neither in the target nor beside it."""
    target = tmp_path / "target"
    if there:
        target.mkdir()
    done = with_full_disk("init", str(target), "--region", "440000")
    assert done.returncode == 2
    assert "请检查磁盘空间和权限" in done.stderr.decode("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == (["target"] if there else [])
    assert not there or list(target.iterdir()) == []


@pytest.mark.parametrize("code", ["440000", "650000"])
def test_init_builds(tmp_path: Path, code: str) -> None:
    """An empty registry of any region has a site."""
    init(tmp_path / "registry", code)
    assert main(["build", "--root", str(tmp_path / "registry"), "--as-of", DAY.isoformat()]) == 0
    home = (tmp_path / "registry/site/index.html").read_text(encoding="utf-8")
    assert provinces()[code] in home
