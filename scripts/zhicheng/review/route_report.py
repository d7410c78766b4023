"""The verdict on a change's route in words: for a terminal, for a comment (Markdown), and for programs (JSON, written by hand)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from zhicheng.documents.markdown import code, in_cell, prose, quoted
from zhicheng.review.approvals import STANDINGS, OfficeVerdict, Verdict, commit_status
from zhicheng.review.change import Change
from zhicheng.review.forge_lists import STATES, ForgeReview
from zhicheng.review.route import KINDS, Station
from zhicheng.text import listed, show

_MANY = 8  # longer lists of files are cut, except in JSON
_MARKS = {"given": "✓", "refused": "✗", "turn": "→", "waiting": "…"}


def text_report(change: Change, verdict: Verdict) -> str:
    """For a terminal: each station in order, then what does not count, then whose turn it is."""
    lines = [f"审核路线：{change.base[:7]} → {change.head[:7]}，{len(change.files)} 个文件"]
    for number, held in enumerate(verdict.stations, 1):
        lines.append(f"{number}. {_MARKS[held.standing]} {_named(held.station)}：{STANDINGS[held.standing]}")
        lines += [f"   {_said(review)}" for review in (*held.approvals, *held.refusals)]
        if held.standing != "given":
            lines.append(f"   可以审核的账号：{_accounts(held)}")
        lines.append(f"   为什么：{'；'.join(held.station.why)}")
        lines.append(f"   文件：{listed(_files(held.station))}")
    if verdict.uncounted:
        lines.append("不算数的审核：")
        lines += [f"   {_said(no.review)}：{no.why}" for no in verdict.uncounted]
    return "\n".join((*lines, outcome(verdict), ""))


def outcome(verdict: Verdict) -> str:
    """One sentence: whether all is there, or whose turn it is."""
    if not verdict.stations:
        return "没有改动，不需要审核。"
    if verdict.passed:
        return "审核已齐。"
    refused, turn = verdict.at("refused"), verdict.at("turn")
    said = [f"{listed(held.station.office for held in refused)}要求修改：请报送单位改好，再请他们审核。"] if refused else []
    said += [f"现在轮到{_named(held.station)}：{_accounts(held)}。" for held in turn]
    return "".join(said)


def markdown_report(change: Change, verdict: Verdict) -> str:
    """For a comment on the change. What others wrote stands in code spans, where it can do nothing."""
    lines = ["### 审核路线", "", prose(show(outcome(verdict), 2000)), ""]
    if verdict.stations:
        lines += ["| 次序 | 由谁审核 | 情况 | 审核账号 | 为什么 |", "|---|---|---|---|---|"]
    for number, held in enumerate(verdict.stations, 1):
        done = [
            f"{in_cell(code, _account(review.account))}（{in_cell(quoted, show(review.submitted[:10]))}）"
            for review in (*held.approvals, *held.refusals)
        ]
        said = f"{_MARKS[held.standing]} {STANDINGS[held.standing]}" + (f"：{listed(done)}" if done else "")
        accounts = listed(in_cell(code, _account(account)) for account in held.accounts) or "没有"
        who, why = (in_cell(prose, show(text, 2000)) for text in (_named(held.station), "；".join(held.station.why)))
        lines.append(f"| {number} | {who} | {said} | {accounts} | {why} |")
    if verdict.uncounted:
        lines += ["", "不算数的审核：", ""]
        lines += [f"- {code(_account(no.review.account))}（{STATES[no.review.state]}）：{no.why}" for no in verdict.uncounted]
    return "\n".join((*lines, "", f"按版本 `{change.head[:12]}` 计算；有新的提交以后，以前的同意不再算数。", ""))


def json_report(change: Change, verdict: Verdict, author_known: bool, committers_known: bool, nameless: int) -> str:
    """Version 1. A field may be added, none renamed or removed; what is not known is absent."""
    state, description = commit_status(verdict)
    report = {
        "version": 1,
        "base": change.base,
        "head": change.head,
        "files": len(change.files),
        "passed": verdict.passed,
        "status": {"state": state, "description": description},
        "stations": [_held(held) for held in verdict.stations],
        "uncounted": [{**_review(no.review), "code": no.code, "why": no.why} for no in verdict.uncounted],
        "checked": {"author": author_known, "committers": committers_known, "commits_without_account": nameless},
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _held(held: OfficeVerdict) -> dict[str, Any]:
    station = held.station
    return {
        "kind": station.kind,
        **({} if station.area is None else {"area": station.area}),
        "office": station.office,
        "standing": held.standing,
        "accounts": list(station.accounts),
        "deputies": list(station.deputies),
        "barred": list(held.barred),
        "approvals": [_review(review) for review in held.approvals],
        "refusals": [_review(review) for review in held.refusals],
        "files": [path.encode("utf-8", "replace").decode("utf-8") for path in station.files],
        "why": list(station.why),
    }


def _review(review: ForgeReview) -> dict[str, Any]:
    fields = {"account": review.account, "state": review.state, "commit": review.commit, "submitted": review.submitted}
    return {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in fields.items() if value}


def _named(station: Station) -> str:
    return station.office if station.kind == "maintainers" else f"{station.office}（{KINDS[station.kind]}）"


def _said(review: ForgeReview) -> str:
    where = f"，版本 {show(review.commit[:7])}" if review.commit else ""
    when = f" {show(review.submitted)}" if review.submitted else ""
    return f"{_account(review.account)}{when}（{STATES[review.state]}{where}）"


def _accounts(held: OfficeVerdict) -> str:
    """Who may approve for a station, and what to do where nobody may."""
    if not held.accounts:
        return f"没有。{listed(held.barred)} 参与了这次修改，请改由别的账号提交，或者先在主分支的 reviewers.yaml 里增加代理账号"
    usual, deputies = ([a for a in held.accounts if a in group] for group in (held.station.accounts, held.station.deputies))
    said = [listed(usual)] * bool(usual) + [f"代理 {listed(deputies)}"] * bool(deputies)
    return "，".join(said) + (f"（{listed(held.barred)} 参与了这次修改，不能审核）" if held.barred else "")


def _account(account: str) -> str:
    return show(account, 100) if account else "（没有账号）"


def _files(station: Station) -> Sequence[str]:
    shown = [show(path, 120) for path in station.files[:_MANY]]
    return shown if len(station.files) <= _MANY else [*shown[:-1], f"{shown[-1]} 等 {len(station.files)} 个"]


def notes(author_known: bool, committers_known: bool, nameless: int) -> Iterator[str]:
    """What could not be checked."""
    if not author_known:
        yield "提醒：没有写 --author，没有核对审核人是不是这次修改的提交人。"
    if not committers_known:
        yield "提醒：没有写 --commits，没有核对审核人是不是其中提交的作者或提交者。"
    if nameless:
        yield f"提醒：有 {nameless} 个提交的作者或提交者在代码平台上没有对应的账号，请人工核对是不是审核人员。"
