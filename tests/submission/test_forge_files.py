"""For those with an account on the forge: which link adds which file, and what does not fit into one."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from helpers import packets, registries

from zhicheng.registry import registry
from zhicheng.submission import forge_files

pytestmark = pytest.mark.slow  # each test packs with Git
RECORD = registries.ONE
ROSTER = "registry/rosters/example-one.yaml"


def at(root: Path, kind: str = "github") -> registry.Registry:
    """The registry in `root` on a forge of a kind, on a branch with a slash in its name."""
    return with_forge(root, f"forge: {{kind: {kind}, url: 'https://forge.example.org/example/zhicheng/', branch: release/2026}}")


def with_forge(root: Path, line: str) -> registry.Registry:
    settings = root / "registry/registry.yaml"
    text = re.sub("(?m)^forge: .*$", line, settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    return registry.load(root)


@pytest.fixture
def packet(small: Path, tmp_path: Path) -> bytes:
    """A packet of example-one, which the registry does not have any more."""
    packets.repository(small)
    assert packets.pack(small, tmp_path / "packet.zip") == 0
    content = (tmp_path / "packet.zip").read_bytes()
    for path in (RECORD, ROSTER):
        (small / path).unlink()
    return content


@pytest.mark.parametrize(("kind", "new", "upload"), [("github", "new", "upload"), ("gitea", "_new", "_upload")])
def test_a_new_file_is_filled_in_where_it_fits(
    small: Path, packet: bytes, kind: str, new: str, upload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Name and text stand in the address, each part escaped; the text comes out as it is in the packet."""
    monkeypatch.setattr(forge_files, "LONGEST", 1_000_000)
    loaded = at(small, kind)
    made, contents = forge_files.ways(loaded, packet)
    assert [(one["path"], one["known"], one["how"]) for one in made] == [(RECORD, False, "filled"), (ROSTER, False, "filled")]
    for one, content in zip(made, contents, strict=True):
        folder, _, name = one["path"].rpartition("/")
        address = urlsplit(one["link"])
        assert unquote(address.path) == f"/example/zhicheng/{new}/release/2026/{folder}"
        assert parse_qs(address.query, strict_parsing=True) == {"filename": [name], "value": [content.decode()]}
        assert one["link"].isascii()
        assert not set(one["link"]) & set(" \"'<>\n")
    monkeypatch.setattr(forge_files, "LONGEST", 0)
    assert {urlsplit(one["link"]).path.split("/")[3] for one in forge_files.ways(loaded, packet)[0]} == {upload}


@pytest.mark.parametrize("over", [0, 1])
def test_what_is_too_long_is_uploaded(small: Path, packet: bytes, over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = at(small)
    monkeypatch.setattr(forge_files, "LONGEST", 1_000_000)
    long = len(forge_files.ways(loaded, packet)[0][0]["link"])
    monkeypatch.setattr(forge_files, "LONGEST", long - over)
    made, _ = forge_files.ways(loaded, packet)
    if over:
        assert made[0]["how"] == "upload"
        assert unquote(made[0]["link"]) == "https://forge.example.org/example/zhicheng/upload/release/2026/registry/committees/650000"
    else:
        assert made[0]["how"] == "filled"
    assert made[1]["how"] == "filled"


def test_a_file_that_is_there_is_replaced_by_uploading(small: Path, packet: bytes) -> None:
    """No forge fills in the page that changes a file. One that cannot be read is there as well."""
    registries.write(small, RECORD, "{")
    made, _ = forge_files.ways(at(small, "gitea"), packet)
    assert (made[0]["known"], made[0]["how"]) == (True, "upload")
    assert made[0]["link"].endswith("/_upload/release/2026/registry/committees/650000")


def test_nothing_sealed_gets_into_a_link(small: Path, packet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forge_files, "LONGEST", 1_000_000)
    made, contents = forge_files.ways(at(small), packet)
    sealed = [path for path in packets.opened(packet) if path.startswith("vault/")]
    assert sealed
    assert {one["path"] for one in made}.isdisjoint(sealed)
    assert not any(b"AGE ENCRYPTED" in one or b"age-encryption" in one for one in contents)


def test_without_a_forge_there_is_no_link(small: Path, packet: bytes) -> None:
    assert forge_files.ways(with_forge(small, ""), packet) == ([], [])


def test_the_limit_is_that_of_servers() -> None:
    """With the method and the version the first line stays below 8 KiB."""
    assert len("GET  HTTP/1.1\r\n") + forge_files.LONGEST < 8 * 1024 - 1
