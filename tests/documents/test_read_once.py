"""The tests read a YAML text once and judge its shape once: what they get is what the program gives, and each time another copy."""

from __future__ import annotations

from helpers import read_once, registries
from helpers.registries import REAL

from zhicheng.documents import yaml_reading
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.loading import shape_findings
from zhicheng.documents.yaml_reading import Document
from zhicheng.documents.yaml_values import value_of


def test_it_is_what_the_reader_gives_and_a_copy() -> None:
    for path in sorted((REAL / "reference").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        first, again = read_once.value_of("a.yaml", text), read_once.value_of("b.yaml", text)
        assert first == again == value_of("c.yaml", text)
        assert list(first[0]) == list(value_of("c.yaml", text)[0])
        first[0].clear()
        assert read_once.value_of("a.yaml", text) == again


def test_faults_name_the_file_each_time() -> None:
    text = "name: &a 1\n" + "# 说明\n" * 200
    for path in ("a.yaml", "b.yaml", "a.yaml"):
        found = read_once.value_of(path, text)
        assert found == value_of(path, text)
        assert {one.file for one in found[1]} == {path}


def test_what_fits_does_so_for_its_kind_and_its_levels_alone() -> None:
    text = registries.record("").replace("associate-senior", "master", 1)
    codes = Codes((*USUAL.levels, ("master", "大师级")), USUAL.authorities)
    asked = [("committee", codes), ("committee", USUAL), ("areas", codes), ("committee", codes), ("committee", None)]
    fit = []
    for kind, one in asked:
        found = read_once.fitting(kind, "a.yaml", lambda path: yaml_reading.parse(path, text.encode()), one)
        fit.append(isinstance(found, Document))
        assert fit[-1] or found == shape_findings(kind, yaml_reading.parse("a.yaml", text.encode()), one or USUAL)
    assert fit == [True, False, False, True, True]
