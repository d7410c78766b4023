"""The changed files grouped into records (committee, roster, round, rulebook …), each with its differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from zhicheng.documents.sentences import Words, quote
from zhicheng.documents.yaml_reading import Document
from zhicheng.registry import eligibility
from zhicheng.registry.paths import kind_of
from zhicheng.registry.registry import Registry
from zhicheng.review.report.difference import DECISIVE, ORDINARY, Difference, ReportNames
from zhicheng.review.report.fields import differences, facts
from zhicheng.system import git

State = Literal["added", "changed", "withdrawn", "restored", "moved", "deleted", "unreadable", "readable", "rewritten"]
STATES: dict[State, str] = {
    "added": "新增",
    "changed": "修改",
    "withdrawn": "撤销登记",
    "restored": "恢复登记",
    "moved": "移动文件",
    "deleted": "删除",
    "unreadable": "改后读不出来",
    "readable": "原来读不出来，现在可以",
    "rewritten": "只改了注释、排版或写法",
}
# The name of each kind of record, in order of weight.
KINDS = {
    "registry": "登记册设置",
    "reviewers": "审核人员",
    "recipients": "公钥",
    "rulebook": "审查依据",
    "committee": "评审委员会",
    "listed": "一览表里尚未备案的评审委员会",
    "waivers": "例外",
    "round": "备案年度",
    "roster": "专家人数",
    "decisions": "审核记录",
    "draw": "评委抽取",
    "series": "职称系列表",
    "areas": "行政区划表",
    "ethnic-groups": "民族表",
    "specialties": "专业代码表",
    "words": "查询用的词",
    "randomness": "抽取用的随机数来源",
    "wording": "本地区的叫法",
}
_OTHER = {
    "schemas/": "数据格式",
    "scripts/": "程序",
    "tests/": "测试",
    "docs/": "文档",
    "requirements/": "依赖的软件包",
    ".github/": "代码平台的工作流程和模板",
    ".gitea/": "代码平台的工作流程和模板",
    ".forgejo/": "代码平台的工作流程和模板",
    ".ci/": "代码平台的工作流程和模板",
    "registry/": "登记库里的其他文件",
}
ELIGIBILITY: Words = ("申报范围",)  # the label of what says whether more or fewer people may apply
PROGRAM = ("程序", "数据格式", "依赖的软件包")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A changed record: its files, title and state, and the fields that differ (all of a new record). `key` is its id or file stem."""

    kind: str
    key: str
    title: Words
    state: State
    paths: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def weight(self) -> tuple[int, int, str]:
        decisive = self.state in ("withdrawn", "restored", "deleted", "added", "unreadable") or any(
            difference.weight == DECISIVE for difference in self.differences
        )
        return (DECISIVE if decisive else ORDINARY, tuple(KINDS).index(self.kind), self.key)


@dataclass(frozen=True, slots=True)
class OtherFiles:
    """Changed files of one sort that are not records: the name of the sort, and the path and status of each."""

    sort: str
    files: tuple[tuple[str, git.Status], ...]


def parts(changes: Iterable[git.FileChange], before: Registry | None, after: Registry | None, names: ReportNames) -> list[Chapter]:
    """The changed records, the weightiest first."""
    touched: dict[tuple[str, str], list[git.FileChange]] = {}
    for change in changes:
        kind = kind_of(change.path)
        if kind is not None and change.path.endswith(".yaml"):
            touched.setdefault((kind, PurePosixPath(change.path).stem), []).append(change)
    found = []
    for (kind, stem), files in touched.items():
        for was, now in _pairs(files):
            old = None if before is None or was is None else before.document(was)
            new = None if after is None or now is None else after.document(now)
            paths = tuple(dict.fromkeys(path for path in (was, now) if path is not None))
            found.append(_part(kind, stem, paths, (was, old), (now, new), names))
    return sorted(found, key=lambda part: part.weight)


