"""The public site: pages, API and downloads, built beside the old one and swapped in when complete."""

from __future__ import annotations

import gc
from calendar import timegm
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from zhicheng import history, ics
from zhicheng.past import Past
from zhicheng.registry import Registry, Settings
from zhicheng.registry import settings as settings_of
from zhicheng.site import api, checksums, search, swap
from zhicheng.site.chrome import Chrome
from zhicheng.site.environment import environment
from zhicheng.site.page import Page, View
from zhicheng.site.pages import pages
from zhicheng.site.pages.rounds import calendar_name
from zhicheng.site.stamp import File, stamping


def build(
    root: Path,
    as_of: date,
    out: Path,
    load: Callable[[], Registry | None],
    revision: str | None = None,
    announce: Callable[[str], None] = lambda text: None,
    fit: Callable[[Registry], bool] = lambda registry: True,
    past: Past | None = None,
) -> bool:
    """Builds the whole site of the registry under `root` and swaps it into `out`; whatever fails, the old site stays as it was.

    `load` reads the registry, while mkdocs already runs, and `fit` checks it, while the pages are already rendered; where they give None
    or False, nothing is built, and the answer is False.
    `revision` is the commit the registry was read from where Git cannot say. `announce` gets mkdocs' warnings.
    `past` is the registry of another commit, which `load` reads then; pages and chrome are those of `root` all the same.
    Raises SettingError where `out` may hold something else or mkdocs fails, and OSError where the disk does.
    """
    target = swap.check(out, root)
    settings = settings_of(root if past is None else past.root)
    if settings is None:
        load()
        return False
    commit = history.head(root) if past is None else past.commit
    if commit is not None:
        revision = revision or commit.revision
    version = (as_of.isoformat() if commit is None else commit.day).replace("-", ".")
    epoch = timegm(as_of.timetuple()) if commit is None else commit.time
    extra = _extra(settings, as_of, version, revision)
    with swap.workplace(target) as work, Chrome(work, root, settings, extra, epoch) as chrome:
        registry = load()
        if registry is None:
            return False
        gc.freeze()  # the registry stays to the end: do not go looking for garbage in it
        site = work / "site"
        site.mkdir()
        view = View(registry, as_of, revision, version, _history(registry, past))
        listed = pages(view)
        with stamping(site, [*api.files(view), *_calendars(view), *listed], renderer(view, listed)) as stamps:
            if not fit(registry):
                return False
            frames = chrome.finish(announce)
            chrome.move_into(site, listed)
            _add_to_chrome(site, view, listed, chrome.placeholders)
            written = stamps.finish(frames)
        (site / api.INDEX).write_text(api.index(view, [file for file in written if api.lists(file.path)]), encoding="utf-8")
        checksums.write(site)
        swap.swap_in(site, target)
    return True


def _history(registry: Registry, past: Past | None) -> history.History:
    return history.read(registry) if past is None else history.read(registry, past.repository, past.commit.revision)


def _extra(settings: Settings, as_of: date, version: str, revision: str | None) -> dict[str, str]:
    """What main.html shows on every page, as text."""
    centre = [settings.centre_name, "、".join(settings.centre_phones), settings.centre_address or ""]
    extra = {"as_of": as_of.isoformat(), "data_version": version, "contact": " · ".join(part for part in centre if part)}
    extra["region"] = settings.region
    if revision:
        extra["revision"] = revision
    if settings.forge:
        extra["correct"] = settings.forge["url"].rstrip("/") + "/issues/new"
    return extra


def _calendars(view: View) -> list[File]:
    """The calendar file of each round. Its events bear the day of the data."""
    settings, stamp = view.registry.settings, date.fromisoformat(view.data_version.replace(".", "-"))
    found = [entry.record for _, entry in sorted(view.registry.rounds.items())]
    return [File(f"rounds/{calendar_name(r)}", lambda r=r: ics.calendar(r, settings, stamp)) for r in found]  # type: ignore[misc]


def renderer(view: View, listed: Sequence[Page]) -> Callable[[Page], str]:
    """Gives the body of a page. The templates are compiled here, so that workers find them ready."""
    templates = {name: environment().get_template(name) for name in sorted({page.template for page in listed})}

    def render(page: Page) -> str:
        return templates[page.template].render(**page.context(), page=page, view=view, root=page.root)

    return render


def _add_to_chrome(site: Path, view: View, listed: Sequence[Page], placeholders: set[str]) -> None:
    """Adds the stamped pages to the search index and the sitemap."""
    index, sitemap = site / search.INDEX, site / search.SITEMAP
    if index.exists():
        index.write_text(search.index(index.read_text(encoding="utf-8"), listed), encoding="utf-8")
    text = search.sitemap(sitemap.read_text(encoding="utf-8") if sitemap.exists() else "", view, listed, placeholders)
    sitemap.write_text(text, encoding="utf-8")
    sitemap.with_name("sitemap.xml.gz").write_bytes(search.zipped(text))
