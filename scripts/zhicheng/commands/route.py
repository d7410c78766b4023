"""The commands on who reviews a change: route and codeowners."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console
from zhicheng.errors import UserError
from zhicheng.registry import codeowners
from zhicheng.registry.paths import CODEOWNERS
from zhicheng.review import approvals, forge_lists, route_report
from zhicheng.review import change as changes_under_review
from zhicheng.review.approvals import Verdict
from zhicheng.review.change import Change
from zhicheng.review.delivery import decision_taking
from zhicheng.review.delivery.decision_packet import Opinion
from zhicheng.review.forge_lists import ForgeCommit, ForgeReview, NotAList
from zhicheng.system.atomic_files import replace_file
from zhicheng.text import reason, show

_LISTED_AT_MOST = 250  # commits of a pull request on GitHub

Item = TypeVar("Item")


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""

    added = command("route", _route, "一次修改要由谁审核，哪些已经同意，还缺哪些", dated=False)
    added.add_argument("--base", metavar="版本", required=True, help="合并到哪个版本，例如 origin/main；审核账号只认这个版本里的")
    added.add_argument("--head", metavar="版本", default="HEAD", help="要审核的版本（默认 HEAD）；只有对这个提交的同意才算数")
    add_list_options(added)
    added.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="报告的格式（默认 text）")

    added = command("codeowners", _codeowners, "按审核人员生成 .github/CODEOWNERS，供 GitHub 邀请审核", dated=False)
    added.add_argument("--check", action="store_true", help="只核对是不是最新，不写文件")


def add_list_options(added: argparse.ArgumentParser) -> None:
    """Adds the options that name the forge's lists about a change, which `lists` reads."""
    added.add_argument("--reviews", metavar="文件", help="代码平台列出的审核记录（JSON），- 表示从标准输入读")
    added.add_argument(
        "--decision", metavar="文件", type=Path, nargs="+", help="没有代码平台的，代替 --reviews：网页上做的审核意见（.zip），可以写几份"
    )
    added.add_argument(
        "--all-changes", action="store_true", help="审核记录里有几次修改的审核（没有代码平台时）：只看对这个提交的，别的修改的不算数"
    )
    added.add_argument("--author", metavar="账号", help="提交这次修改的账号：不能审核自己的修改")
    added.add_argument("--commits", metavar="文件", help="代码平台列出的提交（JSON）：提交的作者和提交者不能审核")


@dataclass(frozen=True, slots=True)
class Judged:
    """A change and the verdict on it. `author` and `listed`: whether the author of the change and its commits were given; `nameless`: the
    number of its commits without an account.
    """

    change: Change
    verdict: Verdict
    author: bool
    listed: bool
    nameless: int


@dataclass(frozen=True, slots=True)
class Lists:
    """What the forge says of a change: its reviews, its commits (if given), its author. `of_all_changes`: see `judge`."""

    reviews: Sequence[ForgeReview]
    commits: Sequence[ForgeCommit] | None
    author: str
    of_all_changes: bool
    opinions: Sequence[Opinion] = ()

    def judged(self, root: Path, base: str, head: str, until: float | None = None, brought: Change | None = None) -> Judged:
        """The verdict on the change from `base` to `head`, by the reviews up to `until` (seconds since 1970). `brought`, where known, is
        what became of the change on the main branch: its stations are those to pass. Raises UserError.
        """
        given = self.reviews
        if self.opinions:
            given = decision_taking.reviews(root, changes_under_review.read(root, base, head), self.opinions)
        reviews = [one for one in given if until is None or one.time is None or one.time <= until]
        return judge(root, base, head, reviews, self.commits, self.author, self.of_all_changes, brought)


def lists(arguments: argparse.Namespace, console: Console, command: str = "route") -> Lists:
    """The lists that the options name. Raises UsageError where there are none, UserError where one cannot be read or used."""
    if (arguments.reviews is None) == (arguments.decision is None):
        raise UsageError(f"用法有误：--reviews 和 --decision 要写一样，只写一样。\n用 zhicheng {command} --help 查看说明。")
    if arguments.reviews == arguments.commits == "-":
        raise UserError("--reviews 和 --commits 不能都从标准输入读，请至少把一份写成文件。")
    given = [] if arguments.reviews is None else _read(arguments.reviews, "审核记录", console, forge_lists.read)
    listed = None if arguments.commits is None else _read(arguments.commits, "提交清单", console, forge_lists.commits)
    opinions = [decision_taking.opened(file) for file in arguments.decision or ()]
    return Lists(given, listed, (arguments.author or "").removeprefix("@"), arguments.all_changes, opinions)


