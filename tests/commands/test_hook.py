"""The pre-receive hook on a real bare server: what is refused, what is accepted, and that nothing of a push is run or believed."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from helpers import registries
from helpers.repositories import ENVIRONMENT, Repository
from helpers.servers import Server

from zhicheng.commands.cli import main
from zhicheng.errors import UserError
from zhicheng.registry import at_commit

pytestmark = pytest.mark.slow
Capture = pytest.CaptureFixture[str]
COUNTY = "registry/committees/653100/example-county.yaml"
KS, CENTRE = "2026-03-01T02:00:00Z", "2026-03-01T03:00:00Z"  # before anything is merged
DISTRICT = "喀什地区人力资源和社会保障局"


@pytest.fixture
def server(small: Path, tmp_path: Path) -> Server:
    """A server that has the small registry on main."""
    server = Server(small, tmp_path)
    server.take_main()
    return server


def branch(server: Server, *replaced: tuple[str, str], name: str = "change") -> str:
    """A commit on a branch of its own that changes the county's committee."""
    server.clone.git("checkout", "--quiet", "-B", name, "main")
    return server.clone.change(*(replaced or (("address: 莎车县示例街 3 号", "address: 莎车县示例街 5 号"),)), path=COUNTY)


def test_git_checks_the_objects_of_a_push(server: Server, tmp_path: Path) -> None:
    """`--install` says so, unless the administrator has decided otherwise."""
    setting = ["git", "-C", str(server.bare), "config", "--get", "receive.fsckObjects"]
    assert subprocess.run(setting, check=True, capture_output=True, env=ENVIRONMENT).stdout == b"true\n"
    other = tmp_path / "other.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(other)], check=True, env=ENVIRONMENT)
    subprocess.run(["git", "-C", str(other), "config", "receive.fsckObjects", "false"], check=True, env=ENVIRONMENT)
    assert main(["hook", "pre-receive", "--install", str(other)]) == 0
    assert subprocess.run([*setting[:2], str(other), *setting[3:]], check=True, capture_output=True, env=ENVIRONMENT).stdout == b"false\n"


def test_a_hook_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    """A disk that is full just then would leave an empty one, by which Git lets every push in."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path)], check=True, env=ENVIRONMENT)
    hook = tmp_path / "hooks/pre-receive"
    for _ in range(2):
        assert main(["hook", "pre-receive", "--install", str(tmp_path)]) == 0
        assert hook.stat().st_mode & 0o777 == 0o755
        assert hook.read_text(encoding="utf-8").endswith("-m zhicheng hook pre-receive\n")
        os.utime(hook, ns=(0, 0))
    assert main(["hook", "pre-receive", "--install", str(tmp_path)]) == 0
    assert hook.stat().st_mtime_ns == 0


# --- branches ------------------------------------------------------------------------------------------------------------


def test_the_first_push(small: Path, tmp_path: Path) -> None:
    """The main branch of a server that has none yet."""
    server = Server(small, tmp_path)
    first = server.push("main")
    assert first.accepted, first.said
    assert server.at("main") == server.clone.git("rev-parse", "HEAD")


def test_hashes_of_sha256(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose repository has hashes of 64 characters takes and refuses as others do."""
    monkeypatch.setitem(ENVIRONMENT, "GIT_DEFAULT_HASH", "sha256")
    server = Server(small, tmp_path)
    assert server.push("main").accepted
    head = branch(server)
    pushed = server.push("change", f"change:{head[:50]}")
    assert f"拒绝分支 {head[:50]}：这样的名字会被认成别的版本" in pushed.said
    assert f"要由以下单位审核 {head[:12]}" in server.push("change").said
    assert not server.push("change:main").accepted
    server.review("ks-reviewer-a", head, KS)
    server.review("centre-reviewer-a", head, CENTRE)
    assert (len(head), server.push("change:main").accepted, server.at("main")) == (64, True, head)
    assert server.push(":change").accepted


def test_good_branch(server: Server) -> None:
    """Accepted, and who will look at it is told."""
    head = branch(server)
    pushed = server.push("change")
    assert pushed.accepted
    assert "change：检查了" in pushed.said
    assert "0 个错误" in pushed.said
    assert f"合并到主分支以前，要由以下单位审核 {head[:12]}：{DISTRICT}、示例自治区职称社会化评价中心。" in pushed.said
    assert server.at("change") == head


def test_findings_are_told(server: Server) -> None:
    """In Chinese, with place, clause and remedy; the branch does not come to be."""
    branch(server, ("levels: [junior, intermediate]", "levels: [junior, intermediate, associate-senior]"))
    pushed = server.push("change")
    assert not pushed.accepted
    assert f"{COUNTY}:11:36: E101 评审层级“副高级”超出区县级单位的承接范围" in pushed.said
    assert "建议：" in pushed.said
    assert "拒绝 change：请按上面的建议改好以后再推送。" in pushed.said
    assert server.at("change") == ""


