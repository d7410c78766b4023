"""A draw of any size in the small registry, made with the functions of the program: plan, ranking, calls, sign-off. No Git is needed.

All people are invented (人物均为虚构): they are called 示例 and a number.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from helpers import registries
from helpers.rosters import EXPERT, IDENTITY, SIGNED

from zhicheng.drawing import planning, steps
from zhicheng.draws import files
from zhicheng.registry import registry
from zhicheng.registry.records.sealed_roster import draw_key_commitment
from zhicheng.registry.registry import Registry
from zhicheng.system.atomic_files import replace_files
from zhicheng.vault import cipher, public_files, store

Value = dict[str, Any]
NAME, THROWS = "example-one-1", "3164253164253164253164251"
CALLER, WITNESS = "示例拨", "示例证"
PLANNED, DRAWN = "2026-09-14T18:05:00+08:00", "2026-09-16T10:05:00+08:00"
_KEY = "ab" * 32
_DAY = date(2026, 9, 16)


def people(size: int) -> list[Value]:
    """Experts of a roster: every third is a woman, years of birth and employers go round."""
    return [
        {
            **EXPERT, "id": f"p{number:04}", "name": f"示例第{number}人", "gender": "male" if number % 3 else "female",
            "ethnic_group": "汉族" if number % 2 else "维吾尔族", "born": f"{1964 + number % 30}-03",
            "employer": f"某市示例第{number % 7}设计院",
        }
        for number in range(size)
    ]  # fmt: skip


def wanted(**changes: Any) -> Value:
    """A plan with one group, with some fields changed; a field that is None is left out."""
    group = {
        "id": "design", "name": "规划与设计", "series": "engineering", "specialties": [["建筑工程", "城市规划"]],
        "levels": ["associate-senior"], "members": 3, "alternates": 1,
    }  # fmt: skip
    plain = {
        "groups": [group], "randomness": {"source": "dice", "throws": 25, "at": "2026-09-16T10:00:00+08:00"},
        "calls": {"attempts": 2, "minutes": 30},
    }  # fmt: skip
    return {name: item for name, item in {**plain, **changes}.items() if item is not None}


class Drawn:
    """A registry with a draw. `value` is its public file, `loaded` the registry, both as they are now."""

    def __init__(self, root: Path, rows: list[Value], plan: Value | None = None, given: Value | None = None) -> None:
        self.root = registries.small(root)
        registries.write(root, registries.ONE, registries.record("panel:\n"))
        self._secret, public = cipher.new_identity()
        readers = [(key, "中心", "centre") for key in sorted(store.DEMONSTRATION_KEYS)] + [(public, "示例监督组", "supervisor")]
        listed = [{"key": key, "holder": holder, "role": role, "since": "2026-01-01"} for key, holder, role in readers]
        registries.write(root, "registry/recipients.yaml", yaml.safe_dump({"recipients": listed}, allow_unicode=True))
        (root / "registry/vault/recipients.txt").unlink()
        for path in root.glob("registry/rosters/employer-*"):
            path.unlink()
        roster = {"committee": "example-one", "round": "2026", "signed": SIGNED, "draw_key": _KEY, "experts": rows}
        sealed = cipher.seal(store.padded(store.packed(roster)), [key for key, _, _ in readers])
        registries.write(root, "registry/vault/example-one.roster.age", sealed)
        counts = {"active": len(rows), "removed": 0, "by_level": {}, "by_specialty": {}}
        text = public_files.public_roster(
            {"committee": "example-one"}, "2026", store.fingerprint(sealed), counts, draw_key=draw_key_commitment(_KEY)
        )
        registries.write(root, "registry/rosters/example-one.yaml", text)
        self.keys = store.keyring(IDENTITY)
        made = planning.planned(self.loaded, self.keys, "example-one", plan or wanted(), given or {}, datetime.fromisoformat(PLANNED))
        assert not made.refused, made.findings
        replace_files(root, made.files)

    def at(self, root: Path) -> Drawn:
        """The same draw in a copy of its registry."""
        other = copy(self)
        other.root = root
        return other

    @property
    def loaded(self) -> Registry:
        return registry.load(self.root)

    @property
    def value(self) -> Value:
        return files.draw(self.loaded, NAME)

    def known(self) -> steps.Calls:
        return steps.calls(self.loaded, self.keys, self.value)

    def put(self, value: Value) -> None:
        """Writes the public file, whatever is in it."""
        replace_files(self.root, [files.public_file(self.loaded, json.loads(json.dumps(value)))])

    def ranked(self) -> Drawn:
        """After the randomness."""
        supervisor = [cipher.identity(self._secret)]
        nonce = cipher.unseal((self.root / f"registry/vault/{NAME}.nonce.age").read_bytes(), supervisor).decode()
        value = steps.run(self.loaded, self.value, [THROWS], nonce, datetime.fromisoformat(DRAWN))
        self.put(value)
        return self

    def called(self, answer: Callable[[int], Value], at: int = 10 * 60 + 10) -> Drawn:
        """After calls, until nobody is due: `answer` says of each turn, from 0, what is recorded besides who and when."""
        turn = 0
        while due := self.known().now_due():
            one = due[0]
            step = answer(turn)
            self.record({"group": one.group, "rank": one.rank, **step}, at)
            turn, at = turn + 1, at + (31 if step["kind"] == "no-answer" else 2)
        return self

    def record(self, step: Value, at: int) -> None:
        """Records a step, `at` minutes after midnight."""
        moment = f"2026-09-16T{at // 60:02}:{at % 60:02}:00+08:00"
        _, written = steps.recorded(self.loaded, self.known(), {"at": moment, "caller": CALLER, "witness": WITNESS, **step}, _DAY)
        replace_files(self.root, written)

    def closed(self, present: int) -> Drawn:
        """After the sign-off."""
        self.record({"kind": "closed", "present": present}, 23 * 60)
        return self


def all_come(turn: int) -> Value:
    """The first was not reached twice, the second could not come, all others come."""
    if turn < 2:
        return {"kind": "no-answer"}
    return {"kind": "declined", "reason": "duty"} if turn == 2 else {"kind": "confirmed"}
