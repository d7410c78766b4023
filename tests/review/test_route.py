"""The route of a change: which offices it needs, which reviews count, on payloads of each forge and in real Git repositories."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.repositories import Repository

from zhicheng.commands.cli import main
from zhicheng.registry import codeowners, paths, registry
from zhicheng.registry.records import reviewers
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.reviewers import Reviewers, Team
from zhicheng.review import approvals, forge_lists, route
from zhicheng.review.approvals import Verdict, commit_status, judge
from zhicheng.review.forge_lists import NotAList
from zhicheng.review.route import RecordPlace, Station, required_stations

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
PAYLOADS = registries.HERE / "data/reviews"
HEAD, BEFORE = "5d0c4f1e9a7b3c2d6e8f0a1b2c3d4e5f60718293", "0f9e8d7c6b5a49382716f5e4d3c2b1a098765432"
CENTRE = "示例自治区职称社会化评价中心"
KS = "喀什地区人力资源和社会保障局"


@cache
def areas() -> Areas:
    return Areas(yaml.safe_load((registries.SMALL / "registry/reference/areas.yaml").read_text(encoding="utf-8")))


@cache
def team() -> Reviewers:
    """Those of the small registry, with some more prefectures; 阿勒泰 (654300) has nobody."""
    value = yaml.safe_load((registries.SMALL / "registry/reviewers.yaml").read_text(encoding="utf-8"))
    value["maintainers"]["deputies"] = ["maintainer-b"]
    for code, name in (("650100", "urumqi"), ("652900", "aksu"), ("653200", "hotan"), ("654000", "ili"), ("654200", "tacheng")):
        office = f"{areas().name(code)}人力资源和社会保障局"
        value["areas"][code] = {"office": office, "accounts": [f"{name}-reviewer-a"], "deputies": [f"{name}-reviewer-b"]}
    return reviewers.reviewers(value, CENTRE)


def asked(path: str, *versions: RecordPlace, vault: str = "registry/vault") -> list[str]:
    """The stations that a changed file needs, its committee having been known in these versions."""
    key = paths.committee_of(path, vault)
    stations = required_stations([path], {} if key is None else {key: versions}, team(), areas(), vault)
    return [station.area or station.kind for station in stations]


def at(authority: str | None, area: str | None, folder: str = "650000") -> RecordPlace:
    return RecordPlace(f"registry/committees/{folder}/one.yaml", authority, area)


# --- which offices -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authority", "area", "folder", "stations"),
    [
        pytest.param("region", "650000", "650000", ["centre"], id="region"),
        pytest.param("central", "650102", "650000", ["centre"], id="central"),
        pytest.param("prefecture", "653100", "653100", ["centre"], id="prefecture"),
        pytest.param("county", "653121", "653100", ["653100", "centre"], id="county"),
        pytest.param("county", "650102", "650100", ["650100", "centre"], id="district-of-a-city"),
        pytest.param("county", "652902", "652900", ["652900", "centre"], id="county-level-city"),
        pytest.param("county", "654221", "654200", ["654200", "centre"], id="below-a-prefecture-that-another-administers"),
        pytest.param("county", "659001", "650000", ["centre"], id="directly-administered-city"),
        pytest.param("county", "659012", "650000", ["centre"], id="the-youngest-of-them"),
        pytest.param("county", "652923", "652900", ["652900", "centre"], id="county-that-became-a-city"),
        pytest.param("county", "654301", "654300", ["centre"], id="prefecture-without-reviewers"),
        pytest.param("county", "653121", "653200", ["653100", "653200", "centre"], id="in-the-folder-of-another-prefecture"),
        pytest.param("region", "650000", "653100", ["653100", "centre"], id="says-region-in-a-prefecture's-folder"),
        pytest.param("prefecture", "653200", "653100", ["653100", "centre"], id="another-prefecture's-in-this-folder"),
        pytest.param("county", "653100", "653100", ["653100", "centre", "maintainers"], id="county-of-a-whole-prefecture"),
        pytest.param("county", "999999", "653100", ["653100", "centre", "maintainers"], id="county-of-nowhere"),
        pytest.param("county", "650000", "650000", ["centre", "maintainers"], id="county-of-the-region"),
        pytest.param("village", "653121", "653100", ["653100", "centre", "maintainers"], id="no-such-authority"),
        pytest.param(None, None, "653100", ["653100", "centre", "maintainers"], id="unreadable-in-a-prefecture's-folder"),
        pytest.param(None, None, "650000", ["centre", "maintainers"], id="unreadable-in-the-region's-folder"),
        pytest.param(None, None, "sub/folder", ["centre", "maintainers"], id="unreadable-in-no-folder"),
    ],
)
@pytest.mark.parametrize(
    "path",
    [
        "registry/committees/653100/one.yaml",
        "registry/rosters/one.yaml",
        "registry/vault/one.contacts.age",
        "registry/vault/one.roster.age",
    ],
)
def test_files_of_a_committee(path: str, authority: str | None, area: str | None, folder: str, stations: list[str]) -> None:
    """A committee's record, its roster's counts and its sealed files go the way of the committee, wherever its record lies."""
    assert asked(path, at(authority, area, folder)) == stations


@pytest.mark.parametrize(
    ("path", "stations"),
    [
        pytest.param("registry/committees/653100/one.yaml", ["653100", "centre", "maintainers"], id="record-without-a-version"),
        pytest.param("registry/rosters/one.yaml", ["centre", "maintainers"], id="roster-of-nobody"),
        pytest.param("registry/vault/one.roster.age", ["centre", "maintainers"], id="sealed-roster-of-nobody"),
        pytest.param("registry/rosters/employer-653100.yaml", ["centre"], id="employer"),
        pytest.param("registry/vault/employer-653121.roster.age", ["centre"], id="employer-of-a-county"),
        pytest.param("registry/rosters/employer-x.yaml", ["centre", "maintainers"], id="employer-of-no-area"),
        pytest.param("registry/rounds/2027.yaml", ["centre"], id="round"),
        pytest.param("registry/waivers.yaml", ["centre"], id="waivers"),
        pytest.param("registry/decisions/2026.yaml", ["centre"], id="decisions"),
        pytest.param("registry/vault/bans.age", ["centre"], id="bans"),
        pytest.param("registry/vault/recipients.txt", ["centre", "maintainers"], id="who-can-open"),
        pytest.param("registry/recipients.yaml", ["centre", "maintainers"], id="public-keys"),
        pytest.param("registry/registry.yaml", ["maintainers"], id="settings"),
        pytest.param("registry/reviewers.yaml", ["centre", "maintainers"], id="reviewers"),
        pytest.param("registry/rulebooks/letter-2019.yaml", ["centre", "maintainers"], id="rulebook"),
        pytest.param("registry/reference/areas.yaml", ["maintainers"], id="reference"),
        pytest.param("schemas/committee.schema.json", ["maintainers"], id="schema"),
        pytest.param(".github/workflows/check.yml", ["maintainers"], id="workflow"),
        pytest.param("scripts/zhicheng/route.py", ["maintainers"], id="code"),
        pytest.param("../elsewhere.txt", ["maintainers"], id="outside-the-registry's-root"),
        pytest.param("registry/committees/653100/one.yml", ["maintainers"], id="not-a-record"),
        pytest.param("registry/committees/653100", ["maintainers"], id="link-in-the-place-of-a-folder"),
        pytest.param("registry/waivers.yaml.orig", ["maintainers"], id="like-the-waivers"),
        pytest.param("registry/vault/one.age", ["maintainers"], id="not-a-sealed-file-of-ours"),
        pytest.param("registry/vault/below/one.roster.age", ["maintainers"], id="below-the-vault"),
        pytest.param("Registry/committees/653100/one.yaml", ["maintainers"], id="capitals"),
    ],
)
def test_other_files(path: str, stations: list[str]) -> None:
    assert asked(path) == stations


def test_committee_that_is_called_like_an_employer() -> None:
    """An id may begin with employer-: the committee's own way is needed too."""
    one = RecordPlace("registry/committees/653100/employer-653100.yaml", "county", "653121")
    assert asked("registry/vault/employer-653100.contacts.age", one) == ["653100", "centre"]
    assert asked("registry/committees/653100/employer-653100.yaml", one) == ["653100", "centre"]


