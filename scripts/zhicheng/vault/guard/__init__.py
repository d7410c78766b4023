"""Refuses private material on its way into Git, by the content of files and not by their names.

It searches for structural marks (see `marks`): an age identity, a roster or contacts that are not sealed, the header of Annex 3, the row of
a person; also inside Office files and archives, which `parts` unpacks. A file that cannot be searched (encrypted, damaged, too large, rar
or 7z) is refused for that reason. Numbers alone are not a mark: telephone numbers are in every document, and rules P001–P003 check the
registry.

These, and only these, are accepted all the same:

- the demonstration identity, to which the sample registry is sealed, in tests/demonstration.identity;
- a header without people: in docs/ and tests/, and in prose and source (.md, .py, .json, .yaml), which have to name the columns;
- people in tests/ and in the examples of the rules: in Python, which is read in code review; and in other files of tests/ that contain
  the words 人物均为虚构;
- what stands in the wheel of the program itself (requirements/zhicheng-….whl, which `init` puts there), as where it comes from;
- in tests/data/bad/, files that are damaged, and in tests/, files called .age that are not sealed, which test the messages about them.

It prevents accidents, not intent: pictures, PDF and sealed files are not searched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from zhicheng.text import show
from zhicheng.vault.guard.marks import identities, is_filled_annex_1, kinds_in
from zhicheng.vault.guard.parts import is_sealed, parts_of
from zhicheng.vault.guard.versions import BlobVersion, on_disk, since, staged, top

__all__ = ["KINDS", "marks", "parts", "refusals"]


DEMONSTRATION = "tests/demonstration.identity"
# SHA-256 of the identity in that file: the file may hold no other one.
_DEMONSTRATION_HASHES = frozenset(("157963231f11ff59943d0a66897e74a2ede1861d4d25889be0c1ff1490dfe334",))
INVENTED = "人物均为虚构"  # in a file of tests/: its people are invented
KINDS = {
    "identity": "没有加密的私钥（age 密钥）",
    "roster": "没有密封的评委名册（有姓名和出生年月的字段）",
    "contacts": "没有密封的联系人（有主管领导、业务人员或填表人的电话）",
    "person": "一行个人信息（姓名、性别，以及族别、年月、电话中的两项）",
    "header": "附件 3 评委花名册的表头",
    "unsealed": "扩展名是 .age，内容却没有密封",
    "encrypted": "加了密码，无法查看里面有没有个人信息",
    "closed": "这种压缩格式无法查看里面有没有个人信息",
    "deep": "压缩包套得太深，无法查看里面有没有个人信息",
    "large": "太大或者内容太多，无法查看里面有没有个人信息",
    "damaged": "已损坏或格式不对，无法查看里面有没有个人信息",
}
_PEOPLE = ("roster", "contacts", "person")
_PROSE = (".md", ".py", ".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of private material in one file. As text: the place, the kind, and the remedy; never the content."""

    path: str
    inner: tuple[str, ...]
    kind: str
    commit: str = ""

    def __str__(self) -> str:
        path = show(self.path, 300)
        where = f"{path}（其中的 {' › '.join(show(name, 100) for name in self.inner)}）" if self.inner else path
        when = f"（提交 {self.commit[:10]}）" if self.commit else ""
        return f"{where}: {KINDS[self.kind]}{when}\n    处理：{self._remedy(path)}"

    def _remedy(self, path: str) -> str:
        if self.kind == "identity":
            then = "私钥只放在仓库以外。曾经提交或发送过的，当作已经泄露：换一把新的（zhicheng keys new），再重新密封（zhicheng reseal）。"
        elif self.kind in ("encrypted", "closed", "deep", "large", "damaged"):
            then = "请换成可以查看的普通文件再提交；含有个人信息的，留在仓库以外，用 zhicheng seal 密封。"
        else:
            then = "把它移到仓库以外，用 zhicheng seal 密封后只提交 .age 文件。"
        if self.commit:
            return f"删去文件并不能从历史里抹掉，请重新提交一份不含它的历史；已经推送的，按泄露处理。{then}"
        return f"请运行 git rm --cached -- '{path}'，它就不会被提交。{then}"


def refusals(root: Path, files: Sequence[Path] | None = None, base: str | None = None) -> list[Refusal]:
    """What must not enter Git: in `files`, else in what was committed since `base`, else in what is staged.

    Raises UserError where a file or Git's data cannot be read.
    """
    if files is not None:
        return [refusal for version in on_disk(top(root), files) for refusal in _refusals_of(version)]
    versions = staged(root) if base is None else since(root, base)
    return [refusal for version in versions for refusal in _refusals_of(version)]


def _refusals_of(version: BlobVersion) -> Iterator[Refusal]:
    """The refusals for one version of a file, one of each kind."""
    found: dict[str, tuple[str, ...]] = {}
    invented = False
    if version.path.endswith(".age") and not is_sealed(version.content):
        found["unsealed"] = ()
    for part in parts_of(version.content):
        invented = invented or INVENTED in part.text
        path, inner = _source(version.path, part.inner)
        form = ("contacts",) if is_filled_annex_1(part.text) else ()
        for kind in (*kinds_in(part.text), *form, *((part.trouble,) if part.trouble else ())):
            if kind == "header" and _may_name_columns(path, inner):
                continue
            if path != version.path and _passes(path, kind, invented=False):
                continue
            if kind == "identity" and version.path == DEMONSTRATION and _only_demonstration(part.text):
                continue
            found.setdefault(kind, part.inner)
    if not found.keys().isdisjoint(_PEOPLE):
        found.pop("header", None)
    for kind, inner in found.items():
        if not _passes(version.path, kind, invented):
            yield Refusal(version.path, inner, kind, version.commit)


def _source(path: str, inner: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The path in the program's repository of what stands in its wheel; any other place as it is."""
    if not inner or not re.fullmatch(r"requirements/zhicheng-[^/]+\.whl", path) or not inner[0].startswith("zhicheng/"):
        return path, inner
    resource = inner[0].removeprefix("zhicheng/resources/")
    return (f"scripts/{inner[0]}" if resource == inner[0] else resource), inner[1:]


def _may_name_columns(path: str, inner: tuple[str, ...]) -> bool:
    return path.startswith(("docs/", "tests/")) or PurePosixPath((path, *inner)[-1]).suffix.lower() in _PROSE


def _only_demonstration(text: str) -> bool:
    return all(hashlib.sha256(secret.encode()).hexdigest() in _DEMONSTRATION_HASHES for secret in identities(text))


def _passes(path: str, kind: str, invented: bool) -> bool:
    """Whether private material of a kind is accepted at a path. `invented`: the file says that its people are invented."""
    if path.startswith("scripts/zhicheng/rules/"):
        return kind in _PEOPLE and path.endswith(".py")
    if not path.startswith("tests/"):
        return False
    if kind == "damaged":
        return path.startswith(("tests/bad/", "tests/data/bad/"))  # the first is where they lay in earlier commits
    return kind == "unsealed" or (kind in _PEOPLE and (invented or path.endswith(".py")))
