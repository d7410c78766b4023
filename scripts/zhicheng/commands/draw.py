"""The command on draws of members: draw plan, key, run, call, cancel, publish, sign, stamp, papers, verify, prove."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from zhicheng.commands import draw_checks, draw_papers
from zhicheng.commands.arguments import Takes, UsageError, check_taken, day, moment, words
from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_identity, loaded
from zhicheng.commands.vault import write_sealed
from zhicheng.documents import loading, yaml_reading
from zhicheng.documents.finding_reports import count, text_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import planning, steps
from zhicheng.draws import files
from zhicheng.draws.seating import LIMITS, REASONS, RESULTS, STEP_FIELDS
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.system.atomic_files import replace_files
from zhicheng.vault import bans, roster_changes, seal, store

_ACTIONS = {
    "plan": Takes(("ids", "plan", "identity"), ("people", "supervisor", "at")),
    "key": Takes(("ids", "identity")),
    "run": Takes(("ids", "nonce"), ("value", "at")),
    "call": Takes(
        ("ids", "identity"), ("group", "rank", "result", "reason", "limit", "note", "present", "caller", "witness", "at"),
    ),
    "cancel": Takes(("ids", "note"), ("date",)),
    "publish": Takes(("ids",), ("date",)),
    "stamp": Takes(("ids",), ("out", "response")),
    "sign": Takes(("ids", "what", "by"), ("date",)),
    "verify": Takes((), ("ids", "identity", "proof", "roots", "format")),
    "prove": Takes(("ids", "identity", "roster", "expert", "out")),
    "papers": Takes(("ids", "out"), ("identity", "place", "public_balance")),
    "replace": Takes((), ("ids",)),
}  # fmt: skip
_GIVEN = (
    "ids", "plan", "people", "identity", "supervisor", "at", "nonce", "value", "group", "rank", "result", "reason", "limit", "note",
    "present", "caller", "witness", "date", "what", "by", "proof", "format", "roster", "expert", "out", "response", "roots",
    "place", "public_balance",
)  # fmt: skip
_OF_STEP = ("group", "rank", "reason", "limit", "note", "present", "caller", "witness")
_SLACK = timedelta(minutes=5)  # between the clock on the wall and this one
_PAPERS = {"plan": "抽取方案", "result": "先后", "calls": "电话记录"}


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("draw", _draw, "随机抽取评委：方案、排先后、打电话、核对")
    added.add_argument("action", metavar="|".join(_ACTIONS), choices=tuple(_ACTIONS), help="做什么；replace 改叫 call")
    help_ = "plan、key：评审委员会的编号（key 可以写几个）；其他：抽取的编号，如 ks-engineering-1；verify 不写的，核对全部"
    added.add_argument("ids", metavar="编号", nargs="*", help=help_)
    added.add_argument("--plan", metavar="文件", type=Path, help="plan：方案的要求（分组、人数、随机数）")
    added.add_argument("--people", metavar="文件", type=Path, help="plan：回避名单、申报人的单位、外地名单，放在登记册以外")
    added.add_argument("--supervisor", metavar="公钥", help="plan：监督人，登记了几个的写明公钥或者名称")
    add_identity(added, "私钥文件：plan、key、call、prove、papers 用中心的；verify 用监督人或者中心的", required=False)
    added.add_argument("--nonce", metavar="核对码", help="run：监督人核对方案以后念的核对码")
    added.add_argument("--value", metavar="随机数", action="append", help="run：随机数，彩票几期写几次；不写的当场输入两遍")
    added.add_argument("--at", metavar="时间", type=moment, help="plan、run、call：什么时候，不写的是现在")
    added.add_argument("--group", metavar="组", help="call：哪一组")
    added.add_argument("--rank", metavar="位次", type=int, help="call：组里第几位")
    added.add_argument("--result", choices=tuple(RESULTS), help="call：" + "、".join(f"{k} {v}" for k, v in RESULTS.items()))
    added.add_argument("--reason", choices=tuple(REASONS), help="call：" + "、".join(f"{k} {v}" for k, v in REASONS.items()))
    added.add_argument("--limit", choices=tuple(LIMITS), help="call：放宽哪一项，" + "、".join(f"{k} {v}" for k, v in LIMITS.items()))
    added.add_argument("--present", metavar="人数", type=int, help="call：封存时写到会几名")
    added.add_argument("--caller", metavar="姓名", type=words, help="call：谁打的电话，只写在密封的文件里；可以写 @文件")
    added.add_argument("--witness", metavar="姓名", type=words, help="call：谁在旁边见证，只写在密封的文件里；可以写 @文件")
    added.add_argument("--note", metavar="文字", type=words, help="cancel：为什么取消；call：说明；可以写 @文件")
    added.add_argument("--date", metavar="日期", type=day, help="cancel、publish、sign：哪一天，不写的是今天")
    added.add_argument("--what", choices=tuple(_PAPERS), help="sign：签的是哪一张，" + "、".join(f"{k} {v}" for k, v in _PAPERS.items()))
    added.add_argument("--by", metavar="文字", type=words, help="sign：谁签的，写职务和人数，不写姓名")
    added.add_argument("--roster", metavar="花名册", help="prove：评委在哪份花名册里")
    added.add_argument("--expert", metavar="评委编号", help="prove：哪一名")
    added.add_argument(
        "--out",
        metavar="文件",
        type=Path,
        help="prove：证明写到哪里，登记册以外；stamp：时间戳的请求写到哪里；papers：写在哪个文件夹，登记册以外",
    )
    added.add_argument("--place", metavar="文字", type=words, help="papers：抽取地点，不写的留空")
    added.add_argument("--public-balance", action="store_true", default=None, help="papers：不含姓名的记录表也写构成，只写可以公布的")
    added.add_argument("--response", metavar="文件", type=Path, help="stamp：时间戳机构的回复（.tsr）")
    added.add_argument("--roots", metavar="文件", type=Path, help="verify：时间戳机构的根证书（PEM），核对时间戳的签名")
    added.add_argument("--proof", metavar="文件", type=Path, help="verify：核对一份证明")
    added.add_argument("--format", choices=("text", "json"), help="verify：结果的格式")


def _draw(arguments: argparse.Namespace, console: Console) -> int:
    action: str = arguments.action
    if action == "replace":
        raise UserError("draw replace 改叫 draw call：依次打电话，答应、不能来、没有打通都记下来，往后递补。")
    arguments.ids = arguments.ids or None
    check_taken(arguments, f"draw {action}", _ACTIONS[action], _GIVEN)
    if action not in ("key", "verify") and len(arguments.ids) != 1:
        raise UserError(f"zhicheng draw {action} 只写一个编号。")
    run: dict[str, Callable[[argparse.Namespace, Console, Registry], int]] = {
        **{"plan": _plan, "key": _key, "run": _run, "call": _call, "cancel": _mark, "publish": _mark, "sign": _mark},
        **{"stamp": draw_checks.stamp, "papers": draw_papers.written, "verify": draw_checks.verify, "prove": draw_checks.prove},
    }
    if action not in ("verify", "papers"):
        console.lock(arguments)
    return run[action](arguments, console, loaded(arguments, console))


def _now(arguments: argparse.Namespace, console: Console) -> datetime:
    """The time of the action, to the second. Raises UsageError where it lies ahead: nothing earlier could be recorded after it."""
    now, given = console.now(arguments), arguments.at
    at: datetime = given or now
    if at > now + _SLACK and (arguments.as_of is None or at.date() > arguments.as_of):
        raise UsageError(f"用法有误：--at {at:%Y-%m-%dT%H:%M} 还没有到。\n用 zhicheng draw --help 查看说明。")
    return at.replace(microsecond=0)


def _read(path: Path, kind: str, registry: Registry, console: Console) -> Value | None:
    """The value of a plain file that fits a schema; None after its findings were printed. Findings on a plan, which names nobody, show
    places and values; others do not.
    """
    try:
        value = seal.read_plain(path)
    except yaml_reading.Unreadable as error:
        console.write(text_report(error.findings))
        return None
    faults = store.shape_faults(kind, value, path.name, registry.ranks.codes)
    if faults and kind == "draw-plan":
        faults = loading.shape_findings(kind, yaml_reading.Document(path.name, path.read_bytes(), value), registry.ranks.codes)
    console.write(text_report(faults))
    return None if faults else value


def _plan(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    wanted = _read(arguments.plan, "draw-plan", registry, console)
    people: Value | None = {}
    if arguments.people is not None:
        store.refuse_inside(arguments.people, "回避和外地名单")
        people = _read(arguments.people, "draw-people", registry, console)
    if wanted is None or people is None:
        return FINDINGS
    keys = store.keyring(arguments.identity)
    made = planning.planned(registry, keys, arguments.ids[0], wanted, people, _now(arguments, console), arguments.supervisor)
    console.write(text_report(made.findings))
    if made.refused:
        console.say(f"{count(made.findings)['errors']} 个错误，没有制定方案，什么都没有写。")
        return FINDINGS
    replace_files(registry.root, made.files)
    console.write("".join(f"{store.shown(path, registry)}\n" for path, _ in made.files))
    name, plan = files.draw_id(made.value), made.value["plan"]
    for group in plan["groups"]:
        out = sum(group.get("excluded", {}).values())
        console.say(
            f"{group['name']}：应到 {group['members']}、候补 {group['alternates']}，在库 {group['pool']}，不参加 {out}，"
            f"参加 {len(group['candidates'])}。"
        )
    if made.elsewhere:
        console.say(f"花名册里另有 {made.elsewhere} 名在库的评委，专业不在任何一组，不参加。")
    console.say(f"短码：{made.value['code']}")
    console.say(
        f"已写好第 {made.value['number']} 次抽取的方案。请在 {plan['randomness']['at']} 以前提交、推送公开的文件，密封的放进密封库；"
        f"当场念短码，请在场的人签字；再请监督人用自己的私钥运行 zhicheng draw verify {name}。"
    )
    return OK


def _key(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    """Seals rosters without a draw key again, each with a new one."""
    keys, today = store.keyring(arguments.identity), console.today(arguments)
    values = {key: roster_changes.open_roster(registry, key, keys) for key in dict.fromkeys(arguments.ids)}
    lacking = {key: value for key, value in values.items() if "draw_key" not in value}
    if there := [key for key in values if key not in lacking]:
        console.say(f"已经有抽取密钥，没有改动：{'、'.join(there)}。")
    outcomes = [seal.prepared(registry, key, value, today, (), value) for key, value in lacking.items()]
    return write_sealed(registry, console, outcomes, bans.BanChange()) if outcomes else OK


def _run(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    value = files.draw(registry, arguments.ids[0])
    typed = arguments.value or _typed_twice(value, console)
    after = steps.run(registry, value, typed, arguments.nonce, _now(arguments, console))
    replace_files(registry.root, [files.public_file(registry, after)])
    console.write(f"{files.public_path(after)}\n")
    groups = "、".join(f"{group} {len(order)} 位" for group, order in after["result"]["ranking"].items())
    console.say(f"已排出先后：{groups}。请提交、推送，再用 zhicheng draw call {files.draw_id(after)} 依次打电话。")
    return OK


def _typed_twice(value: Value, console: Console) -> list[str]:
    """The randomness as two people typed it in, one after the other. Raises UserError where they differ, or nobody can be asked."""
    source = value["plan"]["randomness"]
    places = [f"{one['name']} {one['issue']} 期的号码" for one in source["draws"]] if "draws" in source else ["随机数"]
    found = []
    for place in places:
        first, second = console.ask(f"请输入{place}："), console.ask("请另一个人照原始记录再输入一遍：")
        if first is None or second is None:
            raise UserError("没有人可以问。请用 --value 写明随机数。")
        one, other = "".join(first.split()), "".join(second.split())
        if one != other:
            at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False), 1) if a != b), min(len(one), len(other)) + 1)
            raise UserError(f"两遍输入的{place}不同，从第 {at} 个字符起。请照原始记录核对，重新输入。")
        found.append(first)
    return found


def _call(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    value = files.draw(registry, arguments.ids[0])
    known = steps.calls(registry, store.keyring(arguments.identity), value)
    step = _step(arguments, console)
    if step is not None:
        value, written = steps.recorded(registry, known, step, console.today(arguments))
        replace_files(registry.root, written)
        known = steps.calls(loaded(arguments, console), store.keyring(arguments.identity), value)
        console.say(f"已记第 {len(known.steps)} 步。链的末尾：{value['calls']['chain'][-1][:12]}")
    if "closed" in value.get("calls", {}):
        console.say("已经封存。请打印电话记录，请在场的人签字；再提交、推送。")
        return OK
    waiting = known.now_due()
    for due in waiting:
        phones = "、".join(due.phones) or "（没有电话）"
        again = "" if due.again is None else f"  （没有打通过，{due.again:%H:%M} 以后再打）"
        console.write(f"{due.group}  第 {due.rank} 位  {due.name}  {due.employer}  {phones}{again}\n")
    for said in steps.left_since(registry, store.keyring(arguments.identity), known, console.today(arguments)):
        console.say(said)
    for group in value["plan"]["groups"]:
        states = known.state.states[group["id"]]
        console.say(
            f"{group['name']}：应到 {states.count('member')}／{group['members']}，候补 {states.count('alternate')}／{group['alternates']}"
        )
    if not waiting:
        short = [group["name"] for group in value["plan"]["groups"] if known.state.vacancies(group) > 0]
        if short:
            console.say(
                f"{'、'.join(short)}还缺人，名单里已经没有可以打的。被限额卡住的，与监督人商定后用 --result relaxed 放宽一步；"
                "人不够的，可以照到的人数封存，或者取消重来。"
            )
        console.say("没有人要打了。会开过以后，用 --result closed --present 人数 封存。")
    return OK


def _step(arguments: argparse.Namespace, console: Console) -> Value | None:
    """The step that the options describe; None where there are none. Raises UserError where they do not belong together."""
    step = {name: getattr(arguments, name) for name in _OF_STEP if getattr(arguments, name) is not None}
    result: str | None = arguments.result
    needed = ("result",) if result is None else (*STEP_FIELDS[result], "caller", "witness")
    if result is None and not step and arguments.at is None:
        return None
    if missing := [f"--{name}" for name in needed if name == "result" or name not in step]:
        raise UserError(f"没有记：要写明 {'、'.join(missing)}。")
    if needless := [f"--{name}" for name in step if name not in (*needed, "note")]:
        raise UserError(f"没有记：{RESULTS[str(result)]}不用写 {'、'.join(needless)}。请核对写的是哪一种结果。")
    return {"at": _now(arguments, console).isoformat(), "kind": result, **step}


def _mark(arguments: argparse.Namespace, console: Console, registry: Registry) -> int:
    value = files.draw(registry, arguments.ids[0])
    today = console.today(arguments)
    date = arguments.date or today
    if date > today:
        raise UsageError(f"用法有误：--date {date} 还没有到。\n用 zhicheng draw --help 查看说明。")
    if arguments.action == "cancel":
        after = steps.cancelled(value, date, arguments.note)
    elif arguments.action == "publish":
        after = steps.published(value, date)
    else:
        after = steps.signed(value, arguments.what, date, arguments.by)
    replace_files(registry.root, [files.public_file(registry, after)])
    console.write(f"{files.public_path(after)}\n")
    return OK
