"""The forms of many committees in one folder or .zip, taken apart: a folder or archive for each, else by the names in the forms."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.forms.intake.document_apart import apart
from zhicheng.forms.intake.given_files import Files, content, expanded, readable
from zhicheng.forms.reading import zip_files
from zhicheng.forms.reading.faults import FileFault
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.new_record import ID
from zhicheng.registry.registry import Registry
from zhicheng.text import name_key, show

# folders of its annexes in the folder of one committee
_OF_ONE = re.compile("(?:[0-9]+[.、]?)?(?:附件|附表|(?:量化)?赋分|(?:评委)?花名册|评委名单|专业目录|登记表|联系人)")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\\:*?"<>|]')
_LONGEST = 60  # characters of a folder's name: 180 bytes, where systems take 255
_APART = "请一个评审委员会放一个子文件夹，再导入一次。"


@dataclass(slots=True)
class Part:
    """The forms of one committee: its folder or name (`label`), its files, and findings that keep it from being read."""

    label: str
    files: Files
    findings: list[Finding] = field(default_factory=list)


def taken_apart(path: Path, read: Callable[[Sequence[tuple[str, bytes]]], FilledForms], passed: list[str]) -> list[Part]:
    """The parts of a folder or .zip, in the order of their labels. `read` reads forms; it is asked about files outside of any folder.

    Files that are no forms are appended to `passed`. Raises UserError where the folder or .zip cannot be used.
    """
    files = _within(path, passed)
    folders = _folders(files)
    parts = [Part(label, [(path / where, data) for where, data in inside]) for label, inside in folders.items() if label]
    loose = folders.get("", [])
    return sorted([*parts, *_by_name([(path / where, data) for where, data in loose], read)], key=lambda part: part.label)


def _within(path: Path, passed: list[str]) -> list[tuple[PurePosixPath, bytes]]:
    """The files of a folder or .zip, each by its path in it."""
    if path.is_dir():
        return [(PurePosixPath(readable(file.relative_to(path).as_posix())), data) for file, data in expanded([path], passed)]
    if path.suffix.lower() != ".zip":
        raise UserError(f"--batch 后面要写一个文件夹或者 .zip：{path}。")
    try:
        return [(PurePosixPath(name.removeprefix(f"{path}/")), data) for name, data in zip_files.members(str(path), content(path), passed)]
    except FileFault as fault:
        raise UserError(f"{path.name}：{fault.message}。{fault.hint}") from None


def _folders(files: Iterable[tuple[PurePosixPath, bytes]]) -> dict[str, list[tuple[PurePosixPath, bytes]]]:
    """The files by the folder of their committee: the topmost that holds forms itself, or folders for its annexes. A .zip is a folder."""
    placed = [(where / "x" if where.suffix.lower() == ".zip" else where, where, data) for where, data in files]
    whole = {inside.parent for inside, _, _ in placed}
    whole |= {folder.parent for inside, _, _ in placed for folder in inside.parents if _OF_ONE.match(folder.name)}
    found: dict[str, list[tuple[PurePosixPath, bytes]]] = {}
    for inside, where, data in placed:
        above = [folder for folder in reversed(inside.parents) if folder.name and folder in whole]
        is_loose = not above or _OF_ONE.match(inside.parts[0])
        found.setdefault("" if is_loose else above[0].as_posix(), []).append((where, data))
    return found


def _by_name(files: Files, read: Callable[[Sequence[tuple[str, bytes]]], FilledForms]) -> list[Part]:
    """Files that lie in no folder of a committee, by the committee that each names; one that names none is a part with a finding."""

    def named(path: Path, data: bytes) -> dict[str, str]:
        return {name_key(name): name for _, _, name in read([(str(path), data)]).named}

    names = {path: named(path, data) for path, data in files}
    found: dict[str, Part] = {}
    left: list[Part] = []
    for path, data in files:
        several = apart(data, partial(named, path)) if len(names[path]) > 1 and path.suffix.lower() == ".docx" else {}
        for key, (name, own) in several.items():
            found.setdefault(key, Part(name, [])).files.append((path, own))
        if several:
            continue
        if len(names[path]) == 1:
            ((key, name),) = names[path].items()
            found.setdefault(key, Part(name, [])).files.append((path, data))
        elif names[path]:
            said = "、".join(f"“{show(name, 60)}”" for name in names[path].values())
            message = f"一个文件里有几个评审委员会的表：{said}"
            left.append(_unplaced(path, data, message, "请分成几个文件，一个评审委员会放一个子文件夹，再导入一次。"))
        else:
            left.append(_unplaced(path, data, "看不出是哪个评审委员会的表", _APART))
    if len(found) == 1 and all(not names[path] for part in left for path, _ in part.files):  # one committee only: nothing to mistake
        (one,) = found.values()
        one.files += [file for part in left for file in part.files]
        return [one]
    return [*found.values(), *left]


def _unplaced(path: Path, data: bytes, message: str, hint: str) -> Part:
    return Part(path.name, [(path, data)], [Finding("F006", "error", path.name, 1, 1, "", message, hint, "")])


def folder_names(label: str) -> list[str]:
    """The folders, one in the other, for the draft of a part: its label as every system can have it, never outside or too long."""
    names = (_NOT_IN_NAMES.sub("_", name).strip(" .") for name in label.split("/"))
    return [_shortened(name) for name in names if name] or ["_"]


def _shortened(name: str) -> str:
    """A name of a committee may be longer than that of a folder: its beginning then, with what tells it from others that begin so."""
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"


def identifier(registry: Registry, label: str, fields: dict[str, object]) -> str | None:
    """The id that the folder of a part gives: of a registered committee, or of a new one whose name is not registered; None where it gives
    none, and the name in the forms decides.
    """
    last = label.rpartition("/")[2].removesuffix(".zip")
    if registry.knows("committee", last):
        return last
    known = any(entry.record.name == fields.get("name") for entry in registry.committees)
    return last if not known and "-" in last and ID.fullmatch(last) else None