def test_sealed_files_elsewhere() -> None:
    """The vault is where the settings of the base say; the usual folder is then like any other."""
    one = at("county", "653121", "653100")
    assert asked("registry/sealed/one.roster.age", one, vault="registry/sealed") == ["653100", "centre"]
    assert asked("registry/vault/one.roster.age", one, vault="registry/sealed") == ["maintainers"]
    assert asked("registry/sealed/recipients.txt", vault="registry/sealed") == ["centre", "maintainers"]


@pytest.mark.parametrize(
    ("before", "after", "stations"),
    [
        pytest.param(at("county", "653121", "653100"), at("region", "650000"), ["653100", "centre"], id="leaves-its-prefecture"),
        pytest.param(at("region", "650000"), at("county", "653121", "653100"), ["653100", "centre"], id="comes-to-a-prefecture"),
        pytest.param(at("county", "653121", "653100"), at("county", "653221", "653200"), ["653100", "653200", "centre"], id="moves"),
        pytest.param(at("county", "653121", "653100"), at("county", "659001"), ["653100", "centre"], id="becomes-a-city's"),
        pytest.param(at("county", "653121", "653100"), at(None, None, "653100"), ["653100", "centre", "maintainers"], id="breaks"),
        pytest.param(at(None, None), at("region", "650000"), ["centre", "maintainers"], id="is-mended"),
    ],
)
def test_a_record_cannot_move_out_of_sight(before: RecordPlace, after: RecordPlace, stations: list[str]) -> None:
    """Where authority, area or folder change, the old and the new route are needed."""
    assert asked(after.path, before, after) == asked(after.path, after, before) == stations


def test_stations_say_who_may_approve_and_why() -> None:
    """Each office once, prefectures by code, then the centre, then the maintainers; the files and the reasons of each."""
    committees = {"a": [at("county", "653221", "653200")], "b": [at("county", "653121", "653100")], "c": [at("county", "654301", "654300")]}
    paths = [f"registry/rosters/{key}.yaml" for key in "abc"] + ["registry/rosters/a.yaml", "README.md"]
    stations = required_stations(paths, committees, team(), areas())
    assert [(s.kind, s.area, s.office) for s in stations] == [
        ("prefecture", "653100", KS),
        ("prefecture", "653200", "和田地区人力资源和社会保障局"),
        ("centre", None, CENTRE),
        ("maintainers", None, "登记册管理员"),
    ]
    assert stations[0].all_accounts == ("ks-reviewer-a", "ks-reviewer-b")
    assert stations[2].files == ("registry/rosters/a.yaml", "registry/rosters/b.yaml", "registry/rosters/c.yaml")
    assert stations[2].why == (route.BY_CENTRE, "阿勒泰地区没有登记审核账号，由中心审核")
    assert stations[3].why == (route.OTHER,)


def test_no_change_needs_nobody() -> None:
    assert required_stations([], {}, team(), areas()) == ()
    verdict = judge((), (), HEAD)
    assert verdict.passed
    assert commit_status(verdict) == ("success", "没有改动，不需要审核")


# --- which reviews -----------------------------------------------------------------------------------------------------


def county() -> tuple[Station, ...]:
    """The route of a county committee of 653100."""
    return required_stations(["registry/rosters/one.yaml"], {"one": [at("county", "653121", "653100")]}, team(), areas())


def verdict_on(name: str, author: str = "", committers: Sequence[str] = ()) -> Verdict:
    return judge(county(), forge_lists.read((PAYLOADS / f"{name}.json").read_bytes()), HEAD, author, committers)


GIVEN, TURN, WAITING, REFUSED = "given", "turn", "waiting", "refused"


@pytest.mark.parametrize(
    ("name", "standings", "codes"),
    [
        ("github-in-order", (GIVEN, GIVEN), ["comment", "other-commit"]),
        ("github-deputies-in-capitals", (GIVEN, GIVEN), []),
        ("github-pages", (GIVEN, GIVEN), []),
        ("github-centre-first", (GIVEN, TURN), ["too-early"]),
        ("github-old-commit", (TURN, WAITING), ["other-commit", "other-commit"]),
        ("github-changed-mind", (GIVEN, REFUSED), ["withdrawn", "comment", "changes", "comment"]),
        ("github-dismissed", (TURN, WAITING), ["dismissed", "too-early"]),
        ("github-pending-and-strangers", (TURN, WAITING), ["not-a-reviewer", "no-account", "other-commit", "pending"]),
        ("gitea-in-order", (GIVEN, GIVEN), ["request", "dismissed", "comment"]),
        ("gitea-begun-early", (GIVEN, TURN), ["too-early"]),
        ("gitea-stale", (TURN, WAITING), ["stale", "too-early"]),
        ("gitea-unofficial", (GIVEN, TURN), ["unofficial"]),
        ("gitea-dismissed", (TURN, WAITING), ["dismissed", "dismissed"]),
        ("gitea-changed-mind", (GIVEN, REFUSED), ["dismissed", "changes"]),
        ("forgejo-in-order", (GIVEN, GIVEN), ["request"]),
    ],
)
def test_recorded_reviews(name: str, standings: tuple[str, str], codes: list[str]) -> None:
    """Each forge's answer, as recorded: how prefecture and centre stand, and why the other reviews do not count, in order."""
    verdict = verdict_on(name)
    assert tuple(held.standing for held in verdict.stations) == standings
    assert [no.code for no in verdict.uncounted] == codes
    assert verdict.passed == (standings == (GIVEN, GIVEN))


