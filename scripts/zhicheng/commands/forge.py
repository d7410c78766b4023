"""The commands that the forge's workflows run: forge comment, route, verify, nightly; and record, which the centre runs.

They run the program of the main branch. What belongs to a change (its commits, its artifacts, the forge's lists) is read, never run.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from zhicheng.centre import nightly_issue, round_status
from zhicheng.commands import forge_record, route
from zhicheng.commands.arguments import Takes, UsageError, check_taken, day
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console
from zhicheng.documents import finding_reports
from zhicheng.documents.markdown import prose
from zhicheng.errors import UserError
from zhicheng.registry import registry
from zhicheng.registry.at_commit import AtCommit
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.review import approvals, forge_lists, merging, route_report
from zhicheng.review import change as changes_under_review
from zhicheng.review import report as change_report
from zhicheng.review.approvals import StatusState
from zhicheng.review.delivery import forge_api, forge_commits
from zhicheng.review.delivery.forge_api import Forge, NoRight, Pull
from zhicheng.review.report.formats import MARK, markdown_report
from zhicheng.rules.comparison import after_waivers
from zhicheng.rules.engine import check
from zhicheng.system import git
from zhicheng.vault.verify import verified

ROUTE, ROSTERS = "zhicheng/route", "zhicheng/rosters"  # names of our commit statuses, which branch protection requires
UNSET_MARK = "<!-- zhicheng-status -->"  # marks the comment that says why there is no status
_NOT_JUDGED = "审核路线算不出来，请看这次运行的记录"
_WHICH: dict[str, tuple[str, ...]] = {"comment": ("pull", "run_id", "all"), "route": ("pull", "run_id", "all", "queue")}  # one of these
_ACTIONS = {
    "comment": Takes((), _WHICH["comment"]),
    "route": Takes((), _WHICH["route"]),
    "verify": Takes(("pull", "identity")),
    "nightly": Takes(),
    "record": Takes((), ("since",)),
}


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    words = "代码平台上的：写评论、设提交状态、核对花名册、列出到期事项（工作流程用）；登记合并了的审核（中心用）"
    added = command("forge", _forge, words)
    added.add_argument(
        "action",
        metavar="|".join(_ACTIONS),
        choices=tuple(_ACTIONS),
        help="comment：把修改报告写成评论；route：核对审核路线，设提交状态；verify：核对花名册，设提交状态；nightly：到期和逾期写成一个事项；"
        "record：合并了、还没有登记的，按合并时的审核一起登记",
    )
    added.add_argument("--pull", metavar="编号", type=int, help="合并请求的编号")
    added.add_argument("--run-id", metavar="编号", type=int, help="comment、route：哪一次检查或审核的运行，从它找出合并请求")
    added.add_argument("--all", action="store_true", default=None, help="comment、route：全部没有合并的合并请求")
    added.add_argument("--queue", metavar="提交", help="route：平台合并队列的提交（完整的提交号），看队列里的合并请求审核齐了没有")
    added.add_argument("--identity", metavar="文件", type=Path, help="verify：私钥文件")
    added.add_argument("--since", metavar="日期", type=day, help="record：只看这一天以后合并的（默认全部）")
    added.add_argument("--account", metavar="账号", help="写评论和事项的账号（默认工作流程自己的）")


def _forge(arguments: argparse.Namespace, console: Console) -> int:
    action: str = arguments.action
    check_taken(arguments, f"forge {action}", _ACTIONS[action], ("pull", "run_id", "all", "queue", "identity", "since"))
    fault = ""
    if action in _WHICH and sum(getattr(arguments, name) is not None for name in _WHICH[action]) != 1:
        fault = f"forge {action} 要写 {'、'.join(map(_option, _WHICH[action]))} 中的一项。"
    elif arguments.queue is not None and not git.HASH.fullmatch(arguments.queue):
        fault = "--queue 要写完整的提交号。"
    if fault:
        raise UsageError(f"用法有误：{fault}\n用 zhicheng forge --help 查看说明。")
    forge = forge_api.of_environment(os.environ, arguments.account)
    run: dict[str, Callable[[argparse.Namespace, Console, Forge], int]] = {
        "comment": _comment,
        "route": _route,
        "verify": _verify,
        "nightly": _nightly,
        "record": forge_record.record,
    }
    return run[action](arguments, console, forge)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _pulls(arguments: argparse.Namespace, forge: Forge, console: Console) -> list[Pull]:
    """The pull requests that the options select, as far as they are open and go to the main branch."""
    if arguments.all:
        return forge_api.open_pulls(forge)
    if arguments.run_id is not None:
        found = forge_api.pulls_of_run(forge, arguments.run_id)
    else:
        found = [pull for pull in [forge_api.pull(forge, arguments.pull)] if pull.open and pull.default]
    if not found:
        console.say("没有对应的、还没有合并的、要合并到主分支的合并请求，什么也没有做。")
    return found


def _comment(arguments: argparse.Namespace, console: Console, forge: Forge) -> int:
    """Writes the report on each pull request as a comment. The report is made here, by the program of the main branch: a report left by the
    change's own check is not trusted, because the change's author may have written it.
    """
    root, today = console.root(arguments), console.today(arguments)
    base = changes_under_review.commit(root, "HEAD")
    for pull in _pulls(arguments, forge, console):
        forge_commits.fetch(root, forge, pull)
        with forge_commits.checked_out(root, pull.head) as change:
            text = markdown_report(change_report.make(change, base, today))
        first = forge_api.put_comment(forge, pull.number, MARK, text)
        console.say(f"合并请求 {pull.number}：{'写了' if first else '更新了'}评论。")
    return OK


def _route(arguments: argparse.Namespace, console: Console, forge: Forge) -> int:
    """Sets the route status of each pull request's head. Where the route cannot be worked out the status is failure, never left open."""
    root = console.root(arguments)
    if arguments.queue is not None:
        return _route_queue(root, arguments.queue, console, forge)
    failed = False
    pulls = _pulls(arguments, forge, console)
    for pull in pulls:
        state: StatusState
        try:
            forge_commits.fetch(root, forge, pull)
            state, description = _judged(root, "HEAD", pull, console, forge)
        except (UserError, forge_lists.NotAList) as error:
            state, description, failed = "failure", _NOT_JUDGED, True
            console.say(f"合并请求 {pull.number}：{error}")
        try:
            _set_status(forge, pull.head, [pull.number], ROUTE, state, description)
            console.say(f"合并请求 {pull.number}：{description}")
        except UserError as error:
            failed = True
            console.say(f"合并请求 {pull.number}：{error}")
    for commit in forge_commits.queues_with(root, [pull.head for pull in pulls]):  # an approval may have been taken back meanwhile
        try:
            _route_queue(root, commit, console, forge)
        except UserError as error:
            failed = True
            console.say(f"合并队列 {commit[:12]}：{error}")
    if failed:
        raise UserError("有合并请求的审核路线算不出来，或者状态设不上，见上。")
    return OK


