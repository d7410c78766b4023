"""Rewords messages of the command line for a page, where there are no commands and options (`door_words.csv`).

A sentence that names a command or an option and has no such wording is replaced by advice to ask the centre.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any

_SAID = ("message", "hint", "error", "refused", "to_do", "stopped", "left_out")  # the keys of an answer that hold messages
_COMMAND = re.compile(r"zhicheng [a-z]|(?<![\w-])--[a-z]|\bgit [a-z]")
_MARKS = ("zhicheng", "--", "导入", "登记文件", "git ")  # a message that has to be reworded has one of these in it
_QUOTED = re.compile("“[^”]*”")  # what somebody wrote
_SENTENCE = re.compile("[^。；]*[。；]?")
_TO_CENTRE = "这一处请告诉中心，由中心处理"


@cache
def _table() -> list[tuple[re.Pattern[str], str]]:
    """The phrases as patterns, in which `{}` stands for any text, each with its wording on a page."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [(re.compile("(.*?)".join(map(re.escape, there.split("{}")))), here.replace("{}", r"\1")) for there, here in rows]


def on_page(value: Any, key: str = "") -> Any:
    """An answer with its messages worded for a page; values that were read stay as they are."""
    if isinstance(value, dict):
        return {name: on_page(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [on_page(one, key) for one in value]
    return _said(value) if isinstance(value, str) and key in _SAID else value


def _said(text: str) -> str:
    if not any(mark in text for mark in _MARKS):
        return text
    for there, here in _table():
        text = there.sub(here, text)
    return "".join(map(_sentence, _SENTENCE.findall(text)))


def _sentence(text: str) -> str:
    """A sentence or a part of one with its mark at the end."""
    if not _COMMAND.search(_QUOTED.sub("", text)):
        return text
    return _TO_CENTRE + (text[-1] if text[-1] in "。；" else "")
