"""Checking a draw of members and what shows it: draw stamp, verify, prove."""

from __future__ import annotations

import argparse
import json

from zhicheng.commands.console import FINDINGS, OK, Console
from zhicheng.documents.finding import Finding
from zhicheng.documents.finding_reports import count, json_report, text_report
from zhicheng.drawing import history_checks, proving, sealed_checks, sealed_files, stamps
from zhicheng.draws import files, public_checks
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import DRAW_LIST
from zhicheng.system.atomic_files import replace_files, write_private
from zhicheng.text import reason, show
from zhicheng.vault import store


def stamp(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    value = files.draw(registry, arguments.ids[0])
    if (arguments.out is None) == (arguments.response is None):
        raise UserError("draw stamp 先用 --out 写出请求，寄给时间戳机构；再用 --response 写明回复。每次只写一样。")
    if arguments.out is not None:
        arguments.out.write_bytes(stamps.request(value))
        console.say(
            f"已写入 {arguments.out}。请寄给时间戳机构（HTTP，application/timestamp-query），把回复存成文件，再用 --response 写进方案。"
        )
        return OK
    try:
        response = arguments.response.read_bytes()
    except OSError as error:
        raise UserError(f"读不到 {arguments.response}：{reason(error)}。") from None
    after = stamps.stamped(value, response)
    replace_files(registry.root, [files.public_file(registry, after)])
    console.write(f"{files.public_path(after)}\n")
    return OK


def verify(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    unread = registry.present.get("draw", set()) - {entry.stem for entry in registry.draws}
    names = arguments.ids or sorted({files.draw_id(entry.record) for entry in registry.draws} | unread)
    for name in names:
        files.draw(registry, name)
    if arguments.proof is not None:
        return _verify_proof(arguments, console, registry, names)
    keys = None if arguments.identity is None else store.keyring(arguments.identity)
    roots = None if arguments.roots is None else arguments.roots.read_bytes()
    found: list[Finding] = [] if arguments.ids else history_checks.deleted(registry)
    entries = [entry for entry in registry.draws if files.draw_id(entry.record) in names]
    for entry in entries:
        own = [*public_checks.of_draw(registry, entry), *history_checks.findings(registry, entry)]
        own += stamps.findings(entry.record, entry.document, roots)
        if keys is not None:
            outcome = sealed_checks.checked(registry, keys, entry, console.today(arguments))
            own += outcome.findings
            wrong = any(finding.severity == "error" for finding in own)
            if outcome.nonce and not wrong and "result" not in entry.record:
                console.say(f"{files.draw_id(entry.record)} 的核对码（只有监督人看得到，核对无误再念给抽取的人）：{outcome.nonce}")
        found += own
        for said in (*history_checks.relied_on(registry, entry.record), *stamps.relied_on(entry.record, roots)):
            console.say(f"{files.draw_id(entry.record)} 依靠的是：{said}")
    found.sort(key=lambda one: one.order)
    console.write(json_report(found, len(entries)) if arguments.format == "json" else text_report(found))
    totals = count(found)
    how = "公开的部分" if keys is None else "公开和密封的部分"
    console.say(f"核对了 {len(entries)} 次抽取{how}：{totals['errors']} 个错误，{totals['warnings']} 个提醒。")
    return FINDINGS if totals["errors"] else OK


def _verify_proof(arguments: argparse.Namespace, console: Console, registry: Registry, names: list[str]) -> int:
    if len(names) != 1:
        raise UserError("核对证明的，请写明是哪一次抽取。")
    try:
        given: object = json.loads(arguments.proof.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise UserError(f"读不到证明 {show(arguments.proof.name)}，或者它不是 JSON。请用 zhicheng draw prove 写出的原文件。") from None
    proving.refuse_wrong(files.draw(registry, names[0]), given)
    console.say(f"证明成立：这个人在 {names[0]} 的名单里。这不说明他有没有抽到。")
    return OK


def prove(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    value = files.draw(registry, arguments.ids[0])
    store.refuse_inside(arguments.out, "证明")
    sealed = sealed_files.opened(registry, f"{files.draw_id(value)}{DRAW_LIST}", "sealed-draw", store.keyring(arguments.identity))
    made = proving.proof(value, sealed, arguments.roster, arguments.expert)
    write_private(arguments.out, (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode())
    console.say(f"已写入 {arguments.out}：证明这名评委在名单里，不说明有没有抽到。请只交给本人或者查问的机关。")
    return OK
