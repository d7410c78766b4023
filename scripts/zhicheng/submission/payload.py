"""The checker for a browser as one .zip.xz: our modules and the packages they need, compiled for its Python, and the data that they read.

`sources` and `payload` run here, `compiled` in the browser's own Python, which Node loads. The same sources give the same bytes.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from zhicheng.errors import UserError
from zhicheng.submission.snapshot import zipped
from zhicheng.system.packaged import resource

_DOOR = "zhicheng.submission.calls"  # what it needs of ours comes along
_LEFT_OUT = (  # Word files and PDFs are not made there
    *(f"zhicheng.forms.writing.{name}" for name in ("word", "pdf", "draw_papers", "draw_tables")),
    "zhicheng.system.libreoffice",
)
_DATA = ("schemas", "guard.yaml", "registry/reference/ethnic-groups.yaml", "registry/reference/randomness.yaml")
_OF_OTHERS = (
    *("attr", "attrs", "et_xmlfile", "jinja2", "jsonschema", "jsonschema_specifications", "markupsafe", "openpyxl", "referencing"),
    *("xlrd", "yaml"),
)
_COMPILED = (".so", ".pyd", ".pyi", ".pyx", ".pxd", ".h", ".c", "py.typed")
_TEMPLATES = ("committee.html", "_answer.html", "_overdue.html", "_pools.html")  # of the public page that is shown beforehand
_NOT_NEEDED = ("/tests/", "/benchmarks/", "/cli.py", "/__main__.py")
_STAND_IN = "submission/persistent.py"  # for rpds
GET = "请先运行 make submit：它按版本和校验值取来 Pyodide 和要用的包。"


def payload(fetched: Path) -> bytes:
    """The payload, compiled by the Pyodide that `make submit` has put into the folder `fetched`; it is kept there beside its sources' hash.

    Raises UserError where something is missing.
    """
    given = sources(fetched / "wheels")
    digest = hashlib.sha256(given).hexdigest()
    kept = fetched / f"payload-{digest[:16]}.zip.xz"
    if not kept.is_file():
        made = _compiled_by_node(given, fetched)
        for old in fetched.glob("payload-*.zip.xz"):
            old.unlink(missing_ok=True)
        part = fetched / f"payload-{digest[:16]}.{os.getpid()}.part"
        part.write_bytes(made)
        part.replace(kept)
    return kept.read_bytes()


def sources(wheels: Path) -> bytes:
    """All that the payload is made of, as a .zip of source text and data. Raises UserError where the packages were not fetched."""
    files = _own()
    found = sorted(wheels.glob("*.whl")) if wheels.is_dir() else []
    for wheel in found:
        files |= dict(_of_others(wheel))
    if lacking := [name for name in _OF_OTHERS if f"{name}/__init__.py" not in files]:
        raise UserError(f"{wheels} 里缺少 {'、'.join(lacking)}。{GET}")
    return zipped(files)


def digest_of_own() -> str:
    """The SHA-256 of our own part of the sources: the same program makes the same."""
    return hashlib.sha256(zipped(_own(), zipfile.ZIP_STORED)).hexdigest()


def _own() -> dict[str, bytes]:
    """Our modules, the data that they read, and the stand-in for rpds, by their paths in the payload."""
    package = Path(__file__).parents[1]
    files = {f"zhicheng/{path}": content for path, content in _ours(package)}
    for name in _DATA:
        where = resource(name)
        for path in sorted(where.rglob("*")) if where.is_dir() else [where]:
            inner = f"/{path.relative_to(where).as_posix()}" if where.is_dir() else ""
            files[f"zhicheng/resources/{name}{inner}"] = path.read_bytes()
    files["rpds.py"] = (package / _STAND_IN).read_bytes()
    return files


def _ours(package: Path) -> Iterator[tuple[str, bytes]]:
    """Our modules that the door needs, and the data beside them, by their path in the package."""
    folders = set()
    for name in sorted(_reached(package)):
        path = _file(package, name)
        folders.add(path.parent)
        yield path.relative_to(package).as_posix(), path.read_bytes()
    for name in _TEMPLATES:
        yield f"site/templates/{name}", (package / "site/templates" / name).read_bytes()
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.suffix in (".yaml", ".csv")):
        yield path.relative_to(package).as_posix(), path.read_bytes()


def _reached(package: Path) -> set[str]:
    """The names of our modules that `calls` imports, directly or through others, inside functions too; and of their packages."""
    found: set[str] = set()
    wanted = [_DOOR, "zhicheng.submission.payload"]
    while wanted:
        name = wanted.pop()
        if name in found or name.startswith(_LEFT_OUT) or not _file(package, name).is_file():
            continue
        found.add(name)
        wanted.append(name.rpartition(".")[0])
        for node in ast.walk(ast.parse(_file(package, name).read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "zhicheng":
                wanted += [str(node.module), *(f"{node.module}.{one.name}" for one in node.names)]
    return found


def _file(package: Path, name: str) -> Path:
    """The file of one of our modules by its name."""
    path = package.parent.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _of_others(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """The pure part of a wheel and its licences, by their paths."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            top, _, rest = name.partition("/")
            licence = top.endswith(".dist-info") and "licen" in rest.lower()
            ours = top in _OF_OTHERS and not name.endswith(_COMPILED) and not any(part in f"/{rest}" for part in _NOT_NEEDED)
            if (licence or ours) and not name.endswith("/"):
                yield name, archive.read(name)


def compiled(given: bytes) -> bytes:
    """The files of `given` (a .zip), every module compiled for the Python that runs this. The time and the place of compiling make no
    difference.

    They are stored uncompressed in the .zip and then compressed together: that takes two thirds of compressing them one by one.
    """
    import lzma

    files = {}
    with zipfile.ZipFile(io.BytesIO(given)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".py"):
                made = compile(content, name, "exec", dont_inherit=True)
                name, content = f"{name}c", _pyc(made, content)  # noqa: PLW2901 - its new name
            files[name] = content
    return lzma.compress(zipped(files, zipfile.ZIP_STORED), filters=[{"id": lzma.FILTER_LZMA2, "preset": 9, "dict_size": 8 << 20}])


def _pyc(made: object, source: bytes) -> bytes:
    """A compiled module as it lies on disk (PEP 552), never to be compared with its source, which is not there."""
    import marshal

    return importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(source) + marshal.dumps(made)  # type: ignore[arg-type]


def _compiled_by_node(given: bytes, fetched: Path) -> bytes:
    """The sources compiled by the Pyodide in `fetched`, in Node. Raises UserError where there is none, or it fails."""
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if node is None or not (fetched / "node_modules/pyodide/pyodide.mjs").is_file():
        raise UserError(f"{fetched} 里没有 Pyodide，或者没有运行它的 Node。{GET}")
    with tempfile.TemporaryDirectory(prefix="payload-") as folder:
        before, after = Path(folder, "sources.zip"), Path(folder, "payload.zip.xz")
        before.write_bytes(given)
        script = Path(__file__).with_name("compile.mjs")
        done = subprocess.run([node, script, fetched.resolve(), before, after], capture_output=True, check=False)
        if done.returncode or not after.is_file():
            raise UserError(f"给浏览器用的程序没有编译成：{done.stderr.decode('utf-8', 'replace')[-500:]}")
        return after.read_bytes()
