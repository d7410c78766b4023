"""Whether an approved commit can be the next version of the main branch: what the registry was on a day is read off the main line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from zhicheng.review import merging
from zhicheng.review.approvals import Verdict
from zhicheng.text import day_in_china

_MERGE = "请在主分支上运行 git merge --no-ff 分支，合并成新的提交，再推送"


def faults(root: Path, tip: str, new: str, verdict: Verdict) -> Iterator[str]:
    """Why an approved commit cannot follow on the main branch: what the registry was on a day is read off the dates of its versions.

    A commit that was made before it was approved would be shown as the registry of a day on which it was not yet public.
    """
    line = merging.versions(root, tip, new)
    if not line:
        yield beside_main(new)
        return
    last = max((day_in_china(review.time) for office in verdict.stations for review in office.approvals if review.time), default=None)
    early = next((one for one in line if last is not None and one.day < last.isoformat()), None)
    if early is not None:
        meaning = "那一天的登记、快照会把没有同意的内容算进去"
        yield f"拒绝：{early.revision[:12]} 写的日期是 {early.day}，早于同意的日期 {last}；{meaning}。{_MERGE}。"


def beside_main(new: str) -> str:
    """What is said of a commit that has the main branch merged into another one: its first parent is not the main branch."""
    said = f"拒绝：{new[:12]} 是把主分支合并到别的分支（git pull 也会这样），主分支以前的版本就不在主线上了，按日期找不到"
    return f"{said}。请先用 git reset --keep origin/main 回到服务器上的主分支（分支上的提交都还在）。再{_MERGE.removeprefix('请')}。"
