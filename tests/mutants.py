"""`make mutants`: what share of small faults in the program the tests notice. Prints the faults that no test noticed.

    python tests/mutants.py [--number 50] [--seed 1] [--near] [PACKAGE …]

A mutant is the program with one small fault: a comparison off by its bound, a condition forced, a call left out. So many are drawn at random,
evenly over the packages (`rules`, or a part of one: `review/approvals`); the same seed draws the same ones from the same source. Each is
written into a copy of this repository, and tests run there until one fails: first those of the module, then the other quick ones of its
package, then all quick ones (left out with `--near`), last the slow ones that concern the package. A test that takes too long fails.
What fails without a fault is left out. Docstrings, texts, annotations and decorators are not changed.

Faults that change nothing one could notice are listed in tests/mutants-equivalent.txt, with the reason; they are not counted.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = "scripts/zhicheng"
EQUIVALENT = "tests/mutants-equivalent.txt"
PACKAGES = ("rules", "review/approvals", "forms", "vault", "site")
WARM = ("hypothesis", "playwright.sync_api", "yaml", "jsonschema", "jsonschema_rs", "orjson", "openpyxl", "xlrd", "pyrage", "jinja2", "docx")
LEAST = 10.0  # seconds of processor time that a test may take at least
WALL = 900.0  # seconds that a run of tests may take by the clock
MEMORY = 6 << 30  # bytes of data that a run may hold

Edit = tuple[int, int, str]  # where the bytes to be replaced start and end, and by what
_TOKENS: dict[type[ast.AST], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.In: (r"\bin\b", ("not in",)),
    ast.NotIn: (r"\bnot\s+in\b", ("in",)),
    ast.Is: (r"\bis\b", ("is not",)),
    ast.IsNot: (r"\bis\s+not\b", ("is",)),
    ast.Add: (r"\+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: (r"\*", ("//",)),
    ast.FloorDiv: ("//", ("*",)),
    ast.Mod: ("%", ("*",)),
    ast.BitOr: (r"\|", ("&",)),
    ast.BitAnd: ("&", ("|",)),
}
_OTHER_NAME = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SMALL_SET = range(2, 9)  # elements of a display of constants, any of which may be left out
_TEXTS = (ast.JoinedStr, ast.List, ast.Tuple)  # what one adds to, and cannot subtract from


class Mutant(NamedTuple):
    """One fault: where it is, the source with it, and the lines concerned without and with it, their spaces made one."""

    path: str
    function: str
    line: int
    before: str
    after: str
    source: bytes

    @property
    def name(self) -> tuple[str, str, str, str]:
        return self.path, self.function, self.before, self.after


class _Text:
    """The bytes of a module, and the place of each node in them."""

    def __init__(self, source: bytes) -> None:
        self.bytes = source
        self.lines = [0, *(found.end() for found in re.finditer(rb"\n", source))]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[node.end_lineno - 1] + node.end_col_offset

    def __getitem__(self, node: ast.expr) -> str:
        start, end = self.span(node)
        return self.bytes[start:end].decode()


def mutants(path: str, source: bytes) -> Iterator[Mutant]:
    """Every mutant of a module, without looking whether it still parses."""
    text = _Text(source)
    for node, function in _nodes(ast.parse(source), ""):
        for start, end, new in _edits(node, text):
            first = source.rfind(b"\n", 0, start) + 1
            last = (source.find(b"\n", end) + len(source)) % len(source)
            after = source[first:start] + new.encode() + source[end:last]
            line = source.count(b"\n", 0, start) + 1
            whole = source[:start] + new.encode() + source[end:]
            yield Mutant(path, function, line, *(" ".join(part.decode().split()) for part in (source[first:last], after)), whole)


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node that may be changed, with the qualified name of the function or class it stands in."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                inner = function
                if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    inner = f"{function}.{child.name}".lstrip(".")
                yield child, inner
                yield from _nodes(child, inner)


def _is_left_alone(node: ast.AST) -> bool:
    """Texts, names exported, slots, and what is there for types alone."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        types = isinstance(node.value, ast.Subscript) and node.targets[0].id[0].isupper() and not node.targets[0].id.isupper()
        return types or node.targets[0].id in ("__all__", "__slots__")
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return node.value.id in ("Literal", "Callable", "Mapping", "Iterable", "Sequence", "tuple", "dict", "list", "set")
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.JoinedStr)


