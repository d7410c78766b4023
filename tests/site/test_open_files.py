"""What programs follow: records.json, labels.json, changes.json, Atom feeds, the calendar of validities, snapshots, robots.txt."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from helpers import registries, sites
from helpers.repositories import Repository

from zhicheng.commands.cli import main
from zhicheng.documents.schemas import schema
from zhicheng.registry import history, registry, snapshots
from zhicheng.registry.history import RecordVersion
from zhicheng.registry.records.committee import NOTICES
from zhicheng.site import feeds, record_list

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("open-files")]
DAY = "2026-11-23"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The small registry, tagged; then an address changed, on a day of its own; tagged again."""
    root = registries.small(tmp_path_factory.mktemp("repository"))
    marked = root / "registry/committees/653100/example-prefecture.yaml"
    marked.write_bytes(b"\xef\xbb\xbf" + marked.read_bytes())  # as some editors begin a file
    made = Repository(root)
    made.git("tag", "v2026.03.01")
    made.change(("address: ", "address: 新 & <旧>"))
    made.git("tag", "-m", "annotated", "v2026.03.02")
    made.git("tag", "v1.0")
    return made


@pytest.fixture(scope="module")
def built(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "site"
    assert main(["build", "--quiet", "--root", str(repository.root), "--out", str(out), "--as-of", DAY]) == 0
    return out


def read(built: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((built / "api/v1" / name).read_bytes())
    return found


# --- records and labels ------------------------------------------------------------------------------------------------


def test_a_record_has_the_hash_of_its_file(repository: Repository, built: Path) -> None:
    """Of every committee: the hash that `sha256sum` gives, the digest of the forms, the day of its last change."""
    records = {one["id"]: one for one in read(built, "records.json")["records"]}
    digests = {one["id"]: one["digest"] for one in read(built, "digests.json")["committees"]}
    assert list(records) == sorted(digests)
    for key, one in records.items():
        said = subprocess.run(["sha256sum", one["file"]], cwd=repository.root, capture_output=True, encoding="utf-8", check=True)
        assert one["sha256"] == said.stdout.split()[0]
        assert one["digest"] == digests[key]
        assert one["updated"] == ("2026-03-02" if key == "example-one" else "2026-03-01"), key


PAST = 'past: [{from: "2023-01-01", until: "2025-12-31", document: 示例〔2022〕1号}]\n'
NOW = 'valid: {from: "2026-01-01", until: "2028-12-31"}\n'


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (NOW, ["2026-01-01 2028-12-31 current"]),
        (NOW + PAST, ["2023-01-01 2025-12-31 past 示例〔2022〕1号", "2026-01-01 2028-12-31 current"]),
        (NOW + 'status: withdrawn\nwithdrawn: {date: "2028-12-30", reason: 合并}\n', ["2026-01-01 2028-12-31 current 2028-12-30"]),
        (NOW + 'status: withdrawn\nwithdrawn: {date: "2028-12-31", reason: 合并}\n', ["2026-01-01 2028-12-31 current"]),
        ("valid:\n", []),
    ],
)
def test_validities_from_the_oldest(small: Path, fields: str, expected: list[str]) -> None:
    """A withdrawal before the last day is named, one on it has ended nothing; without a validity there is no list."""
    registries.write(small, registries.ONE, registries.record(fields))
    found = record_list.validity(registry.load(small).by_id["example-one"])
    assert [" ".join(one.values()) for one in found] == expected


def test_codes_of_specialties(small: Path) -> None:
    """Each specialty of the record that has a code, once; none where there is no table."""
    record = registry.load(small).by_id["example-one"]
    assert record_list.records(sites.view(small))[0].get("specialties") is None
    (review, first, second), *_ = record.specialties
    more = f"  - {{series: {review.series}, first: {first.name}, second: {second}, code: 05-001-001, since: '2026-01-01'}}\n"
    registries.write(small, "registry/reference/specialties.yaml", f"specialties:\n{more}")
    found = {one["id"]: one.get("specialties") for one in record_list.records(sites.view(small))}
    assert found["example-one"] == ["05-001-001"]


