"""`make mutants`: what share of small faults in the program the tests notice. Prints the faults that no test noticed.

    python tests/mutants.py [--number 50] [--seed 1] [--quick | --near] [PACKAGE …]

A mutant is the program with one small fault: a comparison off by its bound, a condition forced, a call left out. So many are drawn at
random, evenly over the packages (`rules`, or a part of one: `review/approvals`); the same seed draws the same ones from the same source.
Each is made in a copy of this repository, and tests run there until one fails: first those of the module, then the other quick ones that
concern its package, then the slow ones that do, last those of all other quick ones that call the changed function, which one run of them
without a fault tells. `--quick` leaves the slow ones out, `--near` all but the quick ones that concern the package. A test that takes too
long fails. A test that fails without the fault too is left out.

One process per package loads the program and its tests once and forks for each mutant, which gets the changed function there. Where the
change is outside functions, all is loaded anew.

Faults that change nothing one could notice are listed in tests/mutants-equivalent.txt, with the reason; they are not counted.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import contextlib
import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest
from faults import SOURCE, Mutant, all_of, changed_function, drawn, equivalents, noted_function, put

ROOT = Path(__file__).parents[1]
EQUIVALENT = ROOT / "tests/mutants-equivalent.txt"
PACKAGES = ("rules", "review/approvals", "forms", "vault", "site")
WARM = ("hypothesis", "playwright.sync_api", "yaml", "jsonschema_rs", "orjson", "openpyxl", "xlrd", "pyrage", "jinja2", "docx")
LIMIT = 20.0  # seconds of processor time that a test may take
WALL = 1800.0  # seconds that the tests of a mutant may take by the clock
_START = "before the first test"
MEMORY = 6 << 30  # bytes of data that they may hold
IMPORTED_EARLY = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
PYTEST = ["-q", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=1"]


@cache
def _imports(path: Path) -> frozenset[str]:
    """The modules that a file may import, as paths without suffix under the package: `rules/dates`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zhicheng"):
            module = (node.module or "").replace(".", "/").removeprefix("zhicheng").lstrip("/")
            found |= {module, *(f"{module}/{name.name}" for name in node.names)}
    return frozenset(found)


@cache
def every_test(root: Path) -> list[str]:
    return sorted(file.relative_to(root).as_posix() for file in (root / "tests").rglob("test_*.py"))


@cache
def concerned(path: str, root: Path, near: bool = False) -> list[str]:
    """The test files for a module: those in its package's folder, those that import it, and, unless `near`, any module of its package."""
    module = path.removesuffix(".py").removesuffix("/__init__").split("/")
    found: dict[str, tuple[int, int, str]] = {}
    for file in every_test(root):
        mirrored = file.removeprefix("tests/").removesuffix(".py").replace("/test_", "/")
        sources = [root / SOURCE / f"{mirrored}{end}.py" for end in ("", "_", "/__init__")]
        imported = _imports(root / file).union(*(_imports(source) for source in sources if source.is_file()))
        parts = mirrored.split("/")
        together = next((i for i, (a, b) in enumerate(zip(parts, module, strict=False)) if a != b), min(len(parts), len(module)))
        own = 0 if parts in (module, [*module, module[-1]]) else 1 if "/".join(module) in imported else 2
        if own < 2 or together or (not near and any(name.split("/")[0] == module[0] for name in imported)):
            found[file] = (own, -together, file)
    return sorted(found, key=found.__getitem__)


