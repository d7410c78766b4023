"""Commands that write are killed at every step: the next command makes it good, and the same again gives what one undisturbed gives.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import base64
import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import killing, packets, people
from helpers.changes import COUNTY, PREFECTURE_APPROVED, Change
from helpers.deep import DEEP
from helpers.packets import git, repository
from helpers.registries import DEADLINES_2027, ONE, bans_in_force, write
from helpers.rosters import IDENTITY
from helpers.vault_commands import CONTACTS, expert, opened, roster

from zhicheng.commands.cli import main
from zhicheng.forms.writing import annex1_2, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee
from zhicheng.system import folder_lock, git_commits
from zhicheng.vault import cipher, store

pytestmark = pytest.mark.slow

State = dict[str, object]
TODAY = ("--as-of", "2026-11-23")
# A command has 30 to 200 steps. `make deep` kills it at each of them, every other run at a fixed sample of them and at the last ones.
STRIDE, LAST = (1, 1) if DEEP else (19, 4)
DONE, UNDONE = "上一个命令写到一半中断了，已接着写完：", "上一个命令还没有写就中断了：登记库没有改动，它留下的临时文件已清理。"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[killing.Run]:
    """Runs a command in a process of its own."""
    with killing.commands(tmp_path_factory.mktemp("scratch")) as found:
        yield found


def told(path: Path, content: bytes) -> object:
    """What a file says but for what is random: what is sealed is opened, and goes without ids and the key of draws; no hashes and sizes."""
    if path.suffix == ".age":
        value = json.loads(cipher.unseal(content, store.keyring(IDENTITY).identities))
        return {**value, "draw_key": "", "experts": [{**row, "id": ""} for row in value.get("experts", [])]}
    return re.sub(rb'(sha256|size|draw_key): "?\w+"?', b"", content)


def state(work: Path) -> State:
    """Every file in a folder, and what is on the branches of the repositories in it, apart from the rest of Git."""
    found: State = {}
    for path in sorted(work.rglob("*")):
        if path.name == ".git":
            for branch in git(path.parent, "for-each-ref", "--format=%(refname)", "refs/heads").split():
                files = git_commits.read(git_commits.Repository(path.parent, ""), branch, ())
                found[f"{path.parent.name} {branch}"] = {name: told(Path(name), content) for name, content in files.items()}
        elif path.is_file() and ".git" not in path.parts:
            found[path.relative_to(work).as_posix()] = told(path, path.read_bytes())
    return found


def killed_at_every_step(
    run: killing.Run, template: Path, *command: str | Path, again: int, look: Callable[[Path], State] = state, first: str = ""
) -> set[tuple[str, str]]:
    """Kills a command at each of its steps (STRIDE, LAST), in a copy of the template; in its words, @ stands for that.

    After each kill everything is old or new (or old but for what `first` begins the names of, which comes before the rest and does no
    harm); there is no finding that was not there before or after; and the same command again gives what it gives undisturbed, and ends
    with `again` where it was done already. Gives what there was after a kill, and how what the next command said of it begins.
    """
    work = template.parent / "work"
    arguments = [work / word[1:] if isinstance(word, str) and word.startswith("@") else word for word in command]

    def fresh() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(template, work, symlinks=True)

    def findings() -> tuple[set[str], list[str]]:
        checked = run("verify", "--root", work / "root", *TODAY, "--identity", IDENTITY)
        assert checked.code in (0, 1), checked
        talk = [line for line in checked.err.splitlines()[:-1] if "密封给几把公钥" not in line]
        return set(checked.out.splitlines()), talk

    fresh()
    old, before = look(work), findings()[0]
    undisturbed = run(*arguments, before=killing.ALL)
    assert undisturbed.code == 0, undisturbed
    steps = undisturbed.steps
    assert steps is not None
    assert steps > 20
    new, after = look(work), findings()[0]
    assert old != new
    assert not any(code in line for line in before | after for code in ("R201", "R202", "R203", "R204"))
    states = {"old": old, "new": new}
    if first:
        states["between"] = {**old, **{name: content for name, content in new.items() if name.startswith(first)}}
    seen = set()
    for step in sorted({*range(1, steps + 1, STRIDE), *range(steps - LAST + 1, steps + 1)}):
        fresh()
        assert run(*arguments, before=step).code is None, step
        found, talk = findings()
        now = look(work)
        which = next((name for name, content in states.items() if content == now), f"neither, at {step}")
        assert which in states
        assert found <= before | after, step
        assert talk in ([], [UNDONE]) if which == "old" else not talk or talk[0].startswith(DONE), (step, talk)
        seen.add((which, "".join(talk)[: len(DONE)]))
        repeated = run(*arguments)
        assert repeated.code == (again if which == "new" else 0), (step, repeated)
        assert look(work) == new, step
    return seen


@pytest.fixture
def template(tmp_path: Path, small_template: Path) -> Path:
    """A folder with the small registry in `root`."""
    shutil.copytree(small_template, tmp_path / "template/root")
    return tmp_path / "template"


@pytest.fixture
def pool(template: Path, run: killing.Run) -> Path:
    """The same with a roster of 25 in example-one, two of them removed."""
    rows = [expert(name=f"示例{chr(0x4E00 + n)}", born=f"{1970 + n}-05") for n in range(27)]
    for row, day in zip(rows[25:], ("2026-01-01", "2026-03-01"), strict=True):
        row |= {"state": "removed", "removed": {"date": day, "reason": "other", "note": "示例"}}
    plain(template, roster(*rows))
    assert run("seal", "example-one", template / "plain.json", "--yes", "--root", template / "root", *TODAY).code == 0
    return template


def plain(template: Path, value: Any) -> None:
    (template / "plain.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


JOURNAL = {("old", ""), ("old", UNDONE[: len(DONE)]), ("new", DONE), ("new", "")}


def test_seal_a_roster(run: killing.Run, template: Path) -> None:
    plain(template, roster(*(expert(name=f"示例{chr(0x4E00 + n)}", born=f"{1970 + n}-05") for n in range(26))))
    assert killed_at_every_step(run, template, "seal", "example-one", "@plain.json", "--yes", "--root", "@root", *TODAY, again=0) == JOURNAL


def test_seal_contacts(run: killing.Run, template: Path) -> None:
    plain(template, CONTACTS)
    assert killed_at_every_step(run, template, "seal", "example-one", "@plain.json", "--root", "@root", *TODAY, again=0) == JOURNAL


def test_roster_add(run: killing.Run, pool: Path) -> None:
    """Done twice it would be somebody who is in the roster twice (R106)."""
    plain(pool, {"experts": [expert(name="示例新")]})
    added = ("roster", "add", "example-one", "@plain.json", "--identity", IDENTITY, "--root", "@root", *TODAY)
    assert killed_at_every_step(run, pool, *added, again=1) == JOURNAL


def test_roster_purge(run: killing.Run, pool: Path) -> None:
    purged = ("roster", "purge", "--before", "2026-02-01", "--identity", IDENTITY, "--root", "@root", *TODAY)
    assert killed_at_every_step(run, pool, *purged, again=0) == JOURNAL


def test_roster_remove_with_a_ban(run: killing.Run, pool: Path) -> None:
    """The roster, its counts and the list of bans are all old or all new."""
    bans_in_force(pool / "root")
    plain(pool, roster(*(expert(id=f"aaaa{n:02}", name=f"示例{chr(0x4E00 + n)}", born=f"{1970 + n}-05") for n in range(27))))
    assert run("seal", "example-one", pool / "plain.json", "--yes", "--root", pool / "root", *TODAY).code == 0
    assert run("roster", "bans", "--identity", IDENTITY, "--root", pool / "root", *TODAY).code == 0
    remove = ("roster", "remove", "example-one", "--expert", "aaaa03", "--reason", "discipline", "--date", "2026-03-01")
    command = (*remove, "--identity", IDENTITY, "--root", "@root", *TODAY)
    assert killed_at_every_step(run, pool, *command, again=2) == JOURNAL


def test_reseal(run: killing.Run, pool: Path) -> None:
    """What is sealed says the same before and after: what differs is to how many keys."""
    _, public = cipher.new_identity()

    def look(work: Path) -> State:
        texts = {path.name: path.read_text(encoding="ascii") for path in (work / "root/registry/vault").glob("*.age")}
        return {name: base64.b64decode("".join(text.splitlines()[1:-1])).count(b"\n-> X25519 ") for name, text in texts.items()}

    resealed = ("reseal", "example-one", "--identity", IDENTITY, "--also", public, "--yes", "--root", "@root")
    assert killed_at_every_step(run, pool, *resealed, again=0, look=look) == JOURNAL


def test_record(run: killing.Run, template: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions of two years go into two files."""
    change = Change(template / "root", COUNTY)
    change.review("ks-reviewer-a", moment=PREFECTURE_APPROVED).review("centre-reviewer-a", moment="2027-01-11T02:00:00Z").merge()
    write(template, "reviews.json", json.dumps(change.reviews))
    recorded = ("record", "--root", "@root", "--base", change.base, "--reviews", "@reviews.json", "--merged", "HEAD")
    recorded = (*recorded, "--published", "2027-01-12")
    assert killed_at_every_step(run, template, *recorded, again=0) == JOURNAL


