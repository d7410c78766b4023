"""Judges forms as a whole before anything is written: leaves out what cannot be sealed here, and asks the rules about the record as it
would be.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.forms.intake import read_back
from zhicheng.forms.reading.origins import Origin
from zhicheng.forms.reading.result import FilledForms
from zhicheng.registry.registry import Registry
from zhicheng.rules.engine import check
from zhicheng.text import listed
from zhicheng.vault import store
from zhicheng.vault.recipients import recipients

_OF_SEALED = ("R202", "R204", "R205")  # rules on sealed files, which are there only after they are written
_WITH_KEY = "要加 --identity 私钥文件，才能让原来的评委保留编号；没有私钥的，请把附件3另交中心。"


class Unsealed(NamedTuple):
    """What was left out because it cannot be sealed, and why, in a sentence; and whether keys are missing (otherwise a roster is sealed
    already).
    """

    said: str
    lacks_keys: bool


def leave_unsealed(
    registry: Registry, committee: str, identity: Path | None, read: FilledForms, today: date, how: str = _WITH_KEY
) -> list[Unsealed]:
    """Takes out of `read` what cannot be sealed on this machine, and says what and why.

    `how` says what to do about a roster that is sealed already.
    """
    lacking = ""
    try:
        recipients(registry, committee, today)
    except UserError as error:
        lacking = str(error)
    if lacking and (read.contacts or read.rosters):
        what = listed([*(["联系人"] if read.contacts else []), *(["花名册"] if read.rosters else [])])
        read.contacts, read.rosters, read.experts = None, [], 0
        return [Unsealed(f"{what}这次没有密封，也没有写：{lacking}其余的照做。", lacks_keys=True)]
    if read.rosters and identity is None and store.is_sealed_already(registry, committee):
        read.rosters, read.experts = [], 0
        return [Unsealed(f"花名册这次没有密封，也没有写：已有密封的花名册，{how}其余的照做。", lacks_keys=False)]
    return []


def findings_of(
    registry: Registry, path: str, read: FilledForms, today: date, before: list[Finding]
) -> tuple[list[Finding], list[tuple[Finding, Origin]]]:
    """The findings of a plan (`before`) and on the record at `path`, which is in the registry as it would be; and those for which a cell is
    known, each with it.
    """
    document = registry.document(path)
    if document is None:
        return before, []
    found = [one for one in check(registry, today).findings if one.file == path and one.code not in _OF_SEALED]
    return [*before, *read_back.at_cells(found, read, document)], list(read_back.cells(found, read, document))
