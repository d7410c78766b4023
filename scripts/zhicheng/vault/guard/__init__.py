"""Refuses private material on its way into Git, by the content of files and not by their names.

It searches for structural marks (see `marks`): an age identity, a roster or contacts that are not sealed, the header of Annex 3, the row of
a person; also inside Office files, archives, letters, databases and PDF, which `parts` unpacks, in what is encoded in a text (base64 and
the like), and in what programs write into pictures. Mobile and identity numbers, the marks of rules
P001 and P002, are looked for where people write for people (see `numbers`); mail addresses (P003) are a reminder. A file that cannot be
searched (encrypted, damaged, too large, rar or 7z) is refused for that reason.

Of a push everything is searched that others get with it: every version of every file that its commits bring, the names of files, messages,
authors and committers of commits, messages and names of tags, names of branches. An author's ordinary address is how Git works and passes.

What is accepted all the same stands in guard.yaml, see `accepted`. It is read from the version with which a change is compared, so that no
change can exempt itself. The program's own wheel (requirements/zhicheng-….whl, which `init` puts there) is judged by the program's list. A
header without people is not private where columns have to be named: in docs/ and tests/, and in prose and source (.md, .py, .json, .yaml).

A sealed file is refused where registry.yaml says that the vault lies in another repository: that one is not public, this one is.

It prevents accidents, not intent: what a picture or a scan shows is not read, and what is sealed cannot be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from zhicheng.vault.guard import accepted as lists
from zhicheng.vault.guard import messages, numbers, versions
from zhicheng.vault.guard.accepted import Accepted
from zhicheng.vault.guard.decoding import variants
from zhicheng.vault.guard.marks import identities, is_filled_annex_1, kinds_in
from zhicheng.vault.guard.parts import TextPart, is_sealed, parts_of
from zhicheng.vault.guard.refusal import HIDDEN, KINDS, Refusal, Where

__all__ = ["KINDS", "Refusal", "decoding", "marks", "of_ref", "parts", "refusals"]

_PEOPLE = ("roster", "contacts", "person")
_PROSE = (".md", ".py", ".json", ".yaml", ".yml")
_SEALED = (b"age-encryption.org/", b"-----BEGIN AGE ")  # how a file that age has sealed begins
_HEADS, _TAGS = "refs/heads/", "refs/tags/"


def refusals(root: Path, files: Sequence[Path] | None = None, base: str | None = None, names: Sequence[str] = ()) -> list[Refusal]:
    """What must not enter Git: in `files`, else in what was committed since `base`, else in what is staged; and in the names of branches.

    Raises UserError where a file or Git's data cannot be read.
    """
    found = list(_of_names((f"{_HEADS}{name}" for name in names), Accepted()))
    if base is not None and files is None:
        return [*found, *_of_span(root, base)]
    folder = versions.top(root)
    given = versions.on_disk(folder, files) if files is not None else versions.staged(root)
    here = ((folder / name).read_bytes() if (folder / name).is_file() else None for name in (lists.LIST, lists.SETTINGS))
    return [*found, *_of_versions(given, lists.read(*here))]


def of_ref(root: Path, ref: str, name: str, base: str) -> list[Refusal]:
    """What must not enter Git in the name of a branch or tag, and in the messages of the tag object with the hash `name`."""
    accepts = _list_at(root, base)
    texts = messages.of_tag(root, name) if ref.startswith(_TAGS) else ()
    return [*_of_names([ref], accepts), *_of_texts(texts, accepts, ref)]


def _of_span(root: Path, base: str) -> Iterator[Refusal]:
    """The refusals in what the commits since `base` bring, and in the names that lead to them here."""
    wanted = versions.span(root, base)
    accepts = _list_at(root, wanted[-1].removeprefix("^"))
    yield from _of_versions(versions.since(root, wanted), accepts)
    yield from _of_texts(messages.of_commits(root, wanted), accepts)
    for ref, name in messages.names_here(root, wanted):
        yield from _of_names([ref], accepts)
        yield from _of_texts(messages.of_tag(root, name) if name else (), accepts, ref)


def _list_at(root: Path, base: str) -> Accepted:
    """The list of a version; where there is none to compare with, that of HEAD."""
    commit = "HEAD" if not base.strip("0") else base
    return lists.read(*(versions.file_at(root, commit, name) for name in (lists.LIST, lists.SETTINGS)))


# --- files ---------------------------------------------------------------------------------------------------------------


def _of_versions(found: Iterable[versions.BlobVersion], accepts: Accepted) -> Iterator[Refusal]:
    seen = set()
    for version in found:
        yield from _of_version(version, accepts)
        if version.path not in seen:
            seen.add(version.path)
            yield from _of_path(version, accepts)


def _of_version(version: versions.BlobVersion, accepts: Accepted) -> Iterator[Refusal]:
    """The refusals for one version of a file, one of each kind."""
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    said: set[str] = set()
    secrets: set[str] = set()
    if version.path.endswith(".age") and not is_sealed(version.content):
        found["unsealed"] = ((), 0)
    elif accepts.is_without_vault and version.content.startswith(_SEALED) and is_sealed(version.content):
        found["sealed"] = ((), 0)
    names: set[str] = set()
    for part in parts_of(version.content):
        for name in sorted({*part.inner} - names):  # of members of an archive, once each
            names.add(name)
            secrets.update(identities(name))
            found |= dict.fromkeys(_kinds_of_name(name) - {"mail", *found}, (part.inner, 0))
        said |= {words for words in accepts.words if words in part.text}
        path, inner = _source(version.path, part.inner)
        for kind, line in _kinds(version, part):
            if kind == "header" and _may_name_columns(path, inner):
                continue
            if path != version.path and lists.of_the_program().has(path, kind):
                continue
            if kind == "identity":
                secrets.update(secret for text in variants(part.text) for secret in identities(text))
            found.setdefault(kind, (part.inner, line))
    if not found.keys().isdisjoint(_PEOPLE):
        found.pop("header", None)
    for kind, (inner, line) in found.items():
        if not accepts.has(version.path, kind, said, secrets, version.blob):
            yield Refusal(version.path, tuple(map(_hidden, inner)), kind, version.commit, "file", line)


def _kinds(version: versions.BlobVersion, part: TextPart) -> Iterator[tuple[str, int]]:
    """The kinds of private material in a part of a file, with the line where one is known (else 0)."""
    for text in variants(part.text):
        yield from ((kind, 0) for kind in kinds_in(text))
    if is_filled_annex_1(part.text):
        yield "contacts", 0
    if part.trouble:
        yield part.trouble, 0
    if not numbers.is_searched(version.path, part.inner):
        yield from numbers.numbers_in_data(version.path, part.text)
    else:
        is_record = version.path.startswith("registry/") and version.path.endswith((".yaml", ".yml")) and not part.inner
        if is_record:
            yield from numbers.numbers_in_record(version.path, version.content, part.text)
        else:
            last = 0 if part.inner else version.content.count(b"\n") + 1  # lines of what was made of it are nowhere in the file
            found = (found for text in variants(part.text) for found in numbers.numbers_in(text))
            yield from ((kind, line if line <= last else 0) for kind, line in found if kind != "mail")


def _source(path: str, inner: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The path in the program's repository of what stands in its wheel; any other place as it is."""
    if not inner or not re.fullmatch(r"requirements/zhicheng-[^/]+\.whl", path) or not inner[0].startswith("zhicheng/"):
        return path, inner
    resource = inner[0].removeprefix("zhicheng/resources/")
    return (f"scripts/{inner[0]}" if resource == inner[0] else resource), inner[1:]


