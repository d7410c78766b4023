"""R116, R117, R206, R207: the public counts of a roster, without a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries, repositories
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
