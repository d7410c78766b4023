"""Seals rosters and contacts into the vault.

Private content is in memory only. With each sealed file the public file that holds its hash is written; all files of a command are
written together, or none of them.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.amending import committee_entry
from zhicheng.registry.public_counts import past_rounds, public_counts
from zhicheng.registry.records import sealed_roster as sealed_rosters
from zhicheng.registry.registry import Entry, Registry
from zhicheng.registry.vault_listing import CONTACTS, MAX_BYTES, ROSTER, RosterDocument
from zhicheng.rules.engine import check, judging
from zhicheng.system.atomic_files import replace_files
from zhicheng.text import reason, show
from zhicheng.vault import cipher, store
from zhicheng.vault.public_files import public_roster, with_contacts
from zhicheng.vault.recipients import recipients

_FIXED_BY_SEALING = ("R201", "R202", "R204")  # rules on the sealed file and its counts, which sealing replaces
_EMPLOYER = re.compile(r"employer-([0-9]{6})")
_MOST_ROWS = 5  # rows that a finding on several names
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # a committee's id, or employer-<area>


@dataclass(frozen=True, slots=True)
class Sealing:
    """The outcome of sealing: files to write (path and content) and findings. Where a finding is an error there are no files."""

    files: tuple[tuple[Path, bytes], ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether a finding is an error, so that nothing was sealed."""
        return any(finding.severity == "error" for finding in self.findings)


def _nothing(_: bytes) -> tuple[tuple[Path, bytes], ...]:
    return ()


@dataclass(frozen=True, slots=True)
class ToSeal:
    """What was judged and can be sealed: the plaintext and the public keys. `finish` takes the ciphertext and gives the files to write.

    Where a finding is an error there is nothing to seal. Whoever seals need not be this program: a browser does it in its own way.
    """

    findings: list[Finding]
    plain: bytes = b""
    recipients: tuple[str, ...] = ()
    finish: Callable[[bytes], tuple[tuple[Path, bytes], ...]] = _nothing

    @property
    def refused(self) -> bool:
        """Whether a finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)


def ciphertext(ready: ToSeal) -> bytes:
    """The plaintext sealed with age."""
    return cipher.seal(ready.plain, list(ready.recipients))


def read_plain(path: Path) -> Value:
    """The mapping in a plain file: JSON, or YAML as records are written.

    Raises UserError where the file cannot be read, is over MAX_BYTES or is not proper JSON, and Unreadable, with findings, where it is not
    proper YAML.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(f"{path.name} 超过 {MAX_BYTES // 1024 // 1024} MiB，不像是一份花名册。")
        content = path.read_bytes()
    except OSError as error:
        raise UserError(f"读不到 {path}：{reason(error)}。") from None
    if content.lstrip().startswith(b"{"):
        try:
            return store.decoded(content, once=True)
        except json.JSONDecodeError as error:
            place = f"（第 {error.lineno} 行第 {error.colno} 列）"
            raise UserError(f"{path.name} 不是完整的 JSON{place}。请重新导入，或核对后再试。") from None
        except (ValueError, RecursionError):
            raise UserError(f"{path.name} 里有控制字符、换行、不完整的字符或重复的字段，或者不是 UTF-8。请重新导入，或改好再试。") from None
    return yaml_reading.parse(path.name, content).value


def seal(registry: Registry, key: str, value: Value, today: date, also: Sequence[str] = (), before: Value | None = None) -> Sealing:
    """Seals a roster or a committee's contacts and writes the files. Arguments, result and exceptions are those of `prepared`."""
    outcome = prepared(registry, key, value, today, also, before)
    replace_files(registry.root, outcome.files)
    return outcome


def prepared(registry: Registry, key: str, value: Value, today: date, also: Sequence[str] = (), before: Value | None = None) -> Sealing:
    """A roster or contacts sealed, with the public file that holds its hash; nothing is written. Arguments as for `judge`."""
    ready = judge(registry, key, value, today, also, before)
    return Sealing(() if ready.refused else ready.finish(ciphertext(ready)), ready.findings)


