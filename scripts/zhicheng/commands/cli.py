"""The command line. Only this module reads the clock, prints, and exits.

Exit codes: 0 fine, 1 findings of severity error (with --strict warnings too), 2 wrong usage or a setting that cannot be
read, 3 a bug in zhicheng, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import platform
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path

from zhicheng import __version__
from zhicheng.commands.arguments import Parser, UsageError, day
from zhicheng.commands.console import Console
from zhicheng.commands.vault import add_commands
from zhicheng.documents import finding_reports, yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.registry import at_commit, history, registry
from zhicheng.registry.at_commit import AtCommit
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.rules import RULES
from zhicheng.rules.engine import check
from zhicheng.rules.rule import Rule
from zhicheng.system import atomic_files, git, signals
from zhicheng.system.processes import gc_paused
from zhicheng.text import nearest, reason, show
from zhicheng.vault import store
from zhicheng.vault.verify import verified

OK, FINDINGS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
_CROWDED = {errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM}  # what another program may have used up
_CHINA = timezone(timedelta(hours=8))


def main(argv: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = _parser(argv[0] if argv else None).parse_args(argv)
        if not yaml_reading.ACCELERATED:
            _say("提醒：没有找到 libyaml，读取会慢十几倍。请安装带 libyaml 的 PyYAML（pip install --force-reinstall PyYAML）。")
        with contextlib.ExitStack() as until_end:
            arguments.until_end = until_end
            code: int = arguments.run(arguments)
        print(end="", flush=True)
        return code
    except UsageError as error:
        _say(str(error))
        return USAGE
    except UserError as error:
        _say(f"错误：{error}")
        return USAGE
    except BrokenPipeError:  # of what argparse prints, or of stderr
        _drop_unwritten()
        return OK
    except KeyboardInterrupt:
        _say("已中断，登记库和原有网站没有改动。")
        return INTERRUPTED
    except OSError as error:
        where = f"（{error.filename}）" if error.filename else ""
        remedy = "请关掉一些程序" if error.errno in _CROWDED else "请检查磁盘空间和权限"
        _say(f"错误：{reason(error)}{where}。{remedy}，然后重试。")
        _drop_unwritten()
        return USAGE
    except Exception as error:
        _say(_bug_report(error))
        return BUG


def _drop_unwritten() -> None:
    """Gives up what cannot be printed, so that Python does not try again on its way out and exit with a code of its own."""
    try:
        print(end="", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug_report(error: Exception) -> str:
    """Where it happened, without values: a value may be private."""
    frames = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return "\n".join(
        (
            "抱歉，zhicheng 自己出错了，登记库没有改动。请把下面几行发给维护人员：",
            f"zhicheng {__version__} · Python {platform.python_version()} · {platform.system()}",
            type(error).__name__,
            *frames,
        )
    )


def _print(text: str) -> None:
    """To stdout. Where the reader has gone, as in `zhicheng validate | head`, the work and its exit code stay as they are."""
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        _drop_unwritten()


def _stdin() -> bytes:
    return sys.stdin.buffer.read()


def _say(text: str) -> None:
    try:
        print(text, file=sys.stderr, flush=True)
    except BrokenPipeError:  # nobody left to talk to
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _ask(question: str) -> str | None:
    """The answer of whoever sits there, None where nobody does."""
    print(question, end="", file=sys.stderr, flush=True)
    try:
        return input()
    except (EOFError, OSError):
        _say("")
        return None


def _progress(text: str) -> None:
    """How far long work is, in one line of a terminal that the next one replaces; "" takes it away."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


# --- arguments ---------------------------------------------------------------------------------------------------------


# The modules of commands that have their own, and their commands in the order of the help.
_ELSEWHERE = {
    "import_commands": ("import",),
    "packet_commands": ("pack", "receive"),
    "export_commands": ("export", "check-paper"),
    "report_commands": ("report",),
    "round_commands": ("round", "record"),
    "route_commands": ("route", "codeowners"),
    "hook_commands": ("hook",),
    "forge_commands": ("forge",),
}


