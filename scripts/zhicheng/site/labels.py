"""The labels of closed lists, which records, forms and messages have in Chinese, and pages in the language of the site."""

from __future__ import annotations

from zhicheng.centre.calendar_file import DEADLINES
from zhicheng.documents.schemas import field_label, schema
from zhicheng.draws import public_file
from zhicheng.forms import digest, writing
from zhicheng.registry.history import KINDS
from zhicheng.registry.records.committee import FORMED_BY, LEVELS, NOTICES, RECEIPTS
from zhicheng.registry.records.competence import METHODS, VALID_IN
from zhicheng.registry.records.decision import GROUNDS, OUTCOMES
from zhicheng.registry.records.decision import KINDS as DECISIONS
from zhicheng.registry.records.office import NATURES, POWERS
from zhicheng.registry.records.scoring import SCORED_BY

_LISTS = (LEVELS, FORMED_BY, METHODS, VALID_IN, NATURES, POWERS, SCORED_BY, KINDS, DECISIONS, OUTCOMES, GROUNDS, RECEIPTS, NOTICES)


def labels() -> list[str]:
    """All labels, for the catalogue of texts. A page shows one with `t(LEVELS[level])`."""
    found = [label for labels in _LISTS for label in labels.values()]
    found += [what for _, what in DEADLINES]
    found += [*public_file.STATES.values(), *public_file.RANKS.values(), *public_file.reasons().values()]
    found += [digest.label(field) for field in digest.FIELDS]
    found += [field_label(schema("committee"), (field,)) for field in schema("committee")["properties"]]
    return list(dict.fromkeys([*found, *writing.labels()]))
