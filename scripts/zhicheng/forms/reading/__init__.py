"""Reads a submission: any mixture of filled Annexes 1, 2, 3 and scoring tables, into record fields, contacts, rosters and findings."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhicheng.forms.reading.questions import Answers
    from zhicheng.forms.reading.result import FilledForms, ReferenceTables

__all__ = ["bounded", "committee_list", "open_any", "origins", "questions", "result"]


def read(
    files: Sequence[tuple[str, bytes]],
    reference: ReferenceTables,
    as_of_year: int,
    authority: str | None = None,
    area: str | None = None,
    answers: Answers = MappingProxyType({}),
) -> FilledForms:
    """Reads the files (name and content) of one committee.

    `as_of_year` is the current year, by which dates are checked. `authority` and `area` (level and area code of the unit) are the user's,
    where the forms do not make them certain. `answers` are read in the place of the cells they are about. Unusable files become findings;
    nothing is raised.
    """
    from zhicheng.forms.reading import sorting  # loads every reader: what writes a form needs only how cells are read

    return sorting.read(files, reference, as_of_year, authority, area, answers)
