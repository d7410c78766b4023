"""A level (员级) and an authority (用人单位级) that a province adds by data alone, in everything that reads or writes them.

The provinces are those of helpers/provinces.py. All people are invented (人物均为虚构).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from helpers import packets, provinces, registries, sites
from helpers.browsers import served
from helpers.rosters import IDENTITY
from helpers.vault_commands import expert, roster, write
from playwright.sync_api import Browser, Page

from zhicheng.centre import round_status
from zhicheng.commands.cli import main
from zhicheng.forms.reading import name_checks
from zhicheng.registry import at_commit, public_counts, registry
from zhicheng.registry.places import place
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.registry import Registry
from zhicheng.vault import store

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("added-levels")]

DAY = "2026-07-01"
Capture = pytest.CaptureFixture[str]
LOCAL = "registry/rulebooks/local.yaml"
DONGGUAN = "registry/committees/441900/dg-engineering.yaml"
WORKS = "registry/committees/310000/pudong-works.yaml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both provinces, which tests must not change."""
    folder = tmp_path_factory.mktemp("provinces")
    for name in ("guangdong", "shanghai"):
        getattr(provinces, name)(folder / name)
    return {name: folder / name for name in ("guangdong", "shanghai")}


@pytest.fixture
def guangdong(made: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made["guangdong"], tmp_path / "guangdong"))


@pytest.fixture
def shanghai(made: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made["shanghai"], tmp_path / "shanghai"))


def run(root: Path, *arguments: str | Path, day: str | None = DAY) -> int:
    return main([*map(str, arguments), "--root", str(root), *(["--as-of", day] if day else [])])


def edit(root: Path, path: str, change: Callable[[dict[str, Any]], object]) -> None:
    value = yaml.safe_load((root / path).read_text(encoding="utf-8"))
    change(value)
    (root / path).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")


def findings(root: Path) -> list[tuple[str, str, str]]:
    return [(f.code, f.message, f.hint) for f in registries.findings(root, date.fromisoformat(DAY))]


# --- rules -----------------------------------------------------------------------------------------------------------------


def test_a_misspelt_code_is_told_with_what_is_possible(guangdong: Path, shanghai: Path) -> None:
    edit(guangdong, DONGGUAN, lambda value: value["reviews"][0].update(levels=["tecnician", "junior"]))
    edit(shanghai, WORKS, lambda value: value.update(authority="company"))
    [(code, message, hint)] = findings(guangdong)
    assert (code, message) == ("S004", "“评审层级”不能是“tecnician”")
    every = "technician（员级）、junior（初级）、intermediate（中级）、associate-senior（副高级）、full-senior（正高级）"
    assert hint == f"是否想写 technician（员级）？可以填写：{every}。"
    [(code, message, hint)] = findings(shanghai)
    assert (code, message) == ("S004", "“单位级别”不能是“company”")
    every = "region（省级单位）、prefecture（地市级单位）、county（区县级单位）、central（中央驻地方单位）、unit（用人单位级）"
    more = "另有规定的单位级别，先写进规则文件（registry/rulebooks/）的 authorities。"  # it may be one that is missing
    assert hint == f"是否想写 county（区县级单位）？可以填写：{every}。{more}"


@pytest.mark.parametrize(
    ("name", "levels", "message"),
    [
        ("东莞市员级职称评审委员会", ["technician"], None),
        ("东莞市员级职称评审委员会", ["technician", "junior"], "名称里写的是“员级”，登记的“初级”比它高"),
        ("东莞市员级、初级职称评审委员会", ["technician", "junior"], None),
        ("东莞市初级职称评审委员会", ["technician", "junior"], None),
        ("东莞市职员级别职称评审委员会", ["technician", "junior"], None),
    ],
)
def test_a_name_that_says_an_added_level(guangdong: Path, name: str, levels: list[str], message: str | None) -> None:
    """E116, and the reader of forms, which asks where the name says a level that is not reviewed."""
    edit(guangdong, DONGGUAN, lambda value: (value.update(name=name), value["reviews"][0].update(levels=levels)))
    assert [one[:2] for one in findings(guangdong) if one[0] == "E116"] == ([] if message is None else [("E116", message)])


