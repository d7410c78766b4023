"""What the page of one draw shows, from the value of its public file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import public_file, rates
from zhicheng.site.draw_list import ListedDraw
from zhicheng.site.language import t, tn
from zhicheng.site.page import Context
from zhicheng.site.pages.overview import Overview, level_names
from zhicheng.site.pages.words import bracketed, listed, source_link

TONES = {public_file.CLOSED: "ok", public_file.PUBLISHED: "ok", public_file.CANCELLED: "off"}
_SHOWN = 60  # ranks of a group that are drawn, and more where more were called
_LISTED = 2000  # of more, the order stands in the file alone
_CODE = 12  # digits that are shown of a hash


@dataclass(frozen=True, slots=True)
class DrawStep:
    """A step of a draw: when, as it is shown; its name, what it is, whether it is done; what stands as code beside it; who signed."""

    time: str
    name: str
    text: str
    done: bool
    code: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class GroupRanks:
    """The picture of a group: its ranks with the code of a state ("" while it is not known), how many more there are, and the order.

    `seated` is None until the calls are closed, `order` where it is too long to be read.
    """

    name: str
    members: int
    alternates: int
    shown: Sequence[tuple[int, str]]
    more: int
    seated: int | None
    order: str | None


def context(overview: Overview, one: ListedDraw) -> Context:
    """What the template shows."""
    value, plan, counts = one.value, one.value["plan"], public_file.counts(one.value)
    groups, closed, result = plan["groups"], value.get("calls", {}).get("closed"), value.get("result")
    states = [state for state in public_file.RANKS if any(count[state] for count in counts.values())]
    called = {key: public_file.called(count) for key, count in counts.items()}
    return {
        "one": one,
        "code": value["code"],
        "number": value["number"],
        "committee": committee_name(overview, value["committee"]),
        "row": overview.row.get(value["committee"]),
        "state": t(public_file.STATES[one.state]),
        "tone": TONES.get(one.state, ""),
        "drawn": result and result["drawn_at"][:10],
        "cancelled": value.get("cancelled"),
        "groups": [(group, _subject(overview, group), len(group["candidates"])) for group in groups],
        "sums": {key: sum(group[key] for group in groups) for key in ("members", "alternates", "pool")},
        "candidates": sum(len(group["candidates"]) for group in groups),
        "excluded": list(_excluded(value)),
        "facts": list(_facts(overview, value)),
        "steps": list(_steps(value)),
        "ranks": [_ranks(value, group, counts) for group in groups] if result else [],
        "labels": {state: t(label) for state, label in public_file.RANKS.items()},
        "states": states,
        "counts": [(group["name"], called[group["id"]], counts[group["id"]]) for group in groups] if counts else [],
        "called": sum(called.values()),
        "total": {state: sum(count[state] for count in counts.values()) for state in states},
        "present": closed and closed["present"],
        "least": rates.LEAST_CALLS,
        "errors": rates.STANDARD_ERRORS,
        "source": source_link(overview.registry.settings, one.path),
    }


def committee_name(overview: Overview, key: str) -> str:
    """The name of a committee; its id where it is not registered."""
    row = overview.row.get(key)
    return key if row is None else row.committee.name


def _subject(overview: Overview, group: Value) -> str:
    """What a group is of: series, specialties and levels."""
    names = listed(t("%(first)s全部", first=path[0]) if len(path) == 1 else path[-1] for path in group["specialties"])
    said = t("%(series)s：%(names)s", series=overview.series_name(group["series"]), names=names)
    known = tuple(level for level in group["levels"] if level in overview.registry.levels)
    return said + (bracketed(level_names(overview.registry, known)) if known else "")


def _excluded(value: Value) -> Iterator[tuple[str, int, str]]:
    """Why experts of the pool do not take part: the reason, how many, and how many of each group."""
    names = {group["id"]: group["name"] for group in value["plan"]["groups"]}
    labels = public_file.reasons()
    for reason, of in public_file.excluded(value).items():
        yield t(labels[reason]), sum(of.values()), listed(tn("%(group)s %(n)s 人", number, group=names[key]) for key, number in of.items())


def _facts(overview: Overview, value: Value) -> Iterator[tuple[str, str]]:
    """What the plan fixes besides the numbers: label and text."""
    plan = value["plan"]
    yield t("名单"), t("按 %(day)s 的花名册：%(rosters)s", day=plan["as_of"], rosters=listed(_rosters(overview, plan)))
    if limits := plan.get("limits"):
        yield t("限额"), t("；").join(_limits(limits, value.get("calls", {}).get("closed", {}).get("relaxed", {})))
    if "rest" in plan:
        yield t("休息期"), t("%(day)s 以来在本评审委员会的抽取里当过应到的，这次不抽", day=plan["rest"])
    calls = plan["calls"]
    yield (
        t("没有打通的"),
        t("打 %(n)s 次，每次至少隔 %(minutes)s 分钟；都没有打通的，算联系不上", n=calls["attempts"], minutes=calls["minutes"]),
    )
    if "quorum" in plan:
        yield t("法定人数"), tn("到会至少 %(n)s 人", plan["quorum"])
    if "meeting" in plan:
        yield t("评审会议"), plan["meeting"]
    yield t("监督人"), plan["supervisor"]["holder"]


def _rosters(overview: Overview, plan: Value) -> Iterator[str]:
    for one in plan["rosters"]:
        kind, _, area = one["key"].partition("-")
        known = kind == "employer" and area in {division.code for division in overview.areas}
        yield t("%(area)s由单位报送的", area=overview.areas.name(area)) if known else committee_name(overview, one["key"])


def _limits(limits: Value, relaxed: Value) -> Iterator[str]:
    """Each limit of a plan, and what it was relaxed to."""
    for key in ("per_employer", "outside", "young"):
        if key in limits:
            said = {
                "per_employer": t("一个单位至多 %(n)s 人", n=limits[key]),
                "outside": t("外地的至少 %(n)s 人", n=limits[key]),
                "young": t("年轻的至少 %(n)s 人", n=limits[key]),
            }[key]
            yield said + (bracketed(t("打电话时放宽为 %(n)s 人", n=relaxed[key])) if key in relaxed else "")


def _steps(value: Value) -> Iterator[DrawStep]:
    """What has been done, in order, and what is still to come; of a cancelled draw only the former."""
    plan, result, calls = value["plan"], value.get("result"), value.get("calls")
    cancelled, closed = value.get("cancelled"), (calls or {}).get("closed")
    pool, places = sum(group["pool"] for group in plan["groups"]), sum(len(group["candidates"]) for group in plan["groups"])
    frozen = t("在库 %(pool)s 人，参加抽取 %(n)s 人，每人一个指纹；名单密封，密封文件的校验值", pool=pool, n=places)
    planned = t("人数、谁不参加、用什么随机数，先说定；短码当场念出来")
    if "stamp" in value:
        planned += t("；有时间戳机构的时间戳")
    ranked = t("由方案的指纹和随机数算出每组的先后，一共 %(n)s 位", n=places)
    called, last = _calling(calls)
    present = t("到会 %(n)s 人；名单和电话记录密封保存", n=closed["present"]) if closed else t("公布各位的结果；名单和电话记录密封保存")
    proof = t("从这以后，可以证明某人在不在抽取的名单里；证明里没有他排在第几")
    yield DrawStep(plan["as_of"], t("冻结名单"), frozen, True, _short(plan["sealed"]["sha256"]))
    yield DrawStep(_time(plan["planned_at"]), t("公布方案"), planned, True, signed=_signed(value, "plan"))
    number, drawn = (result["value"], _time(result["drawn_at"])) if result else ("", "")
    rest = (
        DrawStep(_time(plan["randomness"]["at"]), t("取随机数"), _source(plan["randomness"]), bool(result), number),
        DrawStep(drawn, t("排出先后"), ranked, bool(result), signed=_signed(value, "result")),
        DrawStep("", t("依先后打电话"), called, bool(calls), last, _signed(value, "calls")),
        DrawStep(_time(closed["at"]) if closed else "", t("封存"), present, bool(closed)),
        DrawStep(value.get("published", ""), t("公示评审结果"), proof, "published" in value),
    )
    yield from (step for step in rest if step.done or not cancelled)
    if cancelled:
        yield DrawStep(cancelled["date"], t("取消"), cancelled["reason"], True)


def _signed(value: Value, what: str) -> str:
    """Who signed a paper of a draw, and when."""
    papers = (one for one in value.get("signed", ()) if one["what"] == what)
    return t("；").join(t("%(who)s %(day)s 签字", who=one["by"], day=one["date"]) for one in papers)


def _source(randomness: Value) -> str:
    """Where the randomness comes from."""
    if randomness["source"] == "dice":
        return tn("当众掷骰子 %(n)s 次", randomness["throws"])
    if randomness["source"] == "lottery":
        draws = listed(t("%(name)s %(issue)s 期", name=one["name"], issue=one["issue"]) for one in randomness["draws"])
        return t("%(draws)s的开奖号码，谁都查得到、谁都改不了", draws=draws)
    return t("公开的随机数信标 %(name)s 第 %(round)s 轮", name=randomness["beacon"], round=randomness["round"])


def _calling(calls: Value | None) -> tuple[str, str]:
    """What is said of the calls, and the end of their chain."""
    if calls is None:
        return t("不能到会的和联系不上的，往后递补；每一步密封，公布它的指纹"), ""
    steps = len(calls["chain"])
    return tn("不能到会的和联系不上的，往后递补；每一步密封，公布它的指纹，现在 %(n)s 步，最后的指纹", steps), _short(calls["chain"][-1])


def _ranks(value: Value, group: Value, counts: Value) -> GroupRanks:
    key, number = group["id"], len(group["candidates"])
    states = public_file.ranks(value).get(key, [])
    last = max((i for i, state in enumerate(states, 1) if state != public_file.UNCALLED), default=0)
    shown = min(number, max(_SHOWN, last))
    order = value["result"]["ranking"].get(key, [])
    return GroupRanks(
        group["name"],
        group["members"],
        group["alternates"],
        [(rank, states[rank - 1] if rank <= len(states) else "") for rank in range(1, shown + 1)],
        number - shown,
        counts[key][public_file.MEMBER] if counts else None,
        listed(map(str, order)) if len(order) <= _LISTED else None,
    )


def _time(at: str) -> str:
    """A time as it is shown: 2026-09-14 18:05."""
    return at[:16].replace("T", " ")


def _short(digest: str) -> str:
    """The first digits of a hash, four and four."""
    return " ".join(digest[i : i + 4] for i in range(0, _CODE, 4)) + "…"
