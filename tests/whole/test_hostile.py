"""Bad input: a finding, never a traceback, never a wait; and nothing outside the registry is touched."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from helpers import markdowns, registries
from helpers.deep import DEEP
from helpers.hostile import HOSTILE, LONG
from helpers.registries import record

from zhicheng.commands.cli import main

pytestmark = pytest.mark.slow

SCRIPTS = registries.HERE.parent / "scripts"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join((str(SCRIPTS), str(registries.HERE)))}


def found_by(*program: str, seconds: float) -> dict[str, tuple[str, int, int]]:
    """The first finding of each hostile file, as a program prints them."""
    try:
        done = subprocess.run([sys.executable, *program], env=ENVIRONMENT, capture_output=True, timeout=seconds * len(HOSTILE))
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"took too long: {(error.stdout or b'').decode('utf-8').splitlines()[-1]}")
    lines = done.stdout.decode("utf-8").splitlines()
    assert done.returncode == 0, (lines[-1], done.stderr[-2000:])
    decode = json.JSONDecoder().raw_decode
    return {decode(line)[0]: tuple(json.loads(line[decode(line)[1] :])) for line in lines}


def test_every_hostile_file_is_a_finding() -> None:
    """Each gives its finding; were one to crash the parser or to hang, its name would be the last one printed."""
    assert found_by(str(registries.HERE / "helpers/hostile.py"), seconds=2) == {name: place for name, (_, place) in HOSTILE.items()}


def test_without_libyaml_every_hostile_file_is_a_finding_too() -> None:
    """PyYAML's own parser calls itself for each level of nesting, and converts escapes itself. Long files only under `make deep`."""
    names = [name for name in HOSTILE if DEEP or name not in LONG]
    block = f"import sys; sys.modules['yaml.cyaml'] = None; from helpers import hostile; hostile.main({names})"
    found = found_by("-c", block, seconds=10)
    assert {name: code for name, (code, *_) in found.items()} == {name: HOSTILE[name][1][0] for name in names}


def test_a_hostile_file_does_not_hide_the_others(empty: Path) -> None:
    """The other records are judged as if it were not there."""
    registries.write(empty, "registry/committees/650000/hostile.yaml", HOSTILE["200,000 brackets"][0])
    registries.write(empty, registries.ONE, record("panel: {members: 24, formed_by: specialty}\n"))
    assert [f.code for f in registries.findings(empty)] == ["E202", "Y006"]


# The superuser may read everything, so the reading is done after becoming nobody; what Python loads late, it loads before.
AS_NOBODY = """
import codecs, os, sys
from zhicheng.commands import validate  # what nobody may not read is there before: hashlib ends the process
from zhicheng.commands.cli import main
codecs.lookup("utf-8-sig")
codecs.lookup("utf-16-le")
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(sys.argv[1:]))
"""

# --- what is not a file ------------------------------------------------------------------------------------------------


def test_folder_where_a_file_belongs(empty: Path) -> None:
    (empty / "registry/waivers.yaml").unlink()
    (empty / "registry/waivers.yaml").mkdir()
    assert [(f.code, f.file) for f in registries.findings(empty)] == [("Y008", "registry/waivers.yaml")]


def test_file_where_a_folder_belongs(empty: Path) -> None:
    """Reading it as a folder fails, which is said, in Chinese where the system has words for it."""
    registries.write(empty, "registry/committees", "x")
    found = registries.findings(empty)
    assert [(f.code, f.file) for f in found] == [("Y008", "registry/committees")]
    assert found[0].message.startswith("无法读取：")


def test_socket(empty: Path) -> None:
    """A socket cannot even be opened."""
    folder = empty / "registry/committees/650000"
    folder.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(folder)  # the name of a socket has to be short
        try:
            server.bind("example-one.yaml")
        finally:
            os.chdir(here)
        assert [(f.code, f.message) for f in registries.findings(empty)] == [("Y008", "这是特殊文件，不是登记库里的普通文件")]


