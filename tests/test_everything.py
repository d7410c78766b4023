"""One registry with one fault of every code, judged by the real command: exactly those codes, each at its line and column.

The codes that only a key can tell, or that forms give, have tests of their own (tests/rules/, tests/bad/, tests/annex3/).

`▶` marks where the finding must stand.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import registries
import repositories
from registries import record

from zhicheng.cli import main
from zhicheng.codeowners import MARK
from zhicheng.rules import RULES
from zhicheng.sealed import DEMONSTRATION_KEYS

pytestmark = pytest.mark.slow

REGION = "registry/committees/650000"
SEALED = b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"
FINGERPRINT = f'{{sha256: "{hashlib.sha256(SEALED).hexdigest()}", size: {len(SEALED)}}}'
OPENED = ("experts", "members")  # what only a key shows
PUBLIC = {code for code, rule in RULES.items() if code[0] in "YS" or any(subject not in OPENED for subject, _ in rule.checks)}
ROSTER = f'round: "2026"\nsealed: {FINGERPRINT}\n'
ROSTER += "counts: {active: 9, removed: 0, by_level: {associate-senior: 9}, by_specialty: {}}\n"
COUNTY = """authority: county
area: "653125"
scope: {areas: ["653125"]}
reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]
"""


def fault(identifier: str, *changes: str) -> tuple[str, str]:
    """A record of its own name, so that it meets no other, with some fields changed."""
    text = record(
        f'id: {identifier}\nname: {identifier} 评审委员会\nscope: {{areas: ["650000"], open_to: unit}}\n',
        f"contacts: {FINGERPRINT}\n",
        *changes,
    )
    return registries.home(text.replace(registries.MARK, ""), identifier), text


def write_one_fault_of_every_code(root: Path) -> list[tuple[str, str, int, int]]:
    """Writes the registry; returns the code and the place of each fault: a list in which every code stands once or twice."""
    texts: list[tuple[str, str, str]] = []

    def add(code: str, path: str, text: str) -> None:
        texts.append((code, path, text))

    def committee(code: str, *changes: str) -> None:
        add(code, *fault(code.lower() + "-fault", *changes))

    committee("Y002", "address: 某市▶: 某路\n")
    committee("Y003", "address: 某市某路 1 号\n▶address: 某市某路 2 号\n")
    committee("Y004", "organiser: ▶&ting 某厅\n")
    committee("Y005", "▶2019: 某市\n")
    committee("Y006", f"procedure: {'[' * 31}▶[个人申报{']' * 32}\n")
    committee("Y007", "address: 某市▶\u202e某路\n")
    committee("S001", "▶adress: 某市某路 1 号\n")
    committee("S002", "defence: ▶{scope: 申报副高级的人员}\n")
    committee("S003", "phones: ▶0991-0000001\n")
    committee("S004", "status: ▶Active\n")
    committee("S005", 'valid: {from: "2026-01-01", until: ▶"2028-02-30"}\n')
    committee("S006", "phones: ▶[]\n")
    committee("S007", 'phones: ["0991-0000001", ▶"0991-0000001"]\n')
    x001 = record('id: ▶x001-fault\nname: x001 评审委员会\nscope: {areas: ["650000"], open_to: unit}\n', f"contacts: {FINGERPRINT}\n")
    add("X001", f"{REGION}/x001.yaml", x001)
    committee("X002", "id: ▶x002-fault\n")
    prefecture = 'name: x002 另一个评审委员会\nauthority: prefecture\narea: "653100"\nscope: {areas: ["653100"]}\n'
    add("X002", "registry/committees/653100/x002-fault.yaml", record(f"id: ▶x002-fault\n{prefecture}contacts: {FINGERPRINT}\n"))
    committee("X003", "reviews: [{series: ▶enginering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]\n")
    committee("X006", "name: ▶两次登记的评审委员会\n")
    add("X006", *fault("x006-again", "name: ▶两次登记的评审委员会\n"))
    waiver = '{committee: e107-fault, rule: E203, reason: 专家少, granted_by: 某厅, date: "2026-01-20", until: "2027-01-20"}'
    add("X007", "registry/waivers.yaml", f"waivers:\n  - ▶{waiver}\n")
    committee("E101", COUNTY, "reviews: [{series: engineering, levels: [intermediate, ▶full-senior], catalog: {建筑工程: [城市规划]}}]\n")
    committee("E102", 'authority: region\narea: ▶"653100"\nscope: {areas: ["653100"]}\n')
    committee("E103", COUNTY, 'scope: {areas: ["653125", ▶"653126"]}\n')
    committee("E104", "reviews: [{series: engineering, levels: [intermediate], catalog: {▶建筑工程: []}}]\n")
    committee("E105", "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划, ▶城市规划]}}]\n")
    committee("E106", "scoring: [{title: 赋分表, total: ▶100, items: [{dimension: 业绩, item: 项目, points: 99}]}]\n")
    committee("E107", "defence: ▶{required: true}\n")
    committee("E108", "expert_pool: ▶{exists: true, source: 本委员会专家库}\n")
    committee("E109", 'filings: [{round: "2026", date: ▶"2026-06-20"}]\n')
    committee("E110", "▶id: e110-fault\nvalid:\n")
    same = 'scope: {areas: ["650000"], open_to: public}\nreviews: [{series: audit, levels: [junior], catalog: {审计: [▶审计]}}]\n'
    committee("E111", same)
    add("E111", *fault("e111-other", same))
    committee("E112", "reviews: [{series: extension, levels: [▶junior], catalog: {农业: [推广]}}]\n")
    committee("E113", 'approval: {date: ▶"2027"}\n')
    committee("E201", 'valid: {from: "2026-01-01", until: ▶"2029-01-01"}\n')
    committee("E202", "panel: {members: ▶26, formed_by: series}\n")
    committee("E203", "panel: {members: ▶23, formed_by: series}\n")
    committee("E204", 'valid: {from: "2024-01-01", until: ▶"2026-12-31"}\n')
    library = "- {series: library, levels: [intermediate], catalog: {图书资料: [文献编目]}}"
    committee("E205", f"reviews:\n  ▶{library}\n  - {{series: archives, levels: [intermediate], catalog: {{档案: [档案管理]}}}}\n")
    committee("P001", 'phones: [▶"13800001234"]\n')
    committee("P002", "address: ▶某市某路 1 号（110101199003070310）\n")
    committee("P003", "address: ▶某市某路 1 号（zhangsan@example.com）\n")
    committee("R202", f"contacts: {{sha256: ▶{'0' * 64}, size: {len(SEALED)}}}\n")
    committee("R203", f"contacts: ▶{FINGERPRINT}\n")
    add(
        "R204",
        "registry/rosters/r204-fault.yaml",
        f"committee: r204-fault\n{ROSTER.replace('sealed: ' + FINGERPRINT, '').replace('counts', '▶counts')}",
    )
    texts.append(("", *fault("r204-fault")))
    committee("R205", "▶id: r205-fault\ncontacts:\n")
    settings = (root / "registry/registry.yaml").read_text(encoding="utf-8").replace("sample: true\n", "")
    texts.append(("", "registry/registry.yaml", settings))
    add("X008", "registry/vault/recipients.txt", f"# 中心\n▶{min(DEMONSTRATION_KEYS)}\n")
    add("R101", "registry/rosters/r101-fault.yaml", f"committee: ▶r101-fault\n{ROSTER}")
    texts.append(("", *fault("r101-fault", "authority: central\n")))

    repositories.publish(root, {f"{REGION}/x004-fault.yaml": fault("x004-fault")[1].encode()})
    add("X005", ".github/CODEOWNERS", f"{MARK}\n▶# 别的\n")
    places = [("X004", f"{REGION}/x004-fault.yaml", 1, 1)]
    for code, path, marked in texts:
        text, marks = registries.unmark(marked)
        places += [(code, path, *mark) for mark in marks]
        registries.write(root, path, text)
        if "/committees/" in path:
            registries.write(root, f"registry/vault/{Path(path).stem}.contacts.age", SEALED)
    registries.write(root, "registry/vault/x001-fault.contacts.age", SEALED)
    registries.write(root, "registry/vault/r203-fault.contacts.age", SEALED[:40])
    registries.write(root, "registry/vault/r101-fault.roster.age", SEALED)
    registries.write(root, f"{REGION}/y001-fault.yaml", "name: 某自治区".encode("gb18030"))
    (root / f"{REGION}/y008-fault.yaml").symlink_to("/etc/hostname")
    series = root / "registry/reference/series.yaml"
    extension = "  - {id: extension, name: 推广人员, certainty: confirmed, tracks: [{track: 推广, full-senior: 推广研究员}]}\n"
    series.write_text(series.read_text(encoding="utf-8") + extension, encoding="utf-8")
    return [*places, ("Y001", f"{REGION}/y001-fault.yaml", 1, 7), ("Y008", f"{REGION}/y008-fault.yaml", 1, 1)]


def judged(output: str) -> list[tuple[str, str, int, int]]:
    report = json.loads(output)
    assert report["version"] == 1
    return sorted((f["code"], f["file"], f["line"], f["column"]) for f in report["findings"])


def test_every_code_at_its_place(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`zhicheng validate --format json` gives every code that needs no key, each where its fault stands, and nothing else."""
    places = write_one_fault_of_every_code(empty)
    assert {code for code, *_ in places} == PUBLIC
    assert main(["validate", "--root", str(empty), "--as-of", "2026-11-23", "--format", "json", "--base", "main"]) == 1
    printed = capsys.readouterr()
    assert judged(printed.out) == sorted(places)
    report = json.loads(printed.out)
    warnings = sum(RULES[code].severity == "warning" for code, *_ in places)
    files = sum(path.is_file() for path in (empty / "registry").rglob("*.yaml"))
    assert report["summary"] == {"files": files, "errors": len(places) - warnings, "warnings": warnings}
    assert {f["code"]: f["severity"] for f in report["findings"]} == {code: rule.severity for code, rule in RULES.items() if code in PUBLIC}


def test_the_installed_command_says_the_same(empty: Path) -> None:
    """As a program of its own, from inside the registry, in another locale."""
    places = write_one_fault_of_every_code(empty)
    environment = {**os.environ, "PYTHONPATH": str(registries.HERE.parent / "scripts"), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-X",
            "warn_default_encoding",
            "-m",
            "zhicheng",
            "validate",
            "--format",
            "json",
            "--as-of",
            "2026-11-23",
            "--base",
            "main",
        ],
        cwd=empty / "registry/committees",
        env=environment,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr.decode("utf-8").count("\n")) == (1, 1)
    assert judged(done.stdout.decode("utf-8")) == sorted(places)
