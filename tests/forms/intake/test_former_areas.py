"""Forms of a committee whose division became another one: the record keeps the code of its day, and gets the new one with a new filing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from helpers import registries
from helpers.vault_commands import CONTACTS

from zhicheng.forms import reading
from zhicheng.forms.intake import former_areas, record
from zhicheng.forms.intake.plan import Instructions, Refused, judge
from zhicheng.forms.writing import annex1_2, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records

COUNTY = "registry/committees/654200/example-county.yaml"
OLD, NEW = "654223", "654203"  # 沙湾县, until 2021, and 沙湾市


@pytest.fixture
def shawan(small: Path) -> Path:
    """A registry with a committee of 沙湾县, which filed in 2019."""
    (small / "registry/committees/653100/example-county.yaml").unlink()
    fields = (
        f'id: example-county\nauthority: county\narea: "{OLD}"\nscope: {{areas: ["{OLD}"], open_to: public}}\norganiser: 沙湾县水利局\n'
        'name: 沙湾县工程系列中级职称评审委员会\nfilings: [{round: "2019", date: "2019-06-18"}]\n'
        "reviews: [{series: engineering, levels: [intermediate], catalog: {建筑工程: [城市规划]}}]\n"
    )
    registries.write(small, COUNTY, registries.record(fields))
    return small


def judged(root: Path, filed_on: date | None, **changes: str) -> dict[str, str]:
    """The fields of divisions after an import of the form that is printed from the record, with changes."""
    loaded = registry.load(root)
    value = yaml.safe_load((root / COUNTY).read_text(encoding="utf-8")) | {"address": "沙湾市示例路 9 号"} | changes
    form = annex1_2.form1(loaded, committee_records.committee(value), "0" * 12, "https://zhicheng.example.org/", CONTACTS)
    read = reading.read([("附件1.docx", word.written(form))], record.tables(loaded), registries.TODAY.year)
    made = judge(loaded, Instructions(committee="example-county", filed_on=filed_on), read, registries.TODAY).made.document.value
    assert made["address"] == "沙湾市示例路 9 号"
    return {"area": made["area"], "scope": made["scope"]["areas"][0]}


@pytest.mark.parametrize(("filed_on", "area"), [(None, OLD), (date(2021, 12, 31), OLD), (date(2022, 1, 1), NEW), (date(2026, 6, 10), NEW)])
def test_by_the_day_of_the_filing(shawan: Path, filed_on: date | None, area: str) -> None:
    assert judged(shawan, filed_on) == {"area": area, "scope": area}


def test_another_division_is_still_another(shawan: Path) -> None:
    with pytest.raises(Refused) as caught:
        judged(shawan, date(2026, 6, 10), area="654202")
    assert [one.message for one in caught.value.findings] == ["表里的“单位所属行政区划”是乌苏市，登记的是沙湾县"]


@pytest.mark.parametrize(
    ("scope", "after"),
    [([NEW], [OLD]), ([NEW, "654202"], [OLD, "654202"]), ([OLD, NEW], [OLD]), (["654202"], ["654202"])],
)
def test_each_division_of_the_scope(shawan: Path, scope: list[str], after: list[str]) -> None:
    loaded = registry.load(shawan)
    fields = {"scope": {"areas": scope}}
    former_areas.settle(loaded.areas, loaded.by_id["example-county"], date(2019, 6, 18), fields, {})
    assert fields["scope"]["areas"] == after


def test_what_became_several_is_for_a_person_to_say(small: Path) -> None:
    """东山区 was divided: the form's division stays as it says."""
    areas = registry.load(small).areas
    assert former_areas.successors(areas, "650108") == ("650105", "650109")
    assert former_areas.successors(areas, "650105") == ()
