"""`zhicheng handover`: one account in the place of another, and what is left open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.repositories import Repository
from helpers.vault_commands import run

from zhicheng.documents import yaml_reading
from zhicheng.registry import codeowners, registry
from zhicheng.registry.paths import CODEOWNERS
from zhicheng.vault import cipher

Capture = pytest.CaptureFixture[str]
PATH = "registry/reviewers.yaml"


def reviewers(root: Path) -> Any:
    return yaml_reading.parse(PATH, (root / PATH).read_bytes()).value


A, B, C = "centre-reviewer-a", "centre-reviewer-b", "centre-reviewer-c"


@pytest.mark.parametrize(
    ("old", "new", "team", "how"),
    [
        (A, "newcomer", {"accounts": ["newcomer", B], "deputies": [C]}, f"审核账号 {A} 换成 newcomer"),
        (B, C, {"accounts": [A, C]}, f"代理账号 {C} 接替审核账号 {B}"),
        (f"@{A.upper()}", f"@{B}", {"accounts": [B], "deputies": [C]}, f"去掉 {A.upper()}，{B} 已经在里面"),
        (C, "newcomer", {"accounts": [A, B], "deputies": ["newcomer"]}, f"代理账号 {C} 换成 newcomer"),
        (C, A, {"accounts": [A, B]}, f"去掉 {C}，{A} 已经在里面"),
    ],
)
def test_who_takes_over(small: Path, capsys: Capture, old: str, new: str, team: Any, how: str) -> None:
    """A newcomer, a deputy who steps up, or somebody who is there already; other teams stay as they are."""
    before = reviewers(small)
    assert run(small, "handover", "--from", old, "--to", new) == 0
    out, talk = capsys.readouterr()
    assert out == f"{PATH}\n"
    assert reviewers(small) == {**before, "centre": team}
    assert f"中心：{how}。" in talk
    assert registries.findings(small) == []


def test_in_every_team_or_in_one(small: Path, capsys: Capture) -> None:
    """Somebody who reviews for two offices; a hand-over of one area leaves the other."""
    text = (small / PATH).read_text(encoding="utf-8")
    (small / PATH).write_text(text.replace("[maintainer-a]", "[ks-reviewer-a]"), encoding="utf-8")
    both = (small / PATH).read_bytes()
    assert run(small, "handover", "--from", "ks-reviewer-a", "--to", "newcomer", "--area", "653100") == 0
    assert reviewers(small)["maintainers"] == {"accounts": ["ks-reviewer-a"]}
    assert reviewers(small)["areas"]["653100"]["accounts"] == ["newcomer"]
    (small / PATH).write_bytes(both)
    assert run(small, "handover", "--from", "ks-reviewer-a", "--to", "newcomer") == 0
    assert reviewers(small)["maintainers"] == {"accounts": ["newcomer"]}
    assert reviewers(small)["areas"]["653100"]["accounts"] == ["newcomer"]


def test_one_person_for_two_offices_on_one_way_is_told(small: Path, capsys: Capture) -> None:
    assert run(small, "handover", "--from", "ks-reviewer-a", "--to", "centre-reviewer-a") == 0
    assert "注意：centre-reviewer-a 既替地区审核，又替中心审核。" in capsys.readouterr().err
    assert run(small, "handover", "--from", "maintainer-a", "--to", "newcomer") == 0
    assert "既替地区审核" not in capsys.readouterr().err


def test_codeowners_is_made_anew(small: Path, capsys: Capture) -> None:
    """Where it is generated, in the same write; one that was written by hand stays."""
    loaded = registry.load(small)
    registries.write(small, CODEOWNERS, codeowners.expected(loaded) or "")
    capsys.readouterr()
    assert run(small, "handover", "--from", "centre-reviewer-a", "--to", "newcomer") == 0
    assert capsys.readouterr().out == f"{PATH}\n{CODEOWNERS}\n"
    assert "@newcomer" in (small / CODEOWNERS).read_text(encoding="utf-8")
    assert "centre-reviewer-a" not in (small / CODEOWNERS).read_text(encoding="utf-8")
    assert registries.findings(small) == []
    registries.write(small, CODEOWNERS, "* @somebody\n")
    assert run(small, "handover", "--from", "newcomer", "--to", "centre-reviewer-a") == 0
    assert (small / CODEOWNERS).read_text(encoding="utf-8") == "* @somebody\n"


def test_a_link_is_not_written_through(small: Path, tmp_path: Path, capsys: Capture) -> None:
    registries.write(small, CODEOWNERS, codeowners.expected(registry.load(small)) or "")
    (small / CODEOWNERS).rename(tmp_path / "elsewhere")
    (small / CODEOWNERS).symlink_to(tmp_path / "elsewhere")
    before = (small / PATH).read_bytes(), (tmp_path / "elsewhere").read_bytes()
    assert run(small, "handover", "--from", A, "--to", "newcomer") == 2
    assert "是符号链接，不写。" in capsys.readouterr().err
    assert ((small / PATH).read_bytes(), (tmp_path / "elsewhere").read_bytes()) == before


def test_what_no_longer_counts(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Approvals of versions that are neither merged nor decided on; the last word of the account on each version."""
    repository = Repository(small)
    merged = repository.git("rev-parse", "HEAD")
    repository.git("switch", "--quiet", "--create", "change")
    waiting = repository.commit()
    repository.git("switch", "--quiet", "main")
    decided, withdrawn = "1" * 40, "2" * 40
    registries.write(
        small,
        "registry/decisions/2026.yaml",
        'year: "2026"\ndecisions:\n  - {committee: example-one, round: "2026", role: centre, account: Centre-Reviewer-A, '
        f'commit: {decided}, outcome: approved, date: "2026-11-20"}}\n',
    )

    def review(number: int, commit: str, state: str = "APPROVED", account: str = "Centre-Reviewer-A") -> dict[str, Any]:
        at = f"2026-11-{number:02}T10:00:00+08:00"
        return {"id": number, "user": {"login": account}, "state": state, "commit_id": commit, "submitted_at": at}

    given = [
        review(10, merged),
        review(11, waiting),
        review(12, decided),
        review(13, withdrawn),
        review(14, withdrawn, "CHANGES_REQUESTED"),
        review(15, waiting, account="centre-reviewer-b"),
    ]
    (tmp_path / "reviews.json").write_text(json.dumps(given), encoding="utf-8")
    command = ("handover", "--from", "centre-reviewer-a", "--to", "newcomer", "--reviews", tmp_path / "reviews.json")
    assert run(small, *command, "--on", "2026-11-20") == 0
    talk = capsys.readouterr().err
    assert f"的同意不再算数的有 1 项，要由别的账号再审：\n  2026-11-11T10:00:00+08:00  {waiting}\n" in talk
    assert (
        f"2026-11-20 以后登记的审核里还有 centre-reviewer-a 的 1 项，请核对是否有效：\n  2026-11-20  example-one  {decided[:12]}\n" in talk
    )
    assert run(small, "handover", "--from", "newcomer", "--to", "centre-reviewer-a", "--on", "2026-11-21") == 0
    talk = capsys.readouterr().err
    assert "有哪些没有查：没有给审核记录（--reviews 或 --repository）。" in talk
    assert "以后登记的审核里" not in talk