@pytest.mark.parametrize(
    ("name", "levels", "asked"),
    [
        ("东莞市高级技师职称评审委员会", ["master"], ""),
        ("东莞市高级技师职称评审委员会", ["associate-senior"], "高级技师"),
        ("东莞市高级职称评审委员会", ["master"], "高级"),
        ("东莞市高级技师、中级职称评审委员会", ["master"], "中级"),
        ("东莞市高级职称评审委员会", ["rural"], ""),
    ],
)
def test_an_added_level_that_begins_like_another(name: str, levels: list[str], asked: str) -> None:
    labels = {**LEVELS, "rural": "基层高级", "master": "高级技师"}
    assert (name_checks._missing_level(name, set(levels), labels) or "") == asked


@pytest.mark.parametrize("wanted", ["levels", "authorities"])
def test_without_the_rulebook_the_code_is_unknown(guangdong: Path, shanghai: Path, wanted: str) -> None:
    """Each record that uses it is told, with the remedy, and so is the label that nothing uses."""
    root = guangdong if wanted == "levels" else shanghai
    edit(root, LOCAL, lambda value: value.pop(wanted))
    told = findings(root)
    remedy = f"先写进规则文件（registry/rulebooks/）的 {wanted}。"
    assert told
    assert all(remedy in hint for code, _, hint in told if code in ("S001", "S004"))


@pytest.mark.parametrize(
    ("levels", "message"),
    [(["intermediate", "associate-senior"], None), (["associate-senior", "full-senior"], "评审层级“正高级”超出用人单位级单位的承接范围")],
)
def test_what_an_added_authority_may_review(shanghai: Path, levels: list[str], message: str | None) -> None:
    edit(shanghai, WORKS, lambda value: value["reviews"][0].update(levels=levels))
    assert [(code, said) for code, said, _ in findings(shanghai)] == ([("E101", message)] if message else [])
    edit(shanghai, LOCAL, lambda value: value["numbers"].pop("levels_unit"))  # then nothing limits it
    assert findings(shanghai) == []


@pytest.mark.parametrize(("areas", "right"), [(["region", "county"], True), (["county"], False)])
def test_where_an_added_authority_may_be(shanghai: Path, areas: list[str], right: bool) -> None:
    edit(shanghai, LOCAL, lambda value: value["authorities"][0].update(areas=areas))
    assert [(code, said) for code, said, _ in findings(shanghai)] == ([] if right else [("E102", "区划“上海市”不是用人单位级单位的区划")])


def test_the_pages_of_rules_name_what_is_added(made: dict[str, Path], capsys: Capture) -> None:
    assert run(made["shanghai"], "explain", "E101", day=None) == 0
    said = capsys.readouterr().out
    assert "数字：levels_unit = 初级、中级、副高级（示例市备案办法第九条）" in said
    assert "区县级单位承接初级、中级、副高级，用人单位级单位承接初级、中级、副高级。" in said
    assert run(made["guangdong"], "explain", "E101", day=None) == 0
    assert "区县级单位承接员级、初级、中级。" in capsys.readouterr().out


@pytest.mark.parametrize("given", [True, False])
def test_a_figure_of_an_added_authority_is_read(shanghai: Path, given: bool) -> None:
    """`levels_unit` is a figure that a rule reads only where there is such an authority."""
    if not given:
        edit(shanghai, LOCAL, lambda value: value["numbers"].update(levels_units=value["numbers"].pop("levels_unit")))
    said = [] if given else [("X010", "没有规则使用数字 levels_units", "是否想写 levels_unit？只是说给人看的，请移到 facts 里。")]
    assert findings(shanghai) == said


@pytest.mark.parametrize(("least", "message"), [(25, None), (27, "组成人数 25 人，按系列组建的员级评审委员会不少于 27 人")])
def test_members_of_a_committee_of_an_added_level(guangdong: Path, least: int, message: str | None) -> None:
    path = "registry/committees/440100/zengcheng-agriculture.yaml"
    edit(guangdong, path, lambda value: value["reviews"][0].update(levels=["technician"]))
    edit(guangdong, LOCAL, lambda value: value["numbers"].update(members_technician={"number": least, "clause": "第十条"}))
    assert [(code, said) for code, said, _ in findings(guangdong)] == ([("E203", message)] if message else [])


