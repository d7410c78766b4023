"""What a change asks to be decided: the kind of each decision and what of it changes; sealing anew, which is one decision; the hook and the
record, which agree on what was merged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries, sites
from helpers.changes import COUNTY, Change
from helpers.registries import write
from helpers.servers import Server

from zhicheng.commands.cli import main
from zhicheng.registry.records.decision import KINDS, OUTCOMES
from zhicheng.review import change as changes_under_review
from zhicheng.review.subjects import subjects

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
ONE = registries.ONE
Edit = Callable[[Path], None]


def edited(*replaced: tuple[str, str], path: str = ONE) -> Edit:
    """Replaces texts in a file."""

    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in text, old
            text = text.replace(old, new)
        write(root, path, text)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def added(path: str, text: str) -> Edit:
    return lambda root: write(root, path, text)


def found(root: Path, edit: Edit) -> list[tuple[str | None, str | None, str, tuple[str, ...]]]:
    """The subjects of a change: committee, area, kind, what changes."""
    change = Change(root)
    edit(root)
    head = change.repository.commit()
    asked = changes_under_review.read(root, change.base, head)
    return [(one.committee, one.area, one.kind, one.changed) for one in subjects(root, asked, "registry/vault")]


WITHDRAWN = 'status: withdrawn\nwithdrawn: {date: "2026-03-01", reason: 机构改革%s}\n'
NEW = "registry/committees/650000/example-new.yaml"


def new_record(more: str = "", key: str = "example-new") -> str:
    return registries.record(f"id: {key}\nname: 示例自治区工程系列水利专业高级职称评审委员会\ncontacts:\n{more}")


def withdrawn(more: str = "") -> Edit:
    return added(ONE, registries.record(WITHDRAWN % more))


ROSTER, EMPLOYER = "registry/rosters/example-one.yaml", "registry/rosters/employer-653100.yaml"
SUSPENDED = registries.record(
    'notices: [{date: "2026-03-02", kind: suspension, text: 暂停评审。}]\nvalid: {from: "2026-01-01", until: "2026-03-01"}\n'
)
CORRECTED = registries.record('notices: [{date: "2026-03-02", kind: correction, text: 原登记有误，现予更正。}]\naddress: 新址\n')
WAIVER = (
    'waivers:\n  - {committee: example-one, rule: E203, reason: 人数不足, granted_by: 示例厅, date: "2026-01-20", until: "2027-01-20"}\n'
)


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        pytest.param(edited(("address: ", "address: 新")), [("example-one", None, "change", ("address",))], id="change"),
        pytest.param(
            edited(("address: ", "address: 新"), ("members: 25", "members: 27")),
            [("example-one", None, "change", ("address", "panel"))],
            id="change-of-two",
        ),
        pytest.param(edited(("size: 6207", "size: 6208")), [("example-one", None, "contacts", ())], id="contacts"),
        pytest.param(added(NEW, new_record()), [("example-new", None, "registration", ())], id="registration"),
        pytest.param(withdrawn(), [("example-one", None, "withdrawal", ())], id="withdrawal"),
        pytest.param(
            withdrawn(", successor: example-county"), [("example-one", None, "withdrawal", ())], id="taken-over-by-one-that-is-there"
        ),
        pytest.param(withdrawn(", successors: [example-new, example-county]"), [("example-one", None, "split", ())], id="split"),
        pytest.param(
            both(withdrawn(", successors: [example-new, example-county]"), added(NEW, new_record("predecessors: [example-one]\n"))),
            [("example-new", None, "split", ()), ("example-one", None, "split", ())],
            id="split-and-what-comes-of-it",
        ),
        pytest.param(
            both(withdrawn(", successor: example-new"), added(NEW, new_record("predecessors: [example-one, example-old]\n"))),
            [("example-new", None, "merger", ()), ("example-one", None, "merger", ())],
            id="merger",
        ),
        pytest.param(added(ONE, SUSPENDED), [("example-one", None, "change", ("valid", "notices"))], id="suspension"),
        pytest.param(added(ONE, CORRECTED), [("example-one", None, "correction", ("address",))], id="correction"),
        pytest.param(edited(("\n", "\n# 更新\n"), path=ROSTER), [("example-one", None, "roster", ())], id="roster"),
        pytest.param(edited(("\n", "\n# 更新\n"), path=EMPLOYER), [(None, "653100", "roster", ())], id="roster-of-an-employer"),
        pytest.param(
            added("registry/waivers.yaml", WAIVER),
            [("example-one", None, "waiver", ("E203",)), ("example-two", None, "waiver", ("E203",))],
            id="waiver",
        ),
        pytest.param(
            edited(("第九条", "第 九 条"), path="registry/rulebooks/order-40.yaml"),
            [(None, None, "rulebook", ("order-40",))],
            id="rulebook",
        ),
        pytest.param(
            edited(("[ks-reviewer-a]", "[ks-reviewer-z]"), path="registry/reviewers.yaml"),
            [(None, None, "reviewers", ("653100",))],
            id="reviewers-of-an-area",
        ),
        pytest.param(
            edited(("accounts: [maintainer-a]", "accounts: [maintainer-a, maintainer-b]"), path="registry/reviewers.yaml"),
            [(None, None, "reviewers", ("maintainers",))],
            id="maintainers",
        ),
        pytest.param(
            edited(("2026-06-19", "2026-06-20"), path="registry/rounds/2026.yaml"), [(None, None, "round", ("2026",))], id="round"
        ),
        pytest.param(edited(("age1", "# 备用\nage1"), path="registry/vault/recipients.txt"), [(None, None, "keys", ())], id="keys"),
        pytest.param(edited(("name: ", "name: 新"), path="registry/registry.yaml"), [], id="settings"),
        pytest.param(added("docs/note.md", "说明\n"), [], id="program"),
    ],
)
def test_what_a_change_decides(small: Path, edit: Edit, wanted: list[tuple[str | None, str | None, str, tuple[str, ...]]]) -> None:
    assert found(small, edit) == wanted
    assert {kind for _, _, kind, _ in wanted} <= set(KINDS)


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ('valid: {from: "2026-01-01", until: "2028-12-31"}', 'valid: {from: "2026-01-01", until: "2029-01-01"}', ("renewal", ())),
        ('valid: {from: "2026-01-01", until: "2028-12-31"}', 'valid: {from: "2026-01-01", until: "2028-12-30"}', ("change", ("valid",))),
        ('{round: "2026", date: "2026-06-02"}', '{round: "2027", date: "2027-06-02"}', ("renewal", ())),
        ('{round: "2026", date: "2026-06-02"}', '{round: "2026", date: "2026-06-03"}', ("change", ("filings",))),
    ],
)
def test_a_renewal_is_a_later_end_or_another_round(small: Path, old: str, new: str, wanted: tuple[str, tuple[str, ...]]) -> None:
    assert found(small, edited((old, new))) == [("example-one", None, *wanted)]


def test_a_withdrawn_committee_comes_back(small: Path) -> None:
    text = (small / ONE).read_text(encoding="utf-8")
    write(small, ONE, registries.record(WITHDRAWN % ""))
    assert found(small, added(ONE, text)) == [("example-one", None, "restoration", ())]


# --- sealed anew ---------------------------------------------------------------------------------------------------------


def resealed(root: Path, *keys: str) -> None:
    """Other hashes for the rosters and contacts of these committees, as `reseal` writes them."""
    for path in sorted((root / "registry").rglob("*.yaml")):
        folder = path.relative_to(root).as_posix().split("/")[1]
        if path.stem in keys and folder in ("committees", "rosters"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub('sha256: "?[0-9a-f]{64}"?', f"sha256: {'ab' * 32}", text), encoding="utf-8")


def rosters(root: Path) -> list[str]:
    return sorted(path.stem for path in (root / "registry/rosters").glob("*.yaml"))


def with_keys(root: Path) -> None:
    edited(("age1", "# 备用\nage1"), path="registry/vault/recipients.txt")(root)


@pytest.mark.parametrize(
    ("edit", "kinds", "stations"),
    [
        pytest.param(lambda root: resealed(root, *rosters(root)), ["keys"], ["centre", "maintainers"], id="all"),
        pytest.param(
            both(with_keys, lambda root: resealed(root, "example-county")), ["keys"], ["centre", "maintainers"], id="one-with-the-keys"
        ),
        pytest.param(lambda root: resealed(root, "example-county"), ["contacts"], ["653100", "centre"], id="one-alone"),
        pytest.param(
            both(with_keys, lambda root: resealed(root, "example-county"), edited(("address: ", "address: 新"), path=COUNTY)),
            ["change", "keys"],
            ["653100", "centre", "maintainers"],
            id="and-something-else-of-it",
        ),
    ],
)
def test_sealing_anew_is_one_decision(small: Path, edit: Edit, kinds: list[str], stations: list[str]) -> None:
    """Of those responsible for keys; but nobody changes one committee's sealed file alone under this name."""
    change = Change(small)
    edit(small)
    head = change.repository.commit()
    asked = changes_under_review.read(small, change.base, head)
    assert [one.kind for one in subjects(small, asked, "registry/vault")] == kinds
    assert [one.area or one.kind for one in asked.stations] == stations


