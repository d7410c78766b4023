"""The report of a change: a golden file for each kind of change, what may not happen in a comment, and that no field is passed over."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries, sites
from helpers.deep import examples
from helpers.markdowns import HOSTILE, html_of, outside_code
from helpers.registries import ONE, TODAY
from helpers.repositories import Repository
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhicheng.commands.cli import main
from zhicheng.documents import sentences
from zhicheng.documents.finding import Finding, Severity
from zhicheng.errors import NotFetched
from zhicheng.registry import at_commit, history, places, registry
from zhicheng.review import report as change_report
from zhicheng.review.report import ChangeReport, fields
from zhicheng.review.report.difference import ReportNames
from zhicheng.review.report.findings import compare_findings
from zhicheng.review.report.formats import LIMIT, json_report, markdown_report, text_report
from zhicheng.rules.engine import Result, check
from zhicheng.site import api
from zhicheng.site.environment import renderer
from zhicheng.site.pages import pages

pytestmark = pytest.mark.slow

GOLDEN = registries.HERE / "data/golden" / "report"
TWO = "registry/committees/650000/example-two.yaml"
OLD = "registry/committees/650000/example-old.yaml"
COUNTY = "registry/committees/653100/example-county.yaml"
DRAW = "registry/draws/example-one-1.yaml"
PREFECTURE = "registry/committees/653100/example-prefecture.yaml"
WITHDRAWN = 'status: withdrawn\nwithdrawn: {date: "2026-11-01", reason: 机构改革，评审工作并入卫生健康委员会, successor: example-one}\n'

SPLIT = 'status: withdrawn\nwithdrawn: {date: "2026-11-01", reason: 分设, successors: [example-one, example-two, example-county]}\n'


class Change:
    """What a change does to the files of a registry."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def text(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def edit(self, path: str, *replaced: tuple[str, str]) -> None:
        text = self.text(path)
        for old, new in replaced:
            assert old in text, old
            text = text.replace(old, new)
        registries.write(self.root, path, text)

    def fields(self, *changes: str, base: str = ONE, path: str | None = None) -> None:
        """Writes a record that differs from one of the small registry in some fields."""
        registries.write(self.root, path or base, registries.record(*changes, base=base))

    def reseal(self, key: str) -> None:
        """Another sealed file for a roster, and its checksum in the public file."""
        path = self.root / f"registry/vault/{key}.roster.age"
        content = path.read_bytes()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        before, after = (hashlib.sha256(sealed).hexdigest() for sealed in (content, path.read_bytes()))
        self.edit(f"registry/rosters/{key}.yaml", (before, after))

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    def move(self, path: str, target: str) -> None:
        registries.write(self.root, target, (self.root / path).read_bytes())
        self.delete(path)


Do = Callable[[Change], object]
NEW = """id: ks-water
name: 喀什地区工程系列水利专业副高级职称评审委员会
organiser: 喀什地区水利局
authority: prefecture
area: "653100"
scope: {areas: ["653100"], open_to: public}
reviews: [{series: engineering, levels: [associate-senior], catalog: {水利工程: [水工建筑, 灌溉与排水]}}]
"""


def _apart(level: str) -> str:
    """A level of example-one as a review of its own."""
    catalog = "{市政工程: [给水排水, 道路与桥梁], 建筑工程: [城市规划, 建筑勘察设计, 建筑施工管理]}"
    return f"{{series: engineering, levels: [{level}], catalog: {catalog}}}"


