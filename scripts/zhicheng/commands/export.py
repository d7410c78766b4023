"""The commands for the official forms on paper: export, which fills them, and check-paper, which says whether a printed one equals the
record.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, loaded
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import public
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS
from zhicheng.text import nearest, show
from zhicheng.vault import roster_changes, store

if TYPE_CHECKING:  # imported where they are needed, so that other commands start fast
    from zhicheng.forms import digest, writing

_SEALED_ANNEX = 3  # the roster of experts
_HELP = "\n用 zhicheng export --help 查看说明。"


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""
    added = command("export", _export, "导出正式表格：附件1、2（花名册是附件3），可打印签字盖章")
    added.add_argument("id", metavar="编号", nargs="?", help="评审委员会的编号")
    added.add_argument("--all", action="store_true", help="导出全部在册的评审委员会（附件1、2，Word 和 PDF）")
    added.add_argument("--blank", action="store_true", help="导出空白表格和一份填好的样张")
    added.add_argument("--form", action="append", type=int, choices=(1, 2, 3), help="只导出这个附件，可以写几次（默认 1 和 2）")
    added.add_argument("--format", choices=("docx", "xlsx"), default="docx", help="docx（默认）；xlsx 是专业目录、赋分表和花名册")
    added.add_argument(
        "--with-specialties", action="store_true", help="附件3 多三列：系列、一级专业、二级专业（函里没有；再导入时不用从岗位认专业）"
    )
    added.add_argument("--pdf", action="store_true", help="同时导出 PDF")
    added.add_argument("--out", metavar="文件夹", type=Path, help="写在哪里（默认 exports/；含个人信息的必须写明，要在仓库以外）")
    added.add_argument("--identity", metavar="文件", type=Path, help="私钥文件：附件1 填上联系人，附件3 填上评委")

    added = command("check-paper", _check_paper, "核对打印的表格是否仍与登记一致", dated=False)
    added.add_argument("digest", metavar="登记摘要", help="表格页脚的 12 个字符，例如 k7q2-m9ab-03xz；横线、空格和大小写不限")
    added.add_argument("--id", metavar="编号", help="表格页脚的评审委员会编号")


def _committee(registry: Registry, key: str) -> Committee:
    if key in registry.by_id:
        return registry.by_id[key]
    near = nearest(key, registry.by_id)
    raise UserError(f"没有编号为 {show(key)} 的评审委员会，或者它的登记文件有错误。" + (f"是否想写 {near}？" if near else "请核对编号。"))


# --- export ------------------------------------------------------------------------------------------------------------


def _export(arguments: argparse.Namespace, console: Console) -> int:
    from zhicheng.forms import writing

    _check_usage(arguments)
    registry = loaded(arguments, console)
    out: Path = arguments.out or registry.root / writing.FOLDER
    if arguments.blank:
        wanted = writing.blanks(registry, arguments.pdf, arguments.with_specialties)
    elif arguments.all:
        active = [c for c in public.committees(registry) if c.active]
        numbers = [number for number in registry.annexes(registry.settings.current_round) if number != _SEALED_ANNEX]
        wanted = (file for c in _with_progress(active, console) for file in writing.of_committee(registry, c, numbers, ["docx", "pdf"]))
    else:
        wanted = _files_of_committee(registry, arguments, console, out)
    if arguments.out is not None and not out.is_dir():
        raise UserError(f"没有文件夹 {out}。请先建立，或换一个。")
    return _write(wanted, out, registry, console)


def _check_usage(arguments: argparse.Namespace) -> None:
    if [arguments.id is not None, arguments.all, arguments.blank].count(True) != 1:
        raise UsageError(f"用法有误：请写一个编号，或 --all，或 --blank，三样里只写一样。{_HELP}")
    if arguments.id is None and (arguments.form or arguments.identity):
        raise UsageError(f"用法有误：--form 和 --identity 只能与编号一起用，含个人信息的表格一次只导出一个评审委员会的。{_HELP}")
    if 3 in (arguments.form or ()) and arguments.identity is None:
        raise UsageError(f"用法有误：附件3 是密封的，导出要写 --identity 私钥文件。{_HELP}")
    if arguments.with_specialties and not arguments.blank and 3 not in (arguments.form or ()):
        raise UsageError(f"用法有误：--with-specialties 是说附件3的，请加上 --form 3，或与 --blank 一起写。{_HELP}")
    if arguments.identity is not None and arguments.out is None:
        raise UsageError(f"用法有误：含个人信息的表格不能放在仓库里，请用 --out 写明仓库以外的文件夹。{_HELP}")


def _files_of_committee(registry: Registry, arguments: argparse.Namespace, console: Console, out: Path) -> Iterator[writing.FormFile]:
    """The forms of one committee. Opens the sealed contacts and roster where --identity is given."""
    from zhicheng.forms import writing

    committee = _committee(registry, arguments.id)
    existing = registry.annexes(registry.settings.current_round)
    numbers = sorted(set(arguments.form or (number for number in existing if number != _SEALED_ANNEX)))
    if missing := [number for number in numbers if number not in existing]:
        there_are = "、".join(f"附件{number}" for number in existing)
        raise UserError(f"本登记册没有附件{missing[0]}，有的是{there_are}（规则文件的 annexes）。请改 --form。")
    formats = [arguments.format, *(["pdf"] if arguments.pdf else [])]
    contacts, people = None, None
    if arguments.identity is not None:
        store.refuse_inside(out / "x", "含个人信息的表格")
        keys = store.keyring(arguments.identity)
        contacts = _contacts(registry, committee, keys, console) if 1 in numbers else None
        people = roster_changes.open_roster(registry, committee.id, keys) if 3 in numbers else None
    if not committee.active:
        console.say("提醒：这个评审委员会已撤销登记。")
    return writing.of_committee(registry, committee, numbers, formats, contacts, people, arguments.with_specialties)


def _contacts(registry: Registry, committee: Committee, keys: store.Keyring, console: Console) -> Value | None:
    """The opened contacts of a committee, or None where it has sealed none. Raises UserError where they cannot be opened or used."""
    path = registry.vault_folder / f"{committee.id}{CONTACTS}"
    where = store.shown(path, registry)
    if committee.contacts is None:
        console.say("这个评审委员会没有密封的联系人，附件1 里的联系人留空。")
        return None
    try:
        value = store.opened(path, keys)
    except FileNotFoundError:
        raise UserError(f"密封库里没有 {where}。请先取得密封库，或用 zhicheng seal 密封联系人。") from None
    except CannotOpen as error:
        raise UserError(f"打不开 {where}：{error}。") from None
    if store.shape_faults("contacts", value, path.name) or value["committee"] != committee.id:
        raise UserError(f"{where} 里的内容不合联系人的格式，或者属于别的评审委员会。请用 zhicheng verify 查明原因。")
    return value


def _with_progress(committees: Sequence[Committee], console: Console) -> Iterator[Committee]:
    """The same committees, with a line of progress for each."""
    for number, committee in enumerate(committees, 1):
        console.progress(f"导出 {number}/{len(committees)} {committee.id} …")
        yield committee
    console.progress("")


def _write(wanted: Iterable[writing.FormFile], out: Path, registry: Registry, console: Console) -> int:
    from zhicheng.forms import writing

    remarks: dict[str, list[str]] = {}
    count = private = 0
    try:
        for file in wanted:
            content, remark = file.make()
            out.mkdir(parents=True, exist_ok=True)
            console.write(f"{store.shown(writing.write(out, file, content), registry)}\n")
            count, private = count + 1, private + file.private
            if remark:
                remarks.setdefault(remark, []).append(file.name)
    finally:
        console.progress("")
    for remark, names in remarks.items():
        console.say(f"提醒：{names[0]}{f' 等 {len(names)} 个文件' if len(names) > 1 else ''}：{remark}")
    console.say(f"导出了 {count} 个文件。" + ("含个人信息的只有本人能读，用完请删去。" if private else ""))
    return OK


# --- check-paper -------------------------------------------------------------------------------------------------------


def _check_paper(arguments: argparse.Namespace, console: Console) -> int:
    from zhicheng.forms import digest
    from zhicheng.registry import history

    code = digest.read(arguments.digest)
    if code is None:
        raise UserError(
            f"“{show(arguments.digest)}”不是登记摘要：应当是 12 个字符，例如 k7q2-m9ab-03xz，没有字母 u。请对照表格的页脚再写一次。"
        )
    registry = loaded(arguments, console)
    only = _committee(registry, arguments.id) if arguments.id is not None else None
    committee_history = history.read(registry)
    found = list(digest.find(registry, committee_history, code))
    for committee, versions, printed in found:
        if only is None or committee.id == only.id:
            return _say_found(committee, versions, printed, console)
    console.write(f"没有找到：{digest.shown(code)}\n")
    if found:
        console.say(f"这是另一个评审委员会 {found[0][0].name}（{found[0][0].id}）的登记摘要。请核对编号。")
    else:
        console.say("登记册里没有公布过这样的内容。请对照页脚核对每个字符；也可能表格来自还没有合并的改动，或者来自别的登记册。")
        if not committee_history.complete or not committee_history.versions:
            console.say("这里只有部分历史，或者没有用 Git：较早的内容没有查到。请在有完整历史的登记库里再查一次。")
    return FINDINGS


def _say_found(committee: Committee, versions: digest.DigestVersions, printed: digest.DigestVersion, console: Console) -> int:
    from zhicheng.forms import digest

    since = f"（{printed.date} 起）" if printed.date else ""
    if printed.digest == versions.now.digest:
        console.write(f"一致：{digest.shown(printed.digest)} 是 {committee.name}（{committee.id}）现在的登记内容{since}。\n")
        if not committee.active:
            console.say("但这个评审委员会已撤销登记，不再受理申报。")
        return OK
    changed = digest.differing(printed, versions.now)
    lines = "".join(f"  {digest.label(key)}\n" for key in changed)
    old, new = digest.shown(printed.digest), digest.shown(versions.now.digest)
    console.write(f"不一致：{old} 是 {committee.name}（{committee.id}）以前的登记内容{since}，现在是 {new}。\n")
    console.write(f"从那以后改过的内容：\n{lines}")
    if set(changed) <= digest.NOT_PRINTED:
        console.say("这几项有的表格不印：表上没有印的，表上的内容就没有变。")
    console.say(f"要一份新的，请运行：zhicheng export {committee.id}")
    return FINDINGS