def _edits(node: ast.AST, text: _Text) -> Iterator[Edit]:
    """The faults that may be made at a node."""
    match node:
        case ast.Compare():
            sides = [node.left, *node.comparators]
            for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
                yield from _between(left, operator, right, text)
        case ast.BoolOp():
            values = [f"({text[value]})" for value in node.values]
            word, other = (" and ", " or ") if isinstance(node.op, ast.And) else (" or ", " and ")
            yield *text.span(node), f"({other.join(values)})"
            for i in range(len(values)):
                yield *text.span(node), f"({word.join(values[:i] + values[i + 1 :])})"
        case ast.UnaryOp(op=ast.Not()):
            yield *text.span(node), f"({text[node.operand]})"
        case ast.BinOp():
            if not any(isinstance(side, _TEXTS) or _is_text_or_none(side) for side in (node.left, node.right)):
                yield from _between(node.left, node.op, node.right, text)
        case ast.AugAssign():
            if not isinstance(node.value, _TEXTS) and not _is_text_or_none(node.value):
                yield from _between(node.target, node.op, node.value, text)
        case ast.Call(func=ast.Name(id=name)) if name in _OTHER_NAME:
            yield *text.span(node.func), _OTHER_NAME[name]
        case ast.Constant(value=bool()):
            yield *text.span(node), str(not node.value)
        case ast.Constant(value=int() | float()):
            yield *text.span(node), str(node.value + 1)
            yield *text.span(node), str(node.value - 1)
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom() | ast.Await()):
            yield *text.span(node), "pass"
        case ast.Continue():
            yield *text.span(node), "break"
            yield *text.span(node), "pass"
        case ast.Break():
            yield *text.span(node), "continue"
        case ast.Tuple() | ast.List() | ast.Set() if len(node.elts) in _SMALL_SET:
            if all(isinstance(element, ast.Constant) for element in node.elts):
                start, end = {ast.Tuple: "()", ast.List: "[]", ast.Set: "{}"}[type(node)]
                for i in range(len(node.elts)):
                    rest = ", ".join(text[element] for element in node.elts[:i] + node.elts[i + 1 :])
                    yield *text.span(node), f"{start}{rest},{end}"
        case ast.Dict() if len(node.keys) in _SMALL_SET and all(isinstance(key, ast.Constant) for key in node.keys):
            pairs = [f"{text[key]}: {text[value]}" for key, value in zip(node.keys, node.values, strict=True) if key is not None]
            for i in range(len(pairs)):
                yield *text.span(node), "{" + ", ".join(pairs[:i] + pairs[i + 1 :]) + "}"
    tests = node.ifs if isinstance(node, ast.comprehension) else [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else []
    for test in tests:
        yield *text.span(test), "False"
        if not isinstance(node, ast.While):
            yield *text.span(test), "True"


def _between(left: ast.expr, operator: ast.AST, right: ast.expr, text: _Text) -> Iterator[Edit]:
    """Other operators in the place of the one between two operands."""
    start, end = text.span(left)[1], text.span(right)[0]
    pattern, others = _TOKENS.get(type(operator), ("(?!)", ()))
    if found := re.search(pattern.encode(), text.bytes[start:end]):
        yield from ((start + found.start(), start + found.end(), other) for other in others)


def _is_text_or_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, str))


def all_of(packages: list[str], root: Path = ROOT) -> dict[str, list[Mutant]]:
    """Every mutant of each package or part of one."""
    found = {}
    for package in packages:
        folder = root / SOURCE / package
        files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
        found[package] = [
            mutant for file in files for mutant in mutants(file.relative_to(root / SOURCE).as_posix(), file.read_bytes())
        ]
    return found


def equivalents(text: str) -> dict[tuple[str, str, str, str], str]:
    """The reason of each mutant that is listed as equivalent: blocks of `path function`, `- before`, `+ after` and the reason."""
    found = {}
    for block in text.split("\n\n"):
        if block.strip() and not block.startswith("#"):
            place, before, after, reason = block.strip().split("\n")
            path, _, function = place.partition(" ")
            found[path, function, before.removeprefix("- "), after.removeprefix("+ ")] = reason
    return found


