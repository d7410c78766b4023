"""`make bench`: how fast the registry is, as ratios of medians of interleaved runs. Prints a Markdown table.

    python tests/bench.py [--records 2000] [--runs 3]

Every program is run as a process of its own, all of them in turn, run after run, so that a change in the machine's speed meets all alike.
Our modules are compiled beforehand, as pip has compiled those of the peers.
Peers: check-jsonschema with the same schema and files; plain `mkdocs build` of the same pages, out of the navigation and without search:
committees' pages as Markdown, the other stamped pages as a Markdown file with the HTML we make, hand-written pages as they are. It makes no
API, search index or history, and checks nothing. A second one builds short pages of committees, a third of what stands on ours. Hugo, bare,
builds the pages of the first, with a frame of one line. `build, all formats` also writes the tables as Excel, SQLite and Parquet.
Floor: reading the records, letting libyaml parse them, and writing the same bytes again.

A change: `zhicheng report` on a change of 50 records, against `zhicheng validate` of the same registry.

Sealed rosters: `zhicheng verify` opens and judges as many rosters of 60 experts as there are records; its peer, Debian's age, only opens
them, once a file. Annex 3: importing a sheet of as many rows, against openpyxl alone reading it.

A batch: `zhicheng import --batch` of 200 committees with three forms each, in seconds, since what is promised of it is a minute.

The page for submissions: forms in the Python of browsers, in Node, beside this one; 1,000 experts from their forms to a packet in processor
time, of which two seconds are promised on a fast machine.

A draw: list, commitments, ranking and calls of 25 members and 50 alternates of 10,000 experts, in seconds of processor time; promised is
one.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from helpers import browser_bench, people, registries
from helpers.browser_python import FETCHED
from helpers.synthetic import generate
from helpers.vault_commands import CONTACTS
from markdownify import markdownify

from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import planning, steps
from zhicheng.drawing.eligible import selected
from zhicheng.draws import commitments, files, results
from zhicheng.forms import digest, writing
from zhicheng.registry import registry
from zhicheng.registry.history import History
from zhicheng.registry.records.committee import LEVELS, Committee
from zhicheng.site import environment, site
from zhicheng.site.page import View

PYTHON = sys.executable
PROGRAMS = ("age", "git", "hugo")  # that no package of Python's brings; checked before anything is measured
_CHANGED = 50  # records that a change touches
DOCS = Path(__file__).parents[1] / "docs"
SCHEMA = Path(__file__).parents[1] / "schemas" / "committee.schema.json"
FLOOR = """
import sys
from pathlib import Path
from yaml.cyaml import CParser
records = [path.read_bytes() for path in sorted(Path(sys.argv[1]).rglob("*.yaml"))]
for record in records:
    CParser(record).raw_parse()
out = Path(sys.argv[2])
for i, record in enumerate(records):
    (out / f"{i}.yaml").write_bytes(record)