# Kinds of change: what is done before the base, and what the change does.
KINDS_OF_CHANGE: dict[str, tuple[Do | None, Do]] = {
    "levels": (
        None,
        lambda c: c.edit(ONE, ("[intermediate, associate-senior]\n    catalog", "[associate-senior, full-senior]\n    catalog")),
    ),
    "specialties": (None, lambda c: c.edit(ONE, ("[给水排水, 道路与桥梁]", "[给水排水, 燃气, 园林]"))),
    "levels-of-some": (None, lambda c: c.edit(TWO, ("levels: [intermediate, associate-senior]", "levels: [intermediate, full-senior]"))),
    "all-specialties": (
        None,
        lambda c: c.fields("reviews: [{series: engineering, levels: [intermediate, associate-senior], catalog: all}]"),
    ),
    "reviews-apart": (None, lambda c: c.fields(f"reviews: [{_apart('associate-senior')}, {_apart('intermediate')}]")),
    "for-whom": (
        None,
        lambda c: c.fields(
            "reviews: [{series: translation, levels: [associate-senior, full-senior], catalog: {翻译: [英语, 俄语]}, open_to: system},"
            " {series: translation, levels: [intermediate, associate-senior], catalog: {民族语文翻译: [维吾尔语, 哈萨克语, 蒙古语]},"
            " valid_in: targeted, method: exam-and-review}]",
            "entrusts: [{name: 某大学, series: library, levels: [full-senior]}]",
            base=TWO,
        ),
    ),
    "for-nobody-else": (None, lambda c: c.edit(ONE, ('areas: ["650000"]', 'areas: ["650000", "653100"]'))),
    "series": (None, lambda c: c.fields("reviews: [{series: economics, levels: [intermediate], catalog: {经济: [工商管理]}}]")),
    "catalog-order": (None, lambda c: c.edit(ONE, ("[给水排水, 道路与桥梁]", "[道路与桥梁, 给水排水]"))),
    "names": (None, lambda c: c.edit(ONE, ("name: 示例", "name: 某"), ("organiser: 示例自治区", "organiser: 某自治区"))),
    "area-and-scope": (
        None,
        lambda c: c.edit(
            PREFECTURE, ('scope: {areas: ["653100"], open_to: public}', 'scope: {areas: ["653100", "653200"], open_to: system}')
        ),
    ),
    "approval": (None, lambda c: c.fields('approval: {date: "2026-03", document: 新人社函〔2026〕7号}')),
    "validity": (None, lambda c: c.edit(ONE, ('until: "2028-12-31"', 'until: "2027-12-31"'))),
    "validity-removed": (None, lambda c: c.fields("valid:")),
    "phones-and-address": (None, lambda c: c.edit(ONE, ("0991-0000001", "0991-0000009"), ("示例路 1 号三楼", "示例路 1 号五楼"))),
    "basis-and-procedure": (
        None,
        lambda c: c.edit(ONE, ("新人社发〔2012〕230号", "新人社发〔2026〕1号"), ("专业组评议, 答辩", "答辩, 专业组评议, 复核")),
    ),
    "scoring": (
        None,
        lambda c: c.edit(
            ONE, ("points: 13", "points: 12"), ("points: 65", "points: 60"), ("points: 20", "points: 25"), ("bonus: true", "bonus: false")
        ),
    ),
    "scoring-table-added": (
        None,
        lambda c: c.edit(
            ONE,
            (
                "scoring:\n",
                "scoring:\n  - {title: 中级赋分表, total: 9, items: [{dimension: 业绩, item: 项目, points: 9, scored_by: experts}]}\n",
            ),
        ),
    ),
    "defence-and-pool": (
        None,
        lambda c: c.edit(
            ONE, ("defence: {required: true, scope: 申报副高级的人员}", "defence: {required: false}"), ("会前三日", "会前一日")
        ),
    ),
    "panel": (None, lambda c: c.edit(ONE, ("panel: {members: 25", "panel: {members: 24"))),
    "filing": (None, lambda c: c.edit(ONE, ('date: "2026-06-02"', 'date: "2026-06-25"'))),
    "contacts": (None, lambda c: c.edit(ONE, ("1741fab4", "0041fab4"), ("size: 6207", "size: 6300"))),
    "comment-only": (None, lambda c: c.edit(ONE, ("status: active", "status: active  # 在册"))),
    "new": (None, lambda c: c.fields(NEW, base=PREFECTURE, path="registry/committees/653100/ks-water.yaml")),
    "new-overlapping": (
        None,
        lambda c: c.fields(
            "id: example-three\nname: 示例自治区工程系列市政专业高级职称评审委员会\n", path="registry/committees/650000/example-three.yaml"
        ),
    ),
    "withdrawn": (None, lambda c: c.edit(PREFECTURE, ("status: active\n", WITHDRAWN))),
    "withdrawn-while-needed": (None, lambda c: c.edit(ONE, ("status: active\n", WITHDRAWN.replace(", successor: example-one", "")))),
    "split": (None, lambda c: c.edit(PREFECTURE, ("status: active\n", SPLIT))),
    "successor-withdrawn": (
        lambda c: c.edit(PREFECTURE, ("status: active\n", SPLIT)),
        lambda c: c.edit(TWO, ("status: active\n", WITHDRAWN)),
    ),
    "predecessors": (None, lambda c: c.edit(ONE, ("filings:", "predecessors: [example-old, example-two]\nfilings:"))),
    "entrusted-withdrawn": (
        lambda c: c.edit(ONE, ("basis:", "entrusts: [{committee: example-two, series: translation, levels: [full-senior]}]\nbasis:")),
        lambda c: c.edit(TWO, ("status: active\n", WITHDRAWN)),
    ),
    "entrusts": (
        None,
        lambda c: c.edit(ONE, ("basis:", "entrusts: [{committee: example-two, series: translation, levels: [full-senior]}]\nbasis:")),
    ),
    "restored": (
        None,
        lambda c: c.fields("status: active\n", "withdrawn:\n", 'filings: [{round: "2019", date: "2019-06-20"}]', base=OLD),
    ),
    "restored-for-more": (
        None,
        lambda c: c.fields("status: active\n", "withdrawn:\n", 'scope: {areas: ["650000"], places: [自治区本级]}', base=OLD),
    ),
    "deleted": (None, lambda c: c.delete(COUNTY)),
    "renamed": (None, lambda c: (c.edit(TWO, ("id: example-two", "id: example-zwei")), c.move(TWO, TWO.replace("-two", "-zwei")))),
    "moved": (
        lambda c: c.move(COUNTY, COUNTY.replace("653100", "653200")),
        lambda c: c.move(COUNTY.replace("653100", "653200"), COUNTY),
    ),
    "moved-and-edited": (
        lambda c: c.move(COUNTY, COUNTY.replace("653100", "653200")),
        lambda c: (c.move(COUNTY.replace("653100", "653200"), COUNTY), c.edit(COUNTY, ("示例街 3 号", "示例街 5 号"))),
    ),
    "many-new": (
        None,
        lambda c: [
            c.fields(
                NEW,
                f'id: ks-water{n}\nname: 喀什地区第{n}评审委员会\nscope: {{areas: ["653100"], open_to: unit}}',
                base=PREFECTURE,
                path=f"registry/committees/653100/ks-water{n}.yaml",
            )
            for n in range(1, 8)
        ],
    ),
    "broken": (None, lambda c: c.edit(ONE, ("authority: region", "authority：region"))),
    "mended": (lambda c: c.edit(ONE, ("members: 25", "members: 24")), lambda c: c.edit(ONE, ("members: 24", "members: 25"))),
    "readable-again": (lambda c: c.edit(ONE, ("phones: [", "phones: ")), lambda c: c.edit(ONE, ("phones: ", "phones: ["))),
    "private": (
        lambda c: c.edit(ONE, ("示例路 1 号三楼", "示例路 1 号 13800000000"), ("0991-0000001", "13900000001")),
        lambda c: c.edit(ONE, ("示例路 1 号 13800000000", "示例路 1 号 13800000009"), ("13900000001", "0991-0000001")),
    ),
    "county-and-region": (
        None,
        lambda c: (c.edit(COUNTY, ("语文, 数学, 英语", "语文, 数学")), c.edit(ONE, ("members: 25", "members: 27"))),
    ),
    "roster": (
        None,
        lambda c: [
            c.edit(
                "registry/rosters/example-one.yaml",
                ("active: 31", "active: 33"),
                ("{建筑工程: 31}", "{建筑工程: 33}"),
                ("full-senior: 12", "full-senior: 14"),
                ("城市规划: 8", "城市规划: 10"),
            ),
            c.reseal("example-one"),
        ],
    ),
    "roster-by-hand": (None, lambda c: c.edit("registry/rosters/example-one.yaml", ("active: 31", "active: 32"))),
    "roster-deleted": (None, lambda c: c.delete("registry/rosters/example-one.yaml")),
    "waiver": (
        None,
        lambda c: c.edit(
            "registry/waivers.yaml",
            (
                "waivers:\n",
                'waivers:\n  - {committee: example-one, rule: E103, granted_by: 某厅, date: "2026-11-01", until: "2027-12-31"}\n',
            ),
        ),
    ),
    "waived": (None, lambda c: c.edit(TWO, ("members: 9", "members: 7"))),
    "round": (
        None,
        lambda c: c.edit(
            "registry/rounds/2026.yaml", ('form: "2026-06-19"', 'form: "2026-06-12"'), (", example-county]", ", example-central]")
        ),
    ),
    "decisions": (
        None,
        lambda c: registries.write(
            c.root,
            "registry/decisions/2026.yaml",
            'year: "2026"\ndecisions:\n  - {committee: example-one, round: "2026", role: centre, account: centre-reviewer-a, '
            f'commit: {"a1" * 20}, outcome: approved, date: "2026-06-20"}}\n',
        ),
    ),
    "rulebook": (
        None,
        lambda c: c.edit("registry/rulebooks/order-40.yaml", ("members_senior_series: {number: 25", "members_senior_series: {number: 27")),
    ),
    "reviewers": (None, lambda c: c.edit("registry/reviewers.yaml", ("[ks-reviewer-a]", "[ks-reviewer-z]"), ("centre-reviewer-a, ", ""))),
    "series-table": (None, lambda c: c.edit("registry/reference/series.yaml", ("name: 工程技术人员", "name: 工程技术"))),
    "areas-table": (None, lambda c: c.edit("registry/reference/areas.yaml", ("name: 莎车县", "name: 莎车市"))),
    "settings": (None, lambda c: c.edit("registry/registry.yaml", ('current_round: "2026"', 'current_round: "2019"'))),
    "settings-broken": (None, lambda c: c.edit("registry/registry.yaml", ("region:", "region："))),
    "program": (
        None,
        lambda c: [
            registries.write(c.root, path, "x\n")
            for path in ("schemas/committee.schema.json", "scripts/zhicheng/text.py", ".github/workflows/check.yml", "docs/index.md", "NEU")
        ],
    ),
    "stray": (None, lambda c: registries.write(c.root, "registry/committees/650000/附件1.docx", b"x")),
    "hostile": (
        None,
        lambda c: c.fields(
            'address: "<!-- @maintainer-a ![x](https://evil.example/a.png) </details> `` | **#1** www.evil.example"',
            'procedure: ["[同意](javascript:alert(1))", "- [x] 已审", "```", "$x$ :smile: 0123456789abcdef"]',
        ),
    ),
    "nothing": (None, lambda c: None),
}


