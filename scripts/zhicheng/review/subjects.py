"""What a change asks to be decided: for each committee, employer's roster, waiver, rulebook … its kind, and what of it changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.paths import committee_of, draw_of, kind_of
from zhicheng.review import resealing
from zhicheng.review.change import Change, values_at
from zhicheng.system import git

_EMPLOYER = re.compile(r"employer-([0-9]{6})")
_FILED = ("filings", "valid", "past", "contacts")  # what a renewal changes, without more being decided
_OFFICE = {"reviewers": "reviewers", "rulebook": "rulebook", "round": "round"}  # kinds of files, and of the decisions on them


@dataclass(frozen=True, slots=True)
class Subject:
    """What one decision of each office is about: a committee, an employer's roster (`area`), or the registry as a whole (neither).

    `kind` is one of decision.KINDS; `changed` are the fields, the rules of waivers, the areas of reviewers or the rulebooks; `files` the
    changed paths.
    """

    committee: str | None
    area: str | None
    kind: str
    changed: tuple[str, ...]
    files: frozenset[str]


def subjects(root: Path, change: Change, vault: str) -> list[Subject]:
    """The subjects of a change: committees and employers in order, then what is decided on the registry as a whole.

    `vault` is the folder of the sealed files, relative to `root`, "" where it lies elsewhere. Program, settings and other files that
    maintainers review give none: Git's history holds them.
    """
    fork = (git.ask(root, "merge-base", change.base, change.head) or b"").decode("ascii").strip()  # what main got meanwhile is not its own
    old, new = (values_at(root, commit, change.files) for commit in (fork, change.head))
    resealed = resealing.resealed(change.files, old, new, vault, lambda: git.tree(root, change.base, "registry/rosters"))
    files: dict[str, set[str]] = {}
    for path in change.files:
        key = None if path in resealed else committee_of(path, vault)
        if key is not None:
            files.setdefault(key, set()).add(path)
    found = [_of_key(key, frozenset(paths), old, new) for key, paths in sorted(files.items())]
    found += [*_of_draws(change.files, vault), *_of_waivers(old, new)]
    keys = frozenset(path for path in change.files if path in resealed or resealing.is_of_keys(path, vault))
    if keys:
        found.append(Subject(None, None, "keys", (), keys))
    for path in change.files:
        kind = _OFFICE.get(kind_of(path) or "")
        if kind is not None:
            changed = _changed_teams(old.get(path), new.get(path)) if kind == "reviewers" else (PurePosixPath(path).stem,)
            found.append(Subject(None, None, kind, changed, frozenset([path])))
    return found


def _of_key(key: str, files: frozenset[str], old: Mapping[str, Value], new: Mapping[str, Value]) -> Subject:
    """The subject of the files of one committee or employer."""
    if match := _EMPLOYER.fullmatch(key):
        return Subject(None, match[1], "roster", (), files)
    records = [path for path in files if path.startswith("registry/committees/")]
    before = next((old[path] for path in records if path in old), None)
    after = next((new[path] for path in records if path in new), None)
    if not records:
        return Subject(key, None, "roster", (), files)
    kind, changed = _of_record(key, before, after, new)
    return Subject(key, None, kind, changed, files)


def _of_record(key: str, before: Value | None, after: Value | None, new: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
    """The kind of decision on a committee's record, and the fields that it changes."""
    if before is None or after is None:
        return (_of_new(after, new) if after is not None else "change"), ()
    changed = tuple(dict.fromkeys(field for field in (*after, *before) if before.get(field) != after.get(field)))
    rest = tuple(field for field in changed if field not in ("status", "withdrawn"))
    was, now = before.get("status"), after.get("status")
    if now == "withdrawn" and was != now:
        return _of_withdrawn(key, after, new), rest
    if was == "withdrawn" and now != was:
        return "restoration", rest
    added = [notice for notice in after.get("notices", ()) if notice not in before.get("notices", ())]
    if "notices" in changed and all(notice["kind"] == "correction" for notice in added):
        return "correction", tuple(field for field in rest if field != "notices")
    if _rounds(after) - _rounds(before) or _until(after) > _until(before):
        return "renewal", tuple(field for field in rest if field not in _FILED)
    if set(changed) == {"contacts"}:
        return "contacts", ()
    return "change", changed


