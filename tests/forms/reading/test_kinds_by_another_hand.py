"""Filled forms of each kind that offices write their own way, made by another hand than the reader's (helpers.forms.kinds).

FAULTS names those that the reader does not handle rightly yet. Exactly these fail: one that is mended has to be taken off.
All people are invented (人物均为虚构).
"""

from __future__ import annotations

import shutil

import pytest
from helpers import registries
from helpers.forms import kinds, kinds_judge

from zhicheng.registry import registry
from zhicheng.registry.registry import Registry

pytestmark = pytest.mark.slow

CASES = kinds.cases()
COMMITTEE = f"committees/653100/{kinds_judge.ROSTER_OF}.yaml"

# What comes, after the verdict: "wrong" where it would be written, "refused" where the right value was there to be read.
FAULTS = {
    # Written without a word.
    "L07": "wrong: 高级 of one specialty is taken as 副高级",
    "F10": "wrong: the letter's own examples and ..... are taken as a catalog",
    "H03": "wrong: a row marked as of its own height is taken, since the file states none",
    "H15": "wrong: what a character style strikes out is taken",
    "H16": "wrong: what a paragraph style strikes out is taken",
    "E32": "wrong: the same in a roster",
    "N14": "wrong: one specialty a row with / inside is taken apart",
    "N09": "wrong: 1.5G通信技术 keeps the list's number that 2.光纤通信 loses",
    "X54": "wrong: （文件附后） is a document",
    # Written, with a warning or a rule's error on the record that does not name what happened in the form.
    "Q01": "refused: a scoring table whose head is repeated is two tables of 40 and 100; E106",
    "Q13": "wrong: section rows with their points are items besides their own; E106",
    "Q13x": "wrong: the same in Excel",
    "Q17": "wrong: the steps of 学历 are items; E106",
    "Q17x": "wrong: the same in Excel",
    "Q19": "wrong: 其中 and what follows are items besides their own; E106",
    "Q19x": "wrong: the same in Excel",
    "Q61": "wrong: a row 减分 adds its points; E106",
    "Q61x": "wrong: the same in Excel",
    # Stopped, although the right value was there to be read.
    "Q80": "refused: a scoring table in one line that adds up is not read, and the message says that none was handed in",
    "F08": "refused: the notice with blank annexes in the folder is read as a form that is not filled",
    "P29": "refused: the level of 和田地区水利局 is asked for, because its places are two prefectures",
    "S08": "refused: （单位盖章） and a date in cells of their own under Annex 2",
    "S08x": "refused: the same in Excel",
}


@pytest.fixture(scope="module")
def one_committee(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry with the committee of the rosters alone, and keys to seal contacts with."""
    root = registries.empty(tmp_path_factory.mktemp("kinds"))
    for path in (COMMITTEE, "vault/recipients.txt"):
        (root / "registry" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(registries.REAL / path, root / "registry" / path)
    return registry.load(root)


@pytest.mark.parametrize("name", CASES)
def test_a_form_comes_to_what_was_written_down_for_it(one_committee: Registry, name: str) -> None:
    case = CASES[name]
    verdict, why = kinds_judge.judged(one_committee, name, case)
    if name in FAULTS:
        assert verdict not in ("right", "asked"), f"mended, take it off FAULTS: {case.note}"
        assert FAULTS[name].startswith(f"{verdict}: "), "\n".join([verdict, case.note, *why])
    else:
        assert verdict in ("right", "asked"), "\n".join([verdict, case.note, *why])


def test_every_fault_is_a_case() -> None:
    assert FAULTS.keys() <= CASES.keys()
