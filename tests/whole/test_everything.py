"""Every code as the real command reports it: the findings of tests/bad, as JSON, alone and many at once.

What forms give (F) is held in tests/test_annex3.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import bad_files, registries, rosters

from zhicheng.commands.cli import main
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.rules import RULES

pytestmark = pytest.mark.slow
REGION = "registry/committees/650000"
FIRST = {case.parent.name: case for case in reversed(bad_files.CASES)}
# Single files that stop before the rules, whose faults therefore do not depend on what else is there.
UNREADABLE = [
    case
    for case in bad_files.CASES
    if case.parent.name[0] in "YS" and case.is_file() and case.suffix == ".yaml" and not case.read_bytes().startswith(b"# path:")
]


def expected(case: Path) -> str:
    """The report that a bad file gives, as `test_bad` holds it."""
    return bad_files.report(case).read_text(encoding="utf-8")


def told(output: str) -> tuple[list[Finding], dict[str, int]]:
    """The findings and the summary of a report in JSON."""
    report = json.loads(output)
    assert list(report) == ["version", "findings", "summary"]
    assert report["version"] == 1
    return [Finding(**finding) for finding in report["findings"]], report["summary"]


def write_many(root: Path) -> str:
    """Writes every unreadable bad file into one registry, each under a name of its own, and gives the report to expect."""
    reports = []
    for case in UNREADABLE:
        alone = registries.home(case.read_bytes().decode("utf-8", "replace"), case.stem)
        path = f"{REGION}/{case.parent.name.lower()}-{case.stem}.yaml"
        registries.write(root, path, case.read_bytes())
        reports.append((path, expected(case).replace(f"{alone}:", f"{path}:")))
    return "".join(text for _, text in sorted(reports))


@pytest.mark.parametrize("code", [code for code in RULES if code[0] not in "FD"])
def test_every_code(code: str, empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`zhicheng validate --format json` says the same as the text, and its exit code and summary go with it."""
    case = FIRST[code]
    registries.put_in_force(empty, code)
    bad_files.lay(case, empty)
    options = ["--identity", str(rosters.IDENTITY)] if rosters.seal(empty) else []
    options += ["--base", "HEAD"] if (empty / ".git").exists() else []
    exit_code = main(["validate", "--root", str(empty), "--as-of", registries.TODAY.isoformat(), "--format", "json", *options])
    findings, summary = told(capsys.readouterr().out)
    assert text_report(findings) == expected(case)
    assert {name: summary[name] for name in ("errors", "warnings")} == count(findings)
    assert exit_code == (1 if summary["errors"] else 0)


def test_many_faults_at_once(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read or has the wrong shape gives the same findings whatever else is wrong elsewhere."""
    report = write_many(empty)
    assert {case.parent.name[0] for case in UNREADABLE} == {"Y", "S"}
    assert main(["validate", "--root", str(empty), "--as-of", registries.TODAY.isoformat(), "--format", "json"]) == 1
    findings, summary = told(capsys.readouterr().out)
    assert text_report(findings) == report
    assert summary == {"files": sum(path.is_file() for path in (empty / "registry").rglob("*.yaml")), **count(findings)}


def test_the_installed_command_says_the_same(empty: Path) -> None:
    """As a program of its own, from inside the registry, in another locale."""
    report = write_many(empty)
    environment = {**os.environ, "PYTHONPATH": str(registries.HERE.parent / "scripts"), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-W", "error", "-X", "warn_default_encoding", "-m", "zhicheng"]
    command += ["validate", "--format", "json", "--as-of", registries.TODAY.isoformat()]
    done = subprocess.run(command, cwd=empty / "registry/committees", env=environment, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr.decode("utf-8").count("\n")) == (1, 1)
    assert text_report(told(done.stdout.decode("utf-8"))[0]) == report
