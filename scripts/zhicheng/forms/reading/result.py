"""What comes of a submission, and what reading one needs."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhicheng.documents.finding import Finding, Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import areas as area_cells
from zhicheng.forms.reading.cells import entries, values
from zhicheng.forms.reading.grids import Box
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.series import Series

CLAUSE = "备案登记的函（2019）一（三）、附件1"
CLAUSE_2 = "备案登记的函（2019）一（三）10、附件2"
CLAUSE_SCORING = "备案登记的函（2019）一（三）13"
NO_CONTACTS = "/contacts"  # the pointer of what is missing where the form gives no contacts at all


@dataclass(slots=True)
class Tables:
    """What is needed to understand a form: areas, series and their names, ethnic groups."""

    areas: Areas
    series: dict[str, Series]
    groups: Value
    places: area_cells.Places = field(init=False)
    names: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.places = area_cells.Places(self.areas)
        called = {one.name: identifier for identifier, one in self.series.items()}
        self.names = entries.series_names(called, values.series_names(self.series))


@dataclass(slots=True)
class FilledForms:
    """What forms say: the fields of a record, contacts, rosters; and findings. With an error among these nothing should be written.

    `record` has no field that the forms do not say, `contacts` no part. `asked` are the fields that a person has to say.
    """

    record: Value = field(default_factory=dict)
    contacts: Value | None = None
    rosters: list[tuple[str, bytes]] = field(default_factory=list)
    experts: int = 0
    stated: Value = field(default_factory=dict)  # level and area of the unit where a form or a person says them outright
    findings: list[Finding] = field(default_factory=list)
    kinds: list[tuple[str, str]] = field(default_factory=list)  # file and what was found in it
    passed: list[str] = field(default_factory=list)  # files of a .zip that are no forms


def says(
    result: FilledForms,
    code: str,
    file: str,
    at: Box | None,
    message: str,
    hint: str,
    severity: Severity = "error",
    clause: str = CLAUSE,
    pointer: str = "",
) -> None:
    """Keeps a finding, at a cell where there is one."""
    line, column = (1, 1) if at is None else (at.row, at.column)
    result.findings.append(Finding(code, severity, file, max(line, 1), column, pointer, message, hint, clause))
