"""E120: the smallest group of a committee, and chairs against members."""

from __future__ import annotations

import pytest
from helpers import registries
from helpers.judging import Judge

GROUPS = "panel: {{members: 25, formed_by: series, subgroups: [{{name: 建筑组, members: 5}}, {{name: 结构组, members: {}}}]}}"


@pytest.mark.parametrize(("members", "found"), [(1, True), (3, True), (4, True), (5, False), (25, False)])
def test_smallest_group(judge: Judge, members: int, found: bool) -> None:
    """Five, as the public documents of provinces ask; the finding cites the order's article on groups."""
    if found:
        judge(GROUPS.format(f"▶{members}")).says("E120", f"专业组“结构组”{members} 人，少于 5 人", clause="人社部令第40号第二十一条")
    else:
        assert judge(GROUPS.format(members)).findings == []


@pytest.mark.parametrize(
    ("size", "vice_chairs", "found"), [("members: 25", 24, False), ("members: 25", 25, True), ("at_least: 25", 25, False)]
)
def test_no_more_chairs_than_members(judge: Judge, size: str, vice_chairs: int, found: bool) -> None:
    """A number of members that is only the least says nothing of how many there are."""
    panel = f"panel: {registries.MARK if found else ''}{{{size}, formed_by: series, chair: 1, vice_chairs: {vice_chairs}}}"
    told = judge(panel).findings
    assert [(f.code, f.message) for f in told] == ([("E120", "正副主任委员 26 人，比组成人员 25 人还多")] if found else [])
