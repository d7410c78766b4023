"""Work shared among processes: the same as done by one, whatever becomes of the workers. All people are invented (人物均为虚构)."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import registries, rosters
from helpers.rosters import rows

from zhicheng.registry.vault_listing import ROSTER

pytestmark = pytest.mark.slow

# Every item is taken by itself, and there are three cores: what needs hundreds of files otherwise happens with a few.
SHARED = "from zhicheng.system import processes; import os; processes._SHARE = processes._TOGETHER = 1; os.cpu_count = lambda: 3\n"
ALONE = "from zhicheng.system import processes; processes._SHARE = 10**9\n"
COMMAND = "import sys; from zhicheng.commands.cli import main; sys.exit(main(sys.argv[1:]))"


def python(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs code in a Python of its own: one that runs tests may have threads, beside which nothing is forked."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


@pytest.fixture
def faulty(empty: Path) -> Path:
    """A registry with a fault of each kind that is told of between processes."""
    waiver = '{committee: example-one, rule: R104, expert: 0002aa, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}'
    unused = '{committee: example-two, rule: R104, expert: 0001aa, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}'
    other = '{committee: example-one, rule: E101, reason: 试点, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}'
    registries.write(empty, "registry/waivers.yaml", f"waivers:\n  - {waiver}\n  - {unused}\n  - {other}\n")
    rosters.judged(
        empty,
        rows("name: 示例甲", "in_service: retired", "in_service: retired", "unit: 某市水利局局长", 'born: "2030-01"'),
        rows("name: 示例甲, employer: 某市乙院", "name: 示例·甲", 'state: removed, removed: {date: "2026-03-01"}', round='"2019"'),
        others={"employer-653100": rows("name: 示例甲", signed=""), "employer-650100": rows("title: 工程师"), "employer-652300": rows("")},
    )
    vault = empty / rosters.VAULT
    broken = vault / f"employer-652300{ROSTER}"
    broken.write_bytes(broken.read_bytes()[:300] + b"\n" + broken.read_bytes()[300:])
    (vault / "example-two.contacts.age").write_bytes((vault / "example-one.contacts.age").read_bytes())
    path = empty / "registry/rosters/employer-650100.yaml"
    counts = "counts: {active: 7, removed: 0, by_level: {intermediate: 7}, by_specialty: {}}\n"
    path.write_text(re.sub("counts:\n(?:  .*\n)+", counts, path.read_text(encoding="utf-8")), encoding="utf-8")
    registries.write(empty, "registry/committees/650000/broken.yaml", "id: broken\nname: [\n")
    registries.write(empty, "registry/committees/650000/shape.yaml", "id: shape\n")
    return empty


@pytest.mark.parametrize("command", ["verify", "validate"])
def test_workers_find_what_one_process_finds(faulty: Path, command: str) -> None:
    """The same bytes: findings, their order, and the counts."""
    arguments = [command, "--root", faulty, "--identity", rosters.IDENTITY, "--as-of", "2026-11-23"]
    alone, shared = (python(start + COMMAND, *arguments, "--format", "json") for start in (ALONE, SHARED))
    assert (shared.returncode, shared.stdout, shared.stderr) == (alone.returncode, alone.stdout, alone.stderr)
    assert alone.returncode == 1
    for code in ("R104", "R106", "R112", "R113", "R114", "R115", "R201", "R202", "R203", "X007"):
        assert code in shared.stdout
    assert "示例甲" not in shared.stdout + shared.stderr
    assert ("Y002" in shared.stdout) == ("S002" in shared.stdout) == (command == "validate")


def test_verify_tells_what_validate_tells_of_the_vault(faulty: Path) -> None:
    """Rules whose findings verify does not report are not asked; of the others, none is lost, nor is what becomes of waivers."""
    told = [
        python(COMMAND, name, "--root", faulty, "--identity", rosters.IDENTITY, "--as-of", "2026-11-23") for name in ("verify", "validate")
    ]
    verify, validate = (set(run.stdout.splitlines()) for run in told)
    assert {line for line in verify if " X007 " in line} == {line for line in validate if " X007 " in line} != set()
    assert {line for line in validate if line.startswith("registry/vault/")} <= verify


# The first process is slow, so that each worker meets an item that ends it, and says so.
EACH = """
import sys, time
def work(i):
    if os.getpid() == first:
        time.sleep(0.2 * (i < 5))
    elif i >= 5:
        os.write(1, b"met\\n")
        {fate}
    return [i * i]