# --- versions --------------------------------------------------------------------------------------------------------------


def base_of(root: Path) -> tuple[Registry, Registry]:
    """The registry on disk, and that of the last commit."""
    head = registry.load(root)
    before = at_commit.load_base(head, at_commit.base(root, "main"))
    assert before is not None
    return head, before


@pytest.mark.parametrize("taken_away", [True, False])
@pytest.mark.parametrize("name", ["guangdong", "shanghai"])
def test_each_version_of_a_registry_is_read_by_its_own_codes(name: str, taken_away: bool, request: pytest.FixtureRequest) -> None:
    """Records that did not change are right in one version and wrong in the other, where the rulebook between them changed."""
    root: Path = request.getfixturevalue(name)
    table = root / "registry/reference/series.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace("technician: ", "entry: "), encoding="utf-8")  # else nothing can be read
    code = "technician" if name == "guangdong" else "unit"
    text = (root / LOCAL).read_text(encoding="utf-8")
    edit(root, LOCAL, lambda value: value.pop("levels" if name == "guangdong" else "authorities"))
    without = (root / LOCAL).read_text(encoding="utf-8")
    (root / LOCAL).write_text(text if taken_away else without, encoding="utf-8")
    packets.repository(root)
    (root / LOCAL).write_text(without if taken_away else text, encoding="utf-8")
    head, before = base_of(root)
    right, wrong = (before, head) if taken_away else (head, before)
    assert right.findings == []
    assert code in {*right.levels, *right.ranks.order}
    assert code not in {*wrong.levels, *wrong.ranks.order}
    assert {finding.code for finding in wrong.findings} >= {"S004"}
    assert len(wrong.committees) < len(right.committees) == (10 if name == "guangdong" else 12)


# --- routes, packets, rounds -----------------------------------------------------------------------------------------------

CENTRE = "上海市职称工作机构（请改为实际名称）"


@pytest.mark.parametrize(
    ("record", "offices"), [(WORKS, ["pudong示例人社部门", CENTRE]), (WORKS.replace("pudong-works", "sh-group"), [CENTRE])]
)
def test_a_change_of_a_unit_takes_the_route_of_its_place(
    shanghai: Path, tmp_path: Path, record: str, offices: list[str], capsys: Capture
) -> None:
    """By the route of reviewers.yaml; where it names none, straight to the centre."""
    packets.repository(shanghai)
    repositories_change(shanghai, record)
    capsys.readouterr()
    (tmp_path / "reviews.json").write_text("[]", encoding="utf-8")
    main(["route", "--base", "main", "--reviews", str(tmp_path / "reviews.json"), "--format", "json", "--root", str(shanghai)])
    assert [one["office"] for one in json.loads(capsys.readouterr().out)["stations"]] == offices


def repositories_change(root: Path, record: str) -> None:
    packets.git(root, "checkout", "-qb", "change")
    text = (root / record).read_text(encoding="utf-8")
    (root / record).write_text(text.replace("示例路 1 号", "示例路 2 号"), encoding="utf-8")
    packets.commit(root, "address")


def test_the_report_on_a_change_names_what_is_added(guangdong: Path, capsys: Capture) -> None:
    packets.repository(guangdong)
    packets.git(guangdong, "checkout", "-qb", "change")
    edit(guangdong, DONGGUAN, lambda value: value["reviews"][0].update(levels=["technician", "junior"]))
    packets.commit(guangdong, "levels")
    capsys.readouterr()
    run(guangdong, "report", "--base", "main")
    assert "员级、初级、中级、副高级 → 员级、初级" in capsys.readouterr().out.replace("\\", "")


def test_a_unit_packs_and_the_centre_receives(shanghai: Path, tmp_path: Path, capsys: Capture) -> None:
    packets.repository(shanghai)
    sender = Path(shutil.copytree(shanghai, tmp_path / "sender"))
    text = (sender / WORKS).read_text(encoding="utf-8")
    (sender / WORKS).write_text(text.replace("示例路 1 号", "示例路 2 号"), encoding="utf-8")
    packet = tmp_path / "works.zip"
    assert packets.pack(sender, packet, key="pudong-works", day=DAY) == 0, capsys.readouterr().err
    assert packets.receive(shanghai, packet, day=DAY) == 0, capsys.readouterr()
    assert "示例路 2 号".encode() in packets.tree(shanghai, "submit/pudong-works-2026")[WORKS]


