"""Builds the public site: pages, API and downloads, in a folder next to the old site, which is replaced when the new one is complete."""

from __future__ import annotations

import gc
import hashlib
import shutil
from calendar import timegm
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from zhicheng.centre import calendar_file
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms import digest
from zhicheng.forms import writing as forms
from zhicheng.registry import history
from zhicheng.registry.at_commit import AtCommit
from zhicheng.registry.files import Disk, Files
from zhicheng.registry.first_look import first_rulebook, region_words
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.settings import Settings
from zhicheng.registry.registry import Registry
from zhicheng.registry.registry import settings as settings_of
from zhicheng.rules.comparison import Overdue
from zhicheng.site import (
    api,
    checksums,
    data_package,
    descriptions,
    feeds,
    guides,
    language,
    record_list,
    search,
    search_data,
    sheets,
    strict,
    swap,
    table_files,
)
from zhicheng.site.builders import BUILDERS, SEARCH_INDEX
from zhicheng.site.environment import renderer
from zhicheng.site.language import t
from zhicheng.site.page import Page, View
from zhicheng.site.page_frame import running_builder
from zhicheng.site.pages import pages
from zhicheng.site.pages.overview import Overview
from zhicheng.site.pages.rounds import calendar_name
from zhicheng.site.stamp import File, Written, stamping
from zhicheng.system import git

_SUBMIT = "submit/index.html"  # the page for submissions, where it is among the further files


def build(
    root: Path,
    as_of: date,
    out: Path,
    load: Callable[[], Registry | None],
    revision: str | None = None,
    announce: Callable[[str], None] = lambda text: None,
    passes: Callable[[Registry], bool] = lambda registry: True,
    past: AtCommit | None = None,
    overdue: Callable[[Registry], Sequence[Overdue]] = lambda registry: (),
    builder: str | None = None,
    more: Callable[[Registry, str], Iterable[tuple[str, bytes]]] = lambda registry, commit: (),
) -> bool:
    """Builds the whole site of the registry under `root` and swaps it into `out`. Where anything fails, the old site stays as it was.

    Returns whether it built: not where `load` returns None or `passes` False. `load` reads the registry while the builder runs; `passes`
    checks it while pages are already rendered. `revision` is the commit the registry was read from where Git cannot tell. `announce` gets
    the builder's warnings. `past` are the files of another commit, which `load` then reads: pages and chrome are those of `root` all the
    same, and exported forms are not offered. `overdue` gives the errors, due to waivers that ended, that the pages tell of. `builder` is a
    name of BUILDERS: what renders the frame of the pages; where it is not given, the settings on disk say. `more` gives further files of
    the site (path and content) for the registry at a commit, "" where it is not known. Pages lead to that for submissions, if it is one.

    Raises UserError where `out` may hold something else or the builder fails, and OSError where a file cannot be written.
    """
    target = swap.check(out, root)
    settings = settings_of(past or Disk(root))
    if settings is None:
        load()
        return False
    commit = history.head(root) if past is None else git.commit(root, past.commit)
    if commit is not None:
        revision = revision or commit.revision
    version = (as_of.isoformat() if commit is None else commit.day).replace("-", ".")
    epoch = timegm(as_of.timetuple()) if commit is None else commit.time
    book = first_rulebook(past or Disk(root), settings)
    spoken = language.language(settings.language, root)
    reworded = _reworded(past or Disk(root), book)
    program = BUILDERS[builder or (settings_of(Disk(root)) or settings).builder]
    with (
        language.spoken(spoken),
        swap.workplace(target) as work,
        running_builder(program, work, root, settings, _extra(settings, book, as_of, version, revision), epoch, reworded) as chrome,
    ):
        registry = load()
        if registry is None:
            return False
        if past is None and history.head(root) != commit:  # as by git pull: the site would name a version that it does not show
            raise UserError("读登记的时候，Git 里的版本或者文件变了，没有生成网站；原有网站没有改动。请等别的命令做完，再运行一次。")
        gc.freeze()  # the registry is kept to the end: garbage collection need not visit it
        site = work / "site"
        site.mkdir()
        committee_history = history.read(registry, "HEAD" if past is None else past.commit)
        names = _forms(registry, root, past)
        own = dict(more(registry, "" if commit is None else commit.revision))
        submit = None if _SUBMIT not in own else (len(own[_SUBMIT]), hashlib.sha256(own[_SUBMIT]).hexdigest())
        made, late = digest.digests(registry), tuple(overdue(registry))
        view = View(registry, as_of, revision, version, committee_history, made, names, late, submit)
        overview = Overview(view)
        listed = pages(view, overview)
        calendars = _calendars(view)
        render = descriptions.with_data(renderer(view, listed), view)
        open_files = [*table_files.files(view), *record_list.files(view), *feeds.files(view), descriptions.openapi(view)]
        found = [File(search_data.DATA, lambda: search_data.data(view, listed)), File(search_data.LATER, lambda: search_data.later(view))]
        with stamping(site, [*found, *open_files, *sheets.files(overview), *api.files(view), *calendars, *listed], render) as stamps:
            if not passes(registry):
                return False
            frames = chrome.finish(announce)
            chrome.move_into(site, listed, (file.path for file in (*found, *calendars)))
            search_data.assemble(site)
            _add_to_chrome(site, view, listed, chrome.placeholders)
            _copy_forms(site, view)
            _write_blanks(site, root, registry)
            if spoken.texts:
                (site / "assets/words.js").write_bytes(language.script(spoken))
            written = stamps.finish(frames)
        _write_last(site, view, written, own)
        swap.swap_in(site, target)
    return True


