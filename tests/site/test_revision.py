"""Building the site of a past revision: the same bytes as were built that day, the working tree left alone, and checksums of every file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.registries import ONE, write
from helpers.repositories import Repository

from zhicheng.commands.cli import main
from zhicheng.errors import UserError
from zhicheng.registry import at_commit, history, registry, revisions

Capture = pytest.CaptureFixture[str]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("revision")]
FIRST_DAY, SECOND_DAY = "2026-03-01", "2026-03-02"


@pytest.fixture
def repository(small: Path) -> Repository:
    """The small registry, committed and tagged; then the address of a committee changed, and another committee taken in."""
    filings = 'filings: [{round: "2019", date: "2019-06-18"}]\nvalid:\n'
    for path in sorted((small / "registry/committees").rglob("*.yaml")):  # what was filed in June has not happened by March
        base = path.relative_to(small).as_posix()
        if path.stem != "example-old":
            write(small, base, registries.record(filings, base=base))
    made = Repository(small)
    made.git("tag", "v2026.03.01")
    made.change(("address: ", "address: 新"))
    gone = 'status: withdrawn\nwithdrawn: {date: "2024-12-31", reason: 机构改革}\n'
    text = registries.record("id: example-later\nname: 示例自治区工程系列水利专业高级职称评审委员会\ncontacts:\n" + filings + gone)
    write(small, "registry/committees/650000/example-later.yaml", text)
    made.commit()
    return made


def build(root: Path, out: Path, *arguments: str) -> int:
    return main(["build", "--root", str(root), "--out", str(out), *arguments])


def index(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "api/v1/index.json").read_bytes())
    return found


def test_past_revision_gives_the_bytes_of_that_day(repository: Repository, tmp_path: Path, capsys: Capture) -> None:
    """Built as of the day of the tag, from history as it was then; what has changed since is not in it."""
    root = repository.root
    then, now = tmp_path / "then", tmp_path / "now"
    repository.git("checkout", "--quiet", "v2026.03.01")
    assert history.head(root) is not None
    assert build(root, then, "--as-of", FIRST_DAY) == 0
    repository.git("checkout", "--quiet", "main")
    write(root, ONE, "id: [\n")  # whatever lies in the tree
    write(root, "registry/new.yaml", "neither this\n")
    before = sites.contents(root)
    capsys.readouterr()
    assert build(root, now, "--revision", "v2026.03.01") == 0
    commit = repository.git("rev-parse", "v2026.03.01")
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith(f"按 v2026.03.01（{commit[:12]}，{FIRST_DAY}）的登记生成，把 {FIRST_DAY} 当作今天。\n")
    assert sites.contents(now) == sites.contents(then)
    assert sites.contents(root) == before, "neither the tree nor .git has changed"
    assert index(now)["as_of"] == FIRST_DAY
    assert index(now)["source"] == {"revision": commit, "data_version": "2026.03.01"}
    assert not (now / "committees/example-later").exists()
    assert "example-later" in repository.git("show", "--stat", "HEAD")


@pytest.mark.parametrize(
    ("revision", "as_of", "day", "later"),
    [
        pytest.param("HEAD~1", None, SECOND_DAY, False, id="commit"),
        pytest.param("HEAD~1", "2026-05-05", "2026-05-05", False, id="another-day"),
        pytest.param("HEAD", "2026-05-05", "2026-05-05", True, id="head"),
    ],
)
def test_day_and_content(repository: Repository, tmp_path: Path, revision: str, as_of: str | None, day: str, later: bool) -> None:
    """The day is the commit's own unless another is given."""
    out = tmp_path / "site"
    assert build(repository.root, out, "--revision", revision, *(("--as-of", as_of) if as_of else ())) == 0
    assert index(out)["as_of"] == day
    assert (out / "committees/example-later").exists() == later
    said = index(out)["source"]
    assert isinstance(said, dict)
    assert said["revision"] == repository.git("rev-parse", f"{revision}^{{commit}}")