def judge(registry: Registry, key: str, value: Value, today: date, also: Sequence[str] = (), before: Value | None = None) -> ToSeal:
    """A roster (it has `experts`) or a committee's contacts, judged and ready to be sealed. Writes nothing.

    `key` is the committee's id, or employer-<area>; `also` are more public keys to seal to. A roster is judged by the rules first; with an
    error nothing is sealed. `before` is the sealed roster that a change of some experts began with: for those who stand in it, a specialty
    that has left the catalog since is a warning. Raises UserError where the key is unknown, the value belongs to another key, or there are
    not enough recipients.
    """
    store.refuse_controls(value)
    if "experts" in value:
        return _judge_roster(registry, key, value, today, also, before)
    if "leader" in value or "clerks" in value or "preparer" in value:
        return _judge_contacts(registry, key, value, today, also)
    raise UserError("看不出这是花名册还是联系人：花名册要有 experts，联系人要有 leader、clerks、preparer。")


def _judge_roster(registry: Registry, key: str, value: Value, today: date, also: Sequence[str], before: Value | None) -> ToSeal:
    owner = _owner(registry, key)
    if value["experts"] == []:
        raise UserError("花名册是空的：没有一名评委，没有密封。请核对文件。")
    for name, given in owner.items():
        if value.get(name, given) != given:
            raise UserError(f"这份花名册是{_owner_words(value[name])}的，不是 {key} 的。请核对编号。")
    give_ids(value)
    value = {**owner, "round": registry.settings.current_round, **value}
    value.setdefault("draw_key", (before or {}).get("draw_key") or secrets.token_hex(sealed_rosters.DRAW_KEY))
    name = store.shown(registry.vault_folder / f"{key}{ROSTER}", registry)
    faults = store.shape_faults("sealed-roster", value, name, registry.ranks.codes)
    if not faults:
        faults = _repeated_ids(value, name)
    if faults:
        return ToSeal(faults)
    roster = sealed_rosters.roster(value)
    lost = _unknown_specialties(registry, roster, name, before)
    if any(finding.severity == "error" for finding in lost):
        return ToSeal(lost)
    counts = public_counts(registry, roster)
    if counts is None:
        raise UserError(f"没有 {show(roster.round)} 这个备案年度。请核对 round；已有的年度：{'、'.join(sorted(registry.rounds))}。")
    findings = [*lost, *judged(registry, roster, name, today)]
    if any(finding.severity == "error" for finding in findings):
        return ToSeal(findings)
    history, target = past_rounds(registry, key, roster.round), store.place(registry, f"{key}{ROSTER}")

    def finish(sealed: bytes) -> tuple[tuple[Path, bytes], ...]:
        commitment = sealed_rosters.draw_key_commitment(value["draw_key"])
        text = public_roster(owner, roster.round, store.fingerprint(sealed), counts, history, draw_key=commitment)
        return (target, sealed), (registry.root / f"registry/rosters/{key}.yaml", text.encode())

    return ToSeal(findings, store.padded(store.packed(value)), tuple(recipients(registry, key, today, also)), finish)


def _owner(registry: Registry, key: str) -> Value:
    """The field of a roster that names its owner: `committee` with the id, or `area` with the code. Raises UserError for an unknown key."""
    if employer := _EMPLOYER.fullmatch(key):
        if employer[1] not in registry.areas.current:
            raise UserError(f"没有这个区划代码：{employer[1]}。请核对编号里的六位代码。")
        return {"area": employer[1]}
    if not registry.knows("committee", key):
        raise UserError(f"没有编号是 {show(key)} 的评审委员会。单位直接报送的花名册，编号写成 employer-区划代码。")
    return {"committee": key}


def give_ids(value: Value) -> None:
    """Gives a random id to each expert of a roster who has none."""
    rows = value["experts"] if isinstance(value["experts"], list) else []
    taken = sealed_rosters.ids(rows)
    for row in rows:
        if isinstance(row, dict) and "id" not in row:
            row["id"] = store.new_id(taken)
            taken.add(row["id"])


def _owner_words(owner: object) -> str:
    """The owner a value names, for a message. Only an id is shown: anything else may be private."""
    return f" {show(owner)} " if isinstance(owner, str) and KEY.fullmatch(owner) else "别人"


def _repeated_ids(value: Value, name: str) -> list[Finding]:
    """Findings for experts with the id of an earlier row."""
    seen: set[str] = set()
    found = []
    for row, expert in enumerate(value["experts"], 1):
        if expert["id"] in seen:
            said = f"{sealed_rosters.row_words(row)}的评委编号 {expert['id']} 与前面的重复"
            found.append(Finding("S007", "error", name, row, 1, f"/experts/{row - 1}/id", said, "请删去其中一个编号，会自动另编。", ""))
        seen.add(expert["id"])
    return found


