"""What is published of a draw's list before the randomness exists: commitments to people, and the short code of the plan.

The method is that of docs/guide/draw-rules.md, version ALGORITHM; names of hashed lines are fixed there. Nothing here reads files.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal, NamedTuple

from zhicheng.documents.yaml_reading import Value
from zhicheng.system.json_bytes import encoded
from zhicheng.text import CROCKFORD

ALGORITHM = "zhicheng-draw/1"
_CODE_BITS, _CODE_PART = 120, 4  # under 120 bits somebody could look for two plans with one code beforehand

Use = Literal["list", "order"]


class Person(NamedTuple):
    """What a commitment is to: name, month of birth (YYYY-MM), employer, the id of the group, the code of the level."""

    name: str
    born: str
    employer: str
    group: str
    level: str


def hashed(*lines: object) -> str:
    """H of the method: SHA-256 over each line in UTF-8 with a line break after it, in hexadecimal."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def salt(key: bytes, draw: str, person: Person, use: Use) -> str:
    """The salt of a person in a draw, from the draw key of the roster: nobody can choose it. In hexadecimal."""
    lines = "".join(f"{line}\n" for line in (f"{ALGORITHM} {use} salt", draw, *person))
    return hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()


def commitment(salt_: str, person: Person, use: Use) -> str:
    """The commitment to a person with a salt, in hexadecimal."""
    return hashed(f"{ALGORITHM} {use}", salt_, *person)


def plan_digest(committee: str, number: int, plan: Value) -> str:
    """The digest of a plan: H over its canonical JSON."""
    return hashed(f"{ALGORITHM} plan", encoded({"committee": committee, "number": number, "plan": plan}, sort_keys=True).decode())


def short_code(digest: str) -> str:
    """The code of a digest that is read aloud and signed by those present: its first 120 bits in 24 characters, four and four."""
    number = int(digest, 16) >> (len(digest) * 4 - _CODE_BITS)
    characters = "".join(CROCKFORD[number >> shift & 31] for shift in range(_CODE_BITS - 5, -1, -5))
    return "-".join(characters[i : i + _CODE_PART] for i in range(0, len(characters), _CODE_PART))
