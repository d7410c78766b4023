"""The house: which package may import which, what each shows the others, and that only the command line prints and reads the clock."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from helpers import registries

PACKAGE = registries.HERE.parent / "scripts/zhicheng"
# The packages from the ground up, and what each may import of the others. docs/developers/architecture.md says what they are.
ALLOWED = {
    "text": (),
    "errors": (),
    "system": ("text", "errors"),
    "documents": ("text", "errors", "system"),
    "registry": ("text", "errors", "system", "documents"),
    "draws": ("text", "errors", "system", "documents", "registry"),
    "rules": ("text", "system", "documents", "registry", "draws"),
    "vault": ("text", "errors", "system", "documents", "registry", "rules"),
    "drawing": ("text", "errors", "system", "documents", "registry", "draws", "rules", "vault"),
    "forms": ("text", "errors", "system", "documents", "registry", "draws", "rules", "vault", "drawing"),
    "review": ("text", "errors", "system", "documents", "registry", "rules", "vault", "forms"),
    "centre": ("text", "errors", "documents", "registry"),
    "site": ("text", "errors", "system", "documents", "registry", "draws", "rules", "forms", "centre"),
    "submission": ("text", "errors", "system", "documents", "registry", "rules", "vault", "forms", "review", "site"),
    "commands": (
        "text", "errors", "system", "documents", "registry", "draws", "rules", "vault", "drawing", "forms", "review",
        "centre", "site", "submission",
    ),
}  # fmt: skip
LAYERS = tuple(ALLOWED)
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "resources" not in path.parts)


def here(path: Path) -> str:
    """A module as messages name it: `rules/dates.py`."""
    return path.relative_to(PACKAGE).as_posix()


def package(path: Path) -> str:
    """The package a module belongs to, or the module itself where it stands at the top."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def dotted(path: Path) -> str:
    """The name of a module from the top of the package: `forms.reading`, `text`."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")


NAMES = {dotted(path): path for path in MODULES}


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a file consists of, the whole of it first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def body(path: Path) -> list[ast.stmt]:
    """What stands at the outermost level of a file."""
    return nodes(path)[0].body  # type: ignore[attr-defined, no-any-return]


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    """Nobody else needs the nodes."""
    yield
    nodes.cache_clear()


@cache
def imports(path: Path) -> list[tuple[str, str]]:
    """Every import of ours in a file, inside functions too: the module, and the name taken from it ("" where it is the module itself)."""
    return list(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, str]]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            assert not any(name.name.startswith("zhicheng") for name in node.names), f"{path.name}: write from zhicheng.… import …"
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            module = node.module or ""
            if module.split(".")[0] == "zhicheng":
                for name in node.names:
                    inside = f"{module}.{name.name}".removeprefix("zhicheng.")
                    yield (inside, "") if inside in NAMES else (module.removeprefix("zhicheng").lstrip("."), name.name)


def foreign(path: Path) -> set[str]:
    """The other packages that a file imports, by their first names."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"zhicheng"}


@cache
def face(name: str) -> tuple[str, ...]:
    """What stands in `__all__` of a package."""
    for node in body(NAMES[name]):
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]:
            return tuple(ast.literal_eval(node.value))
    return ()


def test_the_order_names_every_package() -> None:
    assert {package(path) for path in MODULES} - {"__init__", "__main__"} == set(LAYERS)
    for name, allowed in ALLOWED.items():
        assert set(allowed) <= set(LAYERS[: LAYERS.index(name)]), f"{name} may only import what stands before it"


def test_imports_stay_within_what_a_package_may_import() -> None:
    for path in MODULES:
        of = package(path)
        for module, name in imports(path):
            there = (module or name).split(".")[0]
            if of not in ("__init__", "__main__") and there != of and module:
                assert there in ALLOWED[of], f"{here(path)} imports {module}"


def test_what_others_use_stands_in_the_face_of_a_package() -> None:
    """From another package only modules are taken that `__all__` names there, step by step, and no name that begins with an underscore."""
    for path, (module, name) in ((file, one) for file in MODULES for one in imports(file)):
        parts = module.split(".")
        assert not name.startswith("_") or name == "__version__", f"{here(path)}: {name} of {module} is its own"
        if parts[0] in (package(path), ""):
            continue
        for i in range(1, len(parts)):
            above = ".".join(parts[:i])
            assert parts[i] in face(above), f"{here(path)}: {module} is not in the face of zhicheng.{above}"
        if name and NAMES[module].name == "__init__.py":
            assert name in face(module), f"{here(path)}: {name} is not in the face of zhicheng.{module}"