def _parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser of the command `wanted`; of all commands where it is none of them."""
    parser = Parser(prog="zhicheng", description="职称评审委员会登记：检查登记，生成公开名录。")
    parser.add_argument("--version", action="version", version=f"zhicheng {__version__}", help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], words: str, dated: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        added.add_argument("--root", metavar="文件夹", type=Path, help="registry/ 所在的文件夹（默认从当前位置向上找）")
        if dated:
            added.add_argument("--as-of", metavar="日期", type=day, help="把这一天当作今天，例如 2026-11-23")
        return added

    added = command("validate", _validate, "检查登记，报告错误和提醒")
    added.add_argument("paths", metavar="路径", nargs="*", help="只报告这些文件或文件夹（检查时总是读全部登记）")
    added.add_argument("--format", choices=("text", "json", "github"), default="text", help="报告的格式（默认 text）")
    added.add_argument("--strict", action="store_true", help="有提醒也算不通过")
    added.add_argument("--base", metavar="版本", help="与这个版本比较，例如 origin/main：已经公布的登记不能删除")
    added.add_argument("--identity", metavar="文件", type=Path, help="私钥文件：同时打开密封文件核对")

    added = command("build", _build, "检查登记，生成网站；有错误时保留原有网站")
    added.add_argument("--out", metavar="文件夹", type=Path, help="网站放在哪里（默认 site）")
    added.add_argument("--revision", metavar="版本", help="生成哪个提交或标签那一天的网站，例如 v2026.06.30（不在 Git 里的，只作为标注）")
    added.add_argument("--quiet", action="store_true", help="成功时不说网站在哪里、怎样浏览")

    added = command("serve", _serve, "生成网站并在本机浏览，文件改动后自动更新")
    added.add_argument("--out", metavar="文件夹", type=Path, help="网站放在哪里（默认 site）")
    added.add_argument("--port", metavar="端口", type=int, default=8000, help="端口（默认 8000）")

    added = command("explain", _explain, "说明一条规则：是什么、为什么、依据、例子", dated=False)
    added.add_argument("code", metavar="规则", nargs="?", help="规则编号，例如 E101；不写则列出全部")

    added = command("new", _new, "写一份带说明的登记样张，供填写")
    added.add_argument("id", metavar="编号", help="评审委员会的编号，例如 ks-health")
    added.add_argument(
        "--authority", choices=("region", "prefecture", "county", "central"), default="region", help="单位级别（默认 region）"
    )
    added.add_argument("--area", metavar="代码", help="组建单位所在区划的六位代码，要与单位级别相符（region 可以不写）")

    added = command("init", _init, "为另一个地区建立空的登记库")
    added.add_argument("directory", metavar="文件夹", type=Path, help="新的或空的文件夹")
    added.add_argument("--region", metavar="代码", required=True, help="省、自治区、直辖市的区划代码，例如 440000")
    added.add_argument("--name", metavar="名称", help="地区名称（默认按区划代码）")

    added = command("guard", _guard, "拦住要进入 Git 的私密内容：私钥、没有密封的名册和联系人", dated=False)
    added.add_argument("files", metavar="文件", nargs="*", type=Path, help="要查的文件（默认查已经暂存、将要提交的）")
    added.add_argument("--base", metavar="版本", help="查这个版本以后各次提交带来的全部文件，包括后来又删去的")
    desk = Console(_root, _loaded, _today, _stdin, _print, _say, _ask, _alone)
    add_commands(command, desk)
    more: dict[str, tuple[object, ...]] = {"packet_commands": (_now,), "export_commands": (_progress,)}
    for module, names in _ELSEWHERE.items():  # loaded only where they are asked for: every command starts the sooner
        if wanted in names or (wanted not in commands.choices and not any(wanted in others for others in _ELSEWHERE.values())):
            import_module(f"zhicheng.{module}").add_commands(command, desk, *more.get(module, ()))
    return parser


def _loaded(arguments: argparse.Namespace) -> Registry | None:
    """The registry, or None after its faults were printed."""
    try:
        with gc_paused():
            return registry.load(_root(arguments))
    except BrokenSettings as error:
        _print(finding_reports.text_report(error.findings))
        return None


def _root(arguments: argparse.Namespace) -> Path:
    """The folder of the registry, after what a killed command left there was finished or undone."""
    root = _found_root(arguments)
    if (root / atomic_files.FOLDER).exists():
        if git.ask(root, "ls-files", "--", f":(icase){atomic_files.FOLDER}"):  # it would let another content be checked than was committed
            raise UserError(f"Git 里有 {atomic_files.FOLDER}，它只是写文件时临时用的，不能提交。请用 git rm -r 删去它，提交以后再试。")
        if recovered := atomic_files.recover(root):
            _say(recovered)
    return root


def _alone(arguments: argparse.Namespace) -> None:
    """Keeps other commands from writing in the registry until this one ends; where nothing can be written, nothing has to be kept."""
    root = _root(arguments)
    with contextlib.suppress(OSError):
        if recovered := arguments.until_end.enter_context(atomic_files.alone(root)):
            _say(recovered)


def _found_root(arguments: argparse.Namespace) -> Path:
    if arguments.root is not None:
        given: Path = arguments.root.resolve()
        if not (given / "registry").is_dir():
            raise UserError(f"--root 指的文件夹里没有 registry/：{given}")
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "registry" / "registry.yaml").exists():
            return folder
    raise UserError("找不到登记库。请在登记库所在的文件夹里运行，或用 --root 指明 registry/ 所在的文件夹。")


def _today(arguments: argparse.Namespace) -> date:
    """The day given, else the day it is in China, wherever the machine stands."""
    day: date = arguments.as_of or datetime.now(_CHINA).date()
    return day


def _now(arguments: argparse.Namespace) -> datetime:
    """The time it is in China; of a day given, its beginning."""
    given: date | None = arguments.as_of
    return datetime.now(_CHINA) if given is None else datetime(given.year, given.month, given.day, tzinfo=_CHINA)


# --- validate ----------------------------------------------------------------------------------------------------------


def _validate(arguments: argparse.Namespace) -> int:
    root = _root(arguments)
    limits = _limits(root, arguments.paths)
    findings, files, checked = _checked(root, _today(arguments), arguments.identity, arguments.base)
    if limits and checked is not None:
        findings = [finding for finding in findings if _within(finding.file, limits)]
        files = [path for path in files if _within(path, limits)]
    if arguments.format == "json":
        _print(finding_reports.json_report(findings, len(files)))
    elif arguments.format == "github":
        _print(finding_reports.github_report(findings))
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            with open(summary, "a", encoding="utf-8", errors="replace") as stream:
                stream.write(finding_reports.github_summary(findings, len(files)))
    else:
        _print(finding_reports.text_report(findings))
    totals = finding_reports.count(findings)
    _say(f"检查了 {len(files)} 个文件：{totals['errors']} 个错误，{totals['warnings']} 个提醒。")
    if checked is not None:
        _say_unchecked(checked)
    return FINDINGS if totals["errors"] or (arguments.strict and totals["warnings"]) else OK


def _checked(root: Path, today: date, identity: Path | None, base: str | None) -> tuple[list[Finding], list[str], Registry | None]:
    published = {} if base is None else at_commit.published(root, git.fork_point(root, base))
    with gc_paused():
        try:
            loaded = registry.load(root)
        except BrokenSettings as error:
            return _broken(error)
        loaded.published = published
        findings = check(loaded, today).findings if identity is None else verified(loaded, identity, today)
        return findings, loaded.files, loaded


def _broken(error: BrokenSettings) -> tuple[list[Finding], list[str], None]:
    _say("登记库的基本设置有误，先改好下面的问题，才能检查其他内容。")
    return error.findings, error.files, None


def _say_unchecked(loaded: Registry) -> None:
    """Says what could not be checked for want of the vault."""
    sealed = sum(entry.record.sealed is not None for entry in loaded.rosters)
    contacts = sum(entry.record.contacts is not None for entry in loaded.committees)
    if loaded.vault is None and sealed + contacts:
        where = store.shown(loaded.vault_folder, loaded)
        _say(f"没有密封库（{where}）：{contacts} 份联系人、{sealed} 份花名册的密封文件没有核对。")


def _limits(root: Path, paths: Sequence[str]) -> list[str]:
    limits = []
    for path in paths:
        full = Path(os.path.abspath(path))
        full = full.parent.resolve() / full.name  # as the root is; what stands last may be the very link to report
        if not os.path.lexists(full):
            raise UserError(f"没有这个文件或文件夹：{show(path, 200)}")
        try:
            limits.append(full.relative_to(root).as_posix())
        except ValueError:
            raise UserError(f"{show(path, 200)} 不在登记库 {root} 之内。") from None
    return limits


def _within(path: str, limits: Sequence[str]) -> bool:
    return any(limit == "." or path == limit or path.startswith(limit + "/") for limit in limits)


# --- build and serve ---------------------------------------------------------------------------------------------------


def _build(arguments: argparse.Namespace) -> int:
    root = _root(arguments)
    out = (arguments.out or root / "site").absolute()
    commit = None if arguments.revision is None else at_commit.found(root, arguments.revision)
    if commit is None or commit == history.head(root):
        code = _build_once(root, out, _today(arguments), arguments.revision if commit is None else None)
    else:
        then = AtCommit(root, commit.revision)
        present = commit == git.commit(root, "HEAD")  # then only what is not committed is left out
        day = _today(arguments) if arguments.as_of or present else date.fromisoformat(commit.day)
        _say(f"按 {show(arguments.revision)}（{commit.revision[:12]}，{commit.day}）的登记生成，把 {day} 当作今天。")
        code = _build_once(root, out, day, None, then, lenient=not present)
    if code == OK and not arguments.quiet:
        _say(f"网站已生成：{out}\n浏览：zhicheng serve（或 make serve），然后打开 http://127.0.0.1:8000/")
    return code


def _build_once(root: Path, out: Path, today: date, revision: str | None, then: AtCommit | None = None, lenient: bool = False) -> int:
    from zhicheng.site import site  # the site needs more packages than the checks

    def load() -> Registry | None:
        try:
            return registry.load(root) if then is None else registry.assemble(root, then)
        except BrokenSettings as error:
            _report_errors(*_broken(error)[:2])
            return None

    def fit(loaded: Registry) -> bool:
        findings = check(loaded, today).findings
        return _report_errors(findings, loaded.files) or (lenient and _was_published(findings))

    with signals.ending(), gc_paused():
        if site.build(root, today, out, load, revision, _say, fit, then):
            return OK
    _say("有错误，没有生成网站；原有网站没有改动。")
    return FINDINGS


def _was_published(findings: list[Finding]) -> bool:
    """Whether a past registry may be shown again though today's rules find errors in it: not where files cannot be read, or show people."""
    if any(finding.severity == "error" and finding.code.startswith(("Y", "S", "P")) for finding in findings):
        return False
    _say("这些错误按现在的规则算；过去的版本照当时的样子生成。")
    return True


