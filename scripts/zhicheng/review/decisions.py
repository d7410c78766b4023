"""The record of decisions: who decided what on a change, from the reviews that count, added to registry/decisions/<year>.yaml.

Of a person only the account and role are recorded. Existing lines of a file are not changed, comments included.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from zhicheng.documents import schemas, yaml_reading, yaml_writing
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.records.decision import GROUNDS, KINDS, OUTCOMES, ROLES, Decision, decisions, suspension
from zhicheng.registry.registry import Registry
from zhicheng.review.approvals import OfficeVerdict, Verdict
from zhicheng.review.change import Change
from zhicheng.review.forge_lists import ForgeReview, account_key
from zhicheng.review.merging import Merge
from zhicheng.review.subjects import Subject, subjects
from zhicheng.system import git
from zhicheng.text import day_in_china, listed, private_values, show

_SETTINGS = "registry/registry.yaml"
_ROLES = {**{kind: kind for kind in ("prefecture", "centre", "title-office", "supervision")}, "maintainers": "maintainer"}  # of stations
_HEADER = """# yaml-language-server: $schema=../../schemas/decisions.schema.json
# {year} 年的审核记录：由 zhicheng record 登记，请不要手工修改。
year: "{year}"
decisions:
"""
_UNQUOTED = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
_WORDS = frozenset((*ROLES, *OUTCOMES, *KINDS, *GROUNDS))  # codes of the program, written without quotes
_FIELDS = ("committee", "area", "round", "role", "account", "commit", "outcome", "date", "kind", "changed", "appealed")
_OPTIONAL_FIELDS = ("reason_code", "reason", "mend", "appeal", "merged", "published")
_APPEAL = (
    "对{what}有不同意见的，可以向{centre}书面提出，说明事实和理由，也可以先打电话询问：{phones}。"
    "依法可以申请行政复议、提起行政诉讼或者信访的，不受影响。"
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a change was returned or refused: a code of GROUNDS, an opinion, what to correct, and how to appeal."""

    code: str
    opinion: str | None
    mend: str
    appeal: str


OPTIONS = ("--note", "--mend")  # of `record`


def grounds(registry: Registry, code: str, mend: str, opinion: str | None, named: tuple[str, str] = OPTIONS) -> Grounds:
    """Grounds that may be published. Raises UserError where a text is empty, longer than 1000 characters, or holds a private value. `named`
    is how the message calls the opinion and what is to be corrected: by the options or fields where they were entered.
    """
    if code == "other" and opinion is None:
        said = "other（其他）的，请用 --note " if named == OPTIONS else f"“其他”的，请用“{named[0]}”"
        raise UserError(f"事由是{' ' if named == OPTIONS else ''}{said}写明审核意见。")
    texts = [None if text is None else " ".join(text.split()) for text in (opinion, mend)]
    for option, text in zip(named, texts, strict=True):
        if text is not None and (not text or len(text) > 1000):
            raise UserError(f"{option} 要写 1 到 1000 个字，现在是 {len(text)} 个。")
        if text is not None and yaml_reading.FORBIDDEN.search(text):
            raise UserError(f"{option} 里有看不见的控制字符，请重新输入。")
        if text is not None and private_values(text):
            raise UserError(f"{option} 里有手机号码、身份证号码或者邮箱。审核记录要公布，请改写。")
    return Grounds(code, texts[0], texts[1] or "", appeal(registry))


def appeal(registry: Registry, what: str = "退回修改或者不予备案") -> str:
    """How to appeal against a return or refusal, or another decision (`what`): the text of registry.yaml, else a general one."""
    settings = registry.settings
    return settings.appeal or _APPEAL.format(what=what, centre=settings.centre_name, phones="、".join(settings.centre_phones))


