"""Everything that a push publishes is searched: messages, authors, names and tags, in every commit of it. Numbers and keys are examples."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from helpers import registries
from helpers.repositories import ENVIRONMENT

from zhicheng.commands.cli import main
from zhicheng.errors import UserError
from zhicheng.vault.guard import Refusal, messages, of_ref, refusals

pytestmark = pytest.mark.slow
Capture = pytest.CaptureFixture[str]
MOBILE, CITIZEN = "13800001234", "110101199003070310"
SECRET = "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" + "QPZRY9X8GF2TVDW0S3JN54KHCE"  # the shape of one, and nobody's
PEOPLE = "name: 示例甲\nborn: '1975-04'\n"


class Folder:
    """A Git repository with one commit, tagged as the base of what follows."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()
        self.git("init", "-q", "-b", "main")
        self.base = self.commit("a.txt")

    def git(self, *arguments: str, sent: bytes | None = None, **extra: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, env={**ENVIRONMENT, **extra}, check=True, capture_output=True, input=sent)
        return done.stdout.decode().strip()

    def commit(self, path: str = "b.txt", content: str = "x\n", message: str = "m", **extra: str) -> str:
        registries.write(self.root, path, content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, **extra)
        return self.git("rev-parse", "HEAD")

    def found(self, base: str | None = None) -> list[Refusal]:
        return refusals(self.root, None, base or self.base)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "库")


def test_texts_of_a_commit(folder: Folder) -> None:
    """What people have written in it, and no hashes: digits in a row in these are nobody's number."""
    folder.commit(message="第一行\n\n第二行")
    texts = messages.of_commits(folder.root, [f"{folder.base}..HEAD"])
    assert [text.text for text in texts] == ["a <a@example.org>", "a <a@example.org>", "第一行\n\n第二行\n"]


def told(found: list[Refusal]) -> list[tuple[str, str, int, str]]:
    return [(one.where, one.kind, one.line, one.commit) for one in found]


@pytest.mark.parametrize(
    ("private", "kind"),
    [(MOBILE, "mobile"), ("１３８ 0000 1234", "mobile"), (CITIZEN, "id-number"), (SECRET, "identity"), (SECRET.lower(), "identity")],
)
def test_messages(folder: Folder, private: str, kind: str) -> None:
    """In any commit of the push, though a later one is harmless."""
    commit = folder.commit(message=f"registry: Add\n\n联系人 {private}")
    folder.commit("c.txt")
    assert told(folder.found()) == [("message", kind, 0 if kind == "identity" else 3, commit)]
    assert private not in str(folder.found()[0])
    assert folder.found(commit) == []


@pytest.mark.parametrize(("length", "large"), [(0, False), (1, True)])
def test_a_message_that_is_too_large_is_not_searched_to_its_end(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, length: int, large: bool
) -> None:
    """Which is told without a line. The bound is that of the commit as Git has it."""
    commit = folder.commit(message="x" * 1000)
    size = int(folder.git("cat-file", "-s", commit))
    monkeypatch.setattr("zhicheng.vault.guard.messages.LIMIT", size - length)
    assert told(folder.found()) == ([("message", "large", 0, commit)] if large else [])


def test_people_in_a_message(folder: Folder) -> None:
    commit = folder.commit(message=f"add\n\n{PEOPLE}")
    assert told(folder.found()) == [("message", "roster", 0, commit)]


@pytest.mark.parametrize(
    ("variable", "value", "where", "kind"),
    [
        ("GIT_AUTHOR_NAME", f"示例甲 {MOBILE}", "author", "mobile"),
        ("GIT_AUTHOR_EMAIL", f"{MOBILE}@example.com", "author", "mobile"),
        ("GIT_AUTHOR_NAME", CITIZEN, "author", "id-number"),
        ("GIT_AUTHOR_NAME", SECRET, "author", "identity"),
        ("GIT_AUTHOR_NAME", f"-----BEGIN A SIGNATURE----- {MOBILE} -----END A SIGNATURE-----", "author", "mobile"),
        ("GIT_COMMITTER_NAME", f"示例甲 {MOBILE}", "committer", "mobile"),
        ("GIT_COMMITTER_EMAIL", f"{CITIZEN}@example.com", "committer", "id-number"),
    ],
)
def test_authors(folder: Folder, variable: str, value: str, where: str, kind: str) -> None:
    commit = folder.commit(**{variable: value})
    assert told(folder.found()) == [(where, kind, 0, commit)]


def test_ordinary_authors_pass(folder: Folder) -> None:
    """Their address is how Git works; telephone numbers of offices and trailers are nothing private."""
    folder.commit(
        message="m\n\nSigned-off-by: 示例甲 <jia@example.com>\n\n电话 0991-0000001",
        GIT_AUTHOR_NAME="示例甲",
        GIT_AUTHOR_EMAIL="jia@example.com",
    )
    assert folder.found() == []


