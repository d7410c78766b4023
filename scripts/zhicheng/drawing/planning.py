"""The plan of a draw, made and sealed before its randomness exists: list, exclusions, quotas, and what is published of them."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.drawing import sealed_files, steps
from zhicheng.drawing.eligible import Candidate, Selection, selected, somebody_fits
from zhicheng.draws import files, randomness
from zhicheng.draws.commitments import ALGORITHM, commitment, plan_digest, salt, short_code
from zhicheng.draws.seating import MEMBER, Seating
from zhicheng.errors import UserError
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.recipients import Recipient
from zhicheng.registry.records.rulebook import Provision
from zhicheng.registry.records.sealed_roster import draw_key_commitment, month_number
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import DRAW_LIST, DRAW_NONCE
from zhicheng.text import listed, name_key
from zhicheng.vault import bans, cipher, roster_changes, store
from zhicheng.vault.store import Keyring

_NONCE_CHARACTERS, _ALPHABET = 16, "abcdefghijkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan: the public value, the files to write, what was found, and how many active experts are in no group (`elsewhere`).

    Where a finding is an error there are no files.
    """

    value: Value = field(default_factory=dict)
    files: tuple[tuple[Path, bytes], ...] = ()
    findings: tuple[Finding, ...] = ()
    elsewhere: int = 0

    @property
    def refused(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def planned(
    registry: Registry, keys: Keyring, committee: str, wanted: Value, people: Value, now: datetime, supervisor: str | None = None
) -> Planned:
    """A plan for the next draw of a committee. `wanted` fits schemas/draw-plan.schema.json, `people` schemas/draw-people.schema.json.

    Raises UserError where the draw cannot be planned at all: the randomness does not suffice or is not in the future, the draw before is
    still open, a roster cannot be opened or has no draw key, nobody supervises.
    """
    record = registry.by_id.get(committee)
    if record is None:
        raise UserError(f"没有编号是 {committee} 的评审委员会。请核对编号。")
    number = _next_number(registry, committee)
    source = _source(registry, wanted["randomness"], now)
    today = now.date()
    watcher = sealed_files.supervisor(registry, committee, today, supervisor)
    rosters = _rosters(registry, keys, record, wanted)
    _open_bans(registry, keys, today)
    selection = selected(registry, committee, rosters, wanted, people, today, sat_since(registry, keys, committee, wanted.get("rest")))
    findings = [*selection.findings, *number_findings(registry, record, wanted, selection)]
    if any(finding.severity == "error" for finding in findings):
        return Planned(findings=tuple(findings))
    name = f"{committee}-{number}"
    sealed = sealed_list(name, committee, number, rosters, wanted, selection, people)
    readers = sealed_files.readers(registry, watcher.key, today)
    listed_file = sealed_files.sealed_file(registry, f"{name}{DRAW_LIST}", sealed, readers)
    nonce, nonce_file = _nonce(registry, name, watcher)
    plan = public_plan(registry, rosters, wanted, selection, sealed, {
        "planned_at": now.isoformat(timespec="seconds"), "as_of": today.isoformat(), "randomness": source,
        "supervisor": {"holder": watcher.holder, "key": watcher.key, "nonce": files.nonce_hash(nonce)},
        "sealed": store.fingerprint(listed_file[1]),
    })  # fmt: skip
    value = {"committee": committee, "number": number, "plan": plan, "code": short_code(plan_digest(committee, number, plan))}
    return Planned(value, (listed_file, nonce_file, files.public_file(registry, value)), tuple(findings), selection.elsewhere)


def _next_number(registry: Registry, committee: str) -> int:
    before = files.of_committee(registry, committee)
    if present := sorted(name for name in registry.present.get("draw", ()) if name.rpartition("-")[0] == committee):
        readable = {files.draw_id(one) for one in before}
        if unreadable := [name for name in present if name not in readable]:
            raise UserError(f"registry/draws/{unreadable[0]}.yaml 读不出来，不知道这是第几次。请先运行 zhicheng validate，改好以后再试。")
    if not before:
        return 1
    last = before[-1]
    if "cancelled" not in last and "closed" not in last.get("calls", {}):
        raise UserError(
            f"上一次抽取（{files.draw_id(last)}）还没有封存，也没有取消，不能再制定方案：抽了不满意再抽，是不许可的。"
            f"作废的，请先写明原因：zhicheng draw cancel {files.draw_id(last)} --note 原因。"
        )
    return int(last["number"]) + 1


def _source(registry: Registry, given: Value, now: datetime) -> Value:
    """The randomness of the plan, with its time. Raises UserError where it gives too little, has no time, or could be known already."""
    table = files.table(registry)
    randomness.refuse_too_little(given, table)
    source = dict(given)
    if source["source"] == "drand":
        source["at"] = randomness.time_of_round(source, table)
    if "at" not in source:
        raise UserError("方案没有写明随机数什么时候产生（randomness 的 at）。请写日期和时间，如 2026-09-16T10:00:00+08:00。")
    if datetime.fromisoformat(source["at"]) <= now:
        raise UserError(f"随机数的时间（{source['at']}）不在将来：可能已经有人知道了。请用还没有产生的。")
    return source


def _rosters(registry: Registry, keys: Keyring, committee: Committee, wanted: Value) -> dict[str, Value]:
    """The opened rosters that experts are drawn from: the committee's, then those of employers. Raises UserError as described above."""
    own = committee.id
    sealed = {entry.record.key: entry.record for entry in registry.rosters if entry.record.sealed is not None}
    if own not in sealed:
        raise UserError(f"{own} 没有密封的花名册，没有人可以抽。")
    employers = wanted.get("employer_rosters")
    if employers is None:
        places = registry.areas.widened([committee.area])
        employers = [key for key, one in sorted(sealed.items()) if one.area is not None and registry.areas.overlap([one.area], places)]
    if unknown := [key for key in employers if key not in sealed or sealed[key].area is None]:
        raise UserError(f"没有单位直接报送的花名册 {listed(unknown)}。请核对方案里的 employer_rosters。")
    found = {key: roster_changes.open_roster(registry, key, keys) for key in (own, *employers)}
    if "employer_rosters" not in wanted:
        found = {key: value for key, value in found.items() if key == own or somebody_fits(value, wanted["groups"])}
    if without := [key for key, value in found.items() if "draw_key" not in value]:
        raise UserError(
            f"{listed(without)} 是有抽取密钥以前密封的，还不能用来抽取。请先运行 zhicheng draw key {' '.join(without)}，"
            "提交并公布以后再制定方案：密钥先公布，抽取的人就不能挑。"
        )
    return found


def _open_bans(registry: Registry, keys: Keyring, today: date) -> None:
    closed = bans.opened(registry, keys, today) if registry.bans is None else ""
    if closed and bans.unlooked(registry):
        raise UserError(f"违规记录打不开：{closed}。违规记录没有满期的人不能参加抽取，请用中心的私钥制定方案。")


def sat_since(registry: Registry, keys: Keyring, committee: str, since: str | None) -> frozenset[tuple[str, int]]:
    """The people who sat in a draw of the committee that was closed on a day or later; nobody where no day is given.

    Raises UserError where it cannot be told who sat in one of them.
    """
    found: set[tuple[str, int]] = set()
    for before in files.of_committee(registry, committee) if since else ():
        closed = before.get("calls", {}).get("closed")
        if closed is None or closed["at"][:10] < str(since):
            continue
        name = files.draw_id(before)
        value = sealed_files.opened(registry, f"{name}{DRAW_LIST}", "sealed-draw", keys)
        lengths = {group: len(states) for group, states in closed["ranks"].items()}
        if (
            "result" not in before
            or not steps.order_holds(before, value)
            or lengths != {group: len(order) for group, order in before["result"]["ranking"].items()}
        ):
            raise UserError(f"{name} 的先后、名单或者结果互相不符，不知道谁当过应到。请先用 zhicheng draw verify {name} 查明原因。")
        for group, people in steps.ranked(before, value).items():
            chosen = (one for one, state in zip(people, closed["ranks"][group], strict=True) if state == MEMBER)
            found |= {(name_key(one["name"]), month_number(one["born"])) for one in chosen}
    return frozenset(found)


# --- numbers ---------------------------------------------------------------------------------------------------------


def number_findings(registry: Registry, committee: Committee, wanted: Value, selection: Selection) -> Iterator[Finding]:
    """Findings on the numbers of a plan: by the rulebooks, whether there are enough people, whether the limits can be met."""
    total = sum(group["members"] for group in wanted["groups"])
    provision, clause = _figure(registry, "members_odd")
    if provision is not None and provision.holds and total % 2 == 0:
        yield _finding("D101", f"各组应到一共 {total} 名，是双数", "请把一个组增加或减少一名。", clause)
    panel = committee.panel
    if panel is not None and not registry.ranks.senior.isdisjoint({level for group in wanted["groups"] for level in group["levels"]}):
        provision, clause = _figure(registry, f"members_senior_{panel.formed_by}")
        if provision is not None and provision.number is not None and total < provision.number:
            yield _finding("D101", f"各组应到一共 {total} 名，少于 {provision.number} 名", "请增加人数。", clause)
    for group in wanted["groups"]:
        there = sum(one.person.group == group["id"] for one in selection.people)
        need = group["members"] + group["alternates"]
        if there < need:
            hint = "请减少这一组的人数，放宽专业或层级，或者请评审委员会补充专家库。"
            yield _finding("D102", f"{group['id']} 组要 {need} 名（含候补），能抽的只有 {there} 名", hint)
    short = _seating(wanted, selection.people).lacks()
    if short:
        labels = {"outside": "外地的", "young": "年轻的"}
        said = f"{'、'.join(labels[name] for name in sorted(short))}凑不齐方案要的人数"
        yield _finding("D102", said, "请把限额改小，或者增加有这样的人的专业组。")


def _seating(wanted: Value, people: list[Candidate]) -> Seating:
    return Seating(wanted, {group["id"]: [one.facts for one in people if one.person.group == group["id"]] for group in wanted["groups"]})


def _figure(registry: Registry, name: str) -> tuple[Provision | None, str]:
    """A figure of the rulebooks of the current round, and the clause that it stands in."""
    for book in registry.rulebooks_of(registry.settings.current_round):
        if name in book.numbers:
            return book.numbers[name], book.cite(book.numbers[name].clause)
    return None, ""


def _finding(code: str, said: str, hint: str, clause: str = "") -> Finding:
    return Finding(code, "error", "抽取方案", 1, 1, "", said, hint, clause)


# --- what is sealed and what is published ----------------------------------------------------------------------------


def sealed_list(
    name: str, committee: str, number: int, rosters: Mapping[str, Value], wanted: Value, selection: Selection, people: Value
) -> Value:
    """The sealed list of a draw: each person with both salts, in the order of the groups and of the commitments in each."""
    rows: list[tuple[int, str, Value]] = []
    places = {group["id"]: place for place, group in enumerate(wanted["groups"])}
    for one in selection.people:
        key = bytes.fromhex(rosters[one.roster]["draw_key"])
        order_salt = salt(key, name, one.person, "order")
        row: Value = {
            "roster": one.roster, "expert": one.expert, **one.person._asdict(), "outside": one.facts.outside, "young": one.facts.young,
            **({"phones": list(one.phones)} if one.phones else {}),
            "list_salt": salt(key, name, one.person, "list"), "order_salt": order_salt,
        }  # fmt: skip
        rows.append((places[one.person.group], commitment(order_salt, one.person, "order"), row))
    excluded = [
        {"roster": one.roster, "expert": one.expert, "group": one.group, "reason": one.reason, **({"note": one.note} if one.note else {})}
        for one in selection.excluded
    ]
    ordered = [row for _, _, row in sorted(rows, key=lambda one: one[:2])]
    return {"committee": committee, "number": number, "people": ordered, "excluded": excluded, "given": people}


def public_plan(registry: Registry, rosters: Mapping[str, Value], wanted: Value, selection: Selection, sealed: Value, more: Value) -> Value:
    """The plan as it is published. `more` has what only this plan has: times, randomness, supervisor, hash of the sealed list."""
    public = {entry.record.key: entry.document.value for entry in registry.rosters}
    used = [
        {"key": key, "sealed": public[key]["sealed"]["sha256"], "draw_key": draw_key_commitment(value["draw_key"])}
        for key, value in rosters.items()
    ]
    return {
        "algorithm": ALGORITHM, "as_of": more["as_of"], "planned_at": more["planned_at"],
        **{name: wanted[name] for name in ("meeting",) if name in wanted},
        "rosters": used,
        "groups": [_public_group(group, selection, sealed) for group in wanted["groups"]],
        "list": sorted(files.committed(one, "list") for one in sealed["people"]),
        **{name: wanted[name] for name in ("limits", "rest") if name in wanted},
        "randomness": more["randomness"], "calls": wanted["calls"],
        **{name: wanted[name] for name in ("quorum",) if name in wanted},
        "supervisor": more["supervisor"], "sealed": more["sealed"],
    }  # fmt: skip


def _public_group(group: Value, selection: Selection, sealed: Value) -> Value:
    excluded = Counter(one.reason for one in selection.excluded if one.group == group["id"])
    return {
        **{name: group[name] for name in ("id", "name", "series", "specialties", "levels", "members", "alternates")},
        "pool": selection.pool[group["id"]],
        **({"excluded": dict(sorted(excluded.items()))} if excluded else {}),
        "candidates": [files.committed(one, "order") for one in sealed["people"] if one["group"] == group["id"]],
    }


def _nonce(registry: Registry, name: str, watcher: Recipient) -> tuple[str, tuple[Path, bytes]]:
    """The supervisor's code, and the file that is sealed to the supervisor alone."""
    made = "".join(secrets.choice(_ALPHABET) for _ in range(_NONCE_CHARACTERS))
    path = store.place(registry, f"{name}{DRAW_NONCE}")
    return made, (path, cipher.seal(f"{made}\n".encode(), [watcher.key]))