def test_every_recorded_answer_has_a_test() -> None:
    tested = {row[0] for row in test_recorded_reviews.pytestmark[0].args[1]}  # type: ignore[attr-defined]
    assert {path.stem for path in PAYLOADS.glob("*.json")} == tested | {"github-commits", "gitea-commits"}


@pytest.mark.parametrize(
    ("author", "committers", "standings", "code"),
    [
        pytest.param("", [], (GIVEN, GIVEN), None, id="not-known"),
        pytest.param("shache-office", ["shache-office"], (GIVEN, GIVEN), None, id="somebody-else"),
        pytest.param("ks-reviewer-a", [], (TURN, WAITING), "author", id="author"),
        pytest.param("KS-Reviewer-A", [], (TURN, WAITING), "author", id="author-in-capitals"),
        pytest.param("", ["KS-reviewer-a"], (TURN, WAITING), "committer", id="committer"),
        pytest.param("centre-reviewer-a", [], (GIVEN, TURN), "author", id="author-of-the-centre"),
        pytest.param("", ["", "centre-reviewer-a"], (GIVEN, TURN), "committer", id="committer-of-the-centre"),
    ],
)
def test_nobody_approves_their_own_change(author: str, committers: list[str], standings: tuple[str, str], code: str | None) -> None:
    verdict = verdict_on("forgejo-in-order", author, committers)
    assert tuple(held.standing for held in verdict.stations) == standings
    assert code is None or code in [no.code for no in verdict.uncounted]


def item(
    account: str, state: str = "APPROVED", time: str | None = "2026-11-21T02:00:00Z", commit: str = HEAD, **more: Any
) -> dict[str, Any]:
    return {"user": {"login": account}, "state": state, "submitted_at": time, "commit_id": commit, **more}


def standings(stations: tuple[Station, ...], *items: dict[str, Any]) -> list[str]:
    verdict = judge(stations, forge_lists.read(json.dumps(items).encode()), HEAD)
    return [held.standing for held in verdict.stations]


KS_A, KS_B, CENTRE_A, CENTRE_B = "ks-reviewer-a", "ks-reviewer-b", "centre-reviewer-a", "centre-reviewer-b"
THREE = "2026-11-21T03:00:00Z"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param([item(KS_A), item(CENTRE_A, time="2026-11-21T02:00:01Z")], [GIVEN, GIVEN], id="a-second-later"),
        pytest.param([item(KS_A), item(CENTRE_A)], [GIVEN, TURN], id="in-the-same-second"),
        pytest.param([item(KS_A), item(CENTRE_A, time="2026-11-21T01:59:59Z")], [GIVEN, TURN], id="a-second-earlier"),
        pytest.param([item(KS_A), item(CENTRE_A, time="2026-11-21T10:00:01+08:00")], [GIVEN, GIVEN], id="later-in-another-zone"),
        pytest.param([item(KS_A), item(CENTRE_A, time="2026-11-21T09:59:59+08:00")], [GIVEN, TURN], id="earlier-in-another-zone"),
        pytest.param([item(KS_A), item(CENTRE_A, time="2026-11-21T03:00:00")], [GIVEN, TURN], id="without-a-zone"),
        pytest.param([item(KS_A), item(CENTRE_A, time=None)], [GIVEN, TURN], id="without-a-time"),
        pytest.param([item(KS_A), item(CENTRE_A, time="soon")], [GIVEN, TURN], id="not-a-time"),
        pytest.param([item(KS_A), item(KS_A, "CHANGES_REQUESTED", None)], [REFUSED, WAITING], id="refused-without-a-time"),
        pytest.param([item(KS_A), item(KS_A, "BLOCKED", THREE)], [TURN, WAITING], id="state-that-is-not-known"),
        pytest.param([item(KS_A), item(KS_A, "approved", THREE)], [TURN, WAITING], id="state-in-small-letters"),
        pytest.param([item(KS_A), item(KS_A, "COMMENTED", THREE)], [GIVEN, TURN], id="comment-takes-nothing"),
        pytest.param([item(KS_A), item(KS_A, "PENDING", None)], [GIVEN, TURN], id="begun-takes-nothing"),
        pytest.param([item(KS_A), item(KS_A, "CHANGES_REQUESTED", THREE)], [REFUSED, WAITING], id="refused-later"),
        pytest.param([item(KS_A, time=THREE), item(KS_A, "CHANGES_REQUESTED")], [GIVEN, TURN], id="refused-earlier"),
        pytest.param([item(KS_A), item(KS_A, "CHANGES_REQUESTED", THREE, BEFORE)], [TURN, WAITING], id="refused-an-older-commit"),
        pytest.param([item(KS_A), item(KS_B, "CHANGES_REQUESTED")], [REFUSED, WAITING], id="deputy-refuses"),
        pytest.param([item(KS_A), item(KS_B, "CHANGES_REQUESTED", commit=BEFORE)], [GIVEN, TURN], id="deputy-refused-an-older-commit"),
        pytest.param([item(KS_A), item(KS_B, "DISMISSED")], [GIVEN, TURN], id="refusal-dismissed"),
        pytest.param([item(KS_A), item("somebody", "CHANGES_REQUESTED")], [GIVEN, TURN], id="stranger-refuses"),
        pytest.param([item("Ks-Reviewer-A")], [GIVEN, TURN], id="capitals"),
        pytest.param([item("\u212as-reviewer-a")], [TURN, WAITING], id="letter-that-folds-to-k"),
        pytest.param([item(KS_A + " ")], [TURN, WAITING], id="space-after-the-name"),
        pytest.param([item(CENTRE_A), item(CENTRE_B, time=THREE)], [TURN, WAITING], id="centre-alone"),
        pytest.param([item(CENTRE_A), item(KS_A, time=THREE), item(CENTRE_B, time="2026-11-21T04:00:00Z")], [GIVEN, GIVEN], id="another"),
        pytest.param(
            [item(KS_A), item(CENTRE_A, time=THREE), item(KS_A, time="2026-11-21T04:00:00Z")], [GIVEN, GIVEN], id="approved-once-more"
        ),
        pytest.param(
            [item(KS_A, "CHANGES_REQUESTED"), item(CENTRE_A, time=THREE), item(KS_A, time="2026-11-21T04:00:00Z")],
            [GIVEN, TURN],
            id="approved-after-the-centre",
        ),
        pytest.param([item(KS_A, commit=BEFORE), item(KS_A, time=THREE)], [GIVEN, TURN], id="approved-anew-after-a-push"),
        pytest.param([item(KS_A), item(KS_A, time=THREE, commit=BEFORE)], [TURN, WAITING], id="last-word-on-an-older-commit"),
        pytest.param([item(KS_A, commit=HEAD[:12])], [TURN, WAITING], id="short-hash"),
        pytest.param([item(KS_A, official=True)], [GIVEN, TURN], id="official"),
        pytest.param([item(KS_A, official="yes")], [TURN, WAITING], id="official-in-words"),
        pytest.param([item(KS_A, stale=False)], [TURN, WAITING], id="gitea-without-official"),
        pytest.param([item(KS_A, official=True, stale=True)], [TURN, WAITING], id="stale"),
        pytest.param([item(KS_A, official=True, dismissed=True)], [TURN, WAITING], id="dismissed"),
    ],
)
def test_reviews_of_a_county_committee(items: list[dict[str, Any]], expected: list[str]) -> None:
    """The prefecture's and the centre's standing; the list may come in any order."""
    assert standings(county(), *items) == standings(county(), *reversed(items)) == expected