def test_addresses_in_messages_are_reminders(folder: Folder, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.root)
    folder.commit(message="m\n\n请发到 jia@example.com")
    assert main(["guard", "--base", folder.base]) == 0
    out, talk = capsys.readouterr()
    assert out.startswith("提醒：提交说明第 3 行: 电子邮箱地址，可能是个人的（提交 ")
    assert "jia@" not in out
    assert talk == "1 处提醒，请看一眼，不影响提交。\n"


def test_messages_in_gb18030(folder: Folder) -> None:
    """As Chinese Windows writes them, said by the commit or not."""
    tree = folder.git("rev-parse", "HEAD^{tree}")
    head = f"tree {tree}\nparent {folder.base}\nauthor 甲 <a@example.com> 0 +0800\ncommitter 甲 <a@example.com> 0 +0800\n"
    for encoding in ("encoding GB18030\n", ""):
        content = f"{head}{encoding}\n姓名：示例甲，男，汉族，1975-04".encode("gb18030")
        commit = folder.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", sent=content)
        folder.git("reset", "-q", "--hard", commit)
        assert told(folder.found()) == [("message", "person", 0, commit)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "UTF-16BE", "cp037", "punycode", "idna", "hex", "no-such\0", "utf-8"])
def test_an_encoding_that_is_not_that_of_the_message(folder: Folder, encoding: str) -> None:
    """What a commit says of itself hides nothing; names of encodings that take long to read are not followed."""
    tree = folder.git("rev-parse", "HEAD^{tree}")
    head = f"tree {tree}\nparent {folder.base}\nauthor 甲 <a@example.com> 0 +0800\ncommitter 甲 <a@example.com> 0 +0800\n"
    content = f"{head}encoding {encoding}\n\n{SECRET}{' ' * (len(SECRET) % 2)}".encode()
    commit = folder.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", sent=content)
    folder.git("reset", "-q", "--hard", commit)
    assert told(folder.found()) == [("message", "identity", 0, commit)]


@pytest.mark.parametrize("text", [MOBILE, SECRET])
def test_the_names_of_an_encoding_and_of_a_tag_object(folder: Folder, text: str) -> None:
    tree, kind = folder.git("rev-parse", "HEAD^{tree}"), "mobile" if text == MOBILE else "identity"
    person = "甲 <a@example.com> 0 +0800"
    content = f"tree {tree}\nparent {folder.base}\nauthor {person}\ncommitter {person}\nencoding {text}\n\nm\n"
    commit = folder.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", sent=content.encode())
    folder.git("reset", "-q", "--hard", commit)
    assert told(folder.found()) == [("header", kind, 0, commit)]
    content = f"object {folder.base}\ntype commit\ntag {text}\ntagger {person}\n\nm\n"
    tag = folder.git("hash-object", "-t", "tag", "-w", "--stdin", "--literally", sent=content.encode())
    assert [(one.where, one.kind) for one in of_ref(folder.root, "refs/tags/v1", tag, folder.base)] == [("tag", kind)]


def test_other_headers(folder: Folder) -> None:
    """Whatever a program puts between the committer and the message."""
    tree = folder.git("rev-parse", "HEAD^{tree}")
    person = "甲 <a@example.com> 0 +0800"
    content = f"tree {tree}\nparent {folder.base}\nauthor {person}\ncommitter {person}\nnote a\n b {MOBILE}\n\nm\n"
    commit = folder.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", sent=content.encode())
    folder.git("reset", "-q", "--hard", commit)
    assert told(folder.found()) == [("header", "mobile", 0, commit)]


@pytest.mark.parametrize(("name", "kind"), [(f"{MOBILE}.md", "mobile"), (f"{CITIZEN}/a.py", "id-number"), (f"{SECRET}.txt", "identity")])
def test_names_of_files(folder: Folder, name: str, kind: str) -> None:
    """Of files that a later commit deletes, too; the name is not repeated."""
    commit = folder.commit(f"docs/{name}")
    folder.git("rm", "-q", "-r", "docs")
    folder.git("commit", "-q", "-m", "x")
    (found,) = folder.found()
    assert told([found]) == [("name", kind, 0, commit)]
    assert str(found).startswith("文件名 docs/（有个人信息，不显示）")
    assert name.split("/")[0].removesuffix(".md").removesuffix(".txt") not in str(found)


def test_blobs_between(folder: Folder) -> None:
    """A record of the registry that held a number for one commit."""
    path = "registry/committees/650000/a.yaml"
    commit = folder.commit(path, f"note: {MOBILE}\n")
    folder.commit(path, "note: 0991-0000001\n")
    assert told(folder.found()) == [("file", "mobile", 1, commit)]


def test_one_content_that_comes_and_goes_is_told_once(folder: Folder) -> None:
    """By the last commit that brought it."""
    path = "registry/committees/650000/a.yaml"
    folder.commit(path, f"note: {MOBILE}\n")
    folder.commit(path, "note: 0991-0000001\n")
    again = folder.commit(path, f"note: {MOBILE}\n")
    assert told(folder.found()) == [("file", "mobile", 1, again)]


