"""argparse in Chinese: help, usage errors and dates."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from zhicheng.documents.codes import USUAL
from zhicheng.registry.registry import Registry
from zhicheng.text import CHINA, reason, show

# What --authority may be, for help: the registry, whose rulebooks may add others, is not read yet.
AUTHORITIES = "、".join(code for code, _ in USUAL.authorities) + "，或者规则文件增加的"


class UsageError(Exception):
    """Wrong usage of the command line. The text is Chinese and names the remedy."""


@dataclass(frozen=True, slots=True)
class Takes:
    """What an action of a command takes of the command's options and arguments, by their names in the parsed arguments: those that it
    needs, and those that it may have besides.
    """

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


def check_taken(arguments: argparse.Namespace, action: str, takes: Takes, every: Iterable[str]) -> None:
    """Raises UsageError where options or arguments (of the names `every`) are given that an action does not take, or missing that it needs.

    `action` is the command and its action, as in `roster add`.
    """
    given = {name for name in every if getattr(arguments, name) is not None}
    for names, what in (
        ([name for name in every if name in given and name not in (*takes.needs, *takes.may)], "不用"),
        ([name for name in takes.needs if name not in given], "要写"),
    ):
        if names:
            said = "、".join(_POSITIONAL.get(name) or f"--{name.replace('_', '-')}" for name in names)
            raise UsageError(f"用法有误：{action} {what} {said}。\n用 zhicheng {action.split()[0]} --help 查看说明。")


_POSITIONAL = {"id": "编号", "ids": "编号", "file": "文件", "key": "公钥", "year": "年度"}
_ARGPARSE_WORDS = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (\S+): expected one argument", r"\1 后面要写一个值"),
    (r"argument (\S+): invalid int value: (.*)", r"\1 要填整数，不能是 \2"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 后面不写值，多了 \2"),
    (r"argument (.*): invalid choice: (\S+) \(choose from (.*)\)", r"\1 不能是 \2，可以是：\3"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)


def check_authority(registry: Registry, authority: str, command: str) -> None:
    """Raises UsageError where the registry has no such authority."""
    if authority not in registry.ranks.order:
        known = "、".join(f"{code}（{label}）" for code, label in registry.words.authorities.items())
        more = "另有规定的单位级别，先写进规则文件（registry/rulebooks/）的 authorities。"
        said = f"--authority 不能是 '{show(authority, 40)}'，可以是：{known}。{more}"
        raise UsageError(f"用法有误：{said}\n用 zhicheng {command} --help 查看说明。")


class Parser(argparse.ArgumentParser):
    """A parser whose help is in Chinese and whose errors are UsageErrors."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "add_help": False, "allow_abbrev": False})
        self.add_argument("-h", "--help", action="help", help="显示这段说明")
        self._positionals.title, self._optionals.title = "参数", "选项"

    def error(self, message: str) -> NoReturn:
        for pattern, words in _ARGPARSE_WORDS:
            message, replaced = re.subn(f"^{pattern}$", words, message)
            if replaced:
                break
        raise UsageError(f"用法有误：{message}\n用 {self.prog} --help 查看说明。")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)


_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_MAX_WORDS = 4096  # bytes of a file with one line


def words(value: str) -> str:
    """A text, or with @ before a path the one line in that file: what is private need not stand on a command line. Raises
    ArgumentTypeError.
    """
    if not value.startswith("@"):
        return value
    try:
        with Path(value[1:]).open("rb") as stream:
            content = stream.read(_MAX_WORDS + 1)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"读不到 {value[1:]}：{reason(error)}") from None
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace").strip()  # as Chinese Windows saves
    if not text or not text.isprintable() or len(content) > _MAX_WORDS:
        raise argparse.ArgumentTypeError(f"{value[1:]} 里要只写一行文字")
    return text


def as_meant(arguments: argparse.Namespace) -> argparse.Namespace:
    """The arguments with ~ at the beginning of paths as the user's folder: not every shell puts that in its place.

    Raises UsageError where that is not known, and where a text, which may be written into a file, is not in UTF-8.
    """

    def whole(name: str, value: object) -> object:
        if isinstance(value, list):
            return [whole(name, one) for one in value]
        if isinstance(value, str):
            _require_utf_8(name, value)
        return _expanded(value) if isinstance(value, Path) and value.parts[:1] == ("~",) else value

    for name, value in vars(arguments).items():
        setattr(arguments, name, whole(name, value))
    return arguments


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # as for a service, whose account has no folder
        raise UsageError(f"用法有误：{path} 里的 ~ 不知道是哪个文件夹（没有设 HOME）。请写完整的路径。") from None


def _require_utf_8(name: str, value: str) -> None:
    """Raises UsageError where the text of an argument is not in UTF-8. It is not shown: a note may be about a person."""
    try:
        value.encode()
    except UnicodeEncodeError:
        said = f"用法有误：命令里的“{name}”一项不是 UTF-8 编码的文字，读不出来。"
        raise UsageError(f"{said}请把终端的编码改成 UTF-8（不要用 GBK），再试一次。") from None


def day(value: str) -> date:
    """A date written as 2026-11-23. Raises ArgumentTypeError."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        found = date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{show(value)}”不是日期，请写成 2026-11-23") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:  # days are added to it and taken from it
        raise argparse.ArgumentTypeError(f"“{value}”的年份不对，要在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间")
    return found


def moment(value: str) -> datetime:
    """A time written as 2026-11-26T10:00, in China where no zone is given; as the time in China. Raises ArgumentTypeError."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{show(value)}”不是时间，请写成 2026-11-26T10:00") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise argparse.ArgumentTypeError(f"“{show(value)}”的年份不对，要在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间")
    return found.astimezone(CHINA) if found.tzinfo else found.replace(tzinfo=CHINA)