@pytest.fixture
def change(small: Path) -> Change:
    """The small registry, not yet in a repository."""
    return Change(small)


def made(root: Path, base: str = "main", today: date = TODAY) -> ChangeReport:
    return change_report.make(root, base, today)


def reported(change: Change, do: Do, first: Do | None = None) -> ChangeReport:
    """The review of a change on a branch of its own."""
    if first is not None:
        first(change)
    repository = Repository(change.root)
    repository.git("switch", "--quiet", "--create", "change")
    do(change)
    repository.commit()
    return made(change.root)


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)


@pytest.mark.parametrize("kind", KINDS_OF_CHANGE)
def test_report_of_each_kind_of_change(kind: str, change: Change) -> None:
    """Word for word the golden file, in Markdown; the text form says the same, and so does the JSON."""
    first, do = KINDS_OF_CHANGE[kind]
    found = reported(change, do, first)
    report = markdown_report(found).replace(found.base[:12], "…").replace(found.head[:10], "…")
    golden = GOLDEN / f"{kind}.md"
    if os.environ.get("ZHICHENG_BLESS"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(report, encoding="utf-8", newline="\n")
    assert golden.exists(), f"run `make bless` and read {golden}"
    assert report == golden.read_text(encoding="utf-8")
    assert sentences.plain(found.summary) in text_report(found)
    assert json.loads(json_report(found))["summary"] == sentences.plain(found.summary)


def test_no_report_is_left_over() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.md")) == sorted(KINDS_OF_CHANGE)


# --- the site ----------------------------------------------------------------------------------------------------------


def rendered(root: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The body of every page and the content of every API file of a registry."""
    view = sites.view(root)
    listed = pages(view)
    render = renderer(view, listed)
    return {page.url: page.title + page.description + render(page) for page in listed}, {
        file.path: file.content() for file in api.files(view)
    }


@pytest.mark.parametrize(
    "kind", ["levels", "names", "phones-and-address", "validity", "filing", "new", "withdrawn", "restored", "roster", "waiver", "round"]
)
def test_pages_and_files_that_change_are_named(kind: str, change: Change, tmp_path: Path) -> None:
    """What is rendered differently after the change is among what the report names, and API files are named exactly."""
    first, do = KINDS_OF_CHANGE[kind]
    before = rendered(Path(shutil.copytree(change.root, tmp_path / "before")))
    site = reported(change, do, first).site
    after = rendered(Path(shutil.copytree(change.root, tmp_path / "after", ignore=shutil.ignore_patterns(".git"))))
    differing = [{name for name in {**old, **new} if old.get(name) != new.get(name)} for old, new in zip(before, after, strict=True)]
    assert differing[0] - set(site.pages) == set()
    assert set(site.api) == differing[1]
    assert len(set(site.pages) - differing[0]) < 10


@pytest.mark.parametrize("kind", ["names", "filing", "new", "round"])
def test_pages_of_the_places_of_a_round_are_named(kind: str, change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a registry is so large that a round has a page for each place."""
    monkeypatch.setattr(places, "ON_ONE_PAGE", 1)
    first, do = KINDS_OF_CHANGE[kind]
    before = rendered(Path(shutil.copytree(change.root, tmp_path / "before")))[0]
    named = {page for page in reported(change, do, first).site.pages if page.startswith("rounds/")}
    after = rendered(Path(shutil.copytree(change.root, tmp_path / "after", ignore=shutil.ignore_patterns(".git"))))[0]
    differing = {url for url in {**before, **after} if url.startswith("rounds/") and before.get(url) != after.get(url)}
    assert differing
    assert differing - named == set()


# --- what may not happen in a comment ----------------------------------------------------------------------------------

_ALLOWED = {"h2", "h3", "h4", "p", "ol", "ul", "li", "details", "summary", "code", "hr", "strong"}


@pytest.mark.parametrize("value", HOSTILE)
def test_nothing_that_people_wrote_acts_in_the_comment(value: str, change: Change) -> None:
    """In every field that takes free text: no element, link, mention or reference but ours; what they wrote stands in code."""
    quoted = json.dumps(value, ensure_ascii=False)
    fields = (
        f"name: {quoted}\norganiser: {quoted}\naddress: {quoted}\n",
        f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{{quoted}: [{quoted}]}}}}]\n",
        f"basis: [{{title: {quoted}}}]\nprocedure: [{quoted}]\ndefence: {{required: true, scope: {quoted}}}\n",
    )

    def do(c: Change) -> None:
        c.fields(*fields)
        c.fields("id: example-three\n", *fields, path="registry/committees/650000/example-three.yaml")
        c.edit("registry/reviewers.yaml", ("喀什地区人力资源和社会保障局", "喀什"))
        registries.write(c.root, "docs/`@maintainer-a` <b>.md", "x")
        registries.write(c.root, "docs/a\n## 已审\n.md", "x")

    report = markdown_report(reported(change, do))
    html = html_of(report)
    assert set(re.findall(r"<([a-z0-9]+)", outside_code(html))) <= _ALLOWED
    assert not re.search(r"<[a-z0-9]+ (?!/>)", outside_code(html))
    assert not re.search(r"@|#[0-9]|https?:|www\.|:\+1:|\$", re.sub(r"<!--.*?-->", "", outside_code(html)))
    assert html.count("<h3>") == report.count("\n### ")
    assert html.count("<details>") == html.count("</details>") == report.count("<details>")
    assert html.count("<!--") == 1


