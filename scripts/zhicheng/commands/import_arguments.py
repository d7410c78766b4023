"""The command that takes filled forms in."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhicheng.commands.arguments import day
from zhicheng.commands.console import AddCommand, add_identity


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""

    def run(arguments: argparse.Namespace) -> int:
        from zhicheng.commands import import_ as import_command  # reads documents and spreadsheets, which nothing else needs

        return import_command.run(arguments, console)

    added = command("import", run, "读填好的附件1、附件2、附件3和量化赋分表（Word、Excel），写成登记文件、密封的联系人和花名册")
    added.add_argument(
        "files", metavar="文件", nargs="+", type=Path, help="填好的表：.docx、.xlsx、.xls、.csv，或者装着它们的文件夹、.zip；可以一起交"
    )
    added.add_argument(
        "--committee", metavar="编号", help="评审委员会的编号（已登记的可以按名称认出）；单位直接报送的花名册写 employer-区划代码"
    )
    added.add_argument(
        "--into", metavar="文件夹", type=Path, help="写在哪里：登记文件默认写进登记库；只有附件3时写没有密封的花名册，要在仓库以外"
    )
    added.add_argument("--authority", choices=("region", "prefecture", "county", "central"), help="单位级别，从单位名称看不准时写明")
    added.add_argument("--area", metavar="代码", help="单位所属行政区划的六位代码，从单位名称看不准时写明")
    added.add_argument("--filed-on", metavar="日期", type=day, help="在登记文件里记上本年度的备案日期（新登记的默认是今天）")
    added.add_argument(
        "--signed-by", metavar="姓名", help="推荐单位签字的负责人：签字即声明评委的品行和廉洁（二（二）1、2），与 --signed-on 一起写"
    )
    added.add_argument("--signed-on", metavar="日期", type=day, help="签字的日期")
    added.add_argument("--consulted", metavar="部门", action="append", default=[], help="征求过意见的行业主管部门（二（三）1），可以写几次")
    add_identity(added, "已有密封花名册时用来打开它，让同一个人保留原来的编号；也用来核对联系人有没有变", required=False)
    added.add_argument("--yes", action="store_true", help="不问，直接写")