def test_errors_of_before_do_not_refuse_a_push(server: Server) -> None:
    """They are listed; one that the push itself brings refuses it."""
    server.clone.git("checkout", "--quiet", "main")
    server.clone.change(("levels: [junior, intermediate]", "levels: [junior, intermediate, associate-senior]"), path=COUNTY)
    server.take_main()
    branch(server)
    pushed = server.push("change")
    assert pushed.accepted
    assert f"{COUNTY}:11:36: E101 （不是这次修改带来的）评审层级“副高级”超出区县级单位的承接范围" in pushed.said
    assert "change：其中 1 个错误不是这次修改带来的，不影响这次推送。" in pushed.said
    branch(server, ("authority: county", "authority: nobody"))
    again = server.push("+change")
    assert not again.accepted
    assert "拒绝 change：请按上面的建议改好以后再推送。" in again.said


def test_published_record_cannot_be_deleted(server: Server) -> None:
    server.clone.git("checkout", "--quiet", "-b", "change")
    (server.root / COUNTY).unlink()
    server.clone.commit()
    pushed = server.push("change")
    assert not pushed.accepted
    assert "X004" in pushed.said


def test_private_file_is_refused_though_a_later_commit_deletes_it(server: Server) -> None:
    """It would stay in the history; the message repeats nothing of it."""
    server.clone.git("checkout", "--quiet", "-b", "change")
    secret = (registries.HERE / "demonstration.identity").read_text(encoding="utf-8")
    registries.write(server.root, "notes.txt", secret)
    server.clone.commit()
    (server.root / "notes.txt").unlink()
    server.clone.commit()
    pushed = server.push("change")
    assert not pushed.accepted
    assert "notes.txt: 没有加密的私钥（age 密钥）" in pushed.said
    assert "拒绝 change：发现 1 处不能进入仓库的内容，见上。" in pushed.said
    assert "AGE-SECRET-KEY" not in pushed.said


def test_one_bad_ref_refuses_them_all(server: Server) -> None:
    branch(server, name="good")
    branch(server, ("authority: county", "authority: nobody"), name="bad")
    pushed = server.push("good", "bad")
    assert not pushed.accepted
    assert (server.at("good"), server.at("bad")) == ("", "")


def test_first_push_is_looked_at(small: Path, tmp_path: Path) -> None:
    """There is nothing to compare with and nobody to ask; private files are refused all the same."""
    secret = (registries.HERE / "demonstration.identity").read_text(encoding="utf-8")
    registries.write(small, "notes.txt", secret)
    server = Server(small, tmp_path)
    pushed = server.push("main")
    assert not pushed.accepted
    assert "拒绝 main：发现 1 处不能进入仓库的内容，见上。" in pushed.said


def test_force_push_is_judged_anew(server: Server) -> None:
    branch(server)
    assert server.push("change").accepted
    branch(server, ("address: 莎车县示例街 3 号", "address: 莎车县示例街 7 号"))
    assert server.push("--force", "change").accepted
    branch(server, ("authority: county", "authority: nobody"))
    assert not server.push("--force", "change").accepted


def test_branch_may_be_deleted(server: Server) -> None:
    branch(server)
    assert server.push("change").accepted
    assert server.push("--delete", "change").accepted
    assert server.at("change") == ""


def test_settings_that_cannot_be_read(server: Server) -> None:
    server.clone.git("checkout", "--quiet", "-b", "change")
    registries.write(server.root, "registry/registry.yaml", "name: [\n")
    server.clone.commit()
    pushed = server.push("change")
    assert not pushed.accepted
    assert "registry/registry.yaml" in pushed.said
    assert "Traceback" not in pushed.said


def test_another_repository_pushed_here(server: Server) -> None:
    """As the vault is, where somebody mistakes one remote for the other."""
    server.clone.git("checkout", "--quiet", "--orphan", "vault")
    server.clone.git("rm", "-r", "-q", "--cached", ".")
    registries.write(server.root, "example-one.contacts.age", "-----BEGIN AGE ENCRYPTED FILE-----\n")
    server.clone.git("add", "example-one.contacts.age")
    server.clone.git("commit", "-q", "-m", "x")
    pushed = server.push("vault")
    assert not pushed.accepted
    assert pushed.said.startswith("拒绝 vault：里面没有登记册（registry/）。是不是把密封库或者别的仓库推送到这里了？")


def test_link_out_of_the_registry_is_not_followed(server: Server) -> None:
    server.clone.git("checkout", "--quiet", "-b", "change")
    (server.root / "registry/rounds/2027.yaml").symlink_to("/etc/passwd")
    server.clone.commit()
    pushed = server.push("change")
    assert not pushed.accepted
    assert "Y008" in pushed.said
    assert "root:" not in pushed.said


@pytest.mark.parametrize("name", [b"..", b".git", b".GIT"], ids=["parent", "git", "git-in-capitals"])
def test_path_that_leads_elsewhere(server: Server, name: bytes) -> None:
    """A tree that was made by hand; nothing of it is read. Git itself refuses it where it checks objects."""
    blob = server.clone.git("hash-object", "-w", COUNTY)
    entry = b"100644 x.yaml\0" + bytes.fromhex(blob)
    inner = _object(server.root, entry)
    outer = _object(server.root, b"40000 " + name + b"\0" + bytes.fromhex(inner))
    top = _object(server.root, b"40000 registry\0" + bytes.fromhex(outer))
    commit = server.clone.git("commit-tree", top, "-p", "main", "-m", "x")
    server.clone.git("update-ref", "refs/heads/change", commit)
    pushed = server.push("change")
    assert not pushed.accepted
    assert "fsck error" in pushed.said
    server.configure("receive.fsckObjects", "false")
    pushed = server.push("change")
    assert not pushed.accepted
    assert f"错误：{commit[:12]} 这个版本里有不正常的路径：registry/{name.decode()}/x.yaml" in pushed.said


