"""The command line: parses arguments, runs one command, and turns an exception into a message and an exit code.

Only this module reads the clock. Exit codes (console.py): 0 fine, 1 findings of severity error (with --strict warnings too), 2 wrong usage
or a setting that cannot be read, 3 a bug in zhicheng, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path

from zhicheng import __version__
from zhicheng.commands.arguments import Parser, UsageError, as_meant, day
from zhicheng.commands.console import BUG, INTERRUPTED, OK, USAGE, Console, Run
from zhicheng.documents import finding_reports, yaml_reading
from zhicheng.errors import GitError, UserError
from zhicheng.registry import registry
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.system import atomic_files, dependencies, git
from zhicheng.system.folder_lock import FOLDER, JOURNAL
from zhicheng.system.processes import gc_paused
from zhicheng.text import CHINA, reason

# What else there is to do where the system refuses than to look for space and permissions: other programs may have used up all there is.
_REMEDIES = {
    **dict.fromkeys((errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOMEM), "请关掉一些程序"),
    errno.ENAMETOOLONG: "请换一个短一些的名字",
}
# The modules of zhicheng.commands and the commands of each, in the order of the help. A module is imported only for its own
# commands and for the help of all commands: `validate` starts without what sealing or building needs.
MODULES = {
    "validate": ("validate",),
    "build": ("build", "serve"),
    "explain": ("explain",),
    "new": ("new",),
    "codes": ("codes",),
    "upgrade": ("upgrade",),
    "init": ("init",),
    "guard": ("guard",),
    "doctor": ("doctor",),
    "keys": ("keys",),
    "vault": ("seal", "open", "verify"),
    "roster": ("roster",),
    "departure": ("departure",),
    "draw": ("draw",),
    "reseal": ("reseal", "rotate-key"),
    "retire": ("retire",),
    "import_": ("import",),
    "submit": ("submit",),
    "packet": ("pack", "receive"),
    "export": ("export", "check-paper"),
    "report": ("report",),
    "round": ("round", "record", "receipt", "answer"),
    "account": ("account",),
    "publication": ("snapshot", "correct"),
    "route": ("route", "codeowners"),
    "handover": ("handover",),
    "hook": ("hook",),
    "forge": ("forge",),
}


def main(argv: Sequence[str]) -> int:
    """Runs the command that `argv` (without the program's name) asks for and returns its exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: what is written to it would go into the other one, or a file opened later
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        arguments = as_meant(parser(argv[0] if argv else None).parse_args(argv))
        if not yaml_reading.ACCELERATED:
            _say("提醒：没有找到 libyaml，读取会慢十几倍。请安装带 libyaml 的 PyYAML（pip install --force-reinstall PyYAML）。")
        with contextlib.ExitStack() as until_end:
            arguments.until_end = until_end
            console = Console(_root, _rules, _load, _lock, _today, _now, _stdin, _print, _say, _ask, _terminal, _progress)
            code: int = arguments.run(arguments, console)
        print(end="", flush=True)
        return code
    except UsageError as error:
        _say(str(error))
        return USAGE
    except UserError as error:
        _say(f"错误：{error}")
        return USAGE
    except BrokenPipeError:  # while argparse prints, or on stderr
        _drop_unwritten()
        return OK
    except KeyboardInterrupt:
        _say("已中断，登记库和原有网站没有改动。")
        return INTERRUPTED
    except OSError as error:
        named = error.filename2 or error.filename  # of a renaming the new name: the old one is that of a temporary file
        where = f"（{named}）" if named else ""
        remedy = _REMEDIES.get(error.errno or 0, "请检查磁盘空间和权限")
        _say(f"错误：{reason(error)}{where}。{remedy}，然后重试。")
        _drop_unwritten()
        return USAGE
    except ImportError as error:
        lacking = dependencies.missing(error)
        _say(_bug_report(error) if lacking is None else f"错误：{lacking}")
        return BUG if lacking is None else USAGE
    except Exception as error:
        _say(_bug_report(error))
        return BUG


def parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The parser for the command `wanted` and the other commands of its module; for all commands where there is no such command."""
    made = Parser(prog="zhicheng", description="职称评审委员会登记：检查登记，生成公开名录。")
    made.add_argument("--version", action="version", version=f"zhicheng {__version__}", help="显示版本")
    commands = made.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)

    def command(name: str, run: Run, words: str, dated: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words)
        added.set_defaults(run=run)
        added.add_argument("--root", metavar="文件夹", type=Path, help="registry/ 所在的文件夹（默认从当前位置向上找）")
        if dated:
            added.add_argument("--as-of", metavar="日期", type=day, help="把这一天当作今天，例如 2026-11-23")
        return added

    asked_for = [module for module, names in MODULES.items() if wanted in names]
    for module in asked_for or (MODULES if wanted != "--version" else ()):
        import_module(f"zhicheng.commands.{module}").add_commands(command)
    return made


def _drop_unwritten() -> None:
    """Discards output that cannot be written: else Python tries to write it again on exit and ends with an exit code of its own."""
    try:
        print(end="", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _bug_report(error: Exception) -> str:
    """A report in Chinese: versions, the type of the error and where it was raised; no values, because a value may be private."""
    frames = [f"  {_module(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return "\n".join(
        (
            "抱歉，zhicheng 自己出错了，登记库没有改动。请把下面几行发给维护人员：",
            f"zhicheng {__version__} · Python {platform.python_version()} · {platform.system()}",
            type(error).__name__,
            *frames,
        )
    )


def _module(path: str) -> str:
    """The path of a file of a traceback from the package; of files outside the package the name only."""
    inside = Path(path)
    package = Path(__file__).parents[1]
    return inside.relative_to(package).as_posix() if inside.is_relative_to(package) else inside.name


def _print(text: str) -> None:
    """Prints to stdout. Where the reader has closed the pipe, as in `zhicheng validate | head`, the command goes on and keeps its exit
    code.
    """
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        _drop_unwritten()


def _stdin() -> bytes:
    return b"" if sys.stdin is None else sys.stdin.buffer.read()  # None: closed, as for some services


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _say(text: str) -> None:
    """Prints to stderr. Where that cannot be written, the command goes on and keeps its exit code."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # nobody reads it, or it goes to a file on a full disk
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _ask(question: str) -> str | None:
    """Asks on the terminal. Returns the answer, or None where there is no input. Asks again where the answer is not in UTF-8."""
    try:
        print(question, end="", file=sys.stderr, flush=True)
        answer = input()
        answer.encode()
        return answer
    except UnicodeError:
        _say("输入的不是 UTF-8 编码的文字，读不出来。请把终端的编码改成 UTF-8（不要用 GBK），再回答一次。")
        return _ask(question)
    except (EOFError, OSError, RuntimeError):  # the last where standard input is closed
        _say("")
        return None


def _progress(text: str) -> None:
    """Shows a line on a terminal, in place of the line shown before; an empty text removes it."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def _load(arguments: argparse.Namespace) -> Registry | None:
    """The registry; None where its basic settings cannot be read, after the findings were printed."""
    try:
        with gc_paused():
            return registry.load(_root(arguments))
    except BrokenSettings as error:
        _print(finding_reports.text_report(error.findings))
        return None


def _root(arguments: argparse.Namespace) -> Path:
    """The folder of the registry. First finishes or undoes the writing of a command that was killed. Raises UserError."""
    root = _find_root(arguments)
    if (root / FOLDER).exists():
        if _is_committed(root):
            raise UserError(f"Git 里有 {FOLDER}，它只是写文件时临时用的，不能提交。请用 git rm -r 删去它，提交以后再试。")
        if recovered := atomic_files.recover(root):
            _say(recovered)
    return root


def _is_committed(root: Path) -> bool:
    """Whether Git has the folder of the lock. Where Git does not read the repository, a lock alone does no harm; for a journal, raises."""
    try:
        return bool(git.ask(root, "ls-files", "--", f":(icase){FOLDER}", extra={"GIT_LITERAL_PATHSPECS": "0"}))
    except GitError:
        if (root / FOLDER / JOURNAL).exists():
            raise
        return False


def _lock(arguments: argparse.Namespace) -> None:
    """Keeps other commands from writing in the registry until this one ends. Does nothing where the folder cannot be written."""
    root = _root(arguments)
    with contextlib.suppress(OSError):
        if recovered := arguments.until_end.enter_context(atomic_files.locked(root)):
            _say(recovered)


def _rules(arguments: argparse.Namespace) -> Registry | None:
    """The settings, rulebooks and rounds of the registry; None where the command runs outside of any, or its settings cannot be read."""
    try:
        root = _find_root(arguments)
    except UserError:
        if arguments.root is not None:
            raise
        return None
    return registry.load_rules(root)


def _find_root(arguments: argparse.Namespace) -> Path:
    """The folder given by --root, else the nearest folder upwards that holds registry/registry.yaml. Raises UserError."""
    if arguments.root is not None:
        given: Path = arguments.root.resolve()
        if not (given / "registry").is_dir():
            raise UserError(f"--root 指的文件夹里没有 registry/：{given}")
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "registry" / "registry.yaml").exists():
            return folder
    if git.has_sparse_patterns(here) and git.left_out(here):
        raise UserError("这里只取出了一部分文件（sparse-checkout），没有登记库。请先运行 git sparse-checkout disable，再试一次。")
    raise UserError("找不到登记库。请在登记库所在的文件夹里运行，或用 --root 指明 registry/ 所在的文件夹。")


def _today(arguments: argparse.Namespace) -> date:
    """The day given by --as-of, else today in China, whatever the machine's time zone."""
    day: date = arguments.as_of or datetime.now(CHINA).date()
    return day


def _now(arguments: argparse.Namespace) -> datetime:
    """The time in China; for a day given by --as-of the beginning of that day."""
    given: date | None = arguments.as_of
    return datetime.now(CHINA) if given is None else datetime(given.year, given.month, given.day, tzinfo=CHINA)
