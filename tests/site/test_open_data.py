"""The data beside the API's golden tree, golden too: tables, feeds, what describes them, sheets. `make bless` accepts a change.

They are those of the small registry and a committee with every field, with a history of a few changes and codes of specialties.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import registries, sites

from zhicheng.registry import public
from zhicheng.registry.history import History, Kind, RecordVersion
from zhicheng.site import descriptions, feeds, record_list, search, search_data, sheets, site, table_files, tables
from zhicheng.site.page import View
from zhicheng.site.pages.overview import Overview
from zhicheng.site.search_packing import packed, packed_later
from zhicheng.site.stamp import Written

GOLDEN = registries.HERE / "data/golden/open-data"
GUIDES = {
    "docs": [
        {"location": "developers/", "title": "开发", "text": "甲"},
        {"location": "guide/unit/", "title": "单位", "text": "<p>乙&amp;丙</p>\n  <b>丁</b>"},
        {"location": "guide/public/", "title": "公众", "text": "戊\u2028己"},
        {"location": "", "title": "首页", "text": "庚"},
    ]
}
LONG = ("areas", "exams", "labels", "rules", "series", "titles")  # tables of which the first rows are enough
DECISIONS = """year: "2026"
decisions:
  - {committee: example-one, round: "2026", role: centre, account: reviewer-a, commit: "1111111111111111111111111111111111111111",
     outcome: returned, reason_code: incomplete, reason: 请补正, mend: 地址, appeal: 向中心提出, date: "2026-05-18"}
  - {committee: example-one, round: "2026", role: centre, account: reviewer-a, commit: "2222222222222222222222222222222222222222",
     outcome: approved, date: "2026-05-19", merged: "3333333333333333333333333333333333333333", published: "2026-05-20"}
"""
FEEDS = ("atom.all", "atom.areas.653100", "atom.areas.654000", "atom.series.engineering")  # the third has no entry
CODES = """specialties:
  - {series: health, first: 临床医学, second: 内科, code: 05-001-001, since: '2026-01-01'}
  - {series: engineering, first: 水利工程, second: 灌溉排水, third: 渠道, code: 09-001-001, since: '2026-03-01'}