def test_words_from_right_to_left_do_not_turn_the_arrow(change: Change) -> None:
    """Two values in Arabic script with an arrow between them would change places."""
    first, second = "ئۈرۈمچى", "قەشقەر"
    report = markdown_report(reported(change, lambda c: c.fields(f"address: {second}"), lambda c: c.fields(f"address: {first}")))
    assert f"单位所在地址：\u2068`{first}`\u2069 → \u2068`{second}`\u2069" in report


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("建筑工程/城市规划", True),
        ("新人社函〔2018〕45号", True),
        ("ks-health", True),
        ("2019-06-18", True),
        ("示例路 1 号三楼", True),
        ("1.5", True),
        ("gh-1", False),
        ("ABC-123", False),
        ("0991-0000001", False),
        ("www.a", False),
        ("甲  乙", False),
        (" 甲", False),
        ("1. 甲", False),
        ("甲；乙", False),
        ("甲 → 乙", False),
        ("a_b", False),
        ("甲-", False),
        ("甲/乙/", False),
        ("", False),
    ],
)
def test_what_is_shown_without_code(text: str, plain: bool) -> None:
    assert (sentences.markdown((sentences.Quote(text),)) == text) == plain


@pytest.mark.parametrize("form", [markdown_report, text_report, json_report])
def test_private_values_are_in_no_form(form: Callable[[ChangeReport], str], change: Change) -> None:
    """Neither those of the change nor those it takes away, wherever they stand."""
    old, new = "13800000000", "13900000000"

    def write(number: str) -> Do:
        return lambda c: (
            c.fields(
                f'phones: ["{number}"]\naddress: "{"长" * 300}{number}"\nname: 示例{number}',
                f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{甲{number}: [乙{number}]}}}}]",
                f"scoring: [{{title: 丙{number}, total: 100, items: [{{dimension: 丁{number}, item: 戊, points: 100}}]}}]",
            ),
            registries.write(c.root, f"docs/{number}.md", "x"),
        )

    said = form(reported(change, write(new), write(old)))
    assert old not in said
    assert new not in said
    assert "涉及个人信息" in said


def test_long_report_is_cut_and_says_so(change: Change) -> None:
    """A comment takes 65,536 characters. What is left out is counted; summary, decisions and route are always there."""

    def do(c: Change) -> None:
        for number in range(300):
            c.fields(
                f"id: many-{number}a\nname: 示例自治区第{number}评审委员会\n",
                f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{建筑: [专业{number}]}}}}]",
                path=f"registry/committees/650000/many-{number}a.yaml",
            )

    found = reported(change, do)
    report = markdown_report(found)
    assert len(report.encode("utf-16-le")) // 2 <= LIMIT
    assert len(report) > LIMIT * 0.7
    assert re.search(r"\*\*报告太长，没有全部列出。\*\*还有：.*改了什么 [0-9]+ 个登记", report)
    assert "### 需要您判断" in report
    assert "### 由谁审核" in report
    html = html_of(report)
    assert html.count("<details>") == html.count("</details>")
    assert "many-299a" in text_report(found)


# --- nothing is passed over --------------------------------------------------------------------------------------------


def test_report_of_no_change_is_empty(change: Change) -> None:
    Repository(change.root)
    found = json.loads(json_report(made(change.root)))
    for key in ("decisions", "records", "affected", "other_files", "route", "turn", "due"):
        assert found[key] == []
    assert found["findings"] == {"brought": [], "cured": [], "waived": []}
    assert found["counts"] == {"files": 0, "records": 0, "errors": 0, "warnings": 0, "cured": 0}
    assert found["summary"] == "与基础版本相比没有改动。"