def _write_last(site: Path, view: View, written: list[Written], more: Mapping[str, bytes]) -> None:
    """Writes the files that describe those `written`, the further files of the site (content by path), and last the checksums of all."""
    written.append(_written(site, data_package.PATH, data_package.content(view, written)))
    written.append(_written(site, descriptions.DCAT, descriptions.dcat(view, written)))
    written.sort(key=lambda file: file.path)
    (site / api.INDEX).write_bytes(api.index(view, [file for file in written if api.lists(file.path)]))
    written += [_written(site, path, content) for path, content in more.items()]
    _write_headers(site, {path.partition("/")[0] for path in more})
    checksums.write(site, {file.path: file.sha256 for file in written})


def _written(site: Path, path: str, content: bytes) -> Written:
    """Writes a file whose content depends on the files written before it."""
    (site / path).parent.mkdir(exist_ok=True)
    (site / path).write_bytes(content)
    return Written(path, len(content), hashlib.sha256(content).hexdigest())


def shows(out: Path, committee: Committee) -> bool:
    """Whether the site in a folder shows this version of a committee's record."""
    file = api.record(committee)
    try:
        return (out / file.path).read_bytes() == file.content()
    except OSError:
        return False


def _reworded(files: Files, book: Value | None) -> Callable[[str], str]:
    """A function that rewrites the hand-written pages that come with the program in the words of this registry's region."""
    here = region_words(files)
    return str if here is None else guides.in_words_of(*here, book)


def _extra(settings: Settings, book: Value | None, as_of: date, version: str, revision: str | None) -> dict[str, str]:
    """The values that main.html shows on every page, as text."""
    centre = [settings.centre_name, t("、").join(settings.centre_phones), settings.centre_address or ""]
    extra = {"as_of": as_of.isoformat(), "data_version": version, "contact": " · ".join(part for part in centre if part)}
    if book is not None and "请填写" not in book["title"]:
        extra["basis"] = t("《%(title)s》（%(year)s）", title=book["title"], year=book["issued"][:4])
    if revision:
        extra["revision"] = revision
    return extra


def _forms(registry: Registry, root: Path, past: AtCommit | None) -> frozenset[str]:
    """The names of all forms: blank ones, in docs/forms or made here, and exported ones, outdated or not (of a past commit none)."""
    folders = [root / "docs/forms", *([root / forms.FOLDER] if past is None else [])]
    found = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
    names = {path.name for path in found if path.is_file() and not path.is_symlink() and not path.name.startswith(".")}
    return frozenset(names | {file.name for file in _blanks(root, registry)})


def _blanks(root: Path, registry: Registry) -> Iterator[forms.FormFile]:
    """The blank forms and examples, made for a registry that has no docs/ of its own with them."""
    return iter(()) if (root / "docs").exists() else forms.blanks(registry, with_pdf=False)


def _write_blanks(site: Path, root: Path, registry: Registry) -> None:
    """Writes the blank forms of a registry without docs/ in place of those that come with the program, which are for another region."""
    made = {file.name: file for file in _blanks(root, registry)}
    for path in (site / "forms").glob("*") if made else ():
        if path.name.startswith(("blank.", "example.")) and path.name not in made:
            path.unlink()
    for name, file in made.items():
        (site / "forms").mkdir(exist_ok=True)
        (site / "forms" / name).write_bytes(file.make()[0])


def _write_headers(site: Path, apart: Collection[str]) -> None:
    """Writes the files that say the policy of the pages to servers. One that docs/ has of its own stays.

    `apart` are the folders whose pages say a policy of their own, which a second one would narrow.
    """
    places = [f"/{one.name}/*" if one.is_dir() else f"/{one.name}" for one in sorted(site.iterdir()) if one.name not in apart]
    for path, text in strict.header_files(sorted(apart), places).items():
        (site / path).parent.mkdir(exist_ok=True)
        if not (site / path).exists():
            (site / path).write_text(text, encoding="utf-8", newline="\n")


def _copy_forms(site: Path, view: View) -> None:
    """Copies those exported forms into the site that show a record as it is now."""
    exported = {name.split(".")[0] for name in view.forms} & view.registry.by_id.keys()
    names = [name for key in sorted(exported) for name in forms.exported(view.forms, key, view.digests[key])]
    for name in names:
        (site / "forms").mkdir(exist_ok=True)
        shutil.copyfile(view.registry.root / forms.FOLDER / name, site / "forms" / name)


def _calendars(view: View) -> list[File]:
    """The calendar file of each round. Its events are stamped with the day of the data."""
    settings, stamp = view.registry.settings, date.fromisoformat(view.data_version.replace(".", "-"))
    found = [entry.record for _, entry in sorted(view.registry.rounds.items())]
    return [File(f"rounds/{calendar_name(r)}", lambda r=r: calendar_file.calendar(r, settings, stamp).encode()) for r in found]  # type: ignore[misc]


def _add_to_chrome(site: Path, view: View, listed: Sequence[Page], placeholders: set[str]) -> None:
    """Turns the builder's search index into the guides of the search, and adds the stamped pages to the sitemap; writes robots.txt."""
    index, sitemap = site / SEARCH_INDEX, site / search.SITEMAP
    if index.exists():
        (site / search_data.GUIDES).write_bytes(search_data.guides(index.read_text(encoding="utf-8")))
        index.unlink()
    built = sitemap.read_text(encoding="utf-8") if sitemap.exists() else ""
    for name, text in search.sitemaps(built, view, listed, placeholders).items():
        (site / name).write_text(text, encoding="utf-8", newline="\n")
        (site / f"{name}.gz").write_bytes(search.zipped(text))
    robots = site / "robots.txt"
    if not robots.exists():  # else docs/ has one
        robots.write_text(search.robots(view.registry.settings), encoding="utf-8", newline="\n")