# --- the hook and the record ---------------------------------------------------------------------------------------------


def test_what_the_hook_accepts_can_be_recorded(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Two changes of one file, each approved, one after the other: Git's own merge of both is accepted, and each decision recorded."""
    server = Server(small, tmp_path)
    git = server.clone.git
    assert server.push("main").accepted
    base = git("rev-parse", "HEAD")
    for day, (name, old, new) in enumerate((("first", "members: 25", "members: 27"), ("second", "address: ", "address: 新")), 10):
        git("checkout", "--quiet", "-b", name, base)
        server.review("centre-reviewer-a", server.clone.change((old, new)), f"2026-03-01T{day}:00:00Z")  # before they are merged
    for name in ("first", "second"):
        git("checkout", "--quiet", "main")
        git("merge", "--quiet", "--no-ff", "--message=m", name)
        pushed = server.push("main")
        assert pushed.accepted, pushed.said
        reviews = ["--reviews", str(server.reviews), "--all-changes"]
        assert main(["record", "--root", str(small), "--base", "HEAD^1", "--merged", "HEAD", *reviews]) == 0, capsys.readouterr().err
    made: list[dict[str, Any]] = yaml.safe_load((small / "registry/decisions/2026.yaml").read_text(encoding="utf-8"))["decisions"]
    assert [(one["kind"], one["changed"]) for one in made] == [("change", ["panel"]), ("change", ["address"])]


# --- the answer to an objection --------------------------------------------------------------------------------------------

REFUSED = {
    "committee": "example-county", "round": "2026", "role": "prefecture", "account": "ks-reviewer-a", "commit": "ab" * 20,
    "outcome": "refused", "date": "2026-06-08", "reason_code": "basis", "mend": "补上文件", "appeal": "请来电。",
}  # fmt: skip
BY_CENTRE = {**REFUSED, "role": "centre", "account": "centre-reviewer-a", "outcome": "returned", "commit": "cd" * 20, "date": "2026-06-09"}


def answer(root: Path, *arguments: str) -> int:
    return main(["answer", "example-county", "--root", str(root), "--as-of", "2026-07-01", *arguments])


@pytest.fixture
def refused(small: Path) -> Path:
    text = yaml.safe_dump({"year": "2026", "decisions": [REFUSED, BY_CENTRE]}, allow_unicode=True, sort_keys=False)
    write(small, "registry/decisions/2026.yaml", text)
    return small


@pytest.mark.parametrize(("option", "outcome"), [("--upheld", "upheld"), ("--reversed", "reversed")])
def test_answer_names_the_decision_and_what_became_of_it(refused: Path, capsys: Capture, option: str, outcome: str) -> None:
    words = ["--account", "@centre-reviewer-b", "--note", "批准文件已经核实。"]
    assert answer(refused, "--decision", "abab", option, *words) == 0
    out, talk = capsys.readouterr()
    assert out == "registry/decisions/2026.yaml\n"
    assert talk == f"登记了 1 项：{OUTCOMES[outcome]}。请提交上面的文件。\n"
    made = yaml.safe_load((refused / "registry/decisions/2026.yaml").read_text(encoding="utf-8"))["decisions"]
    assert made[-1] == {
        "committee": "example-county", "round": "2026", "role": "centre", "account": "centre-reviewer-b", "commit": "ab" * 20,
        "outcome": outcome, "date": "2026-07-01", "kind": "appeal", "appealed": "2026-06-08", "reason": "批准文件已经核实。",
    }  # fmt: skip
    assert registries.findings(refused) == []
    assert answer(refused, "--decision", "abab", option, *words) == 0
    assert "1 项已经登记过" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--decision", "ef", "--upheld", "--account", "centre-reviewer-b"],
            "没有对 ef 的退回或不予备案。登记过的有：abababababab（2026-06-08）",
        ),
        (["--decision", "", "--upheld", "--account", "centre-reviewer-b"], "开头的版本不止一个，请把提交号写长一些。"),
        (["--decision", "cd", "--upheld", "--account", "centre-reviewer-a"], "作出过原来的决定，请由中心的另一个账号答复。"),
        (["--decision", "cd", "--upheld", "--account", "ks-reviewer-a"], "不是中心的审核账号，不能答复。"),
        (["--decision", "cd", "--account", "centre-reviewer-b"], "用法有误：--upheld 和 --reversed 要写一样。"),
        (["--decision", "cd", "--upheld", "--reversed", "--account", "centre-reviewer-b"], "用法有误：--upheld 和 --reversed 要写一样。"),
    ],
)
def test_answers_that_cannot_be(refused: Path, capsys: Capture, arguments: list[str], said: str) -> None:
    before = (refused / "registry/decisions/2026.yaml").read_bytes()
    assert answer(refused, *arguments, "--note", "理由") == 2
    assert said in capsys.readouterr().err
    assert (refused / "registry/decisions/2026.yaml").read_bytes() == before