def a_finding(severity: Severity, line: int = 1) -> Finding:
    return Finding("R105", severity, ONE, line, 1, "/experts/0/title", "某某有误", "请核对", "某条")


@pytest.mark.parametrize(
    ("before", "after", "brought", "cured", "left"),
    [
        ("warning", "error", ["error"], ["warning"], []),
        ("error", "warning", ["warning"], ["error"], []),
        ("error", "error", [], [], ["error"]),
        ("warning", "warning", [], [], ["warning"]),
    ],
)
def test_finding_of_another_severity_is_another(
    before: Severity, after: Severity, brought: list[str], cured: list[str], left: list[str]
) -> None:
    """A warning that becomes an error is brought by the change; one that only stands on another line is not."""
    found = compare_findings(Result([a_finding(before)], []), Result([a_finding(after, line=7)], []), {})
    assert [[finding.severity for finding in each] for each in (found.brought, found.cured, found.left)] == [brought, cured, left]
    assert (found.errors, found.warnings) == (brought.count("error"), brought.count("warning"))


@pytest.mark.parametrize(
    ("own", "others", "lost"),
    [
        ("653100", "653100", False),
        ("653100", "650000", False),
        ("650000", "653100", False),
        ("653100", "653200", True),
        ("654200", "654000", False),
        ("654000", "654200", False),
    ],
    ids=["same-area", "other-around-it", "other-inside-it", "side-by-side", "administered-by-the-other", "administering-the-other"],
)
def test_specialties_that_nobody_else_reviews(own: str, others: str, lost: bool, change: Change) -> None:
    """They are lost unless another committee has them in an area that meets its own, whichever of the two is larger."""

    def first(c: Change) -> None:
        for key, area in (("example-one", own), ("example-three", others)):
            c.fields(
                f"id: {key}\nname: {key}\n",
                f'scope: {{areas: ["{area}"], open_to: public}}\n',
                "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]\n",
                path=ONE.replace("example-one", key),
            )

    found = reported(change, lambda c: c.edit(ONE, ("status: active\n", WITHDRAWN)), first)
    said = "“example-one（example-one）”不再受理以下专业，同一地区也没有别的评审委员会受理：城市规划（中级）"
    assert [sentences.plain(decision) == said for decision in found.decisions].count(True) == lost


@pytest.mark.parametrize(
    ("was", "now", "others", "said"),
    [
        ("all", "", "{建筑工程: [城市规划]}", "工程技术人员系列的全部专业（中级）"),
        ("all", "", "all", ""),
        ("{建筑工程: [城市规划]}", "", "all", ""),
        ("all", "{建筑工程: [城市规划]}", "{建筑工程: [城市规划]}", "工程技术人员系列的其他专业（中级）"),
        ("all", "{建筑工程: [城市规划]}", "all", ""),
        ("{建筑工程: [城市规划]}", "all", "{水利: [灌溉]}", ""),
        ("{建筑工程: [城市规划, 建筑结构]}", "{建筑工程: [城市规划]}", "{水利: [灌溉]}", "建筑结构（中级）"),
    ],
)
def test_all_specialties_of_a_series_answer_for_each(was: str, now: str, others: str, said: str, change: Change) -> None:
    """Who reviews all specialties reviews each; one alone does not answer for all."""
    reviews = "reviews: [{{series: engineering, levels: [intermediate], catalog: {}}}]\n"

    def first(c: Change) -> None:
        for key, catalog in (("example-one", was), ("example-three", others)):
            fields = f"id: {key}\nname: {key}\n", 'scope: {areas: ["653100"], open_to: public}\n', reviews.format(catalog)
            c.fields(*fields, path=ONE.replace("example-one", key))

    def then(c: Change) -> None:
        c.edit(ONE, (f"catalog: {was}", f"catalog: {now}") if now else ("status: active\n", WITHDRAWN))

    lost = "“example-one（example-one）”不再受理以下专业，同一地区也没有别的评审委员会受理："
    found = [sentences.plain(decision) for decision in reported(change, then, first).decisions]
    assert [one.removeprefix(lost) for one in found if one.startswith(lost)] == ([said] if said else [])


NAMES = ReportNames(lambda code: code, lambda key: key, lambda key: key)


def leaves(value: Any, pointer: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every scalar of a value with its place."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*pointer, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from leaves(item, (*pointer, i))
    else:
        yield pointer, value


def replaced(value: Any, pointer: tuple[str | int, ...], new: Any) -> Any:
    if not pointer:
        return new
    first, *rest = pointer
    copied = dict(value) if isinstance(value, dict) else list(value)
    copied[first] = replaced(value[first], tuple(rest), new)  # type: ignore[index]
    return copied


def other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int | float) else value + "改"


SAMPLES = [
    *(("committee", path) for path in (ONE, TWO, OLD, COUNTY)),
    ("roster", "registry/rosters/example-one.yaml"),
    ("round", "registry/rounds/2026.yaml"),
    ("waivers", "registry/waivers.yaml"),
    ("reviewers", "registry/reviewers.yaml"),
    ("registry", "registry/registry.yaml"),
    ("rulebook", "registry/rulebooks/order-40.yaml"),
]


@pytest.mark.parametrize(("kind", "path"), SAMPLES, ids=[path.rpartition("/")[2] for _, path in SAMPLES])
def test_every_changed_field_is_named(kind: str, path: str, small: Path) -> None:
    """Each scalar of a record in turn becomes another: there is a difference, at it or at the list it stands in."""
    value = yaml.safe_load((small / path).read_text(encoding="utf-8"))
    for pointer, old in leaves(value):
        if pointer[-2:-1] == ("levels",) or (kind == "committee" and pointer[-1] == "series"):
            continue  # other words than those of the closed list do not fit the schema
        found = fields.differences(kind, value, replaced(value, pointer, other(old)), NAMES)
        assert found, pointer
        top = f"/{pointer[0]}"
        assert all(f"{difference.pointer}/".startswith(f"{top}/") for difference in found), pointer
        assert all(sentences.plain(difference.words) for difference in found)


