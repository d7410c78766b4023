"""The parts of the page for submissions other than the registry: Python for browsers, age, and the checker compiled for that Python.

They come from the folder that `make submit` fills, or from a .zip of a release, for which neither npm nor Node is needed.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from zhicheng import __version__
from zhicheng.errors import UserError
from zhicheng.submission import payload
from zhicheng.submission.snapshot import zipped
from zhicheng.text import show

PYODIDE = ("pyodide.asm.wasm", "pyodide.asm.mjs", "python_stdlib.zip", "pyodide.js", "pyodide-lock.json")
AGE, CHECKER = "age.js", "payload.zip.xz"
_MADE_BY, _OF = "version", "checker.sha256"  # the version of the program that packed them, and which checker is compiled in them
_MOST = 100 << 20  # bytes of one part


def parts(where: Path) -> dict[str, bytes]:
    """The parts by their names, from a folder or a .zip. Raises UserError where they lack something or are of another program."""
    if where.is_dir() or where.suffix != ".zip":
        return _fetched(where)
    name, wanted = show(where.name, 80), f"请用发布里的 zhicheng-submit-{__version__}.zip。"
    try:
        with zipfile.ZipFile(where) as archive:
            if big := [one.filename for one in archive.infolist() if one.file_size > _MOST]:
                raise UserError(f"{name} 里的 {show(big[0], 60)} 太大，不是网页报送用的。{wanted}")
            found = {one.filename: archive.read(one) for one in archive.infolist()}
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise UserError(f"{name} 打不开，或者坏了。{wanted}") from None
    lacking = [one for one in (*PYODIDE, AGE, CHECKER, _MADE_BY, _OF) if one not in found]
    if lacking:
        raise UserError(f"{name} 里没有 {lacking[0]}，不是网页报送用的。{wanted}")
    made_by = found.pop(_MADE_BY).decode("utf-8", "replace")
    if made_by != __version__ or found.pop(_OF).decode("utf-8", "replace") != payload.digest_of_own():
        raise UserError(
            f"{name} 是与 zhicheng {show(made_by, 40)} 一起发布的，这里的程序是 {__version__}，或者改过。"
            f"网页里要用同一个程序检查：{wanted}改过程序的，请用 make submit。"
        )
    return found


def packed(fetched: Path) -> bytes:
    """The parts in a folder that `make submit` has filled as one .zip. The same parts give the same bytes. Raises UserError as `parts`."""
    own = {_MADE_BY: __version__.encode(), _OF: payload.digest_of_own().encode()}
    return zipped({**_fetched(fetched), **own})


def _fetched(folder: Path) -> dict[str, bytes]:
    found = {CHECKER: payload.payload(folder)}
    try:
        found |= {name: (folder / "node_modules/pyodide" / name).read_bytes() for name in PYODIDE}
        found[AGE] = (folder / AGE).read_bytes()
    except OSError:
        raise UserError(f"{show(folder)} 里没有 Pyodide 或者 age。{payload.GET}") from None
    return found