def test_snapshot_is_the_same_whenever_it_is_built(repository: Repository, tmp_path: Path) -> None:
    """As the present version, after others, by its tag and by its day: what was public on that day is judged as of it."""
    repository.git("tag", "v2026.05.05")
    assert build(repository.root, tmp_path / "first", "--revision", "v2026.05.05") == 0
    assert index(tmp_path / "first")["as_of"] == "2026-05-05"
    repository.commit()
    for name in ("v2026.05.05", "2026-05-05"):
        assert build(repository.root, tmp_path / name, "--revision", name) == 0
        assert sites.contents(tmp_path / name) == sites.contents(tmp_path / "first")
    assert build(repository.root, tmp_path / "other", "--revision", "v2026.05.05", "--as-of", "2026-06-06") == 0
    assert index(tmp_path / "other")["as_of"] == "2026-06-06"


@pytest.mark.parametrize(
    ("day", "commit", "as_of"),
    [
        pytest.param("2026-03-01", "v2026.03.01^{commit}", "2026-03-01", id="snapshot"),
        pytest.param("2026-03-02", "HEAD~1", "2026-03-02", id="last-of-that-day"),
        pytest.param("2026-03-03", "HEAD", "2026-03-03", id="head"),
        pytest.param("2026-05-05", "HEAD", "2026-05-05", id="a-day-without-commits"),
    ],
)
def test_revision_may_be_a_day(repository: Repository, tmp_path: Path, day: str, commit: str, as_of: str) -> None:
    """The last version of the main branch on that day, judged as of it, whatever is checked out."""
    wanted = repository.git("rev-parse", commit)
    repository.git("checkout", "--quiet", "-b", "work", "HEAD~1")
    repository.git("commit", "--quiet", "--allow-empty", "--message=x")  # later, and not of the main branch
    out = tmp_path / "site"
    assert build(repository.root, out, "--revision", day) == 0
    assert index(out)["as_of"] == as_of
    said = index(out)["source"]
    assert isinstance(said, dict)
    assert said["revision"] == wanted


def test_snapshot_of_a_day_wins_over_what_came_later_on_it(repository: Repository) -> None:
    repository.git("tag", "v2026.03.03", "HEAD~1")
    found = revisions.resolve_revision(repository.root, "2026-03-03")
    assert found is not None
    assert found.revision == repository.git("rev-parse", "HEAD~1")


def test_the_main_branch_is_the_one_that_is_up_to_date(repository: Repository) -> None:
    """A branch of main that was fetched and not merged yet has the day's last version; two that went apart are asked about."""
    newest = repository.git("rev-parse", "HEAD")
    repository.git("update-ref", "refs/remotes/origin/main", newest)
    repository.git("reset", "--quiet", "--hard", "HEAD~1")
    found = revisions.resolve_revision(repository.root, "2026-03-03")
    assert found is not None
    assert found.revision == newest
    repository.git("commit", "--quiet", "--allow-empty", "--message=x")
    with pytest.raises(UserError) as error:
        revisions.resolve_revision(repository.root, "2026-03-03")
    assert str(error.value) == "本机的 main 和 origin/main 各有各的提交，不知道主分支是哪一个。请先合并，再试一次。"


def test_a_main_branch_of_another_name(repository: Repository) -> None:
    repository.git("branch", "-m", "main", "trunk")
    with pytest.raises(UserError, match=r"没有主分支 main，.*请写在 registry\.yaml 的 forge 的 branch 里。$"):
        revisions.last_of_day(repository.root, date(2026, 3, 2))


