"""Two other provinces by data alone: they validate, build, give forms out and take them back, route a change and publish."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import provinces, sites
from helpers.deep import DEEP
from helpers.wheels import Bench

from zhicheng.commands.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("two-provinces")]

DAY = "2026-07-01"
Capture = pytest.CaptureFixture[str]
MAKERS: dict[str, tuple[Callable[..., None], int]] = {"guangdong": (provinces.guangdong, 10), "shanghai": (provinces.shanghai, 12)}


@pytest.fixture(scope="module", params=MAKERS)
def province(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name: str = request.param
    root = tmp_path_factory.mktemp(name) / "registry-of"
    MAKERS[name][0](root)
    return root


def run(root: Path, command: str, *arguments: str | Path) -> int:
    return main([command, *map(str, arguments), "--root", str(root)])


def approvals(accounts: list[str], head: str) -> list[dict[str, object]]:
    """What a forge says of accounts that approved a commit, one after the other."""
    return [
        {"user": {"login": one}, "state": "APPROVED", "commit_id": head, "submitted_at": f"{DAY}T0{i}:00:00Z"}
        for i, one in enumerate(accounts)
    ]


def test_nothing_is_wrong_in_it(province: Path, capsys: Capture) -> None:
    assert run(province, "validate", "--as-of", DAY) == 0, capsys.readouterr().out
    assert "0 个错误" in capsys.readouterr().err


def test_its_site_and_its_data(province: Path, tmp_path: Path) -> None:
    """Every committee has a page and a place in the API; the rules are its own, with its figures."""
    site = sites.build(province, tmp_path / "site", date.fromisoformat(DAY))
    found = json.loads((site / "api/v1/committees.json").read_bytes())["committees"]
    assert len(found) == MAKERS[province.parent.name.rstrip("0123456789")][1]
    for one in found:
        assert (site / "committees" / one["id"] / "index.html").exists()
    rules = {one["code"]: one for one in json.loads((site / "api/v1/rules.json").read_bytes())["rules"]}
    short = yaml.safe_load((province / "registry/rulebooks/local.yaml").read_text(encoding="utf-8"))["short"]
    assert short in json.dumps(rules["E101"], ensure_ascii=False)
    assert rules["E101"]["in_force"]
    if "shanghai" in str(province):
        assert not rules["E106"]["in_force"]
        assert not rules["R205"]["in_force"]


def test_its_forms_come_back(province: Path, tmp_path: Path, capsys: Capture) -> None:
    """Annexes 1 and 2 of each committee, in Word, change nothing where they are read again."""
    for path in sorted((province / "registry/committees").glob("*/*.yaml")):
        out = tmp_path / path.stem
        out.mkdir()
        assert run(province, "export", path.stem, "--format", "docx", "--out", out) == 0
        forms = [form for form in out.iterdir() if ".form-1" in form.name or ".form-2" in form.name]
        assert len(forms) == 2
        before = path.read_bytes()
        code = run(province, "import", *forms, "--as-of", DAY, "--into", tmp_path / "into" / path.stem, "--yes")
        said = capsys.readouterr()
        assert path.read_bytes() == before
        changed = [line for line in said.out.splitlines() if line.startswith("  · ")]
        assert (code, changed) == (0, []), (path.stem, said.out, said.err)


def test_contacts_are_asked_for_where_the_document_asks_for_them(tmp_path: Path, capsys: Capture) -> None:
    """Blank cells of people in Annex 1: nothing where no rulebook of the round lists R205, an error that cites it where one does."""
    root = tmp_path / "guangdong"
    provinces.guangdong(root)
    assert run(root, "export", "gz-engineering", "--form", "1", "--form", "2", "--out", tmp_path) == 0
    forms = sorted(tmp_path.glob("*.docx"))
    capsys.readouterr()
    assert run(root, "import", *forms, "--as-of", DAY, "--yes") == 0
    assert "F003" not in capsys.readouterr().out
    book = root / "registry/rulebooks/local.yaml"
    book.write_text(book.read_text(encoding="utf-8").replace("\nrules:\n", "\nrules:\n  R205: 第五条\n"), encoding="utf-8")
    assert run(root, "import", *forms, "--as-of", DAY, "--yes") == 1
    said = capsys.readouterr().out
    assert [line.split("”：")[1] for line in said.splitlines() if "F003" in line] == ["没有填写", "没有填写"]
    assert "主管领导" in said
    assert "业务人员及联系方式" in said


GD, SH = "广东省职称工作机构（请改为实际名称）", "上海市职称工作机构（请改为实际名称）"
ROUTES = [
    ("guangdong", "440100/gz-engineering", [GD], []),
    ("guangdong", "441900/dg-engineering", ["dongguan示例人社部门", GD], ["dongguan-a"]),
    ("guangdong", "440100/panyu-school-teacher", ["guangzhou示例人社部门", GD], ["guangzhou-a"]),
    ("shanghai", "310000/sh-engineering", [SH], []),
    ("shanghai", "310000/pudong-engineering", ["pudong示例人社部门", SH], ["pudong-a"]),
]


@pytest.mark.parametrize(("name", "record", "offices", "accounts"), ROUTES, ids=[record for _, record, _, _ in ROUTES])
def test_a_change_takes_its_route(name: str, record: str, offices: list[str], accounts: list[str], tmp_path: Path, capsys: Capture) -> None:
    """The offices that must approve a changed address, in their order; with their approvals it may be merged."""
    root = tmp_path / name
    MAKERS[name][0](root)
    git = ["git", "-C", str(root), "-c", "user.name=clerk", "-c", "user.email=clerk@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "start"], ["checkout", "-qb", "change"]):
        subprocess.run([*git, *command], check=True)
    path = root / f"registry/committees/{record}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例路 1 号", "示例路 2 号"), encoding="utf-8")
    subprocess.run([*git, "commit", "-qam", "address"], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, encoding="utf-8").stdout.strip()
    for approving, code in (([], 1), ([*accounts, "centre-a"], 0)):
        (tmp_path / "reviews.json").write_text(json.dumps(approvals(approving, head)), encoding="utf-8")
        capsys.readouterr()
        found = main(["route", "--base", "main", "--reviews", str(tmp_path / "reviews.json"), "--format", "json", "--root", str(root)])
        said = capsys.readouterr().out
        assert found == code, said
    assert [one["office"] for one in json.loads(said)["stations"]] == offices


# --- from a wheel ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize(("name", "record", "accounts"), [(name, record, accounts) for name, record, _, accounts in (ROUTES[1], ROUTES[4])])
def test_all_of_it_from_a_wheel_in_an_empty_folder(name: str, record: str, accounts: list[str], bench: Bench) -> None:
    """Made, checked, built; forms out and in; a change on a branch, waiting for its offices, merged, decided and on the site.

    Nothing but the wheel, Git and an empty home is there; each command is a process of its own.
    """
    root = bench.folder / name
    MAKERS[name][0](root, lambda words: bench.tries(["zhicheng", *words]).returncode)

    def run(*command: object) -> str:
        return bench.run(*command, folder=root)

    program = run(bench.python, "-c", "import zhicheng; print(zhicheng.__file__)")
    assert program.startswith(str(bench.folder / "tool"))
    for words in (["init", "-q", "-b", "main"], ["config", "user.name", "clerk"], ["config", "user.email", "clerk@example.org"]):
        run("git", *words)
    run("git", "add", "-A")
    run("git", "commit", "-qm", "start")
    run("zhicheng", "validate", "--as-of", DAY)
    run("zhicheng", "build", "--as-of", DAY, "--quiet")
    assert len(list((root / "site/committees").glob("*/index.html"))) == MAKERS[name][1]

    records = sorted(path.stem for path in (root / "registry/committees").glob("*/*.yaml"))
    assert len(records) == MAKERS[name][1]
    for key in records if DEEP else records[:1]:  # that those of each come back is seen above, and does not hang on the wheel
        out = bench.folder / f"{key}-forms"
        out.mkdir()
        run("zhicheng", "export", key, "--format", "docx", "--out", out)
        forms = sorted(out.glob("*.docx"))
        assert len(forms) == 2
        run("zhicheng", "import", *forms, "--as-of", DAY, "--yes")
    assert run("git", "diff") == ""

    run("git", "switch", "-qc", "change")
    path = root / f"registry/committees/{record}.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("示例路 1 号", "示例路 2 号"), encoding="utf-8")
    run("git", "commit", "-qam", "address")
    head = run("git", "rev-parse", "HEAD").strip()
    assert "示例路 2 号" in run("zhicheng", "report", "--base", "main", "--as-of", DAY)
    reviews = bench.folder / f"{name}.json"
    for approving, code in (([], 1), (accounts, 1), ([*accounts, "centre-a"], 0)):
        reviews.write_text(json.dumps(approvals(approving, head)), encoding="utf-8")
        asked = ["zhicheng", "route", "--base", "main", "--reviews", reviews]
        assert bench.tries(asked, root).returncode == code, approving
    run("git", "switch", "-q", "main")
    run("git", "merge", "-q", "--no-ff", "-m", "Merge", "change")
    run("zhicheng", "validate", "--as-of", DAY)
    run("zhicheng", "build", "--as-of", DAY, "--quiet")
    page = (root / f"site/committees/{record.split('/')[1]}/index.html").read_text(encoding="utf-8")
    assert "示例路 2 号" in page
    assert "示例路 1 号" not in page
    reviews.unlink()