def test_the_progress_of_a_round_counts_units_where_they_are(made: dict[str, Path]) -> None:
    loaded = registry.load(made["shanghai"])
    places = {key: place(loaded, loaded.by_id[key]) for key in ("sh-group", "pudong-works", "pudong-engineering")}
    assert (places["sh-group"].code, places["sh-group"].name) == ("unit", "用人单位级")
    assert places["pudong-works"] == places["pudong-engineering"]
    found = round_status.progress(loaded, loaded.rounds["2026"].record, date.fromisoformat(DAY))
    assert {duty.committee.id for duty in found.duties if duty.roster} == {
        key for key, one in loaded.by_id.items() if one.authority in ("region", "unit")
    }


# --- rosters ---------------------------------------------------------------------------------------------------------------


def recipients(root: Path) -> None:
    """Seals to the demonstration keys."""
    rows = (f"  - {{key: {key}, holder: 演示密钥, role: centre, since: '2026-01-01'}}\n" for key in sorted(store.DEMONSTRATION_KEYS))
    (root / "registry/recipients.yaml").write_text(f"recipients:\n{''.join(rows)}", encoding="utf-8")
    (root / "registry/vault").mkdir(exist_ok=True)


@pytest.fixture
def sealed(guangdong: Path, tmp_path: Path) -> Path:
    """Guangdong with a sealed roster of 东莞, one of whose experts has the added level."""
    recipients(guangdong)
    edit(guangdong, DONGGUAN, lambda value: value["reviews"][0].update(levels=["technician", "junior"]))  # so that 员级 may be in the pool
    rows = [
        expert(name="示例甲", ethnic_group="汉族", post="城市规划"),
        expert(
            name="示例乙", ethnic_group="汉族", post="城市规划", born="1999-05", title="技术员", level="technician", title_since="2022-12"
        ),
    ]
    plain = write(tmp_path, roster(*rows))
    assert run(guangdong, "seal", "dg-engineering", plain) == 0
    return guangdong


def test_a_roster_counts_the_added_level(sealed: Path) -> None:
    """Whether or not the number is large enough to be published."""
    value = store.opened(sealed / "registry/vault/dg-engineering.roster.age", store.keyring(IDENTITY))
    counts = public_counts.whole_counts(registry.load(sealed), sealed_roster.roster(value))
    assert counts is not None
    assert counts["by_level"] == {"associate-senior": 1, "technician": 1}


@pytest.mark.parametrize(
    ("needed", "title", "level", "message"),
    [
        ("junior", "技术员", "technician", "R108 第 1 行“职称层级”：“员级”低于这个专家库所需的“初级”"),
        ("technician", "技术员", "technician", None),
        ("technician", "技术员", "junior", "R105 第 1 行“现专业职称”：是员级的职称，与职称层级“初级”不符"),
        ("technician", "助理工程师", "technician", "R105 第 1 行“现专业职称”：是初级的职称，与职称层级“员级”不符"),
    ],
)
def test_rules_on_experts_know_the_added_level(
    sealed: Path, tmp_path: Path, needed: str, title: str, level: str, message: str | None, capsys: Capture
) -> None:
    edit(sealed, DONGGUAN, lambda value: value["reviews"][0].update(levels=[needed]))
    plain = write(tmp_path, roster(expert(ethnic_group="汉族", title=title, level=level)))
    capsys.readouterr()
    assert run(sealed, "seal", "dg-engineering", plain, "--yes") == (1 if message else 0)
    said = capsys.readouterr().out
    assert message in said if message else "R105" not in said