def test_which_keys(small: Path, capsys: Capture) -> None:
    """Those of the office, with the command that replaces each; not those of others."""
    keys = {name: cipher.new_identity()[1] for name in ("area", "other", "committee")}
    assert run(small, "keys", "add", keys["area"], "--holder", "地区职称办", "--role", "prefecture", "--area", "653100") == 0
    assert run(small, "keys", "add", keys["other"], "--holder", "喀什地区人力资源和社会保障局信息科", "--role", "supervisor") == 0
    assert run(small, "keys", "add", keys["committee"], "--holder", "评委会", "--role", "committee", "--committee", "example-one") == 0
    capsys.readouterr()
    assert run(small, "handover", "--from", "ks-reviewer-a", "--to", "ks-reviewer-b") == 0
    talk = capsys.readouterr().err
    assert f"      zhicheng rotate-key {keys['area']} 新公钥 --identity 旧的或备用的私钥文件\n" in talk
    assert f"      zhicheng rotate-key {keys['other']} 新公钥" in talk
    assert keys["committee"] not in talk
    assert talk.count("rotate-key") == 2
    assert run(small, "handover", "--from", "maintainer-a", "--to", "newcomer") == 0
    assert "这些单位没有登记公钥；他另外保管私钥的，用 zhicheng rotate-key 换下。" in capsys.readouterr().err
    assert run(small, "handover", "--from", "centre-reviewer-a", "--to", "newcomer-b") == 0
    assert capsys.readouterr().err.count("rotate-key") == 2, "both keys of the centre"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "centre-reviewer-a", "--to", "Centre-Reviewer-A"), "用法有误：--from 和 --to 是同一个账号。"),
        (("--from", "centre-reviewer-a", "--to", "b", "--on", "2026-11-24"), "用法有误：--on 2026-11-24 还没有到"),
        (("--from", "maintainer-x", "--to", "b"), "registry/reviewers.yaml 里没有 maintainer-x。是否想写 maintainer-a？"),
        (("--from", "centre-reviewer-a", "--to", "b", "--area", "653100"), "地区 653100 的审核人员里没有 centre-reviewer-a。"),
        (("--from", "ks-reviewer-a", "--to", "b", "--area", "653101"), "registry/reviewers.yaml 里没有地区 653101 的审核人员。"),
        (("--from", "centre-reviewer-a", "--to", "王 某"), "不是账号的写法"),
        (("--from", "centre-reviewer-a", "--to", "b", "--reviews", "/nowhere.json"), "读不了审核记录（/nowhere.json）"),
        (("--from", "centre-reviewer-a", "--to", "b", "--repository", "/nowhere"), "/nowhere 不是裸仓库。"),
    ],
)
def test_refused(small: Path, capsys: Capture, arguments: tuple[str, ...], said: str) -> None:
    before = (small / PATH).read_bytes()
    assert run(small, "handover", *arguments) == 2
    assert said in capsys.readouterr().err
    assert (small / PATH).read_bytes() == before