def _object(root: Path, content: bytes) -> str:
    command = ["git", "hash-object", "-w", "-t", "tree", "--stdin", "--literally"]
    return subprocess.run(command, cwd=root, env=ENVIRONMENT, input=content, capture_output=True, check=True).stdout.decode().strip()


def test_more_than_can_be_read(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small push may unpack to anything."""
    repository = Repository(small)
    commit = repository.git("rev-parse", "HEAD")
    monkeypatch.setattr(at_commit, "_MOST_BYTES", 1024 * 1024)
    assert at_commit.load(small, commit).findings == []
    monkeypatch.setattr(at_commit, "_MOST_BYTES", 1024)
    with pytest.raises(UserError, match="太大了"):
        at_commit.load(small, commit)


def test_code_of_a_push_is_not_run(server: Server, tmp_path: Path) -> None:
    """Neither a module of the tool's name nor a hook, filter or setting in it."""
    server.clone.git("checkout", "--quiet", "-b", "change")
    touch = f"import pathlib; pathlib.Path({str(tmp_path / 'run')!r}).touch()\n"
    for path in ("zhicheng/__init__.py", "scripts/zhicheng/__init__.py", "sitecustomize.py", "yaml.py", "registry/yaml.py"):
        registries.write(server.root, path, touch)
    registries.write(server.root, ".gitattributes", "* filter=run\n")
    server.clone.commit()
    server.push("change")
    assert not (tmp_path / "run").exists()


MOBILE = "13800001234"  # an example


@pytest.mark.parametrize("where", ["message", "author", "name", "branch", "record-of-before"])
def test_numbers_anywhere_in_a_push(server: Server, where: str) -> None:
    """Not only in the files at its tip; what was found is not repeated, and the steps are told."""
    name = f"submit-{MOBILE}" if where == "branch" else "change"
    server.clone.git("checkout", "--quiet", "-b", name, "main")
    if where == "name":
        registries.write(server.root, f"docs/{MOBILE}.md", "x\n")
    if where == "record-of-before":
        server.clone.change(("address: 莎车县示例街 3 号", f"address: 莎车县示例街 3 号 {MOBILE}"), path=COUNTY)
        server.clone.change((f" {MOBILE}", ""), path=COUNTY)
    server.clone.git("add", "--all")
    author = f"示例甲 {MOBILE} <a@example.org>" if where == "author" else "示例甲 <a@example.org>"
    message = f"x\n\n联系人 {MOBILE}" if where == "message" else "x"
    server.clone.git("commit", "--quiet", "--allow-empty", f"--author={author}", f"--message={message}")
    commit = server.clone.git("rev-parse", "HEAD")
    pushed = server.push(name)
    assert not pushed.accepted
    place = {
        "message": f"提交说明第 3 行: 手机号码（提交 {commit[:10]}）",
        "author": f"提交的作者（姓名或邮箱）: 手机号码（提交 {commit[:10]}）",
        "name": f"文件名 docs/（有个人信息，不显示）: 手机号码（提交 {commit[:10]}）",
        "branch": "分支名 （有个人信息，不显示）: 手机号码\n",
        "record-of-before": f"{COUNTY}（第 7 行）: 手机号码（提交 ",
    }[where]
    assert place in pushed.said
    assert "    处理：" in pushed.said
    assert "发现 1 处不能进入仓库的内容，见上。" in pushed.said
    assert MOBILE not in pushed.said
    assert server.at(name) == ""


def test_a_push_cannot_exempt_itself(server: Server) -> None:
    """The list of main counts. Without a main branch there is none: the first push brings its own."""
    server.clone.git("checkout", "--quiet", "-b", "change")
    registries.write(server.root, "guard.yaml", "accepted:\n  - {paths: ['**'], kinds: [mobile], reason: r}\n")
    registries.write(server.root, "notes.txt", MOBILE)
    server.clone.commit()
    pushed = server.push("change")
    assert not pushed.accepted
    assert "notes.txt（第 1 行）: 手机号码" in pushed.said


def test_first_push_brings_its_list(small: Path, tmp_path: Path) -> None:
    registries.write(small, "guard.yaml", "accepted:\n  - {paths: [notes.txt], kinds: [mobile], reason: r}\n")
    registries.write(small, "notes.txt", MOBILE)
    server = Server(small, tmp_path)
    pushed = server.push("main")
    assert pushed.accepted, pushed.said


def test_a_reminder_refuses_nothing(server: Server) -> None:
    branch(server)
    server.clone.git("commit", "--quiet", "--amend", "--message=请发到 jia@example.com")
    pushed = server.push("change")
    assert pushed.accepted
    assert "提醒：提交说明第 1 行: 电子邮箱地址，可能是个人的" in pushed.said
    assert "jia@" not in pushed.said


# --- tags and other refs -------------------------------------------------------------------------------------------------


def test_snapshot_tag(server: Server) -> None:
    """On main only; it is neither moved nor deleted."""
    server.clone.git("tag", "v2026.03.01", "main")
    assert server.push("v2026.03.01").accepted
    server.clone.git("tag", "--force", "v2026.03.01", branch(server))
    for arguments in (("--force", "v2026.03.01"), ("--delete", "v2026.03.01")):
        pushed = server.push(*arguments)
        assert not pushed.accepted
        assert "拒绝 v2026.03.01：快照的标签不能改，也不能删。" in pushed.said


def test_messages_and_names_of_tags(server: Server) -> None:
    server.clone.git("tag", "--annotate", f"--message=快照，请联系 {MOBILE}", "v2026.03.01", "main")
    pushed = server.push("v2026.03.01")
    assert not pushed.accepted
    assert "标签 v2026.03.01 的说明第 1 行: 手机号码" in pushed.said
    server.clone.git("tag", f"t{MOBILE}", "main")
    pushed = server.push(f"t{MOBILE}")
    assert not pushed.accepted
    assert "标签名 （有个人信息，不显示）: 手机号码" in pushed.said
    assert MOBILE not in pushed.said


@pytest.mark.parametrize(
    "name", ["main", "MAIN", "origin/main", "upstream/x", "refs/heads/main", "heads/main", "remotes/origin/main", "FETCH_HEAD", "abcdef1"]
)
def test_tags_that_commands_take_for_a_branch_or_commit(server: Server, name: str) -> None:
    server.clone.git("update-ref", f"refs/tags/{name}", "main")
    pushed = server.push(f"refs/tags/{name}:refs/tags/{name}")
    assert not pushed.accepted
    assert f"拒绝标签 {name}：" in pushed.said


def test_branches_that_commands_take_for_another(server: Server) -> None:
    branch(server)
    for name in ("origin/main", "refs/heads/main", "deadbeef"):
        pushed = server.push(f"change:refs/heads/{name}")
        assert not pushed.accepted
        assert f"拒绝分支 {name}：这样的名字会被认成别的版本（例如 origin/main 或提交号）。请换一个名字。" in pushed.said
    for name in ("-delete", "2026-06-30", "v2026.06.30"):
        pushed = server.push(f"change:refs/heads/{name}")
        assert f"拒绝分支 {name}：这样的名字会被认成别的版本（例如 origin/main 或提交号）。请换一个名字。" in pushed.said
    for name in ("MAIN", "ma\u200bin", "ｍain"):
        pushed = server.push(f"change:refs/heads/{name}")
        assert not pushed.accepted
        assert "：与另一个分支只有大小写或者看不见的字符不同，会认错。请换一个名字。" in pushed.said
    server.clone.git("tag", "first", "main")
    assert server.push("refs/tags/first").accepted
    pushed = server.push("change:refs/heads/first")
    assert not pushed.accepted
    assert "拒绝分支 first：已经有同名的标签，命令会认错。请换一个名字。" in pushed.said
    assert server.push("change:refs/heads/originals").accepted


def test_a_tag_and_a_branch_of_one_name_in_one_push(server: Server) -> None:
    branch(server, name="both")
    server.clone.git("tag", "same", "main")
    pushed = server.push("both:refs/heads/same", "refs/tags/same:refs/tags/same")
    assert not pushed.accepted
    assert (server.at("refs/heads/same"), server.at("refs/tags/same")) == ("", "")


@pytest.mark.parametrize("pushed_to", ["trunk", "main", "alias"])
def test_symbolic_refs_lead_to_main(server: Server, pushed_to: str) -> None:
    """After a renaming HEAD names main, which is another name of trunk: whichever is pushed to, it is the main branch that moves."""
    for arguments in (
        ("update-ref", "refs/heads/trunk", "refs/heads/main"),
        ("symbolic-ref", "refs/heads/main", "refs/heads/trunk"),
        ("symbolic-ref", "refs/heads/alias", "refs/heads/main"),
    ):
        subprocess.run(["git", "-C", str(server.bare), *arguments], check=True, env=ENVIRONMENT)
    before, head = server.at("main"), branch(server)
    pushed = server.push(f"change:refs/heads/{pushed_to}")
    assert not pushed.accepted
    assert f"拒绝：审核还不齐，主分支不能接受 {head[:12]}。" in pushed.said
    assert server.at("trunk") == before


def test_tag_beside_main(server: Server) -> None:
    branch(server)
    server.clone.git("tag", "--annotate", "--message=x", "draft")
    pushed = server.push("draft")
    assert not pushed.accepted
    assert "拒绝 draft：标签要打在主分支的版本上。" in pushed.said


def test_other_refs(server: Server) -> None:
    """What nobody sees cannot hide anything."""
    pushed = server.push("main:refs/hidden/main")
    assert not pushed.accepted
    assert "拒绝 refs/hidden/main：只接受分支和标签。" in pushed.said
    server.clone.git("tag", "blob", server.clone.git("hash-object", "-w", COUNTY))
    assert not server.push("blob").accepted


# --- the main branch -----------------------------------------------------------------------------------------------------


def merged(server: Server, name: str = "change") -> str:
    server.clone.git("checkout", "--quiet", "main")
    server.clone.git("merge", "--quiet", "--no-ff", "--message=merge", name)
    server.clone.day += 1
    return server.clone.git("rev-parse", "HEAD")


def test_main_takes_nothing_without_its_approvals(server: Server) -> None:
    head = branch(server)
    merged(server)
    pushed = server.push("main")
    assert not pushed.accepted
    assert f"1. → {DISTRICT}（地州市）：等待审核" in pushed.said
    assert f"拒绝：审核还不齐，主分支不能接受 {head[:12]}。" in pushed.said
    server.review("ks-reviewer-a", head, KS)
    assert not server.push("main").accepted
    server.review("centre-reviewer-a", head, CENTRE)
    after = server.push("main")
    assert after.accepted, after.said
    assert "审核已齐。" in after.said
    assert "没有核对审核人是不是提交人" in after.said


def test_fast_forward(server: Server) -> None:
    """The branch itself becomes main."""
    head = branch(server)
    server.review("ks-reviewer-a", head, KS)
    server.review("centre-reviewer-a", head, CENTRE)
    assert server.push("change:main").accepted


def test_a_commit_that_is_older_than_its_approvals_does_not_follow_on_main(server: Server) -> None:
    """The registry of a day is read off the dates of main's commits: what was not approved on that day would be shown for it."""
    head = branch(server)
    server.review("ks-reviewer-a", head, "2026-03-02T02:00:00Z")
    server.review("centre-reviewer-a", head, "2026-03-02T16:00:00Z")  # the next day in China
    pushed = server.push("change:main")
    assert not pushed.accepted
    said = f"拒绝：{head[:12]} 写的日期是 2026-03-02，早于同意的日期 2026-03-03；那一天的登记、快照会把没有同意的内容算进去。"
    assert f"{said}请在主分支上运行 git merge --no-ff 分支，合并成新的提交，再推送。" in pushed.said
    merged(server)
    after = server.push("main")
    assert after.accepted, after.said


def test_main_merged_into_a_branch_is_not_main(server: Server) -> None:
    """Approved as it is, it would make main's own versions those of a branch, and days would name the branch's commits."""
    branch(server)
    server.clone.git("checkout", "--quiet", "-b", "other", "main")
    other = server.clone.change(('phones: ["0991-0000', 'phones: ["0991-0001'), path=registries.ONE)
    server.review("centre-reviewer-a", other, CENTRE)
    assert server.push("other:main").accepted
    server.clone.git("checkout", "--quiet", "change")
    server.clone.git("merge", "--quiet", "--no-ff", "--message=m", "other")
    head = server.clone.git("rev-parse", "HEAD")
    server.review("ks-reviewer-a", head, KS)
    server.review("centre-reviewer-a", head, CENTRE)
    pushed = server.push("change:main")
    assert not pushed.accepted
    assert f"拒绝：{head[:12]} 是把主分支合并到别的分支（git pull 也会这样），主分支以前的版本就不在主线上了，按日期找不到。" in pushed.said


def test_main_merged_into_the_own_merge(server: Server) -> None:
    """As `git pull` does where main went on meanwhile. What was approved is not missing, so that is not all that is said."""
    head = branch(server)
    server.review("ks-reviewer-a", head, KS)
    server.review("centre-reviewer-a", head, CENTRE)
    server.clone.git("checkout", "--quiet", "-b", "other", "main")
    other = server.clone.change(('phones: ["0991-0000', 'phones: ["0991-0001'), path=registries.ONE)
    server.review("centre-reviewer-a", other, CENTRE)
    assert server.push("other:main").accepted
    server.clone.git("checkout", "--quiet", "main")
    server.clone.git("merge", "--quiet", "--no-ff", "--message=m", "change")
    server.clone.git("merge", "--quiet", "--no-ff", "--message=m", "other")
    pushed = server.push("main")
    assert not pushed.accepted
    assert f"拒绝：{server.clone.git('rev-parse', 'HEAD')[:12]} 是把主分支合并到别的分支（git pull 也会这样）" in pushed.said
    assert "请先用 git reset --keep origin/main 回到服务器上的主分支（分支上的提交都还在）。再在主分支上运行 git merge" in pushed.said
    server.clone.git("reset", "--quiet", "--keep", "other")
    merged(server)
    after = server.push("main")
    assert after.accepted, after.said


def test_merge_that_adds_something(server: Server) -> None:
    """What was slipped into the merge has been approved by nobody."""
    head = branch(server)
    server.review("ks-reviewer-a", head, KS)
    server.review("centre-reviewer-a", head, CENTRE)
    server.clone.git("checkout", "--quiet", "main")
    server.clone.git("merge", "--quiet", "--no-ff", "--no-commit", "change")
    text = (server.root / registries.ONE).read_text(encoding="utf-8")
    registries.write(server.root, registries.ONE, text + "# 另外\n")
    commit = server.clone.commit()
    pushed = server.push("main")
    assert not pushed.accepted
    assert f"合并的版本与审核的版本不同：{registries.ONE}。" in pushed.said
    assert f"拒绝：审核还不齐，主分支不能接受 {commit[:12]}。" in pushed.said


def test_merge_that_leaves_something_out(server: Server) -> None:
    """Half of what was approved has been approved by nobody either."""
    server.clone.git("checkout", "--quiet", "-b", "change")
    registries.write(server.root, "docs/note.md", "说明\n")
    head = server.clone.change(("address: 莎车县示例街 3 号", "address: 莎车县示例街 5 号"), path=COUNTY)
    for account, moment in (("ks-reviewer-a", KS), ("maintainer-a", KS), ("centre-reviewer-a", CENTRE)):
        server.review(account, head, moment)
    server.clone.git("checkout", "--quiet", "main")
    server.clone.git("merge", "--quiet", "--no-ff", "--no-commit", "change")
    (server.root / "docs/note.md").unlink()
    server.clone.commit()
    pushed = server.push("main")
    assert not pushed.accepted
    assert "合并的版本与审核的版本不同：docs/note.md。" in pushed.said


def test_main_went_on_in_between(server: Server) -> None:
    """Another change of other files does not call for new reviews."""
    head = branch(server)
    server.review("ks-reviewer-a", head, KS)
    server.review("centre-reviewer-a", head, CENTRE)
    server.clone.git("checkout", "--quiet", "-b", "other", "main")
    other = server.clone.change(('phones: ["0991-0000', 'phones: ["0991-0001'), path=registries.ONE)
    server.review("centre-reviewer-b", other, CENTRE)
    assert server.push("other:main").accepted
    server.clone.git("branch", "--quiet", "-f", "main", "other")
    merged(server)
    pushed = server.push("main")
    assert pushed.accepted, pushed.said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param("outcome: approved", None, id="approved-and-not-merged-yet"),
        pytest.param('outcome: approved, merged: "{head}"', "{head:.12} 不在主分支上，或者没有合并它", id="not-merged"),
        pytest.param('outcome: approved, merged: "{base}"', "{base:.12} 不在主分支上，或者没有合并它", id="another"),
        pytest.param("outcome: refused, reason_code: basis, mend: x, appeal: x", "的“不予备案”，服务器上没有这样的审核", id="not-refused"),
        pytest.param("outcome: approved, date: '2026-02-28'", "ks-reviewer-a 对 {head:.12} 的“通过”，服务器上没有", id="not-on-that-day"),
        pytest.param("outcome: approved, committee: example-one", "，那个版本没有改动 example-one 的登记", id="another-committee's"),
        pytest.param("outcome: approved, account: ks-reviewer-b", "ks-reviewer-b 对 {head:.12} 的“通过”，服务器上没有", id="not-he"),
    ],
)  # fmt: skip
def test_decisions_that_were_not_made(server: Server, fields: str, said: str | None) -> None:
    """Not even where the centre approves the change that writes one down."""
    base = server.clone.git("rev-parse", "main")
    head = branch(server)
    assert server.push("change").accepted
    server.review("ks-reviewer-a", head, KS)
    server.clone.git("checkout", "--quiet", "-b", "record", "main")
    usual = {"committee": "example-county", "account": "ks-reviewer-a", "date": '"2026-03-01"'}
    given = usual | dict(part.split(": ", 1) for part in fields.format(base=base, head=head).split(", "))
    common = f'round: "2026", role: prefecture, commit: "{head}", kind: change'
    line = ", ".join((common, *(f"{name}: {value}" for name, value in given.items())))
    registries.write(server.root, "registry/decisions/2026.yaml", f'year: "2026"\ndecisions:\n  - {{{line}}}\n')
    server.review("centre-reviewer-a", server.clone.commit(), CENTRE)
    pushed = server.push("record:main")
    assert pushed.accepted == (said is None), pushed.said
    if said is not None:
        assert "拒绝 main：审核记录与审核对不上：" in pushed.said
        assert said.format(head=head, base=base) in pushed.said
        assert "。请用 zhicheng record 登记，不要手工写。" in pushed.said