"""
VERSIONS: list[tuple[str, str, str, Kind, tuple[str, ...]]] = [
    ("example-one", "2026-06-02", "1", "changed", ("新增二级专业：康复医学", "电话改了 <&>")),
    ("example-two", "2026-05-02", "2", "moved", ()),
    ("example-never", "2026-03-05", "4", "deleted", ()),
    ("example-county", "2026-03-02", "5", "added", ()),
    ("example-full", "2026-03-02", "5", "restored", ()),
    ("example-prefecture", "2025-03-02", "6", "added", ()),
    ("example-one", "2025-03-01", "7", "added", ()),
]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    root = sites.with_every_field(registries.small(tmp_path_factory.mktemp("every-field")))
    registries.write(root, "registry/reference/specialties.yaml", CODES)
    registries.write(root, "registry/decisions/2026.yaml", DECISIONS)
    path = root / "registry/registry.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "sheets: true\n", encoding="utf-8")
    versions = tuple(RecordVersion(name, day, commit * 40, kind, notes) for name, day, commit, kind, notes in VERSIONS)
    return sites.view(
        root, History(versions, {one.committee: tuple(x for x in versions if x.committee == one.committee) for one in versions})
    )


def lines(table: tables.PublicTable) -> str:
    """What a table says of itself, and its rows."""
    made = io.StringIO()
    made.write(f"{table.title} key={table.key} parents={table.parents}\n{[(one.name, one.type) for one in table.columns]}\n")
    rows = list(table.rows())
    csv.writer(made, lineterminator="\n").writerows(rows[:12] if table.name in LONG else rows)
    return made.getvalue()


def published(view: View) -> Iterator[tuple[str, str]]:
    """Each file by a name, as text that can be read line by line."""
    for table in tables.tables(view):
        yield f"table.{table.name}", lines(table)
    for file in (*feeds.files(view), *record_list.files(view)):
        name, _, kind = file.path.removeprefix("api/v1/").replace("/", ".").rpartition(".")
        text = file.content().decode()
        if name in ("labels", "snapshots.index") or (name.startswith("atom.") and name not in FEEDS):
            continue
        yield f"{name}.{kind}", json.dumps(json.loads(text), ensure_ascii=False, indent=1) if kind == "json" else text.replace("\r\n", "\n")
    written = [Written(file.path, len(content := file.content()), f"{len(content):064}") for file in table_files.files(view)[:2]]
    written += [Written("api/v1/committees.json", 10, "0" * 64), Written("api/v1/committees/example-one.json", 11, "1" * 64)]
    yield "dcat", json.dumps(json.loads(descriptions.dcat(view, written)), ensure_ascii=False, indent=1)
    listed = site.pages(view)
    told = descriptions.with_data(lambda page: page.url, view)
    shown = [page for page in listed if page.url in ("", "data/", "committees/", "committees/example-one/", "committees/example-full/")]
    yield "pages", "\n\n".join(map(told, shown)) + "\n"
    built = "<loc>https://zhicheng.example.org/guide/</loc><loc>https://zhicheng.example.org/rules/</loc>"
    few = [page for page in listed if page.section not in ("areas", "rules", "series")]
    yield "sitemap", search.sitemaps(built, view, few, {"rules"})[search.SITEMAP]
    registry = view.registry
    compact = public.compact(public.committees(registry), registry.series)
    names, series = {area.code: area.name for area in registry.areas}, {one.id: one.name for one in registry.series.values()}
    documents = {one.id: search_data._documents(one) for one in public.committees(registry)}
    yield "search.packed", "".join(f"{key}: {json.dumps(one, ensure_ascii=False)}\n" for key, one in packed(compact, names, series).items())
    later = packed_later(compact, documents)
    yield "search.later", "".join(f"{key}: {json.dumps(one, ensure_ascii=False)}\n" for key, one in later.items())
    yield "search.words", search_data.guides(json.dumps(GUIDES)).decode()
    overview = Overview(view)
    for row in overview.rows:
        if row.committee.id in ("example-one", "example-full"):
            yield f"sheet.{row.committee.id}", sheets.sheet(overview, row).decode()
    yield "badges", "".join(sheets.badge(row).decode() for row in overview.rows)


def test_the_data_is_as_before(view: View) -> None:
    found = dict(published(view))
    if os.environ.get("ZHICHENG_BLESS"):
        for path in GOLDEN.glob("*"):
            path.unlink()
        for name, text in found.items():
            (GOLDEN / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
    golden = {path.stem: path.read_text(encoding="utf-8") for path in sorted(GOLDEN.iterdir())}
    assert sorted(found) == sorted(golden), "the list of files has changed; if so it should be, run `make bless`"
    changed = [name for name in found if found[name] != golden[name]]
    assert not changed, f"{changed} differ from tests/data/golden/open-data; if so they should, run `make bless`"


def test_what_the_search_reads_later(view: View) -> None:
    """The script hands over the committees that are packed apart, and how words of them are read."""
    script = search_data.later(view).decode()
    value = json.loads(script.removeprefix("zhichengSearch.later(").removesuffix(");\n"))
    committees = public.committees(view.registry)
    documents = {one.id: search_data._documents(one) for one in committees}
    assert value["committees"] == packed_later(public.compact(committees, view.registry.series), documents)
    assert value["pinyin"]["pairs"]["会计"] == "kuai ji"
    assert "水" in value["pinyin"]["syllables"]["shui"]
    simple = dict(zip(*value["simple"], strict=True))
    assert (simple["職"], simple["稱"]) == ("职", "称")
    assert len(simple) == len(value["simple"][0])  # none twice
    assert not {"乾", "著", "于"} & simple.keys()  # characters that are written today
    divisions = {"areas": [{"name": "喀什地区", "aliases": ["喀什噶尔"]}], "retired": [], "units": [], "systems": []}
    assert list(search_data._spoken(["甲"], divisions, [], [])) == ["甲", "喀什地区", "喀什噶尔"]


def test_feeds_without_an_address(small: Path) -> None:
    """A registry without site_url and licence: no links, and nothing said of rights."""
    settings = small / "registry/registry.yaml"
    settings.write_text(re.sub(r"(?m)^(site_url|licence): .*\n", "", settings.read_text(encoding="utf-8")), encoding="utf-8")
    change = RecordVersion("example-one", "2026-06-02", "1" * 40, "changed", ())
    (feed,) = (file.content().decode() for file in feeds.files(sites.view(small, History((change,)))) if file.path.endswith("/all.xml"))
    assert "<entry>" in feed
    assert not re.search("<(link|rights)", feed)


@pytest.mark.parametrize(("most", "held", "since"), [(3, 3, "2026-03-05"), (4, 5, "2026-03-02"), (5, 5, "2026-03-02"), (9, 7, None)])
def test_the_newest_changes_are_whole_days(view: View, monkeypatch: pytest.MonkeyPatch, most: int, held: int, since: str | None) -> None:
    """A day is there whole or not at all, and the first is named where there are more."""
    monkeypatch.setattr(feeds, "_RECENT", most)
    (content,) = (file.content() for file in feeds.files(view) if file.path.endswith("/changes.json"))
    value = json.loads(content)
    assert (len(value["changes"]), value.get("since")) == (held, since)