def test_import(run: killing.Run, template: Path) -> None:
    """Record, contacts and roster: four files."""
    loaded = registry.load(template / "root")
    value = {**yaml.safe_load((template / "root" / ONE).read_text(encoding="utf-8")), "address": "乌鲁木齐市示例路 9 号"}
    form = word.written(annex1_2.form1(loaded, committee.committee(value), "0" * 12, "https://zhicheng.example.org/", CONTACTS))
    write(template, "forms/附件1.docx", form)
    people.annex3_xlsx([{**row, "post": "城市规划"} for row in people.bench_experts(30)], template / "forms/附件3.xlsx")
    given = ("import", "@forms", "--signed-by", "示例", "--signed-on", "2026-06-20", "--committee", "example-one", "--yes")
    given = (*given, "--identity", str(IDENTITY))
    assert killed_at_every_step(run, template, *given, "--root", "@root", *TODAY, again=0) == JOURNAL


def test_round_open(run: killing.Run, template: Path) -> None:
    opening = ("round", "open", "2027", *DEADLINES_2027, "--root", "@root", "--as-of", "2027-05-10")
    assert killed_at_every_step(run, template, *opening, again=2) == JOURNAL


@pytest.mark.parametrize("kept", ["inside", "folder", "repository"])
def test_receive(run: killing.Run, template: Path, monkeypatch: pytest.MonkeyPatch, kept: str) -> None:
    """Sealed files come in the same commit, or before the rest: into a folder of a vault elsewhere, or on a branch of its own.

    The last step of all moves the branch of the registry, so that no kill comes after it.
    """
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, packets.GIT[name])
    root = template / "root"
    sent = packets.moved(Path(shutil.copytree(root, template.parent / "sent")), "示例市新路 2 号")
    plain(template, CONTACTS)
    assert run("seal", "example-one", template / "plain.json", "--root", sent, *TODAY).code == 0
    repository(sent)
    if kept != "inside":
        shutil.move(root / "registry/vault", template / "vault")
        with open(root / "registry/registry.yaml", "a", encoding="utf-8") as stream:
            stream.write("vault: ../../vault\n")
    if kept == "repository":
        repository(template / "vault")
    repository(root)
    assert packets.pack(sent, template / "x.zip") == 0

    def look(work: Path) -> State:
        """The printed forms are beside the point."""
        return {name: content for name, content in state(work).items() if "纸质表" not in name}

    seen = killed_at_every_step(run, template, "receive", "@x.zip", "--root", "@root", *TODAY, again=0, look=look, first="vault")
    possible = {
        "inside": {("old", "")},
        "repository": {("old", ""), ("between", "")},
        "folder": {("old", ""), ("old", UNDONE[: len(DONE)]), ("between", ""), ("between", DONE)},
    }
    assert seen == possible[kept] if STRIDE == 1 else seen <= possible[kept]