def test_two_merges_in_one_push(server: Server) -> None:
    """Each was approved, and both at once are not; one after the other they go."""
    firsts = []
    for name, old, new in (("first", "address: 莎车县示例街 3 号", "address: 莎车县示例街 5 号"), ("second", "小学: [语文", "小学: [汉语")):
        server.clone.git("checkout", "--quiet", "-b", name, "main")
        head = server.clone.change((old, new), path=COUNTY)
        server.review("ks-reviewer-a", head, KS)
        server.review("centre-reviewer-a", head, CENTRE)
        server.clone.git("checkout", "--quiet", "main")
        firsts.append(merged(server, name))
    pushed = server.push("main")
    assert not pushed.accepted
    said = "这次推送里有 2 次合并，审核看不出是哪一次的。请按先后逐次推送，"
    assert f"{said}例如先 git push origin {firsts[0][:12]}:main。" in pushed.said
    assert server.push(f"{firsts[0]}:refs/heads/main").accepted
    assert server.push("main").accepted


def test_merge_the_wrong_way_round(server: Server) -> None:
    """Main merged into the branch: the second parent is main, which needs no approval, and is not what counts."""
    head = branch(server)
    tree = server.clone.git("rev-parse", f"{head}^{{tree}}")
    commit = server.clone.git("commit-tree", tree, "-p", head, "-p", "main", "-m", "x")
    pushed = server.push(f"{commit}:refs/heads/main")
    assert not pushed.accepted
    assert f"主分支不能接受 {commit[:12]}" in pushed.said