def test_every_code_of_a_record_has_words(small: Path) -> None:
    """Each closed list of the schema of records is among the labels, with the same codes."""

    def lists(node: Any, name: str = "") -> Iterator[tuple[str, list[str]]]:
        if isinstance(node, dict):
            if "enum" in node and "enumDescriptions" in node:
                yield name, node["enum"]
            for key, one in node.items():
                yield from lists(one, key if key not in ("items", "properties") else name)
        elif isinstance(node, list):
            for one in node:
                yield from lists(one, name)

    labels = record_list.labels(registry.load(small))
    known = {code for words in labels.values() for code in words}
    left_out = {"own-committee", "own-unit-committee", *NOTICES}  # their words stand beside them in the record
    found = {(name, code) for name, codes in lists(schema("committee")) for code in codes}
    assert len(found) > 20
    assert {pair for pair in found if pair[1] not in known} <= {pair for pair in found if pair[1] in left_out}
    assert all(word and not word.isascii() for words in labels.values() for word in words.values())


# --- changes and feeds ---------------------------------------------------------------------------------------------------


def test_changes_since_a_day(repository: Repository, built: Path) -> None:
    """All there were, newest first, with the year's file the same; a note says what has changed."""
    found = read(built, "changes.json")
    assert (found["complete"], found["years"]) == (True, ["2026"])
    assert "since" not in found
    newest = found["changes"][0]
    assert (newest["date"], newest["committee"], newest["kind"]) == ("2026-03-02", "example-one", "changed")
    assert newest["commit"] == repository.git("rev-parse", "HEAD")
    assert any("地址" in note for note in newest["notes"])
    assert {one["kind"] for one in found["changes"][1:]} == {"added"}
    assert read(built, "changes/2026.json")["changes"] == found["changes"]


@pytest.mark.parametrize(
    ("sizes", "complete", "kept", "since"),
    [
        ([2, 1], True, 3, None),
        ([2, 1], False, 3, "2026-01-08"),
        ([999, 1, 1], True, 1000, "2026-01-08"),
        ([999, 2, 1], True, 1001, "2026-01-08"),  # a day is whole
        ([1000, 1], True, 1000, "2026-01-09"),
        ([], True, 0, None),
    ],
)
def test_recent_changes_are_whole_days(small: Path, sizes: list[int], complete: bool, kept: int, since: str | None) -> None:
    days = [f"2026-01-0{9 - place}" for place, size in enumerate(sizes) for _ in range(size)]
    versions = tuple(RecordVersion("example-one", day, "0" * 40, "changed", ()) for day in days)
    view = sites.view(small, history.History(versions, complete=complete))
    found = json.loads(next(file for file in feeds.files(view) if file.path == "api/v1/changes.json").content())
    assert (len(found["changes"]), found.get("since")) == (kept, since)
    assert found["complete"] == (complete and bool(sizes))


def test_feeds(built: Path) -> None:
    """Each is an Atom feed with what the standard wants; of an area and of a series are those of its committees; text is escaped."""
    paths = sorted(path.relative_to(built / "api/v1/atom").as_posix() for path in (built / "api/v1/atom").rglob("*.xml"))
    assert {"all.xml", "areas/650000.xml", "series/engineering.xml"} <= set(paths)
    committees = {path: set[str]() for path in paths}
    for path in paths:
        feed = ElementTree.parse(built / "api/v1/atom" / path).getroot()  # noqa: S314 - our own
        assert feed.tag == f"{ATOM}feed"
        own = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert own["self"] == f"https://zhicheng.example.org/api/v1/atom/{path}"
        entries = feed.findall(f"{ATOM}entry")
        for node in (feed, *entries):
            for name in ("id", "title", "updated"):
                assert len(node.findall(f"{ATOM}{name}")) == 1
            assert re.fullmatch(r"2026-..-..T00:00:00\+08:00", node.findtext(f"{ATOM}updated") or "")
        ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
        assert len(set(ids)) == len(ids)
        committees[path] = {one.split("/")[1] for one in ids}
    everything = committees["all.xml"]
    assert committees["areas/650000.xml"] == everything
    for folder, of in (("areas", lambda one: one["scope"]["areas"]), ("series", lambda one: [r["series"] for r in one["reviews"]])):
        for key in everything:
            for name in of(read(built, f"committees/{key}.json")):
                assert key in committees.get(f"{folder}/{name}.xml", {key}), (key, name)
    feed = ElementTree.parse(built / "api/v1/atom/all.xml").getroot()  # noqa: S314 - our own
    newest = feed.find(f"{ATOM}entry")
    assert newest is not None
    assert newest.findtext(f"{ATOM}content") == "\n".join(read(built, "changes.json")["changes"][0]["notes"])


