"""The sealed list of bans (违规记录): who left a pool for breaking its rules, and until when they may enter none. People are in it by a
keyed hash.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.sealed_roster import YEAR


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban: the keyed hash of the person, why, its first and last day, the clause that sets its length, and the row it comes from: the
    key of the roster (`pool`) and the id of the expert in it.
    """

    person: str
    reason: str
    since: date
    until: date
    clause: str
    pool: str
    expert: str


@dataclass(frozen=True, slots=True)
class Bans:
    """The bans, and the secret by which people are hashed: without it nobody can try names.

    `namesakes` are those of whom the centre found that they only share name and month of birth with somebody banned: the hash of that
    person and their own, which holds the month of their title too.
    """

    secret: str = field(repr=False)
    bans: tuple[Ban, ...] = ()
    namesakes: frozenset[tuple[str, str]] = frozenset()

    def hashed(self, person: tuple[str, int]) -> str:
        """HMAC-SHA-256 of a person (`Expert.person`: name as it is compared, month of birth)."""
        name, month = person
        return self._hmac(f"{name}\n{_month(month)}")

    def hashed_apart(self, person: tuple[str, int], title_since: int) -> str:
        """The HMAC that tells people of one name and month of birth apart: by the month since which they hold their title."""
        name, month = person
        return self._hmac(f"{name}\n{_month(month)}\n{_month(title_since)}")

    def _hmac(self, said: str) -> str:
        return hmac.new(bytes.fromhex(self.secret), said.encode(), hashlib.sha256).hexdigest()

    def on(self, person: tuple[str, int], title_since: int | None, day: date) -> Ban | None:
        """The ban of a person that runs on a day, the one that ends last; None where there is none, or where it is known to be on
        somebody else of that name and month of birth.
        """
        if not self.bans:
            return None
        wanted = self.hashed(person)
        if title_since is not None and self.namesakes and (wanted, self.hashed_apart(person, title_since)) in self.namesakes:
            return None
        running = [ban for ban in self.bans if ban.person == wanted and ban.since <= day <= ban.until]
        return max(running, key=lambda ban: ban.until, default=None)

    def of_row(self, pool: str, expert: str) -> Ban | None:
        """The ban that comes from a row of a roster; None where there is none."""
        return next((ban for ban in self.bans if (ban.pool, ban.expert) == (pool, expert)), None)


def _month(month: int) -> str:
    return f"{month // YEAR:04}-{month % YEAR + 1:02}"


def bans(value: Value) -> Bans:
    """The bans from a value that fits schemas/bans.schema.json."""
    return Bans(
        value["secret"],
        tuple(
            Ban(
                one["person"],
                one["reason"],
                date.fromisoformat(one["since"]),
                date.fromisoformat(one["until"]),
                one["clause"],
                one["pool"],
                one["expert"],
            )
            for one in value["bans"]
        ),
        frozenset((one["person"], one["other"]) for one in value.get("namesakes", ())),
    )


def value_of(listed: Bans) -> Value:
    """The value of the list as it is sealed."""
    rows = [
        {
            "person": ban.person,
            "reason": ban.reason,
            "since": ban.since.isoformat(),
            "until": ban.until.isoformat(),
            "clause": ban.clause,
            "pool": ban.pool,
            "expert": ban.expert,
        }
        for ban in listed.bans
    ]
    others = [{"person": person, "other": other} for person, other in sorted(listed.namesakes)]
    return {"secret": listed.secret, "bans": rows, **({"namesakes": others} if others else {})}
