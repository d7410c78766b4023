"""Levels and authorities that rulebooks add: their order, their labels, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from zhicheng.documents.codes import USUAL
from zhicheng.registry.records.added_codes import USUAL_RANKS, ranks, senior_of

Value = dict[str, Any]
J, M, A, F = "junior", "intermediate", "associate-senior", "full-senior"


def below(code: str, other: str) -> Value:
    return {"code": code, "below": other}


def above(code: str, other: str) -> Value:
    return {"code": code, "above": other}


@pytest.mark.parametrize(
    ("added", "order"),
    [
        ([], (J, M, A, F)),
        ([below("technician", J)], ("technician", J, M, A, F)),
        ([above("chief", F)], (J, M, A, F, "chief")),
        ([below("middle", M)], (J, "middle", M, A, F)),
        ([above("middle", J)], (J, "middle", M, A, F)),
        ([below("one", J), below("two", J)], ("one", "two", J, M, A, F)),
        ([below("lowest", "technician"), below("technician", J)], ("lowest", "technician", J, M, A, F)),  # whatever comes first
        ([below("technician", "nobody")], (J, M, A, F)),  # X019 tells each of these
        ([below("one", "two"), below("two", "one")], (J, M, A, F)),
        ([below(J, F)], (J, M, A, F)),
        ([below("technician", J), above("technician", F)], ("technician", J, M, A, F)),
        (["technician", {"below": J}, below("1", J), {"code": 7}, None], (J, M, A, F)),  # S tells
    ],
)
def test_order_of_levels(added: list[Any], order: tuple[str, ...]) -> None:
    assert tuple(ranks([{"levels": added}], None).levels) == order


@pytest.mark.parametrize(
    ("added", "senior"),
    [([], {A, F}), ([above("chief", F)], {A, F, "chief"}), ([above("near", M)], {A, F}), ([below("near", F)], {A, "near", F})],
)
def test_senior_is_what_stands_above_the_lowest_senior_level(added: list[Any], senior: set[str]) -> None:
    found = ranks([{"levels": added}], None)
    assert found.senior == senior_of(found.levels) == senior


@pytest.mark.parametrize(
    ("after", "order"),
    [
        ("county", ("region", "central", "prefecture", "county", "unit")),
        ("region", ("region", "unit", "central", "prefecture", "county")),
        ("nobody", ("region", "central", "prefecture", "county")),
    ],
)
def test_order_of_authorities(after: str, order: tuple[str, ...]) -> None:
    found = ranks([{"authorities": [{"code": "unit", "after": after, "areas": ["county"]}]}], None)
    assert found.order == order
    assert dict(found.areas) == ({"unit": ("county",)} if "unit" in order else {})


def test_labels_come_from_the_wording() -> None:
    """Those of the four stay as they are; a code without a label is its own, which a rule tells."""
    book = {"levels": [below("technician", J)], "authorities": [{"code": "unit", "after": "county", "areas": ["county"]}]}
    words = {"levels": {"technician": "员级", J: "最低级"}, "authorities": {"unit": "用人单位级"}}
    found = ranks([book], words)
    assert found.levels == {"technician": "员级", J: "初级", M: "中级", A: "副高级", F: "正高级"}
    assert found.codes.added_levels == (("technician", "员级"),)
    assert found.codes.added_authorities == (("unit", "用人单位级"),)
    assert ranks([book], {"levels": ["员级"]}).codes.added_levels == (("technician", "technician"),)


def test_without_anything_added_nothing_is_otherwise() -> None:
    assert ranks([{"levels": "员级", "authorities": None}, {}], None) == USUAL_RANKS
    assert USUAL_RANKS.codes == USUAL


def test_codes_of_two_versions_together() -> None:
    """A report on a change names what only one side has."""
    one, other = (ranks([{"levels": [below(code, J)]}], None).codes for code in ("technician", "worker"))
    assert [code for code, _ in one.with_those_of(other).levels] == ["worker", "technician", J, M, A, F]
    assert one.with_those_of(one) == one
