"""What a change does to sealed rosters and contacts. Without a key: what was not checked. With a key: who was added or removed and what
changed.

The people are shown to the holder of the key on a terminal, and nowhere else: no comment, no JSON, no log of a forge.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhicheng.documents.schemas import schema
from zhicheng.documents.sentences import Words, few, joined, quote
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen
from zhicheng.registry.arrival import Named, brought
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.records.committee import Sealed
from zhicheng.registry.registry import Entry, Registry
from zhicheng.registry.vault_listing import CONTACTS, MAX_BYTES, ROSTER, RosterDocument
from zhicheng.review.report.difference import ReportNames
from zhicheng.review.report.fields import differences
from zhicheng.rules.engine import judging
from zhicheng.system import git
from zhicheng.text import name_key
from zhicheng.vault import cipher, store
from zhicheng.vault.store import Keyring

_FEW = 5
_VERSIONS = 200  # of a sealed file that are looked at in the vault's own history
_UNKNOWN = "谁进谁出、谁的内容变了、评委是否符合条件、公布的人数与花名册是否一致"
_KINDS = {ROSTER: "花名册", CONTACTS: "联系人"}
_OWN = ("id", "state", "removed")  # fields that say whether somebody is in the pool, told apart from the others


People = tuple[Words, tuple[Words, ...]]  # the heading of a roster, and a line on each expert


@dataclass(frozen=True, slots=True)
class OpenedChange:
    """What opening the sealed files of a change gave: points to judge, without a name, and the people of each roster under its heading."""

    points: tuple[Words, ...] = ()
    people: tuple[People, ...] = ()


def unopened(before: Registry | None, after: Registry, resealed: frozenset[str]) -> Iterator[Words]:
    """What a report without a key says of sealed files: which changed, what was not checked, and which command does it."""
    new = brought(after, before)
    changed = [one for one in new if one.public not in resealed]
    of_kind = [(kind, [_key(one) for one in changed if one.name.endswith(ending)]) for ending, kind in _KINDS.items()]
    named: list[Words] = [(f"{len(keys)} 份{kind}（", *few([(quote(key),) for key in keys], _FEW), "）") for kind, keys in of_kind if keys]
    if named:
        keys = list(dict.fromkeys(map(_key, changed)))
        unknown = _UNKNOWN if any(one.name.endswith(ROSTER) for one in changed) else "里面的内容"
        yield (
            *joined(named),
            f"是新的，或者换了内容。这里没有密钥，没有核对{unknown}。请由持钥人运行 zhicheng verify",
            *((" ", quote(" ".join(keys), 400)) if len(keys) <= _FEW else ()),
            " --identity 密钥文件；要看改了什么，给 zhicheng report 加 --identity 密钥文件",
        )
    anew = sum(one.public in resealed for one in new)
    if anew:
        said = f"{anew} 份密封文件换了公钥重新密封，公开的内容没有变。密封的内容有没有变，没有密钥看不出来："
        yield (said, "请由持钥人给 zhicheng report 加 --identity 密钥文件，逐份比较")


def opened(
    commit: str,
    before: Registry | None,
    after: Registry,
    resealed: frozenset[str],
    keys: Keyring,
    today: date,
    names: ReportNames,
) -> OpenedChange:
    """What a change does to the sealed files that it names, opened with `keys` before (at `commit`) and after."""
    olds = {} if before is None else {one.name: one for one in _named(before)}
    points: list[Words] = []
    people: list[People] = []
    same, others = 0, list[Words]()
    for one in brought(after, before):
        was = olds.get(one.name)
        old = None if before is None or was is None else _value(_content_at(before, commit, was), keys)
        new = _value(_content_here(after, one), keys)
        if isinstance(new, str) or isinstance(old, str):
            where = f"现在的{new}" if isinstance(new, str) else f"原来的{old}"
            points.append((quote(one.name), f"：{where}，没有比较"))
        elif one.public in resealed:
            same += old == new
            others += [] if old == new else [(quote(one.name),)]
        elif one.name.endswith(CONTACTS):
            points.append((quote(one.name), "：联系人", "没有变，只是重新密封" if old == new else "有变"))
        else:
            said, rows = _of_roster(old, new or {}, names)
            points.append((quote(_key(one)), "的花名册：", *said, *_judged(after, one, new or {}, today)))
            people += [(("花名册 ", quote(_key(one))), tuple(rows))] if rows else []
    if same:
        points.append((f"{same} 份密封文件只是重新密封，打开比较过，内容与原来一样",))
    if others:
        points.insert(
            0, (f"{len(others)} 份密封文件说是重新密封，打开以后内容与原来不同：", *few(others, _FEW), "。先退回，查明原因，不要合并")
        )
    return OpenedChange(tuple(points), tuple(people))


def _key(one: Named) -> str:
    return one.name.removesuffix(ROSTER).removesuffix(CONTACTS)


def _named(registry: Registry) -> list[Named]:
    return brought(registry, None)


# --- opening -------------------------------------------------------------------------------------------------------------


def _value(content: bytes | str | None, keys: Keyring) -> Value | str:
    """The value in a sealed file, or why there is none."""
    if content is None or isinstance(content, str):
        return content or "密封文件不在这里"
    try:
        return store.decoded(cipher.unseal(content, keys.identities))
    except CannotOpen as error:
        return f"密封文件打不开（{error}）"
    except (ValueError, RecursionError):
        return "密封文件打开以后不是本工具写的内容"


def _content_here(registry: Registry, one: Named) -> bytes | str | None:
    path = registry.vault_folder / one.name
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return None
    content = path.read_bytes()
    return content if _is(content, one.sealed) else "密封文件与公开登记的校验值不同"


def _content_at(registry: Registry, commit: str, one: Named) -> bytes | None:
    """A sealed file as a commit of the registry names it: from that commit, or from the history of a vault that lies elsewhere."""
    place, folder = registry.root, registry.vault_folder
    found = [""]
    if folder.is_relative_to(place):
        path = f"{folder.relative_to(place).as_posix()}/{one.name}"
        found = [git.tree(place, commit, path).get(path, "")]
    if not any(found):
        place, found = folder, _versions(folder, one.name)
    contents = git.blobs(place, filter(None, found), MAX_BYTES + 1) if any(found) else iter(())
    return next((content for content in contents if content is not None and _is(content, one.sealed)), None)


def _versions(folder: Path, name: str) -> list[str]:
    """The blobs of a file in the history of the repository that a folder belongs to, the newest first."""
    if not folder.is_dir():
        return []
    output = git.ask(folder, "log", "--all", "--no-renames", f"--max-count={_VERSIONS}", "--format=", *git.RAW, "--", name) or b""
    fields = (word.split() for word in output.split(b"\0") if word.strip().startswith(b":"))
    blobs = [blob.decode("ascii") for words in fields for blob in (words[3], words[2])]
    return list(dict.fromkeys(blob for blob in blobs if blob.strip("0")))


def _is(content: bytes, sealed: Sealed) -> bool:
    return (hashlib.sha256(content).hexdigest(), len(content)) == (sealed.sha256, sealed.size)


# --- people --------------------------------------------------------------------------------------------------------------


def _of_roster(old: Value | None, new: Value, names: ReportNames) -> tuple[Words, list[Words]]:
    """How many experts came, went and changed, and a line on each."""
    rows = new.get("experts", [])
    pairs = _pairs([] if old is None else old.get("experts", []), rows)
    came, went, changed = list[Words](), list[Words](), list[Words]()
    for row, (was, now) in enumerate(zip(pairs, rows, strict=True), 1):
        who: Words = (f"第 {row} 行 ", *_person(now))
        is_in, was_in = now.get("state") == "active", was is not None and was.get("state") == "active"
        if is_in and not was_in:
            came.append(("进 ", *who, *((f"（原来已调出：{_removal(was)}）",) if was is not None else ())))
        elif was_in and not is_in:
            went.append(("出 ", *who, f"（{_removal(now)}）"))
        elif was is None:
            went.append(("出 ", *who, f"（原来没有，一写进来就是已调出：{_removal(now)}）"))
        if was is not None and (said := _differences(was, now, names)):
            changed.append(("改 ", *who, "：", *said))
    kept = {id(was) for was in pairs if was is not None}
    for row, one in enumerate(old.get("experts", []) if old is not None else (), 1):
        if id(one) not in kept:
            went.append((f"出 原来第 {row} 行 ", *_person(one), "（整行删去，没有写调出的日期和原因）"))
    start = "新的一份，" if old is None else ""
    return (f"{start}进 {len(came)} 名、出 {len(went)} 名、内容有变 {len(changed)} 名",), [*came, *went, *changed]


def _pairs(olds: Sequence[Value], news: Sequence[Value]) -> list[Value | None]:
    """For each new row the old one of the same expert: by id, else by name and month of birth."""
    by_id = {one["id"]: one for one in olds}
    ids = {one["id"] for one in news}
    by_person = {_same(one): one for one in olds if one["id"] not in ids and "name" in one}
    return [by_id.get(one["id"]) or (by_person.get(_same(one)) if "name" in one else None) for one in news]


def _same(one: Value) -> tuple[str, object]:
    return name_key(one["name"]), one.get("born")


def _person(one: Value) -> Words:
    """An expert by name and unit; by id where both are purged."""
    if "name" not in one:
        return ("编号 ", quote(one.get("id", "")))
    return (quote(one["name"]), "（", quote(one.get("unit", "没有写单位")), "）")


def _removal(one: Value) -> str:
    removed: Value = one.get("removed") or {}
    reason = sealed_roster.REASONS.get(removed.get("reason", ""), "没有写原因")
    return f"{removed.get('date', '没有写日期')} {reason}"


def _differences(old: Value, new: Value, names: ReportNames) -> Words:
    """What else of an expert differs, by the labels of Annex 3."""
    if "name" in old and "name" not in new:
        return ("个人信息已清除",)
    node = schema("sealed-roster", names.codes)["properties"]["experts"]["items"]
    before, now = ({key: value for key, value in one.items() if key not in _OWN} for one in (old, new))
    said = [difference.words for difference in differences("sealed-roster", before, now, names, node)]
    renumbered: list[Words] = [] if old["id"] == new["id"] else [("评委编号：", quote(old["id"]), " → ", quote(new["id"]))]
    return joined([*said, *renumbered], "；")


def _judged(registry: Registry, one: Named, value: Value, today: date) -> Words:
    """How often each rule on experts speaks of an opened roster; the places are told by `zhicheng verify`."""
    name = store.shown(registry.vault_folder / one.name, registry)
    if faults := store.shape_faults("sealed-roster", value, name, registry.ranks.codes):
        return (f"；格式不合（{len(faults)} 处），没有按规则核对",)
    opened_roster = judging(registry, today)(Entry(sealed_roster.roster(value), RosterDocument(name)))
    found = Counter((finding.code, finding.severity) for waiver, finding in opened_roster.findings if waiver is None)
    if not found:
        return ("；单独按规则核对，没有错误和提醒",)
    said = "、".join(f"{code}{'' if severity == 'error' else '（提醒）'} {number} 处" for (code, severity), number in sorted(found.items()))
    return (f"；单独按规则核对：{said}。逐条见 zhicheng verify ", quote(_key(one)))