class Trial:
    """A pytest plugin: runs the collected tests once per mutant, each time in a process of its own, instead of once.

    With `loaded` the program was loaded without a fault; else a single mutant was, and is written in its place. `quick`: without the slow
    tests. `callers`: of the tests, those that call the changed function.
    """

    def __init__(self, root: Path, batch: list[Mutant], loaded: bool, quick: bool, callers: bool, results: Path) -> None:
        self.root, self.batch, self.loaded, self.quick, self.callers, self.results = root, batch, loaded, quick, callers, results
        self.sound: dict[str, bool] = {}  # by test, whether it passes without a fault
        self.not_collected: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.not_collected += [report.nodeid] if report.failed else []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.results.write_text(json.dumps(self.not_collected) + "\n", encoding="utf-8")
        calling = self._calling(session.items) if self.callers else {}
        for mutant in self.batch:
            if self.callers:
                items = calling[mutant]
            else:
                files = concerned(mutant.path, self.root)
                file_of = {item: item.nodeid.partition("::")[0] for item in session.items}
                places = {item: (_is_slow(item), files.index(file)) for item, file in file_of.items() if file in files}
                items = sorted(places, key=places.__getitem__)
            noticed = self._noticed(mutant, [item for item in items if not (self.quick and _is_slow(item))])
            with self.results.open("a", encoding="utf-8") as results:
                results.write(json.dumps(noticed) + "\n")
        return True

    def _calling(self, items: list[pytest.Item]) -> dict[Mutant, list[pytest.Item]]:
        """The tests that call the function of each mutant, in this process and themselves: one run of all, without a fault."""
        notes = self.results.with_name("callers")
        child = os.fork()
        if not child:
            called: list[set[int]] = [set() for _ in self.batch]
            try:
                _limit()
                running = -1
                vars(builtins)["noted"] = lambda key: called[key].add(running)
                for key, mutant in enumerate(self.batch):
                    if change := noted_function(mutant, (ROOT / SOURCE / mutant.path).read_bytes(), self.root / SOURCE / mutant.path, key):
                        put(*change)
                for running, (item, following) in enumerate(zip_longest(items, items[1:])):  # noqa: B007 - `noted` reads it
                    signal.setitimer(signal.ITIMER_PROF, 10 * LIMIT)
                    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            except BaseException:
                traceback.print_exc()
            finally:
                notes.write_text(json.dumps([sorted(one - {-1}) for one in called]), encoding="utf-8")
                os._exit(0)
        _waited(child)
        calling = json.loads(notes.read_text(encoding="utf-8"))
        return {mutant: [items[i] for i in one] for mutant, one in zip(self.batch, calling, strict=True)}

    def _noticed(self, mutant: Mutant, items: list[pytest.Item]) -> str | None:
        """The first test that fails with the fault and passes without."""
        failed: str | None
        while failed := self._first_failure([item for item in items if self.sound.get(item.nodeid, True)], mutant):
            if failed == _START:
                raise RuntimeError(f"could not try {mutant.name}")
            if failed not in self.sound:
                self.sound[failed] = self._passes_without(failed, mutant, items)
            if self.sound[failed]:
                break
        return failed

    def _passes_without(self, test: str, mutant: Mutant, items: list[pytest.Item]) -> bool:
        if self.loaded:
            return not self._first_failure([item for item in items if item.nodeid == test], None)
        with written(self.root / SOURCE / mutant.path, (ROOT / SOURCE / mutant.path).read_bytes()):
            return not subprocess.run([sys.executable, "-m", "pytest", *PYTEST, test], stdout=subprocess.DEVNULL).returncode

    def _first_failure(self, items: list[pytest.Item], mutant: Mutant | None) -> str | None:
        """The first of these tests that fails with a fault (None: without one)."""
        note, file = self.results.with_name("running"), self.root / SOURCE / (mutant.path if mutant else "")
        with written(file, mutant.source) if mutant and self.loaded else contextlib.nullcontext():
            child = os.fork()
            if not child:
                code = 1
                try:
                    note.write_text(_START, encoding="utf-8")
                    _limit()
                    if mutant and self.loaded and (change := changed_function(mutant, (ROOT / SOURCE / mutant.path).read_bytes(), file)):
                        put(*change)
                    code = int(_fails(items, note))
                except BaseException:
                    traceback.print_exc()
                finally:
                    sys.stdout.flush()
                    os._exit(code)
            return note.read_text(encoding="utf-8") if _waited(child) else None


def _is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is not None


def _fails(items: list[pytest.Item], note: Path) -> bool:
    """Whether one of the tests fails, in this process; the one that runs is noted down."""
    before = items[0].session.testsfailed if items else 0  # files that cannot be imported
    for item, following in zip_longest(items, items[1:]):
        note.write_text(item.nodeid, encoding="utf-8")
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed > before:
            return True
    return False


def _limit() -> None:
    """A process group of its own, no more memory than is sound, and the end by the kernel when a test's time is over."""
    os.setsid()
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    sys.dont_write_bytecode = True


@contextlib.contextmanager
def written(file: Path, source: bytes) -> Iterator[None]:
    """A file with another content, for a while; what Python compiled of it is removed."""
    original = file.read_bytes()
    try:
        file.write_bytes(source)
        for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
            compiled.unlink()
        yield
    finally:
        file.write_bytes(original)


def _waited(child: int) -> int:
    """The exit code of a process, negative for a signal. After WALL seconds it is ended; what it left in its group always is."""
    end = time.monotonic() + WALL
    done, status = 0, 0
    while not done and time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0 if done else 0.01)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(status if done else os.waitpid(child, 0)[1])