def _may_name_columns(path: str, inner: tuple[str, ...]) -> bool:
    return path.startswith(("docs/", "tests/")) or PurePosixPath((path, *inner)[-1]).suffix.lower() in _PROSE


# --- names and messages --------------------------------------------------------------------------------------------------


def _of_path(version: versions.BlobVersion, accepts: Accepted) -> Iterator[Refusal]:
    """The refusals for the name of a file; what is private in it is not repeated."""
    for kind in sorted(_kinds_of_name(version.path)):
        if not accepts.has(version.path, kind, version=version.blob):
            yield Refusal(_hidden(version.path), (), kind, version.commit, "name")


def _of_names(refs: Iterable[str], accepts: Accepted) -> Iterator[Refusal]:
    for ref in refs:
        where: Where = "tag-name" if ref.startswith(_TAGS) else "branch-name"
        name = ref.removeprefix(_HEADS).removeprefix(_TAGS)
        for kind in sorted(_kinds_of_name(name)):
            if not accepts.has(ref, kind):
                yield Refusal(_hidden(name), (), kind, "", where)


def _kinds_of_name(name: str) -> set[str]:
    return {*numbers.numbers_in_name(name), *(["identity"] if identities(name) else [])}


def _hidden(name: str) -> str:
    """A name with a notice in place of each part that is private."""
    return "/".join(HIDDEN if _kinds_of_name(part) else part for part in name.split("/"))


def _of_texts(texts: Iterable[messages.Text], accepts: Accepted, ref: str = "") -> Iterator[Refusal]:
    """The refusals in messages and the lines of people, one of each kind for each text."""
    for text in texts:
        found: dict[str, int] = {}
        is_person = text.where in ("author", "committer", "tagger")
        inside: Callable[[str], Iterator[tuple[str, int]]] = numbers.numbers_in if is_person else numbers.numbers_in_message
        for kind, line in ((kind, line) for variant in variants(text.text) for kind, line in inside(variant)):
            if not (is_person and kind == "mail"):  # an address is how Git works
                found.setdefault(kind, 0 if is_person or text.where == "header" else line)
        for kind in (kind for variant in variants(text.text) for kind in kinds_in(variant) if kind != "header"):
            found.setdefault(kind, 0)
        if not text.whole:
            found["large"] = 0
        for kind, line in found.items():
            if not accepts.has("", kind, version=text.version):
                name = _hidden(ref.removeprefix(_TAGS))
                yield Refusal(name, (), kind, "" if ref else text.version, text.where, line)
