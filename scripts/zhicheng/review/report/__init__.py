"""The report on a change for its reviewers: the records field by field, new and cured findings, other records concerned, the pages of the
site that change, the offices that must approve, and the deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.codes import USUAL
from zhicheng.documents.finding import Finding
from zhicheng.documents.sentences import Words
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry import arrival, at_commit, registry
from zhicheng.registry.records.series import track_ids
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.review import approvals, resealing
from zhicheng.review import change as changes_under_review
from zhicheng.review.report import registrations, sealed_content, to_judge
from zhicheng.review.report.difference import ReportNames
from zhicheng.review.report.findings import FindingChanges, compare_findings
from zhicheng.review.report.impact import affected, lost_specialties, moved_files
from zhicheng.review.report.pages import Site, site
from zhicheng.review.report.parts import Chapter, OtherFiles, other_files, parts
from zhicheng.review.report.summary import decisions, summary
from zhicheng.review.route import RecordPlace, Station, record_place
from zhicheng.rules import engine
from zhicheng.system import git
from zhicheng.vault import guard
from zhicheng.vault.store import Keyring

__all__ = ["ChangeReport", "formats", "sections"]


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of the current round that applies to the change: what is due, and the days left (negative when it has passed)."""

    what: str
    round: str
    day: date
    left: int


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """The content of a report.

    `unchecked` says what of the vault is not here. `broken`: the basic settings cannot be read, so only the findings are known.
    `compared`: the base has a readable registry. `stations` is None where the base has no usable list of reviewers; `turn` are the
    stations that have to review first. `resealed` are the files that are only sealed anew. `people` are what was opened with a key: it
    belongs on the terminal of its holder and in no comment. `private` is what must not be in Git, in whatever commit of the change.
    """

    base: str
    head: str
    as_of: date
    files: tuple[git.FileChange, ...]
    parts: tuple[Chapter, ...]
    other_files: tuple[OtherFiles, ...]
    outcome: FindingChanges
    affected: tuple[Words, ...]
    site: Site
    stations: tuple[Station, ...] | None
    turn: tuple[Station, ...]
    due: tuple[Due, ...]
    summary: Words
    decisions: tuple[Words, ...]
    broken: bool
    compared: bool
    unchecked: str = ""
    resealed: frozenset[str] = frozenset()
    people: tuple[sealed_content.People, ...] = ()
    private: tuple[guard.Refusal, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the change brings no error, and nothing that must not be in Git."""
        return not self.outcome.errors and not _refused(self.private)


def make(root: Path, revision: str, today: date, keys: Keyring | None = None) -> ChangeReport:
    """The report on the difference between the merge base with `revision` and the working tree under `root`, judged as of `today`.

    With `keys` the sealed files of the change are opened, before and after. Raises UserError where the two cannot be compared or there is
    no registry.
    """
    compared = at_commit.base(root, revision)
    after: Registry | None = None
    faults: list[Finding] = []
    try:
        after = registry.load(root)
    except BrokenSettings as error:
        faults = error.findings
    before = at_commit.load_base(after, compared) if after is not None else None
    if after is not None:
        at_commit.put_published(after, compared.commit, before)
    was = None if before is None else engine.check(before, today)
    now = engine.Result(faults, []) if after is None else engine.check(after, today)
    head = changes_under_review.commit(root, "HEAD")
    stations = _stations(root, revision, compared, after)
    private = tuple(sorted(guard.refusals(root, base=revision), key=lambda one: one.is_reminder))
    return _made(_Sides(compared, head, today, before, after, was, now), stations, private, keys)


def between(
    before: Registry,
    after: Registry,
    was: engine.Result,
    changed: Mapping[str, git.Status],
    places: Iterable[RecordPlace],
    commit: str,
    today: date,
) -> ChangeReport:
    """The report on files laid over a registry that is loaded, where there is no Git: `changed` is their status by path, `places` those
    of the committees in them.

    `was` is what the rules say of `before`, `commit` its commit, "" where that is not known. Nothing is said of commits and their history.
    """
    at_commit.put_published_without_git(after, before)
    compared = at_commit.Base(commit, tuple(git.FileChange(path, status) for path, status in sorted(changed.items())))
    now = engine.check(after, today)
    stations = changes_under_review.stations_of(before, changed, places)
    return _made(_Sides(compared, "", today, before, after, was, now), stations, (), None)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is compared, and what the rules say of both sides."""

    compared: at_commit.Base
    head: str
    today: date
    before: Registry | None
    after: Registry | None
    was: engine.Result | None
    now: engine.Result


def _made(sides: _Sides, stations: tuple[Station, ...] | None, private: tuple[guard.Refusal, ...], keys: Keyring | None) -> ChangeReport:
    """The report on two sides; with `keys` the sealed files are opened."""
    compared, before, after, today = sides.compared, sides.before, sides.after, sides.today
    names = _names(after, before)
    resealed = _resealed(compared, before, after)
    every = [] if after is None else parts(compared.changes, before, after, names)
    found = [part for part in every if not resealed.issuperset(part.paths)]
    status = {change.path: change.status for change in compared.changes}
    result = compare_findings(sides.was, sides.now, moved_files(found, status))
    rest = other_files(change for change in compared.changes if change.path not in resealed)
    concerned: list[Words] = [] if after is None else affected(found, before, after, names)
    lost = {} if after is None else lost_specialties(found, before, after)
    turn = tuple(office.station for office in approvals.judge(stations or (), [], "", "", set()).with_standing("turn"))
    opened = None
    if keys is not None and after is not None:
        opened = sealed_content.opened(compared.commit, before, after, resealed, keys, today, names)
    points = decisions(found, rest, result, lost, set(status))
    judged = points if after is None else _to_judge(compared, before, after, rest, found, points, resealed, opened)
    return ChangeReport(
        base=compared.commit,
        head=sides.head,
        as_of=today,
        files=compared.changes,
        parts=tuple(found),
        other_files=tuple(rest),
        outcome=result,
        affected=tuple(concerned),
        site=Site((), (), False) if after is None else site(every, compared.changes, before, after),
        stations=stations,
        turn=turn,
        due=() if after is None else tuple(_due(found, after, today)),
        summary=summary(found, rest, result, stations, after is None, to_judge.sealed_count(resealed), _refused(private)),
        decisions=(*to_judge.of_private(private), *judged),
        broken=after is None,
        compared=before is not None,
        unchecked="" if after is None else arrival.said(after),
        resealed=resealed,
        people=() if opened is None else opened.people,
        private=private,
    )


def _refused(private: Iterable[guard.Refusal]) -> int:
    return sum(not one.is_reminder for one in private)


def _resealed(compared: at_commit.Base, before: Registry | None, after: Registry | None) -> frozenset[str]:
    """The paths of a change that are only sealed anew, to other keys."""
    if before is None or after is None:
        return frozenset()
    paths = [change.path for change in compared.changes]
    old, new = ({path: document.value for path in paths if (document := one.document(path)) is not None} for one in (before, after))
    folder = after.vault_folder
    vault = folder.relative_to(after.root).as_posix() if folder.is_relative_to(after.root) else ""
    return resealing.resealed(paths, old, new, vault, lambda: [entry.path for entry in before.rosters])


def _to_judge(
    compared: at_commit.Base,
    before: Registry | None,
    after: Registry,
    others: Sequence[OtherFiles],
    found: Sequence[Chapter],
    more: Iterable[Words],
    resealed: frozenset[str],
    opened: sealed_content.OpenedChange | None,
) -> Iterator[Words]:
    """What needs a decision: keys, links and comments, what was opened, the records, what is sealed, decisions, other files."""
    yield from to_judge.of_keys(before, after)
    yield from to_judge.of_changes(before, after, compared.changes)
    yield from () if opened is None else opened.points
    yield from (*registrations.of_another(found, before, after), *more)
    yield from registrations.of_committees(found, before, after)
    yield from (*to_judge.of_holders(before, after), *to_judge.of_sealed(before, after))
    yield from sealed_content.unopened(before, after, resealed) if opened is None else ()
    yield from to_judge.of_unnamed(after, others)
    yield from to_judge.of_decisions(before, after)
    yield from to_judge.of_files(after.root, others)


def _names(*known: Registry | None) -> ReportNames:
    """The names of areas, series and committees, from the first registry that has them."""
    registries = [registry for registry in known if registry is not None]

    def area(code: str) -> str:
        return next((r.areas.name(code) for r in registries if r.areas.known(code)), code)

    def series(key: str) -> str:
        return next((r.series[key].name for r in registries if key in r.series), key)

    def committee(key: str) -> str:
        return next((r.by_id[key].name for r in registries if key in r.by_id), key)

    def covers(outer: str, inner: str) -> bool:
        return any(r.areas.covers(outer, inner) for r in registries)

    def tracks(key: str) -> frozenset[str]:
        return next((track_ids(r.series, key) for r in registries if key in r.series), frozenset())

    def unit(authority: str) -> str:
        return next((r for r in registries if authority in r.words.authorities), registries[0]).words.unit(authority)

    def unit_beside(code: str) -> str:
        return next((r.areas.units[code].name for r in registries if code in r.areas.units), code)

    def track(key: str) -> str:
        return next((one.name for r in registries for series in r.series.values() for one in series.tracks if one.id == key), key)

    codes = USUAL
    for one in registries:
        codes = one.ranks.codes.with_those_of(codes)
    return ReportNames(area, series, committee, covers, tracks, unit if registries else None, codes, unit_beside, track)


def _stations(root: Path, revision: str, compared: at_commit.Base, after: Registry | None) -> tuple[Station, ...] | None:
    """The route by the settings of `revision`; None where they are unusable."""
    paths = [change.path for change in compared.changes]
    try:
        tip = changes_under_review.commit(root, revision)
        files = {} if after is None else {path: document.value for path in paths if (document := after.document(path)) is not None}
        return changes_under_review.stations(root, tip, (compared.commit,), paths, _working(root, compared.changes, after), files)
    except UserError:
        return None


def _working(root: Path, changes: Sequence[git.FileChange], after: Registry | None) -> Iterable[RecordPlace]:
    """The places of the changed committees in the working tree."""
    files = () if after is None else after.files
    stems = {change.path.rpartition("/")[2] for change in changes if change.path.startswith("registry/")}
    keys = {stem.partition(".")[0] for stem in stems}
    for path in files:
        if path.startswith("registry/committees/") and path.rpartition("/")[2].removesuffix(".yaml") in keys:
            document = None if after is None else after.document(path)
            yield record_place(path, _value(root, path) if document is None else document.value)


def _value(root: Path, path: str) -> Value | None:
    """The value of a record that may not fit its schema (its route depends on authority and area alone); None where it is no YAML."""
    try:
        return yaml_reading.read(root, path).value
    except yaml_reading.Unreadable:
        return None


def _due(found: Iterable[Chapter], after: Registry, today: date) -> Iterator[Due]:
    """The deadlines of the current round that apply to the records, the earliest first."""
    current = after.rounds.get(after.settings.current_round)
    if current is None:
        return
    entry, due = current.record, {}
    for part in found:
        committee = after.by_id.get(part.key) if part.kind == "committee" else None
        if committee is not None and committee.active and committee.filings[-1].round == entry.id and part.state != "rewritten":
            due["登记表"] = entry.form_deadline
        elif part.kind == "roster" and part.state != "deleted":
            due["花名册"] = entry.roster_deadline
    for what, day in sorted(due.items(), key=lambda item: item[1]):
        yield Due(what, entry.title, day, (day - today).days)
