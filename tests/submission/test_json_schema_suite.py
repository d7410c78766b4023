"""The whole test suite of JSON Schema, draft 2020-12: jsonschema with our stand-in for rpds, in a browser's Python, is as good as here."""

from __future__ import annotations

import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from helpers import json_schema_suite
from helpers.browser_python import FETCHED, BrowserPython

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]
# What jsonschema itself does not know: a metaschema that leaves out a vocabulary.
UNKNOWN = [("vocabulary.json", "no validation: invalid number, but it still validates")]


def suite() -> tuple[list[tuple[str, Any]], dict[str, Any]]:
    """The cases of the suite, each with its file, and the schemas that they refer to by their addresses."""
    found = sorted((FETCHED / "suite").glob("jsonschema-*.tar.gz"))
    if not found:
        missing = "The test suite of JSON Schema is missing: `make submit` fetches it."
        return pytest.fail(missing, pytrace=False) if os.environ.get("CI") else pytest.skip(missing)
    cases: list[tuple[str, Any]] = []
    remotes: dict[str, Any] = {}
    with tarfile.open(found[-1]) as archive:
        for member in sorted(archive.getmembers(), key=lambda one: one.name):
            _, _, path = member.name.partition("/json/")
            stream = archive.extractfile(member) if path.endswith(".json") else None
            if stream is not None and path.startswith("tests/draft2020-12/"):
                cases += [(path.removeprefix("tests/draft2020-12/"), case) for case in json.load(stream)]
            elif stream is not None and path.startswith("remotes/") and (path.count("/") == 1 or path.startswith("remotes/draft2020-12/")):
                remotes[f"http://localhost:1234/{path.removeprefix('remotes/')}"] = json.load(stream)
    return cases, remotes


def test_the_stand_in_passes_the_suite(browser_python: BrowserPython) -> None:
    cases, remotes = suite()
    attached = [json.dumps([case for _, case in cases]).encode(), json.dumps(remotes).encode()]
    source = Path(json_schema_suite.__file__).read_text(encoding="utf-8")
    there = json.loads(browser_python.run(f"{source}\nrun = answers\n", attached)[0])
    assert there == json.loads(json_schema_suite.answers(attached))
    tests = [(file, test) for file, case in cases for test in case["tests"]]
    assert len(tests) > 1_800
    needed = [(file, test["description"]) for (file, test), said in zip(tests, there, strict=True) if said != test["valid"]]
    assert [one for one in needed if not one[0].startswith("optional/")] == UNKNOWN