first = os.getpid()
print(processes.each(work, range(12), lambda i, found: (i, *found)) == [(i, i * i) for i in range(12)])
"""


@pytest.mark.parametrize(
    "fate",
    ["pass", "os.kill(os.getpid(), 9)", "os._exit(1)", "raise ValueError('示例甲')", "raise MemoryError", "return object()"],
    ids=["well", "killed", "ended", "error", "memory", "nothing-plain"],
)
@pytest.mark.parametrize("together", [1, 3])
def test_what_a_worker_leaves_is_done_here(fate: str, together: int) -> None:
    """Nothing hangs, nothing is lost, and nothing is said of what the worker held."""
    ran = python(SHARED + f"processes._TOGETHER = {together}\n" + EACH.format(fate=fate))
    assert (ran.returncode, {*ran.stdout.split()}, ran.stderr) == (0, {"met", "True"}, "")


def test_workers_that_are_gone_before_the_end_are_not_waited_for() -> None:
    """Both workers end while this process is busy: it goes on alone to the last item."""
    code = "import time\nhere = os.getpid()\ndef work(i):\n    os.getpid() == here or os._exit(1)\n    time.sleep(0.3)\n    return i\n"
    ran = python(SHARED + code + "print(processes.each(work, range(6), lambda i, found: found))")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "[0, 1, 2, 3, 4, 5]\n", "")


@pytest.mark.parametrize("name", ["fork", "pipe"])
@pytest.mark.parametrize("good", [0, 1, 2])
def test_what_the_system_does_not_give_is_done_without(name: str, good: int) -> None:
    """Too many processes or open files: with the workers there are, or with none. The pipe with the places comes first, and has to be."""
    code = (
        f"import errno\nreal, left = os.{name}, [{good} + {name == 'pipe'}]\ndef limited():\n    left[0] -= 1\n    if left[0] < 0:\n"
        f"        raise OSError(errno.EAGAIN, '')\n    return real()\nos.{name} = limited\n"
    )
    ran = python(SHARED + code + "print(sum(processes.each(lambda i: i, range(50), lambda i, found: found)))")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1225\n", "")


def test_the_places_to_go_on_fit_into_the_smallest_pipe() -> None:
    """One page of memory is what a user gets who holds many pipes, and nobody reads while it is filled."""
    code = "real = os.write\ndef write(to, what):\n    assert len(what) <= 4096\n    return real(to, what)\nos.write = write\n"
    ran = python(SHARED + code + "print(len(processes.each(lambda i: i, range(100_000), lambda i, found: found)))")
    assert (ran.stdout, ran.stderr) == ("100000\n", "")


def test_an_error_is_raised_once_and_here() -> None:
    ran = python(SHARED + "processes.each(lambda i: 1 // (i - 5), range(12), lambda i, found: found)")
    assert ran.returncode == 1
    assert ran.stderr.count("Traceback") == 1
    assert ran.stderr.endswith("ZeroDivisionError: integer division or modulo by zero\n")


BESIDE = """
import time
def work(i):
    time.sleep(0.01)
    return os.getpid()
until = time.monotonic() + {seconds}
with processes.beside(lambda: time.monotonic() < until), processes.beside(lambda: {other}):
    found = processes.each(work, range(60), lambda i, found: (i, found))
print([i for i, _ in found] == list(range(60)), len({{pid for _, pid in found}}))
with processes.beside(lambda: True):
    pass
print(processes._others)
"""


@pytest.mark.parametrize(
    ("seconds", "other", "used"),
    [(0, False, 3), (0, True, 2), (0.1, True, 2), (60, False, 2), (60, True, 1)],
    ids=["nobody", "one", "one-soon", "another", "both"],
)
def test_cores_that_others_keep_busy_are_left_to_them(seconds: float, other: bool, used: int) -> None:
    """Of three cores, each other process of ours takes one, until it ends; then a worker joins in. Nothing is lost or done twice."""
    ran = python(SHARED + BESIDE.format(seconds=seconds, other=other))
    assert (ran.stdout, ran.stderr) == (f"True {used}\n[]\n", "")


def test_few_items_and_threads_need_no_workers() -> None:
    """Forking beside other threads is not safe; for few files it is not worth it."""
    work = "import time\ndef work(i):\n    time.sleep(0.02)\n    return os.getpid()\n"
    count = work + "print(len(set(processes.each(work, range({items}), lambda i, found: found))))\n"
    assert python(SHARED + count.format(items=30)).stdout == "3\n"
    assert python("from zhicheng.system import processes; import os\n" + count.format(items=299).replace("0.02", "0")).stdout == "1\n"
    thread = "import threading; done = threading.Event(); threading.Thread(target=done.wait).start()\n"
    assert python(SHARED + thread + count.format(items=12) + "done.set()").stdout == "1\n"


# Workers say who they are and then work for a minute.
BUSY = """
import sys, time
def work(i):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)
try:
    processes.each(work, range(3), lambda i, found: found)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["ctrl-c", "term", "kill"])
def test_workers_end_with_their_parent(ending: signal.Signals) -> None:
    """Ctrl-C ends all at once. Where the parent is killed, a worker ends when it has something to send."""
    code = SHARED + (BUSY if ending is signal.SIGINT else BUSY.replace("sleep(60)", "sleep(1)"))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        workers = [int(process.stdout.readline()) for _ in range(3)]
        process.send_signal(ending)
        assert process.wait(timeout=20) == (130 if ending is signal.SIGINT else -ending)
        until = time.monotonic() + 20
        while any(Path(f"/proc/{worker}").exists() for worker in workers):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert process.stderr.read() == b""
