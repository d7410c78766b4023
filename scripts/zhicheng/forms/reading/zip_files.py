"""The files of a submission, .zip archives unpacked, with names decoded as Chinese Windows encodes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from zhicheng.forms.reading.faults import FileFault, broken

MAX_FILES = 200
MAX_OF_BATCH = 2000  # files of an archive with the forms of many committees
MAX_BYTES = 64 * 1024 * 1024  # unpacked, all files of an archive together
_FORMS = (".docx", ".docm", ".doc", ".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".et", ".wps")
_NAMED = (".rtf", ".mht", ".mhtml", ".odt", ".ods", ".xlsb")  # cannot be read, and are told for what they are
_SYSTEM_FILES = {"thumbs.db", "desktop.ini"}
_ZIP = b"PK\x03\x04"

Files = list[tuple[str, bytes]]


class _NoForms(FileFault):
    """An archive with no form in it."""


def unpacked(files: Iterable[tuple[str, bytes]], passed: list[str]) -> Iterator[tuple[str, bytes] | tuple[str, FileFault]]:
    """Yields name and content of the files, with those in a .zip named <.zip>/<file>; a FileFault in place of an archive that fails.

    A .zip inside a .zip is unpacked too, but no deeper. Files of a .zip that are not forms are appended to `passed`, also where it has
    nothing else and forms lie beside it; temporary files of programs (~$…) are skipped.
    """
    given = list(files)
    for name, content in given:
        if not name.lower().endswith(".zip") or not content.startswith(_ZIP) or _is_office(content):
            yield name, content
            continue
        others: list[str] = []
        try:
            yield from _members(name, content, others)
        except FileFault as fault:
            beside = isinstance(fault, _NoForms) and others and any(is_form(other) for other, _ in given)  # scans, pictures
            if not beside:
                yield name, fault
                continue
        passed += others


def members(name: str, content: bytes, passed: list[str]) -> Files:
    """The forms in an archive with those of many committees, archives in it left packed. Raises FileFault."""
    return _members(name, content, passed, most=MAX_OF_BATCH, packed=True)


def _is_office(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except Exception:  # a damaged archive can fail with anything
        return False


def _members(name: str, content: bytes, passed: list[str], deep: bool = False, most: int = MAX_FILES, packed: bool = False) -> Files:
    found: Files = []
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > most:
                raise FileFault("F001", f"压缩文件里超过 {most} 个文件", "请只放填好的表。")
            for entry in entries:
                inner = _member_name(entry)
                nested = inner.lower().endswith(".zip") and not deep
                if entry.is_dir() or hidden(inner):
                    continue
                if not (is_form(inner) or nested):
                    passed.append(f"{name}/{inner}")
                    continue
                if entry.flag_bits & 1:
                    raise FileFault("F005", "压缩文件加了密码", "请去掉密码再交。")
                with archive.open(entry) as stream:
                    data = stream.read(MAX_BYTES - total + 1)  # the size stated in the archive may be wrong
                total += len(data)
                if total > MAX_BYTES:
                    raise FileFault("F001", f"压缩文件展开后超过 {MAX_BYTES // 1024 // 1024} MiB", "请只放填好的表。")
                found += _members(f"{name}/{inner}", data, passed, deep=True) if nested and not packed else [(f"{name}/{inner}", data)]
                total += sum(len(more) for _, more in found[-MAX_FILES:]) if nested and not packed else 0
    except FileFault:
        raise
    except Exception:  # a damaged archive can fail anywhere in the reader, with anything
        raise broken() from None
    if len({inner for inner, _ in found}) < len(found):
        raise FileFault("F001", "压缩文件里有两个同名的文件，分不清", "请改好名字，重新压缩再交。")
    if not found:
        raise _NoForms("F001", "压缩文件里没有能读的表", "请放入填好的附件1、附件2、附件3和赋分表（.docx、.xlsx）。")
    return sorted(found)


def _member_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member: without the UTF-8 flag it is UTF-8 all the same, or GBK, as Chinese Windows writes it."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return "".join(char for char in name.replace("\\", "/") if char.isprintable())


def hidden(name: str) -> bool:
    """Whether a file is a hidden or temporary file of a program: .DS_Store, ~$附件1.docx. `name` may begin with folders."""
    return any(part.startswith((".", "~$", "__MACOSX")) or part.lower() in _SYSTEM_FILES for part in PurePosixPath(name).parts)


def is_form(name: str) -> bool:
    """Whether a file may be a filled form, by the ending of its name."""
    return PurePosixPath(name).suffix.lower() in (*_FORMS, *_NAMED)