def _pairs(files: Sequence[git.FileChange]) -> Iterator[tuple[str | None, str | None]]:
    """The paths before and after the change of files with the same name: one deleted and one added file count as a moved one."""
    gone = [change.path for change in files if change.status == "deleted"]
    came = [change.path for change in files if change.status == "added"]
    if len(gone) == len(came) == 1:
        yield gone[0], came[0]
        gone, came = [], []
    yield from ((path, None) for path in gone)
    yield from ((None, path) for path in came)
    yield from ((change.path, change.path) for change in files if change.status == "modified")


def other_files(changes: Iterable[git.FileChange]) -> list[OtherFiles]:
    """The changed files that are not records, by sort."""
    found: dict[str, list[tuple[str, git.Status]]] = {}
    for change in changes:
        if kind_of(change.path) is None or not change.path.endswith(".yaml"):
            found.setdefault(sort_of(change.path), []).append((change.path, change.status))
    order = list(dict.fromkeys([*_OTHER.values(), "密封文件", "其他文件"]))
    return [OtherFiles(sort, tuple(files)) for sort, files in sorted(found.items(), key=lambda item: order.index(item[0]))]


def sort_of(path: str) -> str:
    """The sort of a file that is not a record, in Chinese."""
    if path.startswith("registry/") and path.endswith(".age"):
        return "密封文件"
    if path in ("pyproject.toml", "Makefile", "mkdocs.yml", "guard.yaml"):
        return "程序"
    return next((sort for start, sort in _OTHER.items() if path.startswith(start)), "其他文件")


_Side = tuple[str | None, Document | None]  # path and document before or after the change; None where missing


def _part(kind: str, stem: str, paths: tuple[str, ...], was: _Side, now: _Side, names: ReportNames) -> Chapter:
    (old_path, old), (new_path, new) = was, now
    shown = new or old
    title = _title(kind, stem, shown, names)
    state: State
    found: list[Difference] = []
    if new_path is None:
        state = "deleted"
    elif new is None:
        state = "unreadable"
    elif old is None:
        state = "added" if old_path is None else "readable"
        found = facts(kind, new.value, names)
    else:
        found = differences(kind, old.value, new.value, names)
        found = [*_eligibility(old.value, new.value, names), *found] if kind == "committee" else found
        state = _state(old.value, new.value, old_path != new_path, bool(found))
    return Chapter(kind, stem, title, state, paths, tuple(found))


def _eligibility(old: dict[str, Any], new: dict[str, Any], names: ReportNames) -> list[Difference]:
    """Whether more or fewer people may apply, before the fields by which it is so."""
    said = eligibility.change(old, new, names.covers, names.tracks).words
    return [Difference("/reviews", ELIGIBILITY, ("；".join(said),), None, None, DECISIVE)] if said else []


def _state(old: dict[str, Any], new: dict[str, Any], moved: bool, differs: bool) -> State:
    was, is_now = old.get("status"), new.get("status")
    if was != is_now and "withdrawn" in (was, is_now):
        return "withdrawn" if is_now == "withdrawn" else "restored"
    if moved and not differs:
        return "moved"
    return "changed" if differs else "rewritten"


def _title(kind: str, stem: str, document: Document | None, names: ReportNames) -> Words:
    if kind in ("committee", "listed"):
        name = document.value.get("name") if document is not None else None
        return (quote(name or stem), "（", quote(stem), "）") if name else (quote(stem),)
    if kind == "roster":
        whose = stem.removeprefix("employer-")
        named = names.committee(stem) if whose == stem else f"{names.area(whose)}单位报送"
        return (quote(f"{named}（{stem}）" if named != stem else stem),)
    title = document.value.get("title") if document is not None else None
    if isinstance(title, str):
        return (quote(f"{title}（{stem}）"),)
    return (quote(stem),) if kind in ("round", "rulebook", "decisions", "draw") else ()