def test_private_numbers_do_not_get_into_an_answer(refused: Path, capsys: Capture) -> None:
    said = ["--decision", "abab", "--upheld", "--account", "centre-reviewer-b", "--note", "请打 13900000001"]
    assert answer(refused, *said) == 2
    assert "13900000001" not in capsys.readouterr().err


# --- what the public sees --------------------------------------------------------------------------------------------------

SAID = """year: "2026"
decisions:
  - {committee: example-county, round: "2026", role: prefecture, account: ks-reviewer-a, commit: A, outcome: refused,
     date: "2026-06-08", kind: registration, reason_code: basis, mend: 补上文件, appeal: 请来电。}
  - {committee: example-county, round: "2026", role: centre, account: centre-reviewer-b, commit: A, outcome: reversed,
     date: "2026-06-20", kind: appeal, appealed: "2026-06-08", reason: 批准文件已经核实。}
  - {committee: example-county, round: "2026", role: centre, account: centre-reviewer-a, commit: B, outcome: approved,
     date: "2026-06-22", kind: change, changed: [address, reviews]}
  - {round: "2026", role: centre, account: centre-reviewer-a, commit: B, outcome: approved, date: "2026-06-23", kind: keys}
  - {round: "2026", role: maintainer, account: maintainer-a, commit: B, outcome: approved, date: "2026-06-24", kind: rulebook,
     changed: [order-40]}
  - {area: "653100", round: "2026", role: centre, account: centre-reviewer-a, commit: B, outcome: approved, date: "2026-06-25",
     kind: roster}
"""


