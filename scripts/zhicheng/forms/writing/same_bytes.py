"""Office files with the same bytes every time: they are ZIP archives, whose members get a fixed time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP can express


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a ZIP archive of `parts` (content by name), in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system = 3  # else it says on which system the file was written
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a ZIP archive (content by name), in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
