"""The history of records, from real Git repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from helpers import registries, repositories
from helpers.repositories import ENVIRONMENT

from zhicheng.registry import history, registry
from zhicheng.registry.history import History

pytestmark = pytest.mark.slow

ONE = registries.ONE


class Repository(repositories.Repository):
    """A repository whose history is read."""

    def read(self) -> History:
        return history.read(registry.load(self.root))

    def last(self, committee: str = "example-one") -> tuple[str, tuple[str, ...]]:
        """The kind and the notes of the newest version."""
        newest = self.read().by_committee[committee][0]
        return newest.kind, newest.notes


@pytest.fixture(autouse=True)
def _plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user's own Git is set to must not matter, and is not asked."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)


@pytest.fixture
def repository(small: Path) -> Repository:
    return Repository(small)


def test_first_commit_adds_all(repository: Repository) -> None:
    found = repository.read()
    assert {version.kind for version in found.versions} == {"added"}
    assert [version.committee for version in found.versions] == sorted(found.by_committee)
    assert "example-one" in found.by_committee
    assert found.complete


def test_version_has_day_and_commit(repository: Repository) -> None:
    """The day is China's: 23:30 there is not yet the next day."""
    commit = repository.change(("0991-0000001", "0991-0000099"))
    newest = repository.read().versions[0]
    assert (newest.committee, newest.date, newest.commit) == ("example-one", "2026-03-02", commit)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-08T15:59:59+0000", "2026-03-08"),
        ("2026-03-08T16:00:00+0000", "2026-03-09"),
        ("2026-03-08T23:30:00-0500", "2026-03-09"),
        ("2026-03-09T00:30:00+0900", "2026-03-08"),
    ],
)
def test_days_are_chinas_wherever_the_commit_was_made(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, moment: str, day: str
) -> None:
    """A forge's server that runs on another clock dates nothing otherwise; both sides of midnight in China."""
    path = repository.root / ONE
    path.write_text(path.read_text(encoding="utf-8").replace("0991-0000001", "0991-0000099"), encoding="utf-8")
    environment = {**ENVIRONMENT, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    subprocess.run(["git", "commit", "--quiet", "--all", "--message=x"], cwd=repository.root, env=environment, check=True)
    assert repository.read().versions[0].date == day
    head = history.head(repository.root)
    assert head is not None
    assert head.day == day


@pytest.mark.parametrize(
    ("changes", "notes"),
    [
        ("organiser: 新的厅", ["组建单位变更"]),
        ("authority: prefecture", ["单位级别：自治区级单位 → 地州市级单位"]),
        ('area: "653100"', ["单位所属行政区划：新疆维吾尔自治区 → 喀什地区"]),
        ('phones: ["0991-0000001"]', ["咨询电话变更"]),
        ("name: 新的名称", ["评审委员会名称变更"]),
        ("address: 张三家", ["单位所在地址变更"]),
        ('phones: ["13900000001"]', ["咨询电话变更"]),
        (f"address: {'长' * 70}", ["单位所在地址变更"]),
        ('valid: {from: "2026-01-01", until: "2027-12-31"}', ["核准备案有效期延至 2027-12-31"]),
        ('valid: {from: "2026-01-01", until: "2026-06-30"}', ["核准备案有效期改至 2026-06-30"]),
        ('valid: {from: "2025-01-01", until: "2026-12-31"}', ["核准备案有效期：2025-01-01 至 2026-12-31"]),
        ("valid:", ["核准备案有效期（删去）"]),
        (
            "reviews: [{series: engineering, levels: [intermediate, full-senior], catalog: {建筑: [施工]}}]",
            ["评审层级：中级 → 中级、正高级"],
        ),
        (
            "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑: [结构, 暖通]}}]",
            ["新增二级专业：结构、暖通", "删去二级专业：1 项"],
        ),
        ("reviews: [{series: engineering, levels: [intermediate], catalog: {土建: [施工]}}]", ["一级目录调整"]),
        (
            "reviews: [{series: engineering, levels: [intermediate], method: exam, catalog: {建筑: [施工]}}]",
            ["评价方式变更", "可以申报的人减少（评价方式）"],
        ),
        (
            "name: 示例自治区卫生系列中级职称评审委员会\nreviews: [{series: health, levels: [intermediate], catalog: {医: [内科]}}]",
            ["评审委员会名称变更", "新增评审系列：卫生技术人员", "删去评审系列：工程技术人员"],
        ),
        ('scope: {areas: ["650000", "653100"]}', ["新增受理地域：喀什地区"]),
        ('scope: {areas: ["650000"], note: 只限本厅}', ["评审地域范围变更"]),
        ("basis: [{title: 旧办法}, {title: 新办法}]", ["评审依据变更"]),
        ("procedure: [甲, 乙]", ["评审流程变更"]),
        ('filings: [{round: "2019", date: "2019-06-18"}, {round: "2026", date: "2026-05-20"}]', ["2026 年度备案：2026-05-20"]),
        (f"contacts: {{sha256: {'ab' * 32}, size: 12}}", None),
        ("# 只是一条注释\nid: example-one", None),
    ],
)
def test_notes_name_what_changed(changes: str, notes: list[str] | None, repository: Repository) -> None:
    """Each kind of change in the words of the form; what is not public, or only writing, is no change at all."""
    base = """organiser: 自治区住房和城乡建设厅
phones: ["0991-0000000"]
valid: {from: "2026-01-01", until: "2026-12-31"}
reviews: [{series: engineering, levels: [intermediate], catalog: {建筑: [施工]}}]
scope: {areas: ["650000"]}
basis: [{title: 旧办法}]
procedure: [甲]
filings: [{round: "2019", date: "2019-06-18"}]
"""
    registries.write(repository.root, ONE, registries.record(base))
    repository.commit()
    before = len(repository.read().by_committee["example-one"])
    fields = {line.split(":")[0]: line for line in (base + changes).splitlines()}
    registries.write(repository.root, ONE, registries.record("\n".join(fields.values()) + "\n"))
    repository.commit()
    found = repository.read().by_committee["example-one"]
    if notes is None:
        assert len(found) == before
    else:
        assert (found[0].kind, list(found[0].notes)) == ("changed", notes)


@pytest.mark.parametrize(
    ("before", "after", "direction"), [("[nurse]", "[nurse, physician]", "增加"), ("[nurse, physician]", "[nurse]", "减少")]
)
def test_tracks_that_change(before: str, after: str, direction: str, repository: Repository) -> None:
    """Their values are lists, not one of a few: only that they changed is told."""
    for tracks in (before, after):
        reviews = f"reviews: [{{series: health, levels: [associate-senior], tracks: {tracks}, catalog: {{护理: [内科护理]}}}}]\n"
        registries.write(repository.root, ONE, registries.record(reviews))
        repository.commit()
    assert repository.read().by_committee["example-one"][0].notes == ("职称类别变更", f"可以申报的人{direction}（职称类别）")


def test_long_lists_are_cut(repository: Repository) -> None:
    """Of many new specialties six are named."""
    names = ", ".join(f"专业{n}" for n in range(20))
    changes = f"reviews: [{{series: engineering, levels: [intermediate], catalog: {{建筑: [{names}]}}}}]"
    registries.write(
        repository.root, ONE, registries.record("reviews: [{series: engineering, levels: [intermediate], catalog: {建筑: []}}]")
    )
    repository.commit()
    registries.write(repository.root, ONE, registries.record(changes))
    repository.commit()
    assert repository.last() == ("changed", ("新增二级专业：专业0、专业1、专业2、专业3、专业4、专业5等 20 项",))


def test_private_values_of_old_versions_are_not_repeated(repository: Repository) -> None:
    """A mobile number that once stood in a record and was taken out does not come back through its history."""
    registries.write(repository.root, ONE, registries.record("organiser: 某厅（张三 13900000001）"))
    repository.commit()
    registries.write(repository.root, ONE, registries.record("organiser: 某厅"))
    repository.commit()
    assert repository.last() == ("changed", ("组建单位变更",))


def test_nothing_that_was_taken_out_comes_back(repository: Repository) -> None:
    """Whatever a person once wrote anywhere in a record, and no longer stands there, is in no note of any version."""
    names = {
        "organiser": "某厅张三",
        "name": "委员会张三",
        "address": "张三家",
        "phones": '["0991-0000009（张三）"]',
        "reviews": "[{series: engineering, levels: [intermediate], catalog: {张三: [施工, 张三的专业]}}]",
        "scope": '{areas: ["650000"], note: 张三}',
        "basis": "[{title: 张三的办法}]",
        "procedure": "[张三]",
    }
    gone = '\nstatus: withdrawn\nwithdrawn: {date: "2026-03-01", reason: 张三退休}\n'
    for fields in ("", "\n".join(f"{key}: {value}" for key, value in names.items()), gone, "", "approval: {authority: 张三}", ""):
        registries.write(repository.root, ONE, registries.record(fields))
        repository.commit()
    versions = repository.read().by_committee["example-one"]
    assert len(versions) > 5
    assert "张三" not in str(versions)
    assert "新增二级专业：2 项" in str(versions)


def test_withdrawn_and_restored(repository: Repository) -> None:
    withdrawn = 'status: withdrawn\nwithdrawn: {date: "2026-03-01", reason: 单位撤并}\n'
    registries.write(repository.root, ONE, registries.record(withdrawn))
    repository.commit()
    assert repository.last() == ("withdrawn", ())
    registries.write(repository.root, ONE, registries.record())
    repository.commit()
    assert repository.last() == ("restored", ())


def test_moved_file_is_one_change(repository: Repository) -> None:
    """A committee whose file moves to another folder in one commit was neither deleted nor added."""
    new = "registry/committees/653100/example-one.yaml"
    (repository.root / ONE).rename(repository.root / new)
    repository.commit()
    assert [version.kind for version in repository.read().by_committee["example-one"]] == ["moved", "added"]


def test_deleted_and_brought_back(repository: Repository) -> None:
    text = (repository.root / ONE).read_bytes()
    (repository.root / ONE).unlink()
    repository.commit()
    registries.write(repository.root, ONE, text)
    repository.commit()
    assert [version.kind for version in repository.read().by_committee["example-one"]] == ["restored", "deleted", "added"]


def test_old_version_that_cannot_be_read(repository: Repository) -> None:
    """A broken version of long ago is no obstacle: something changed, and more is not said."""
    text = (repository.root / ONE).read_bytes()
    registries.write(repository.root, ONE, b"id: [\n")
    repository.commit()
    registries.write(repository.root, ONE, text)
    repository.commit()
    assert [(version.kind, version.notes) for version in repository.read().by_committee["example-one"][:2]] == [
        ("changed", ()),
        ("changed", ()),
    ]


def test_old_version_of_another_shape(repository: Repository) -> None:
    """A version that does not fit the schema of today: fields are named, values are not shown."""
    text = (repository.root / ONE).read_bytes()
    registries.write(repository.root, ONE, text.replace(b"reviews:", b"reviews: 7\nrreviews:"))
    repository.commit()
    registries.write(repository.root, ONE, text)
    repository.commit()
    assert repository.last() == ("changed", ("评审系列（专业）及层级变更",))


def test_merge_counts_once_on_its_day(repository: Repository) -> None:
    """What a branch brings in counts as one change, on the day it was merged."""
    repository.git("checkout", "--quiet", "-b", "branch")
    repository.change(("示例路 1 号", "示例路 2 号"))
    repository.change(("示例路 2 号", "示例路 3 号"))
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message=m", "branch")
    found = repository.read().by_committee["example-one"]
    assert [version.kind for version in found] == ["changed", "added"]
    assert found[0].date == "2026-03-04"
    assert "2 号" not in found[0].notes[0]


def test_shallow_clone_claims_nothing(repository: Repository, tmp_path: Path) -> None:
    """Where history is cut off, its first commit seems to add all files: no such thing is said."""
    repository.change(("示例路 1 号", "示例路 2 号"))
    repository.change(("示例路 2 号", "示例路 3 号"))
    clone = tmp_path / "clone"
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.root}", str(clone))
    found = history.read(registry.load(clone))
    assert not found.complete
    assert [(version.committee, version.kind) for version in found.versions] == [("example-one", "changed")]