def drawn(found: list[Mutant], seed: str) -> Iterator[Mutant]:
    """The mutants that parse and differ, in random order: one of each line first, so that long conditions do not outweigh the rest."""
    rng = random.Random(seed)
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for mutant in found:
        by_line.setdefault((mutant.path, mutant.line), []).append(mutant)
    lines = list(by_line.values())
    for line in [*lines]:
        rng.shuffle(line)
    while lines:
        rng.shuffle(lines)
        for line in lines:
            mutant = line.pop()
            with contextlib.suppress(SyntaxError):
                ast.parse(mutant.source)
                yield mutant
        lines = [line for line in lines if line]


@cache
def _imports(path: Path) -> frozenset[str]:
    """The modules that a file may import, as paths without suffix under the package: `rules/dates`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zhicheng"):
            module = (node.module or "").replace(".", "/").removeprefix("zhicheng").lstrip("/")
            found |= {module, *(f"{module}/{name.name}" for name in node.names)}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Stage:
    """Test files to run in this order, and the expression of marks that chooses among their tests."""

    name: str
    files: tuple[str, ...]
    marks: str


def stages(path: str, near: bool, root: Path) -> list[Stage]:
    """The tests for a module, those first that probably notice a fault in it."""
    module = path.removesuffix(".py").removesuffix("/__init__")
    package = module.split("/")[0]
    about: dict[str, tuple[int, ...]] = {}
    every = sorted(file.relative_to(root).as_posix() for file in (root / "tests").rglob("test_*.py"))
    for file in every:
        mirrored = file.removeprefix("tests/").removesuffix(".py").replace("/test_", "/")
        sources = [root / SOURCE / f"{mirrored}{end}.py" for end in ("", "_", "/__init__")]
        imported = _imports(root / file).union(*(_imports(source) for source in sources if source.is_file()))
        own = mirrored in (module, f"{module}/{module.rsplit('/', 1)[-1]}")
        together = os.path.commonprefix([mirrored.split("/"), module.split("/")])
        if own or together or any(name == package or name.startswith(package + "/") for name in imported):
            about[file] = (0 if own else 1 if module in imported else 2, -len(together))
    nearest = sorted(about, key=lambda file: (about[file], file))
    best = min((about[file] for file in nearest), default=(0, 0))
    first = tuple(file for file in nearest if about[file][0] < 2 or about[file] == best)
    found = [
        Stage("module", first, "not slow"),
        Stage("package", tuple(file for file in nearest if file not in first), "not slow"),
        Stage("slow", tuple(nearest), "slow"),
    ]
    if not near:
        found.insert(2, Stage("all", tuple(file for file in every if file not in about), "not slow"))
    return [stage for stage in found if stage.files]


class _Watch:
    """Writes which tests failed and the longest time of one, in seconds of processor time; ends the process where a test takes too long."""

    def __init__(self, limit: float, log: Path) -> None:
        self.limit, self.log, self.longest, self.started = limit, log, 0.0, 0.0
        self.failed: list[str] = []

    def pytest_runtest_logstart(self) -> None:
        self.started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, self.limit)

    def pytest_runtest_logfinish(self) -> None:
        self.longest = max(self.longest, time.process_time() - self.started)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and report.nodeid not in self.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.log.write_text("\n".join([str(self.longest), *self.failed]), encoding="utf-8")


class Copy:
    """A copy of the repository in which one fault at a time is made."""

    def __init__(self, folder: Path) -> None:
        self.root, self.folder = folder / "copy", folder
        left = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "node_modules")
        top = {str(ROOT / name) for name in ("site", "build", "dist", "exports")}
        shutil.copytree(ROOT, self.root, symlinks=True, ignore=lambda at, names: {*left(at, names), *(n for n in names if f"{at}/{n}" in top)})
        self.known: dict[Stage, tuple[float, tuple[str, ...]]] = {}
        os.chdir(self.root)
        os.environ["PYTHONPATH"] = str(self.root / "scripts")
        sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() not in (ROOT / "tests", ROOT / "scripts", ROOT)]
        for name in WARM:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)

    def killed_by(self, mutant: Mutant, near: bool) -> str | None:
        """The stage, and the test if one is known, that noticed a mutant; None where it survived."""
        file = self.root / SOURCE / mutant.path
        tests = stages(mutant.path, near, self.root)
        without = [self._without_fault(stage) for stage in tests]
        original = file.read_bytes()
        try:
            file.write_bytes(mutant.source)
            for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
                compiled.unlink()
            for stage, (limit, broken) in zip(tests, without, strict=True):
                passed, said = self._run(stage, limit, broken, first_only=True)
                if not passed:
                    return f"{stage.name}: {said[1] if len(said) > 1 else 'ended'}"
        finally:
            file.write_bytes(original)
        return None

    def _without_fault(self, stage: Stage) -> tuple[float, tuple[str, ...]]:
        """How long a test may take, and which tests fail without a fault."""
        key = Stage("", tuple(sorted(stage.files)), stage.marks)
        if key not in self.known:
            _, said = self._run(stage, WALL, (), first_only=False)
            if not said:
                raise SystemExit(f"The tests of {', '.join(stage.files)} do not run without a fault.")
            self.known[key] = max(LEAST, 5 * float(said[0])), tuple(said[1:])
        return self.known[key]

    def _run(self, stage: Stage, limit: float, broken: tuple[str, ...], first_only: bool) -> tuple[bool, list[str]]:
        """Whether the tests of a stage passed, and what was written of them. In a process of its own, forked before zhicheng is imported."""
        log = self.folder / "log"
        log.unlink(missing_ok=True)
        arguments = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={self.root}", f"--basetemp={self.folder / 'tmp'}", "-m", stage.marks]
        arguments += ["--hypothesis-seed=1", "--tb=no", *(["-x"] if first_only else []), *(f"--deselect={test}" for test in broken)]
        child = os.fork()
        if not child:
            try:
                os.setsid()
                signal.signal(signal.SIGPROF, signal.SIG_DFL)
                signal.setitimer(signal.ITIMER_PROF, WALL)
                resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
                sys.dont_write_bytecode = first_only
                out = os.open(self.folder / "output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.dup2(out, 1)
                os.dup2(out, 2)
                os._exit(int(pytest.main([*arguments, *stage.files], plugins=[_Watch(limit, log)])))
            finally:
                os._exit(70)
        code = _waited(child)
        said = log.read_text(encoding="utf-8").split("\n") if log.exists() else []
        return code in (0, 5), said


def _waited(child: int) -> int:
    """The exit code of a process, negative for a signal; after WALL seconds it is ended. What it left running in its group is ended."""
    end = time.monotonic() + WALL
    done, status = 0, 0
    while not done and time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if not done:
            time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    if not done:
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    parser = argparse.ArgumentParser(description="What share of small faults the tests notice.")
    parser.add_argument("packages", nargs="*", default=PACKAGES, metavar="PACKAGE")
    parser.add_argument("--number", type=int, default=50, help="mutants in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--near", action="store_true", help="leave out the quick tests that do not concern the package")
    given = parser.parse_args()
    same = equivalents((ROOT / EQUIVALENT).read_text(encoding="utf-8"))
    found = all_of(list(given.packages))
    table, survivors, skipped = [], [], []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder))
        for i, package in enumerate(given.packages):
            number = given.number // len(given.packages) + (i < given.number % len(given.packages))
            killed = tried = 0
            for mutant in drawn(found[package], f"{given.seed} {package}"):
                if tried == number:
                    break
                if mutant.name in same:
                    skipped.append(mutant)
                    continue
                tried += 1
                by = copy.killed_by(mutant, given.near)
                killed += by is not None
                survivors += [mutant] if by is None else []
                print(f"{SOURCE}/{mutant.path}:{mutant.line} {by or 'SURVIVED'}", file=sys.stderr, flush=True)
            table.append((package, tried, killed))
    for title, listed in (("Survivors", survivors), ("Equivalent, not counted", skipped)):
        for n, mutant in enumerate(listed):
            print(("" if n else f"{title}\n\n") + f"{SOURCE}/{mutant.path}:{mutant.line} in {mutant.function or 'the module'}")
            print(f"- {mutant.before}\n+ {mutant.after}\n" + (f"{same[mutant.name]}\n" if mutant.name in same else ""))
    for package, tried, killed in [*table, ("all", sum(row[1] for row in table), sum(row[2] for row in table))]:
        print(f"{package:<20} {killed:>4} of {tried:>4} killed {killed / tried if tried else 1:>6.0%}")
    print(f"seed {given.seed}{', near tests only' if given.near else ''}")


if __name__ == "__main__":
    main()