def test_a_pull_while_the_registry_is_read(
    repository: Repository, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site would show one version and name another."""
    load = registry.load

    def pulled(root: Path) -> registry.Registry:
        repository.change(("address: ", "address: 又"))
        return load(root)

    monkeypatch.setattr(registry, "load", pulled)
    assert main(["build", "--root", str(repository.root), "--out", str(tmp_path / "site"), "--as-of", "2026-11-23"]) == 2
    assert "读登记的时候，Git 里的版本或者文件变了，没有生成网站" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-28", "主分支在 2026-02-28 还没有登记。请核对日期。"),
        ("2026-03-05", "--revision 写的 2026-03-05 还没有到。请核对日期。"),
    ],
)
def test_days_before_the_first_and_after_today(repository: Repository, tmp_path: Path, capsys: Capture, day: str, said: str) -> None:
    assert build(repository.root, tmp_path / "site", "--revision", day, "--as-of", "2026-03-04") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_head_with_changes_is_built_without_them(repository: Repository, tmp_path: Path) -> None:
    """What is called by the name of a commit is what is in the commit; and the present one is judged by the present rules."""
    write(repository.root, ONE, registries.record("address: 没有提交的地址\n"))
    out = tmp_path / "site"
    assert build(repository.root, out, "--revision", "HEAD", "--as-of", "2026-05-05") == 0
    assert "没有提交的地址" not in (out / "committees/example-one/index.html").read_text(encoding="utf-8")
    repository.commit()
    repository.change(("members: 25", "members: 24"))
    write(repository.root, ONE, registries.record())
    assert build(repository.root, out, "--revision", "HEAD", "--as-of", "2026-11-23") == 1


def test_label_where_there_is_no_git(small: Path, tmp_path: Path) -> None:
    """From an unpacked archive a revision can only be said."""
    out = tmp_path / "site"
    assert build(small, out, "--revision", "v2026.11.23", "--as-of", "2026-11-23") == 0
    assert index(out)["source"] == {"revision": "v2026.11.23", "data_version": "2026.11.23"}


@pytest.mark.parametrize(
    ("revision", "words"),
    [
        ("v2026.03.09", "错误：Git 里没有“v2026.03.09”这个版本。请核对写法，或先取来（git fetch --tags），再试一次。"),
        ("-n1", "错误：--revision 后面写提交号、标签或者日期，不能是“-n1”。"),
        ("--all", "错误：--revision 后面写提交号、标签或者日期，不能是“--all”。"),
        ("", "错误：--revision 后面写提交号、标签或者日期，不能是“”。"),
        ("HEAD:registry", "错误：Git 里没有“HEAD:registry”这个版本。"),
        ("empty", " 这个版本里没有登记库（registry/registry.yaml）。请换一个版本。"),
    ],
)
def test_revision_that_is_none(repository: Repository, tmp_path: Path, capsys: Capture, revision: str, words: str) -> None:
    """A slip in the name of a tag must not give today's registry under another name."""
    blob = repository.git("hash-object", "-t", "tree", "--stdin", "-w") if revision == "empty" else ""
    if blob:
        repository.git("tag", "empty", repository.git("commit-tree", blob, "-m", "x"))
    assert build(repository.root, tmp_path / "site", f"--revision={revision}") == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert words in talk
    assert not (tmp_path / "site").exists()


def test_files_of_the_past_are_read_byte_for_byte(repository: Repository) -> None:
    """Sealed ones too, whatever attributes say; nothing else of the repository is read, and nothing is written."""
    odd = b"a\r\nb\x00\xff"
    write(repository.root, "registry/vault/odd.contacts.age", odd)
    write(repository.root, "docs/secret.md", "x")
    write(repository.root, ".github/CODEOWNERS", "* @a\n")
    write(repository.root, ".gitattributes", "*.yaml export-subst eol=crlf\nregistry/vault export-ignore\n")
    repository.commit()
    before = sites.contents(repository.root)
    found = at_commit.load(repository.root, "HEAD")
    assert sites.contents(repository.root) == before
    assert found.vault is not None
    sealed = found.vault.files["odd.contacts.age"]
    assert (sealed.sha256, sealed.size) == (hashlib.sha256(odd).hexdigest(), len(odd))
    assert found.codeowners == "* @a\n"
    assert {path.split("/")[0] for path in found.files} == {"registry"}
    assert {d.path: d.text for d in found.documents} == {d.path: d.text for d in registry.load(repository.root).documents}


def test_registry_below_the_top_of_its_repository(small: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    shutil.copytree(small, top / "sub")
    write(top, "registry/other.yaml", "not ours\n")
    made = Repository(top)
    commit = revisions.resolve_revision(top / "sub", "HEAD")
    assert commit is not None
    assert commit.revision == made.git("rev-parse", "HEAD")
    loaded = at_commit.load(top / "sub", commit.revision)
    assert loaded.findings == []
    assert loaded.stray == []


def test_link_of_the_past_leads_nowhere(repository: Repository, tmp_path: Path) -> None:
    """A link in an old commit must not bring a file of this machine into a site."""
    secret = write(tmp_path, "secret.yaml", registries.record("id: example-link"))
    (repository.root / "registry/committees/650000/example-link.yaml").symlink_to(secret)
    repository.commit()
    loaded = at_commit.load(repository.root, "HEAD")
    assert "example-link" not in loaded.by_id
    assert [f.code for f in loaded.findings] == ["Y008"]


def test_history_ends_with_the_revision(repository: Repository) -> None:
    """What was committed later is not in the history of an earlier day."""
    root = repository.root
    loaded = registry.load(root)
    now, then = history.read(loaded), history.read(loaded, "v2026.03.01")
    assert [version.kind for version in now.by_committee["example-one"]] == ["changed", "added"]
    assert [version.kind for version in then.by_committee["example-one"]] == ["added"]
    assert "example-later" in now.by_committee
    assert "example-later" not in then.by_committee


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        pytest.param(ONE, registries.record("panel: {members: 24, formed_by: specialty}\n"), 0, id="against-a-rule"),
        pytest.param(ONE, registries.record("address: 请打 13900000001\n"), 1, id="somebody's-number"),
        pytest.param(ONE, "id: [\n", 1, id="unreadable"),
        pytest.param(ONE, registries.record("colour: red\n"), 1, id="out-of-shape"),
    ],
)
def test_rules_of_today_do_not_undo_the_past(
    repository: Repository, tmp_path: Path, capsys: Capture, path: str, text: str, code: int
) -> None:
    """What was published can be shown again though a rule has come since; not what cannot be read, and nobody's private number."""
    if code == 0:
        text = text.replace("address: ", "address: 旧")
    write(repository.root, path, text)
    repository.commit()
    repository.git("tag", "odd")
    repository.change(("", ""), path="registry/waivers.yaml")
    write(repository.root, path, registries.record())
    repository.commit()
    assert build(repository.root, tmp_path / "site", "--revision", "odd", "--as-of", "2026-11-23") == code
    assert ("这些错误按现在的规则算；过去的版本照当时的样子生成。" in capsys.readouterr().err) == (code == 0)
    assert (tmp_path / "site").exists() == (code == 0)


