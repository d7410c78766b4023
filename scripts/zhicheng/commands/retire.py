"""`zhicheng retire`: removes the sealed files of a withdrawn committee from the vault."""

from __future__ import annotations

import argparse

from zhicheng.commands.console import OK, AddCommand, Console, add_identity, agreed, loaded
from zhicheng.commands.vault import report_bans
from zhicheng.errors import UserError
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import listed
from zhicheng.vault import retiring, store
from zhicheng.vault.retiring import Retirement


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("retire", _retire, "已经撤销登记的：从密封库删去它的花名册和联系人，公开的人数留下")
    added.add_argument("id", metavar="编号", help="已经撤销登记的评审委员会的编号")
    add_identity(added, "有花名册的：中心的私钥文件，先把没有满期的违规记录留下", required=False)
    added.add_argument("--yes", action="store_true", help="不问，直接删去")


def _retire(arguments: argparse.Namespace, console: Console) -> int:
    console.lock(arguments)
    registry = loaded(arguments, console)
    keys = None if arguments.identity is None else store.keyring(arguments.identity)
    made = retiring.retirement(registry, arguments.id, keys, console.today(arguments))
    if not made.gone:
        console.say(f"{arguments.id} 没有密封文件，没有要删的。")
        return OK
    for line in _described(made):
        console.say(line)
    if not arguments.yes:
        answer = console.ask("确认删去吗？[y/N] ")
        if answer is None:
            raise UserError("没有删去，文件没有改动：没有人可以问。核对过的，请加 --yes 再运行一次。")
        if not agreed(answer):
            console.say("没有删去，文件没有改动。")
            return OK
    replace_files(registry.root, made.files, made.gone)
    console.write("".join(f"{store.shown(path, registry)}\n" for path in (*(path for path, _ in made.files), *made.gone)))
    report_bans(registry, console, made.banned, paths=False)
    outside = not registry.vault_folder.is_relative_to(registry.root)
    where = "删去的 .age 文件提交到密封库的仓库，公开的文件提交到登记册。" if outside else "请把上面的文件（连同删去的）一起提交。"
    console.say(f"已删去 {len(made.gone)} 个密封文件。{where}")
    console.say("密封库的 Git 历史和备份里还有：要彻底删除，请按“威胁模型”一页改写密封库的历史。")
    return OK


def _described(made: Retirement) -> list[str]:
    """What would go and what would stay, in sentences."""
    committee = made.committee
    withdrawn = committee.withdrawn
    said = [f"{committee.name}{'' if withdrawn is None else f'，{withdrawn.date} 撤销登记'}。将从密封库删去："]
    said += [f"  {path.name}" for path in made.gone]
    if made.roster is not None:
        rows = made.roster["experts"]
        days = sorted(row.get("removed", {}).get("date", "") for row in rows if row["state"] == "removed")
        active = len(rows) - len(days)
        last = f"，最近一次 {days[-1]}" if days and days[-1] else ""
        said.append(
            f"花名册里在库 {active} 名、已调出 {len(days)} 名{last}。查处、投诉、复核还没有完的，请先不要删（保存多久由中心的制度定）。"
        )
        successors = () if withdrawn is None else withdrawn.all_successors
        if active and successors:
            said.append(f"接续的是 {listed(successors)}：要转过去的人，请先用 zhicheng roster move。")
        said.append("留下：公开的人数（写明哪天删去），和没有满期的违规记录。")
    return said
