"""The texts of commits and tags, and the names of branches and tags: what a push publishes beside the contents of files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.system import git
from zhicheng.vault.guard.parts import LIMIT
from zhicheng.vault.guard.refusal import Where

_PERSON = re.compile(rb"(author|committer|tagger) ([^\n]*?)(?: [0-9]+ [+-][0-9]{4})?")
_BARE = (b"tree ", b"parent ", b"object ", b"type ")
_TO_HOSTS = frozenset({"idna", "punycode"})  # encodings of names of hosts, in which nobody writes, and which take very long to read
_CHAIN = 10  # tags of tags


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the commit or tag with the hash `version`; `whole` is False where it is too large to be searched to its end."""

    where: Where
    text: str
    version: str
    whole: bool = True


def of_commits(root: Path, wanted: Sequence[str]) -> Iterator[Text]:
    """The message, author, committer and other headers of every commit of a span. Raises UserError where Git cannot tell."""
    listed = git.ask(root, "rev-list", *wanted, "--", inherit=True)
    if listed is None:
        raise UserError("读不了 Git 的提交记录。请核对这里是不是 Git 仓库、有没有提交。")
    names = listed.decode("ascii").split()
    for name, content in zip(names, git.blobs(root, names, most=LIMIT + 1, inherit=True, kind="commit"), strict=True):
        if content is None:
            raise UserError(f"Git 里缺少提交 {name[:10]}。请先取来完整的历史（git fetch）。")
        yield from _texts(name, content)


def of_tag(root: Path, name: str) -> Iterator[Text]:
    """The message and tagger of a tag object, and of the tags that it leads to; nothing for another object.

    Raises UserError where tags lead to tags without an end.
    """
    for _ in range(_CHAIN):
        content = next(git.blobs(root, [name], most=LIMIT + 1, inherit=True, kind="tag"))
        if content is None:
            return
        yield from _texts(name, content)
        name = content[7:47].decode("ascii", "replace")  # object <hash>
    raise UserError("标签套着标签，太深了。请直接给提交打标签。")


def _texts(name: str, content: bytes) -> Iterator[Text]:
    """The texts of a commit or tag object."""
    head, _, message = content.partition(b"\n\n")
    lines = re.sub(rb"\n ", b"\1", head).split(b"\n")  # continuation lines begin with a space
    encoding = next((line[9:].decode("ascii", "replace") for line in lines if line.startswith(b"encoding ")), "utf-8")
    is_tag = lines[0].startswith(b"object ")
    for line in lines:
        person = _PERSON.fullmatch(line)
        if person is not None:
            yield from (Text(_WHOSE[person[1]], text, name) for text in _decoded(person[2], encoding))
        elif not line.startswith(_BARE):
            texts = _decoded(line.replace(b"\1", b"\n"), encoding)
            yield from (Text("tag" if is_tag else "header", text, name) for text in texts)
    for text in _decoded(message, encoding):
        yield Text("tag" if is_tag else "message", text, name, len(content) <= LIMIT)


_WHOSE: dict[bytes, Where] = {b"author": "author", b"committer": "committer", b"tagger": "tagger"}


def _decoded(text: bytes, encoding: str) -> list[str]:
    """A text in UTF-8 or else in GB18030; and in another encoding that the object names, whether or not it is written in it."""
    try:
        plain = text.decode("utf-8")
    except UnicodeError:
        plain = text.decode("gb18030", "replace")
    try:
        named = plain if codecs.lookup(encoding).name in _TO_HOSTS else text.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        named = plain
    return list(dict.fromkeys((named, plain)))


def names_here(root: Path, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The branch that is checked out, and the tags on commits of a span: full name and object of each."""
    branch = git.ask(root, "symbolic-ref", "--quiet", "HEAD", inherit=True)
    if branch:
        yield branch.decode("utf-8", "surrogateescape").strip(), ""
    without = [f"--no-merged={name[1:]}" for name in wanted if name.startswith("^")]
    fields = "--format=%(objectname) %(refname)"
    found = git.ask(root, "for-each-ref", "--merged=HEAD", *without, fields, "refs/tags", inherit=True) or b""
    for line in found.decode("utf-8", "surrogateescape").splitlines():
        name, _, ref = line.partition(" ")
        yield ref, name