def test_one_account_is_not_both() -> None:
    """Who approves for the prefecture cannot approve for the centre too: that is another account's part."""
    both = Team("x", ("both", "other"))
    stations = required_stations(
        ["registry/rosters/one.yaml"],
        {"one": [at("county", "653121", "653100")]},
        Reviewers(both, both, {"653100": both}),
        areas(),
    )
    twice = item("both"), item("both", time=THREE)
    assert standings(stations, *twice) == [GIVEN, TURN]
    assert judge(stations, forge_lists.read(json.dumps(twice).encode()), HEAD).uncounted[-1].code == "same-account"
    assert standings(stations, *twice, item("other")) == [GIVEN, GIVEN]


def test_several_areas_need_each() -> None:
    """The centre's approval follows that of every prefecture, whatever their order."""
    committees = {"a": [at("county", "653221", "653200")], "b": [at("county", "653121", "653100")]}
    stations = required_stations(["registry/rosters/a.yaml", "registry/rosters/b.yaml", "README.md"], committees, team(), areas())
    first, second, third = item(KS_A), item(CENTRE_A, time=THREE), item("hotan-reviewer-a", time="2026-11-21T04:00:00Z")
    assert standings(stations, first, second) == [GIVEN, TURN, WAITING, TURN]
    assert standings(stations, first, second, third) == [GIVEN, GIVEN, TURN, TURN]
    last = item(CENTRE_B, time="2026-11-21T05:00:00Z"), item("maintainer-b", time="2026-11-20T05:00:00Z")
    assert standings(stations, first, second, third, *last) == [GIVEN] * 4


# --- what forges answer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b'{"message": "Not Found"}', "JSON 的最外层不是列表，可能是平台返回的错误信息", id="error-of-the-forge"),
        pytest.param(b"[", "文件不是完整的 JSON", id="cut-off"),
        pytest.param(b"[" * 100_000, "文件不是完整的 JSON", id="deep"),
        pytest.param(b"\xff\xfe[\x00", "文件不是 UTF-8 编码", id="utf-16"),
        pytest.param(b"", "文件不是完整的 JSON", id="empty"),
        pytest.param(b"[1]", "第 1 项不是审核记录：缺少 state 或 user", id="number"),
        pytest.param(b'[{"user": null, "state": "APPROVED"}, {"state": "APPROVED"}]', "第 2 项不是审核记录", id="without-user"),
        pytest.param(b'[{"user": null, "state": 1}]', "第 1 项不是审核记录", id="state-is-a-number"),
    ],
)
def test_not_a_list_of_reviews(content: bytes, words: str) -> None:
    with pytest.raises(NotAList, match=words):
        forge_lists.read(content)


def test_odd_values_do_not_stop_it() -> None:
    """What is of the wrong type counts as not given, and never as an approval."""
    odd = item("x", id="1", submitted_at=5) | {"user": ["x"], "commit_id": 7, "updated_at": {}}
    (review,) = forge_lists.read(b"\xef\xbb\xbf" + json.dumps([odd]).encode())
    assert (review.account, review.commit, review.time, review.number) == ("", "", None, 0)
    assert forge_lists.read(b"[[], []]") == forge_lists.read(b"[]") == []


@pytest.mark.parametrize(("moment", "expected"), [("0001-01-01T00:00:00+08:00", True), ("9999-12-31T23:59:59-08:00", True)])
def test_times_at_the_ends_of_time(moment: str, expected: bool) -> None:
    (review,) = forge_lists.read(json.dumps([item("x", time=moment)]).encode())
    assert (review.time is not None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("github-commits", [(BEFORE, ("shache-office", "web-flow"), False), (HEAD, ("ks-reviewer-a",), True)]),
        ("gitea-commits", [(HEAD, ("centre-reviewer-a",), False), (BEFORE, ("shache-office",), False)]),
    ],
)
def test_recorded_commits(name: str, expected: list[tuple[str, tuple[str, ...], bool]]) -> None:
    """Authors and committers by account; where the forge knows none for a commit, that is told."""
    found = forge_lists.commits((PAYLOADS / f"{name}.json").read_bytes())
    assert [(commit.revision, commit.accounts, commit.nameless) for commit in found] == expected


def test_not_a_list_of_commits() -> None:
    with pytest.raises(NotAList, match="第 1 项不是提交：缺少 sha"):
        forge_lists.commits((PAYLOADS / "github-in-order.json").read_bytes())


# --- the status of a commit --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "state", "words"),
    [
        ("github-in-order", "success", f"审核已齐：{KS}、{CENTRE}"),
        ("github-centre-first", "pending", f"等待{CENTRE}审核"),
        ("github-dismissed", "pending", f"等待{KS}审核，然后轮到{CENTRE}"),
        ("gitea-changed-mind", "failure", f"{CENTRE}要求修改，请改好以后重新提交"),
    ],
)
def test_commit_status(name: str, state: str, words: str) -> None:
    assert commit_status(verdict_on(name)) == (state, words)


@pytest.mark.parametrize(("length", "expected"), [(130, 140), (131, 140), (129, 139)])
def test_commit_status_fits(length: int, expected: int) -> None:
    """140 characters at most; what is longer ends in an ellipsis."""
    station = Station("centre", None, "部" * length, ("a",), (), (), ())
    said = commit_status(Verdict(HEAD, (approvals.OfficeVerdict(station, "given", (), ()),), ()))[1]
    shorter = "审核已齐：" + "部" * length
    assert said == (shorter if len(shorter) <= 140 else shorter[:139] + "…")
    assert len(said) <= max(expected, 140)


# --- real Git ----------------------------------------------------------------------------------------------------------

COUNTY = "registry/committees/653100/example-new.yaml"