# --- checksums ---------------------------------------------------------------------------------------------------------


def test_checksums_name_every_file(site: Path) -> None:
    """In the form that `sha256sum --check` reads, by path, without itself."""
    text = (site / "SHA256SUMS").read_text(encoding="utf-8")
    listed = {path: found for found, _, path in (line.partition("  ") for line in text.splitlines())}
    contents = sites.contents(site)
    own = contents.pop("SHA256SUMS")
    assert own.endswith(b"\n")
    assert listed == {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    assert list(listed) == sorted(listed)
    assert {"index.html", "api/v1/index.json", "rounds/2026.ics", "sitemap.xml.gz"} <= listed.keys()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum")
def test_checksums_are_read_by_the_usual_tool(site: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(site, tmp_path / "copy")
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=copy, check=False, capture_output=True, env=os.environ).returncode == 0
    with (copy / "index.html").open("ab") as stream:
        stream.write(b" ")
    assert subprocess.run(command, cwd=copy, check=False, capture_output=True, env=os.environ).returncode == 1


def test_found_says_none_without_git(small: Path) -> None:
    assert revisions.resolve_revision(small, "v2026.03.01") is None
    with pytest.raises(UserError):
        revisions.resolve_revision(small, "-x")


def test_broken_file_in_the_tree_is_no_matter(repository: Repository) -> None:
    """Only Git is asked about the past."""
    write(repository.root, "registry/registry.yaml", "name: [\n")
    assert at_commit.load(repository.root, "v2026.03.01").settings.region == "650000"