class Copy:
    """A copy of the repository in which one fault at a time is made."""

    def __init__(self, folder: Path, quick: bool, near: bool) -> None:
        self.root, self.folder, self.quick, self.near = folder / "copy", folder, quick or near, near
        self.broken: set[str] = set()  # test files that cannot be collected without a fault either
        left = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
        made = {"site", "build", "dist", "exports"}
        shutil.copytree(ROOT, self.root, symlinks=True, ignore=lambda at, names: left(at, names) | (made if at == str(ROOT) else set()))
        os.chdir(self.root)
        os.environ["PYTHONPATH"] = str(self.root / "scripts")
        sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() not in (ROOT / "tests", ROOT / "scripts", ROOT)]
        for name in WARM:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)

    def noticed(self, batch: list[Mutant]) -> dict[Mutant, str | None]:
        """The test that noticed each mutant, or None."""
        inside = [one for one in batch if changed_function(one, (ROOT / SOURCE / one.path).read_bytes(), self.root / SOURCE / one.path)]
        files = sorted({file for mutant in inside for file in concerned(mutant.path, self.root, self.near)})
        found = self._session(files, inside)  # comes first: tells which tests cannot be collected without a fault either
        for mutant in batch:
            if mutant not in inside:
                found |= self._session(concerned(mutant.path, self.root, self.near), [mutant], loaded=False)
        left = [] if self.near else [mutant for mutant in inside if found[mutant] is None]
        return found | self._session([file for file in every_test(self.root) if file not in files], left, callers=True)

    def _session(self, files: list[str], batch: list[Mutant], loaded: bool = True, callers: bool = False) -> dict[Mutant, str | None]:
        """Collects the tests of some files once and tries each mutant. In a process of its own: the program is loaded there."""
        marks = "not slow" if self.quick or callers else ""
        if not batch:
            return {}
        results, output = self.folder / "results", self.folder / "output"
        results.write_text("", encoding="utf-8")
        with contextlib.nullcontext() if loaded else written(self.root / SOURCE / batch[0].path, batch[0].source):
            child = os.fork()
            if not child:
                try:
                    sys.dont_write_bytecode = not loaded
                    out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                    os.dup2(out, 1)
                    os.dup2(out, 2)
                    trial = Trial(self.root, batch, loaded, self.quick, callers, results)
                    where = [f"--rootdir={self.root}", f"--basetemp={self.folder / 'tmp'}", *IMPORTED_EARLY]
                    pytest.main([*PYTEST, *where, "-m", marks, *files], plugins=[trial])
                    sys.stdout.flush()
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
        not_collected, *said = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()] or [[_START]]
        if loaded and len(said) < len(batch):
            raise SystemExit(output.read_text(encoding="utf-8", errors="replace"))
        if loaded:
            self.broken |= set(not_collected)
        elif set(not_collected) - self.broken:
            said = [min(set(not_collected) - self.broken)]
        return dict(zip(batch, said, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description="What share of small faults the tests notice.")
    parser.add_argument("packages", nargs="*", default=PACKAGES, metavar="PACKAGE")
    parser.add_argument("--number", type=int, default=50, help="mutants in all")
    parser.add_argument("--seed", type=int, default=1)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--quick", action="store_true", help="run only quick tests")
    which.add_argument("--near", action="store_true", help="run only quick tests that concern the package")
    given = parser.parse_args()
    same = equivalents(EQUIVALENT.read_text(encoding="utf-8"))
    tried: dict[str, dict[Mutant, str | None]] = {}
    skipped: list[Mutant] = []
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        copy = Copy(Path(folder).resolve(), given.quick, given.near)
        for i, (package, every) in enumerate(all_of(given.packages, ROOT).items()):
            number = given.number // len(given.packages) + (i < given.number % len(given.packages))
            lot = drawn(every, f"{given.seed} {package}")
            batch: list[Mutant] = []
            while len(batch) < number and (mutant := next(lot, None)):
                (skipped if mutant.name in same else batch).append(mutant)
            tried[package] = copy.noticed(batch)
    _print("Survivors", [mutant for outcome in tried.values() for mutant, by in outcome.items() if by is None], same)
    _print("Equivalent, not counted", skipped, same)
    tried["all"] = {mutant: by for outcome in tried.values() for mutant, by in outcome.items()}
    for package, outcome in tried.items():
        killed = sum(by is not None for by in outcome.values())
        print(f"{package:<20} {killed:>4} of {len(outcome):>4} killed {killed / max(len(outcome), 1):>6.0%}")
    print(f"seed {given.seed}{', quick tests of the package only' if given.near else ', quick tests only' if given.quick else ''}")


def _print(title: str, mutants: list[Mutant], same: dict[tuple[str, str, str, str], str]) -> None:
    for i, mutant in enumerate(mutants):
        print(("" if i else f"{title}\n\n") + f"{SOURCE}/{mutant.path}:{mutant.line} {mutant.function}")
        print(f"- {mutant.before}\n+ {mutant.after}\n" + (f"{same[mutant.name]}\n" if mutant.name in same else ""))


if __name__ == "__main__":
    main()