@pytest.fixture
def repository(small: Path) -> Repository:
    """The small registry on `main`, and a branch `change` that is checked out."""
    found = Repository(small)
    found.git("checkout", "--quiet", "-b", "change")
    return found


def record(authority: str = "county", area: str = "653121") -> str:
    return registries.record(f'id: example-new\nauthority: {authority}\narea: "{area}"\nscope: {{areas: ["{area}"]}}\n')


def run(repository: Repository, items: Sequence[dict[str, Any]], *arguments: str, base: str = "main") -> int:
    path = repository.root.parent / "reviews.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    return main(["route", "--root", str(repository.root), "--base", base, "--reviews", str(path), *arguments])


def answer(repository: Repository, items: Sequence[dict[str, Any]], capsys: Capture, *arguments: str, base: str = "main") -> dict[str, Any]:
    run(repository, items, "--format", "json", *arguments, base=base)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def kinds(found: dict[str, Any]) -> list[str]:
    return [station.get("area", station["kind"]) for station in found["stations"]]


def test_a_county_committee_from_push_to_pass(repository: Repository, capsys: Capture) -> None:
    """The whole way in the terminal: what is missing, whose turn it is, what does not count, and in the end 0."""
    registries.write(repository.root, COUNTY, record())
    head = repository.commit()
    assert run(repository, [], "--author", "shache-office") == 1
    out, talk = capsys.readouterr()
    assert out == (
        f"审核路线：{repository.git('rev-parse', 'main')[:7]} → {head[:7]}，1 个文件\n"
        f"1. → {KS}（地州市）：等待审核\n"
        "   可以审核的账号：ks-reviewer-a，代理 ks-reviewer-b\n"
        "   为什么：区县级评审委员会经所在地的上一级报送\n"
        f"   文件：{COUNTY}\n"
        f"2. … {CENTRE}（中心）：还没有轮到\n"
        "   可以审核的账号：centre-reviewer-a、centre-reviewer-b，代理 centre-reviewer-c\n"
        "   为什么：评审委员会的登记由中心审核\n"
        f"   文件：{COUNTY}\n"
        f"现在轮到{KS}（地州市）：ks-reviewer-a，代理 ks-reviewer-b。\n"
    )
    assert talk == "提醒：没有写 --commits，没有核对审核人是不是其中提交的作者或提交者。\n"
    early = [item(CENTRE_A, commit=head), item(KS_A, time=THREE, commit=head)]
    assert run(repository, early) == 1
    out = capsys.readouterr().out
    assert f"1. ✓ {KS}（地州市）：已同意\n   ks-reviewer-a {THREE}（同意，版本 {head[:7]}）\n" in out
    assert f"不算数的审核：\n   centre-reviewer-a 2026-11-21T02:00:00Z（同意，版本 {head[:7]}）：{approvals.CODES['too-early']}\n" in out
    given = [*early, item(CENTRE_A, time="2026-11-21T04:00:00Z", commit=head)]
    assert run(repository, given) == 0
    assert capsys.readouterr().out.endswith("\n审核已齐。\n")
    assert answer(repository, given, capsys)["status"] == {"state": "success", "description": f"审核已齐：{KS}、{CENTRE}"}
    registries.write(repository.root, COUNTY, record() + "# 改了一处\n")
    repository.commit()
    assert run(repository, given) == 1
    assert run(repository, given, "--head", head) == 0


def test_json_is_what_is_promised(repository: Repository, capsys: Capture) -> None:
    registries.write(repository.root, COUNTY, record())
    head = repository.commit()
    items = [
        item(KS_A, commit=head),
        item(CENTRE_A, time="2026-11-21T01:00:00Z", commit=head),
        item(CENTRE_B, "CHANGES_REQUESTED", commit=head),
    ]
    found = answer(repository, items, capsys, "--author", "@Centre-Reviewer-C")
    review = {"commit": head, "submitted": "2026-11-21T02:00:00Z"}
    refusal = {"account": CENTRE_B, "state": "changes", **review}
    assert found == {
        "version": 1,
        "base": repository.git("rev-parse", "main"),
        "head": head,
        "files": 1,
        "passed": False,
        "status": {"state": "failure", "description": f"{CENTRE}要求修改，请改好以后重新提交"},
        "stations": [
            {
                "kind": "prefecture",
                "area": "653100",
                "office": KS,
                "standing": "given",
                "accounts": ["ks-reviewer-a"],
                "deputies": ["ks-reviewer-b"],
                "barred": [],
                "approvals": [{"account": KS_A, "state": "approved", **review}],
                "refusals": [],
                "files": [COUNTY],
                "why": [route.VIA_PREFECTURE],
            },
            {
                "kind": "centre",
                "office": CENTRE,
                "standing": "refused",
                "accounts": ["centre-reviewer-a", "centre-reviewer-b"],
                "deputies": ["centre-reviewer-c"],
                "barred": ["centre-reviewer-c"],
                "approvals": [],
                "refusals": [refusal],
                "files": [COUNTY],
                "why": [route.BY_CENTRE],
            },
        ],
        "uncounted": [
            {
                "account": CENTRE_A,
                "state": "approved",
                "commit": head,
                "submitted": "2026-11-21T01:00:00Z",
                "code": "too-early",
                "why": approvals.CODES["too-early"],
            },
            {**refusal, "code": "changes", "why": "要求修改"},
        ],
        "checked": {"author": True, "committers": False, "commits_without_account": 0},
    }


def test_a_moved_record_needs_both_routes(repository: Repository, capsys: Capture) -> None:
    """A rename counts by its old and its new name, and so does a record that says of itself that it is another's."""
    repository.git("checkout", "--quiet", "main")
    registries.write(repository.root, COUNTY, record())
    repository.commit()
    repository.git("checkout", "--quiet", "-B", "change")
    registries.write(repository.root, COUNTY, record("region", "650000"))
    repository.commit()
    assert kinds(answer(repository, [], capsys)) == ["653100", "centre"]
    repository.git("mv", COUNTY, "registry/committees/650000/example-new.yaml")
    repository.commit()
    found = answer(repository, [], capsys)
    assert (found["files"], kinds(found)) == (2, ["653100", "centre"])
    repository.git("mv", "registry/committees/650000/example-new.yaml", "registry/committees/650000/other-name.yaml")
    repository.commit()
    assert kinds(answer(repository, [], capsys)) == ["653100", "centre"]


def test_a_deleted_record_needs_its_old_route(repository: Repository, capsys: Capture) -> None:
    repository.git("checkout", "--quiet", "main")
    registries.write(repository.root, COUNTY, record())
    repository.commit()
    repository.git("checkout", "--quiet", "-B", "change")
    repository.git("rm", "--quiet", COUNTY)
    repository.commit()
    assert kinds(answer(repository, [], capsys)) == ["653100", "centre"]


