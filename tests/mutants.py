"""`make mutants`: what share of small faults in the program the tests notice. Prints the faults that no test noticed.

    python tests/mutants.py [--number 50] [--seed 1] [--quick | --near] [PACKAGE …]

A mutant is the program with one small fault: a comparison off by its bound, a condition forced, a call left out. So many are drawn at
random, evenly over the packages (`rules`, or a part of one: `review/approvals`); the same seed draws the same ones from the same source.
Each is made in a copy of this repository, and tests run there until one fails: first the quick ones of its own. For the faults that are
left, one run of all quick tests without a fault tells which of them call the changed function, in whatever process; these are run, or as
many as MOST says. Then the same with the slow ones that concern their packages. `--quick` leaves these out, `--near` all but the first. A
test that takes too long fails. A test that fails without the fault too is left out.

One process loads the program and its tests once and forks for each mutant, which gets the changed function there. Where the change is
outside functions, all is loaded anew.

Faults that change nothing one could notice are listed in tests/mutants-equivalent.txt, with the reason; they are not counted.
"""

from __future__ import annotations

import argparse
import ast
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
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

import noting
import pytest
from faults import SOURCE, Mutant, all_of, changed_function, drawn, equivalents, put, with_notes

ROOT = Path(__file__).parents[1]
EQUIVALENT = ROOT / "tests/mutants-equivalent.txt"
PACKAGES = ("rules", "review/approvals", "forms", "vault", "site")
WARM = ("hypothesis", "playwright.sync_api", "yaml", "jsonschema_rs", "orjson", "openpyxl", "xlrd", "pyrage", "jinja2", "docx")
LIMIT = 20.0  # seconds of processor time that a test may take
WALL = 1800.0  # seconds that the tests of a mutant may take by the clock
STAGES = {"near": "the quick tests of the module", "quick": "all quick tests", "slow": "slow tests"}
NEAR = 6  # test files of a module at most that are asked before all
MOST = {"quick": 400, "slow": 60}  # tests of all that call a function, which may be nearly all
TURN = 10  # of a file at once
_START = "before the first test"
MEMORY = 6 << 30  # bytes of data that they may hold
IMPORTED_EARLY = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
PYTEST = ["-q", "--tb=short", "-p", "no:cacheprovider", "--hypothesis-seed=1"]


@cache
def _original(path: str) -> bytes:
    """A module of the package as it was when it was first asked for: somebody may be at work on it."""
    return (ROOT / SOURCE / path).read_bytes()


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
    """The test files for a module: its own, those that import it, and, unless `near`, those whose own module imports it, and those in its
    package's folder or that import any module of its package. The likeliest come first."""
    module = path.removesuffix(".py").removesuffix("/__init__").split("/")
    found: dict[str, tuple[int, int, str]] = {}
    for file in every_test(root):
        mirrored = file.removeprefix("tests/").removesuffix(".py").replace("/test_", "/")
        sources = [root / SOURCE / f"{mirrored}{end}.py" for end in ("", "_", "/__init__")]
        there = _imports(root / file)
        imported = there.union(*(_imports(source) for source in sources if source.is_file()))
        parts = mirrored.split("/")
        together = next((i for i, (a, b) in enumerate(zip(parts, module, strict=False)) if a != b), min(len(parts), len(module)))
        name = "/".join(module)
        own = 0 if parts in (module, [*module, module[-1]]) else 1 if name in there else 2 if name in imported else 3
        if own < (2 if near else 3) or (not near and (together or any(one.split("/")[0] == module[0] for one in imported))):
            found[file] = (own, -together, file)
    return sorted(found, key=found.__getitem__)