def brought_in(server: Server, name: str) -> None:
    """A branch approved, merged into main as it comes, and pushed."""
    head = server.clone.git("rev-parse", name)
    day = 10 + len(server.listed)
    server.review("ks-reviewer-a", head, f"2026-03-01T{day}:00:00Z")
    server.review("centre-reviewer-a", head, f"2026-03-01T{day + 1}:00:00Z")
    merged(server, name)
    pushed = server.push("main")
    assert pushed.accepted, pushed.said


def test_an_old_approval_does_not_bring_an_old_version_back(server: Server) -> None:
    """A merge by hand whose second parent was approved once, and is in main already."""
    old = branch(server, name="first")
    brought_in(server, "first")
    branch(server, ("address: 莎车县示例街 5 号", "address: 莎车县示例街 9 号"), name="second")
    brought_in(server, "second")
    route = ["route", "--root", str(server.root), "--base", "HEAD^1", "--head", "HEAD^2", "--reviews", str(server.reviews)]
    assert (main(route), main([*route, "--all-changes"])) == (0, 0)
    first = ["route", "--root", str(server.root), "--base", f"{old}^", "--head", old, "--reviews", str(server.reviews)]
    assert (main(first), main([*first, "--all-changes"])) == (1, 0)  # the accounts spoke of another change since
    tree = server.clone.git("rev-parse", f"{old}^{{tree}}")
    commit = server.clone.git("commit-tree", tree, "-p", "main", "-p", old, "-m", "x")
    pushed = server.push(f"{commit}:refs/heads/main")
    assert not pushed.accepted
    assert f"主分支不能接受 {commit[:12]}" in pushed.said