@pytest.mark.parametrize(
    ("path", "content", "stations"),
    [
        pytest.param(COUNTY, "id: [", ["653100", "centre", "maintainers"], id="not-yaml"),
        pytest.param(COUNTY, "- county", ["653100", "centre", "maintainers"], id="a-list"),
        pytest.param(COUNTY, 'authority: [county]\narea: "653121"\n', ["653100", "centre", "maintainers"], id="authority-is-a-list"),
        pytest.param(COUNTY, 'authority: county\narea: "653121"\n', ["653100", "centre"], id="readable-as-far-as-is-needed"),
        pytest.param("registry/rosters/example-one.yaml", "x: [", ["centre"], id="broken-counts-of-a-region's-committee"),
        pytest.param("registry/committees/653100/名称.yaml", "id: [", ["653100", "centre", "maintainers"], id="chinese-file-name"),
        pytest.param("registry/rounds/2027.yaml", "id: [", ["centre"], id="broken-round"),
    ],
)
def test_files_that_cannot_be_read_count_as_the_strictest(
    repository: Repository, capsys: Capture, path: str, content: str, stations: list[str]
) -> None:
    registries.write(repository.root, path, content)
    repository.commit()
    assert kinds(answer(repository, [], capsys)) == stations


def test_links_and_submodules_are_not_read(repository: Repository, capsys: Capture) -> None:
    """A link to a record of the region's is no record of the region's; a submodule is a change like any other."""
    path = repository.root / COUNTY
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to("../650000/example-one.yaml")
    repository.commit()
    assert kinds(answer(repository, [], capsys)) == ["653100", "centre", "maintainers"]
    repository.git("reset", "--quiet", "--hard", "main")
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{repository.git('rev-parse', 'HEAD')},registry/module")
    repository.git("commit", "--quiet", "--message=x")
    repository.git("config", "diff.ignoreSubmodules", "all")
    assert kinds(answer(repository, [], capsys)) == ["maintainers"]


def test_reviewers_are_those_of_the_base(repository: Repository, capsys: Capture) -> None:
    """Who puts himself among the reviewers in the change is none; what the base says now counts, not what it said when the change began."""
    path = "registry/reviewers.yaml"
    text = (repository.root / path).read_text(encoding="utf-8")
    registries.write(repository.root, path, text.replace("maintainer-a", "intruder"))
    head = repository.commit()
    intruder, maintainer, centre = (item(account, commit=head) for account in ("intruder", "maintainer-a", "centre-reviewer-a"))
    assert run(repository, [intruder, centre]) == 1
    assert run(repository, [maintainer]) == 1
    assert run(repository, [maintainer, centre]) == 0
    repository.git("checkout", "--quiet", "main")
    registries.write(repository.root, path, text.replace("maintainer-a", "maintainer-z"))
    repository.commit()
    repository.git("checkout", "--quiet", "change")
    capsys.readouterr()
    assert run(repository, [maintainer, centre]) == 1
    assert run(repository, [item("maintainer-z", commit=head), centre]) == 0


def test_areas_are_those_of_the_base(repository: Repository, capsys: Capture) -> None:
    """A county cannot be taken out of its prefecture by a change of the table of areas that comes along."""
    path = "registry/reference/areas.yaml"
    text = (repository.root / path).read_text(encoding="utf-8")
    old = "{code: '653121', name: 疏附县, level: county, kind: 县, parent: '653100'"
    assert old in text
    registries.write(repository.root, path, text.replace(old, old.replace("653100", "650000")))
    registries.write(repository.root, COUNTY, record())
    repository.commit()
    assert kinds(answer(repository, [], capsys)) == ["653100", "centre", "maintainers"]


def test_only_what_the_change_brings(repository: Repository, capsys: Capture) -> None:
    """What came to the base in the meantime is not the change's, and not once it was merged into it either."""
    registries.write(repository.root, "registry/waivers.yaml", "waivers: []\n# x\n")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    registries.write(repository.root, "README.md", "x\n")
    repository.commit()
    repository.git("checkout", "--quiet", "change")
    assert kinds(answer(repository, [], capsys)) == ["centre"]
    repository.git("merge", "--quiet", "--no-edit", "main")
    assert kinds(answer(repository, [], capsys)) == ["centre"]


def test_record_that_moved_in_the_base_meanwhile(repository: Repository, capsys: Capture) -> None:
    """A committee that the base has given to another prefecture since needs the new one too."""
    repository.git("checkout", "--quiet", "main")
    registries.write(repository.root, COUNTY, record())
    repository.commit()
    repository.git("checkout", "--quiet", "-B", "change")
    registries.write(repository.root, COUNTY, record() + "# x\n")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    reviewers = (repository.root / "registry/reviewers.yaml").read_text(encoding="utf-8")
    registries.write(repository.root, "registry/reviewers.yaml", reviewers + '  "653200": {office: 和田地区人社局, accounts: [hotan-a]}\n')
    repository.git("rm", "--quiet", COUNTY)
    registries.write(repository.root, "registry/committees/653200/example-new.yaml", record(area="653221"))
    repository.commit()
    repository.git("checkout", "--quiet", "change")
    assert kinds(answer(repository, [], capsys)) == ["653100", "653200", "centre"]


