"""`zhicheng build` and `zhicheng serve`: generates the public site, once or again after every change."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_vault, broken_settings, print_errors
from zhicheng.documents import finding_reports
from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.registry import arrival, history, registry, revisions
from zhicheng.registry.at_commit import AtCommit
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.rules.comparison import AfterWaivers, Overdue, after_waivers, by_cause
from zhicheng.rules.engine import check
from zhicheng.system import git, signals
from zhicheng.system.processes import gc_paused
from zhicheng.text import show

MoreFiles = Callable[[Registry, str], Iterable[tuple[str, bytes]]]


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""
    added = command("build", _build, "检查登记，生成网站；有错误时保留原有网站（只因例外到期而有的错误除外）")
    added.add_argument("--out", metavar="文件夹", type=Path, help="网站放在哪里（默认 site）")
    added.add_argument(
        "--revision",
        metavar="版本",
        help="生成哪个提交、标签或者哪一天（2026-06-30：那天的快照，没有的是主分支那天最后的版本）的网站；不在 Git 里的，只作为标注",
    )
    added.add_argument("--quiet", action="store_true", help="成功时不说网站在哪里、怎样浏览")
    added.add_argument(
        "--submit",
        metavar="文件",
        nargs="?",
        default=False,  # None: given without a file
        const=None,
        type=Path,
        help="另外生成网页报送的一页（submit/index.html，存下来断网也能用）；要用的东西在发布的 zhicheng-submit-版本.zip 里，"
        "或者由 make submit 取来（默认 build/submit）",
    )
    add_vault(added)
    _add_builder(added)

    added = command("serve", _serve, "生成网站并在本机浏览，文件改动后自动更新")
    added.add_argument("--out", metavar="文件夹", type=Path, help="网站放在哪里（默认 site）")
    added.add_argument("--port", metavar="端口", type=int, default=8000, help="端口（默认 8000）")
    _add_builder(added)


def _add_builder(added: argparse.ArgumentParser) -> None:
    added.add_argument(
        "--builder",
        choices=("mkdocs", "zensical"),
        help="网页的框架由哪个程序生成：mkdocs 或 zensical（默认照 registry.yaml 的 builder；没有写的，是 mkdocs）",
    )


def _build(arguments: argparse.Namespace, console: Console) -> int:
    root = console.root(arguments)
    out = (arguments.out or root / "site").absolute()
    if arguments.submit is not False and arguments.revision is not None:
        raise UsageError("用法有误：--submit 只用于现在的登记，不能与 --revision 一起写。\n用 zhicheng build --help 查看说明。")
    more = None if arguments.submit is False else _submit_page(arguments.submit or root / "build/submit")
    commit = None if arguments.revision is None else revisions.resolve_revision(root, arguments.revision)
    if commit is not None and (named := revisions.day_of(arguments.revision)) is not None:
        if named > console.today(arguments):
            raise UserError(f"--revision 写的 {named} 还没有到。请核对日期。")
        arguments.as_of = arguments.as_of or named
    if commit is not None and arguments.as_of is None:  # built again at any time, a snapshot is the same
        arguments.as_of = revisions.snapshot_day(arguments.revision)
    if commit is None or commit == history.head(root):
        revision = arguments.revision if commit is None else None
        day = console.today(arguments)
        code = _build_once(console, root, out, day, revision, builder=arguments.builder, vault=arguments.vault, more=more)
    else:
        past = AtCommit(root, commit.revision)
        present = commit == git.commit(root, "HEAD")  # then only uncommitted changes are left out
        day = console.today(arguments) if arguments.as_of or present else date.fromisoformat(commit.day)
        console.say(f"按 {show(arguments.revision)}（{commit.revision[:12]}，{commit.day}）的登记生成，把 {day} 当作今天。")
        code = _build_once(console, root, out, day, None, past, lenient=not present, builder=arguments.builder, vault=arguments.vault)
    if code == OK and git.is_shallow(root):
        console.say("取来的历史不完整，网站上没有以前的登记、变更和快照。要完整的，请先运行 git fetch --unshallow，再生成一次。")
    if code == OK and not arguments.quiet:
        console.say(f"网站已生成：{out}\n浏览：zhicheng serve，然后打开 http://127.0.0.1:8000/")
    return code


def _submit_page(where: Path) -> MoreFiles:
    """A function that makes the page for submissions. Raises UserError before the site is built, not after, where something that it needs
    is missing.
    """
    from zhicheng.submission import page_making, parts  # no other command needs them

    given = parts.parts(where)
    return lambda loaded, commit: [(page_making.PAGE, page_making.page(loaded, commit, given))]


def _build_once(
    console: Console,
    root: Path,
    out: Path,
    today: date,
    revision: str | None,
    past: AtCommit | None = None,
    lenient: bool = False,
    builder: str | None = None,
    vault: Path | None = None,
    more: MoreFiles | None = None,
) -> int:
    from zhicheng.site import site  # needs more packages than the checks

    def load() -> Registry | None:
        try:
            found = registry.load(root) if past is None else registry.assemble(root, past)
            if vault is not None:
                found.vault = arrival.complete_vault(vault.absolute(), root)
            return found
        except BrokenSettings as error:
            print_errors(console, *broken_settings(console, error))
            return None

    after = AfterWaivers()

    def overdue(loaded: Registry) -> tuple[Overdue, ...]:
        """Asks the rules before pages are rendered, which is only needed where a waiver has ended."""
        nonlocal after
        waivers = () if loaded.waivers is None else loaded.waivers.record
        if any(waiver.until < today for waiver in waivers):
            found = after_waivers(loaded, check(loaded, today).findings, today)
            after = by_cause(found, loaded, lambda day: revisions.on_day(root, day, "HEAD" if past is None else past.commit))
            shown = [one for one in after.unknown if site.shows(out, loaded.by_id[one.waiver.committee])]
            unknown = tuple(one for one in after.unknown if one not in shown)
            after = AfterWaivers((*after.by_time, *shown), after.by_change, unknown)
        return after.by_time

    def passes(loaded: Registry) -> bool:
        findings = check(loaded, today).findings
        if absent := arrival.said(loaded):
            console.say(absent)
        if print_errors(console, findings, loaded.files):
            return True
        if finding_reports.count(findings)["errors"] == len(after.by_time):
            console.say(
                f"这 {len(after.by_time)} 个错误都是例外到期以后重新出现的："
                "网站照常生成，并在首页、例外和有关评审委员会的页面上注明。请尽快办理。"
            )
            return True
        _explain(console, after)
        return lenient and _may_be_shown_again(console, findings)

    with signals.sigterm_as_interrupt(), gc_paused():
        if site.build(root, today, out, load, revision, console.say, passes, past, overdue, builder, more or (lambda *_: ())):
            return OK
    console.say("有错误，没有生成网站；原有网站没有改动。")
    return FINDINGS


def _explain(console: Console, after: AfterWaivers) -> None:
    """Explains the errors that end the build although there was a waiver for them, which has ended, and what to do."""
    for found, why in (
        (
            after.by_change,
            "例外最后一天的登记里没有这个错误，或者没有这一条例外：是后来改出来的，不是到期引起的。请改正登记，或者办好新的例外。",
        ),
        (
            after.unknown,
            "例外已经到期，分不清错误是到期引起的，还是登记改出来的：Git 里查不到例外最后一天的登记，原有网站上也没有内容相同的登记。"
            "请先取来完整的历史（git fetch --unshallow），或者改正登记、办好新的例外，再生成一次。",
        ),
    ):
        for one in found:
            console.say(f"{show(one.waiver.committee)} 的 {one.finding.code}（例外到 {one.waiver.until} 为止）：{why}")


def _may_be_shown_again(console: Console, findings: list[Finding]) -> bool:
    """Whether the site of a past registry may be built although today's rules find errors in it: not where files cannot be read (Y, S) or
    hold personal data (P).
    """
    if any(finding.severity == "error" and finding.code.startswith(("Y", "S", "P")) for finding in findings):
        return False
    console.say("这些错误按现在的规则算；过去的版本照当时的样子生成。")
    return True


def _serve(arguments: argparse.Namespace, console: Console) -> int:
    from zhicheng.site.serve import serve

    root = console.root(arguments)
    out = (arguments.out or root / "site").absolute()
    if not 0 <= arguments.port <= 65535:
        raise UserError("端口要在 0 到 65535 之间。")
    # Each build runs in a process of its own: that may fork although this one has threads, and its memory is freed when it ends.
    command = [sys.executable, "-m", "zhicheng", "build", "--quiet", "--root", str(root), "--out", str(out)]
    if arguments.as_of:
        command += ["--as-of", arguments.as_of.isoformat()]
    if arguments.builder:
        command += ["--builder", arguments.builder]

    def build_once() -> bool:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            return process.wait() == OK
        finally:
            process.terminate()  # where it is still running: it cleans up and ends
            process.wait()

    with signals.sigterm_as_interrupt():
        serve(root, out, arguments.port, build_once, console.say)
    return OK
