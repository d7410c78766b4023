"""Where the marks of private material begin and end: distances, numbers of columns, and the places of the cells of a person's row."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from zhicheng.vault.guard import refusals
from zhicheng.vault.guard.marks import kinds_in

COLUMNS = [
    ["序号"],
    ["姓名"],
    ["性别"],
    ["族别", "民族"],
    ["出生年月", "出生日期"],
    ["工作单位及行政职务", "工作单位"],
    ["现专业岗位", "专业岗位"],
    ["现专业职称", "专业职称"],
    ["职称层级"],
    ["取得职称时间", "取得时间"],
    ["电话", "手机"],
    ["备注"],
]
NAME, PRIVATE = 1, (3, 4)
EMPTY = "x1"  # a cell that says nothing


def kinds(text: str) -> set[str]:
    return set(kinds_in(text))


def header(*words: str) -> bool:
    return "header" in kinds(",".join(words))


def person(*cells: str) -> bool:
    return "person" in kinds(",".join(cells))


def test_five_columns_are_a_header_whatever_they_are_called() -> None:
    """Any two words of different columns count as two."""
    for one, two in combinations(range(len(COLUMNS)), 2):
        for word in COLUMNS[one]:
            for other in COLUMNS[two]:
                chosen = dict.fromkeys([one, two, NAME, PRIVATE[0] if one not in PRIVATE else one])
                chosen |= dict.fromkeys([n for n in range(len(COLUMNS)) if n not in chosen and n not in PRIVATE][: 5 - len(chosen)])
                words = {n: COLUMNS[n][0] for n in chosen} | {one: word, two: other}
                assert len(words) == 5
                assert header(*words.values()), words


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["序号", "姓名", "性别", "民族"], id="four"),
        pytest.param(["序号", "姓名", "性别", "民族", "族别"], id="one-column-by-two-names"),
        pytest.param(["序号", "性别", "民族", "出生年月", "电话", "备注"], id="without-the-name"),
        pytest.param(["序号", "姓名", "性别", "电话", "备注", "职称层级"], id="without-a-private-one"),
    ],
)
def test_too_little_for_a_header(words: list[str]) -> None:
    assert not header(*words)


@pytest.mark.parametrize(("apart", "expected"), [(400, True), (401, False)])
def test_a_header_stands_within_400_characters(apart: int, expected: bool) -> None:
    """Counted from the beginning of the first word to the beginning of the fifth; what stands before does not matter."""
    words = "序号姓名性别民族"
    assert (kinds(words + "。" * (apart - len(words)) + "电话") == {"header"}) == expected
    assert (kinds("备注" + "。" * 500 + words + "。" * (apart - len(words)) + "电话") == {"header"}) == expected


@pytest.mark.parametrize(("apart", "expected"), [(800, True), (801, False)])
@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ("born: 1975-04", "name: 示例甲", "roster"),
        ("name: 示例甲", "born: 1975-04", "roster"),
        ("mobile: 10000000123", "leader:", "contacts"),
        ("leader:", "mobile: 10000000123", "contacts"),
        (f'"secret": "{"5a" * 32}"', '"bans": [', "bans"),
    ],
)
def test_fields_of_one_person_stand_within_800_characters(one: str, two: str, kind: str, apart: int, expected: bool) -> None:
    text = one + "\n" + "#" * (apart - len(one) - 2) + "\n" + two
    assert (kind in kinds(text)) == expected


@pytest.mark.parametrize(
    ("cell", "before", "after"),
    [
        pytest.param("示例甲", 4, 4, id="name"),
        pytest.param("汉族", 4, 4, id="ethnic-group"),
        pytest.param("1975-04", 6, 14, id="month"),
        pytest.param("0991-0000123", 6, 14, id="telephone"),
    ],
)
def test_how_far_from_the_gender_a_cell_may_stand(cell: str, before: int, after: int) -> None:
    """The other two cells that are needed stand beside the gender."""
    beside = {"示例甲", "汉族", "1975-04"} - {cell} if cell != "0991-0000123" else {"示例甲", "汉族"}
    left, right = sorted(beside)
    assert person(cell, *[EMPTY] * (before - 2), left, "男", right)
    assert not person(cell, *[EMPTY] * (before - 1), left, "男", right)
    assert person(left, "女", right, *[EMPTY] * (after - 2), cell)
    assert not person(left, "女", right, *[EMPTY] * (after - 1), cell)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(["男", "女", "示例甲", "汉族", "1975-04"], False, id="both-genders-at-the-start"),
        pytest.param(["示例甲", "汉族", "1975-04", "男", "女"], False, id="both-genders-at-the-end"),
        pytest.param(["男", "示例甲", "汉族", "1975-04"], True, id="gender-first"),
        pytest.param(["示例甲", "汉族", "1975-04", "男"], True, id="gender-last"),
        pytest.param(["示例甲", "男", "汉族", EMPTY], False, id="group-alone"),
        pytest.param(["示例甲", "男", "1975-04", EMPTY], False, id="month-alone"),
        pytest.param(["示例甲", "男", "1975-04", "0991-0000123"], True, id="month-and-telephone"),
        pytest.param(["示例甲", "男", "汉族", "+10000000123"], True, id="telephone-with-plus"),
        pytest.param(["甲", "男", "汉族", "1975-04"], False, id="one-letter-is-no-name"),
        pytest.param(["甲乙", "男", "汉族", "1975-04"], True, id="two-letters"),
        pytest.param(["a" * 50, "男", "汉族", "1975-04"], True, id="cell-of-50"),
        pytest.param(["a" * 51, "男", "汉族", "1975-04"], False, id="cell-of-51"),
        pytest.param(["姓名", "男", "汉族", "1975-04"], False, id="name-of-a-column"),
    ],
)
def test_persons(cells: list[str], expected: bool) -> None:
    assert person(*cells) == expected


HEADER = ",".join(words[0] for words in COLUMNS)


@pytest.mark.parametrize(
    ("people", "kind"),
    [
        ("name: 示例甲\nborn: '1975-04'\n", "roster"),
        ("leader: {name: 示例乙, mobile: '10000000123'}\n", "contacts"),
        ("示例甲,男,汉族,1975-04\n", "person"),
    ],
)
def test_where_people_stand_the_header_is_not_told_besides(tmp_path: Path, people: str, kind: str) -> None:
    for content, expected in ((HEADER, "header"), (people, kind), (f"{HEADER}\n\n{people}", kind)):
        path = tmp_path / "a.csv"
        path.write_text(content, encoding="utf-8")
        assert [one.kind for one in refusals(tmp_path, [path])] == [expected]


def test_a_text_that_begins_as_an_archive_does_is_searched_as_text(tmp_path: Path) -> None:
    """It is told as damaged, too: somebody may put it together again."""
    path = tmp_path / "a.csv"
    path.write_text("PK,示例甲,男,汉族,1975-04\n", encoding="utf-8")
    assert sorted(one.kind for one in refusals(tmp_path, [path])) == ["damaged", "person"]


def test_what_is_only_called_sealed_is_told_without_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.age"
    path.write_text("plain\n", encoding="utf-8")
    assert [(one.kind, one.line, one.place()) for one in refusals(tmp_path, [path])] == [("unsealed", 0, "a.age")]


@pytest.mark.parametrize("group", ["汉", "维", "哈", "回", "蒙", "柯", "藏", "满", "锡", "汉族", "维吾尔", "维吾尔族", "哈萨克"])
def test_ethnic_groups_in_short(group: str) -> None:
    assert person("示例甲", "男", group, "1975-04")
