"""E111 by tracks, units, places and whom a review excludes (the rest: test_competence.py)."""

from __future__ import annotations

import pytest
from helpers.judging import Judge
from helpers.registries import record

REGION = '"650000"'


def review(more: str = "", catalog: str = "{护理: [内科护理]}", levels: str = "junior") -> str:
    return f"{{series: health, levels: [{levels}], {more}catalog: {catalog}}}"


def fields(scope: str, *reviews: str) -> str:
    tables = "scoring: [{title: 赋分表, total: 100, items: [{dimension: 业绩, item: 项目, points: 100}]}]\n"
    return f"panel:\nscope: {{{scope}, open_to: public}}\nreviews: [{', '.join(reviews)}]\n{tables}"


def told(judge: Judge, mine: str, theirs: str, *further: str) -> list[tuple[str, str]]:
    """What E111 says of `example-one`, beside others of the same authority."""
    names = ("example-two", "example-ten", "example-six")
    others = {
        f"registry/committees/650000/{name}.yaml": record(f"id: {name}\nname: 评审委员会{name}\n", text)
        for name, text in zip(names, (theirs, *further), strict=False)
    }
    findings = judge(mine, others=others).findings
    assert not [f for f in findings if f.code.startswith(("Y", "S"))]
    return [(f.pointer, f.message) for f in findings if f.code == "E111" and f.file.endswith("example-one.yaml")]


ONE_PLACE = [("/reviews/0/catalog/护理/0", "与“评审委员会example-two”（example-two）重复受理：护理/内科护理（初级）")]


@pytest.mark.parametrize(
    ("mine", "theirs", "overlaps"),
    [
        ("", "", True),
        ("tracks: [nurse], ", "", True),
        ("", "tracks: [nurse], ", True),
        ("tracks: [nurse, physician], ", "tracks: [nurse], ", True),
        ("tracks: [physician], ", "tracks: [nurse], ", False),
        ("excludes: [{areas: ['650000'], words: 除外}], ", "", False),
        ("", "excludes: [{areas: ['650000'], words: 除外}], ", False),
        ("excludes: [{areas: ['653100'], words: 除外}], ", "", True),
        ("excludes: [{systems: [铁路], words: 除外}], ", "", True),
        ("method: exam, ", "", False),
        ("method: recognition, ", "", True),
    ],
)
def test_by_what_a_review_says(judge: Judge, mine: str, theirs: str, overlaps: bool) -> None:
    scope = f"areas: [{REGION}]"
    found = told(judge, fields(scope, review(mine)), fields(scope, review(theirs)))
    assert found == (ONE_PLACE if overlaps else [])


@pytest.mark.parametrize(
    ("mine", "theirs", "overlaps"),
    [
        ('areas: ["653100"]', 'areas: ["653200"]', False),
        ('areas: ["653100"], places: [甲园区]', 'areas: ["653200"], places: [甲园区]', True),
        ('areas: ["653100"], places: [甲园区]', 'areas: ["653200"], places: [乙园区]', False),
        ('areas: ["653100"], units: [bingtuan-08]', 'areas: ["653200"], units: [bingtuan-08]', True),
        ('areas: ["653100"], units: [bingtuan-08]', 'areas: ["653200"], units: [bingtuan-07]', False),
        ('areas: ["653100", "653200"]', 'areas: ["653200"]', True),
    ],
)
def test_by_whom_a_committee_takes(judge: Judge, mine: str, theirs: str, overlaps: bool) -> None:
    """One area, one unit or one place of both is enough."""
    found = told(judge, fields(mine, review()), fields(theirs, review()))
    assert found == (ONE_PLACE if overlaps else [])


@pytest.mark.parametrize(
    ("excluded", "theirs", "overlaps"),
    [
        ("'653100'", '"653100"', False),
        ("'653100'", '"653125"', False),
        ("'653125'", '"653100"', True),
        ("'653100'", '"653100", "653200"', True),
        ("'653100', '653200'", '"653100", "653200"', False),
    ],
)
def test_by_the_areas_that_one_excludes(judge: Judge, excluded: str, theirs: str, overlaps: bool) -> None:
    """All areas of the other have to be left out, by either of the two."""
    whole = fields(f"areas: [{REGION}], excludes: [{{areas: [{excluded}], words: 除外}}]", review())
    part = fields(f"areas: [{theirs}]", review())
    assert told(judge, whole, part) == (ONE_PLACE if overlaps else [])
    assert told(judge, part, whole) == (ONE_PLACE if overlaps else [])


def test_places_alone_are_excluded_by_no_area(judge: Judge) -> None:
    """Nor does a committee of the region give way to one that names none."""
    excludes = "excludes: [{areas: ['650000'], words: 除外}, {where: own-committee, words: 除外}]"
    mine = fields(f"areas: [{REGION}], places: [甲园区], {excludes}", review())
    assert told(judge, mine, fields("areas: [], places: [甲园区]", review())) == ONE_PLACE


ALL = "全部专业（初级）"


@pytest.mark.parametrize(
    ("mine", "theirs", "pointer", "what"),
    [
        ("all", "all", "/reviews/0/catalog", ALL),
        ("all", "{护理: [内科护理, 外科护理]}", "/reviews/0/catalog", ALL),
        ("{护理: [内科护理, 外科护理]}", "all", "/reviews/0/catalog/护理/0", "护理/内科护理（初级）等 2 处"),
        ("{护理: {外科护理: [甲], 内科护理: []}}", "{护理: [内科护理]}", "/reviews/0/catalog/护理/内科护理", "护理/内科护理（初级）"),
    ],
)
def test_of_all_specialties(judge: Judge, mine: str, theirs: str, pointer: str, what: str) -> None:
    scope = f"areas: [{REGION}]"
    found = told(judge, fields(scope, review(catalog=mine)), fields(scope, review(catalog=theirs)))
    assert found == [(pointer, f"与“评审委员会example-two”（example-two）重复受理：{what}")]


def test_several_reviews_and_several_others(judge: Judge) -> None:
    """Each other is told once, at the first place that is shared with it; the second review is looked at where the first is no concern."""
    scope = f"areas: [{REGION}]"
    mine = fields(scope, review("open_to: unit, "), review(levels="junior, intermediate", catalog="{医疗: [内科, 外科]}"))
    two = fields(scope, review(catalog="{医疗: [外科]}", levels="intermediate"))
    ten = fields(
        scope, review("tracks: [nurse], ", "{医疗: [口腔科]}"), review(catalog="{医疗: [外科, 内科]}", levels="junior, intermediate")
    )
    assert told(judge, mine, two, ten) == [
        ("/reviews/1/catalog/医疗/0", "与“评审委员会example-ten”（example-ten）重复受理：医疗/内科（初级）等 4 处"),
        ("/reviews/1/catalog/医疗/1", "与“评审委员会example-two”（example-two）重复受理：医疗/外科（中级）"),
    ]
