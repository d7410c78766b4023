"""Points that only a reviewer can judge, outside of the records of committees: keys, decisions, links, and files of other sorts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path

from zhicheng.documents.sentences import Words, few, joined, prose, quote
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry import arrival, new_record
from zhicheng.registry.key_holders import fingerprint, has_list, named_keys
from zhicheng.registry.records.recipients import ROLES, Recipient
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS, DRAW
from zhicheng.review.report.parts import PROGRAM, OtherFiles
from zhicheng.system import git
from zhicheng.vault import recipients
from zhicheng.vault.guard import KINDS as GUARDED
from zhicheng.vault.guard import Refusal

_FEW, _KEYS = 5, 12
_LONGEST = 60  # characters of a comment that are shown
_QUOTED, _COMMENT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'"), re.compile(r"(?:^|\s)#(.*)")
_MOST = 1024 * 1024  # bytes of a page that are searched
_ACTIVE = re.compile(
    rb"<\s*(?:script|iframe|object|embed|applet|frame|form|base|meta|link|style|svg|math)\b"
    rb"|\bon[a-z]{3,20}\s{0,9}=|javascript:|\bsrc(?:set)?\s{0,9}=\s{0,9}[\"']?\s{0,9}(?:[a-z]{1,9}:)?//|!\[[^\]\n]{0,200}\]\(\s{0,9}(?:[a-z]{1,9}:)?//",
    re.IGNORECASE,
)
# What is asked about a sort of files, by the name of the sort.
_ASKED = {
    "测试": "不影响登记，请管理员看过",
    "文档": "网站原样登出，请看内容",
    "代码平台的工作流程和模板": "会在代码平台上运行，请管理员逐行看",
}
_KNOWN_BY_NAME = {
    ".gitattributes": "改变 Git 怎样存取和比较文件",
    ".gitmodules": "引来别的仓库",
    ".gitignore": "决定哪些文件不进入仓库",
}


def of_keys(before: Registry | None, after: Registry) -> Iterator[Words]:
    """Which keys came, went or changed, by holder and fingerprint: who can open what is sealed from now on."""
    if has_list(after) and after.recipients is None:
        yield ("公钥（registry/recipients.yaml）读不出来，看不出密封给谁：先退回修改，不要合并",)
        return
    olds, news = ({} if one is None else _by_use(one) for one in (before, after))
    said: list[Words] = [("增加了", *_key(one)) for use, one in news.items() if use not in olds]
    said += [("删去了", *_key(one), "（停用的应当写 until，不要删去）") for use, one in olds.items() if use not in news]
    for use, one in news.items():
        said += _changed(olds[use], one) if use in olds else []
    if said:
        what = "公钥有改动，决定以后谁能打开花名册和联系人："
        yield (what, *few(said, _KEYS, "；"), "。请当面或者用电话，与保管的单位核对指纹")


def _by_use(registry: Registry) -> dict[tuple[object, ...], Recipient]:
    return {(one.key, one.role, one.area, one.committee): one for one in (named.recipient for named in named_keys(registry))}


def _key(one: Recipient) -> Words:
    whose = one.committee or one.area
    use: Words = (ROLES[one.role], *((" ", quote(whose)) if whose else ()))
    return ("“", quote(one.holder), "”的公钥（", *use, f"，指纹 {fingerprint(one.key)}）")


def _changed(old: Recipient, new: Recipient) -> list[Words]:
    """What of a key that is named before and after is said in another way."""
    found: list[Words] = []
    if old.until is None and new.until is not None:
        found.append(("停用了", *_key(new), f"，到 {new.until} 为止"))
    elif (old.since, old.until) != (new.since, new.until):
        found.append((*_key(new), "的启用、停用日期有变"))
    if old.holder != new.holder:
        found.append((*_key(new), "原来写的是“", quote(old.holder), "”保管"))
    return found


def of_decisions(before: Registry | None, after: Registry) -> Iterator[Words]:
    """How many decisions came, and which of them bear a day before the last one that was there, or none any more in a file."""
    olds = [] if before is None else [one for entry in before.decisions for one in entry.record]
    news = [one for entry in after.decisions for one in entry.record]
    came = [one for one in news if one not in olds]
    if not came:
        return
    last = max((one.date for one in olds), default=None)
    early = [one for one in came if last is not None and one.date < last]
    late: Words = ()
    if early:
        named: list[Words] = [(quote(one.committee), f" {one.date}") for one in early]
        late = (f"；其中 {len(early)} 条的日期早于已有的最后一条（{last}）：", *few(named, _FEW))
    yield (f"审核记录新增 {len(came)} 条", *late, "。请与平台上的审核、书面的同意核对")


def of_holders(before: Registry | None, after: Registry) -> Iterator[Words]:
    """Sealed files that do not change although other people should be able to open them now, since the level or division of their committee
    changes.
    """
    known = set() if before is None else {(one.name, one.sealed) for one in arrival.named(before)}
    ids = dict.fromkeys(one.name.partition(".")[0] for one in arrival.named(after) if (one.name, one.sealed) in known)
    for key in ids:
        old, new = (None if one is None else one.by_id.get(key) for one in (before, after))
        if before is None or old is None or new is None or (old.authority, old.area) == (new.authority, new.area):
            continue
        try:
            was, now = ({one.key: one.holder for one in recipients.of_file(registry, key, date.max)} for registry in (before, after))
        except UserError:  # sealing would say why
            continue
        said: list[Words] = [("“", quote(holder), "”还打得开") for one, holder in was.items() if one not in now]
        said += [("“", quote(holder), "”还打不开") for one, holder in now.items() if one not in was]
        if said:
            how = "。同意的，合并以后请持钥人运行 zhicheng reseal "
            yield ("“", quote(f"{new.name}（{key}）"), "”换了单位级别或者区划，密封文件没有变：", *joined(said, "，"), how, quote(key))


def of_sealed(before: Registry | None, after: Registry) -> Iterator[Words]:
    """The sealed files that a change names for the first time and that are not here, where the vault is a repository of its own."""
    if after.vault is not None and after.vault.complete:
        return  # R202 says what is missing
    there = {} if after.vault is None else after.vault.files
    missing: list[Words] = [(quote(one.name),) for one in arrival.brought(after, before) if one.name not in there]
    if missing:
        yield (f"登记了 {len(missing)} 个新的密封文件，这里没有，没有核对：", *few(missing, _FEW), "。合并以前要先送到密封库")


def of_unnamed(after: Registry, others: Sequence[OtherFiles]) -> Iterator[Words]:
    """Changed sealed files that no public file names. The report knows neither their content nor whose they are."""
    sealed = [item for other in others if other.sort == "密封文件" for item in other.files]
    if bans := [status for path, status in sealed if path.rpartition("/")[2] == BANS]:
        how = {"added": "新增", "modified": "有改动", "deleted": "被删去"}[bans[0]]
        yield (f"违规记录 {BANS} {how}，公开的部分看不出内容：请由中心的持钥人打开核对",)
    draws = {f"{entry.stem}{ending}" for entry in after.draws for ending in DRAW}
    drawn: list[Words] = [(quote(path, 200),) for path, _ in sealed if path.rpartition("/")[2] in draws]
    if drawn:
        said = "。定了的名单一个字节也不能变，电话记录只能接着写：请监督人运行 zhicheng draw verify"
        yield (f"评委抽取的密封文件有改动 {len(drawn)} 个：", *few(drawn, _FEW), said)
    known = {*draws, *(one.name for one in arrival.named(after))}
    names = {path: path.rpartition("/")[2] for path, status in sealed if status != "deleted"}
    stray: list[Words] = [(quote(path, 200),) for path, name in names.items() if name not in known and name != BANS]
    if stray:
        yield (f"{len(stray)} 个密封文件没有登记的文件提到，看不出是谁的：", *few(stray, _FEW), "。请问清来历；不该有的，请退回")


def of_private(refused: Sequence[Refusal]) -> Iterator[Words]:
    """Private material in the commits of the change, even if a later commit removed it: place and commit, never the value, and the steps to
    put it right.
    """
    for one in refused[:_FEW]:
        when = f"（提交 {one.commit[:10]}）" if one.commit else ""
        start = "提醒：" if one.is_reminder else "不能进入仓库："
        yield (start, quote(one.place(), 200), f" 有{GUARDED[one.kind]}{when}。", prose(one.remedy()))
    if len(refused) > _FEW:
        yield (f"另有 {len(refused) - _FEW} 处这样的内容，运行 zhicheng guard --base 版本 逐处列出",)


def sealed_count(resealed: Collection[str]) -> int:
    """The number of files that are only sealed anew, counted by the public files that hold their hashes."""
    return sum(path.endswith(".yaml") for path in resealed)


def of_changes(before: Registry | None, after: Registry, changes: Sequence[git.FileChange]) -> Iterator[Words]:
    """Points that concern any file of the registry: links, and comments."""
    yield from _links(after.root, changes)
    yield from _new_comments(before, after, changes)


def _new_comments(before: Registry | None, after: Registry, changes: Sequence[git.FileChange]) -> Iterator[Words]:
    """Comments that a change writes into the files of the registry: they are public, and nothing else looks at them. Not those that the
    program itself writes.
    """
    old = set() if before is None else {said for document in before.documents for _, said in _comments(document.text)}
    found: list[Words] = []
    for change in changes:
        document = after.document(change.path)
        came = [] if document is None else [one for one in _comments(document.text) if one[1] not in old]
        if document is not None and came and change.path.startswith("registry/committees/"):
            made = _of_program(after, document.value)
            came = [one for one in came if one[1] not in made]
        found += [(quote(change.path, 200), f" 第 {line} 行“", quote(said, _LONGEST), "”") for line, said in came]
    if found:
        yield (
            f"新写了 {len(found)} 行注释，随文件公开，检查不看它们：",
            *few(found, _FEW, "；"),
            "。请看有没有姓名等不能公开的，与登记的内容有没有矛盾",
        )


def _of_program(registry: Registry, value: Value) -> set[str]:
    """The comments that the program writes into the record of a committee: an empty one (`new`) and one that is filled in (`import`)."""
    current = registry.settings.current_round
    books = registry.rulebooks_of(current)
    identifier, authority, area = (str(value.get(key, "")) for key in ("id", "authority", "area"))
    texts = (
        new_record.record_text(registry.words, identifier, authority, area, current, date.min, books),
        new_record.filled_text(registry.words, value, books),
    )
    return {said for text in texts for _, said in _comments(text)}


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """The comments of a YAML text, each with its line; not the first one, by which editors find the schema."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _COMMENT.search(_QUOTED.sub(lambda quoted: " " * len(quoted[0]), line)) if "#" in line else None
        said = "" if found is None else line[found.start(1) :].strip()
        if said and not said.startswith("yaml-language-server:"):
            yield number, said