def test_only_the_newest_are_looked_into(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a bound per committee, changes are listed without notes."""
    monkeypatch.setattr(history, "_MAX_COMPARED_EACH", 2)
    for n in range(1, 5):
        repository.change((f"示例路 {n} 号", f"示例路 {n + 1} 号"))
    assert [bool(version.notes) for version in repository.read().by_committee["example-one"]] == [True, True, False, False, False]


def test_registry_inside_a_larger_repository(repository: Repository, tmp_path: Path) -> None:
    """The registry may lie in a folder of a repository."""
    inner = repository.root / "inner"
    inner.mkdir()
    (repository.root / "registry").rename(inner / "registry")
    repository.commit()
    (inner / ONE).write_bytes((inner / ONE).read_bytes().replace("示例路 1 号".encode(), "示例路 9 号".encode()))
    repository.commit()
    found = history.read(registry.load(inner))
    assert [version.kind for version in found.by_committee["example-one"]] == ["changed", "added"]
    assert history.head(inner) is not None


# --- no Git, no commit -----------------------------------------------------------------------------------------------------


def test_without_a_repository(small: Path) -> None:
    assert history.read(registry.load(small)) == History()
    assert history.head(small) is None


def test_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    assert repository.read() == History()
    assert history.head(repository.root) is None


def test_without_a_commit(small: Path) -> None:
    subprocess.run(["git", "init", "--quiet"], cwd=small, env=ENVIRONMENT, check=True)
    assert history.read(registry.load(small)).versions == ()
    assert history.head(small) is None


def test_ignored_by_a_larger_repository(repository: Repository) -> None:
    """A copy of the registry that a repository ignores does not come from that repository's commit."""
    copy = repository.root / "build"
    shutil.copytree(repository.root / "registry", copy / "registry")
    registries.write(repository.root, ".gitignore", "build/\n")
    repository.commit()
    assert history.head(copy) is None
    assert history.read(registry.load(copy)).versions == ()


def test_head(repository: Repository) -> None:
    """The revision is named while registry/ is as in the commit, whatever else changed; with any other change it is not."""
    commit = repository.change(("示例路 1 号", "示例路 2 号"))
    found = history.head(repository.root)
    assert found is not None
    assert (found.revision, found.day) == (commit, "2026-03-02")
    registries.write(repository.root, "docs/new.md", "x")
    assert history.head(repository.root) == found
    registries.write(repository.root, "registry/rosters/new.yaml", "x")
    assert history.head(repository.root) is None


def test_git_variables_of_another_repository(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_DIR, as a hook of another repository sets it, does not lead there."""
    before = repository.read().versions
    assert before
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert repository.read().versions == before
