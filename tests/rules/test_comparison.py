"""Which findings a change brings, and which errors are there because the last day of a waiver has passed."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.documents.finding import Finding
from zhicheng.registry import registry
from zhicheng.registry.registry import Registry
from zhicheng.rules.comparison import additional, after_waivers, by_cause, key, marked
from zhicheng.rules.engine import check

TODAY = registries.TODAY
FEW = "panel: {members: 23, formed_by: series}\n"
FEWER = "panel: {members: 21, formed_by: series}\n"


def finding(
    message: str = "m", code: str = "E101", pointer: str = "/a/0/b", line: int = 1, file: str = "f", severity: str = "error"
) -> Finding:
    return Finding(code, severity, file, line, 1, pointer, message, "h", "c")  # type: ignore[arg-type]


# --- what is the same ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (finding(line=9), True),
        (finding(pointer="/a/7/b"), True),
        (finding(pointer="/a/0/c"), False),
        (finding(pointer="/a/x0/b"), False),
        (finding(message="n"), False),
        (finding(code="E102"), False),
        (finding(file="g"), False),
        (finding(severity="warning"), False),
    ],
    ids=["line", "number", "field", "name-with-a-digit", "message", "code", "file", "severity"],
)
def test_what_makes_two_findings_the_same(other: Finding, same: bool) -> None:
    """All but the line, and the number of an item, which one put before it changes."""
    assert (key(finding(), {}) == key(other, {})) == same
    assert additional([other], [finding()], {}, {}) == ([] if same else [other])


def test_numbers_at_the_end_of_a_place() -> None:
    assert key(finding(pointer="/a/0"), {}) == key(finding(pointer="/a/12"), {}) != key(finding(pointer="/a/b"), {})
    assert key(finding(pointer="/a/653100"), {}) == key(finding(pointer="/a/*"), {})


def test_repeated_findings_are_counted() -> None:
    """Of three where there were two, the last is new."""
    three = [finding(line=line) for line in (1, 2, 3)]
    assert additional(three, three[:2], {}, {}) == [three[2]]
    assert additional(three, [], {}, {}) == three
    assert additional(three, [*three, finding()], {}, {}) == []


def test_a_file_that_was_moved_is_the_same() -> None:
    assert additional([finding(file="new")], [finding(file="old")], {}, {"old": "new"}) == []
    assert additional([finding(file="old")], [finding(file="new")], {"old": "new"}, {}) == []
    assert additional([finding(file="new")], [finding(file="old")], {}, {"old": "other"}) == [finding(file="new")]


# --- before and after a change -------------------------------------------------------------------------------------------


def at(root: Path, name: str, fields: str, path: str = registries.ONE, waivers: str = "") -> Registry:
    """A copy of a registry under a name, with a record at a path, and waivers."""
    copy = Path(shutil.copytree(root, root.parent / name))
    if fields:
        registries.write(copy, path, registries.record(fields))
    if waivers:
        registries.write(copy, "registry/waivers.yaml", f"waivers:\n{waivers}")
    return registry.load(copy)


def compared(before: Registry, after: Registry) -> list[tuple[str, bool]]:
    """Each finding of the registry after a change, with whether it was there before."""
    return [(one.code, one.before) for one in marked(check(after, TODAY).findings, after, before, TODAY)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", FEW, [("E203", False)]),
        (FEW, FEW, [("E203", True)]),
        (FEW, FEWER, [("E203", False)]),
        (FEW, FEW + "defence: {required: true}\n", [("E107", False), ("E203", True)]),
        (FEW, "panel: {members: 25, formed_by: series}\n", []),
    ],
    ids=["new", "as-before", "another-number", "one-more", "mended"],
)
def test_what_a_change_brings(empty: Path, before: str, after: str, found: list[tuple[str, bool]]) -> None:
    told = compared(at(empty, "before", before or "panel: {members: 25, formed_by: series}\n"), at(empty, "after", after))
    assert sorted(told) == found


def test_a_record_in_another_folder(empty: Path) -> None:
    """What was said of it before is said of it again; that it lies in the wrong place is new."""
    before = at(empty, "before", FEW)
    after = at(empty, "after", FEW, "registry/committees/653100/example-one.yaml")
    assert sorted(compared(before, after)) == [("E203", True), ("X001", False)]


@pytest.mark.parametrize(
    ("before", "after", "was"),
    [
        ("13800001234", "13800001234", True),
        ("13800001234", "13800005678", False),
        ("13800001234 转 1", "13800001234", False),
    ],
    ids=["the-same", "another", "another-line"],
)
def test_a_private_value_in_the_place_of_another(empty: Path, before: str, after: str, was: bool) -> None:
    """No message repeats it, so that the line has to tell; whoever moves it does not bring it."""
    told = compared(at(empty, "before", f"address: 请打 {before}\n"), at(empty, "after", f"address: 请打 {after}\n"))
    assert [one for one in told if one[0] == "P001"] == [("P001", was)]


def test_a_private_value_in_another_line(empty: Path) -> None:
    line = "address: 请打 13800001234\n"
    before, after = at(empty, "before", line), at(empty, "after", "# 说明\n" + line)
    assert [one for one in compared(before, after) if one[0] == "P001"] == [("P001", True)]


# --- after the last day of a waiver --------------------------------------------------------------------------------------


def waiver(until: str, day: str = "2026-01-20", rule: str = "E203", reason: str = "专家少", by: str = "某厅") -> str:
    return f'  - {{committee: example-one, rule: {rule}, reason: {reason}, granted_by: {by}, date: "{day}", until: "{until}"}}\n'


def overdue(loaded: Registry, today: date = TODAY) -> list[tuple[str, str]]:
    found = after_waivers(loaded, check(loaded, today).findings, today)
    return [(one.waiver.until.isoformat(), one.finding.code) for one in found]


@pytest.mark.parametrize(
    ("waivers", "found"),
    [
        ([waiver("2026-11-22")], [("2026-11-22", "E203")]),
        ([waiver("2026-11-23")], []),
        ([waiver("2026-11-20"), waiver("2026-11-22", "2026-11-21")], [("2026-11-22", "E203")]),
        ([waiver("2026-11-22", "2026-11-21"), waiver("2026-11-20")], [("2026-11-22", "E203")]),
        ([waiver("2026-11-22", rule="E104")], []),
    ],
    ids=["yesterday", "today", "the-last-of-two", "the-last-of-two-first", "of-another-rule"],
)
def test_which_waiver_has_ended(empty: Path, waivers: list[str], found: list[tuple[str, str]]) -> None:
    assert overdue(at(empty, "now", FEW, waivers="".join(waivers))) == found


def test_errors_beside_it_are_not_of_the_waiver(empty: Path) -> None:
    """Nor is what the rulebook makes a warning."""
    loaded = at(empty, "now", FEW + "defence: {required: true}\n", waivers=waiver("2026-11-22"))
    assert overdue(loaded) == [("2026-11-22", "E203")]
    path = empty / "registry/rulebooks/order-40.yaml"
    text, count = re.subn("(?m)^  E203: .*$", "  E203: {clause: 第九条, severity: warning}", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")
    assert overdue(at(empty, "warned", FEW, waivers=waiver("2026-11-22"))) == []


ENDED = waiver("2026-11-22")


@pytest.mark.parametrize(
    ("then", "waivers", "side"),
    [
        (FEW, ENDED, "by_time"),
        (FEW, waiver("2026-11-22", reason="别的话", by="别的厅"), "by_time"),
        (FEWER, ENDED, "by_change"),
        ("panel: {members: 25, formed_by: series}\n", ENDED, "by_change"),
        (FEW, waiver("2026-11-22", day="2026-02-01"), "by_change"),
        (FEW, waiver("2026-11-20"), "by_change"),
        (None, "", "unknown"),
    ],
    ids=["as-then", "in-other-words", "another-number", "nothing-wrong-then", "since-another-day", "ended-before", "nobody-knows"],
)
def test_by_time_or_by_a_change(empty: Path, then: str | None, waivers: str, side: str) -> None:
    """On that day the waiver covered this very error; or something was changed since, or it is not known."""
    now = at(empty, "now", FEW, waivers=ENDED)
    found = after_waivers(now, check(now, TODAY).findings, TODAY)
    was = None if then is None else at(empty, "then", then, waivers=waivers)
    asked: list[date] = []

    def on_day(day: date) -> Registry | None:
        asked.append(day)
        return was

    told = by_cause([*found, *found], now, on_day)
    assert {name: len(getattr(told, name)) for name in ("by_time", "by_change", "unknown")} == {
        name: 2 * (name == side) for name in ("by_time", "by_change", "unknown")
    }
    assert asked == [date(2026, 11, 22)], "each day once"


def test_of_a_record_that_was_moved_since(empty: Path) -> None:
    """It has the same error still."""
    path = "registry/committees/653100/example-one.yaml"
    then = at(empty, "then", FEW, path, ENDED)
    now = at(empty, "now", FEW, waivers=ENDED)
    found = after_waivers(now, check(now, TODAY).findings, TODAY)
    assert len(by_cause(found, now, lambda _: then).by_time) == 1