class Trial:
    """A pytest plugin: runs some of the collected tests once per mutant, each time in a process of its own, instead of all of them once.

    `tests`: for each mutant those to be run, in this order, by name or by file. With `loaded` the program was loaded without a fault; else
    a single mutant was, and is written in its place.
    """

    def __init__(self, root: Path, tests: dict[Mutant, list[str]], loaded: bool, results: Path) -> None:
        self.root, self.tests, self.loaded, self.results = root, tests, loaded, results
        self.sound: dict[str, bool] = {}  # by test, whether it passes without a fault
        self.not_collected: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.not_collected += [report.nodeid] if report.failed else []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.results.write_text(json.dumps(self.not_collected) + "\n", encoding="utf-8")
        named: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            named.setdefault(item.nodeid, []).append(item)
            named.setdefault(item.nodeid.partition("::")[0], []).append(item)
        for mutant, tests in self.tests.items():
            noticed = self._noticed(mutant, [item for test in tests for item in named.get(test, [])])
            with self.results.open("a", encoding="utf-8") as results:
                results.write(json.dumps(noticed) + "\n")
        return True

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
        with written(self.root / SOURCE / mutant.path, _original(mutant.path)):
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
                    if mutant and self.loaded and (change := changed_function(mutant, _original(mutant.path), file)):
                        put(*change)
                    code = int(_fails(items, note))
                except BaseException:
                    traceback.print_exc()
                finally:
                    sys.stdout.flush()
                    os._exit(code)
            return note.read_text(encoding="utf-8") if _waited(child) else None


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


class Failing:
    """A pytest plugin: the tests that fail."""

    def __init__(self) -> None:
        self.tests: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.tests.add(report.nodeid)