def registered_specialties(registry: Registry) -> frozenset[tuple[str, str, str]]:
    """Series, first and second level of every specialty that a committee has registered."""
    return frozenset(
        (review.series, first.name, second) for entry in registry.committees for review, first, second in entry.record.specialties
    )


def _outside(known: Container[tuple[str, ...]], roster: sealed_rosters.Roster) -> Iterator[tuple[int, sealed_rosters.Expert]]:
    """The active experts, each with the row from 1, whose specialty is not among the `known`."""
    for row, expert in enumerate(roster.experts, 1):
        if expert.active and (expert.series, *expert.specialty) not in known:
            yield row, expert


def outside_catalog(
    known: Container[tuple[str, ...]], roster: sealed_rosters.Roster, series: Container[str] | None, name: str
) -> Iterator[Finding]:
    """A warning where experts of a sealed roster stand in specialties that are not among the `known`, with their rows.

    `series` are those of the committee, None for a roster of employers: of experts of another series rule R109 tells.
    """
    rows = [row for row, one in _outside(known, roster) if series is None or one.series in series]
    if rows:
        which = f"第 {'、'.join(map(str, rows[:_MOST_ROWS]))} 行{'等' if len(rows) > _MOST_ROWS else ''}"
        said = f"有 {len(rows)} 名评委的专业不在登记的专业目录里（{which}）"
        hint = "目录改了的，请用 zhicheng roster update 改到现在的专业，或者调出；没有评审委员会评这个专业的，请与报送单位核实。"
        at, pointer = sealed_rosters.column("specialty"), f"/experts/{rows[0] - 1}/specialty"
        yield Finding("X003", "warning", name, rows[0], at, pointer, said, hint, "")


def _unknown_specialties(registry: Registry, roster: sealed_rosters.Roster, name: str, before: Value | None) -> list[Finding]:
    """Findings for specialties that no committee has registered: the public counts name them, and must not show free text of a roster.

    Of experts who stood in the roster `before` with the same specialty they are warnings: it has left the catalog since.
    """
    known = registered_specialties(registry)
    stood = {(one["id"], one["series"], *one["specialty"]) for one in (before or {}).get("experts", ())}
    found = []
    for row, expert in _outside(known, roster):
        gone = (expert.id, expert.series, *expert.specialty) in stood
        said = f"{sealed_rosters.row_words(row, 'specialty')}：专业{'已经不在' if gone else '不在'}登记的专业目录里"
        hint = "请填评审委员会登记的一级、二级目录；人数按专业公布，这里不能写别的文字。"
        if gone:
            hint = "目录改了，他还留在原来的专业里：请用 zhicheng roster update 改到现在的专业，或者调出。这次照样密封。"
        at, pointer = sealed_rosters.column("specialty"), f"/experts/{row - 1}/specialty"
        found.append(Finding("X003", "warning" if gone else "error", name, row, at, pointer, said, hint, ""))
    return found


def judged(registry: Registry, roster: sealed_rosters.Roster, name: str, today: date) -> list[Finding]:
    """The findings of the rules on a roster before it is sealed, checked together with the public files."""
    entry = Entry(roster, RosterDocument(name))
    public = f"registry/rosters/{roster.key}.yaml"
    before = registry.opened
    registry.opened = [*(other for other in before if other.members.path != name), judging(registry, today)(entry)]
    try:
        found = check(registry, today, only={public}).findings
    finally:
        registry.opened = before
    return [f for f in found if f.file == name or (f.file == public and f.code == "R101") if f.code not in _FIXED_BY_SEALING]


def _judge_contacts(registry: Registry, key: str, value: Value, today: date, also: Sequence[str]) -> ToSeal:
    entry = committee_entry(registry, key)
    if value.get("committee", key) != key:
        raise UserError(f"这份联系人是{_owner_words(value['committee'])}的，不是 {key} 的。请核对编号。")
    value = {"committee": key, **value}
    name = store.shown(registry.vault_folder / f"{key}{CONTACTS}", registry)
    faults = store.shape_faults("contacts", value, name)
    if faults:
        return ToSeal(faults)
    document, target = entry.document, store.place(registry, f"{key}{CONTACTS}")

    def finish(sealed: bytes) -> tuple[tuple[Path, bytes], ...]:
        text = with_contacts(document, store.fingerprint(sealed))
        return (target, sealed), (registry.root / document.path, text.encode())

    return ToSeal([], store.padded(store.packed(value)), tuple(recipients(registry, key, today, also)), finish)
