"""The commands on sealed files: seal, open, verify."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_also, add_identity, agreed, loaded
from zhicheng.documents import yaml_reading
from zhicheng.documents.finding_reports import count, json_report, text_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import arrival
from zhicheng.registry.records.small_numbers import SMALL
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import BANS, CONTACTS, ROSTER
from zhicheng.rules.engine import OF_VAULT
from zhicheng.system.atomic_files import replace_files, write_private
from zhicheng.system.processes import gc_paused
from zhicheng.text import listed, reason
from zhicheng.vault import bans, cipher, resealing, roster_changes, seal, store
from zhicheng.vault.recipients import refuse_unnamed, unlike
from zhicheng.vault.verify import verified

_NAMED = 5  # files that are named in a sentence


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""

    added = command("seal", _seal, "检查并密封花名册或联系人，写好公开的人数和校验值")
    added.add_argument("id", metavar="编号", help="评审委员会的编号，或 employer-区划代码")
    added.add_argument("file", metavar="文件", type=Path, help="没有密封的花名册或联系人（JSON 或 YAML），放在仓库以外")
    add_also(added)
    add_identity(added, "花名册：中心的私钥文件，同时查违规记录，记下因违纪调出的", required=False)
    added.add_argument("--out", metavar="文件夹", type=Path, help="没有密封库的：密封文件放在哪里，要在登记册以外，例如 U 盘")
    added.add_argument("--yes", action="store_true", help="比已密封的花名册人少的，不问，直接替换")

    added = command("open", _open, "打开密封的花名册或联系人，显示或写到仓库以外", dated=False)
    added.add_argument("id", metavar="编号", help="评审委员会的编号、employer-区划代码，或密封文件的路径")
    add_identity(added, "私钥文件")
    added.add_argument("--contacts", action="store_true", help="打开联系人（默认打开花名册）")
    added.add_argument("--out", metavar="文件", type=Path, help="写到这个文件（要在仓库以外），不显示")
    added.add_argument("--textconv", action="store_true", help="供 git diff 使用：打不开的原样显示")

    added = command("verify", _verify, "打开密封文件，按全部规则核对，与公开的人数比较")
    added.add_argument("ids", metavar="编号", nargs="*", help="只核对这些（默认全部）")
    add_identity(added, "私钥文件")
    added.add_argument("--format", choices=("text", "json"), default="text", help="报告的格式（默认 text）")
    added.add_argument("--strict", action="store_true", help="有提醒也算不通过")


# --- seal, open ------------------------------------------------------------------------------------------------------


def _seal(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry = loaded(arguments, console)
    store.refuse_inside(arguments.file, "没有密封的文件")
    store.put_out(registry, arguments.out)
    try:
        value = seal.read_plain(arguments.file)
    except yaml_reading.Unreadable as error:
        console.write(text_report(error.findings))
        return FINDINGS
    before = _before(registry, arguments, value)
    banned = _looked_up(registry, arguments, console, value, before)
    outcome = seal.prepared(registry, arguments.id, value, console.today(arguments), arguments.also)
    if not outcome.refused and (fewer := _fewer(registry, arguments.id, value, before)) and not arguments.yes:
        console.say(fewer)
        answer = console.ask("确认用这一份替换吗？[y/N] ")
        if answer is None:
            raise UserError("没有密封，原有文件没有改动：没有人可以问。确认要用这一份替换的，请加 --yes 再运行一次。")
        if not agreed(answer):
            console.say("没有密封，原有文件没有改动。")
            return OK
    elif not outcome.refused and before is None and (remark := _perhaps_fewer(registry, arguments.id, value)):
        console.say(remark)
    return write_sealed(registry, console, [outcome], banned, entering=arguments.identity is not None)


def _looked_up(registry: Registry, arguments: argparse.Namespace, console: Console, value: Value, before: Value | None) -> bans.BanChange:
    """The change of the list of bans that sealing a roster brings; `before` is the roster that it replaces. Nothing without an identity,
    which opens the list.
    """
    if arguments.identity is None or "experts" not in value:
        return bans.BanChange()
    seal.give_ids(value)
    keys = store.keyring(arguments.identity)
    return bans.brought_up_to_date(registry, keys, [(arguments.id, before or {}, value)], console.today(arguments))


def _before(registry: Registry, arguments: argparse.Namespace, value: Value) -> Value | None:
    """The sealed roster that a new one would replace; None where there is none, or no identity to open it with."""
    if arguments.identity is None or "experts" not in value or not store.is_sealed_already(registry, arguments.id):
        return None
    return roster_changes.open_roster(registry, arguments.id, store.keyring(arguments.identity))


def _published(registry: Registry, key: str, value: Value) -> Value | None:
    """The published counts of the sealed roster that a roster would replace; None where there are none, or `value` is no roster."""
    public = registry.document(f"registry/rosters/{key}.yaml")
    counts = None if public is None or "experts" not in value else public.value.get("counts")
    return counts if isinstance(counts, dict) else None


def _fewer(registry: Registry, key: str, value: Value, before: Value | None) -> str:
    """A sentence where a roster has fewer experts than the sealed one that it would replace; else "". The experts are counted in `before`,
    where that could be opened, else in the published counts, which may not give the number of those removed.
    """
    counts = _published(registry, key, value)
    if counts is None:
        return ""
    active, removed, now = counts.get("active", 0), counts.get("removed"), len(value["experts"])
    if before is not None:
        active = sum(one["state"] == "active" for one in before["experts"])
        removed = len(before["experts"]) - active
    least = active + (removed or 0)
    if now >= least:
        return ""
    sealed, fewer = (f" {least} 名", f"少 {least - now} 名") if removed is not None else (f"至少 {least} 名", f"至少少 {least - now} 名")
    gone = "已调出的不公布" if removed is None else f"已调出 {removed}"
    return (
        f"已密封的花名册有{sealed}（在库 {active}、{gone}），这一份只有 {now} 名：{fewer}。"
        "密封以后，少的人就不在库里了，调出的原因和日期也没有。"
        "只是增加几个人的，请用 zhicheng roster add；有人调出的，请用 zhicheng roster remove。"
    )


def _perhaps_fewer(registry: Registry, key: str, value: Value) -> str:
    """A remark where a roster may lack experts who were removed, whose number is not published; else ""."""
    counts = _published(registry, key, value)
    if counts is None:
        return ""
    active, now = counts.get("active", 0), len(value["experts"])
    if "removed" in counts or now >= active + SMALL - 1:
        return ""
    return (
        f"提醒：已密封的花名册在库 {active} 名，已调出的人数不公布（少于 {SMALL} 人），看不出这一份的 {now} 名是不是少了已调出的人。"
        "有私钥的，加 --identity 就会核对。"
    )


def write_sealed(
    registry: Registry, console: Console, outcomes: Sequence[seal.Sealing], banned: bans.BanChange, *, entering: bool = False
) -> int:
    """Writes what was sealed and the list of bans, all or none, and reports it. Returns the exit code.

    `entering`: people may come into a pool, so it is said where nobody could look whether they are banned.
    """
    if not any(outcome.refused for outcome in outcomes):
        replace_files(registry.root, [*banned.files, *(file for outcome in outcomes for file in outcome.files)])
        report_bans(registry, console, banned)
        if entering and (closed := bans.unlooked(registry)):
            console.say(closed)
    return max(report_sealing(registry, console, outcome) for outcome in outcomes)


def report_bans(registry: Registry, console: Console, banned: bans.BanChange, paths: bool = True) -> None:
    """Prints the path of the list of bans, where it was written, and the remarks on its change."""
    if paths:
        console.write("".join(f"{store.shown(path, registry)}\n" for path, _ in banned.files))
    for remark in banned.remarks:
        console.say(remark)


def report_sealing(registry: Registry, console: Console, outcome: seal.Sealing) -> int:
    """Prints the findings and the files written, or says that nothing was sealed. Returns the exit code."""
    console.write(text_report(outcome.findings))
    if outcome.refused:
        console.say(f"{count(outcome.findings)['errors']} 个错误，没有密封，原有文件没有改动。")
        return FINDINGS
    console.write("".join(f"{store.shown(path, registry)}\n" for path, _ in outcome.files))
    if registry.sealed_out is not None:
        public, sealed = ([path for path, _ in outcome.files if (path.suffix == ".age") == is_sealed] for is_sealed in (False, True))
        console.say(
            f"已密封。公开的 {listed(store.shown(path, registry) for path in public)} 提交到登记册；"
            f"密封的 {listed(str(path) for path in sealed)} 不提交，打进报送包（zhicheng pack 加 --sealed {registry.sealed_out}）"
            "或者交给中心放进密封库。没有密封的原件请妥善保管或删去。"
        )
        return OK
    if not registry.vault_folder.is_relative_to(registry.root):
        console.say("已密封。公开的文件提交到登记册，.age 文件提交到密封库的仓库；没有密封的原件请妥善保管或删去。")
        return OK
    console.say("已密封。请把上面的文件一起提交；没有密封的原件请妥善保管或删去。")
    return OK


def _open(arguments: argparse.Namespace, console: Console) -> int:
    given = Path(arguments.id)
    if arguments.textconv and not arguments.identity.exists():  # the key is not plugged in, and `git diff` must not fail
        console.write(_escaped(given.read_bytes()))
        return OK
    keys = store.keyring(arguments.identity)
    if arguments.textconv or given.suffix == ".age":
        path = given
    else:
        registry = loaded(arguments, console)
        path = registry.vault_folder / f"{arguments.id}{CONTACTS if arguments.contacts else ROSTER}"
    try:
        plain = cipher.unseal(path.read_bytes(), keys.identities)
    except OSError as error:
        raise UserError(f"读不到 {path}：{reason(error)}。") from None
    except CannotOpen as error:
        if arguments.textconv:
            console.write(_escaped(path.read_bytes()))
            return OK
        raise UserError(f"打不开 {path}：{error}。") from None
    if arguments.out is None:
        console.write(_escaped(plain))
        return OK
    store.refuse_inside(arguments.out, "打开的内容")
    write_private(arguments.out, plain)
    console.say(f"已写入 {arguments.out}（没有密封，只有本人能读）。用完请删去。")
    return OK


def _escaped(content: bytes) -> str:
    """Content as text for a terminal, with control characters escaped: anybody can seal a file to a public key."""
    return yaml_reading.FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", content.decode("utf-8", "replace"))


# --- verify -------------------------------------------------------------------------------------------------------


def _verify(arguments: argparse.Namespace, console: Console) -> int:
    registry = loaded(arguments, console)
    known = {entry.record.key for entry in registry.rosters} | {entry.record.id for entry in registry.committees}
    for key in arguments.ids:
        if key not in known:
            raise UserError(f"没有 {key} 的花名册或登记。请核对编号。")
    absent = {one.name for one in arrival.not_here(registry)} if registry.vault is not None else set()
    if gone := [key for key in arguments.ids if absent & {f"{key}{ROSTER}", f"{key}{CONTACTS}"}]:
        raise UserError(f"{listed(gone)} 的密封文件不在这里，没有核对。请先取来完整的密封库（{registry.vault_folder}）。")
    if remark := refuse_unnamed(registry, store.keyring(arguments.identity), "核对"):
        console.say(remark)
    with gc_paused():
        findings = verified(registry, arguments.identity, console.today(arguments), arguments.ids or None, vault_only=True)
    folder = "" if registry.vault is None else f"{registry.vault.name}/"
    files = {f"{folder}{key}{suffix}" for key in arguments.ids or known for suffix in (ROSTER, CONTACTS)}
    files |= {f"{folder}{BANS}"} | {f"registry/rosters/{key}.yaml" for key in arguments.ids or known}
    records = {entry.path for entry in registry.committees if entry.record.id in (arguments.ids or known)}
    findings = [
        f
        for f in findings
        if f.file in files or (f.file in records and f.code in OF_VAULT) or (not arguments.ids and f.code in ("X007", "X008"))
    ]
    totals = count(findings)
    console.write(json_report(findings, len(files)) if arguments.format == "json" else text_report(findings))
    _say_unlike(registry, arguments, console)
    if elsewhere := arrival.said(registry):
        console.say(elsewhere)
    if closed := bans.unlooked(registry):
        console.say(closed)
    people = sum(opened.members.record.rows for opened in registry.opened)
    console.say(f"核对了 {len(registry.opened)} 份花名册、{people} 名评委：{totals['errors']} 个错误，{totals['warnings']} 个提醒。")
    return FINDINGS if totals["errors"] or (arguments.strict and totals["warnings"]) else OK


def _say_unlike(registry: Registry, arguments: argparse.Namespace, console: Console) -> None:
    """Says which files are sealed to more or fewer keys than the registry names. To which keys a file is sealed cannot be read from its
    header.
    """
    files = [(path, key) for path, key, _ in resealing.to_reseal(registry) if not arguments.ids or key in arguments.ids]
    found = unlike(registry, files, console.today(arguments))
    if found:
        console.say(
            f"{len(found)} 个文件密封给几把公钥，与登记的不同：{listed(found[:_NAMED])}{'等' if len(found) > _NAMED else ''}。"
            "刚换过公钥、评审委员会换了单位级别或者区划，还没有重新密封的，会少或者多；"
            "不是的，请查明多出来的是谁的，再用 zhicheng reseal 重新密封。"
        )
