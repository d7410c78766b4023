"""The same checker in a browser: what it says of every fixture in Pyodide is what CPython says, byte for byte."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import bad_files, packets, registries, told
from helpers.browser_python import BrowserPython
from helpers.deep import DEEP, sample
from helpers.filled_forms import filled
from helpers.forms import maker as forms_maker
from helpers.page_calls import TIME, here

from zhicheng.registry import registry
from zhicheng.submission import snapshot

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]

FORMS = registries.HERE / "data/forms"
ANNEX3 = registries.HERE / "data/annex3"
EARLIER = registries.HERE / "data/earlier"
# One for every code of what is read by other packages there (YAML, schemas), and for some of the rest, which is the same Python.
FIRST_OF_EACH = [next(cases) for _, cases in groupby(bad_files.CASES, lambda case: case.parent)]
SOME = [case for at, case in enumerate(FIRST_OF_EACH) if case.parent.name[0] in "YS" or at % 4 == 0]


@pytest.fixture(scope="module")
def browser(browser_python: BrowserPython) -> BrowserPython:
    browser_python.run(
        "def run(attached):\n    open('/checker/told.py', 'wb').write(bytes(attached[0]))\n    return ''",
        [Path(told.__file__).read_bytes()],
    )
    return browser_python


@pytest.fixture(scope="module")
def zipped_small() -> bytes:
    return zipped(registries.SMALL)


def zipped(root: Path) -> bytes:
    """The files of a registry as a .zip. Links and other special files, which a browser does not have, are left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(root.rglob("*")):
            if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(root).parts:
                archive.writestr(zipfile.ZipInfo(path.relative_to(root).as_posix()), path.read_bytes())
    return stream.getvalue()


def same(browser: BrowserPython, name: str, attached: list[bytes]) -> str:
    """What both say, which has to be the same."""
    here = getattr(told, name)(attached)
    there, _ = browser.run(f"from told import {name} as run", attached)
    assert there == here
    return str(here)


def files_of(slug: str) -> list[tuple[str, bytes]]:
    """The files of a case of the corpus, in the order of their names."""
    if yaml.safe_load((FORMS / slug / "expected.yaml").read_text(encoding="utf-8")).get("made"):
        return sorted(forms_maker.files_of(slug).items())
    return [(path.name, path.read_bytes()) for path in sorted((FORMS / slug).iterdir()) if path.name != "expected.yaml"]


@pytest.mark.parametrize("slug", sample(sorted(path.name for path in FORMS.iterdir() if path.is_dir()), 8))
def test_forms_of_the_corpus(slug: str, browser: BrowserPython, zipped_small: bytes) -> None:
    files = files_of(slug)
    said = json.loads(
        same(browser, "forms", [zipped_small, json.dumps([name for name, _ in files]).encode(), *(content for _, content in files)])
    )
    assert said["record"] or said["findings"] or said["rosters"]


@pytest.mark.parametrize(
    "path",
    [path for folder in (ANNEX3, EARLIER / "forms") for path in sorted(folder.iterdir()) if path.suffix != ".expected"],
    ids=lambda path: path.name,
)
def test_rosters_and_forms_of_earlier(path: Path, browser: BrowserPython, zipped_small: bytes) -> None:
    said = json.loads(same(browser, "forms", [zipped_small, json.dumps([path.name]).encode(), path.read_bytes()]))
    assert said["record"] or said["findings"] or said["rosters"]


@pytest.mark.parametrize("case", bad_files.CASES if DEEP else SOME, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_bad_registries(case: Path, browser: BrowserPython, empty: Path) -> None:
    registries.put_in_force(empty, case.parent.name)
    bad_files.lay(case, empty)
    same(browser, "registry", [zipped(empty)])


def test_the_sample_registry(browser: BrowserPython) -> None:
    sample = packets.closed(
        (path.relative_to(registries.REAL.parent).as_posix(), path.read_bytes())
        for path in sorted(registries.REAL.rglob("*"))
        if path.is_file() and path.suffix == ".yaml"
    )
    same(browser, "registry", [sample])


def hostile() -> dict[str, bytes]:
    """Packets that are not as they should be, made of a good one."""
    good = (EARLIER / "packets/xj-archives-2026.zip").read_bytes()
    entries = packets.opened(good)
    record = next(name for name in entries if name.startswith("registry/committees/"))
    return {
        "good": good,
        "cut": good[:-1],
        "not a zip": b"PK\x03\x04",
        "empty": b"",
        "no manifest": packets.closed([(name, content) for name, content in entries.items() if name != "manifest.json"]),
        "a file more": packets.closed([*entries.items(), ("registry/rosters/other.yaml", b"x: 1\n")]),
        "a file twice": packets.closed([*entries.items(), (record, entries[record])]),
        "leads out": packets.closed([*entries.items(), ("../x", b"")]),
        "newer": packets.closed(packets.listed(entries, version=2).items()),
        "another committee": packets.closed(packets.listed(entries, committee="other").items()),
        "another round": packets.closed(packets.listed(entries, round="2025").items()),
        "a telephone": packets.closed(packets.listed(entries, by="示例单位 1300000" + "0001").items()),
        "not sealed": packets.closed(packets.listed({**entries, "vault/xj-archives.contacts.age": b"{}"}).items()),
        "bad record": packets.closed(packets.listed({**entries, record: b"a: [\n"}).items()),
        "bad escape": packets.closed(packets.listed({**entries, record: b'a: "\\q"\n'}).items()),
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_packets(name: str, browser: BrowserPython) -> None:
    said = json.loads(same(browser, "a_packet", [hostile()[name]]))
    assert (len(said) == 3 and isinstance(said[1], dict)) == (name == "good")


# --- the door ------------------------------------------------------------------------------------------------------------


def test_corrections_and_fields_filled_in(browser: BrowserPython, small: Path, tmp_path: Path) -> None:
    """Each call of the clerk's way, in its order: what is answered here is answered there."""
    (small / packets.ROSTER).unlink()
    (small / "registry/vault/example-one.roster.age").unlink()
    forms = filled(small, tmp_path, 3, address="示例市示例路 9 号")
    names, contents = [name for name, _ in forms], [content for _, content in forms]
    other = here()

    def both(do: str, attached: Sequence[bytes] = (), **said: Any) -> dict[str, Any]:
        wanted, more = other(do, attached, **said)
        there, also, _ = browser.call({"do": do, "time": TIME, **said}, attached)
        assert there == wanted
        assert len(also) == len(more)  # plaintexts have ids of experts that are random
        return wanted

    both("open", [snapshot.written(registry.load(small))])
    rows = {one["fields"][0]["pointer"]: one for one in both("read", contents, files=names, given={})["rows"]}
    texts = {"/approval/date": "2019年4月5日", "/phones": "0991-0000007", "/scope": "火星", "/address": ""}
    corrections = {rows[at]["id"]: {"was": rows[at]["was"], "text": text} for at, text in texts.items()}
    assert both("read", contents, files=names, given={"corrections": corrections})["errors"] == 2
    both("private")
    both("table", file="附件3.xlsx", table="工作表“花名册”")
    both("judge", given={})
    values = both("fill", committee="example-one")["values"]
    for record in (values, {**values, "phones": ["打传真"], "approval": {"date": "去年"}, "scoring": [{"total": "百"}]}, {}):
        given = {"committee": "example-one", "fields": {"record": record, "contacts": {"leader": {"name": "赵示例"}}}}
        both("read", [], files=[], given=given)
        both("judge", given=given)