"""


class Failed(Exception):  # noqa: N818 - named after the fault
    """A program that is measured did not succeed. The text says which and what it said."""


def run(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak memory (MiB, of the largest process) of a command. Raises Failed where it does not succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    with process.stderr:
        said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(command[:6])} … ended with {process.returncode}:\n{said.decode(errors='replace')[-2000:]}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def markdown_page(body: str) -> str:
    """The body of a page as Markdown: every text, heading, list, table and link of it."""
    return re.sub(r"\n{3,}", "\n\n", markdownify(re.sub(r"(?s)<style>.*?</style>", "", body)))


def short_page(committee: Committee) -> str:
    """What is needed most of a committee, as a Markdown page."""
    lines = [f"# {committee.name}", "", f"组建单位：{committee.organiser}", "", f"咨询电话：{'、'.join(committee.phones)}", ""]
    lines += [
        f"层级：{'、'.join(LEVELS[level] for level in committee.levels)}",
        "",
        "## 评审专业",
        "",
        "| 一级目录 | 二级目录 |",
        "|---|---|",
    ]
    lines += [f"| {first.name} | {'、'.join(first.seconds)} |" for review in committee.reviews for first in review.catalog]
    lines += ["", "## 评审流程", "", *(f"1. {step}" for step in committee.procedure), ""]
    for table in committee.scoring:
        lines += [f"## {table.title}", "", "| 项目 | 内容 | 满分 |", "|---|---|---:|"]
        lines += [f"| {item.dimension} | {item.item} | {item.points:g} |" for item in table.items]
        lines += ["", *(f"- {step.when}：{step.points:g} 分" for item in table.items for step in item.steps), ""]
    lines += ["## 依据", "", *(f"- {basis.title} {basis.document or ''}" for basis in committee.basis), ""]
    lines += [
        "## 答辩与专家",
        "",
        committee.defence.scope or "",
        "",
        committee.expert_pool.source or "",
        "",
        committee.expert_pool.draw or "",
        "",
    ]
    return "\n".join(lines)


def plain_mkdocs(folder: Path, root: Path, short: bool = False) -> Path:
    """All pages of the site, for `mkdocs build` with the same theme, without navigation entries and search. Out: its configuration.

    `short`: the pages of committees have the least only.
    """
    docs = folder / "docs"
    shutil.copytree(DOCS, docs)
    loaded = registry.load(root)
    view = View(loaded, date.today(), None, "", History(), digest.digests(loaded))
    listed = site.pages(view)
    render = environment.renderer(view, listed)
    for page in listed:
        committee = loaded.by_id.get(page.url.split("/")[1]) if page.section == "committees" and page.depth == 2 else None
        path = docs / page.url / "index.md" if committee is None else docs / f"{page.url.rstrip('/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = render(page)
        if committee is not None:
            text = short_page(committee) if short else markdown_page(text)
        path.write_text(text, encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: bench\ntheme: {name: material, language: zh, font: false}\nplugins: []\n"
        "nav: [index.md]\nnot_in_nav: '*'\nmarkdown_extensions: [tables, def_list]\n",
        encoding="utf-8",
    )
    return config


def bare_hugo(folder: Path, docs: Path) -> Path:
    """The Markdown pages of a folder, for Hugo, with a frame of one line. Out: the folder to build."""
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        place = folder / "content" / path.relative_to(docs).with_name("_index.md" if path.name == "index.md" else path.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text if text.startswith("---") else f"---\ntitle: x\n---\n\n{text}", encoding="utf-8")
    layouts = folder / "layouts/_default"
    layouts.mkdir(parents=True)
    for name in ("single", "list"):
        (layouts / f"{name}.html").write_text("<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>", encoding="utf-8")
    settings = 'baseURL = "https://example.org/"\ndisableKinds = ["taxonomy", "term", "RSS"]\n[markup.goldmark.renderer]\nunsafe = true\n'
    (folder / "config.toml").write_text(settings, encoding="utf-8")
    return folder


def with_all_formats(folder: Path, root: Path) -> Path:
    """The same registry, which offers its tables in every format."""
    shutil.copytree(root, folder)
    with (folder / "registry/registry.yaml").open("a", encoding="utf-8") as settings:
        settings.write("downloads: [xlsx, sqlite, parquet]\n")
    return folder


def measure(commands: dict[str, list[str]], runs: int, fresh: dict[str, Path]) -> dict[str, tuple[float, float]]:
    """Median wall seconds and greatest peak memory of each command; `fresh` names folders that are to be empty before a run."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    memory = dict.fromkeys(commands, 0.0)
    for count in range(runs):
        for name, command in commands.items():
            if name in fresh:
                # moved away and not removed: what is made where much was just removed takes ext4 several times as long
                if fresh[name].exists():
                    fresh[name].rename(fresh[name].with_name(f"{fresh[name].name}-{count}"))
                fresh[name].mkdir(parents=True)
            print(f"run {count + 1} of {runs}: {name} …", file=sys.stderr, flush=True)
            took, peak = run(command)
            seconds[name].append(took)
            memory[name] = max(memory[name], peak)
    return {name: (statistics.median(times), memory[name]) for name, times in seconds.items()}