def test_registry_in_a_folder_of_the_repository(small: Path, capsys: Capture) -> None:
    """Paths are seen from the registry's root; what lies outside is a change as well, whatever Git is told to show."""
    outer = small.parent / "outer"
    outer.mkdir()
    small.rename(outer / "inner")
    repository = Repository(outer)
    repository.git("config", "diff.relative", "true")
    repository.git("checkout", "--quiet", "-b", "change")
    registries.write(outer, f"inner/{COUNTY}", record())
    registries.write(outer, "README.md", "x\n")
    repository.commit()
    path = outer / "reviews.json"
    path.write_text("[]", encoding="utf-8")
    assert main(["route", "--root", str(outer / "inner"), "--base", "main", "--reviews", str(path), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(station["kind"], station["files"]) for station in found["stations"]] == [
        ("prefecture", [COUNTY]),
        ("centre", [COUNTY]),
        ("maintainers", ["../README.md"]),
    ]


def test_committers_come_from_the_forge(repository: Repository, capsys: Capture) -> None:
    """Accounts of the forge's list of commits do not count; the list must hold every commit of the change."""
    registries.write(repository.root, COUNTY, record())
    first = repository.commit()
    registries.write(repository.root, COUNTY, record() + "# x\n")
    head = repository.commit()
    items = [item(KS_A, commit=head), item(CENTRE_A, time=THREE, commit=head)]
    path = repository.root.parent / "commits.json"
    known, unknown = {"login": "shache-office"}, None
    path.write_text(
        json.dumps([{"sha": first, "author": known, "committer": known}, {"sha": head, "author": known, "committer": unknown}]),
        encoding="utf-8",
    )
    assert run(repository, items, "--author", "shache-office", "--commits", str(path)) == 0
    assert capsys.readouterr().err == "提醒：有 1 个提交的作者或提交者在代码平台上没有对应的账号，请人工核对是不是审核人员。\n"
    path.write_text(json.dumps([{"sha": first, "author": {"login": "KS-Reviewer-A"}, "committer": known}, {"sha": head}]), encoding="utf-8")
    found = answer(repository, items, capsys, "--commits", str(path))
    assert [no["code"] for no in found["uncounted"]] == ["committer", "too-early"]
    assert found["checked"] == {"author": False, "committers": True, "commits_without_account": 1}
    path.write_text(json.dumps([{"sha": first, "author": known, "committer": known}]), encoding="utf-8")
    assert run(repository, items, "--commits", str(path)) == 2
    assert capsys.readouterr().err == f"错误：提交清单不全：缺少 {head[:12]} 等 1 个提交。请逐页取全，并核对 --base 和 --head。\n"
    for more, said in ((248, "请逐页取全"), (249, "GitHub 只列一个合并请求的 250 个提交，取不全：请分成几个合并请求，")):
        path.write_text(json.dumps([{"sha": first}, *({"sha": f"{number:040}"} for number in range(more))]), encoding="utf-8")
        assert run(repository, items, "--commits", str(path)) == 2
        assert f"等 1 个提交。{said}" in capsys.readouterr().err


def test_reviews_from_stdin(repository: Repository, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    registries.write(repository.root, "README.md", "x\n")
    head = repository.commit()
    given = io.TextIOWrapper(io.BytesIO(json.dumps([item("maintainer-a", commit=head)]).encode()), encoding="utf-8")
    monkeypatch.setattr("sys.stdin", given)
    assert main(["route", "--root", str(repository.root), "--base", "main", "--reviews", "-"]) == 0
    assert main(["route", "--root", str(repository.root), "--base", "main", "--reviews", "-", "--commits", "-"]) == 2
    assert "不能都从标准输入读" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--base", "nowhere"], "Git 里没有“nowhere”这个版本", id="no-such-base"),
        pytest.param(["--base=--all"], "Git 里没有“--all”这个版本", id="option-for-a-base"),
        pytest.param(["--base="], "Git 里没有“”这个版本", id="empty-base"),
        pytest.param(["--base", "main", "--head", "main..change"], "Git 里没有“main..change”这个版本", id="range"),
        pytest.param(["--base", "main", "--reviews", "nowhere.json"], "读不了审核记录（nowhere.json）：", id="no-such-file"),
        pytest.param(["--base", "main", "--commits", "."], "读不了提交清单（.）：", id="folder"),
        pytest.param(["--reviews", "x"], "缺少参数：--base", id="without-base"),
        pytest.param(["--base", "main", "--format", "github"], "--format 不能是 'github'", id="unknown-format"),
        pytest.param(["--base", "orphan"], "基础版本和要审核的版本没有共同的历史", id="no-common-history"),
        pytest.param(["--base", "unreadable"], "基础版本里没有能用的 registry/reviewers.yaml", id="base-without-reviewers"),
    ],
)
def test_wrong_usage(repository: Repository, capsys: Capture, arguments: list[str], words: str) -> None:
    """2, and a sentence that says what to do."""
    repository.git("branch", "orphan", repository.git("commit-tree", "-m", "x", "HEAD^{tree}"))
    repository.git("checkout", "--quiet", "-b", "unreadable")
    registries.write(repository.root, "registry/reviewers.yaml", "centre: {}\n")
    repository.commit()
    repository.git("checkout", "--quiet", "change")
    path = repository.root.parent / "reviews.json"
    path.write_text("[]", encoding="utf-8")
    given = arguments if "--reviews" in arguments else [*arguments, "--reviews", str(path)]
    assert main(["route", "--root", str(repository.root), *given]) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert words in talk


def test_without_git(small: Path, capsys: Capture) -> None:
    path = small / "reviews.json"
    path.write_text("[]", encoding="utf-8")
    assert main(["route", "--root", str(small), "--base", "main", "--reviews", str(path)]) == 2
    assert "这里不是 Git 仓库" in capsys.readouterr().err


def test_history_that_was_cut_off(repository: Repository, capsys: Capture) -> None:
    """A shallow clone that does not hold where the change began is told so."""
    for text in "abc":
        registries.write(repository.root, "README.md", text)
        repository.commit()
    repository.git("checkout", "--quiet", "main")
    registries.write(repository.root, "LICENSE", "x")
    repository.commit()
    clone = repository.root.parent / "clone"
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repository.root}", str(clone))
    path = repository.root.parent / "reviews.json"
    path.write_text("[]", encoding="utf-8")
    assert main(["route", "--root", str(clone), "--base", "origin/main", "--head", "origin/change", "--reviews", str(path)]) == 2
    assert "请先运行 git fetch --unshallow" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("author", "words"),
    [
        ("shache-office", "ks-reviewer-a，代理 ks-reviewer-b。"),
        ("KS-Reviewer-A", "代理 ks-reviewer-b（ks-reviewer-a 参与了这次修改，不能审核）。"),
        ("ks-reviewer-b", "ks-reviewer-a（ks-reviewer-b 参与了这次修改，不能审核）。"),
    ],
)
def test_who_took_part_is_not_asked(repository: Repository, capsys: Capture, author: str, words: str) -> None:
    """A prefecture that hands in for its county is told who of it may still approve."""
    registries.write(repository.root, COUNTY, record())
    repository.commit()
    assert run(repository, [], "--author", author) == 1
    assert capsys.readouterr().out.endswith(f"现在轮到{KS}（地州市）：{words}\n")


def test_when_all_of_an_office_took_part(repository: Repository, capsys: Capture) -> None:
    """Nobody is left to approve: what to do is said, rather than waiting for ever."""
    registries.write(repository.root, "README.md", "x\n")
    repository.commit()
    assert run(repository, [], "--author", "maintainer-a") == 1
    words = "没有。maintainer-a 参与了这次修改，请改由别的账号提交，或者先在主分支的 reviewers.yaml 里增加代理账号。"
    assert capsys.readouterr().out.endswith(f"现在轮到登记册管理员：{words}\n")
    assert run(repository, [], "--author", "maintainer-a", "--format", "markdown") == 1
    assert "| → 等待审核 | 没有 |" in capsys.readouterr().out