def test_annex_3_goes_out_and_comes_back(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "out").mkdir()
    options = ("--form", "3", "--format", "xlsx", "--out", tmp_path / "out", "--identity", IDENTITY)
    assert run(sealed, "export", "dg-engineering", *options, "--with-specialties", day=None) == 0, capsys.readouterr().err
    [form] = (tmp_path / "out").glob("*.xlsx")
    texts = [str(cell.value) for row in openpyxl.load_workbook(form).worksheets[0].iter_rows() for cell in row if cell.value]
    assert texts.count("员级") == 1
    (tmp_path / "into").mkdir()
    assert run(sealed, "import", form, "--committee", "dg-engineering", "--into", tmp_path / "into", "--yes") == 0, capsys.readouterr()
    [plain] = (tmp_path / "into").glob("*.json")
    assert [one["level"] for one in json.loads(plain.read_text(encoding="utf-8"))["experts"]] == ["associate-senior", "technician"]


def test_forms_of_a_committee_of_the_added_level_alone(guangdong: Path, tmp_path: Path, capsys: Capture) -> None:
    """What is read is judged by the registry's levels before it is written."""
    path = "registry/committees/440100/zengcheng-agriculture.yaml"
    edit(guangdong, path, lambda value: value["reviews"][0].update(levels=["technician"]))
    for folder in ("out", "into"):
        (tmp_path / folder).mkdir()
    assert run(guangdong, "export", "zengcheng-agriculture", "--format", "docx", "--out", tmp_path / "out", day=None) == 0
    edit(guangdong, path, lambda value: value["reviews"][0].update(levels=["junior"]))
    capsys.readouterr()
    forms = [form for form in (tmp_path / "out").iterdir() if ".form-1" in form.name or ".form-2" in form.name]
    assert run(guangdong, "import", *forms, "--yes") == 0, capsys.readouterr()
    assert "评审层级：初级 → 员级" in capsys.readouterr().out
    assert yaml.safe_load((guangdong / path).read_text(encoding="utf-8"))["reviews"][0]["levels"] == ["technician"]


# --- commands --------------------------------------------------------------------------------------------------------------


def test_upgrade_brings_the_codes_into_the_schemas_for_editors(guangdong: Path, capsys: Capture) -> None:
    """Once; then they are those of this version and this registry, and an edited one is still told."""
    capsys.readouterr()
    assert run(guangdong, "upgrade", day=None) == 0
    names = ("committee", "draw", "draw-plan", "listed", "roster", "rulebook", "sealed-draw", "sealed-roster", "series", "words")
    assert capsys.readouterr().out.split() == [word for name in names for word in ("更新", f"schemas/{name}.schema.json")]
    level = json.loads((guangdong / "schemas/committee.schema.json").read_text(encoding="utf-8"))["$defs"]["level"]
    assert level["enumDescriptions"] == ["员级", "初级", "中级", "副高级", "正高级"]
    assert run(guangdong, "upgrade", day=None) == 0
    assert capsys.readouterr().out == ""
    path = guangdong / "schemas/committee.schema.json"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run(guangdong, "upgrade", day=None) == 1
    assert capsys.readouterr().out == "本地改过，没有动  schemas/committee.schema.json\n"


def test_new_writes_a_record_of_an_added_authority(shanghai: Path, capsys: Capture) -> None:
    assert run(shanghai, "new", "xuhui-works", "--authority", "unit", "--area", "310104") == 0
    text = (shanghai / "registry/committees/310000/xuhui-works.yaml").read_text(encoding="utf-8")
    assert re.search(r"(?m)^authority: unit\b", text)
    assert "unit（用人单位级单位）" in re.sub(r"\n *# ", "", text)
    assert run(shanghai, "new", "another", "--authority", "company", "--area", "310104") == 2
    assert "unit（用人单位级）。另有规定的单位级别，先写进规则文件" in capsys.readouterr().err


def test_new_names_the_added_level(guangdong: Path) -> None:
    assert run(guangdong, "new", "sg-engineering", "--authority", "prefecture", "--area", "440200") == 0
    text = (guangdong / "registry/committees/440200/sg-engineering.yaml").read_text(encoding="utf-8")
    assert "本登记册还有：technician（员级）。" in re.sub(r"\n *# ", "", text)


# --- the site --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("sites")
    roots = {name: Path(shutil.copytree(root, out / f"{name}-registry")) for name, root in made.items()}
    recipients(roots["shanghai"])
    plain = write(out, roster(*(expert(name=f"示例{name}", ethnic_group="汉族") for name in "甲乙丙丁戊")))
    assert run(roots["shanghai"], "seal", "sh-group", plain) == 0
    return {name: sites.build(root, out / name, date.fromisoformat(DAY)) for name, root in roots.items()}