def _of_new(after: Value, new: Mapping[str, Value]) -> str:
    """The kind of a first registration: of a split or merger where its predecessors say so."""
    predecessors = _texts(after.get("predecessors"))
    if len(predecessors) > 1:
        return "merger"
    split = any(value.get("id") in predecessors and len(_successors(value)) > 1 for value in new.values())
    return "split" if split else "registration"


def _of_withdrawn(key: str, after: Value, new: Mapping[str, Value]) -> str:
    """The kind of a withdrawal: a split where it has several successors, a merger where its successor has several predecessors."""
    successors = _successors(after)
    if len(successors) > 1:
        return "split"
    others = [value for value in new.values() if value.get("id") != key]
    merged = any(
        (value.get("id") in successors and len(_texts(value.get("predecessors"))) > 1)
        or (value.get("status") == "withdrawn" and set(_successors(value)) & set(successors))
        for value in others
    )
    return "merger" if successors and merged else "withdrawal"


def _successors(record: Value) -> tuple[str, ...]:
    withdrawn = record.get("withdrawn")
    given = withdrawn if isinstance(withdrawn, dict) else {}
    return tuple(dict.fromkeys((*_texts([given.get("successor")]), *_texts(given.get("successors")))))


def _texts(given: object) -> tuple[str, ...]:
    return tuple(item for item in given if isinstance(item, str)) if isinstance(given, list) else ()


def _rounds(record: Value) -> set[str]:
    filings = record.get("filings")
    return {str(filed.get("round")) for filed in filings if isinstance(filed, dict)} if isinstance(filings, list) else set()


def _until(record: Value) -> str:
    valid = record.get("valid")
    return str(valid.get("until", "")) if isinstance(valid, dict) else ""


def _of_draws(files: Iterable[str], vault: str) -> Iterator[Subject]:
    """A subject for each draw of members whose files change."""
    draws: dict[str, set[str]] = {}
    for path in files:
        name = draw_of(path, vault)
        if name is not None:
            draws.setdefault(name, set()).add(path)
    for name, paths in sorted(draws.items()):
        yield Subject(name.rpartition("-")[0], None, "draw", (), frozenset(paths))


def _of_waivers(old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Subject]:
    """A subject for each committee whose waivers change, with the rules."""
    path = "registry/waivers.yaml"
    if path not in old and path not in new:
        return
    before, after = (_waivers(found.get(path)) for found in (old, new))
    by_committee: dict[str, dict[str, None]] = {}
    for one in [*(one for one in after if one not in before), *(one for one in before if one not in after)]:
        by_committee.setdefault(str(one.get("committee")), {})[str(one.get("rule"))] = None
    for committee, rules in sorted(by_committee.items()):
        yield Subject(committee, None, "waiver", tuple(rules), frozenset([path]))


def _waivers(value: Value | None) -> list[Value]:
    given = (value or {}).get("waivers")
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _changed_teams(before: Value | None, after: Value | None) -> tuple[str, ...]:
    """What changes of the reviewers: `centre`, `maintainers`, `title_office`, `supervision`, `route`, and the codes of areas."""
    old, new = before or {}, after or {}
    of: Callable[[Value], Value] = lambda value: value["areas"] if isinstance(value.get("areas"), dict) else {}  # noqa: E731
    own = [name for name in ("centre", "maintainers", "title_office", "supervision", "route") if old.get(name) != new.get(name)]
    return (*own, *sorted(code for code in {*of(old), *of(new)} if of(old).get(code) != of(new).get(code)))
