"""Reports a verdict on a change's route as text for a terminal, as Markdown for a comment, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from zhicheng.documents.markdown import code, in_cell, prose, quoted
from zhicheng.review.approvals import STANDINGS, OfficeVerdict, Verdict, commit_status
from zhicheng.review.change import Change
from zhicheng.review.forge_lists import STATES, ForgeReview
from zhicheng.review.route import Station
from zhicheng.text import listed, show

_MANY = 8  # longer lists of files are cut, except in JSON
_MARKS = {"given": "✓", "refused": "✗", "turn": "→", "waiting": "…"}


def text_report(change: Change, verdict: Verdict) -> str:
    """The report for a terminal: each station in order, the reviews that do not count, and whose turn it is."""
    lines = [f"审核路线：{change.base[:7]} → {change.head[:7]}，{len(change.files)} 个文件"]
    for number, office in enumerate(verdict.stations, 1):
        lines.append(f"{number}. {_MARKS[office.standing]} {_station_name(office.station)}：{STANDINGS[office.standing]}")
        lines += [f"   {_review_text(review)}" for review in (*office.approvals, *office.refusals)]
        if office.standing != "given":
            lines.append(f"   可以审核的账号：{_account_names(office)}")
        lines.append(f"   为什么：{'；'.join(office.station.why)}")
        lines.append(f"   文件：{listed(_file_names(office.station))}")
    if verdict.uncounted:
        lines.append("不算数的审核：")
        lines += [f"   {_review_text(uncounted.review)}：{uncounted.why}" for uncounted in verdict.uncounted]
    return "\n".join((*lines, outcome(verdict), ""))


def outcome(verdict: Verdict) -> str:
    """A sentence that says whether all approvals are there, else who must act next."""
    if not verdict.stations:
        return "没有改动，不需要审核。"
    if verdict.passed:
        return "审核已齐。"
    refused, turn = verdict.with_standing("refused"), verdict.with_standing("turn")
    text = [f"{listed(office.station.office for office in refused)}要求修改：请报送单位改好，再请他们审核。"] if refused else []
    text += [f"现在轮到{_station_name(office.station)}：{_account_names(office)}。" for office in turn]
    return "".join(text)


def markdown_report(change: Change, verdict: Verdict) -> str:
    """The report for a comment on the change. Untrusted text is in code spans."""
    lines = ["### 审核路线", "", prose(show(outcome(verdict), 2000)), ""]
    if verdict.stations:
        lines += ["| 次序 | 由谁审核 | 情况 | 审核账号 | 为什么 |", "|---|---|---|---|---|"]
    for number, office in enumerate(verdict.stations, 1):
        done = [
            f"{in_cell(code, _account_text(review.account))}（{in_cell(quoted, show(review.submitted[:10]))}）"
            for review in (*office.approvals, *office.refusals)
        ]
        state = f"{_MARKS[office.standing]} {STANDINGS[office.standing]}" + (f"：{listed(done)}" if done else "")
        accounts = listed(in_cell(code, _account_text(account)) for account in office.accounts) or "没有"
        who, why = (in_cell(prose, show(text, 2000)) for text in (_station_name(office.station), "；".join(office.station.why)))
        lines.append(f"| {number} | {who} | {state} | {accounts} | {why} |")
    if verdict.uncounted:
        lines += ["", "不算数的审核：", ""]
        for uncounted in verdict.uncounted:
            review = uncounted.review
            lines.append(f"- {code(_account_text(review.account))}（{STATES[review.state]}）：{uncounted.why}")
    return "\n".join((*lines, "", f"按版本 `{change.head[:12]}` 计算；有新的提交以后，以前的同意不再算数。", ""))


def json_report(change: Change, verdict: Verdict, author_known: bool, committers_known: bool, nameless: int) -> str:
    """The report as JSON, version 1: fields may be added, none renamed or removed; an unknown value is absent.

    `nameless` is the number of commits without an account for their author or committer.
    """
    state, description = commit_status(verdict)
    report = {
        "version": 1,
        "base": change.base,
        "head": change.head,
        "files": len(change.files),
        "passed": verdict.passed,
        "status": {"state": state, "description": description},
        "stations": [_office_fields(office) for office in verdict.stations],
        "uncounted": [{**_review_fields(item.review), "code": item.code, "why": item.why} for item in verdict.uncounted],
        "checked": {"author": author_known, "committers": committers_known, "commits_without_account": nameless},
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _office_fields(office: OfficeVerdict) -> dict[str, Any]:
    station = office.station
    return {
        "kind": station.kind,
        **({} if station.area is None else {"area": station.area}),
        "office": station.office,
        "standing": office.standing,
        "accounts": list(station.accounts),
        "deputies": list(station.deputies),
        "barred": list(office.barred),
        "approvals": [_review_fields(review) for review in office.approvals],
        "refusals": [_review_fields(review) for review in office.refusals],
        "files": [path.encode("utf-8", "replace").decode("utf-8") for path in station.files],
        "why": list(station.why),
    }


def _review_fields(review: ForgeReview) -> dict[str, Any]:
    fields = {"account": review.account, "state": review.state, "commit": review.commit, "submitted": review.submitted}
    return {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in fields.items() if value}


def _station_name(station: Station) -> str:
    return station.office if station.kind == "maintainers" else f"{station.office}（{station.label}）"


def _review_text(review: ForgeReview) -> str:
    where = f"，版本 {show(review.commit[:7])}" if review.commit else ""
    when = f" {show(review.submitted)}" if review.submitted else ""
    return f"{_account_text(review.account)}{when}（{STATES[review.state]}{where}）"


def _account_names(office: OfficeVerdict) -> str:
    """The accounts that may approve for a station; where there are none, what to do."""
    if not office.accounts:
        return f"没有。{listed(office.barred)} 参与了这次修改，请改由别的账号提交，或者先在主分支的 reviewers.yaml 里增加代理账号"
    usual, deputies = ([a for a in office.accounts if a in group] for group in (office.station.accounts, office.station.deputies))
    text = [listed(usual)] * bool(usual) + [f"代理 {listed(deputies)}"] * bool(deputies)
    return "，".join(text) + (f"（{listed(office.barred)} 参与了这次修改，不能审核）" if office.barred else "")


def _account_text(account: str) -> str:
    return show(account, 100) if account else "（没有账号）"


def _file_names(station: Station) -> Sequence[str]:
    shown = [show(path, 120) for path in station.files[:_MANY]]
    return shown if len(station.files) <= _MANY else [*shown[:-1], f"{shown[-1]} 等 {len(station.files)} 个"]


def notes(author_known: bool, committers_known: bool, nameless: int) -> Iterator[str]:
    """A Chinese sentence for each check that could not be made."""
    if not author_known:
        yield "提醒：没有写 --author，没有核对审核人是不是这次修改的提交人。"
    if not committers_known:
        yield "提醒：没有写 --commits，没有核对审核人是不是其中提交的作者或提交者。"
    if nameless:
        yield f"提醒：有 {nameless} 个提交的作者或提交者在代码平台上没有对应的账号，请人工核对是不是审核人员。"
