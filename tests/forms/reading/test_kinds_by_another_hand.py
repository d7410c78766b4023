"""Filled forms of each kind that offices write their own way, made by another hand than the reader's (helpers.forms.kinds).

Each is to be read rightly, or asked about where that is allowed.
All people are invented (人物均为虚构).
"""

from __future__ import annotations

import shutil

import pytest
from helpers import registries
from helpers.deep import sample
from helpers.forms import kinds, kinds_judge

from zhicheng.registry import registry
from zhicheng.registry.registry import Registry

pytestmark = pytest.mark.slow

CASES = kinds.cases()
COMMITTEE = f"committees/653100/{kinds_judge.ROSTER_OF}.yaml"


@pytest.fixture(scope="module")
def one_committee(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry with the committee of the rosters alone, and keys to seal contacts with."""
    root = registries.empty(tmp_path_factory.mktemp("kinds"))
    for path in (COMMITTEE, "vault/recipients.txt"):
        (root / "registry" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(registries.REAL / path, root / "registry" / path)
    return registry.load(root)


@pytest.mark.parametrize("name", sample(list(CASES), 3))
def test_a_form_comes_to_what_was_written_down_for_it(one_committee: Registry, name: str) -> None:
    case = CASES[name]
    verdict, why = kinds_judge.judged(one_committee, name, case)
    assert verdict in ("right", "asked"), "\n".join([verdict, case.note, *why])