def _judged(root: Path, base: str, pull: Pull, console: Console, forge: Forge) -> tuple[StatusState, str]:
    """The state and description of a pull request's route, by the reviewers of the commit `base`; its report is written.

    Raises UserError and NotAList where it cannot be told.
    """
    given, listed = forge_api.lists(forge, pull.number)
    found = route.judge(root, base, pull.head, forge_lists.read(given), forge_lists.commits(listed), pull.author)
    console.write(route_report.text_report(found.change, found.verdict))
    for note in route_report.notes(found.author, found.listed, found.nameless):
        console.say(note)
    return approvals.commit_status(found.verdict)


def _route_queue(root: Path, commit: str, console: Console, forge: Forge) -> int:
    """Sets the route status of a merge queue's commit: success where every pull request that it merges has its approvals.

    They carry over because the commit is Git's automatic merge of the heads that were approved; each is judged by the reviewers of what it
    continues. Anything else is failure, with which the forge takes the pull request out of the queue.
    """
    pulls = forge_api.open_pulls(forge)  # asked for before main: what is merged in between is then in main
    state: StatusState = "success"
    numbers: list[int] = []
    failed = False
    try:
        merges = merging.queued(root, forge_commits.fetch_queue(root, forge, commit), commit)
        description = f"队列里的 {len(merges)} 个合并请求审核已齐" if merges else "已经在主分支里"
        for merge in merges:
            found = [pull for pull in pulls if pull.head == merge.head]
            numbers += [pull.number for pull in found]
            said = [(pull, *_judged(root, merge.tip, pull, console, forge)) for pull in found]
            if not any(outcome == "success" for _, outcome, _ in said):
                state = "failure"
                description = f"合并请求 {said[-1][0].number}：{said[-1][2]}" if said else f"版本 {merge.head[:12]} 没有打开的合并请求"
                break
    except (UserError, forge_lists.NotAList) as error:
        state, description, failed = "failure", _NOT_JUDGED, True
        console.say(str(error))
    _set_status(forge, commit, numbers, ROUTE, state, description)
    console.say(f"合并队列 {commit[:12]}：{description}")
    if failed:
        raise UserError("合并队列的审核路线算不出来，见上。")
    return OK


