"""The same checker in a browser: what it says of every fixture in Pyodide is what CPython says, byte for byte."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
import yaml
from helpers import bad_files, packets, registries, told
from helpers.browser_python import BrowserPython, made
from helpers.deep import DEEP, sample
from helpers.forms import maker as forms_maker

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser-python")]

FORMS = registries.HERE / "data/forms"
ANNEX3 = registries.HERE / "data/annex3"
EARLIER = registries.HERE / "data/earlier"
FIRST_OF_EACH = [next(cases) for _, cases in groupby(bad_files.CASES, lambda case: case.parent)]  # one for every code


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserPython]:
    started = BrowserPython(made())
    started.run(
        "def run(attached):\n    open('/checker/told.py', 'wb').write(bytes(attached[0]))\n    return ''",
        [Path(told.__file__).read_bytes()],
    )
    yield started
    started.close()


@pytest.fixture(scope="module")
def small() -> bytes:
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


@pytest.mark.parametrize("slug", sample(sorted(path.name for path in FORMS.iterdir() if path.is_dir()), 3))
def test_forms_of_the_corpus(slug: str, browser: BrowserPython, small: bytes) -> None:
    files = files_of(slug)
    said = json.loads(same(browser, "forms", [small, json.dumps([name for name, _ in files]).encode(), *(content for _, content in files)]))
    assert said["record"] or said["findings"] or said["rosters"]


@pytest.mark.parametrize(
    "path",
    [path for folder in (ANNEX3, EARLIER / "forms") for path in sorted(folder.iterdir()) if path.suffix != ".expected"],
    ids=lambda path: path.name,
)
def test_rosters_and_forms_of_earlier(path: Path, browser: BrowserPython, small: bytes) -> None:
    said = json.loads(same(browser, "forms", [small, json.dumps([path.name]).encode(), path.read_bytes()]))
    assert said["record"] or said["findings"] or said["rosters"]


@pytest.mark.parametrize("case", bad_files.CASES if DEEP else FIRST_OF_EACH, ids=lambda case: f"{case.parent.name}-{case.stem}")
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