# --- what the command line makes of it ---------------------------------------------------------------------------------


def killed_half_way(run: killing.Run, template: Path, there: str, *command: str | Path) -> Path:
    """A copy of the template in which a command (@ as above) was killed when the first of its files was in place, but not all."""
    work = template.parent / "half"
    step = 0
    while not (work / there).exists():
        step += 1
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(template, work)
        assert run(*(work / word[1:] if str(word).startswith("@") else word for word in command), before=step).code is None
    return work


@pytest.fixture(scope="module")
def half_done(small_template: Path, run: killing.Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry in which `round open` was killed between its two files. Tests must not change it; `half` is a copy."""
    template = tmp_path_factory.mktemp("half") / "template"
    shutil.copytree(small_template, template / "root")
    opening = ("round", "open", "2027", *DEADLINES_2027, "--root", "@root", "--as-of", "2027-05-10")
    root = killed_half_way(run, template, "root/registry/rounds/2027.yaml", *opening) / "root"
    assert 'current_round: "2026"' in (root / "registry/registry.yaml").read_text(encoding="utf-8")
    return root


@pytest.fixture
def half(half_done: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    return Path(shutil.copytree(half_done, tmp_path / "half/root", symlinks=True))


@pytest.mark.parametrize(
    "command", [("validate",), ("build", "--out", "@site"), ("report", "--base", "HEAD"), ("round", "status"), ("new", "example-new")]
)
def test_every_command_finishes_it(run: killing.Run, half: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    arguments = [tmp_path / word[1:] if word.startswith("@") else word for word in command]
    ended = run(*arguments, "--root", half, *TODAY)
    assert ended.err.startswith(f"{DONE}registry/rounds/2027.yaml、registry/registry.yaml。\n"), ended
    assert 'current_round: "2027"' in (half / "registry/registry.yaml").read_text(encoding="utf-8")


def test_it_cannot_be_finished_here(half: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a read-only checkout."""
    real = os.open

    def refuse(path: str | Path, flags: int, *more: int) -> int:
        if flags & (os.O_RDWR | os.O_CREAT) and str(path).startswith(str(half)):
            raise OSError(errno.EROFS, "read-only", str(path))
        return real(path, flags, *more)

    monkeypatch.setattr(os, "open", refuse)
    before = {path: path.read_bytes() for path in half.rglob("*") if path.is_file()}
    assert main(["validate", "--root", str(half), *TODAY]) == 2
    assert capsys.readouterr() == (
        "",
        f"错误：上一个命令写到一半中断了，现在也没法接着写完：磁盘是只读的（{half}/.zhicheng/lock）。"
        "请在可以写这些文件的地方再运行一次，或者检查磁盘空间和权限。\n",
    )
    assert {path: path.read_bytes() for path in half.rglob("*") if path.is_file()} == before


def test_where_nothing_can_be_written_the_rest_goes_on(
    template: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A roster alone goes into a folder outside of the registry."""

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "no", "lock")

    monkeypatch.setattr(folder_lock, "_try_lock", refuse)
    people.annex3_xlsx([{**row, "post": "城市规划"} for row in people.bench_experts(30)], template / "附件3.xlsx")
    given = ["import", str(template / "附件3.xlsx"), "--committee", "example-one", "--root", str(template / "root"), *TODAY]
    assert main(given) == 0, capsys.readouterr()
    plain(template, CONTACTS)
    assert main(["seal", "example-one", str(template / "plain.json"), "--root", str(template / "root"), *TODAY]) == 2
    assert capsys.readouterr().err.endswith("错误：没有权限（lock）。请检查磁盘空间和权限，然后重试。\n")


def test_a_journal_that_was_committed_is_not_followed(half: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else what is checked would be another content than what is committed."""
    git(half, "init", "-q", "-b", "main")
    git(half, "add", "-f", ".zhicheng/journal")
    before = state(half.parent)
    assert main(["validate", "--root", str(half), *TODAY]) == 2
    assert capsys.readouterr().err == "错误：Git 里有 .zhicheng，它只是写文件时临时用的，不能提交。请用 git rm -r 删去它，提交以后再试。\n"
    assert state(half.parent) == before


def test_a_folder_to_import_into(run: killing.Run, template: Path) -> None:
    """Outside of the registry there is a journal of its own."""
    loaded = registry.load(template / "root")
    value = {**yaml.safe_load((template / "root" / ONE).read_text(encoding="utf-8")), "address": "乌鲁木齐市示例路 9 号"}
    form = word.written(annex1_2.form1(loaded, committee.committee(value), "0" * 12, "https://zhicheng.example.org/", CONTACTS))
    write(template, "附件1.docx", form)
    given = ("import", "@附件1.docx", "--yes", "--into", "@out", "--root", "@root", *TODAY)
    half = killed_half_way(run, template, f"out/{ONE}", *given)
    ended = run(*(half / word[1:] if word.startswith("@") else word for word in given))
    assert ended.code == 0, ended
    assert ended.err.startswith(f"{DONE}{ONE}、registry/vault/example-one.contacts.age。\n"), ended
    assert sorted(state(half / "out")) == [ONE, "registry/vault/example-one.contacts.age"]


def test_two_at_once_lose_nothing(pool: Path, run: killing.Run) -> None:
    """What one adds to a roster is not lost to another that had read it before."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    started = []
    for name in "甲乙丙丁":
        rows = pool / f"{name}.json"
        rows.write_text(json.dumps({"experts": [expert(name=f"示例新{name}")]}, ensure_ascii=False), encoding="utf-8")
        command = ["roster", "add", "example-one", rows, "--identity", IDENTITY, "--root", pool / "root", *TODAY]
        started.append(subprocess.Popen([sys.executable, "-m", "zhicheng", *map(str, command)], env=environment, stderr=subprocess.PIPE))
    said = [process.communicate()[1].decode() for process in started]
    done = [name for name, process in zip("甲乙丙丁", started, strict=True) if process.returncode == 0]
    assert done
    assert all("另一个 zhicheng 命令正在改这个登记库" in text for text, process in zip(said, started, strict=True) if process.returncode), (
        said
    )
    names = {row["name"] for row in opened(pool / "root")["experts"]}
    assert {f"示例新{name}" for name in "甲乙丙丁"} & names == {f"示例新{name}" for name in done}
    checked = run("verify", "--root", pool / "root", *TODAY, "--identity", IDENTITY)
    assert checked.code == 0, checked
