"""The result of reading a submission, and the reference tables that reading needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding, Pointer, Severity
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells import levels as level_cells
from zhicheng.forms.reading.cells import values
from zhicheng.forms.reading.cells.places import Places
from zhicheng.forms.reading.grids import Box, Grid
from zhicheng.forms.reading.origins import Origin, Origins
from zhicheng.forms.reading.own_labels import OwnLabels
from zhicheng.forms.reading.questions import Answers, Question, of_cell
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.series import Series
from zhicheng.registry.records.wording import Wording

# What a finding is about, in place of its clause, until `read` puts the clause of the rulebooks there.
CLAUSE = "annex-1"
CLAUSE_2 = "annex-2"
CLAUSE_SCORING = "scoring"
NO_CONTACTS = "/contacts"  # the pointer of the findings where the form has no contacts at all


@dataclass(slots=True)
class ReferenceTables:
    """The reference tables for reading forms: areas, series by id, `groups`, the value of reference/ethnic-groups.yaml, and
    the words of the region.

    `scoring_required`, `contacts_required`: forms without a scoring table, without contacts, are incomplete. `clauses` cites the document
    on each form (annex-1, …, scoring). `codes` are the levels and authorities of the registry, `levels` the labels of the levels by code,
    from low to high. `places` finds areas by name, `names` the id of a series by any of its names.
    """

    areas: Areas
    series: dict[str, Series]
    groups: Value
    words: Wording
    scoring_required: bool = True
    contacts_required: bool = True
    clauses: Mapping[str, str] = field(default_factory=dict)
    codes: Codes = USUAL
    own: OwnLabels = field(default_factory=OwnLabels)
    places: Places = field(init=False)
    names: dict[str, str] = field(init=False)
    levels: dict[str, str] = field(init=False)
    titles: Mapping[str, Mapping[str, frozenset[str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.levels = dict(self.codes.levels)
        self.places = Places(self.areas, self.words)
        ids = {one.name: identifier for identifier, one in self.series.items()}
        self.titles = {key: one.levels_of_titles() for key, one in self.series.items()}
        self.names = level_cells.series_names(ids, values.series_names(self.series))


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A table of a file: its name in messages, the number of its rows that have text, and the form that it was read as (None: not read)."""

    file: str
    where: str
    rows: int
    form: str | None


@dataclass(slots=True)
class FilledForms:
    """The content of filled forms, and findings. Where a finding is an error, nothing should be written.

    `record` and `contacts` hold only the fields that the forms fill; None is a field of which they say that there is none. `rosters` are
    the files with an Annex 3 (name and content), `experts` the number of experts in them.
    """

    record: Value = field(default_factory=dict)
    contacts: Value | None = None
    rosters: list[tuple[str, bytes]] = field(default_factory=list)
    experts: int = 0
    stated: Value = field(default_factory=dict)  # level and area of the unit where a form or the user states them outright
    findings: list[Finding] = field(default_factory=list)
    kinds: list[tuple[str, str]] = field(default_factory=list)  # file and the form found in it: 附件1, 附件2, 附件3, 赋分表
    converted: list[str] = field(default_factory=list)  # files that another program made readable
    passed: list[str] = field(default_factory=list)  # files of a .zip that are not forms
    named: list[tuple[str, str, str]] = field(default_factory=list)  # file, form, and the committee that the form names
    tables: list[TableSeen] = field(default_factory=list)
    answers: Answers = field(default_factory=dict)
    origins: Origins = field(default_factory=dict)  # the cells that the fields of the record were read from
    questions: list[Question] = field(default_factory=list)
    committee: str | None = None  # the id of the committee, where the user states it
    tables_of: dict[int, str] = field(default_factory=dict)  # the table of each cell, by id()
    grids: list[tuple[str, str, Grid]] = field(default_factory=list)  # the tables that were read: file, form, and the table
    cells: dict[str, str] = field(default_factory=dict)  # what their cells say by themselves, without answers, by the ids of questions
    contact_cells: dict[str, Origin] = field(default_factory=dict)  # of the contacts, by their fields in Annex 1
    left_blank: dict[Pointer, str] = field(default_factory=dict)  # parts of reviews and scope on a page: None so far; where they are on it
    public_cells: dict[str, Origin] = field(default_factory=dict)  # the other cells of Annex 1, by their fields; blank ones have no text


def add_finding(
    result: FilledForms,
    code: str,
    file: str,
    box: Box | None,
    message: str,
    hint: str,
    severity: Severity = "error",
    clause: str = CLAUSE,
    pointer: str = "",
    choices: tuple[str, ...] = (),
) -> None:
    """Appends a finding to the result: at row and column of `box` where there is one, else at the start of the file."""
    line, column = (1, 1) if box is None else (box.row, box.column)
    found = Finding(code, severity, file, max(line, 1), column, pointer, message, hint, clause)
    result.findings.append(found)
    result.questions += of_cell(found, None if box is None else result.tables_of.get(id(box)), choices)


def cite(findings: list[Finding], clauses: Mapping[str, str]) -> list[Finding]:
    """Findings with the clauses of the rulebooks: `clauses` by the form that a finding is about; none where the rulebooks name none."""
    return [replace(one, clause=clauses.get(one.clause, "")) for one in findings]