def _set_status(forge: Forge, commit: str, pulls: Sequence[int], context: str, state: StatusState, description: str) -> None:
    """Sets a status of a commit. Where the token may not, a comment on its pull requests says so: nobody is to wait for it without a word.

    Raises UserError, with the remedy, where the status is not set.
    """
    try:
        forge_api.set_status(forge, commit, context, state, description)
    except NoRight:
        right = "contents: write（状态归代码管，没有单独的权限；仓库和组织的“令牌最大权限”也要允许）" if forge.gitea else "statuses: write"
        said = f"{context} 没有设上：令牌没有写提交状态的权限，要有 {right}。"
        text = f"{UNSET_MARK}\n版本 {commit[:12]} 的提交状态 {said}这次算出来的是：{prose(description)}。请管理员看这次运行的记录。\n"
        try:
            for number in pulls:
                forge_api.put_comment(forge, number, UNSET_MARK, text)
        except UserError as error:
            raise UserError(f"提交状态 {said}评论也没有写上：{error}") from None
        raise UserError(f"提交状态 {said}{'已经在评论里说明。' if pulls else ''}") from None


def _verify(arguments: argparse.Namespace, console: Console, forge: Forge) -> int:
    """Checks the sealed files of each pull request with the program of the main branch and sets a status. Only totals are published."""
    root, today = console.root(arguments), console.today(arguments)
    main = console.load(arguments)
    if main is None:
        return FINDINGS
    code = OK
    for pull in _pulls(arguments, forge, console):
        forge_commits.fetch(root, forge, pull)
        if git.resolve(root, pull.head) is None:
            raise UserError(f"合并请求 {pull.number} 的版本读不出来。")
        totals = _count_in_vault(main, pull.head, arguments.identity, today, console)
        said = f"花名册和联系人核对：{totals['errors']} 个错误，{totals['warnings']} 个提醒"
        _set_status(forge, pull.head, [pull.number], ROSTERS, "failure" if totals["errors"] else "success", said)
        console.say(f"合并请求 {pull.number}：{said}。")
        code = max(code, FINDINGS if totals["errors"] else OK)
    return code


def _count_in_vault(main: Registry, commit: str, identity: Path, today: date, console: Console) -> dict[str, int]:
    """How many errors and warnings a commit has with its sealed files opened. The vault is where the main branch's settings say."""
    files = AtCommit(main.root, commit)
    with tempfile.TemporaryDirectory(prefix="zhicheng-") as folder:
        try:
            loaded = registry.assemble(main.root, files)
            if loaded.settings.vault != main.settings.vault:
                raise UserError("这次修改改了密封库的位置（registry.yaml 的 vault），没有核对。请由管理员先合并这一处。")
            if main.vault_folder.is_relative_to(main.root):
                files.put_vault(loaded, Path(folder))
            else:
                loaded.vault = None if main.vault is None else replace(main.vault, complete=True)  # what is not here is not verified
            findings = verified(loaded, identity, today)
        except BrokenSettings as error:
            findings = error.findings
    console.write(finding_reports.text_report(findings))
    return finding_reports.count(findings)


def _nightly(arguments: argparse.Namespace, console: Console, forge: Forge) -> int:
    loaded: Registry | None = console.load(arguments)
    if loaded is None:
        return FINDINGS
    today = console.today(arguments)
    current = loaded.rounds.get(loaded.settings.current_round)
    progress = None if current is None else round_status.progress(loaded, current.record, today)
    findings = check(loaded, today).findings
    overdue = [one.finding for one in after_waivers(loaded, findings, today)]
    text = nightly_issue.text(loaded, findings, progress, today, overdue)
    done = forge_api.put_issue(forge, nightly_issue.MARK, nightly_issue.TITLE, text)
    said = {"opened": "写了一个新的事项", "updated": "更新了事项", "closed": "都办好了，关闭了事项", "none": "没有到期或逾期的"}
    console.say(f"{said[done]}。")
    return OK