@pytest.mark.parametrize(("kind", "path"), SAMPLES, ids=[path.rpartition("/")[2] for _, path in SAMPLES])
def test_every_field_that_comes_or_goes_is_named(kind: str, path: str, small: Path) -> None:
    value = yaml.safe_load((small / path).read_text(encoding="utf-8"))
    for key in value:
        without = {name: item for name, item in value.items() if name != key}
        assert [d.pointer for d in fields.differences(kind, value, without, NAMES)] == [f"/{key}"]
        assert {d.pointer for d in fields.differences(kind, without, value, NAMES)} == {f"/{key}"}
    assert {d.pointer.split("/")[1] for d in fields.facts(kind, value, NAMES)} == set(value)


def test_two_codes_of_one_name_are_told_apart() -> None:
    named = ReportNames(lambda code: "某县", lambda key: "某系列", lambda key: "某会")
    for old, new, note in [
        ({"area": "652923"}, {"area": "652902"}, "某县（652923） → 某县（652902）"),
        ({"scope": {"areas": ["652923"]}}, {"scope": {"areas": ["652902"]}}, "新增 652902；删去 652923"),
        ({"withdrawn": {"successor": "a"}}, {"withdrawn": {"successor": "b"}}, "某会（a） → 某会（b）"),
    ]:
        (found,) = fields.differences("committee", old, new, named)
        assert sentences.plain(found.note) == note


def test_units_and_tracks_are_called_by_their_names() -> None:
    named = ReportNames(
        str, str, str, unit_beside={"bingtuan-08": "第八师", "bingtuan-14": "第十四师"}.__getitem__, track={"nurse": "护"}.__getitem__
    )
    scope = {"areas": ["650000"], "units": ["bingtuan-08", "bingtuan-14"]}
    (found,) = fields.differences("committee", {"scope": scope}, {"scope": {**scope, "units": ["bingtuan-08"]}}, named)
    assert sentences.plain(found.note) == "删去 第十四师"
    entrusted = {"name": "甲", "series": "health", "levels": ["full-senior"]}
    (found,) = fields.differences("committee", {"entrusts": [entrusted]}, {"entrusts": [{**entrusted, "tracks": ["nurse"]}]}, named)
    assert sentences.plain(found.note) == "新增 护"


def test_two_files_of_one_name_are_two_records(change: Change) -> None:
    """No second file hides behind the first."""
    second = COUNTY.replace("653100", "653200")

    def do(c: Change) -> None:
        c.edit(COUNTY, ("示例街 3 号", "示例街 5 号"))
        c.fields("address: 另一个地址", base=COUNTY, path=second)

    found = reported(change, do)
    assert [(part.key, part.state, part.paths) for part in found.parts] == [
        ("example-county", "added", (second,)),
        ("example-county", "changed", (COUNTY,)),
    ]
    assert "另一个地址" in markdown_report(found)


_TEXT = st.text("甲乙丙丁ab", min_size=1, max_size=3)
_SECONDS = st.lists(_TEXT, min_size=0, max_size=3, unique=True)
_REVIEW = st.fixed_dictionaries(
    {
        "series": st.sampled_from(["engineering", "health"]),
        "levels": st.lists(st.sampled_from(["junior", "intermediate", "full-senior"]), min_size=1, unique=True),
        "catalog": st.dictionaries(_TEXT, _SECONDS, max_size=3),
    }
)
_ITEM = st.fixed_dictionaries(
    {"dimension": _TEXT, "item": _TEXT, "points": st.integers(0, 9)}, optional={"note": _TEXT, "bonus": st.booleans()}
)
_RECORD = st.fixed_dictionaries(
    {
        "reviews": st.lists(_REVIEW, min_size=1, max_size=3),
        "procedure": st.lists(_TEXT, min_size=1, max_size=4),
        "basis": st.lists(st.fixed_dictionaries({"title": _TEXT}, optional={"document": _TEXT}), min_size=1, max_size=3),
        "scoring": st.lists(
            st.fixed_dictionaries({"title": _TEXT, "total": st.integers(1, 9), "items": st.lists(_ITEM, min_size=1, max_size=3)}),
            max_size=2,
        ),
    },
    optional={"address": _TEXT, "valid": st.fixed_dictionaries({"from": _TEXT, "until": _TEXT})},
)


