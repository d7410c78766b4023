"""Messy filled forms as they really come: what is read of them, and what is said of the rest.

The corpus is in tests/data/forms/, one submission a folder with expected.yaml, made by forms_maker.py; what must come of it was written by
the letter, not by what the reader does. Fields that expected.yaml lists are compared whole (`a/b` leads inside), those under `contains`
in part, and those under `absent` must not be there. The errors must be the listed ones and no other, except those under `may`.

Besides, tests/data/golden/read/ has what is said word for word, with its place, and whatever else is read: that it stays so unless somebody
looks at the difference.
All people are invented (人物均为虚构).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.forms import maker as forms_maker
from helpers.forms.ooxml import INVENTED

from zhicheng.documents.finding_reports import text_report
from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry import registry

pytestmark = pytest.mark.slow

FORMS = registries.HERE / "data/forms"
GOLDEN = registries.HERE / "data/golden/read"
CASES = sorted(path.name for path in FORMS.iterdir() if path.is_dir())
YEAR = 2026
_MISSING = object()
_SLOW = ("101-bomb",)

Value = dict[str, Any]


@pytest.fixture(scope="module")
def tables() -> Any:
    """Those of the small registry; contacts are asked for, as the letter asks that the forms were filled in by."""
    return replace(record.tables(registry.load(registries.SMALL)), contacts_required=True)


def expectation(slug: str) -> Value:
    return dict(yaml.safe_load((FORMS / slug / "expected.yaml").read_text(encoding="utf-8")))


def files_of(slug: str) -> list[tuple[str, bytes]]:
    """The files of a case, in the order of their names."""
    if expectation(slug).get("made"):
        return sorted(forms_maker.files_of(slug).items())
    return [(path.name, path.read_bytes()) for path in sorted((FORMS / slug).iterdir()) if path.name != "expected.yaml"]


def inside(value: Any, path: str) -> Any:
    """What is at a path such as reviews/0/catalog, or _MISSING."""
    for key in path.split("/"):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return _MISSING
    return value


def matches(found: Any, wanted: Value) -> bool:
    """Whether a finding is the one that is wanted."""

    def one_of(value: str, allowed: str | list[str]) -> bool:
        return value == allowed if isinstance(allowed, str) else value in allowed

    return (
        one_of(found.code, wanted["code"])
        and one_of(found.severity, wanted["severity"])
        and all(words in found.message for words in wanted.get("says", ()))
        and all(words in found.message + found.hint for words in wanted.get("hints", ()))
    )


def private_values(contacts: Value) -> Iterator[str]:
    """Names and telephone numbers of people."""
    for person in (contacts.get("leader", {}), contacts.get("preparer", {}), *contacts.get("clerks", ())):
        yield from person.values()


def besides(read: FilledForms, wanted: Value) -> str:
    """All that was read, without what expected.yaml lists, a line each, and what was said."""
    found = {
        "forms": read.kinds,
        "passed": read.passed,
        "stated": read.stated,
        "record": {key: value for key, value in read.record.items() if key not in wanted.get("record", {})},
        "contacts": {key: value for key, value in (read.contacts or {}).items() if key not in wanted.get("contacts", {})},
        "rosters": [name for name, _ in read.rosters],
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in found.items() if value]
    return "".join(lines) + text_report(read.findings)


@pytest.mark.parametrize("slug", [pytest.param(slug, marks=[pytest.mark.slow] if slug in _SLOW else []) for slug in CASES])
def test_case(slug: str, tables: Any) -> None:
    wanted = expectation(slug)
    read = reading.read(files_of(slug), tables, YEAR)
    wrong: list[str] = []
    for path, value in wanted.get("record", {}).items():
        found = inside(read.record, path)
        if found != value:
            wrong.append(f"{path}: expected {value!r}, got {'nothing' if found is _MISSING else repr(found)}")
    wrong += [
        f"{path}: expected nothing, got {inside(read.record, path)!r}"
        for path in wanted.get("absent", ())
        if inside(read.record, path) is not _MISSING and inside(record.merged_record({}, read.record), path) is not _MISSING  # 无
    ]
    for path, words in wanted.get("contains", {}).items():
        if words not in str(inside(read.record, path)):
            wrong.append(f"{path}: expected to contain {words!r}, got {inside(read.record, path)!r}")
    for part, value in wanted.get("contacts", {}).items():
        if (read.contacts or {}).get(part) != value:
            wrong.append(f"contacts/{part}: expected {value!r}, got {(read.contacts or {}).get(part)!r}")
    if read.experts != wanted.get("experts", 0):
        wrong.append(f"experts: expected {wanted.get('experts', 0)}, got {read.experts}")
    left = list(read.findings)
    for one in wanted["findings"]:
        found = next((finding for finding in left if matches(finding, one)), None)
        if found is None:
            wrong.append(f"no finding {one}")
        else:
            left.remove(found)
    allowed = wanted.get("may", ())
    wrong += [
        f"finding not expected: {finding}"
        for finding in left
        if finding.severity == "error" and not any(matches(finding, one) for one in allowed)
    ]
    secrets = [value for value in private_values(wanted.get("contacts", {})) if value not in wanted.get("record", {}).get("phones", ())]
    wrong += [
        f"repeats a private value: {finding}" for finding in read.findings for value in secrets if value in finding.message + finding.hint
    ]
    assert not wrong, "\n".join((wanted["about"], *wrong))
    said = f"{INVENTED}\n{besides(read, wanted)}"
    if os.environ.get("ZHICHENG_BLESS"):
        (GOLDEN / f"{slug}.txt").write_text(said, encoding="utf-8", newline="\n")
    assert said == (GOLDEN / f"{slug}.txt").read_text(encoding="utf-8"), "if this is better, run `make bless`"


def test_the_corpus_is_as_made() -> None:
    """Every case of the maker has its folder, and no folder is without a case: the files are written by it and by nobody else."""
    assert sorted(case.slug for case in forms_maker.CASES) == CASES == sorted(path.stem for path in GOLDEN.iterdir())
    assert len(CASES) >= 45