def _report_errors(findings: list[Finding], files: list[str]) -> bool:
    """Prints the errors, if there are any, and how much was looked at. Whether a site may be made of it."""
    _print(finding_reports.text_report(finding for finding in findings if finding.severity == "error"))
    totals = finding_reports.count(findings)
    _say(f"检查了 {len(files)} 个文件：{totals['errors']} 个错误，{totals['warnings']} 个提醒。")
    return not totals["errors"]


def _serve(arguments: argparse.Namespace) -> int:
    from zhicheng.site.serve import serve

    root = _root(arguments)
    out = (arguments.out or root / "site").absolute()
    if not 0 <= arguments.port <= 65535:
        raise UserError("端口要在 0 到 65535 之间。")
    # A process of its own for every build: it may fork while this one runs threads, and its memory goes when it ends.
    command = [sys.executable, "-m", "zhicheng", "build", "--quiet", "--root", str(root), "--out", str(out)]
    if arguments.as_of:
        command += ["--as-of", arguments.as_of.isoformat()]

    def build_once() -> bool:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            return process.wait() == OK
        finally:
            process.terminate()  # where it has not ended: it puts things in order first
            process.wait()

    with signals.ending():
        serve(root, out, arguments.port, build_once, _say)
    return OK


# --- explain, new, init ------------------------------------------------------------------------------------------------