@settings(max_examples=examples(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=_RECORD, new=_RECORD)
def test_just_the_fields_that_differ_are_named(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Of any two records: every field at the top that differs, and no other; and of two equal ones none."""
    found = fields.differences("committee", old, new, NAMES)
    assert {difference.pointer.split("/")[1] for difference in found} == {key for key in {**old, **new} if old.get(key) != new.get(key)}
    assert fields.differences("committee", old, old, NAMES) == []
    assert all(difference.note for difference in found)


@settings(max_examples=examples(200), deadline=None)
@given(before=st.text(min_size=0, max_size=400), after=st.text(min_size=0, max_size=400))
def test_two_texts_that_differ_never_look_unchanged(before: str, after: str) -> None:
    """Also where they part beyond what is shown of a long text, or only in what cannot be seen."""
    if before != after:
        note = sentences.change(before, after)
        shown = [part.text for part in note if isinstance(part, sentences.Quote)]
        assert len(set(shown)) > 1 or any(isinstance(part, str) and ("不同" in part or "隐去" in part) for part in note)


# --- the command -------------------------------------------------------------------------------------------------------


def run(root: Path, *arguments: str) -> int:
    return main(["report", "--root", str(root), "--as-of", "2026-11-23", *arguments])


def test_exit_codes(change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where the change brings no error, warnings or not; 1 where it does; 2 for a version that is not there."""
    repository = Repository(change.root)
    assert run(change.root, "--base", "main") == 0
    change.edit(ONE, ('date: "2026-06-02"', 'date: "2026-06-25"'))
    assert run(change.root, "--base", "main") == 0
    repository.commit()
    change.edit(ONE, ("members: 25", "members: 24"))
    for form in ("text", "markdown", "json"):
        capsys.readouterr()
        assert run(change.root, "--base", "main", "--format", form) == 1
        assert "E202" in capsys.readouterr().out
    repository.commit()
    assert run(change.root, "--base", "main") == 0  # it was there before


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("nowhere", "Git 里没有“nowhere”这个版本"),
        ("--all", "用法有误"),
        ("", "Git 里没有“”这个版本"),
        ("HEAD~9", "Git 里没有“HEAD~9”这个版本"),
        ("HEAD:registry", "Git 里没有“HEAD:registry”这个版本"),
        ("13800000000", "（涉及个人信息，已隐去）"),
    ],
)
def test_version_that_is_not_there(base: str, said: str, change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    Repository(change.root)
    for command in ("report", "validate"):
        assert main([command, "--root", str(change.root), "--base", base]) == 2
        assert said in capsys.readouterr().err
    assert main(["report", "--root", str(change.root), f"--base={base}"]) == 2


def test_without_git(change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(change.root, "--base", "main") == 2
    assert "不是 Git 仓库" in capsys.readouterr().err


def test_without_a_base(change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(change.root) == 2
    assert "缺少参数：--base" in capsys.readouterr().err


def test_histories_that_never_met(change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(change.root)
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit()
    assert run(change.root, "--base", "main") == 2
    assert "没有共同的历史" in capsys.readouterr().err


def test_sparse_copy_says_what_is_missing(change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not in the working tree is not deleted, and a registry without it is not judged."""
    repository = Repository(change.root)
    repository.git("sparse-checkout", "set", "--no-cone", "/*", f"!/{COUNTY}")
    for command in ("report", "validate"):
        assert main([command, "--root", str(change.root), "--base", "main"]) == 2
        said = capsys.readouterr().err
        assert f"少了 {COUNTY} 等 1 个，看不出改了什么。请先运行 git sparse-checkout disable" in said
    assert main(["validate", "--root", str(change.root)]) == 2
    assert f"少了 {COUNTY} 等 1 个，登记册不全。请先运行 git sparse-checkout disable" in capsys.readouterr().err
    repository.git("sparse-checkout", "set", "--no-cone", "/registry/*", "!/docs")
    assert main(["validate", "--root", str(change.root), "--as-of", "2026-11-23"]) == 0
    repository.git("sparse-checkout", "disable")
    assert main(["validate", "--root", str(change.root), "--base", "main", "--as-of", "2026-11-23"]) == 0


def test_shallow_copy_says_what_is_missing(change: Change, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = Repository(change.root)
    repository.git("branch", "old")
    repository.change(("示例路 1 号", "示例路 2 号"))
    repository.git("clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{change.root}", str(tmp_path / "copy"))
    assert run(tmp_path / "copy", "--base", "origin/old") == 2
    assert "git fetch --unshallow" in capsys.readouterr().err
    assert run(tmp_path / "copy", "--base", "HEAD~1") == 2
    assert "没有“HEAD~1”这个版本。请核对写法，或先取来（git fetch --unshallow），再试一次。" in capsys.readouterr().err


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
def test_what_a_filter_left_out_is_not_new(change: Change, tmp_path: Path, capsys: pytest.CaptureFixture[str], left_out: str) -> None:
    """Git does not have what was there before: it is asked for, and nothing is reported as new."""
    repository, copy = Repository(change.root), tmp_path / "copy"
    repository.git("branch", "old")
    repository.change(("示例路 1 号", "示例路 2 号"))
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("clone", "--quiet", f"--filter={left_out}", f"file://{change.root}", str(copy))
    said = "错误：这份副本是用 git clone --filter 取的，缺少要用的内容。请先运行 git fetch --refetch --no-filter，再试一次。\n"
    assert run(copy, "--base", "origin/old") == 2
    assert capsys.readouterr() == ("", said)
    assert main(["validate", "--root", str(copy), "--base", "origin/old", "--as-of", "2026-11-23"]) == 2
    assert capsys.readouterr().err.endswith(said)
    with pytest.raises(NotFetched):
        history.read(registry.load(copy))
    Repository(copy).git("fetch", "--quiet", "--refetch", "--no-filter")
    assert run(copy, "--base", "origin/old") == 0
    assert "读不出来" not in capsys.readouterr().out
    assert history.read(registry.load(copy)).complete


def test_base_is_where_the_histories_parted(change: Change) -> None:
    """What the main line changed since is no part of the change."""
    repository = Repository(change.root)
    repository.git("switch", "--quiet", "--create", "change")
    repository.change(("示例路 1 号", "示例路 2 号"))
    repository.git("switch", "--quiet", "main")
    repository.change(("0991-0000001", "0991-0000009"))
    repository.git("switch", "--quiet", "change")
    found = made(change.root)
    assert [difference.pointer for part in found.parts for difference in part.differences] == ["/address"]


def test_working_tree_counts_as_validate_sees_it(change: Change) -> None:
    """Neither staged nor committed; new files that Git does not know, and those it is told to ignore; and a file it forgot."""
    repository = Repository(change.root)
    registries.write(change.root, ".gitignore", "ignored.yaml\n")
    repository.commit()
    change.edit(ONE, ("members: 25", "members: 27"))
    change.fields("id: ignored\nname: 示例自治区甲评审委员会\n", path="registry/committees/650000/ignored.yaml")
    change.fields("id: unknown\nname: 示例自治区乙评审委员会\n", path="registry/committees/650000/unknown.yaml")
    repository.git("rm", "--quiet", "--cached", TWO)
    change.edit(TWO, ("members: 9", "members: 7"))
    change.delete(COUNTY)
    found = made(change.root)
    assert {part.key: part.state for part in found.parts} == {
        "example-one": "changed",
        "ignored": "added",
        "unknown": "added",
        "example-two": "changed",
        "example-county": "deleted",
    }


def test_registry_in_a_folder_of_a_repository(change: Change, tmp_path: Path) -> None:
    """Files beside the registry are named too; everything else is as at the top."""
    top = tmp_path / "top"
    root = Path(shutil.copytree(change.root, top / "inner" / "registry-of-ours"))
    registries.write(top, "README.md", "a")
    Repository(top)
    registries.write(top, "README.md", "b")
    Change(root).edit(ONE, ("members: 25", "members: 27"))
    found = made(root)
    assert [file.path for file in found.files] == ["../../README.md", ONE]
    assert [(part.key, part.state) for part in found.parts] == [("example-one", "changed")]
    assert [station.kind for station in found.stations or ()] == ["centre", "maintainers"]


def test_first_registry(tmp_path: Path, small: Path) -> None:
    """Where the base has no registry, everything is new and all findings are brought; who reviews cannot be told."""
    root = tmp_path / "first"
    registries.write(root, "README.md", "x")
    Repository(root)
    shutil.copytree(small / "registry", root / "registry")
    Change(root).edit(ONE, ("members: 25", "members: 24"))
    found = made(root)
    assert not found.compared
    assert found.stations is None
    assert {finding.code for finding in found.outcome.brought} == {"E202", "E203"}
    assert {part.state for part in found.parts} == {"added"}
    assert "基础版本里没有能用的审核人员名单" in markdown_report(found)


def test_base_is_the_registry_of_then(small: Path, tmp_path: Path) -> None:
    """What is read from Git equals what is read from disk, file by file and finding by finding."""
    change = Change(small)
    registries.write(small, "registry/committees/650000/附件.docx", "x")
    change.edit(TWO, ("authority: region", "authority：region"))
    (small / "registry/committees/650000/link.yaml").symlink_to("example-one.yaml")
    copy = Path(shutil.copytree(small, tmp_path / "copy", symlinks=True))
    Repository(small)
    for path in (ONE, COUNTY, "registry/vault/example-one.roster.age", "registry/rosters/example-one.yaml"):
        change.delete(path)
    change.edit(PREFECTURE, ("open_to: public", "open_to: system"))
    change.edit(TWO, ("authority：region", "authority: region"))
    head = registry.load(small)
    base = at_commit.load_base(head, at_commit.base(small, "main"))
    then = registry.load(copy)
    assert base is not None
    assert base.files == then.files
    assert base.stray == then.stray
    assert [(d.path, d.value) for d in base.documents] == [(d.path, d.value) for d in then.documents]
    assert base.vault is not None
    assert then.vault is not None
    assert base.vault.files == then.vault.files
    assert base.vault.recipients == then.vault.recipients
    assert [f.order for f in check(base, TODAY).findings] == [f.order for f in check(then, TODAY).findings]


def test_no_file_of_the_repository_is_touched(change: Change) -> None:
    repository = Repository(change.root)
    change.edit(ONE, ("members: 25", "members: 27"))
    before = {path: path.read_bytes() for path in sorted(change.root.rglob("*")) if path.is_file()}
    made(change.root)
    assert {path: path.read_bytes() for path in sorted(change.root.rglob("*")) if path.is_file()} == before
    assert repository.git("status", "--porcelain") == f"M {ONE}"


def test_json_is_version_1(change: Change) -> None:
    """The fields are promised: one may be added, none renamed or removed."""
    found = json.loads(json_report(reported(change, KINDS_OF_CHANGE["levels"][1])))
    assert found["version"] == 1
    assert set(found) == {
        "version", "base", "head", "as_of", "summary", "counts", "broken", "compared", "decisions", "records", "findings", "affected",
        "site", "other_files", "route", "turn", "due", "private",
    }  # fmt: skip
    assert found["records"] == [
        {
            "kind": "committee",
            "id": "example-one",
            "title": "示例自治区工程系列建筑工程专业高级职称评审委员会（example-one）",
            "state": "changed",
            "files": [ONE],
            "fields": [
                {
                    "pointer": "/reviews",
                    "label": "申报范围",
                    "change": "可以申报的人增加（评审系列和层级）；可以申报的人减少（评审系列和层级）",
                },
                {
                    "pointer": "/reviews",
                    "label": "评审层级",
                    "change": "中级、副高级 → 副高级、正高级",
                    "before": "中级、副高级",
                    "after": "副高级、正高级",
                },
            ],
        }
    ]
    assert found["route"][0]["office"] == "示例自治区职称社会化评价中心"
    assert found["due"] == [{"what": "登记表", "round": "2026 年度备案登记", "date": "2026-06-19", "days_left": -157}]


# --- validate --base ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "codes"),
    [
        pytest.param(KINDS_OF_CHANGE["withdrawn"][1], set(), id="withdrawn"),
        pytest.param(KINDS_OF_CHANGE["deleted"][1], {"X004", "X003"}, id="deleted"),
        pytest.param(KINDS_OF_CHANGE["renamed"][1], {"X004", "X003", "E203", "R202"}, id="renamed"),
        pytest.param(KINDS_OF_CHANGE["roster-deleted"][1], {"X004"}, id="roster"),
        pytest.param(lambda c: c.delete(DRAW), {"X004"}, id="draw"),
        pytest.param(lambda c: c.move(COUNTY, COUNTY.replace("653100", "653200")), {"X001"}, id="moved-to-another-folder"),
        pytest.param(lambda c: c.edit(COUNTY, ("authority: county", "authority：county")), {"Y002"}, id="unreadable"),
        pytest.param(lambda c: c.delete("registry/rounds/2019.yaml"), {"X003"}, id="no-record"),
    ],
)
def test_published_record_deleted(do: Do, codes: set[str], change: Change, capsys: pytest.CaptureFixture[str]) -> None:
    """X004 only with --base, for committees, rosters and draws, by their id and not by their folder."""
    registries.write(change.root, DRAW, "committee: example-one\n")  # is there, though not a whole one
    Repository(change.root)
    do(change)
    codes |= {"S002"} if (change.root / DRAW).exists() else set()
    arguments = ["validate", "--root", str(change.root), "--as-of", "2026-11-23", "--format", "json"]
    main([*arguments, "--base", "main"])
    assert {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]} == codes
    main(arguments)
    assert {finding["code"] for finding in json.loads(capsys.readouterr().out)["findings"]} == codes - {"X004"}
