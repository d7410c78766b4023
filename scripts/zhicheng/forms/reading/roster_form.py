"""The content of a filled Annex 3, as its reader gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.questions import Question

_PLACEHOLDER = re.compile(r"[XxＸｘ×*＊_＿…\s]*")


@dataclass(slots=True)
class RosterForm:
    """The content of a filled Annex 3. `experts` are those of rows without a fault; `rows` has the sheet and row number of each.

    `committee_name` is the one in the title. `specialty_titles` has, for each expert, the specialty in the title of the sheet, if any;
    `specialty_title` is the one that all sheets share.
    """

    committee_name: str | None = None
    specialty_title: str | None = None
    experts: list[Value] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)
    specialty_titles: list[str | None] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def name_in_title(text: str, *endings: str) -> str | None:
    """A name from a title, None where it is left blank."""
    text = text.strip('“”"')
    bare = text
    for ending in endings:
        bare = bare.removesuffix(ending)
    return None if _PLACEHOLDER.fullmatch(bare) else text