def decisions_for(
    registry: Registry, change: Change, verdict: Verdict, outcome: str, why: Grounds | None = None, merged: Merge | None = None
) -> list[Decision]:
    """The decisions on each subject of a change (see `subjects`), in the order of the route.

    `change` is what changes on the main branch; the commit that a decision names is the one whose reviews count, that of the verdict.
    They come from the approvals where the outcome is "approved", else from the refusals. What only maintainers review (program, settings,
    reference tables) gives no decision.
    """
    found = []
    vault = registry.vault_folder.relative_to(registry.root).as_posix() if registry.vault_folder.is_relative_to(registry.root) else ""
    asked = subjects(registry.root, change, vault)
    rounds = _rounds(registry.root, change.head, asked)
    for subject in asked:
        for office in verdict.stations:
            if not subject.files & set(office.station.files):
                continue
            for review in _counted_reviews(office, outcome):
                decision = Decision(
                    committee=subject.committee,
                    round=rounds.get(_key(subject)) or rounds.get("", registry.settings.current_round),
                    role=_ROLES[office.station.kind],
                    account=review.account,
                    commit=verdict.head,
                    outcome=outcome,
                    date=day_in_china(review.time or 0),
                    kind=subject.kind,
                    changed=subject.changed,
                    area=subject.area,
                )
                if why is not None:
                    decision = replace(decision, reason_code=why.code, reason=why.opinion, mend=why.mend, appeal=why.appeal)
                if merged is not None:
                    decision = replace(decision, merged=merged.commit, published=merged.day)
                found.append(decision)
    return found


def answer(registry: Registry, committee: str, commit: str, outcome: str, account: str, words: str, today: date) -> Decision:
    """The centre's answer to a committee that does not agree with a return or refusal: `upheld` or `reversed`, with the reasons.

    `commit` is the version that was returned or refused, or the beginning of its hash. Raises UserError where there is no such decision,
    the account is not the centre's, or it is the one that decided then.
    """
    against = [decision for decision in registry.decisions_on.get(committee, ()) if decision.outcome in ("returned", "refused")]
    decided = [decision for decision in against if decision.commit.startswith(commit)]
    if not decided:
        known = listed(f"{decision.commit[:12]}（{decision.date}）" for decision in against)
        remedy = f"登记过的有：{known}。" if known else "退回和不予备案先用 zhicheng record 登记。"
        raise UserError(f"{show(committee)} 没有对 {show(commit)} 的退回或不予备案。{remedy}")
    if len({d.commit for d in decided}) > 1:
        raise UserError(f"{show(commit)} 开头的版本不止一个，请把提交号写长一些。")
    own = _of_centre(registry, account, "不能答复")
    if own in {account_key(d.account) for d in decided}:
        raise UserError(f"{show(account)} 作出过原来的决定，请由中心的另一个账号答复。")
    last = decided[-1]
    why = grounds(registry, last.reason_code or "other", words, words)
    return Decision(
        committee, last.round, "centre", account, last.commit, outcome, today, reason=why.opinion, kind="appeal", appealed=last.date
    )


def on_account(
    registry: Registry, committee: str, round_: str, outcome: str, account: str, words: str, commit: str, today: date
) -> Decision:
    """The centre's decision to withdraw (`suspended`) or give back (`lifted`) a committee's account on the platform, with the reasons.

    `commit` is the version of the registry that it was decided on. Raises UserError where the account is not the centre's, or it is as it
    would be decided.
    """
    _of_centre(registry, account, "不能作这个决定")
    now = suspension(registry.decisions_on.get(committee, ()))
    if outcome == "suspended" and now is not None:
        raise UserError(f"{committee} 的平台账号已经在 {now.date} 取消，没有再登记。")
    if outcome == "lifted" and now is None:
        raise UserError(f"{committee} 的平台账号没有取消，不用恢复。")
    if now is not None and today < now.date:
        raise UserError(f"恢复的日期 {today} 早于取消的日期 {now.date}。请核对 --as-of。")
    why = grounds(registry, "other", words, words)
    said = appeal(registry, OUTCOMES[outcome]) if outcome == "suspended" else None
    return Decision(committee, round_, "centre", account, commit, outcome, today, reason=why.opinion, appeal=said, kind="account")


def _of_centre(registry: Registry, account: str, what: str) -> str:
    """An account in the form by which accounts are compared. Raises UserError where it is none of the centre's; `what` it cannot do."""
    team = None if registry.reviewers is None else registry.reviewers.record["centre"]
    own = account_key(account)
    if team is None or own not in {account_key(one) for one in (*team["accounts"], *team.get("deputies", ()))}:
        raise UserError(f"{show(account)} 不是中心的审核账号，{what}。")
    return own


def _counted_reviews(office: OfficeVerdict, outcome: str) -> list[ForgeReview]:
    reviews = office.approvals if outcome == "approved" else office.refusals
    return sorted((review for review in reviews if review.time is not None), key=lambda review: review.order)


