"""The public file of a draw (registry/draws/): its id, path and text, and the draws of a committee."""

from __future__ import annotations

import math
from pathlib import Path

from zhicheng.documents import yaml_reading, yaml_writing
from zhicheng.documents.schemas import fits
from zhicheng.documents.yaml_reading import Value
from zhicheng.draws.commitments import Person, Use, commitment, hashed
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.system.packaged import resource
from zhicheng.text import listed, show

FOLDER = "registry/draws"
_TABLE = "registry/reference/randomness.yaml"
_STYLE = yaml_writing.Style(width=math.inf)


def draw_id(value: Value) -> str:
    """The id of a draw: the committee's and the number, as in the name of its file."""
    return f"{value['committee']}-{value['number']}"


def person(row: Value) -> Person:
    """What is committed to of somebody in the sealed list."""
    return Person(*(row[name] for name in Person._fields))


def committed(row: Value, use: Use) -> str:
    """The commitment to somebody in the sealed list, with the salt that stands there for that use."""
    return commitment(row[f"{use}_salt"], person(row), use)


def public_path(value: Value) -> str:
    """The path of the public file, from the registry's root."""
    return f"{FOLDER}/{draw_id(value)}.yaml"


def public_text(value: Value) -> str:
    """The text of the public file of a draw."""
    lines = [line for key, given in value.items() for line in yaml_writing.entry(key, given, 0, (key,), _STYLE)]
    return "\n".join(("# yaml-language-server: $schema=../../schemas/draw.schema.json", *lines, ""))


def public_file(registry: Registry, value: Value) -> tuple[Path, bytes]:
    """The public file of a draw, for writing. Raises UserError where it could not be read again."""
    if not fits("draw", value, registry.ranks.codes):
        from zhicheng.documents.schema_faults import problems  # loads jsonschema, which what fits does not need

        problem = problems("draw", value, registry.ranks.codes)[0][1]
        raise UserError(f"没有写 {public_path(value)}：{problem.message}。{problem.hint}")
    return registry.root / public_path(value), public_text(value).encode()


def of_committee(registry: Registry, committee: str) -> list[Value]:
    """The draws of a committee, in the order of their numbers."""
    return sorted((entry.record for entry in registry.draws if entry.record["committee"] == committee), key=lambda one: one["number"])


def draw(registry: Registry, name: str) -> Value:
    """The draw of an id. Raises UserError where there is none, or its file cannot be read."""
    found: Value | None = next((entry.record for entry in registry.draws if draw_id(entry.record) == name), None)
    if found is not None:
        return found
    if registry.knows("draw", name):
        raise UserError(f"registry/draws/{name}.yaml 读不出来。请先运行 zhicheng validate，改好以后再试。")
    known = sorted(draw_id(entry.record) for entry in registry.draws)
    raise UserError(f"没有抽取 {show(name)}。" + (f"已有：{listed(known[-5:])}。" if known else "还没有制定过方案：zhicheng draw plan。"))


def table(registry: Registry) -> Value:
    """The lotteries and beacons that the registry knows; those of the program where it has no file of its own."""
    if registry.randomness is not None:
        return registry.randomness.record
    return yaml_reading.parse(_TABLE, resource(_TABLE).read_bytes()).value


def nonce_hash(nonce: str) -> str:
    """The hash of the supervisor's code that a plan publishes. Capitals, spaces and hyphens in the typed code make no difference."""
    return hashed("zhicheng-draw/1 nonce", "".join(nonce.lower().split()).replace("-", ""))