def compare(records: int, runs: int, folder: Path) -> list[str]:
    """Rows of the table for one number of records."""
    root, written, site = folder / "root", folder / "written", folder / "site"
    generate(root, records)
    committees = root / "registry" / "committees"
    with ProcessPoolExecutor(1, get_context("spawn")) as apart:  # what starts from here would be counted with the memory that this takes
        pages = {
            "mkdocs": apart.submit(plain_mkdocs, folder / "plain", root).result(),
            "mkdocs, short pages": apart.submit(plain_mkdocs, folder / "short", root, short=True).result(),
        }
    hugo = bare_hugo(folder / "hugo", folder / "plain/docs")
    everything = with_all_formats(folder / "everything", root)
    files = sorted(str(path) for path in committees.rglob("*.yaml"))
    commands = {
        "floor": [PYTHON, "-c", FLOOR, str(committees), str(written)],
        "validate": [PYTHON, "-m", "zhicheng", "validate", "--root", str(root)],
        "build": [PYTHON, "-m", "zhicheng", "build", "--root", str(root), "--out", str(site)],
        "build, all formats": [PYTHON, "-m", "zhicheng", "build", "--root", str(everything), "--out", str(folder / "all")],
        "hugo": ["hugo", "--quiet", "--source", str(hugo), "--destination", str(folder / "hugo-site")],
        **{
            name: [PYTHON, "-m", "mkdocs", "build", "--quiet", "-f", str(config), "-d", str(config.parent / "site")]
            for name, config in pages.items()
        },
        "check-jsonschema": [PYTHON, "-m", "check_jsonschema", "--schemafile", str(SCHEMA), *files],
    }
    fresh = {
        "floor": written,
        "build": site,
        "build, all formats": folder / "all",
        "hugo": folder / "hugo-site",
    }  # nobody's old site is part of the comparison
    fresh |= {name: config.parent / "site" for name, config in pages.items()}
    result = measure(commands, runs, fresh)
    base = {name: took for name, (took, _) in result.items()}
    rows = []
    peers = [("validate", "check-jsonschema"), *(("build", name) for name in (*pages, "hugo")), ("build, all formats", "mkdocs")]
    for name, peer in peers:
        faster, floors, peak = base[peer] / base[name], base[name] / base["floor"], result[name][1]
        rows.append(f"| {records:,} | `zhicheng {name}` | {peer} | {faster:.1f} × as fast | {floors:.1f} | {peak:.0f} MiB |")
    return rows


AGE = 'for file in "$1"/*.roster.age; do age -d -i "$2" "$file" || exit 1; done >/dev/null'
READ = """
import sys, openpyxl
for row in openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True): pass
"""
IMPORT = """
import sys
from pathlib import Path
from zhicheng.registry import registry
from zhicheng.forms.reading.annex3 import read_roster
loaded = registry.load(Path(sys.argv[1]))
groups = loaded.document("registry/reference/ethnic-groups.yaml").value
form = read_roster("annex3.xlsx", Path(sys.argv[2]).read_bytes(), loaded.series, groups, 2026)
assert len(form.experts) == int(sys.argv[3]), form.findings[:3]
"""


def sealed(rosters: int, runs: int, folder: Path) -> list[str]:
    """Rows of the table on sealed rosters and on Annex 3."""
    root, sheet = folder / "sealed", folder / "annex3.xlsx"
    people.bench_vault(root, rosters)
    people.annex3_xlsx(people.bench_experts(rosters), sheet)
    generate(folder / "one", 1)
    identity = str(Path(__file__).parent / "demonstration.identity")
    commands = {
        "verify": [PYTHON, "-m", "zhicheng", "verify", "--root", str(root), "--identity", identity],
        "age": ["sh", "-c", AGE, "sh", str(root / "registry/vault"), identity],
        "import": [PYTHON, "-c", IMPORT, str(folder / "one"), str(sheet), str(rosters)],
        "openpyxl": [PYTHON, "-c", READ, str(sheet)],
    }
    result = measure(commands, runs, {})
    base = {name: took for name, (took, _) in result.items()}
    return [
        f"| {rosters:,} rosters | `zhicheng verify` | age -d once a file | {base['verify'] / base['age']:.2f} of its time | "
        f"{result['verify'][1]:.0f} MiB |",
        f"| {rosters:,} rows | import of Annex 3 | openpyxl alone | {base['import'] / base['openpyxl']:.2f} × its time | "
        f"{result['import'][1]:.0f} MiB |",
    ]


