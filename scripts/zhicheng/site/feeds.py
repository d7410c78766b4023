"""What has changed, for programs: changes.json with a file for each year, Atom feeds (of all, by area, by series), and the days on which
validities end, as a calendar. All from the history of the committees' files: without Git there are no changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from zhicheng.centre import calendar_file
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry import public
from zhicheng.registry.history import KINDS, RecordVersion
from zhicheng.registry.public_record import given
from zhicheng.site.api import BASE, VERSION, as_json
from zhicheng.site.language import t
from zhicheng.site.page import View
from zhicheng.site.stamp import File

ATOM = f"{BASE}atom/"
_RECENT = 1000  # changes that changes.json holds, in whole days
_ENTRIES = 100  # of a feed


def files(view: View) -> list[File]:
    """The files, of which those with an address for subscribers are there without an entry too, so that the address never changes."""
    changes = view.history.versions
    by_year = {year: list(found) for year, found in groupby(changes, lambda one: one.date[:4])}
    made = [File(f"{BASE}changes.json", lambda: as_json(_recent(view, list(by_year))))]
    for year, found in by_year.items():
        made.append(File(f"{BASE}changes/{year}.json", partial(_of_year, view, year, found)))
    made.append(File(f"{BASE}validity.ics", partial(_validity, view)))
    made.append(File(f"{ATOM}all.xml", partial(_feed, view, "all", t("全部变更"), changes[:_ENTRIES])))
    by_area, by_series = _sorted_out(view)
    for area in view.registry.areas:
        made.append(File(f"{ATOM}areas/{area.code}.xml", partial(_feed, view, f"areas/{area.code}", area.name, by_area.get(area.code, ()))))
    for key, series in view.registry.series.items():
        made.append(File(f"{ATOM}series/{key}.xml", partial(_feed, view, f"series/{key}", series.name, by_series.get(key, ()))))
    return made


def entry(view: View, change: RecordVersion) -> Value:
    """A change as JSON."""
    known = view.registry.by_id.get(change.committee)
    return given(
        date=change.date,
        committee=change.committee,
        name=None if known is None else known.name,
        kind=change.kind,
        notes=list(change.notes) or None,
        commit=change.commit,
    )


def _recent(view: View, years: Sequence[str]) -> dict[str, object]:
    """The newest changes, in whole days. `since`: all of this day and later are there; without it all there ever were, if `complete`."""
    every = view.history.versions
    found: list[RecordVersion] = []
    for _, changes in groupby(every, lambda one: one.date):
        if len(found) < _RECENT:
            found += changes
    complete = view.history.complete and bool(every)  # without Git nothing is known
    since = found[-1].date if found and (len(found) < len(every) or not complete) else None
    return given(version=VERSION, complete=complete, since=since, years=list(years), changes=[entry(view, one) for one in found])


def _of_year(view: View, year: str, changes: Iterable[RecordVersion]) -> bytes:
    return as_json({"version": VERSION, "year": year, "changes": [entry(view, one) for one in changes]})


def _validity(view: View) -> bytes:
    stamp = date.fromisoformat(view.data_version.replace(".", "-"))
    return calendar_file.validity_ends(public.committees(view.registry), view.registry.settings, stamp).encode("utf-8", "replace")


def _sorted_out(view: View) -> tuple[dict[str, list[RecordVersion]], dict[str, list[RecordVersion]]]:
    """The newest changes by area and by series: an area has those of committees that sit in it or are for it, or for a part of it."""
    areas: dict[str, list[RecordVersion]] = {}
    series: dict[str, list[RecordVersion]] = {}
    table = view.registry.areas
    for change in view.history.versions:
        known = view.registry.by_id.get(change.committee)
        if known is None:
            continue
        for codes, of in (
            (frozenset[str]().union(*map(table.ancestors, (known.area, *known.scope.areas))), areas),
            (known.series, series),
        ):
            for code in codes:
                found = of.setdefault(code, [])
                if len(found) < _ENTRIES:
                    found.append(change)
    return areas, series


def _feed(view: View, name: str, about: str, changes: Iterable[RecordVersion]) -> bytes:
    """A feed (RFC 4287). Entries are known by the committee and the commit, so that a reader shows none of them twice."""
    settings, found = view.registry.settings, list(changes)
    at, address = calendar_file.host(settings), (settings.site_url or "").rstrip("/")
    newest = found[0].date if found else view.data_version.replace(".", "-")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        f"<id>tag:{at},2019:{name}</id>",
        f"<title>{_text(t('%(name)s：%(about)s', name=settings.name, about=about))}</title>",
        f"<updated>{_moment(newest)}</updated>",
        f"<author><name>{_text(settings.centre_name)}</name></author>",
    ]
    if address:
        own = f"{address}/{ATOM}{name}.xml"
        lines += [f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>', f"<link href={quoteattr(address + '/')}/>"]
    if settings.licence:
        lines.append(f"<rights>{_text(settings.licence['title'])} {_text(settings.licence['url'])}</rights>")
    for change in found:
        lines += _entry(view, change, at, address)
    return "\n".join([*lines, "</feed>\n"]).encode("utf-8", "replace")


def _entry(view: View, change: RecordVersion, at: str, address: str) -> Iterator[str]:
    known = view.registry.by_id.get(change.committee)
    what, name = t(KINDS[change.kind]), change.committee if known is None else known.name
    yield "<entry>"
    yield f"<id>tag:{at},2019:committees/{change.committee}/{change.commit}</id>"
    yield f"<title>{_text(t('%(name)s：%(about)s', name=name, about=what))}</title>"
    yield f"<updated>{_moment(change.date)}</updated>"
    if address and known is not None:
        yield f"<link href={quoteattr(f'{address}/committees/{change.committee}/')}/>"
    yield f'<category term="{change.kind}" label={quoteattr(what)}/>'
    notes = "\n".join(change.notes)
    yield f'<content type="text">{_text(notes or what)}</content>'
    yield "</entry>"


def _moment(day: str) -> str:
    """A day as the moment at which it begins in China: there is no time but that of the commit, of which the day is shown."""
    return f"{day}T00:00:00+08:00"


def _text(value: str) -> str:
    return escape(value)