def test_the_repository_that_a_hook_names(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git tells it by its variables, whatever the folder is."""
    folder.git("checkout", "-q", "-b", f"submit/{MOBILE}")
    commit = folder.commit(message=f"m {MOBILE}")
    folder.git("tag", f"t-{CITIZEN}")
    registries.write(folder.root, "b.txt", f"{MOBILE}\n")
    folder.git("add", "-A")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("GIT_DIR", str(folder.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(folder.root))
    found = [(one.where, one.kind) for one in refusals(elsewhere, None, folder.base)]
    assert found == [("message", "mobile"), ("branch-name", "mobile"), ("tag-name", "id-number")]
    assert [(one.where, one.kind, one.path) for one in refusals(elsewhere)] == [("file", "mobile", "b.txt")]
    assert refusals(elsewhere, None, commit)[0].where == "branch-name"


def test_where_there_is_no_commit_yet(tmp_path: Path) -> None:
    """Nothing was looked at, which is not "nothing found"."""
    (tmp_path / "new").mkdir()
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "new", env=ENVIRONMENT, check=True)
    with pytest.raises(UserError, match=r"^读不了 Git 的提交记录。请核对这里是不是 Git 仓库、有没有提交。$"):
        refusals(tmp_path / "new", None, "0" * 40)


def test_branches_and_tags_here(folder: Folder) -> None:
    """The branch that is checked out and the tags on its new commits; not tags of before."""
    folder.git("tag", f"old-{MOBILE}")
    folder.git("checkout", "-q", "-b", f"submit/{MOBILE}")
    commit = folder.commit()
    folder.git("tag", f"t-{CITIZEN}")
    folder.git("tag", "-a", "-m", f"x\n\n{MOBILE}", "v1", GIT_COMMITTER_NAME=SECRET)
    assert [(one.where, one.path, one.kind, one.line) for one in folder.found()] == [
        ("branch-name", "submit/（有个人信息，不显示）", "mobile", 0),
        ("tag-name", "（有个人信息，不显示）", "id-number", 0),
        ("tagger", "v1", "identity", 0),
        ("tag", "v1", "mobile", 3),
    ]
    assert {one.where for one in folder.found(commit)} == {"branch-name"}


def test_tags_of_tags(folder: Folder) -> None:
    folder.git("tag", "-a", "-m", f"note {MOBILE}", "inner")
    folder.git("tag", "-a", "-m", "fine", "outer", "inner")
    found = of_ref(folder.root, "refs/tags/outer", folder.git("rev-parse", "outer"), folder.base)
    assert [(one.where, one.kind) for one in found] == [("tag", "mobile")]
    for number in range(10):
        folder.git("tag", "-a", "-m", "fine", f"t{number}", f"t{number - 1}" if number else "outer")
    with pytest.raises(UserError, match="标签套着标签"):
        of_ref(folder.root, "refs/tags/t9", folder.git("rev-parse", "t9"), folder.base)


def test_the_name_of_the_branch_of_a_pull_request(folder: Folder, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a workflow nothing is checked out by it."""
    monkeypatch.chdir(folder.root)
    folder.git("checkout", "-q", "--detach")
    assert main(["guard", "--base", folder.base, "--branch", "submit/xj-engineering", "--branch", ""]) == 0
    assert main(["guard", "--base", folder.base, "--branch", f"submit/{MOBILE}"]) == 1
    assert "分支名 submit/（有个人信息，不显示）: 手机号码\n    处理：请运行 git branch -m 新的名字。" in capsys.readouterr().out


def test_a_change_cannot_exempt_itself(folder: Folder) -> None:
    """The list of the base counts; one that a commit brings counts from the next push on."""
    entry = "accepted:\n  - {paths: ['**'], kinds: [roster], reason: r}\n"
    listed = folder.commit("guard.yaml", entry)
    folder.commit("people.yaml", PEOPLE)
    assert [one.kind for one in folder.found()] == ["roster"]
    assert folder.found(listed) == []
    folder.commit("guard.yaml", "broken: 1\n")
    assert folder.found(listed) == []


def test_without_a_base_the_list_of_the_first_push_counts(folder: Folder) -> None:
    folder.commit("people.yaml", PEOPLE)
    assert [one.kind for one in folder.found("0" * 40)] == ["roster"]
    folder.commit("guard.yaml", "accepted:\n  - {paths: [people.yaml], kinds: [roster], reason: r}\n")
    assert folder.found("0" * 40) == []


def test_what_history_holds_is_accepted_by_its_hash(folder: Folder) -> None:
    commit = folder.commit("people.yaml", PEOPLE, message=f"m {MOBILE}")
    blob = folder.git("rev-parse", f"{commit}:people.yaml")
    entries = "".join(f"  - {{hash: {name}, kinds: [{kind}], reason: r}}\n" for name, kind in ((blob, "roster"), (commit, "mobile")))
    folder.commit("guard.yaml", f"history:\n{entries}")
    assert folder.found("0" * 40) == []
    folder.commit("people.yaml", PEOPLE + "#\n")
    assert [one.kind for one in folder.found("0" * 40)] == ["roster"]