class Copy:
    """A copy of the repository in which one fault at a time is made."""

    def __init__(self, folder: Path) -> None:
        self.root, self.folder = folder / "copy", folder
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

    def noticed(self, batch: list[Mutant], stages: Iterable[str]) -> dict[Mutant, str | None]:
        """The test that noticed each mutant, or None."""
        found: dict[Mutant, str | None] = dict.fromkeys(batch)
        for stage in stages:
            left = [mutant for mutant in batch if found[mutant] is None]
            if not left:
                break
            if stage == "near":
                tests = {mutant: self._near(mutant) for mutant in left}
            else:
                tests = {mutant: self._in_turn(mutant, of, stage) for mutant, of in self._callers(left, stage == "slow").items()}
            found |= self._tried(tests, "" if stage == "slow" else "not slow")
            noticed = sum(by is not None for by in found.values())
            print(f"{time.strftime('%H:%M')} {STAGES[stage]}: {noticed} of {len(batch)} noticed", file=sys.stderr, flush=True)
        return found

    def _tried(self, tests: dict[Mutant, list[str]], marks: str) -> dict[Mutant, str | None]:
        """The test of those given for a mutant that noticed it, or None."""
        inside = {one: of for one, of in tests.items() if changed_function(one, _original(one.path), self.root / SOURCE / one.path)}
        found = self._session(inside, marks)  # comes first: tells which tests cannot be collected without a fault either
        for mutant in tests.keys() - inside.keys():
            found |= self._session({mutant: tests[mutant]}, marks, loaded=False)
        return found

    def _session(self, tests: dict[Mutant, list[str]], marks: str, loaded: bool = True) -> dict[Mutant, str | None]:
        """Collects the tests of some files once and tries each mutant. In a process of its own: the program is loaded there."""
        files = sorted({test.partition("::")[0] for of in tests.values() for test in of})
        if not files:
            return dict.fromkeys(tests)
        results = self.folder / "results"
        results.write_text("", encoding="utf-8")
        first = next(iter(tests))
        with contextlib.nullcontext() if loaded else written(self.root / SOURCE / first.path, first.source):
            output = self._pytest(["-p", "no:xdist", "-m", marks, *files], Trial(self.root, tests, loaded, results), loaded)
        not_collected, *said = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()] or [[_START]]
        if loaded and len(said) < len(tests):
            raise SystemExit(output.read_text(encoding="utf-8", errors="replace"))
        if loaded:
            self.broken |= set(not_collected)
        elif set(not_collected) - self.broken:
            said = [min(set(not_collected) - self.broken)]
        return dict(zip(tests, said, strict=True))

    def _callers(self, batch: list[Mutant], slow: bool) -> dict[Mutant, set[str]]:
        """The tests that call the changed function of each mutant, by one run of all without a fault.

        Where the change is outside functions, any function of the module counts. Of the slow tests those are asked that concern a mutant.
        """
        files = sorted({file for mutant in batch for file in concerned(mutant.path, self.root)}) if slow else every_test(self.root)
        notes = self.folder / "notes"
        notes.write_text("", encoding="utf-8")
        plugin = self.root / SOURCE / "noting.py"  # in the package: whatever is made of the copy, the functions find it
        plugin.write_bytes((ROOT / "tests/noting.py").read_bytes().replace(b'"NOTES"', repr(str(notes)).encode()))
        failing = Failing()
        with contextlib.ExitStack() as stack:
            for path in {mutant.path for mutant in batch}:
                functions = {key: mutant.function for key, mutant in enumerate(batch) if mutant.path == path}
                stack.enter_context(written(self.root / SOURCE / path, with_notes(_original(path), functions)))
            how = ["-n", str(os.cpu_count()), "--dist", "loadgroup", "--continue-on-collection-errors", "-p", "zhicheng.noting"]
            output = self._pytest([*how, "-m", "slow" if slow else "not slow", *files], failing, loaded=True)
        plugin.unlink()
        if not (noted := notes.read_text(encoding="utf-8")):
            raise SystemExit(output.read_text(encoding="utf-8", errors="replace"))
        tests = noting.callers(noted, len(batch))
        return {mutant: of | failing.tests for mutant, of in zip(batch, tests, strict=True)}

    def _near(self, mutant: Mutant) -> list[str]:
        """The test files of a module that are asked first."""
        return concerned(mutant.path, self.root, near=True)[:NEAR]

    def _in_turn(self, mutant: Mutant, tests: Iterable[str], stage: str) -> list[str]:
        """Of the tests that were not asked before as many as a stage may take: a few of each file in turn, files that concern it first."""
        places = {file: i for i, file in enumerate(concerned(mutant.path, self.root))}
        seen = Counter[str]()
        found = []
        for test in sorted(tests):
            file = test.partition("::")[0]
            if stage == "slow" or file not in self._near(mutant):
                found.append((seen[file] // TURN, places.get(file, len(places)), test))
                seen[file] += 1
        return [test for *_, test in sorted(found)][: MOST[stage]]

    def _pytest(self, arguments: list[str], plugin: object, loaded: bool) -> Path:
        """Runs pytest in a process of its own; the file of what it printed."""
        output = self.folder / "output"
        child = os.fork()
        if not child:
            try:
                sys.dont_write_bytecode = not loaded
                out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.dup2(out, 1)
                os.dup2(out, 2)
                where = [f"--rootdir={self.root}", f"--basetemp={self.folder / 'tmp'}"]
                pytest.main([*PYTEST, *where, *IMPORTED_EARLY, *arguments], plugins=[plugin])
                sys.stdout.flush()
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        return output


def main() -> None:
    parser = argparse.ArgumentParser(description="What share of small faults the tests notice.")
    parser.add_argument("packages", nargs="*", default=PACKAGES, metavar="PACKAGE")
    parser.add_argument("--number", type=int, default=50, help="mutants in all")
    parser.add_argument("--seed", type=int, default=1)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--quick", action="store_true", help="run only quick tests")
    which.add_argument("--near", action="store_true", help="run only the quick tests of its own")
    given = parser.parse_args()
    same = equivalents(EQUIVALENT.read_text(encoding="utf-8"))
    batches: dict[str, list[Mutant]] = {}
    skipped: list[Mutant] = []
    for i, (package, every) in enumerate(all_of(given.packages, ROOT).items()):
        number = given.number // len(given.packages) + (i < given.number % len(given.packages))
        lot = drawn(every, f"{given.seed} {package}")
        batch = batches[package] = []
        while len(batch) < number and (mutant := next(lot, None)):
            (skipped if mutant.name in same else batch).append(mutant)
    stages = ["near"] if given.near else ["near", "quick"] if given.quick else [*STAGES]
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        noticed = Copy(Path(folder).resolve()).noticed([mutant for batch in batches.values() for mutant in batch], stages)
    _print("Survivors", [mutant for mutant, by in noticed.items() if by is None], same)
    _print("Equivalent, not counted", skipped, same)
    for package, batch in {**batches, "all": [*noticed]}.items():
        killed = sum(noticed[mutant] is not None for mutant in batch)
        print(f"{package:<20} {killed:>4} of {len(batch):>4} killed {killed / max(len(batch), 1):>6.0%}")
    print(f"seed {given.seed}{', quick tests of the module only' if given.near else ', quick tests only' if given.quick else ''}")


def _print(title: str, mutants: list[Mutant], same: dict[tuple[str, str, str, str], str]) -> None:
    for i, mutant in enumerate(mutants):
        print(("" if i else f"{title}\n\n") + f"{SOURCE}/{mutant.path}:{mutant.line} {mutant.function}")
        print(f"- {mutant.before}\n+ {mutant.after}\n" + (f"{same[mutant.name]}\n" if mutant.name in same else ""))


if __name__ == "__main__":
    main()