def test_merge_that_drops_what_main_got_meanwhile(server: Server) -> None:
    """The whole tree of the approved branch, in place of what merging it gives."""
    text = (server.root / COUNTY).read_text(encoding="utf-8")
    server.clone.git("checkout", "--quiet", "-B", "ours", "main")
    registries.write(server.root, COUNTY, f"{text}# 后\n")
    ours = server.clone.commit()
    server.clone.git("checkout", "--quiet", "-B", "theirs", "main")
    registries.write(server.root, COUNTY, f"# 前\n{text}")
    server.clone.commit()
    brought_in(server, "theirs")
    server.review("ks-reviewer-a", ours, KS)
    server.review("centre-reviewer-a", ours, CENTRE)
    tree = server.clone.git("rev-parse", f"{ours}^{{tree}}")
    commit = server.clone.git("commit-tree", tree, "-p", "main", "-p", ours, "-m", "x")
    pushed = server.push(f"{commit}:refs/heads/main")
    assert not pushed.accepted
    assert f"合并的版本与审核的版本不同：{COUNTY}。" in pushed.said
    brought_in(server, "ours")


def test_change_of_the_reviewers_does_not_count_for_itself(server: Server) -> None:
    server.clone.git("checkout", "--quiet", "-b", "change")
    path = server.root / "registry/reviewers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[maintainer-a]", "[maintainer-a, mallory]"), encoding="utf-8")
    head = server.clone.commit()
    server.review("mallory", head, KS)
    assert not server.push("change:main").accepted
    server.review("maintainer-a", head, CENTRE)
    alone = server.push("change:main")
    assert not alone.accepted, "two technicians do not decide on reviewers alone"
    assert "审核人员和审查依据由中心和管理员一起决定" in alone.said
    server.review("centre-reviewer-a", head, CENTRE)
    assert server.push("change:main").accepted