def _explain(arguments: argparse.Namespace) -> int:
    if arguments.code is None:
        _print("".join(f"{rule.code}  {_kind(rule)}  {rule.title}\n" for rule in RULES.values()))
        return OK
    code = arguments.code.strip().upper()
    if code not in RULES:
        near = nearest(code, [known.lower() for known in RULES])
        raise UserError(f"没有规则 {show(code)}。" + (f"是否想查 {near.upper()}？" if near else "") + "用 zhicheng explain 列出全部规则。")
    rule = RULES[code]
    title, _, body = rule.text.partition("\n")
    clause = f"依据：{rule.clause}\n" if rule.clause else ""
    _print(f"{rule.code}（{_kind(rule)}）{title}\n{clause}{body.rstrip()}\n")
    return OK


def _kind(rule: Rule) -> str:
    if rule.severity == "warning":
        return "提醒"
    return "错误，可申请例外" if rule.waivable else "错误"


def _new(arguments: argparse.Namespace) -> int:
    from zhicheng.registry.new_record import new_record

    try:
        loaded = registry.load(_root(arguments))
    except BrokenSettings as error:
        _print(finding_reports.text_report(error.findings))
        return FINDINGS
    area = arguments.area or loaded.settings.region
    path = loaded.root / new_record(loaded, arguments.id, arguments.authority, area, _today(arguments))
    inside = Path.cwd().is_relative_to(loaded.root)  # a path that is right where one stands
    shown = Path(os.path.relpath(path) if inside else path).as_posix()
    _print(f"{shown}\n")
    _say(f"已写好样张。请逐项填写，然后运行：zhicheng validate {'' if inside else f'--root {loaded.root.as_posix()} '}{shown}")
    return OK


def _init(arguments: argparse.Namespace) -> int:
    from zhicheng.registry.new_region import init_region

    written = init_region(arguments.directory.absolute(), arguments.region, arguments.name, _today(arguments))
    _print("".join(f"{path}\n" for path in written))
    _say(f"已建立空的登记库：{arguments.directory}。请先改好 registry/registry.yaml 里的名称和咨询电话，再运行 zhicheng new。")
    return OK


# --- guard -------------------------------------------------------------------------------------------------------------


def _guard(arguments: argparse.Namespace) -> int:
    from zhicheng.vault.guard import refusals

    if arguments.files and arguments.base:
        raise UsageError("文件和 --base 只能用一样。")
    found = refusals((arguments.root or Path.cwd()).resolve(), arguments.files or None, arguments.base)
    _print("".join(f"{refusal}\n" for refusal in found))
    if found:
        _say(f"发现 {len(found)} 处不能进入仓库的内容。说明见 docs/guide/threat-model.md。")
    return FINDINGS if found else OK
