"""What happened to each committee's file, from one pass over the Git log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["added", "changed", "moved", "withdrawn", "restored", "deleted"]
KINDS: dict[Kind, str] = {
    "added": "新登记",
    "changed": "变更",
    "moved": "移动文件",
    "withdrawn": "撤销登记",
    "restored": "恢复登记",
    "deleted": "删除文件",
}


@dataclass(frozen=True, slots=True)
class Version:
    """One change of one committee's file. `date` is the commit's day in its own time zone, `commit` the full hash.

    `notes` say what changed, in Chinese: 新增二级专业：康复医学; empty where it was not looked up.
    """

    committee: str
    date: str
    commit: str
    kind: Kind
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All versions, newest first, and those of each committee by its id. `complete` is False where Git's history was cut off (a shallow
    clone): the oldest versions are then not known and nothing may be said about when a committee was first registered."""

    versions: tuple[Version, ...] = ()
    of: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    complete: bool = True