def _links(root: Path, changes: Sequence[git.FileChange]) -> Iterator[Words]:
    """Files that are links now, and other repositories: what they show lies elsewhere, and is not part of the change."""
    there = [change.path for change in changes if change.status != "deleted"]
    modules: list[Words] = [(quote(change.path, 200),) for change in changes if change.is_module]
    if modules:
        yield (f"{len(modules)} 处指向别的仓库（子模块），内容不在这次修改里：", *few(modules, _FEW), "。除非确实需要，请退回")
    links: list[Words] = [(quote(path, 200),) for path in there if (root / path).is_symlink()]
    if links:
        yield (f"{len(links)} 个文件是符号链接，指向别处，内容不在这次修改里：", *few(links, _FEW), "。除非确实需要，请退回")


def of_files(root: Path, others: Sequence[OtherFiles]) -> Iterator[Words]:
    """A point for every sort of other files for which there is no point yet, so that none goes unmentioned."""
    for other in others:
        paths = [path for path, _ in other.files]
        named: list[Words] = [(quote(path, 200),) for path in paths]
        if other.sort == "文档":
            active: list[Words] = [(quote(path, 200),) for path in paths if _is_active(root / path)]
            if active:
                said = "里有脚本、嵌入的网页或者外来的内容，网站会原样登出，在打开的人那里运行"
                yield (f"{len(active)} 个文档", said, "：", *few(active, _FEW), "。除非确实需要，请退回")
        if other.sort in _ASKED:
            yield (f"改动了{other.sort} {len(paths)} 个：", *few(named, _FEW), f"。{_ASKED[other.sort]}")
        elif other.sort not in (*PROGRAM, "密封文件"):
            known = {name: why for name, why in _KNOWN_BY_NAME.items() if any(path.rpartition("/")[2] == name for path in paths)}
            why: Words = ("（", *joined([(quote(name), f" {what}") for name, what in known.items()], "；"), "）") if known else ()
            said = f"改动了 {len(paths)} 个不是登记的文件，报告看不出它们的作用："
            yield (said, *few(named, _FEW), *why, "。请逐个看内容；不该有的，请退回")


def _is_active(path: Path) -> bool:
    """Whether a page has something in it that the browser of its reader would run, or fetch from elsewhere."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return _ACTIVE.search(stream.read(_MOST)) is not None
