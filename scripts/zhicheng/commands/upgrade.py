"""`zhicheng upgrade`: brings the schemas, workflows and pins of a repository to those of this version of the program."""

from __future__ import annotations

import argparse

from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, loaded
from zhicheng.errors import UserError
from zhicheng.registry import shipped_files
from zhicheng.registry.key_holders import has_list
from zhicheng.registry.key_list import earlier
from zhicheng.system.atomic_files import replace_files
from zhicheng.system.packaged import resource


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("upgrade", _upgrade, "把登记册仓库里的格式文件、工作流和依赖清单换成这一版程序的")
    added.add_argument("--replace", action="store_true", help="本地改过、删过的也换成这一版的（默认只指出来，不动）")


def _upgrade(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry = loaded(arguments, console)
    if resource("schemas").resolve() == (registry.root / "schemas").resolve():
        raise UserError("这里是程序自己的仓库，格式文件就是这一版的。请用 git 更新。")
    plan = shipped_files.upgrade(registry.root, arguments.replace, registry.ranks.codes)
    record = shipped_files.record(plan.digests)
    before = registry.root / shipped_files.RECORD
    changed = [(registry.root / path, content) for path, content in plan.written.items()]
    if changed or not before.is_file() or before.read_text(encoding="utf-8") != record:
        replace_files(registry.root, [*changed, (before, record.encode())])
    console.write("".join(f"更新  {path}\n" for path in plan.written))
    console.write("".join(f"本地改过，没有动  {path}\n" for path in plan.edited))
    console.write("".join(f"本地已经删去，没有恢复  {path}\n" for path in plan.removed))
    if not has_list(registry):
        console.say(
            "公钥还没有写在 registry/recipients.yaml："
            + (
                "请运行 zhicheng keys move，把 recipients.txt 里的移过去，再补上保管岗位。"
                if earlier(registry)
                else "请用 zhicheng keys add 登记。"
            )
            + "没有移的照旧能用。"
        )
    if plan.edited or plan.removed:
        console.say("请逐个核对上面没有动的文件；要换成这一版的，用 zhicheng upgrade --replace。")
        return FINDINGS
    console.say(f"更新了 {len(plan.written)} 个文件，请看过 git diff 再提交。" if plan.written else "都是这一版的，没有改动。")
    return OK
