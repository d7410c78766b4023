"""The papers of a draw of members: the plan (抽取方案), which is signed when it is read aloud, and the record (抽取记录表).

Without the opened calls a paper has no names: it says of ranks and numbers what the public file says. With them the record names the
people who were called or are due, with employer, times and reasons, and has the balance as an appendix; that one is private. All others
are left out of it: nobody needs to know who else was on the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import stamps, steps
from zhicheng.drawing.balance import Balance
from zhicheng.draws import files, public_file, randomness
from zhicheng.forms.writing import draw_tables
from zhicheng.forms.writing.layout import Form, Line, Table
from zhicheng.registry.registry import Registry

PLAN, RECORD = "plan", "record"


def plan(registry: Registry, value: Value) -> Form:
    """The plan on paper: what was laid down before the randomness existed, with the short code and room for signatures."""
    made = value["plan"]
    title = "评审专家抽取方案"
    more = [
        *_facts(registry, value),
        ("名单以哪天为准", made["as_of"]),
        *([("开会日期", made["meeting"])] if "meeting" in made else []),
        ("随机数", f"{source(registry, made['randomness'])}，{draw_tables.moment(made['randomness']['at'])} 产生"),
        ("限额", "；".join(draw_tables.limits(made.get("limits", {}))) or "没有"),
        *([("不久前抽到过的", f"{made['rest']} 起到过会的不参加")] if "rest" in made else []),
        ("打电话", f"没有打通的，隔 {made['calls']['minutes']} 分钟以上再打，一共打 {made['calls']['attempts']} 次"),
        *([("到会至少", f"{made['quorum']} 名")] if "quorum" in made else []),
        ("监督人", made["supervisor"]["holder"]),
        *_stamp(value),
    ]
    blocks = (
        Line(title, "title"),
        *_cancelled(value),
        Line("短码（当场念，逐字核对）", "part"),
        Line(value["code"], "code"),
        draw_tables.labelled(more),
        Line("各组的条件和人数", "part"),
        draw_tables.conditions(registry, value),
        Line("名单的来源", "part"),
        draw_tables.rosters(value),
        Line("怎样核对", "part"),
        draw_tables.labelled([
            ("密封的名单", *draw_tables.hash_lines("SHA-256", made["sealed"]["sha256"])),
            ("方案的指纹", *draw_tables.hash_lines("SHA-256", public_file.digest(value))),
        ]),
        Line(
            f"短码由方案全文（含名单的 {len(made['list'])} 个指纹）算出，方案改一个字，短码就不同。公布以后，任何人可以运行"
            f" zhicheng draw verify {files.draw_id(value)} 核对；怎样算，见登记册的“抽取办法”，用别的程序也算得出。",
            "plain",
        ),
        *draw_tables.signatures("以上短码与公布的方案一致，随机数尚未产生。"),
    )  # fmt: skip
    return _form(registry, value, title, blocks)


def record(registry: Registry, value: Value, place: str = "", known: steps.Calls | None = None, balance: Balance | None = None) -> Form:
    """The record of a draw that was ranked. `place` is where it was held; with `known`, the opened calls, it names people.

    `balance` stands in the private record with every number, in the one without names as far as it may be published.
    """
    title = "评审专家抽取记录表"
    result, closed = value["result"], value.get("calls", {}).get("closed")
    facts = [
        *_facts(registry, value),
        ("抽取地点", place),
        ("抽取方式", f"公开办法随机抽取（{value['plan']['algorithm']}）：{source(registry, value['plan']['randomness'])}"),
        ("排先后", draw_tables.moment(result["drawn_at"])),
        *([("封存", f"{draw_tables.moment(closed['at'])}，到会 {closed['present']} 名")] if closed else [("封存", "还没有封存")]),
        ("限额", _limits_now(value, known)),
        ("监督人", value["plan"]["supervisor"]["holder"]),
        *_stamp(value),
    ]
    blocks = (
        Line(title, "title"),
        *_cancelled(value),
        Line("短码", "part"),
        Line(value["code"], "code"),
        draw_tables.labelled(facts),
        Line("各组的条件和人数", "part"),
        draw_tables.conditions(registry, value),
        *draw_tables.results(value),
        *(block for group in value["plan"]["groups"] for block in draw_tables.ranks(value, group, known)),
        *(draw_tables.remarks(known) if known is not None else ()),
        *([] if balance is None else draw_tables.whole_balance(balance) if known is not None else draw_tables.public_balance(balance)),
        Line("怎样核对", "part"),
        draw_tables.labelled([
            ("随机数", *draw_tables.broken(result["value"])),
            ("种子", *draw_tables.broken(result["seed"])),
            ("电话记录的链", *draw_tables.chain(value)),
            ("方案的指纹", *draw_tables.broken(public_file.digest(value))),
        ]),
        Line(
            f"先后由方案和随机数算出，谁都可以重算：zhicheng draw verify {files.draw_id(value)}；怎样算，见登记册的“抽取办法”。"
            "号是公布的指纹从小到大的次序，位次是抽出的先后。",
            "plain",
        ),
        *draw_tables.signatures("以上记录与当场情况一致。"),
    )  # fmt: skip
    return _form(registry, value, title, blocks, private=known is not None)


def _form(registry: Registry, value: Value, title: str, blocks: Sequence[Line | Table], private: bool = False) -> Form:
    foot = (f"抽取编号 {files.draw_id(value)}　　短码 {value['code']}", *(["内部资料，含个人信息"] if private else []))
    return Form(0, files.draw_id(value), "", "", f"{_committee(registry, value)} {title}", tuple(blocks), private=private, foot=foot)


def _committee(registry: Registry, value: Value) -> str:
    known = registry.by_id.get(value["committee"])
    return value["committee"] if known is None else known.name


def source(registry: Registry, given: Value) -> str:
    """The source of the randomness in words, with how much it gives: 掷 25 次骰子（64.6 位）."""
    bits = randomness.bits(given, files.table(registry))
    if given["source"] == "dice":
        said = f"掷骰子 {given['throws']} 次"
    elif given["source"] == "lottery":
        said = "公开的彩票开奖：" + "、".join(f"{one['name']} {one['issue']} 期" for one in given["draws"])
    else:
        said = f"公开的随机数信标 {given['beacon']} 第 {given['round']} 轮"
    return f"{said}（{bits:.1f} 位）"


def _facts(registry: Registry, value: Value) -> list[tuple[str, str]]:
    return [
        ("评审委员会", f"{_committee(registry, value)}（{value['committee']}）"),
        ("抽取编号", f"{files.draw_id(value)}，第 {value['number']} 次"),
        ("方案制定", draw_tables.moment(value["plan"]["planned_at"])),
    ]


def _stamp(value: Value) -> Iterator[tuple[str, str]]:
    if said := stamps.on_paper(value):
        yield "时间戳", said


def _cancelled(value: Value) -> Iterator[Line]:
    if "cancelled" in value:
        yield Line(f"已取消：{value['cancelled']['date']}，{value['cancelled']['reason']}。编号保留，不再使用。", "plain")


def _limits_now(value: Value, known: steps.Calls | None) -> str:
    """The limits, and what became of those that were relaxed."""
    relaxed = known.state.relaxed if known is not None else value.get("calls", {}).get("closed", {}).get("relaxed", {})
    said = "；".join(draw_tables.limits(value["plan"].get("limits", {}))) or "没有"
    return f"{said}。放宽为：{'；'.join(draw_tables.limits(relaxed))}" if relaxed else said
