"""LibreOffice, where it is installed: converts a file in a folder of its own that nobody else can read, and that is gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_SECONDS = 180
_PROGRAMS = ("soffice", "libreoffice")
# How HTML is opened, by what it becomes: otherwise LibreOffice opens it as a web page, which it cannot save as docx or xlsx.
_FILTERS = {"docx": "HTML (StarWriter)", "xlsx": "HTML (StarCalc)"}


def installed() -> str | None:
    """The path of the program, None where there is none."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name)) is not None), None)


def converted(content: bytes, target: str) -> bytes | None:
    """A file as docx or xlsx (`target`); None where that fails. What kind of file it is LibreOffice sees from its content."""
    program = installed()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        (folder / "in/form").write_bytes(content)
        # A profile of its own: apart from that of a LibreOffice that is running, and without leave to run macros.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", *([f"--infilter={_FILTERS[target]}"] if _is_web(content) else [])]
        command += ["--convert-to", target, "--outdir", str(folder / "out")]
        try:
            subprocess.run(
                [*command, str(folder / "in/form")],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
                env={**os.environ, "HOME": name},
            )
            return (folder / f"out/form.{target}").read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            return None


def _is_web(content: bytes) -> bool:
    """Whether a file is HTML, not XML."""
    start = content[:4000].lstrip(b"\xef\xbb\xbf\xff\xfe\x00\t\r\n ")
    return start.startswith(b"<") and not start.startswith(b"<?xml")