def test_a_face_names_only_what_others_use() -> None:
    used = set()
    for path in MODULES:
        for module, name in imports(path):
            if module.split(".")[0] != package(path):
                parts = [*module.split("."), *([name] if name else [])]
                used |= {".".join(parts[: i + 1]) for i in range(len(parts))}
    for name, path in NAMES.items():
        if path.name == "__init__.py" and name:
            assert [f"{name}.{one}" for one in face(name) if f"{name}.{one}" not in used] == []
            assert list(face(name)) == sorted(face(name))


def test_imports_make_no_circle() -> None:
    """Inside of packages, too."""
    wanted: dict[str, set[str]] = {name: set() for name in NAMES}
    for name, path in NAMES.items():
        for module, _ in imports(path):
            if module in NAMES and module != name:
                wanted[name].add(module)
    done: set[str] = set()
    while ready := {name for name, needs in wanted.items() if name not in done and needs <= done}:
        done |= ready
    assert set(NAMES) - done == set()


def test_a_class_has_a_name_of_its_own() -> None:
    """A reader who looks for a class by its name finds one."""
    names = Counter(node.name for path in MODULES for node in body(path) if isinstance(node, ast.ClassDef) and node.name[0] != "_")
    assert [name for name, times in names.items() if times > 1] == []


def test_a_module_stays_under_300_lines() -> None:
    lengths = {here(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


TESTS = sorted(path for path in registries.HERE.rglob("*.py") if "data" not in path.relative_to(registries.HERE).parts)
PROGRAMS = {"bench", "faults", "mutants", "noting"}  # programs of tests/, which tests/whole tests


def test_tests_share_only_what_lies_in_helpers() -> None:
    """No test module imports another one, nor conftest: what several need is in tests/helpers."""
    others = {entry.name.removesuffix(".py") for entry in registries.HERE.iterdir()} - {"helpers", *PROGRAMS}
    assert {str(path): found for path in TESTS if (found := foreign(path) & others)} == {}


CORE = ("text", "errors", "system", "documents", "registry", "rules")


def test_the_core_needs_only_what_runs_in_a_browser() -> None:
    """Under Pyodide there are PyYAML and jsonschema, and for forms openpyxl and xlrd; what is faster is picked up where it is."""
    for path in MODULES:
        if package(path) in CORE or dotted(path).startswith(("forms.reading", "forms.intake")):
            readers = {"openpyxl", "xlrd"} if package(path) == "forms" else set()  # pure Python, loaded where there is such a file
            assert foreign(path) <= {"yaml", "jsonschema", "jsonschema_rs", "orjson", *readers}, here(path)


# What only the command line may do. `sys.stdout` and the like count by their last name.
PRINTS = {"print", "input", "stdout", "stderr", "stdin", "breakpoint", "pprint"}
EXITS = {"exit", "_exit", "quit", "abort", "SystemExit"}
CLOCK = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime", "fromtimestamp"}
COMMAND_LINE = ("commands.cli", "__main__")


def used(path: Path) -> Iterator[tuple[str, int]]:
    """Every call and every attribute of a file by its last name."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno
        elif isinstance(node, ast.Attribute):
            root = node.value
            if isinstance(root, ast.Name) and root.id in ("sys", "os", "time", "date", "datetime", "dt", "Day", "builtins"):
                yield node.attr, node.lineno
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            yield node.exc.id, node.lineno


def test_only_the_command_line_prints_exits_and_reads_the_clock() -> None:
    """`--as-of` replaces today everywhere, and the core can run inside another program."""
    for path in MODULES:
        found = [(name, line) for name, line in used(path) if name in PRINTS | EXITS | CLOCK]
        assert dotted(path) in COMMAND_LINE or found == [], here(path)


def test_that_test_can_fail() -> None:
    """The command line itself does all three."""
    names = {name for module in COMMAND_LINE for name, _ in used(NAMES[module])}
    assert names & PRINTS
    assert names & EXITS
    assert names & CLOCK


def test_text_is_opened_with_an_encoding() -> None:
    """The locale of the machine decides nothing."""
    for path, node in ((file, call) for file in MODULES for call in nodes(file) if isinstance(call, ast.Call)):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
        given = {keyword.arg for keyword in node.keywords}
        binary = any(isinstance(a, ast.Constant) and isinstance(a.value, str) and "b" in a.value for a in node.args[1:])
        if name in ("read_text", "write_text") or (name == "open" and isinstance(node.func, ast.Name) and not binary):
            assert "encoding" in given, f"{here(path)}:{node.lineno}"


def test_only_one_module_runs_git() -> None:
    """One environment for every call: what the environment says of another repository must not slip in."""
    calls = {here(path) for path in MODULES for node in nodes(path) if isinstance(node, ast.List) and node.elts and _is_git(node.elts[0])}
    assert calls == {"system/git.py"}


def _is_git(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "git"