_BATCH = 200  # committees of a batch


def batch(runs: int, folder: Path) -> list[str]:
    """The row on a folder of forms: Annex 1 in Word, Annex 2 and the scoring tables in Excel, of committees that are registered already."""
    root, forms = folder / "batch", folder / "forms"
    people.bench_vault(root, _BATCH, size=1)
    loaded = registry.load(root)
    for entry in loaded.committees:
        inside = forms / entry.record.id
        inside.mkdir(parents=True)
        for number, kind, name in ((1, "docx", "1.docx"), (2, "xlsx", "2.xlsx"), (1, "xlsx", "3.xlsx")):
            (made,) = writing.of_committee(loaded, entry.record, [number], [kind], CONTACTS if kind == "docx" else None)
            (inside / name).write_bytes(made.make()[0])
    common = ["--root", str(root), "--as-of", "2026-11-23"]
    command = [PYTHON, "-m", "zhicheng", "import", "--batch", str(forms), "--into", str(folder / "into"), "--yes", *common]
    took, peak = measure({"batch": command}, runs, {"batch": folder / "into"})["batch"]
    return [f"| {_BATCH} committees, three forms each | `zhicheng import --batch` | a minute | {took:.0f} s | {peak:.0f} MiB |"]


_POOL, _MEMBERS, _ALTERNATES = 10_000, 25, 50


def draw(runs: int) -> list[str]:
    """The row on a draw, apart from opening rosters: who may be drawn, commitments, ranking, and calls until all seats are taken."""
    loaded = registry.load(registries.SMALL)
    roster = {"committee": "example-one", "round": "2026", "draw_key": "ab" * 32, "experts": people.bench_experts(_POOL)}
    levels = ["associate-senior", "full-senior"]
    group = {
        "id": "all",
        "series": "engineering",
        "specialties": [["建筑工程"]],
        "levels": levels,
        "members": _MEMBERS,
        "alternates": _ALTERNATES,
    }
    plan = {"groups": [group], "calls": {"attempts": 1, "minutes": 0}, "limits": {"young": 5}}
    took = []
    for _ in range(runs):
        start = time.process_time()
        _drawn(loaded, roster, plan)
        took.append(time.process_time() - start)
    return [f"| {_MEMBERS} + {_ALTERNATES} of {_POOL:,} experts | list, ranking and calls | a second | {statistics.median(took):.1f} s | |"]


def _drawn(loaded: registry.Registry, roster: Value, plan: Value) -> None:
    rosters = {"example-one": roster}
    found = selected(loaded, "example-one", rosters, plan, {}, date(2026, 9, 14), frozenset())
    sealed = planning.sealed_list("example-one-1", "example-one", 1, rosters, plan, found, {})
    candidates = [commitments.commitment(one["order_salt"], files.person(one), "order") for one in sealed["people"]]
    value = {"committee": "example-one", "number": 1, "plan": {**plan, "groups": [{**plan["groups"][0], "candidates": candidates}]}}
    value["result"] = {**results.computed(value, "1" * 25), "drawn_at": "2026-09-16T10:00:00+08:00", "value": "1" * 25}
    state, number = steps.seating(value, sealed), 0
    while due := state.may_be_called():
        (group, index), number = due[0], number + 1
        state.apply({"n": number, "kind": "confirmed", "at": "2026-09-16T10:00:00+08:00", "group": group, "rank": index + 1})
    assert number == _MEMBERS + _ALTERNATES


def in_browser() -> list[str]:
    """The rows on the page for submissions, in the Python of browsers. Raises Failed where `make submit` has not fetched it."""
    if not (FETCHED / ".fetched").exists():
        raise Failed("the page for submissions was not measured: `make submit` fetches what it takes")
    return browser_bench.rows()