def test_main_is_neither_rewritten_nor_deleted(server: Server) -> None:
    server.configure("receive.denyDeleteCurrent", "ignore")
    rewritten = server.push("--force", f"{server.clone.git('commit-tree', 'main^{tree}', '-m', 'x')}:refs/heads/main")
    assert not rewritten.accepted
    assert "拒绝：主分支 main 只能接着往下提交，不能改写历史。" in rewritten.said
    deleted = server.push("--delete", "main")
    assert not deleted.accepted
    assert "拒绝：主分支 main 不能删除。" in deleted.said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "读不了服务器上的审核记录"),
        ("[", "服务器上的审核记录用不了：文件不是完整的 JSON"),
        ('{"message": "Not Found"}', "服务器上的审核记录用不了：JSON 的最外层不是列表"),
    ],
    ids=["missing", "broken", "no-list"],
)
def test_reviews_that_cannot_be_read(server: Server, content: str | None, said: str) -> None:
    """Refused, with what the one who keeps the server should do."""
    branch(server)
    if content is None:
        server.reviews.unlink()
    else:
        server.reviews.write_text(content, encoding="utf-8")
    pushed = server.push("change:main")
    assert not pushed.accepted
    assert said in pushed.said


def test_without_a_file_of_reviews(server: Server) -> None:
    """The main branch takes nothing; branches it does."""
    branch(server)
    server.configure("zhicheng.reviews", "")
    assert server.push("change").accepted
    pushed = server.push("change:main")
    assert not pushed.accepted
    assert "git config zhicheng.reviews" in pushed.said


# --- installing ----------------------------------------------------------------------------------------------------------


def test_install(tmp_path: Path, capsys: Capture) -> None:
    """Twice does no harm; a hook of somebody else's is left alone."""
    bare = tmp_path / "a b'.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True, env=ENVIRONMENT)
    for _ in range(2):
        assert main(["hook", "pre-receive", "--install", str(bare)]) == 0
    assert os.access(bare / "hooks/pre-receive", os.X_OK)
    capsys.readouterr()
    (bare / "hooks/pre-receive").write_text("#!/bin/sh\n", encoding="utf-8")
    assert main(["hook", "pre-receive", "--install", str(bare)]) == 2
    assert "已经有了，没有覆盖" in capsys.readouterr().err
    assert main(["hook", "pre-receive", "--install", str(tmp_path)]) == 2
    assert "不是裸仓库" in capsys.readouterr().err


