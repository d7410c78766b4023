"""What follows from the plan of a draw and its randomness: anybody can compute it again."""

from __future__ import annotations

from zhicheng.documents.yaml_reading import Value
from zhicheng.draws import files
from zhicheng.draws.commitments import plan_digest
from zhicheng.draws.ranking import ranking, seed


def computed(value: Value, canonical: str) -> Value:
    """What follows from the plan of a draw and the canonical randomness: seed, and the ranking of each group."""
    name = files.draw_id(value)
    made = seed(name, plan_digest(value["committee"], value["number"], value["plan"]), canonical)
    return {
        "seed": made,
        "ranking": {group["id"]: ranking(made, group["id"], len(group["candidates"])) for group in value["plan"]["groups"]},
    }
