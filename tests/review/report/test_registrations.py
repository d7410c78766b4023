"""What only a reviewer can judge in records of committees: what became easier, what belongs together, and what was before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import registries
from helpers.registries import ONE
from helpers.repositories import Repository

from zhicheng.documents.sentences import plain
from zhicheng.review import report

pytestmark = pytest.mark.slow

NAMED = "“示例自治区工程系列建筑工程专业高级职称评审委员会（example-one）”"
TWO = "registry/committees/650000/example-two.yaml"
PREFECTURE = "registry/committees/653100/example-prefecture.yaml"
COUNTY = "registry/committees/653100/example-county.yaml"
DECISIONS = "registry/decisions/2026.yaml"
TABLE = "“建筑工程专业副高级职称量化赋分表”"


def points(root: Path, change: Callable[[Path], object], before: dict[str, str] | None = None) -> list[str]:
    """The points to judge of a change."""
    for path, text in (before or {}).items():
        registries.write(root, path, text)
    Repository(root)
    change(root)
    return [plain(words) for words in report.make(root, "HEAD", registries.TODAY).decisions]


def edit(root: Path, path: str, *replaced: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    registries.write(root, path, text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "points: 65, scored_by: experts",
            "points: 65, scored_by: office",
            f"赋分表{TABLE}1 项改由工作部门核定（主持完成的工程项目），由工作部门核定的分值 15 → 80",
        ),
        (
            "points: 15\n        scored_by: office",
            "points: 15\n        scored_by: experts",
            f"赋分表{TABLE}1 项改由专家评定（国民教育学历，取最高一项）",
        ),
        ("points: 65", "points: 65.5", f"赋分表{TABLE}各维度的分值有变（业绩 65 → 65.5）"),
        ("points: 3, bonus", "points: 4, bonus", f"赋分表{TABLE}1 项的分值、权重或上限有变（在县以下单位连续工作满两年）"),
        ("total: 100", "total: 120", f"赋分表{TABLE}满分 100 → 120"),
        ("建筑工程专业副高级职称量化赋分表\n    total: 100", "赋分表\n    total: 120", "赋分表“赋分表”满分 100 → 120"),
        ("defence: {required: true, scope: 申报副高级的人员}", "defence: {required: false}", "取消答辩"),
        ("members: 25", "members: 23", "组成人数由 25 人减为 23 人"),
        ("panel: {members: 25, formed_by: series}\n", "", "不再写明组成人数（原来 25 人）"),
        ('until: "2028-12-31"', 'until: "2029-01-01"', "有效期变长：原来 2026-01-01 至 2028-12-31，现在 2026-01-01 至 2029-01-01"),
        (
            'from: "2026-01-01", until: "2028-12-31"',
            'from: "2026-01-02", until: "2029-01-01"',
            "没有新的报送，有效期就从 2028-12-31 延到 2029-01-01",
        ),
        ('valid: {from: "2026-01-01", until: "2028-12-31"}\n', "", "不再写明有效期（原来到 2028-12-31 止）"),
    ],
)
def test_what_became_easier(small: Path, old: str, new: str, said: str) -> None:
    found = points(small, lambda root: edit(root, ONE, (old, new)))
    assert f"{NAMED}比原来放宽或者改了分量：{said}。请核对依据" in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points: 13", "points: 12"),  # a step
        ("defence: {required: true, scope: 申报副高级的人员}", "defence: {required: true, scope: 全部人员}"),
        ("members: 25", "members: 27"),
        ("members: 25", "at_least: 25"),
        ('until: "2028-12-31"', 'until: "2028-12-30"'),
        ("建筑工程专业副高级职称量化赋分表", "赋分表"),
        ("示例路 1 号三楼", "示例路 1 号五楼"),
    ],
)
def test_what_is_no_easier(small: Path, old: str, new: str) -> None:
    found = points(small, lambda root: edit(root, ONE, (old, new)))
    assert not [one for one in found if "放宽" in one]


@pytest.mark.parametrize(
    ("valid", "said"),
    [
        ('from: "2027-01-01", until: "2029-12-31"', None),  # three years with a leap day: no longer than three without
        ('from: "2027-01-01", until: "2030-01-01"', "有效期变长：原来 2025-01-01 至 2027-12-31，现在 2027-01-01 至 2030-01-01"),
    ],
)
def test_a_validity_that_is_renewed_with_a_filing(small: Path, valid: str, said: str | None) -> None:
    after = (small / ONE).read_text(encoding="utf-8").replace('from: "2026-01-01", until: "2028-12-31"', valid)
    before = after.replace(valid, 'from: "2025-01-01", until: "2027-12-31"').replace('  - {round: "2026", date: "2026-06-02"}\n', "")
    found = points(small, lambda root: registries.write(root, ONE, after.replace("2019-06-18", "2019-06-17")), {ONE: before})
    kept = "原来的 2025-01-01 至 2027-12-31 没有写进以往的有效期（只是更正写错的日期的，不用写）。证书按发证那天的有效期核对，请问清"
    assert f"{NAMED}的有效期：{kept}" in found
    filed = "2019 年度的日期 2019-06-18 → 2019-06-17。报送过的一般不改，是否按时由它算，请问清"
    assert f"{NAMED}已有的报送记录：{filed}" in found
    assert [one for one in found if "放宽" in one] == ([] if said is None else [f"{NAMED}比原来放宽或者改了分量：{said}。请核对依据"])


def test_a_scoring_table_that_is_gone(small: Path) -> None:
    text = (small / ONE).read_text(encoding="utf-8")
    more = text.replace(
        "scoring:\n", "scoring:\n  - {title: 中级赋分表, total: 9, items: [{dimension: 业绩, item: 项目, points: 9, scored_by: experts}]}\n"
    )
    found = points(small, lambda root: registries.write(root, ONE, text), {ONE: more})
    assert f"{NAMED}比原来放宽或者改了分量：删去了赋分表中级赋分表。请核对依据" in found


@pytest.mark.parametrize(
    ("document", "said"), [("新人社函〔2018〕45号", True), ("新人社函［2018］45号", True), ("新人社函〔2018〕46号", False)]
)
def test_one_document_of_approval_in_two_records(small: Path, document: str, said: bool) -> None:
    found = points(small, lambda root: registries.write(root, TWO, registries.record(f"approval: {{document: {document}}}", base=TWO)))
    sharing = f"{NAMED}、“示例自治区翻译系列高级职称评审委员会（example-two）”"
    assert (f"批准文件“新人社函〔2018〕45号”写在 2 个评审委员会里：{sharing}。请核对原件批准的是哪几个" in found) == said


def test_a_document_that_was_shared_before_is_not_asked_about_again(small: Path) -> None:
    shared = registries.record("approval: {document: 新人社函〔2018〕45号}", base=TWO)
    registries.write(small, TWO, shared)
    found = points(small, lambda root: edit(root, ONE, ("members: 25", "members: 27")))
    assert not [one for one in found if "批准文件" in one]


PREFECTURE_NAME = "“喀什地区卫生系列副高级职称评审委员会（example-prefecture）”"
SPLIT = 'status: withdrawn\nwithdrawn: {date: "2026-11-01", reason: 分设, successors: [example-two, example-county]}\n'
TWO_NAME, COUNTY_NAME = (
    "“示例自治区翻译系列高级职称评审委员会（example-two）”",
    "“莎车县中小学教师系列中级职称评审委员会（example-county）”",
)


def test_both_sides_of_a_split(small: Path) -> None:
    """One successor is part of the change and names its predecessor, the other one neither."""

    def split(root: Path) -> None:
        edit(root, PREFECTURE, ("status: active\n", SPLIT))
        edit(root, TWO, ("filings:", "predecessors: [example-prefecture]\nfilings:"))

    together = f"{PREFECTURE_NAME}分立，由{TWO_NAME}、{COUNTY_NAME}接续，请放在一起看"
    assert f"{together}；登记里没有把它写成前身的：example-county；不在这次修改里的：example-county" in points(small, split)


def test_a_whole_split_is_only_put_together(small: Path) -> None:
    def split(root: Path) -> None:
        edit(root, PREFECTURE, ("status: active\n", SPLIT))
        for path in (TWO, COUNTY):
            edit(root, path, ("filings:", "predecessors: [example-prefecture]\nfilings:"))

    found = points(small, split)
    assert f"{PREFECTURE_NAME}分立，由{TWO_NAME}、{COUNTY_NAME}接续，请放在一起看" in found
    assert not [one for one in found if "写明前身" in one]


def test_a_predecessor_that_is_still_active(small: Path) -> None:
    found = points(small, lambda root: edit(root, TWO, ("filings:", "predecessors: [example-one]\nfilings:")))
    assert f"{TWO_NAME}写明前身是{NAMED}，而它还在册：请核对该不该一起撤销，两个评审委员会会不会重复受理" in found


def test_a_predecessor_that_was_withdrawn_without_a_word_of_it(small: Path) -> None:
    before = (small / PREFECTURE).read_text(encoding="utf-8").replace("status: active\n", SPLIT.replace("example-two, ", "example-one, "))
    change = lambda root: edit(root, TWO, ("filings:", "predecessors: [example-prefecture]\nfilings:"))  # noqa: E731
    assert f"{TWO_NAME}写明前身是{PREFECTURE_NAME}，而它撤销时没有写由它接续：请核对" in points(small, change, {PREFECTURE: before})


HOTAN = """id: ht-water
name: 和田地区工程系列水利专业副高级职称评审委员会
organiser: 和田地区水利局
area: "653200"
scope: {areas: ["653200"], open_to: public}
"""


@pytest.mark.parametrize("with_other", [False, True])
def test_two_prefectures_in_one_change(small: Path, with_other: bool) -> None:
    """A committee of the region and one of a county in the same prefecture do not count as another place."""

    def change(root: Path) -> None:
        for path in (ONE, PREFECTURE, COUNTY):
            edit(root, path, ("address: ", "address: 新"))
        if with_other:
            registries.write(root, "registry/committees/653200/ht-water.yaml", registries.record(HOTAN, base=PREFECTURE))

    said = "一次修改里有 2 个地方的评审委员会：喀什地区、和田地区。请核对是谁报的；不是一个单位报的，请分开报"
    assert (said in points(small, change)) == with_other


OTHER = "名称、{}都换了，像是另一个评审委员会用了它的编号"


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ("name: 喀什地区经济系列职称评审委员会\norganiser: 喀什地区财政局\n{economics}", "组建单位、评审系列"),
        ("name: 喀什地区经济系列职称评审委员会\n{economics}", "评审系列"),
        ("{hotan}", "组建单位、所在的地方"),
        ("name: 喀什地区水利工程专业副高级职称评审委员会\n", None),
        ("name: 喀什地区水利专业职称评审委员会\norganiser: 喀什地区农业农村和水利局\n", None),
        ("{economics}", None),  # a series that was registered wrongly
        ("organiser: 和田地区水利局\n", None),
        ("name: 自治区水利专业职称评审委员会\nauthority: region\narea: '650000'\norganiser: 自治区水利厅\n", None),  # raised
    ],
)
def test_another_committee_under_the_same_id(small: Path, changes: str, what: str | None) -> None:
    economics = "reviews: [{series: economics, levels: [associate-senior], catalog: {经济: [工商管理]}}]\n"
    text = changes.format(economics=economics, hotan=HOTAN.partition("\n")[2])
    found = points(small, lambda root: registries.write(root, PREFECTURE, registries.record(text, base=PREFECTURE)))
    told = [(i, one) for i, one in enumerate(found) if "像是另一个" in one]
    assert [OTHER.format(what) in one for _, one in told] == ([True] if what else [])
    assert not told or all("有变" not in one for one in found[: told[0][0]])


def decision(outcome: str, day: str, more: str = "", commit: str = "a") -> str:
    return (
        f'  - {{committee: example-one, round: "2026", role: centre, account: centre-reviewer-a, commit: "{commit * 40}", '
        f'outcome: {outcome}, date: "{day}"{more}}}\n'
    )


RETURNED = decision("returned", "2026-05-02", ", reason_code: paper-differs, mend: 请补签字盖章的纸质表, appeal: 可以书面提出")


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (RETURNED, "最近一次退回修改在 2026-05-02（请补签字盖章的纸质表），以后还没有通过的"),
        (
            RETURNED + decision("approved", "2026-05-20", commit="b"),
            "最近一次退回修改在 2026-05-02（请补签字盖章的纸质表），以后通过过",
        ),
        (
            RETURNED + decision("reversed", "2026-05-20", ", reason: 原决定有误, kind: appeal, appealed: '2026-05-02'"),
            None,
        ),
        (decision("approved", "2026-05-20"), None),
    ],
)
def test_the_last_refusal(small: Path, decided: str, said: str | None) -> None:
    before = {DECISIONS: f'year: "2026"\ndecisions:\n{decided}'}
    found = points(small, lambda root: edit(root, ONE, ("members: 25", "members: 27")), before)
    assert [one for one in found if "以往" in one] == ([] if said is None else [f"{NAMED}以往：{said}"])


@pytest.mark.parametrize(("day", "said"), [("2019-06-21", None), ("2019-06-22", "1 次逾期报送（2019 年度晚 1 天）")])
def test_late_filings(small: Path, day: str, said: str | None) -> None:
    before = {ONE: (small / ONE).read_text(encoding="utf-8").replace('date: "2019-06-18"', f'date: "{day}"')}
    found = points(small, lambda root: edit(root, ONE, ("members: 25", "members: 27")), before)
    assert [one for one in found if "以往" in one] == ([] if said is None else [f"{NAMED}以往：{said}"])
