"""X001, X002, X006, X007: file names, records that appear twice, waivers."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from helpers import registries
from helpers.judging import Judge
from helpers.registries import record

from zhicheng.registry import registry
from zhicheng.rules.engine import check

ONE = registries.ONE
TWO = "registry/committees/650000/example-two.yaml"
OTHER = 'id: example-two\nname: 另一个评审委员会\nscope: {areas: ["650000"], open_to: system}\n'

# --- X001 --------------------------------------------------------------------------------------------------------------


FILED_2019 = 'filings: [{round: "2019", date: "2019-06-18"}]\n'


def sits(authority: str, area: str) -> str:
    return (
        f'authority: {authority}\narea: "{area}"\nscope: {{areas: ["{area}"]}}\n'
        "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]\n"
    )


@pytest.mark.parametrize(
    ("fields", "folder"),
    [
        pytest.param(sits("region", "650000"), "650000", id="region"),
        pytest.param(sits("prefecture", "653100"), "653100", id="prefecture"),
        pytest.param(sits("prefecture", "654200"), "654200", id="prefecture-administered-through-another"),
        pytest.param(sits("county", "653125"), "653100", id="county-under-its-prefecture"),
        pytest.param(sits("county", "659001"), "650000", id="directly-administered-city-under-the-region"),
        pytest.param(sits("central", "653125"), "650000", id="central-under-the-region"),
        pytest.param(
            sits("county", "652923") + 'filings: [{round: "2019", date: "2019-06-18"}]\n', "652900", id="county-of-a-retired-code"
        ),
    ],
)
def test_x001_folder(judge: Judge, fields: str, folder: str) -> None:
    """A record lies in the folder of its prefecture, or of the region; in any other it is told where to go."""
    text = record(fields)
    assert judge(None, others={f"registry/committees/{folder}/example-one.yaml": text}).findings == []
    found = judge(None, others={"registry/committees/653200/example-two.yaml": record(fields, "id: example-two\nname: 另一个\n")}).findings
    moved = [f for f in found if f.code == "X001"]
    assert [(f.line, f.column) for f in moved] == [(2, 1)]
    assert moved[0].message.startswith(f"文件放在 registry/committees/653200，应当放在 registry/committees/{folder}（")


def test_x001_deeper_folder(judge: Judge) -> None:
    """A folder in the right folder is not the right folder."""
    path = "registry/committees/650000/old/example-one.yaml"
    judge(None, others={path: record("▶id: example-one\n")}).says(
        "X001",
        "文件放在 registry/committees/650000/old，应当放在 registry/committees/650000（新疆维吾尔自治区）",
        hints=["请把文件移到那个文件夹。"],
    )


@pytest.mark.parametrize("stem", ["example-1", "Example-One", "示例 一", "example-one 副本"])
def test_x001_file_name(judge: Judge, stem: str) -> None:
    """Names with spaces or Chinese are read like any other, and are wrong like any other."""
    judge(None, others={f"registry/committees/650000/{stem}.yaml": record("id: ▶example-one\n")}).says(
        "X001",
        f"文件名“{stem}”与编号“example-one”不一致",
        hints=["请把文件改名为 example-one.yaml，或者把“编号”改成与文件名一致。登记以后编号不能再改。"],
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("committees/650000/example-one.yml", "登记文件的扩展名是 .yaml，请改过来", id="yml"),
        pytest.param("committees/650000/example-one.YAML", "登记文件的扩展名是 .yaml，请改过来", id="capitals"),
        pytest.param("rosters/example-one.yaml.txt", "登记文件的扩展名是 .yaml，请改过来", id="txt-hidden-by-windows"),
        pytest.param("committees/650000/~$登记表.docx", "登记库里只放登记文件，请移到别处或删去。", id="word"),
        pytest.param("rounds/2026", "登记库里只放登记文件，请移到别处或删去。", id="no-extension"),
        pytest.param("levels.yaml", "登记库里只放登记文件，请移到别处或删去。", id="unknown-table"),
        pytest.param("waiver.yaml", "是否想写 waivers？", id="misspelt-table"),
        pytest.param("reference/waiver.pdf", "登记库里只放登记文件，请移到别处或删去。", id="misspelt-elsewhere"),
        pytest.param("reference/series-2.yaml", "登记库里只放登记文件，请移到别处或删去。", id="second-reference-table"),
    ],
)
def test_x001_stray(empty: Path, name: str, hint: str) -> None:
    """What the registry does not know is not passed over in silence."""
    registries.write(empty, f"registry/{name}", "x: y\n")
    found = registries.findings(empty)
    assert [(f.code, f.file, f.line, f.column) for f in found] == [("X001", f"registry/{name}", 1, 1)]
    assert found[0].hint.startswith(hint.removesuffix("？"))


@pytest.mark.parametrize("name", [".DS_Store", "committees/650000/.gitkeep", "committees/.x.yaml~", "vault/anything.age"])
def test_x001_hidden_files_and_the_vault_are_left_alone(empty: Path, name: str) -> None:
    registries.write(empty, f"registry/{name}", b"\x00\xff")
    assert registries.findings(empty) == []


@pytest.mark.parametrize("name", ["committees/.hidden.yaml", "committees/650000/.hidden.yml"])
def test_no_record_hides_behind_a_dot(empty: Path, name: str) -> None:
    """It would carry anything past every check."""
    registries.write(empty, f"registry/{name}", b"\x00\xff")
    assert [finding.file for finding in registries.findings(empty)] == [f"registry/{name}"]


def test_x001_name_that_is_no_text(empty: Path) -> None:
    """A file name that is not UTF-8 is reported like any other stray file."""
    (empty / "registry/committees").mkdir()
    try:
        (empty / "registry/committees" / os.fsdecode(b"x\xff.yml")).touch()
    except OSError:  # a file system that takes only UTF-8 names cannot have the problem
        return
    assert [f.code for f in registries.findings(empty)] == ["X001"]


def test_x001_two_rounds_of_one_year(judge: Judge, empty: Path) -> None:
    """Of two files with the same id the one with another name is reported, whichever is read first."""
    text = (empty / "registry/rounds/2019.yaml").read_text(encoding="utf-8")
    for name in ("2018", "2020"):
        registries.write(empty, f"registry/rounds/{name}.yaml", text)
    assert [(f.code, f.file) for f in registries.findings(empty)] == [
        ("X001", "registry/rounds/2018.yaml"),
        ("X001", "registry/rounds/2020.yaml"),
    ]


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        pytest.param("registry/rounds/old/2026.yaml", ("title: 2026", "title: 又一个 2026"), id="round"),
        pytest.param("registry/rounds/2026/2026.yaml", ("title: 2026", "title: 又一个 2026"), id="round-read-before-the-right-one"),
        pytest.param("registry/rulebooks/old/order-40.yaml", ("number: 25", "number: 1"), id="rulebook"),
    ],
)
def test_x001_of_files_that_lie_in_one_folder(empty: Path, path: str, changed: tuple[str, str]) -> None:
    """A second file with the same id in a folder below is reported, and does not take the place of the right one."""
    folder, name = path.split("/")[1], path.rsplit("/", 1)[1]
    text = (empty / "registry" / folder / name).read_text(encoding="utf-8")
    assert changed[0] in text
    registries.write(empty, path, text.replace(*changed))
    registries.write(empty, ONE, record("panel: {members: 9, formed_by: series}\n"))
    found = registries.findings(empty)
    assert [(f.code, f.file) for f in found] == [("E203", ONE), ("X001", path)]
    assert found[1].message == f"文件放在 {path.rsplit('/', 1)[0]}，应当放在 registry/{folder}"
    loaded = registry.load(empty)
    kept = {**loaded.rounds, **loaded.rulebooks}[name.removesuffix(".yaml")]
    assert kept.path == f"registry/{folder}/{name}"


@pytest.mark.parametrize("folder", ["rosters", "decisions"])
def test_x001_of_rosters_and_decisions(judge: Judge, folder: str) -> None:
    text = {
        "rosters": f'committee: example-one\nround: "2026"\nsealed: {{sha256: "{"0" * 64}", size: 1}}\n'
        "counts: {active: 0, removed: 0, by_level: {}, by_specialty: {}}\n",
        "decisions": 'year: "2026"\ndecisions: []\n',
    }[folder]
    name = {"rosters": "example-one", "decisions": "2026"}[folder]
    judge(others={f"registry/{folder}/old/{name}.yaml": "▶" + text}).says(
        "X001", f"文件放在 registry/{folder}/old，应当放在 registry/{folder}"
    )


def told(judge: Judge, path: str, text: str, code: str = "X001") -> list[tuple[str, str, str]]:
    """The pointer, message and hint of each finding of a code in a file of the right shape, beside a valid record."""
    findings = judge(others={path: text}).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    return [(f.pointer, f.message, f.hint) for f in findings if (f.code, f.file) == (code, path)]


DECISION = '{{committee: example-one, round: "2026", role: centre, account: a1, commit: "{}", outcome: approved, date: "{}"}}'


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["2026-01-01", "2026-12-31"], []),
        (
            ["2026-03-01", "2025-12-31", "2027-01-01"],
            [("/decisions/1/date", "2025-12-31", "2025"), ("/decisions/2/date", "2027-01-01", "2027")],
        ),
    ],
)
def test_x001_decisions_of_another_year(judge: Judge, days: list[str], found: list[tuple[str, str, str]]) -> None:
    text = 'year: "2026"\ndecisions:\n' + "".join(f"  - {DECISION.format('a' * 40, day)}\n" for day in days)
    hint = "请核对日期；没有错的，请把这一项移到 registry/decisions/{}.yaml。"
    expected = [(pointer, f"审核日期 {day} 不在 2026 年", hint.format(year)) for pointer, day, year in found]
    assert told(judge, "registry/decisions/2026.yaml", text) == expected


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param(
            "registry/decisions/2027.yaml",
            'year: "2026"\ndecisions: []\n',
            [("/year", "文件名“2027”与年份“2026”不一致", "请把文件改名为 2026.yaml，或者改正“年份”。")],
            id="decisions",
        ),
        pytest.param(
            "registry/rounds/2027.yaml",
            'id: "2028"\ntitle: 某年度\nopened: "2027-06-01"\n'
            'deadlines: {form: "2027-06-30", roster: "2027-06-30", platform: "2027-06-30"}\nrulebooks: [order-40]\nexpected: []\n',
            [("/id", "文件名“2027”与年度“2028”不一致", "请把文件改名为 2028.yaml，或者改正“年度”。")],
            id="round",
        ),
        pytest.param(
            "registry/rulebooks/local.yaml",
            'id: other\ntitle: 本地文件\nshort: 本地文件\nissued: "2026-01-01"\nin_force: "2026-01-01"\nissuer: 某厅\n'
            "rules: {E104: 一}\nnumbers: {}\n",
            [("/id", "文件名“local”与文件代号“other”不一致", "请把文件改名为 other.yaml，或者改正“文件代号”。")],
            id="rulebook",
        ),
    ],
)
def test_x001_files_that_are_called_otherwise(judge: Judge, path: str, text: str, found: list[tuple[str, str, str]]) -> None:
    assert told(judge, path, text) == found


COUNTS = (
    f'round: "2026"\nsealed: {{sha256: "{"0" * 64}", size: 1}}\ncounts: {{active: 0, removed: 0, by_level: {{}}, by_specialty: {{}}}}\n'
)


@pytest.mark.parametrize(
    ("stem", "owner", "found"),
    [
        ("example-one", "committee: example-one", []),
        ("employer-653100", 'area: "653100"', []),
        ("one", "committee: example-one", [("/committee", "example-one")]),
        ("653100", 'area: "653100"', [("/area", "employer-653100")]),
    ],
)
def test_x001_rosters(judge: Judge, stem: str, owner: str, found: list[tuple[str, str]]) -> None:
    expected = [(pointer, f"文件名“{stem}”应当是“{wanted}”", f"请把文件改名为 {wanted}.yaml。") for pointer, wanted in found]
    assert told(judge, f"registry/rosters/{stem}.yaml", f"{owner}\n{COUNTS}") == expected


def listed(area: str, key: str = "example-three", authority: str = "prefecture") -> str:
    return f'id: {key}\nname: 某评审委员会\nauthority: {authority}\narea: "{area}"\nsource: {{title: 一览表}}\n'


MOVE = "请改正编号、区划，或者把文件移到那里。"


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("653100/example-three", listed("653100"), None),
        ("653100/example-three", listed("653125", authority="county"), None),
        ("653200/example-three", listed("653100"), "653100/example-three"),
        ("653100/example-four", listed("653100"), "653100/example-three"),
        ("653100/example-three", listed("659999"), None),
    ],
    ids=["right", "county", "another-folder", "another-name", "an-area-that-is-not-there"],
)
def test_x001_of_lists(judge: Judge, path: str, text: str, wanted: str | None) -> None:
    path = f"registry/listed/{path}.yaml"
    said = f"文件是 {path}，按编号和区划应当是 registry/listed/{wanted}.yaml"
    assert told(judge, path, text) == ([("/id", said, MOVE)] if wanted else [])


def test_x001_one_id_in_two_lists(judge: Judge) -> None:
    """The later file is told, of where the id is used, and that it lies in the wrong place."""
    one, two = "registry/listed/653100/example-three.yaml", "registry/listed/653200/example-three.yaml"
    found = [(f.file, f.message) for f in judge(others={one: listed("653100"), two: listed("653200")}).findings if f.code == "X001"]
    assert found == [(two, f"编号“example-three”已经用在 {one}")]


# --- X002 --------------------------------------------------------------------------------------------------------------


def test_x002_in_two_folders(judge: Judge) -> None:
    """Both records are told of the other."""
    path = "registry/committees/653100/example-one.yaml"
    hint = "请给新登记的评审委员会另起一个编号，并相应改文件名。"
    judge("id: ▶example-one\n", others={path: record(sits("prefecture", "653100"), "id: ▶example-one\nname: 喀什评审委员会\n")}).says(
        "X002", f"编号“example-one”已经用在 {path}", f"编号“example-one”已经用在 {ONE}", hints=[hint, hint]
    )


def test_x002_withdrawn_ids_stay_used(judge: Judge) -> None:
    """An id is never used again, not even after its committee was withdrawn."""
    gone = 'status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并}\n'
    path = "registry/committees/653100/example-one.yaml"
    found = judge(others={path: record(sits("prefecture", "653100"), gone, "name: 喀什评审委员会\n")}).findings
    assert [f.code for f in found] == ["X002", "X002"]


# --- X006 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "twice"),
    [
        pytest.param("", True, id="both-the-same"),
        pytest.param("name: 另一个名称\n", False, id="another-name"),
        pytest.param("organiser: 另一个厅\n", False, id="another-organiser"),
        pytest.param('name: "  示例自治区工程系列建筑工程专业高级职称评审委员会"\n', True, id="same-but-for-spaces"),
        pytest.param('status: withdrawn\nwithdrawn: {date: "2026-07-01", reason: 合并}\n', False, id="one-is-withdrawn"),
    ],
)
def test_x006_same_name_and_organiser(judge: Judge, changes: str, twice: bool) -> None:
    other = record('id: example-two\nscope: {areas: ["650000"], open_to: system}\n', changes)
    found = judge("name: 示例自治区工程系列建筑工程专业高级职称评审委员会\n", others={TWO: other}).findings
    assert [(f.code, f.severity, f.line, f.column) for f in found] == [("X006", "warning", 3, 7)] * (2 if twice else 0)
    assert [f.message for f in found] == [f"名称和组建单位与 {path} 完全相同" for path in (TWO, ONE)] * twice


# --- X007 --------------------------------------------------------------------------------------------------------------

FEW = "panel: {members: 23, formed_by: series}\n"


def waivers(*rows: str) -> dict[str, str]:
    return {"registry/waivers.yaml": "waivers:\n" + "".join(f"  - {row}\n" for row in rows)}


def waiver(rule: str = "E203", day: str = '"2026-01-20"', until: str = '"2027-01-20"', who: str = "example-one", more: str = "") -> str:
    return f"{{committee: {who}, rule: {rule}, reason: 专家少, granted_by: 某厅, date: {day}, until: {until}{more}}}"


def test_x007_used(judge: Judge) -> None:
    """A waiver that takes a finding away is of use."""
    assert judge(FEW, others=waivers(waiver())).findings == []


MAY = "可以登记例外的规则是：E103、E104、E203、R103、R104。请删去这一条。"


@pytest.mark.parametrize(
    ("changes", "row", "message", "hint"),
    [
        pytest.param(
            "", "▶" + waiver(), "例外没有用到：example-one 现在没有违反 E203", "请核对编号和规则；不再需要的请删去。", id="not-needed"
        ),
        pytest.param(
            FEW + 'filings: [{round: "2019", date: "2019-06-18"}]\n',
            "▶" + waiver(),
            "例外没有用到：example-one 现在没有违反 E203",
            "请核对编号和规则；不再需要的请删去。",
            id="rule-not-in-force",
        ),
        pytest.param("", waiver("▶E101"), "规则 E101 不允许例外", MAY, id="not-waivable"),
        pytest.param("", waiver("▶X007"), "规则 X007 不允许例外", MAY, id="itself"),
        pytest.param("", waiver("▶E999"), "规则 E999 不存在", MAY, id="no-such-rule"),
        pytest.param(
            "",
            waiver(until='▶"2026-11-22"'),
            "例外已于 2026-11-22 到期",
            "需要继续的，请重新批准并更新日期；不需要的请删去。",
            id="expired-yesterday",
        ),
        pytest.param(
            "",
            waiver(day='▶"2026-11-24"'),
            "例外从 2026-11-24 起生效，现在还不起作用",
            "日期填错的请更正；未到日期的到时自动生效。",
            id="from-tomorrow",
        ),
    ],
)
def test_x007_without_effect(judge: Judge, changes: str, row: str, message: str, hint: str) -> None:
    judge(changes, others=waivers(row)).says("X007", message, hints=[hint])


def test_x007_bounds(judge: Judge) -> None:
    """On its first and on its last day a waiver is in force."""
    row = waiver(day='"2026-11-23"', until='"2026-11-23"')
    assert judge(FEW, others=waivers(row)).findings == []
    assert [f.code for f in judge(FEW, date(2026, 11, 22), waivers(row)).findings] == ["E203", "X007"]
    assert [f.code for f in judge(FEW, date(2026, 11, 24), waivers(row)).findings] == ["E203", "X007"]


def test_x007_second_for_the_same(judge: Judge) -> None:
    """Of two waivers for the same, the first is used, and the second is told why it is not."""
    others = waivers(waiver(), "▶" + waiver(until='"2027-06-30"'))
    judge(FEW, others=others).says("X007", "例外没有用到：example-one 的 E203 已经有另一条例外")


def test_x007_of_an_expert_is_not_told_by_the_public_record(judge: Judge) -> None:
    """A waiver for one expert takes nothing away from the committee's own record, and its use shows only in the sealed roster."""
    found = judge(FEW, others=waivers(waiver(more=", expert: k7q2m9"))).findings
    assert [f.code for f in found] == ["E203"]