def judge(
    root: Path,
    base: str,
    head: str,
    given: Sequence[ForgeReview],
    listed: Sequence[ForgeCommit] | None,
    author: str,
    of_all_changes: bool = False,
    brought: Change | None = None,
) -> Judged:
    """The verdict on the change from `base` to `head`, by its reviews and, where given, its commits and author as the forge lists them.

    `of_all_changes`: `given` holds the reviews of every change, as they are recorded where there is no forge. Raises UserError where the
    list of commits is not complete.
    """
    change = changes_under_review.read(root, base, head)
    if of_all_changes:  # a review of another change does not replace a review of this one
        given = [review for review in given if review.commit == change.head]
    known = {commit.revision for commit in listed or ()}
    if listed is not None and (missing := [revision for revision in change.commits if revision not in known]):
        hint = "请逐页取全，并核对 --base 和 --head。"
        if len(known) == _LISTED_AT_MOST:
            hint = f"GitHub 只列一个合并请求的 {_LISTED_AT_MOST} 个提交，取不全：请分成几个合并请求，或者把提交合成少数几个再推送。"
        raise UserError(f"提交清单不全：缺少 {missing[0][:12]} 等 {len(missing)} 个提交。{hint}")
    committers = {account for commit in listed or () for account in commit.accounts}
    nameless = sum(commit.nameless for commit in listed or () if commit.revision in change.commits)
    verdict = approvals.judge((brought or change).stations, given, change.head, author, committers)
    return Judged(change, verdict, bool(author), listed is not None, nameless)


def _route(arguments: argparse.Namespace, console: Console) -> int:
    found = lists(arguments, console).judged(console.root(arguments), arguments.base, arguments.head)
    change, verdict, known = found.change, found.verdict, (found.author, found.listed, found.nameless)
    if arguments.format == "json":
        console.write(route_report.json_report(change, verdict, *known))
    elif arguments.format == "markdown":
        console.write(route_report.markdown_report(change, verdict))
    else:
        console.write(route_report.text_report(change, verdict))
    for note in route_report.notes(*known):
        console.say(note)
    return OK if verdict.passed else FINDINGS


def _read(file: str, what: str, console: Console, parse: Callable[[bytes], list[Item]]) -> list[Item]:
    """A list of the forge from a file or, for -, from stdin. `what` is its Chinese name. Raises UserError where it cannot be read."""
    try:
        return parse(console.stdin() if file == "-" else Path(file).read_bytes())
    except NotAList as error:
        raise UserError(f"{what}（{show(file, 200)}）用不了：{error}。请重新从代码平台取一份。") from None
    except OSError as error:
        raise UserError(f"读不了{what}（{show(file, 200)}）：{reason(error)}") from None


def _codeowners(arguments: argparse.Namespace, console: Console) -> int:
    loaded = console.load(arguments)
    if loaded is None:
        return FINDINGS
    wanted = codeowners.expected(loaded)
    if wanted is None:
        raise UserError("没有能用的 registry/reviewers.yaml，不知道由谁审核。请先运行 zhicheng validate 改好它。")
    if loaded.codeowners == wanted:
        console.say(f"{CODEOWNERS} 已经是最新的。")
        return OK
    if arguments.check:
        console.say(
            f"{CODEOWNERS} {'与 registry/reviewers.yaml 不一致' if loaded.codeowners else '还没有生成'}。请运行 zhicheng codeowners。"
        )
        return FINDINGS
    path = loaded.root / CODEOWNERS
    if path.is_symlink() or path.parent.is_symlink():
        raise UserError(f"{CODEOWNERS} 或它所在的文件夹是符号链接，不写。请换成普通的文件和文件夹。")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    replace_file(path, wanted.encode())
    path.chmod(mode)
    console.say(f"已写好 {CODEOWNERS}，请一起提交。")
    return OK
