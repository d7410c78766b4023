"""The commands for a submission as one file: pack, receive."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zhicheng.commands.arguments import UsageError
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, loaded, table
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.documents.yaml_reading import FORBIDDEN, Value
from zhicheng.errors import UserError
from zhicheng.registry.records.decision import GROUNDS
from zhicheng.review.delivery.decision_packet import OUTCOMES, Opinion
from zhicheng.review.delivery.packet_receiving import Destination, Options
from zhicheng.review.delivery.packet_zip import MAX_PACKET, PacketRefused
from zhicheng.rules.engine import check
from zhicheng.system.atomic_files import replace_file
from zhicheng.text import private_values, show


def add_commands(command: AddCommand) -> None:
    """Adds the commands to the parser."""
    added = command("pack", pack, "把一次报送打成一个包（zip），用 U 盘或办公系统送出")
    added.add_argument("id", metavar="编号", help="评审委员会的编号")
    added.add_argument("--out", metavar="文件", type=Path, help="包写在哪里（默认当前文件夹里的 编号-年度.zip）")
    added.add_argument("--by", metavar="单位", type=unit, help="报送单位，会公开，不要写个人姓名（默认组建单位）")
    added.add_argument(
        "--paper",
        metavar="文件",
        type=Path,
        nargs="+",
        default=[],
        help="签字盖章的登记表：PDF、图片、Word 或 Excel（默认放由登记文件导出的附件1、2）",
    )
    added.add_argument("--sealed", metavar="文件夹", type=Path, help="没有密封库的：密封文件放在哪里（zhicheng seal 的 --out）")
    added.add_argument("--force", action="store_true", help="已有同名的包时覆盖")

    added = command("receive", _receive, "收报送包：检查以后写到待审核的分支，不动正在用的文件")
    added.add_argument(
        "packets", metavar="报送包", type=Path, nargs="*", help="zhicheng pack 打的包，可以一次收几个；写文件夹，就收里面全部的 .zip"
    )
    added.add_argument(
        "--decision",
        metavar="审核意见",
        type=Path,
        nargs="+",
        default=[],
        help="审核的单位在网页上做的审核意见（.zip）：核对是不是对这份报送包的、算不算数；报送包收过的，可以只写它",
    )
    added.add_argument("--branch", metavar="分支", help="写到这个分支，以 submit/ 开头（默认 submit/编号-年度）")
    added.add_argument("--by", metavar="单位", type=unit, help="谁报送的（默认照包里写的）")
    added.add_argument("--papers", metavar="文件夹", type=Path, help="打印的登记表放在哪里，要在仓库以外（默认包旁边的“纸质表”文件夹）")
    added.add_argument("--force", action="store_true", help="比现有的旧也收下")
    added.add_argument("--dry-run", action="store_true", help="只检查，什么都不写")


def unit(value: str) -> str:
    """The name of an office, which will be public. Raises ArgumentTypeError where it is too short or long, or holds private values."""
    value = value.strip()
    if not 2 <= len(value) <= 100 or FORBIDDEN.search(value) or not value.isprintable() or private_values(value):
        raise argparse.ArgumentTypeError("请写单位名称，2 到 100 个字，不要写电话和邮箱")
    return value


# --- pack --------------------------------------------------------------------------------------------------------------


def pack(arguments: argparse.Namespace, console: Console) -> int:
    """Makes the packet of a committee; `submit` ends with it too. Returns the exit code."""
    from zhicheng.review.delivery import packet, packet_making  # no other command needs them
    from zhicheng.system import git_commits

    registry = loaded(arguments, console)
    key: str = arguments.id
    if key.startswith("employer-"):
        raise UserError("单位直接报送的花名册没有登记表，不用打包。请把 registry/rosters/ 里的人数和密封文件直接报送。")
    if not registry.knows("committee", key):
        raise UserError(f"没有编号是 {show(key)} 的评审委员会。请核对编号。")
    findings = [finding for finding in check(registry, console.today(arguments)).findings if packet_making.is_about(finding, key)]
    console.write(text_report(findings))
    if errors := count(findings)["errors"]:
        console.say(f"{errors} 个错误，没有打包。请照上面的建议改好，再打一次。")
        return FINDINGS
    files, missing = packet_making.files(registry, key, arguments.sealed)
    papers, why_not = (packet_making.papers(arguments.paper), "") if arguments.paper else packet_making.forms(registry, key)
    manifest = packet_making.manifest(registry, key, console.now(arguments), arguments.by)
    out = arguments.out or Path(f"{key}-{manifest['round']}.zip")
    packet_making.refuse_place(out, registry, arguments.force)
    try:
        made = packet.write(manifest, {**files, **papers}, registry.ranks.codes)
    except PacketRefused as error:
        console.say(f"没有打包：{error.reason}。")
        return FINDINGS
    replace_file(out, made)
    console.write(f"{out}\n")
    for name in missing:
        console.say(f"提醒：本机没有 {name}，包里没有它。请核对是不是应当一起报送；没有密封库的，用 --sealed 写明它在哪里。")
    if why_not:
        console.say(f"包里没有打印的登记表：{why_not}签字盖章以后，可以用 --paper 附上扫描件。")
    elif not arguments.paper:
        console.say("包里的附件1、2 由登记文件导出，没有签字盖章。盖章以后，可以用 --paper 附上扫描件。")
    elif packet_making.cannot_be_searched(papers):
        console.say("提醒：PDF 和图片里面无法检查。上面有个人姓名、手机的，请不要放进包里，另外报送纸质件。")
    if git_commits.repository(out.absolute().parent) is not None:
        console.say("提醒：包写在 Git 仓库里，请不要提交它。可以用 --out 写到别处，例如 U 盘。")
    listed = "、".join(packet_making.contents((*files, *papers), key))
    console.say(
        f"已打包（{_size(len(made))}）：{listed}。请把这个文件原样送到受理的{registry.words.prefectures}或中心，不要解开，也不要改里面的文件。"
    )
    return OK


def _size(size: int) -> str:
    """A size in bytes as KiB or MiB."""
    return f"{size / 1024 / 1024:.1f} MiB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KiB"


# --- receive -----------------------------------------------------------------------------------------------------------


def _receive(arguments: argparse.Namespace, console: Console) -> int:
    from zhicheng.review.delivery import decision_taking, packet_receiving

    if not arguments.packets and not arguments.decision:
        raise UsageError("用法有误：要写报送包，或者用 --decision 写审核意见。\n用 zhicheng receive --help 查看说明。")
    if arguments.decision and arguments.dry_run:
        raise UsageError(
            "用法有误：--dry-run 只检查报送包，不和 --decision 一起写；--decision 自己什么都不写。\n用 zhicheng receive --help 查看说明。"
        )
    packets = _packets(arguments.packets)
    registry = loaded(arguments, console)
    options = packet_receiving.Options(arguments.branch, arguments.by, arguments.papers, arguments.force, arguments.dry_run)
    rows = [("评审委员会", "年度", "结果", "分支", "怎么办")]
    destination = packet_receiving.open_destination(registry, console.now(arguments), options)
    opinions, unusable = _opinions(arguments, packets)
    for path in packets:
        outcome = packet_receiving.receive(destination, path, options)
        console.write(text_report(outcome.findings))
        console.say("\n".join((f"{show(path.name, 100)}：{outcome.result}", *(f"    {remark}" for remark in outcome.remarks))))
        rows.append((outcome.whose, outcome.round, outcome.result, outcome.branch, outcome.to_do))
    for path, why in unusable:
        console.say(f"{show(path.name, 100)}：{why}")
        rows.append((show(path.name, 60), "", decision_taking.UNUSABLE, "", "见上面的说明"))
    rows += _taken(destination, opinions, options, console)
    console.write(table(rows))
    counts = Counter(row[2] for row in rows[1:])
    what = "报送包" if packets and not arguments.decision else "审核意见" if not packets else "文件"
    console.say(f"{len(rows) - 1} 个{what}：{'，'.join(f'{number} 个{result}' for result, number in counts.items())}。")
    return FINDINGS if counts[packet_receiving.REFUSED] or counts[decision_taking.UNUSABLE] else OK


def _opinions(arguments: argparse.Namespace, packets: Sequence[Path]) -> tuple[dict[str, list[Opinion]], list[tuple[Path, str]]]:
    """The opinions given, by the branch of the packet that each is on; and those that cannot be used, and why: what cannot be read, and
    what is not on the packet that is given of the same committee and round.
    """
    from zhicheng.review.delivery import decision_taking

    found: dict[str, list[Opinion]] = {}
    unusable: list[tuple[Path, str]] = []
    contents = [path.read_bytes() for path in packets if path.is_file() and path.stat().st_size <= MAX_PACKET] if arguments.decision else []
    for path in arguments.decision:
        try:
            opinion = decision_taking.opened(path)
            for content in contents:
                decision_taking.check_packet(opinion, content)
        except UserError as error:
            unusable.append((path, str(error)))
            continue
        found.setdefault(decision_taking.branch_of(opinion), []).append(opinion)
    return found, unusable


def _taken(
    destination: Destination, opinions: Mapping[str, list[Opinion]], options: Options, console: Console
) -> Iterator[tuple[str, str, str, str, str]]:
    """Takes the opinions, tells what the rules say of the packets now, and yields a row of the table for each."""
    from zhicheng.review.delivery import decision_taking

    for named, of_branch in opinions.items():
        branch = options.branch or named
        try:
            taken, unusable = decision_taking.take(destination, of_branch, branch)
        except UserError as error:
            taken, unusable = [], [(opinion, str(error)) for opinion in of_branch]
        if taken:
            console.write(text_report(taken[0].findings))
        for one in taken:
            value = one.opinion.value
            console.say(f"{one.office}（{show(value['account'])}）{value['made'][:10]}：{OUTCOMES[value['outcome']]}。{_grounds(value)}")
            yield _whose(destination, one.opinion), value["round"], one.result, branch, one.to_do
        for opinion, why in unusable:
            console.say(f"{opinion.key} 的审核意见（{show(opinion.value['account'])}，{opinion.value['made'][:10]}）：{why}")
            yield _whose(destination, opinion), opinion.value["round"], decision_taking.UNUSABLE, branch, "见上面的说明"


def _whose(destination: Destination, opinion: Opinion) -> str:
    """The committee that an opinion is on: its name is that of the registry where it is known there."""
    known = destination.registry.by_id.get(opinion.key)
    return f"{known.name if known is not None else show(opinion.value['name'], 100)}（{opinion.key}）"


def _grounds(value: Value) -> str:
    """What an opinion says of a return or refusal."""
    if value["outcome"] == "approved":
        return ""
    said = [GROUNDS[value["reason_code"]], value.get("note", ""), f"需要更正：{value['mend']}"]
    return f"{'；'.join(show(one, 1000) for one in said if one)}。"


def _packets(given: Sequence[Path]) -> list[Path]:
    """The packets given: of a folder, every .zip in it, since not every shell expands *.zip. Raises UsageError where there is none."""
    found: list[Path] = []
    for path in given:
        if not path.exists():
            raise UsageError(f"没有这个文件：{path}\n用 zhicheng receive --help 查看说明。")
        inside = sorted(file for file in path.iterdir() if file.suffix.lower() == ".zip") if path.is_dir() else [path]
        if not inside:
            raise UsageError(f"文件夹里没有报送包（.zip）：{path}\n用 zhicheng receive --help 查看说明。")
        found += inside
    return found
