"""One straight line: a module imports only from modules to its left; only the command line reads the clock, prints, and exits."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import registries

PACKAGE = registries.HERE.parent / "scripts/zhicheng"
# The line of docs/developers: what stands further right may import what stands further left, and not the other way round.
LINE = [
    "text",
    "errors",
    "markdown",
    "git",
    "problem",
    "signals",
    "processes",
    "encoding",
    "syntax",
    "yaml_values",
    "source",
    "resources",
    "schema",
    "wording",
    "reading",
    "records",
    "amending",
    "office",
    "reference",
    "forms",
    "experts",
    "sealed",
    "files",
    "registry",
    "at_commit",
    "route",
    "codeowners",
    "rules",
    "findings",
    "report",
    "rounds",
    "ics",
    "round_report",
    "reminders",
    "opening",
    "reviews",
    "approvals",
    "submission",
    "recording",
    "route_report",
    "changes",
    "history",
    "jsontext",
    "public",
    "paper",
    "annexes",
    "sealing",
    "vault",
    "unsealing",
    "custody",
    "form_files",
    "importing",
    "site",
    "starter",
    "registering",
    "guard",
    "pushed",
    "review",
    "unpacking",
    "packet",
    "branches",
    "packing",
    "rehearsal",
    "receiving",
    "nightly",
    "forge",
    "arguments",
    "vault_commands",
    "export_commands",
    "intake",
    "import_commands",
    "packet_commands",
    "route_commands",
    "round_commands",
    "report_commands",
    "hook_commands",
    "forge_commands",
    "cli",
    "__main__",
]
RULES = [
    "rule",
    "competence",
    "content",
    "forms",
    "generated",
    "identity",
    "positions",
    "experts",
    "pool",
    "privacy",
    "reading",
    "references",
    "roster",
    "sealed",
    "timing",
    "__init__",
]
CORE = LINE[: LINE.index("report") + 1]
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "resources" not in path.parts)
EVERY = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))


def station(path: Path) -> str:
    """The place of a module on the line: its own name, or that of its package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, with its full name, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            module = node.module or ""
            for name in node.names:
                below = PACKAGE.parent / module.replace(".", "/") / name.name
                is_module = module.startswith("zhicheng") and (below.with_suffix(".py").exists() or below.is_dir())
                yield f"{module}.{name.name}" if is_module else module


def test_the_line_names_every_module() -> None:
    assert {station(path) for path in MODULES} - {"__init__"} == set(LINE)
    assert {path.stem for path in MODULES if path.parent.name == "rules"} == set(RULES)


@EVERY
def test_imports_go_to_the_left(path: Path) -> None:
    here = station(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "zhicheng" or len(parts) == 1 or here == "__init__":
            continue
        if parts[1] == here == "rules":
            assert RULES.index(parts[2] if len(parts) > 2 else "__init__") < RULES.index(path.stem), name
        elif parts[1] != here:
            assert LINE.index(parts[1]) < LINE.index(here), f"{here} imports {name}"


def test_no_module_imports_itself_round_a_corner() -> None:
    """Inside the packages, too, imports make no circle."""
    names = {".".join(("zhicheng", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path for path in MODULES}
    wanted = {name: {found for found in imports(path) if found in names and found != name} for name, path in names.items()}
    done: set[str] = set()
    while ready := {name for name, needs in wanted.items() if name not in done and needs <= done}:
        done |= ready
    assert set(names) - done == set()


@EVERY
def test_the_core_needs_only_what_runs_in_a_browser(path: Path) -> None:
    """Under Pyodide there are PyYAML and jsonschema, and for forms openpyxl and xlrd; what is faster is picked up where it is."""
    if station(path) in CORE:
        foreign = {name.split(".")[0] for name in imports(path)} - sys.stdlib_module_names - {"zhicheng"}
        readers = {"openpyxl", "xlrd"} if station(path) == "forms" else set()  # pure Python, loaded where there is such a file
        assert foreign <= {"yaml", "jsonschema", "jsonschema_rs", *readers}


# What only the command line may do. `sys.stdout` and the like count by their last name.
PRINTS = {"print", "input", "stdout", "stderr", "stdin", "breakpoint", "pprint"}
EXITS = {"exit", "_exit", "quit", "abort", "SystemExit"}
CLOCK = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime", "fromtimestamp"}


def used(path: Path) -> Iterator[tuple[str, int]]:
    """Every call and every attribute of a file by its last name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno
        elif isinstance(node, ast.Attribute):
            root = node.value
            if isinstance(root, ast.Name) and root.id in ("sys", "os", "time", "date", "datetime", "dt", "Day", "builtins"):
                yield node.attr, node.lineno
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            yield node.exc.id, node.lineno


@EVERY
def test_only_the_command_line_prints_exits_and_reads_the_clock(path: Path) -> None:
    """`--as-of` replaces today everywhere, and the core can run inside another program."""
    found = [(name, line) for name, line in used(path) if name in PRINTS | EXITS | CLOCK]
    assert station(path) in ("cli", "__main__") or found == []


def test_that_test_can_fail() -> None:
    """The command line itself does all three."""
    names = {name for file in ("cli.py", "__main__.py") for name, _ in used(PACKAGE / file)}
    assert names & PRINTS
    assert names & EXITS
    assert names & CLOCK


@EVERY
def test_only_one_module_runs_git(path: Path) -> None:
    """One environment for every call: what the environment says of another repository must not slip in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.List) and node.elts and _is_git(node.elts[0])]
    assert bool(calls) == (station(path) == "git"), calls


def _is_git(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == "git"


@EVERY
def test_text_is_opened_with_an_encoding(path: Path) -> None:
    """The locale of the machine decides nothing."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            given = {keyword.arg for keyword in node.keywords}
            binary = any(isinstance(a, ast.Constant) and isinstance(a.value, str) and "b" in a.value for a in node.args[1:])
            if name in ("read_text", "write_text") or (name == "open" and isinstance(node.func, ast.Name) and not binary):
                assert "encoding" in given, f"{path.name}:{node.lineno}"
