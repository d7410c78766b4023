"""The sealed files of the vault as far as known without a key: their hash and size, and whether they look like age files."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from zhicheng.documents.finding import Pointer
from zhicheng.documents.yaml_reading import Document
from zhicheng.registry.records import sealed_roster
from zhicheng.system.processes import each

MAX_BYTES = 16 * 1024 * 1024
_MOST_OF_LIST = 256 * 1024  # bytes of recipients.txt
ROSTER, CONTACTS = ".roster.age", ".contacts.age"
DRAW_LIST, DRAW_CALLS, DRAW_NONCE = DRAW = ".draw.age", ".calls.age", ".nonce.age"  # of a draw of members, behind its id
BANS = "bans.age"  # no roster or committee has a dot in its key
RECIPIENTS = "recipients.txt"
_ARMOURED = re.compile(rb"-----BEGIN AGE ENCRYPTED FILE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END AGE ENCRYPTED FILE-----\s*")
# The keys of the sample registry. The secret half of the first is public (tests/demonstration.identity): they protect nothing (X008).
DEMONSTRATION_KEYS = frozenset(
    {
        "age1zyr20ewh77rtvu5fh08fqfax5szm3hphytp4pgs9e8zdgklj8sas6j5v5q",
        "age1xxl3swd8ymhae4ltwz4sylrfxtstlvnj5hr8uzrvryaynmvu3e9sdhdfvp",
    }
)

CHECKED_OUT_ANEW = "不要重新密封：在密封库里写 .gitattributes（一行 *.age -text）并提交，删去这些 .age 文件，用 git checkout -- . 再取。"


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file: its SHA-256, its size in bytes, and whether it looks like a complete age file (`whole`). `crlf`: its lines end as on
    Windows, which is how Git writes them out there where no .gitattributes forbids it.

    A file over MAX_BYTES is not read: its hash is that of no bytes, and `whole` is False.
    """

    sha256: str
    size: int
    whole: bool
    crlf: bool = False


@dataclass(frozen=True, slots=True)
class Vault:
    """The vault. `name` is its path for messages; `files` are by name; `recipients` are the keys in recipients.txt, each with its
    line and who holds it, "" where that is not said. `complete`: a sealed file that is not in it is missing, not only elsewhere.
    """

    folder: Path
    name: str
    files: dict[str, SealedFile]
    recipients: tuple[tuple[str, int, str], ...]
    complete: bool = True


class RosterDocument(Document):
    """An opened roster. Its places are the rows of the roster and the columns of Annex 3; text and value are not kept."""

    __slots__ = ()

    def __init__(self, path: str) -> None:
        super().__init__(path, "", {})

    def place(self, pointer: Pointer, key: bool = False) -> tuple[int, int]:
        """Row and column, from 1, of a field of an expert; 1, 1 for anything else in the roster."""
        if len(pointer) < 2 or pointer[0] != "experts" or not isinstance(pointer[1], int):
            return 1, 1
        return pointer[1] + 1, sealed_roster.column(str(pointer[2]) if len(pointer) > 2 else None)


def list_vault(folder: Path, root: Path) -> Vault | None:
    """The vault in `folder`, or None if there is no such folder. Links and special files are left out."""
    if not folder.is_dir():
        return None
    regular = [entry for entry in os.scandir(folder) if entry.name.endswith(".age") and entry.is_file(follow_symlinks=False)]
    names = sorted(entry.name for entry in regular)
    files = each(lambda name: _inspect(f"{folder}/{name}"), names, lambda name, found: (name, SealedFile(*found)))
    complete = folder.is_relative_to(root) and not (folder / ".git").exists()  # of the registry's own repository
    return Vault(folder, shown(folder, root), dict(files), _recipients(folder / RECIPIENTS), complete)


def shown(folder: Path, root: Path) -> str:
    """A path as messages name it: relative to the root where it lies below the root."""
    return os.path.relpath(folder, root) if folder.is_relative_to(root) else str(folder)


def _inspect(path: str) -> tuple[str, int, bool, bool]:
    """The values of a SealedFile for the file at `path`."""
    with open(path, "rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        content = stream.read() if size <= MAX_BYTES else b""
    return hashlib.sha256(content).hexdigest(), size, is_whole(content), b"-----\r\n" in content


def is_whole(content: bytes) -> bool:
    """Whether the content of a file is one armoured age file and nothing else, as far as it can be told without a key: what stands
    between the first line and the last is base64 of what begins as age's format does and is no text.
    """
    armoured = _ARMOURED.fullmatch(content)
    if armoured is None:
        return False
    try:
        body = base64.b64decode(armoured[1].replace(b"\r", b"").replace(b"\n", b""), validate=True)
        body.decode()
    except UnicodeDecodeError:
        return body.startswith(b"age-encryption.org/v1\n-> ")
    except ValueError:
        return False
    return False


def _recipients(path: Path) -> tuple[tuple[str, int, str], ...]:
    """The keys in recipients.txt; none where it is a link or another special file, which could lead anywhere, or too large for a list."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_OF_LIST:
            return ()
        return public_keys(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ()


def public_keys(text: str) -> tuple[tuple[str, int, str], ...]:
    """The public keys in the text of recipients.txt, each with its line, from 1, and the comment (#) behind it, which says who holds it."""
    lines = ((*line.partition("#")[::2], number) for number, line in enumerate(text.splitlines(), 1))
    return tuple((key.strip(), number, said.strip()) for key, said, number in lines if key.strip())