def change(records: int, runs: int, folder: Path) -> list[str]:
    """The row on the report of a change: 50 records, each with another address, level and procedure, in a Git repository."""
    root = folder / "change"
    paths = generate(root, records)
    git = ["git", "-C", str(root), "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "--all"], ["commit", "--quiet", "--message=x"]):
        run([*git, *command])
    for number, path in enumerate(paths[:: max(1, records // _CHANGED)][:_CHANGED]):
        text = re.sub(r"(?m)^address: .*$", f"address: 示例路 {number} 号", path.read_text(encoding="utf-8"))
        text = re.sub(r"(?m)^    levels: \[.*\]$", "    levels: [intermediate]", text, count=1)
        path.write_text(text.replace("procedure:\n", "procedure:\n  - 材料公示\n", 1), encoding="utf-8", newline="\n")
    common = ["--root", str(root), "--as-of", "2026-11-23"]
    commands = {
        "validate": [PYTHON, "-m", "zhicheng", "validate", *common],
        "report": [PYTHON, "-m", "zhicheng", "report", "--base", "main", "--format", "markdown", *common],
    }
    result = measure(commands, runs, {})
    (took, peak), (validate, _) = result["report"], result["validate"]
    what = f"{_CHANGED} of {records:,} records"
    return [f"| {what} | `zhicheng report` | `zhicheng validate` | {took / validate:.2f} × its time | | {peak:.0f} MiB |"]


def growth(records: int, runs: int, folder: Path) -> list[str]:
    """How time grows from `records` to five times as many."""
    commands = {}
    for count in (records, records * 5):
        root = folder / f"growth-{count}"
        generate(root, count)
        for name, more in (("validate", []), ("build", ["--out", str(folder / f"growth-site-{count}")])):
            commands[f"{name} {count}"] = [PYTHON, "-m", "zhicheng", name, "--root", str(root), *more]
    result = measure(commands, runs, {})
    rows = []
    for name in ("validate", "build"):
        small, (large, peak) = result[f"{name} {records}"][0], result[f"{name} {records * 5}"]
        rows.append(f"| `zhicheng {name}` | {large / small:.1f} × the time of {records:,} | {peak:.0f} MiB |")
    return rows


def missing() -> str | None:
    """Which programs the bench runs that are not installed, and how to install them; None where all are there."""
    names = [name for name in PROGRAMS if shutil.which(name) is None]
    if not names:
        return None
    listed, last = " ".join(names), names.pop()
    said = f"{', '.join(names)} and {last}" if names else last
    return f"make bench needs {said}. On Debian or Ubuntu: apt-get install {listed}; on macOS: brew install {listed}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--no-growth", action="store_true", help="leave out the run with five times the records")
    arguments = parser.parse_args()
    said = missing()
    if said is not None:
        print(said, file=sys.stderr)
        sys.exit(2)
    compileall.compile_dir(Path(registry.__file__).parents[1], quiet=2)
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, medians of {arguments.runs} interleaved runs", flush=True)
    count, runs = arguments.records, arguments.runs
    ours = "| what | program | peer | against the peer | peak memory |\n|---|---|---|---|---:|"
    parts: list[tuple[str, Callable[[Path], list[str]]]] = [
        (
            "| records | program | peer | against the peer | floors | peak memory |\n|---:|---|---|---|---:|---:|",
            lambda folder: compare(count, runs, folder),
        ),
        (ours, lambda folder: change(count, max(runs, 5), folder)),
        (ours, lambda folder: sealed(count, runs, folder)),
        (ours, lambda folder: batch(runs, folder)),
        (ours, lambda _: draw(runs)),
        (browser_bench.HEAD, lambda _: in_browser()),
    ]
    if not arguments.no_growth:
        head = f"| program | {count * 5:,} records take | peak memory |\n|---|---|---:|"
        parts.append((head, lambda folder: growth(count, runs, folder)))
    failed = [said for head, part in parts if (said := _printed(head, part))]
    sys.exit("\n".join(failed) or None)


def _printed(head: str, part: Callable[[Path], list[str]]) -> str:
    """Measures a part and prints its table at once. Returns "", or what failed: the other parts are measured all the same."""
    with tempfile.TemporaryDirectory(prefix="zhicheng-bench-") as name:
        try:
            rows = part(Path(name))
        except Failed as error:
            return str(error)
    print(f"\n{head}\n" + "\n".join(rows), flush=True)
    return ""


if __name__ == "__main__":
    main()