def test_markdown_does_nothing_with_what_others_wrote(repository: Repository, capsys: Capture) -> None:
    """Accounts and files of the change come from anybody: they stand in code spans and cannot end them."""
    registries.write(repository.root, "README.md", "x\n")
    head = repository.commit()
    hostile = "a`|<img src=x>\n@everybody[x](https://example.org)"
    assert run(repository, [item(hostile, commit=head), item("maintainer-a", "COMMENTED", commit=head)], "--format", "markdown") == 1
    assert capsys.readouterr().out == (
        "### 审核路线\n\n现在轮到登记册管理员：maintainer-a。\n\n"
        "| 次序 | 由谁审核 | 情况 | 审核账号 | 为什么 |\n|---|---|---|---|---|\n"
        f"| 1 | 登记册管理员 | → 等待审核 | `maintainer-a` | {route.OTHER} |\n\n"
        "不算数的审核：\n\n"
        f"- ``a`|<img src=x> @everybody[x](https://example.org)``（同意）：{approvals.CODES['not-a-reviewer']}\n"
        "- `maintainer-a`（评论）：只是评论\n\n"
        f"按版本 `{head[:12]}` 计算；有新的提交以后，以前的同意不再算数。\n"
    )


# --- the title office -------------------------------------------------------------------------------------------------

TITLE = "title_office: {office: 示例自治区专业技术人员职称办公室, accounts: [title-a], deputies: [title-b]}\n"
ROSTER, OTHER = "registry/rosters/example-one.yaml", "registry/rosters/example-two.yaml"


@pytest.fixture
def with_title_office(small: Path) -> Repository:
    path = small / "registry/reviewers.yaml"
    registries.write(small, str(path), path.read_text(encoding="utf-8") + TITLE)
    found = Repository(small)
    found.git("checkout", "--quiet", "-b", "change")
    return found


def _touched(repository: Repository, path: str) -> str:
    text = (repository.root / path).read_text(encoding="utf-8") if (repository.root / path).exists() else ""
    registries.write(repository.root, path, text + "# x\n")
    return path


@pytest.mark.parametrize(
    ("paths", "stations"),
    [
        ([ROSTER], ["centre", "title-office"]),
        (["registry/vault/example-one.roster.age"], ["centre", "title-office"]),
        (["registry/rosters/employer-653100.yaml"], ["centre", "title-office"]),
        ([ROSTER, "README.md"], ["centre", "title-office", "maintainers"]),
        ([OTHER], ["centre"]),  # the first list of a committee: the centre decides who is taken in
        (["registry/vault/example-one.contacts.age"], ["centre"]),
        ([registries.ONE], ["centre"]),
    ],
)
def test_a_change_of_a_pool_needs_the_title_office(
    with_title_office: Repository, capsys: Capture, paths: list[str], stations: list[str]
) -> None:
    for path in paths:
        _touched(with_title_office, path)
    with_title_office.commit()
    found = answer(with_title_office, [], capsys)
    assert kinds(found) == stations
    for station in found["stations"]:
        if station["kind"] == "title-office":
            assert (station["office"], station["accounts"], station["deputies"]) == (
                "示例自治区专业技术人员职称办公室",
                ["title-a"],
                ["title-b"],
            )
            assert station["why"] == ["专家库的更新、调整和补充，职称办公室也要审核"]
            assert "README.md" not in station["files"]


def test_where_no_title_office_is_named_nothing_changes(repository: Repository, capsys: Capture) -> None:
    _touched(repository, ROSTER)
    repository.commit()
    assert kinds(answer(repository, [], capsys)) == ["centre"]


def test_the_title_office_and_the_centre_in_any_order(with_title_office: Repository, capsys: Capture) -> None:
    _touched(with_title_office, ROSTER)
    head = with_title_office.commit()
    title, centre = item("title-b", time=THREE, commit=head), item(CENTRE_A, commit=head)
    assert run(with_title_office, [title]) == 1
    assert capsys.readouterr().out.endswith(f"现在轮到{CENTRE}（中心）：centre-reviewer-a、centre-reviewer-b，代理 centre-reviewer-c。\n")
    assert run(with_title_office, [centre]) == 1
    assert "示例自治区专业技术人员职称办公室（职称办公室）" in capsys.readouterr().out
    assert run(with_title_office, [title, centre]) == 0


def test_what_is_only_sealed_anew_is_no_change_of_a_pool() -> None:
    value = yaml.safe_load((registries.SMALL / "registry/reviewers.yaml").read_text(encoding="utf-8") + TITLE)
    with_title = reviewers.reviewers(value, CENTRE)
    committees = {"example-one": [at("region", "650000")]}
    for resealed, expected in (((), ["centre", "title-office"]), ((ROSTER,), ["centre", "maintainers"])):
        stations = required_stations([ROSTER], committees, with_title, areas(), resealed=resealed, pools={"example-one"})
        assert [station.kind for station in stations] == expected


def test_the_title_office_owns_rosters_on_github(with_title_office: Repository) -> None:
    text = codeowners.expected(registry.load(with_title_office.root)) or ""
    owners = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.startswith("/")}
    every = ["@centre-reviewer-a", "@centre-reviewer-b", "@centre-reviewer-c"]
    for pattern in ("/registry/rosters/", "/registry/vault/"):
        assert owners[pattern] == [*every, "@title-a", "@title-b"]
    assert owners["/registry/rounds/"] == every


# --- whoever supervises draws -----------------------------------------------------------------------------------------

WATCH = "supervision: {office: 示例驻厅纪检监察组, accounts: [watch-a], deputies: [watch-b]}\n"


@pytest.mark.parametrize(
    ("path", "stations"),
    [
        ("registry/draws/example-one-1.yaml", ["centre", "supervision"]),
        ("registry/vault/example-one-1.draw.age", ["centre", "supervision"]),
        ("registry/vault/example-one-1.calls.age", ["centre", "supervision"]),
        ("registry/vault/example-one-1.nonce.age", ["centre", "supervision"]),
        ("registry/vault/example-one.contacts.age", ["centre"]),
        ("registry/rosters/example-one.yaml", ["centre"]),
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_draw_needs_the_centre_and_whoever_supervises(small: Path, capsys: Capture, path: str, stations: list[str], named: bool) -> None:
    reviewers_file = small / "registry/reviewers.yaml"
    registries.write(small, str(reviewers_file), reviewers_file.read_text(encoding="utf-8") + (WATCH if named else ""))
    found = Repository(small)
    found.git("checkout", "--quiet", "-b", "change")
    _touched(found, path)
    found.commit()
    told = answer(found, [], capsys)
    assert kinds(told) == (stations if named else ["centre"])
    for station in told["stations"]:
        if station["kind"] == "supervision":
            assert (station["office"], station["accounts"], station["deputies"]) == ("示例驻厅纪检监察组", ["watch-a"], ["watch-b"])
            assert station["why"] == ["抽取的方案、结果和电话记录，监督人也要审核"]
        elif "draw" in path or path.endswith((".calls.age", ".nonce.age")):
            assert station["why"] == ["抽取评委由中心办理"]