def test_run_by_hand(server: Server) -> None:
    """What is not from Git is told so."""
    done = subprocess.run(
        [str(server.bare / "hooks/pre-receive")], cwd=server.bare, input=b"hello\n", capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(registries.HERE.parent / "scripts")},
    )  # fmt: skip
    assert done.returncode == 2
    assert "由 Git 在收到推送时运行，不用手工运行" in done.stderr.decode("utf-8")


# --- reviews that the administrator writes down --------------------------------------------------------------------------


def review(server: Server, *arguments: str, as_of: str = "2026-11-23") -> int:
    return main(["hook", "review", *arguments, "--repository", str(server.bare), "--as-of", as_of])


def test_reviews_are_written_down_and_count(server: Server, capsys: Capture) -> None:
    """Without JSON by hand: a branch is approved by the prefecture, then by the centre, and main accepts it."""
    assert server.push("main").accepted
    head = branch(server)
    assert server.push("change").accepted
    capsys.readouterr()
    server.reviews.chmod(0o640)
    ks = ["add", "--account", "@KS-reviewer-a", "--commit", "change", "--state", "approved", "--at", "2026-03-01T10:00"]
    assert review(server, *ks) == 0
    assert capsys.readouterr() == (
        f"{head}\n",
        f"已登记：ks-reviewer-a 同意，2026-03-01 10:00（{server.reviews}）。请与书面的意见核对；“不能审核自己的修改”由您核对。\n",
    )
    assert server.reviews.stat().st_mode & 0o777 == 0o640
    asked = ["add", "--account", "centre-reviewer-a", "--commit", head[:10], "--at", "2026-03-01T03:00:00Z"]
    assert review(server, *asked, "--state", "changes") == 0
    assert not server.push("change:main").accepted
    assert review(server, "add", "--account", "centre-reviewer-a", "--commit", head, "--state", "approved", as_of="2026-03-02") == 0
    capsys.readouterr()
    assert review(server, "list", "--commit", "change") == 0
    assert capsys.readouterr().out == (
        f"2026-03-01T10:00:00+08:00  同意  ks-reviewer-a  {head}\n"
        f"2026-03-01T11:00:00+08:00  要求修改  centre-reviewer-a  {head}\n"
        f"2026-03-02T00:00:00+08:00  同意  centre-reviewer-a  {head}\n"
    )
    assert [item["id"] for item in json.loads(server.reviews.read_text(encoding="utf-8"))] == [1, 2, 3]
    assert server.push("change:main").accepted


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["add", "--account", "ks-reviewer-x", "--commit", "main", "--state", "approved"],
            "不在主分支的 reviewers.yaml 里，记下来也不算数。是否想写 ks-reviewer-b？",
        ),
        (["add", "--account", "ks-reviewer-a", "--commit", "nowhere", "--state", "approved"], "服务器上没有“nowhere”这个版本。"),
        (["add", "--account", "ks-reviewer-a", "--commit", "main"], "用法有误：hook review add 要写 --state。"),
        (["add", "--account", "ks-reviewer-a", "--commit", "main", "--state", "maybe"], "用法有误：--state 不能是 'maybe'"),
        (["add", "--account", "ks-reviewer-a", "--commit", "main", "--state", "approved", "--at", "gestern"], "“gestern”不是时间"),
        (["add", "--account", "ks-reviewer-a", "--commit", "main", "--state", "approved", "--at", "2026-11-23T00:01"], "还没有到。"),
        (["list", "--state", "approved"], "用法有误：hook review list 不用 --state。"),
        ([], "用法有误：hook review 后面要写 add 或 list。"),
    ],
)  # fmt: skip
def test_reviews_that_cannot_be_written_down(server: Server, capsys: Capture, arguments: list[str], said: str) -> None:
    assert server.push("main").accepted
    before = server.reviews.read_bytes()
    assert review(server, *arguments) == 2
    assert said in capsys.readouterr().err
    assert server.reviews.read_bytes() == before


def test_file_of_reviews_that_is_broken_is_left_alone(server: Server, capsys: Capture) -> None:
    assert server.push("main").accepted
    server.reviews.write_text("[{", encoding="utf-8")
    assert review(server, "add", "--account", "ks-reviewer-a", "--commit", "main", "--state", "approved") == 2
    assert "用不了：文件不是完整的 JSON。没有改动，请先改好。" in capsys.readouterr().err
    assert server.reviews.read_text(encoding="utf-8") == "[{"
    server.reviews.unlink()
    assert review(server, "add", "--account", "ks-reviewer-a", "--commit", "main", "--state", "approved") == 0
    assert server.reviews.stat().st_mode & 0o777 == 0o600


def test_options_of_one_action_are_not_those_of_the_other(server: Server, capsys: Capture) -> None:
    assert main(["hook", "pre-receive", "--account", "a"]) == 2
    assert "用法有误：hook pre-receive 不用 --account。" in capsys.readouterr().err
    assert review(server, "list", "--install", "x") == 2
    assert "用法有误：hook review list 不用 --install。" in capsys.readouterr().err
