"""The commands of the centre: filing rounds, reminders, and the record of decisions."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from zhicheng.centre import new_round, reminders, round_status
from zhicheng.centre.round_report import json_status, text_status
from zhicheng.commands.arguments import Takes, UsageError, check_taken, day, moment, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, loaded
from zhicheng.commands.judged_merge import judged_at_merge, merge_on_main, published
from zhicheng.commands.route import add_list_options, lists
from zhicheng.documents import yaml_writing
from zhicheng.documents.finding_reports import text_report
from zhicheng.errors import UserError
from zhicheng.registry.amending import amended_record, committee_entry
from zhicheng.registry.records.committee import RECEIPTS
from zhicheng.registry.records.decision import GROUNDS, OUTCOMES, Decision
from zhicheng.registry.registry import Registry
from zhicheng.review import decisions
from zhicheng.review.delivery import decision_taking
from zhicheng.review.delivery.decision_packet import Opinion
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import listed, private_values, show

_ACTIONS = {
    "status": Takes((), ("year", "format", "area", "strict")),
    "remind": Takes((), ("year", "area")),
    "open": Takes(("year", "form", "roster"), ("platform", "opened", "rulebooks")),
}
_GIVEN = ("year", "form", "roster", "platform", "opened", "rulebooks", "format", "area", "strict")
_RULE = "─" * 40


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""

    added = command("round", _round, "备案年度：看进度，写提醒，开始新的年度")
    added.add_argument(
        "action", metavar="status|remind|open", choices=tuple(_ACTIONS), help="status 看进度，remind 写提醒，open 开始新的年度"
    )
    added.add_argument("year", metavar="年度", nargs="?", help="例如 2026（status、remind 默认当前年度）")
    added.add_argument("--area", metavar="代码", help="status、remind：只看这个区划的；登记册所管地区的代码指省级和中央驻地方单位")
    added.add_argument("--format", choices=("text", "json"), help="status：报告的格式（默认 text）")
    added.add_argument("--strict", action="store_true", default=None, help="status：有过了期限还没有报送的，返回值为 1")
    added.add_argument("--form", metavar="日期", type=day, help="open：登记表截止日期")
    added.add_argument("--roster", metavar="日期", type=day, help="open：评委花名册截止日期")
    added.add_argument("--platform", metavar="日期", type=day, help="open：平台录入截止日期（没有录入平台的不写）")
    added.add_argument("--opened", metavar="日期", type=day, help="open：从哪天开始（默认今天）")
    added.add_argument("--rulebooks", metavar="文件代号", nargs="+", help="open：按哪些文件审查（默认同上一年度）")

    added = command("receipt", _receipt, "登记一次报送的后续：平台上录入完成，收到签字盖章的纸质表")
    added.add_argument("id", metavar="编号", help="评审委员会的编号")
    added.add_argument("--round", metavar="年度", help="哪一年度的报送（默认当前年度）")
    added.add_argument("--platform", metavar="日期", type=day, help="在评审平台上录入完成的日期")
    added.add_argument("--paper", metavar="日期", type=day, help="收到签字盖章的纸质表的日期")
    added.add_argument("--by", metavar="单位", required=True, help="由哪个单位登记，会公开，不写人名")

    added = command("record", _record, "合并以后登记审核记录：谁以什么身份通过、退回或不予备案", dated=False)
    added.add_argument("--base", metavar="版本", required=True, help="修改合并以前的主分支，例如 合并的版本^1")
    added.add_argument("--head", metavar="版本", help="审核的版本（默认从 --merged 看出，没有 --merged 的是 HEAD）")
    add_list_options(added)
    added.add_argument("--merged", metavar="版本", help="合并到主分支的提交：同时登记公布的版本和日期")
    added.add_argument(
        "--published",
        metavar="时间",
        type=_until,
        help="什么时候推送到主分支（北京时间，可以只写日期）：提交的日期早于审核、看不出来时写明；以后的审核意见不影响",
    )
    added.add_argument("--returned", action="store_true", help="登记退回修改：审核记录里对这个版本要求修改的")
    added.add_argument("--refused", action="store_true", help="登记不予备案：审核记录里对这个版本要求修改的")
    added.add_argument(
        "--reason", metavar="事由", choices=tuple(GROUNDS), help="；".join(f"{code} {named}" for code, named in GROUNDS.items())
    )
    added.add_argument("--mend", metavar="文字", help="退回或不予备案时：要改哪里、补什么，会公布")
    added.add_argument("--note", metavar="文字", help="退回或不予备案时：审核意见，会公布")

    added = command("answer", _answer, "对退回、不予备案有不同意见的，登记中心的答复：维持还是撤销原来的决定")
    added.add_argument("id", metavar="编号", help="评审委员会的编号")
    added.add_argument(
        "--decision", metavar="版本", required=True, help="原来退回或不予备案的是哪个版本：审核记录里的提交号，写开头几位也可以"
    )
    added.add_argument("--upheld", action="store_true", help="维持原决定")
    added.add_argument("--reversed", action="store_true", help="撤销原决定：可以再次报送")
    added.add_argument("--account", metavar="账号", required=True, help="作出答复的中心审核账号，不能是作出原来决定的那个")
    added.add_argument("--note", metavar="文字", type=words, required=True, help="答复的理由，会公布；可以写 @文件")


# --- round -------------------------------------------------------------------------------------------------------------


def _round(arguments: argparse.Namespace, console: Console) -> int:
    action: str = arguments.action
    check_taken(arguments, f"round {action}", _ACTIONS[action], _GIVEN)
    if action == "open":
        return _open(arguments, console)
    registry = loaded(arguments, console)
    progress = round_status.progress(registry, round_status.round_of_year(registry, arguments.year), console.today(arguments))
    if arguments.area is not None:
        progress = progress.within(round_status.known_area(registry, arguments.area), registry)
    if action == "remind":
        return _remind(registry, progress, console)
    console.write(json_status(progress) if arguments.format == "json" else text_status(progress))
    return FINDINGS if arguments.strict and progress.overdue else OK


def _remind(registry: Registry, progress: round_status.Progress, console: Console) -> int:
    letters = reminders.reminders(registry, progress)
    console.write(f"\n{_RULE}\n\n".join(letter.text for letter in letters))
    if letters:
        console.say(f"写好 {len(letters)} 份提醒，请核对以后发出。")
    else:
        console.say(f"{progress.round.title}应当报送的都已报送，不用提醒。")
    return OK


def _open(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry = loaded(arguments, console)
    broken = [finding for finding in registry.findings if finding.file.startswith(("registry/committees/", "registry/rounds/"))]
    if broken:
        console.write(text_report(broken))
        console.say("有登记读不出来，名单会不全，没有开始新的年度。请先改好上面的问题。")
        return FINDINGS
    opened: date = arguments.opened or console.today(arguments)
    deadlines = (arguments.form, arguments.roster, arguments.platform)
    made = new_round.opening(registry, arguments.year, opened, deadlines, arguments.rulebooks)
    texts = {made.path: made.text, **({} if made.settings is None else {"registry/registry.yaml": made.settings})}
    replace_files(registry.root, [(registry.root / path, text.encode()) for path, text in texts.items()])
    console.write("".join(f"{path}\n" for path in texts))
    console.say(f"已写好 {arguments.year} 年度，应报送 {len(made.expected)} 个，名单取自 {made.last.id} 年度。")
    if made.added:
        console.say(f"上次不在名单、但报送过的，已经列入：{listed(made.added)}")
    if made.left_out:
        console.say(f"上次在名单、现在已撤销的，没有列入：{listed(made.left_out)}")
    if made.settings is None:
        console.say(f'请把 registry/registry.yaml 的 current_round 改成 "{arguments.year}"（那一行写法特别，没有代改）。')
    else:
        console.say("registry.yaml 的 current_round 也已改好。请核对名单和日期，然后一起提交，由中心审核合并。")
    return OK


def _until(value: str) -> datetime:
    """A time, or the end of a day in China."""
    return moment(f"{value}T23:59:59" if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else value)


# --- record ------------------------------------------------------------------------------------------------------------


def _record(arguments: argparse.Namespace, console: Console) -> int:
    given = lists(arguments, console, "record")
    if given.opinions:
        _take_from(given.opinions, arguments)
    outcome = "returned" if arguments.returned else "refused" if arguments.refused else "approved"
    if wrong := _wrong_options(arguments, outcome):
        raise UsageError(f"用法有误：{wrong}\n用 zhicheng record --help 查看说明。")
    console.lock(arguments)
    registry = loaded(arguments, console)
    why = None if outcome == "approved" else decisions.grounds(registry, arguments.reason, arguments.mend, arguments.note)
    otherwise: list[str] = []
    merged = None if arguments.merged is None else merge_on_main(registry.root, arguments)
    if merged is None:
        found = given.judged(registry.root, arguments.base, arguments.head or "HEAD")
        change, verdict = found.change, found.verdict
    else:
        change, verdict, otherwise = judged_at_merge(registry.root, given, arguments, merged)
    for opinion in given.opinions:
        decision_taking.check_recorded(registry, opinion, verdict.head)
    if not change.files:
        raise UserError("--base 和审核的版本之间没有改动。--base 要写合并以前的主分支，例如 HEAD^1。")
    if outcome == "approved" and not verdict.passed:
        waiting = listed(held.station.office for held in verdict.stations if held.standing != "given")
        console.say(f"审核还不齐：{waiting}没有通过 {verdict.head[:12]}。没有登记；用 zhicheng route 查看各条审核为什么不算。")
        if merged is not None and arguments.head is None and verdict.head == merged.commit:
            console.say(
                "这个版本不是合并提交。压缩或者变基合并的，提交号与审核的不同，看不出审核的是哪一个：请用 --head 写明合并请求最后的版本。"
            )
        return FINDINGS
    if otherwise:
        console.say(f"合并的版本与审核的版本不同：{listed(otherwise[:5])}。没有登记；请核对 --base、--merged 和 --head。")
        return FINDINGS
    if merged is not None:
        merged = replace(merged, day=published(merged, verdict, arguments.published))
    made = decisions.decisions_for(registry, change, verdict, outcome, why, merged)
    if not made:
        said = "这次修改只有程序、设置等由管理员审核的文件" if outcome == "approved" else f"没有审核账号对 {change.head[:12]} 要求修改"
        console.say(f"{said}，没有可以登记的。")
        return OK if outcome == "approved" else FINDINGS
    _add(registry, made, outcome, console)
    return OK


def _take_from(opinions: Sequence[Opinion], arguments: argparse.Namespace) -> None:
    """Puts what opinions say into the options of `record`, so that nothing is typed twice: the outcome and the grounds, and without --head
    and --merged the branch of the packet. Raises UsageError where that was given as well, or they do not go together.
    """
    said = [name for name in ("returned", "refused", "reason", "mend", "note", "all_changes") if getattr(arguments, name)]
    wrong = f"写了 --decision 的，不写 {listed(_option(name) for name in said)}：照审核意见里的。" if said else ""
    outcomes = {one.value["outcome"] for one in opinions}
    if (len(opinions) > 1 and outcomes != {"approved"}) or len({decision_taking.branch_of(one) for one in opinions}) > 1:
        wrong = "--decision 写几份的，要都是对同一份报送包的同意；退回修改、不予备案的一次登记一份。"
    if wrong:
        raise UsageError(f"用法有误：{wrong}\n用 zhicheng record --help 查看说明。")
    first = opinions[0]
    arguments.returned, arguments.refused = "returned" in outcomes, "refused" in outcomes
    arguments.reason, arguments.mend, arguments.note = (first.value.get(name) for name in ("reason_code", "mend", "note"))
    if arguments.head is None and arguments.merged is None:
        arguments.head = decision_taking.branch_of(first)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _wrong_options(arguments: argparse.Namespace, outcome: str) -> str:
    """What is wrong with the combination of options of `record`, in Chinese; empty where nothing is."""
    required = (arguments.reason, arguments.mend)
    if arguments.published is not None and arguments.merged is None:
        return "--published 只和 --merged 一起用。"
    if arguments.returned and arguments.refused:
        return "--returned 和 --refused 只能用一样。"
    if outcome == "approved":
        given = any(value is not None for value in (*required, arguments.note))
        return "--reason、--mend、--note 只和 --returned 或 --refused 一起用。" if given else ""
    if None in required:
        return f"{OUTCOMES[outcome]}要写 --reason 和 --mend。"
    return "" if arguments.merged is None else f"{OUTCOMES[outcome]}的没有合并，不写 --merged。"


def _add(registry: Registry, made: list[Decision], outcome: str, console: Console) -> None:
    """Writes the decisions that are not recorded yet, and says which files were written and how many decisions."""
    texts, repeated = decisions.additions(registry, made)
    replace_files(registry.root, [(registry.root / path, text.encode()) for path, text in texts.items()])
    console.write("".join(f"{path}\n" for path in texts))
    if repeated:
        console.say(f"{len(repeated)} 项已经登记过，没有重复登记。")
    if texts:
        console.say(f"登记了 {len(made) - len(repeated)} 项：{OUTCOMES[outcome]}。请提交上面的文件。")


def _answer(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.upheld == arguments.reversed:
        raise UsageError("用法有误：--upheld 和 --reversed 要写一样。\n用 zhicheng answer --help 查看说明。")
    console.lock(arguments)
    registry = loaded(arguments, console)
    outcome = "upheld" if arguments.upheld else "reversed"
    account = arguments.account.removeprefix("@")
    made = decisions.answer(registry, arguments.id, arguments.decision, outcome, account, arguments.note, console.today(arguments))
    _add(registry, [made], outcome, console)
    return OK


def _receipt(arguments: argparse.Namespace, console: Console) -> int:
    given = {what: getattr(arguments, what) for what in RECEIPTS if getattr(arguments, what) is not None}
    if not given:
        raise UsageError("用法有误：--platform 和 --paper 至少写一样。\n用 zhicheng receipt --help 查看说明。")
    if any(came > console.today(arguments) for came in given.values()):
        raise UsageError("用法有误：日期还没有到。\n用 zhicheng receipt --help 查看说明。")
    by = " ".join(arguments.by.split())
    if not 2 <= len(by) <= 100 or private_values(by):
        raise UserError("--by 要写 2 到 100 个字的单位名称，不写人名、号码。")
    console.lock(arguments)
    registry = loaded(arguments, console)
    entry = committee_entry(registry, arguments.id)
    wanted = arguments.round or registry.settings.current_round
    value = entry.document.value
    before = next((filing for filing in value["filings"] if filing["round"] == wanted), None)
    if before is None:
        raise UserError(f"{arguments.id} 没有 {show(wanted)} 年度的报送，先要有报送才能登记后续。")
    more = {what: {"date": came.isoformat(), "by": by} for what, came in given.items()}
    filings = [{**filing, **more} if filing["round"] == wanted else filing for filing in value["filings"]]
    text = amended_record(entry.document, {**value, "filings": filings}, f"在 filings 里加上：{yaml_writing.flow(more)}")
    replace_files(registry.root, [(registry.root / entry.path, text.encode())])
    console.write(f"{entry.path}\n")
    console.say(f"已登记 {listed(f'{RECEIPTS[what]} {came}' for what, came in given.items())}。请提交这个文件。")
    for what in (what for what in more if before.get(what, more[what]) != more[what]):
        earlier = f"{before[what]['date']}（{before[what]['by']}）"
        console.say(f"原来登记的{RECEIPTS[what]} {earlier}，换成了这一次的。不该换的，请从 Git 取回原来的文件。")
    return OK