def test_feeds_are_there_without_git(small_template: Path) -> None:
    """Empty ones, dated by the data, so that who subscribes does not lose them."""
    found = {file.path: file.content().decode() for file in feeds.files(sites.view(small_template))}
    assert "<entry>" not in "".join(found.values())
    assert "<updated>2026-11-23T00:00:00+08:00</updated>" in found["api/v1/atom/all.xml"]


def test_calendar_of_validities(built: Path) -> None:
    """An event on the last day of each committee in force, named by it for good; lines as long as calendars take them."""
    text = (built / "api/v1/validity.ics").read_bytes()
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    lines = text.decode().replace("\r\n ", "").split("\r\n")
    expected = {}
    for path in (built / "api/v1/committees").glob("*.json"):
        record = json.loads(path.read_bytes())
        if record["status"] == "active" and "valid" in record:
            expected[f"UID:{record['id']}-valid-until@zhicheng.example.org"] = record["valid"]["until"].replace("-", "")
    uids = [line for line in lines if line.startswith("UID:")]
    starts = [line.removeprefix("DTSTART;VALUE=DATE:") for line in lines if line.startswith("DTSTART")]
    assert dict(zip(uids, starts, strict=True)) == expected
    assert expected


# --- snapshots, robots -----------------------------------------------------------------------------------------------------


def test_a_snapshot_can_be_checked(repository: Repository, built: Path, tmp_path: Path) -> None:
    """What is published of each tag is what `sha256sum --check` finds in a clone of it; sealed files are not named."""
    found = read(built, "snapshots/index.json")["snapshots"]
    assert [(one["tag"], one["date"]) for one in found] == [("v2026.03.02", "2026-03-02"), ("v2026.03.01", "2026-03-01")]
    sums = {line.split("  ")[1]: line.split("  ")[0] for line in (built / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    for one in found:
        assert one["commit"] == repository.git("rev-parse", f"{one['tag']}^{{commit}}")
        assert one["sums"]["sha256"] == sums[one["sums"]["path"]]
        clone = tmp_path / one["tag"]
        repository.git("clone", "--quiet", "--branch", one["tag"], str(repository.root), str(clone))
        text = (built / one["sums"]["path"]).read_text(encoding="utf-8")
        assert len(text.splitlines()) == one["files"] > 10
        assert "registry/vault/" not in text
        assert (clone / "registry/vault").is_dir()
        command = ["sha256sum", "--check", "--strict", "--quiet", str(built / one["sums"]["path"])]
        assert subprocess.run(command, cwd=clone, check=False).returncode == 0
        (clone / registries.ONE).write_text("x", encoding="utf-8")
        assert subprocess.run(command, cwd=clone, check=False, capture_output=True).returncode == 1


@pytest.mark.parametrize(
    ("revision", "day", "tags"),
    [
        ("HEAD", "2026-03-02", ["v2026.03.02", "v2026.03.01"]),
        ("HEAD", "2026-03-01", ["v2026.03.01"]),  # of later ones nothing was known
        ("HEAD~1", "2026-11-23", ["v2026.03.01"]),  # nor of versions that came after it
        ("HEAD", "2026-02-28", []),
    ],
)
def test_snapshots_known_on_a_day(repository: Repository, revision: str, day: str, tags: list[str]) -> None:
    assert [one.tag for one in snapshots.until(repository.root, revision, date.fromisoformat(day), "vault")] == tags


def test_a_vault_by_another_name_is_not_named(repository: Repository) -> None:
    found = snapshots.until(repository.root, "HEAD", registries.TODAY, "committees/")
    assert not [path for one in found for path in one.sums if path.startswith(("registry/committees/", "registry/vault/"))]


def test_no_snapshots_without_git(small: Path) -> None:
    assert snapshots.until(small, "HEAD", registries.TODAY, "vault") == []


def test_robots(built: Path, small: Path, tmp_path: Path) -> None:
    """Everything is allowed, and the sitemap is named; without an address it is not; one in docs/ stays."""
    text = "User-agent: *\nAllow: /\n"
    assert (built / "robots.txt").read_text(encoding="utf-8") == text + "Sitemap: https://zhicheng.example.org/sitemap.xml\n"
    settings = small / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("site_url: https://zhicheng.example.org/\n", ""), encoding="utf-8")
    assert (sites.build(small, tmp_path / "one") / "robots.txt").read_text(encoding="utf-8") == text
    for name, content in (("index.md", "# 首页"), ("robots.txt", "own\n")):
        registries.write(small, f"docs/{name}", content)
    assert (sites.build(small, tmp_path / "two") / "robots.txt").read_text(encoding="utf-8") == "own\n"