def test_links_are_not_followed(empty: Path, tmp_path: Path) -> None:
    """Not to a file outside, not to a folder outside, not to a record inside: what they point to is neither read nor quoted."""
    outside = registries.write(tmp_path, "outside/secret.yaml", record("id: secret\naddress: 保密地址\n"))
    folder = empty / "registry/committees/650000"
    folder.mkdir(parents=True)
    (folder / "one.yaml").symlink_to(outside)
    (folder / "two.yaml").symlink_to("one.yaml")
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (empty / "registry/committees/653100").symlink_to(outside.parent)
    (empty / "registry/rosters").symlink_to(outside.parent)
    found = registries.findings(empty)
    assert [(f.code, f.file) for f in found] == [
        ("Y008", "registry/committees/650000/loop.yaml"),
        ("Y008", "registry/committees/650000/one.yaml"),
        ("Y008", "registry/committees/650000/two.yaml"),
        ("Y008", "registry/committees/653100"),
        ("Y008", "registry/rosters"),
    ]
    assert not any("secret" in f.message + f.hint for f in found)


@pytest.mark.parametrize("name", ["registry/reference", "registry/registry.yaml", "registry/reference/series.yaml"])
def test_linked_settings(empty: Path, name: str, tmp_path: Path) -> None:
    """Settings and reference tables may not be links either; nothing else can be judged then."""
    (empty / name).rename(tmp_path / "moved")
    (empty / name).symlink_to(tmp_path / "moved")
    found = registries.findings(empty)
    assert found != []
    assert {f.code for f in found} == {"Y008"}


def test_unreadable_file_and_folder() -> None:
    """Without the permission to read: a finding for each, with the name, and the rest is judged."""
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as name:  # pytest's own folders are closed to other users
        root = registries.empty(Path(name))
        registries.write(root, registries.ONE, record())
        registries.write(root, "registry/committees/653100/example-two.yaml", record("id: example-two\n"))
        (root / registries.ONE).chmod(0)
        (root / "registry/committees/653100").chmod(0)
        Path(name).chmod(0o755)
        arguments = ["validate", "--root", name, "--as-of", "2026-11-23"]
        done = subprocess.run([sys.executable, "-c", AS_NOBODY, *arguments], env=ENVIRONMENT, capture_output=True, timeout=60, cwd=name)
        (root / "registry/committees/653100").chmod(0o755)
    assert done.returncode == 1, done.stderr.decode("utf-8")
    lines = done.stdout.decode("utf-8").splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        f"{registries.ONE}:1:1: Y008 无法读取：没有权限",
        "registry/committees/653100:1:1: Y008 无法读取：没有权限",
    ]


# --- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["评审 委员会", "a b", "a'b", "a;b", "a$(b)", "%41", "a:b", "🎓", "x" * 200])
def test_any_file_name_is_read(empty: Path, name: str) -> None:
    """Spaces, Chinese, quotes: read like any other, and told to be named after the id."""
    registries.write(empty, f"registry/committees/650000/{name}.yaml", record())
    assert [(f.code, f.file) for f in registries.findings(empty)] == [("X001", f"registry/committees/650000/{name}.yaml")]


@pytest.mark.parametrize("identifier", ["../../outside", "..", "/etc/passwd", "a/../../b", "..\\\\outside", "\u202eabc"])
def test_no_id_leads_out_of_the_registry(empty: Path, identifier: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An id with a path in it is a finding; no command makes a file of it."""
    registries.write(empty, registries.ONE, record(f'id: "{identifier}"\n'))
    assert {f.code for f in registries.findings(empty)} == {"Y007" if "\u202e" in identifier else "S005"}
    before = sorted(empty.parent.rglob("*"))
    assert main(["new", identifier, "--root", str(empty)]) == 2
    assert sorted(empty.parent.rglob("*")) == before
    assert "编号只能用小写字母、数字和短横" in capsys.readouterr().err


MARKUP = "<script>alert(1)</script> {{ 7*7 }} {% raw %} [x](javascript:alert(1)) <!-- --> ${x} `x` | # * _ \"x\" 'x' &lt;"


def test_markup_is_text(empty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """HTML, Markdown and template syntax in a value is shown as text in every report, the Markdown one included."""
    registries.write(
        empty,
        registries.ONE,
        record(f"scoring: [{{title: {json.dumps(MARKUP)}, total: 2, items: [{{dimension: a, item: b, points: 1}}]}}]\n"),
    )
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert main(["validate", "--root", str(empty), "--as-of", "2026-11-23", "--format", "github"]) == 1
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert MARKUP[:35] in printed
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    html = markdowns.html_of(summary)
    assert html.count("<td>") == 6
    assert "<script" not in html
    assert MARKUP[:35] in markdowns.shown(html)