def _rounds(root: Path, head: str, asked: Sequence[Subject]) -> dict[str, str]:
    """The round of each committee or employer at a commit: of its record's last filing, of a roster alone its own; "" for all others.

    As it was reviewed: recorded at any later time, a decision is the same.
    """
    keys = {_key(one): "registry/rosters/" if one.kind == "roster" else "registry/committees/" for one in asked} | {"": _SETTINGS}
    tree = git.tree(root, head, "registry/committees", "registry/rosters", _SETTINGS)
    found: dict[str, str] = {}
    for path, value in _values(root, {path: blob for path, blob in tree.items() if blob}, {*keys, PurePosixPath(_SETTINGS).stem}):
        key = "" if path == _SETTINGS else PurePosixPath(path).stem
        filings = value.get("filings") or [value]
        last = filings[-1] if isinstance(filings, list) and isinstance(filings[-1], dict) else {}
        name = last.get("round") if key else value.get("current_round")
        if path.startswith(keys.get(key, "")) and isinstance(name, str) and re.fullmatch("[0-9]{4}", name):
            found[key] = name
    return found


def _key(subject: Subject) -> str:
    """The name of the files of a subject: a committee's or an employer's, "" where it has none."""
    return subject.committee or (f"employer-{subject.area}" if subject.area else "")


def _values(root: Path, tree: Mapping[str, str], stems: Collection[str]) -> Iterator[tuple[str, Value]]:
    """The values of the files of a commit that have one of these names, by path."""
    wanted = {path: blob for path, blob in tree.items() if PurePosixPath(path).stem in stems}
    texts = git.contents(root, wanted.values())
    yield from ((path, yaml_reading.value_or_none(path, texts.get(wanted[path])) or {}) for path in sorted(wanted))


# --- files -------------------------------------------------------------------------------------------------------------


def additions(registry: Registry, new_decisions: Sequence[Decision]) -> tuple[dict[str, str], list[Decision]]:
    """The new texts of the files that decisions are added to, by path, and the decisions that are recorded already.

    Raises UserError where a file cannot be read or extended.
    """
    known: dict[object, list[Decision]] = {}
    for entry in registry.decisions:
        for decision in entry.record:
            known.setdefault(decision.key, []).append(decision)
    repeated = [one for one in new_decisions if any(one.repeats(other) for other in known.get(one.key, ()))]
    by_year: dict[int, list[Decision]] = {}
    for decision in new_decisions:
        if decision not in repeated:
            by_year.setdefault(decision.date.year, []).append(decision)
    return {f"registry/decisions/{year}.yaml": _extended_file(registry, year, new) for year, new in sorted(by_year.items())}, repeated


def _extended_file(registry: Registry, year: int, new: Sequence[Decision]) -> str:
    path = f"registry/decisions/{year}.yaml"
    document = registry.document(path)
    if document is None and (registry.root / path).exists():
        raise UserError(f"{path} 读不出来，没有改动。请先运行 zhicheng validate，改好以后再试。")
    before = [] if document is None else document.value["decisions"]
    text = extended(_HEADER.format(year=year) if document is None else document.text, new)
    wanted = {"year": str(year), "decisions": [*before, *(_fields(decision) for decision in new)]}
    value = yaml_reading.value_or_none(path, text.encode()) or {}
    if value != wanted or not schemas.fits("decisions", value) or decisions(value)[len(before) :] != tuple(new):
        raise UserError(f"{path} 的写法特别，不能自动加进新的记录，文件没有改动。请把 decisions 改成每项一行“- ”开头的写法。")
    return text


def extended(text: str, new: Sequence[Decision]) -> str:
    """The text of a file with decisions added at the end of its list; every other line is kept."""
    return yaml_writing.appended(text, "decisions", [line for decision in new for line in _lines(decision)])


def _lines(decision: Decision) -> list[str]:
    """The YAML lines of a decision: an approval on one line, any other with one field a line."""
    if decision.outcome == "approved":
        return [f"- {yaml_writing.flow(_fields(decision), yaml_writing.Style(_is_word))}"]
    return yaml_writing.item(_fields(decision), style=yaml_writing.Style(_is_word, 0))


def _is_word(text: str) -> bool:
    """Whether a text is a code of the program, which is written without quotes."""
    return _UNQUOTED.fullmatch(text) is not None or text in _WORDS or text in schemas.schema("committee")["properties"]


def _fields(decision: Decision) -> Value:
    every = ((key, getattr(decision, key)) for key in (*_FIELDS, *_OPTIONAL_FIELDS))
    return {key: _plain_value(value) for key, value in every if value not in (None, ())}


def _plain_value(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