def words(page: Path) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.read_text(encoding="utf-8")).split())


def test_pages_show_added_levels_and_authorities(built: dict[str, Path]) -> None:
    guangdong, shanghai = built["guangdong"], built["shanghai"]
    assert "员级、初级、中级、副高级" in words(guangdong / "committees/dg-engineering/index.html")
    assert "员级 技术员" in words(guangdong / "series/engineering/index.html")
    assert "员级" not in words(guangdong / "series/higher-education-teacher/index.html")  # which has none
    listed = words(shanghai / "committees/index.html")
    assert listed.index("区县级 5") < listed.index("用人单位级 2")
    assert "用人单位级 1 个" in words(shanghai / "index.html")  # that of the municipality itself; the other is counted in its district
    assert "推荐评委的是市级和用人单位级单位的评审委员会" in words(shanghai / "experts/index.html")  # there is a pool, see below


def test_the_api_names_levels_only_where_some_are_added(built: dict[str, Path]) -> None:
    levels = {name: json.loads((site / "api/v1/series.json").read_bytes()).get("levels") for name, site in built.items()}
    assert levels["shanghai"] is None
    assert [one["code"] for one in levels["guangdong"]] == ["technician", "junior", "intermediate", "associate-senior", "full-senior"]
    assert levels["guangdong"][0] == {"code": "technician", "name": "员级"}
    areas = json.loads((built["shanghai"] / "api/v1/areas.json").read_bytes())
    assert areas["words"]["authorities"]["unit"] == "用人单位级"
    schema = json.loads((built["shanghai"] / "schemas/committee.schema.json").read_bytes())
    assert schema["properties"]["authority"]["enum"][-1] == "unit"


@pytest.fixture(scope="module")
def addresses(built: dict[str, Path]) -> Iterator[dict[str, str]]:
    with served(built["guangdong"]) as one, served(built["shanghai"]) as other:
        yield {"guangdong": one, "shanghai": other}


def found(browser: Browser, address: str, question: str) -> tuple[list[str], list[tuple[str, str]], str]:
    """What the page of the search shows: what it understood, each committee with its verdict, and the levels to pick."""
    page: Page = browser.new_page()
    page.goto(f"{address}find/?ask={question}")
    page.wait_for_selector("#understood .chip")
    chips = [text.removesuffix(" ×") for text in page.locator("#understood .chip").all_inner_texts()]
    hits = page.locator("article.hit").evaluate_all(
        "all => all.map((one) => [one.querySelector('a').href.split('/').at(-2), one.classList[1]])"
    )
    picks = page.locator("select[name=level]").inner_text()
    page.close()
    return chips, [(key, verdict) for key, verdict in hits], picks


@pytest.mark.parametrize(
    ("name", "question", "understood", "hits"),
    [
        ("guangdong", "东莞 员级 城市规划", "层级：员级", [("dg-engineering", "competent")]),
        ("guangdong", "东莞员级城市规划", "层级：员级", [("dg-engineering", "competent")]),
        ("guangdong", "东莞 技术员 城市规划", "职称：技术员", [("dg-engineering", "competent")]),
        ("guangdong", "增城 员级 农学", "层级：员级", [("zengcheng-agriculture", "competent")]),
        ("guangdong", "广州 员级 城市规划", "层级：员级", []),
        ("guangdong", "东莞 初级 城市规划", "层级：初级", [("dg-engineering", "competent")]),
        ("shanghai", "浦东新区 初级 城市规划", "层级：初级", [("pudong-engineering", "competent"), ("pudong-works", "closed")]),
        ("shanghai", "浦东新区 员级 城市规划", "层级：初级", [("pudong-engineering", "competent"), ("pudong-works", "closed")]),
    ],
)
def test_the_search_answers(
    addresses: dict[str, str], browser: Browser, name: str, question: str, understood: str, hits: list[tuple[str, str]]
) -> None:
    """员级 is the added level where there is one, else 初级; a unit's committee is for its own people."""
    chips, answered, picks = found(browser, addresses[name], question)
    assert understood in chips
    assert answered == hits
    assert ("员级" in picks) == (name == "guangdong")
