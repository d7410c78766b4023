"""R116, R117, R206, R207: the public counts of a roster, without a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, repositories, rosters
from helpers.judging import Judge

PATH = "registry/rosters/example-one.yaml"
ORDER, LETTER = "人社部令第40号", "备案登记的函（2019）"
HINT = "请不要手工改人数：用 zhicheng seal 重新密封，人数会随着更新。"


def roster(counts: str, seal: str = "0") -> dict[str, str]:
    return {PATH: f'committee: example-one\nround: "2026"\nsealed: {{sha256: "{seal * 64}", size: 1}}\ncounts: {{removed: 0, {counts}}}\n'}


def levels(by_level: str, active: int = 9) -> dict[str, str]:
    return roster(f"active: {active}, ▶by_level: {{{by_level}}}, by_specialty: {{}}")


def unmarked(files: dict[str, str]) -> dict[str, str]:
    return {path: text.replace(registries.MARK, "") for path, text in files.items()}


def reviews(*reviewed: str, more: str = "", catalog: str = "{建筑工程: [城市规划]}") -> str:
    return f"panel:\nreviews: [{{series: engineering, levels: [{', '.join(reviewed)}], {more}catalog: {catalog}}}]\n"


@pytest.mark.parametrize(
    ("fields", "by_level"),
    [
        pytest.param(reviews("full-senior"), "full-senior: 1, associate-senior: 8", id="one-is-enough"),
        pytest.param(reviews("associate-senior"), "full-senior: 9", id="higher-ones-do"),
        pytest.param(reviews("junior", "intermediate"), "intermediate: 9", id="no-senior-level"),
        pytest.param(reviews("full-senior", more="method: recognition, "), "associate-senior: 9", id="not-reviewed"),
        pytest.param(reviews("full-senior"), "", id="not-published"),
    ],
)
def test_r116_somebody(judge: Judge, fields: str, by_level: str) -> None:
    assert "R116" not in [f.code for f in judge(fields, others=unmarked(levels(by_level))).findings]


@pytest.mark.parametrize(
    ("fields", "by_level", "missing"),
    [
        pytest.param(
            reviews("associate-senior", "full-senior"),
            "associate-senior: 9",
            "正高级",
            id="none-of-the-highest",
        ),
        pytest.param(
            reviews("associate-senior", "full-senior"),
            "intermediate: 9, full-senior: 0",
            "副高级、正高级",
            id="none-of-both",
        ),
        pytest.param(
            reviews("full-senior", more="method: exam-and-review, "),
            "associate-senior: 9",
            "正高级",
            id="after-an-exam",
        ),
    ],
)
def test_r116_nobody(judge: Judge, fields: str, by_level: str, missing: str) -> None:
    judge(fields, others=levels(by_level)).says("R116", f"评审{missing}，专家库里没有这个层级或更高层级的专家", clause=ORDER + "第十条")


def test_r116_not_of_a_withdrawn_committee(judge: Judge) -> None:
    gone = 'status: withdrawn\nwithdrawn: {date: "2026-09-01", reason: 机构改革}\n'
    assert judge(reviews("full-senior") + gone, others=unmarked(levels("associate-senior: 9"))).findings == []


SPECIALTIES = "{建筑工程: [城市规划, 道路（桥梁）]}"


def specialties(given: str, mark: str = "") -> dict[str, str]:
    return roster(f"active: 9, by_level: {{associate-senior: 9}}, {mark}by_specialty: {{engineering: {{建筑工程: {{{given}}}}}}}")


@pytest.mark.parametrize("given", ['城市规划: 8, "道路 (桥梁)": 1', "城市规划: 5, 道路（桥梁）: 3, 建筑设计: 1"])
def test_r117_each_has_somebody(judge: Judge, empty: Path, given: str) -> None:
    registries.put_in_force(empty, "R117")
    assert "R117" not in [f.code for f in judge(reviews("intermediate", catalog=SPECIALTIES), others=specialties(given)).findings]


@pytest.mark.parametrize("given", ["城市规划: 9", "城市规划: 9, 道路（桥梁）: 0"])
def test_r117_nobody(judge: Judge, empty: Path, given: str) -> None:
    registries.put_in_force(empty, "R117")
    judge(reviews("intermediate", catalog=SPECIALTIES), others=specialties(given, "▶")).says(
        "R117", "专家库里没有这些评审专业的专家：建筑工程/道路（桥梁）", clause=LETTER + "二（五）2"
    )


def test_r117_one_finding_for_all(judge: Judge, empty: Path) -> None:
    registries.put_in_force(empty, "R117")
    catalog = "{建筑工程: [城市规划, 建筑设计], 市政工程: [给水排水]}"
    judge(reviews("intermediate", catalog=catalog), others=specialties("城市规划: 9", "▶")).says(
        "R117", "专家库里没有这些评审专业的专家：建筑工程/建筑设计、市政工程/给水排水"
    )


@pytest.mark.parametrize(
    "counts",
    [
        "active: 11, by_level: {associate-senior: 6, full-senior: 5}, by_specialty: {engineering: {建筑工程: {城市规划: 11}}}",
        "active: 9, by_level: {}, by_specialty: {}",
        "active: 0, by_level: {}, by_specialty: {}",
    ],
)
def test_r206_adds_up(judge: Judge, counts: str) -> None:
    assert judge("panel:\n", others=roster(counts)).findings == []


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ("active: 9, ▶by_level: {associate-senior: 8}, by_specialty: {}", "各层级人数合计 8 人，在库人数写的是 9 人"),
        ("active: 9, ▶by_level: {associate-senior: 10}, by_specialty: {}", "各层级人数合计 10 人，在库人数写的是 9 人"),
        (
            "active: 13, by_level: {associate-senior: 13}, ▶by_specialty: {engineering: {建筑工程: {城市规划: 5, 建筑设计: 7}}}",
            "各专业人数合计 12 人，在库人数写的是 13 人",
        ),
    ],
)
def test_r206_does_not_add_up(judge: Judge, counts: str, said: str) -> None:
    judge("panel:\n", others=roster(counts)).says("R206", said, hints=[HINT])


NINE, TEN = (f"active: {n}, by_level: {{associate-senior: {n}}}, by_specialty: {{}}" for n in (9, 10))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(roster(NINE), roster(NINE), [], id="the-same"),
        pytest.param(roster(NINE), roster(TEN, "1"), [], id="sealed-anew"),
        pytest.param(roster(NINE), roster(TEN), ["人数与已经公布的不同，密封的花名册却没有变"], id="by-hand"),
    ],
)
def test_r206_against_what_was_published(
    judge: Judge, empty: Path, before: dict[str, str], after: dict[str, str], expected: list[str]
) -> None:
    """Needs a base, and no key."""
    repositories.publish(empty, {path: text.encode() for path, text in before.items()})
    assert [f.message for f in judge("panel:\n", others=after).findings] == expected


def test_r206_what_was_published_cannot_be_read(judge: Judge, empty: Path) -> None:
    """A broken file of before is no reason to stop."""
    repositories.publish(empty, {PATH: b"committee: [\n"})
    assert judge("panel:\n", others=roster(NINE)).findings == []


HIDING = "by_specialty: {}, under_five: {totals: [removed], by_level: [full-senior]}"


def hiding(active: int, by_level: str, more: str = "") -> dict[str, str]:
    """A file in which the full seniors are under five, and with `more` the associate ones withheld."""
    counts = f"active: {active}, ▶by_level: {{{by_level}}}, by_first: {{}}, {HIDING}{more}"
    return {PATH: roster(counts)[PATH].replace("removed: 0, ", "")}


@pytest.mark.parametrize(
    ("active", "by_level", "more", "said"),
    [
        (20, "associate-senior: 19", "", None),
        (20, "associate-senior: 16", "", None),
        (20, "associate-senior: 15", "", "各层级人数合计至多 19 人，在库人数写的是 20 人"),
        (20, "associate-senior: 20", "", "各层级人数合计至少 21 人，在库人数写的是 20 人"),
        (20, "intermediate: 14", ", withheld: {by_level: [associate-senior]}", None),
        (20, "intermediate: 15", ", withheld: {by_level: [associate-senior]}", "各层级人数合计至少 21 人，在库人数写的是 20 人"),
    ],
)
def test_r206_as_far_as_numbers_are_published(judge: Judge, active: int, by_level: str, more: str, said: str | None) -> None:
    files = hiding(active, by_level, more)
    if said is None:
        assert judge("panel:\n", others=unmarked(files)).findings == []
    else:
        judge("panel:\n", others=files).says("R206", said, hints=[HINT])


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ("active: 12, by_level: {associate-senior: 12}, by_specialty: {}", False),
        ("active: 12, by_level: {associate-senior: 7, full-senior: 5}, by_specialty: {}", False),
        ("active: 12, by_level: {associate-senior: 8, full-senior: 4}, by_specialty: {}", True),
        ("active: 12, by_level: {}, by_specialty: {}, young: 4", True),
        ("active: 12, by_level: {}, by_specialty: {engineering: {建筑工程: {城市规划: 11, 建筑设计: 1}}}", True),
    ],
)
def test_r207(judge: Judge, counts: str, found: bool) -> None:
    said = ["公开的文件里有少于 5 人的人数，认识的人可能猜得出是谁"] if found else []
    assert [f.message for f in judge("panel:\n", others=roster(counts)).findings if f.code == "R207"] == said


# --- what is published in parts ----------------------------------------------------------------------------------------


def told(judge: Judge, code: str, counts: str, fields: str = "panel:\n") -> list[tuple[str, str]]:
    """The pointer and the message of each finding of a code in counts that have the right shape; its place is that of the key."""
    text = f'committee: example-one\nround: "2026"\nsealed: {{sha256: "{"0" * 64}", size: 1}}\ncounts: {{{counts}}}\n'
    findings = judge(fields, others={PATH: text}).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    line = text.splitlines()[3]
    assert all((f.line, f.column) == (4, line.index(f.pointer.rpartition("/")[2]) + 1) for f in findings if f.code == code)
    return [(f.pointer, f.message) for f in findings if f.code == code]


GONE = "under_five: {totals: [removed]}"
NO_ACTIVE = "by_level: {%s}, by_first: {%s}, by_specialty: {%s}, under_five: {totals: [active, removed]}"
TEN_AND_TWENTY = "by_first: {engineering: {建筑工程: 10, 市政工程: 20}}"


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        pytest.param(NO_ACTIVE % ("", "", ""), [], id="nothing-of-a-small-pool"),
        *(
            pytest.param(NO_ACTIVE % parts, [("/counts", "在库人数不公布，却写了其中一部分的人数")], id=name)
            for name, parts in {
                "its-levels": ("full-senior: 9", "", ""),
                "its-firsts": ("", "engineering: {建筑工程: 9}", ""),
                "its-seconds": ("", "engineering: {建筑工程: 9}", "engineering: {建筑工程: {城市规划: 9}}"),
            }.items()
        ),
        pytest.param(NO_ACTIVE % ("", "", "") + ", young: 9", [("/counts", "在库人数不公布，却写了其中一部分的人数")], id="its-young"),
        pytest.param(
            "removed: 0, by_level: {full-senior: 9}, by_specialty: {}",
            [("/counts", "在库人数不公布，却写了其中一部分的人数")],
            id="levels-of-a-file-from-before",
        ),
        pytest.param("active: 9, removed: 0, by_level: {}, by_specialty: {}, young: 9", [], id="all-are-young"),
        pytest.param(
            "active: 9, removed: 0, by_level: {}, by_specialty: {}, young: 10",
            [("/counts/young", "年轻评委人数比在库人数（9 人）多")],
            id="more-are-young",
        ),
        pytest.param(f"active: 30, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{}}, {GONE}", [], id="firsts"),
        pytest.param(
            f"active: 31, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{}}, {GONE}",
            [("/counts/by_first", "各一级目录人数合计 30 人，在库人数写的是 31 人")],
            id="firsts-that-are-too-few",
        ),
        pytest.param(
            f"active: 34, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{}}, "
            "under_five: {totals: [removed], by_first: {engineering: [园林]}}",
            [],
            id="firsts-and-a-small-one-of-four",
        ),
        pytest.param(
            f"active: 35, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{}}, "
            "under_five: {totals: [removed], by_first: {engineering: [园林]}}",
            [("/counts/by_first", "各一级目录人数合计至多 34 人，在库人数写的是 35 人")],
            id="firsts-and-a-small-one-of-five",
        ),
        pytest.param(
            f"active: 35, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{}}, "
            "under_five: {totals: [removed], by_first: {engineering: [园林], library: [图书]}}",
            [],
            id="firsts-and-two-small-ones",
        ),
        pytest.param(
            f"active: 34, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{}}, {GONE}, withheld: {{by_first: {{engineering: [园林]}}}}",
            [("/counts/by_first", "各一级目录人数合计至少 35 人，在库人数写的是 34 人")],
            id="firsts-and-a-withheld-one-of-four",
        ),
        pytest.param(
            f"active: 99, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{}}, {GONE}, withheld: {{by_first: {{engineering: [园林]}}}}",
            [],
            id="firsts-and-a-withheld-one",
        ),
        pytest.param(
            f"active: 30, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{engineering: {{市政工程: {{给水: 12, 排水: 8}}}}}}, {GONE}",
            [],
            id="seconds",
        ),
        pytest.param(
            f"active: 30, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{engineering: {{市政工程: {{给水: 12, 排水: 9}}}}}}, {GONE}",
            [("/counts/by_first/engineering/市政工程", "各二级目录人数合计 21 人，一级目录“市政工程”写的是 20 人")],
            id="seconds-that-are-too-many",
        ),
        pytest.param(
            f"active: 30, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{engineering: {{市政工程: {{给水: 12}}}}}}, "
            "under_five: {totals: [removed], by_specialty: {engineering: {市政工程: [排水]}}}",
            [("/counts/by_first/engineering/市政工程", "各二级目录人数合计至多 16 人，一级目录“市政工程”写的是 20 人")],
            id="seconds-and-a-small-one-that-is-none",
        ),
        pytest.param(
            f"active: 30, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{engineering: {{市政工程: {{给水: 16}}}}}}, "
            f"{GONE}, withheld: {{by_specialty: {{engineering: {{市政工程: [排水]}}}}}}",
            [("/counts/by_first/engineering/市政工程", "各二级目录人数合计至少 21 人，一级目录“市政工程”写的是 20 人")],
            id="seconds-and-a-withheld-one-that-is-small",
        ),
        pytest.param(
            f"active: 30, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{engineering: {{园林: {{绿化: 9}}}}}}, {GONE}",
            [("/counts/by_specialty", "一级目录的人数不公布，却写了其中二级目录的人数")],
            id="seconds-of-a-first-that-is-not-published",
        ),
        pytest.param(
            f"active: 30, by_level: {{}}, {TEN_AND_TWENTY}, by_specialty: {{library: {{市政工程: {{给水: 20}}}}}}, {GONE}",
            [("/counts/by_specialty", "一级目录的人数不公布，却写了其中二级目录的人数")],
            id="seconds-of-the-first-of-another-series",
        ),
    ],
)
def test_r206_in_parts(judge: Judge, counts: str, found: list[tuple[str, str]]) -> None:
    assert told(judge, "R206", counts) == found


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        pytest.param(roster(NINE), roster(NINE + ", young: 5"), True, id="one-number-more"),
        pytest.param(roster(NINE), hiding(9, "", ", withheld: {by_level: [associate-senior]}"), True, id="levels-hidden-that-need-not-be"),
        pytest.param(
            roster("active: 20, by_level: {associate-senior: 17, full-senior: 3}, by_specialty: {}"),
            hiding(20, "", ", withheld: {by_level: [associate-senior]}"),
            False,
            id="small-numbers-hidden",
        ),
        pytest.param(
            roster("active: 20, by_level: {associate-senior: 17, full-senior: 3}, by_specialty: {}"),
            hiding(21, "", ", withheld: {by_level: [associate-senior]}"),
            True,
            id="small-numbers-hidden-and-one-changed",
        ),
        pytest.param(
            hiding(20, "", ", withheld: {by_level: [associate-senior]}"),
            roster("active: 20, by_level: {associate-senior: 17, full-senior: 3}, by_specialty: {}"),
            False,
            id="small-numbers-shown-again",
        ),
        pytest.param(
            roster("active: 12, by_level: {associate-senior: 9, full-senior: 3}, by_specialty: {}"),
            roster("active: 12, by_level: {associate-senior: 8, full-senior: 4}, by_specialty: {}"),
            True,
            id="small-numbers-changed",
        ),
    ],
)
def test_r206_what_counts_as_changed(judge: Judge, empty: Path, before: dict[str, str], after: dict[str, str], changed: bool) -> None:
    """The same sealed file: hiding small numbers is no change of the counts."""
    repositories.publish(empty, {path: text.encode() for path, text in unmarked(before).items()})
    found = judge("panel:\n", others=unmarked(after)).findings
    told = [(f.pointer, f.line, f.column) for f in found if f.message.startswith("人数与已经公布的不同")]
    assert told == [("/counts", 4, 1)] * changed


def test_r206_of_what_was_published_without_a_sealed_file(judge: Judge, empty: Path) -> None:
    """There is nothing then to hold the numbers against; R204 tells of that."""
    unsealed = {PATH: f'committee: example-one\nround: "2026"\ncounts: {{removed: 0, {NINE}}}\n'}
    repositories.publish(empty, {path: text.encode() for path, text in unsealed.items()})
    changed = {path: text.replace("9", "10") for path, text in unsealed.items()}
    assert [f.code for f in judge("panel:\n", others=changed).findings] == ["R204"]


# --- levels and specialties --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        (f"active: 20, by_level: {{associate-senior: 16}}, by_first: {{}}, by_specialty: {{}}, {GONE}", True),
        ("active: 20, by_level: {associate-senior: 16}, by_first: {}, by_specialty: {}, under_five: {by_level: [full-senior]}", False),
        ("active: 20, by_level: {associate-senior: 15}, by_first: {}, by_specialty: {}, withheld: {by_level: [full-senior]}", False),
    ],
)
def test_r116_a_level_without_a_number_has_somebody(judge: Judge, counts: str, found: bool) -> None:
    said = [("/counts/by_level", "评审正高级，专家库里没有这个层级或更高层级的专家")] if found else []
    assert told(judge, "R116", counts, reviews("full-senior")) == said


@pytest.mark.parametrize(
    ("by_level", "level", "found"),
    [
        ("{}", "associate-senior", True),
        ("{}", "full-senior", False),
        ("{associate-senior: 9}", "full-senior", True),
        ("{full-senior: 9}", "associate-senior", False),
    ],
)
def test_r116_by_the_opened_roster(empty: Path, by_level: str, level: str, found: bool) -> None:
    """Only where the public file does not divide the pool by level: else that has told it, rightly or not."""
    registries.write(empty, PATH, roster(f"active: 9, by_level: {by_level}, by_specialty: {{}}")[PATH])
    title = "正高级工程师" if level == "full-senior" else "高级工程师"
    registries.write(empty, f"{rosters.VAULT}/example-one{rosters.OPENED}", rosters.rows(f"title: {title}, level: {level}"))
    record = registries.record(reviews("full-senior"))
    registries.write(empty, registries.home(record), record)
    assert [f.file for f in rosters.all_findings(empty) if f.code == "R116"] == [PATH] * found


CATALOG = "{建筑工程: [甲, 乙, 丙, 丁], 市政工程: [给水]}"
NAMED = "专家库里没有这些评审专业的专家："


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        pytest.param("by_specialty: {}", None, id="not-divided"),
        pytest.param(
            "by_specialty: {engineering: {建筑工程: {甲: 20}}}",
            "建筑工程/乙、建筑工程/丙、建筑工程/丁等 4 个专业",
            id="three-are-named-of-four",
        ),
        pytest.param(
            "by_specialty: {engineering: {建筑工程: {甲: 10, 乙: 10}}}", "建筑工程/丙、建筑工程/丁、市政工程/给水", id="all-three-are-named"
        ),
        pytest.param(
            "by_specialty: {library: {建筑工程: {甲: 10}, 市政工程: {给水: 10}}}",
            "建筑工程/甲、建筑工程/乙、建筑工程/丙等 5 个专业",
            id="of-another-series",
        ),
        pytest.param("by_first: {engineering: {建筑工程: 20}}, by_specialty: {}", "市政工程/给水", id="a-first-level-that-is-not-divided"),
        pytest.param(
            "by_first: {engineering: {建筑工程: 15}}, by_specialty: {}, under_five: {by_first: {engineering: [市政工程]}}",
            None,
            id="a-first-level-without-a-number",
        ),
        pytest.param(
            "by_first: {engineering: {建筑工程: 15}}, by_specialty: {engineering: {建筑工程: {甲: 9}}}, "
            "under_five: {by_specialty: {engineering: {建筑工程: [乙]}}}, "
            "withheld: {by_specialty: {engineering: {建筑工程: [丙]}}, by_first: {engineering: [市政工程]}}",
            "建筑工程/丁",
            id="second-levels-without-a-number",
        ),
    ],
)
def test_r117_of_several(judge: Judge, empty: Path, counts: str, said: str | None) -> None:
    registries.put_in_force(empty, "R117")
    found = told(judge, "R117", f"active: 20, by_level: {{}}, {counts}", reviews("intermediate", catalog=CATALOG))
    assert found == ([("/counts/by_specialty", NAMED + said)] if said else [])


def test_r117_where_nobody_reviews(judge: Judge, empty: Path) -> None:
    """A specialty is told once, though two entries name it; what is recognised needs no reviewers, nor does who is withdrawn."""
    registries.put_in_force(empty, "R117")
    counts = "active: 20, by_level: {}, by_specialty: {engineering: {建筑工程: {甲: 20}}}"
    entry = "{{series: engineering, levels: [{}], method: {}, catalog: {{建筑工程: [{}]}}}}"
    entries = (("junior", "recognition", "乙"), ("intermediate", "review", "甲, 丙"), ("associate-senior", "review", "丙"))
    fields = f"panel:\nreviews: [{', '.join(entry.format(*one) for one in entries)}]\n"
    assert told(judge, "R117", counts, fields) == [("/counts/by_specialty", NAMED + "建筑工程/丙")]
    gone = 'status: withdrawn\nwithdrawn: {date: "2026-09-01", reason: 机构改革}\n'
    assert told(judge, "R117", counts, fields + gone) == []


@pytest.mark.parametrize(
    ("by_specialty", "opened", "found"),
    [
        pytest.param("{}", "specialty: [建筑工程, 甲]", "建筑工程/乙", id="not-divided-in-public"),
        pytest.param("{engineering: {建筑工程: {甲: 9}}}", "specialty: [建筑工程, 甲]", "建筑工程/乙", id="told-in-public-already"),
        pytest.param("{engineering: {建筑工程: {甲: 5, 乙: 5}}}", "specialty: [建筑工程, 甲]", None, id="in-public-there-is-somebody"),
        pytest.param(
            "{}", "specialty: [建筑工程, 甲], state: removed, removed: {date: '2026-01-01', reason: retired}", None, id="nobody-at-all"
        ),
    ],
)
def test_r117_by_the_opened_roster(empty: Path, by_specialty: str, opened: str, found: str | None) -> None:
    """Only where the public file says nothing of the specialty; of a pool without anybody nothing is told."""
    registries.put_in_force(empty, "R117")
    registries.write(empty, PATH, roster(f"active: 9, by_level: {{}}, by_specialty: {by_specialty}")[PATH])
    registries.write(empty, f"{rosters.VAULT}/example-one{rosters.OPENED}", rosters.rows(opened))
    record = registries.record(reviews("intermediate", catalog="{建筑工程: [甲, 乙]}"))
    registries.write(empty, registries.home(record), record)
    assert [f.message for f in rosters.all_findings(empty) if f.code == "R117"] == ([NAMED + found] if found else [])