def test_x007_says_nothing_of_a_record_it_cannot_read(judge: Judge, empty: Path) -> None:
    """Whether the waiver is of use is not known while the record is broken."""
    registries.write(empty, ONE, "name: [某评审委员会\n")
    assert [f.code for f in judge(None, others=waivers(waiver())).findings] == ["Y002"]


@pytest.mark.parametrize("path", ["registry/rounds/2026.yaml", "registry/rulebooks/order-40.yaml"])
def test_x007_says_nothing_without_the_rules_of_the_round(judge: Judge, empty: Path, path: str) -> None:
    """A rule that cannot be applied takes no waiver; to delete it would be wrong."""
    registries.write(empty, path, "id: [2026\n")
    assert "X007" not in {f.code for f in judge(FEW, others=waivers(waiver())).findings}


# --- X004 --------------------------------------------------------------------------------------------------------------


def test_x004_says_what_was_deleted(empty: Path) -> None:
    """A committee's record and a roster's counts, each in its own words; what is only in another folder now is not deleted."""
    registries.write(empty, ONE, record())
    loaded = registry.load(empty)
    loaded.published = {
        "committees/example-one": "registry/committees/653100/example-one.yaml",
        "committees/example-gone": "registry/committees/650000/example-gone.yaml",
        "rosters/employer-653100": "registry/rosters/employer-653100.yaml",
        "rosters/example-one": "registry/rosters/example-one.yaml",
    }
    assert [(f.code, f.file, f.message, f.hint) for f in check(loaded, registries.TODAY).findings] == [
        (
            "X004",
            "registry/committees/650000/example-gone.yaml",
            "已经公布的登记“example-gone”被删除，应当办理撤销",
            "请恢复这个文件，把 status 改为 withdrawn，在 withdrawn 里写明日期、原因和承接者。编号不能改，改了的请改回来。",
        ),
        *(
            (
                "X004",
                f"registry/rosters/{stem}.yaml",
                f"已经公布的专家人数“{stem}”被删除",
                "请恢复这个文件；专家不再入库的，用 zhicheng roster remove 调出，人数随着改。",
            )
            for stem in ("employer-653100", "example-one")
        ),
    ]