def test_pages_and_api_tell_what_was_decided(small: Path, tmp_path: Path) -> None:
    """On the committee's page its own, the refusal with the answer to the objection; on the page of the round what is about none."""
    write(small, "registry/decisions/2026.yaml", SAID.replace("A,", "ab" * 20 + ",").replace("B,", "cd" * 20 + ","))
    assert registries.findings(small) == []
    out = sites.build(small, tmp_path / "site")
    page = (out / "committees/example-county/index.html").read_text(encoding="utf-8").split('id="proceedings"')[1].split("<h2")[0]
    centre = "示例自治区职称社会化评价中心"
    for words in (
        "喀什地区人力资源和社会保障局：登记，不予备案",
        f"{centre}：对 2026-06-08 的决定有不同意见的，撤销原决定",
        "审核意见：批准文件已经核实。",
        f"{centre}：变更（单位所在地址、评审系列（专业）及层级），通过",
    ):
        assert words in page, words
    table = (out / "rounds/2026/index.html").read_text(encoding="utf-8").split('id="decided"')[1].split("</table>")[0]
    rows = [re.sub("<[^>]+>", "|", row).strip("|") for row in table.split("<tr>")[2:]]
    assert [re.sub(r"[|\s]+", " ", row).strip() for row in rows] == [
        f"2026-06-23 密钥 {centre}：通过",
        "2026-06-24 审查依据（order-40） 登记册管理员：通过",
        f"2026-06-25 评委花名册（喀什地区单位报送） {centre}：通过",
    ]
    api = json.loads((out / "api/v1/decisions.json").read_bytes())
    assert [one.get("kind") for one in api["decisions"]] == ["registration", "appeal", "change"]
    assert [(one["kind"], one.get("area"), "committee" in one) for one in api["others"]] == [
        ("keys", None, False),
        ("rulebook", None, False),
        ("roster", "653100", False),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            '{round: "2026", role: centre, account: a, commit: "%s", outcome: approved, date: "2026-06-01"}',
            "缺少“评审委员会编号”（committee）",
        ),
        (
            '{round: "2026", role: centre, account: a, commit: "%s", outcome: approved, date: "2026-06-01", kind: change}',
            "缺少“评审委员会编号”（committee）",
        ),
        ('{round: "2026", role: centre, account: a, commit: "%s", outcome: approved, date: "2026-06-01", kind: round}', None),
        ('{area: "653100", round: "2026", role: centre, account: a, commit: "%s", outcome: approved, date: "2026-06-01"}', None),
        (
            '{committee: example-one, round: "2026", role: centre, account: a, commit: "%s", outcome: upheld, date: "2026-06-01", '
            "kind: appeal, reason: 一}",
            "缺少“对哪一天的决定有不同意见”（appealed）",
        ),
    ],
)
def test_what_a_decision_has_to_name(small: Path, line: str, message: str | None) -> None:
    write(small, "registry/decisions/2026.yaml", 'year: "2026"\ndecisions:\n  - ' + line % ("ab" * 20) + "\n")
    found = [finding.message for finding in registries.findings(small)]
    assert found == ([] if message is None else [f"“一次审核决定”里{message}"])
