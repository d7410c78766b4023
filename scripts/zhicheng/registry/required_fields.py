"""Which fields the rulebooks of a round require, leave open or do not use; and what is missing in a record by that."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Finding, Pointer, pointer_text
from zhicheng.documents.schema_faults import missing
from zhicheng.documents.schemas import schema
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.registry.records.competence import BY_EXPERTS
from zhicheng.registry.records.rulebook import Rulebook, Use

PLATFORM = "platform"  # of a round, among the deadlines
_USUAL: dict[str, Use] = {"scoring": "required", PLATFORM: "required"}  # where no rulebook says anything


def use(books: tuple[Rulebook, ...], field: str) -> tuple[Use, Rulebook | None]:
    """Whether a field is required, optional or not used by the rulebooks of a round, and the first of them that says so."""
    book = next((book for book in books if field in book.fields), None)
    return (_USUAL.get(field, "optional"), None) if book is None else (book.fields[field], book)


def fields_of(books: tuple[Rulebook, ...], wanted: Use) -> tuple[str, ...]:
    """The fields that have this use by the rulebooks of a round."""
    named = dict.fromkeys([*_USUAL, *(field for book in books for field in book.fields)])
    return tuple(field for field in named if use(books, field)[0] == wanted)


def scores(record: Value) -> bool:
    """Whether something of a committee's record, or of forms, needs a scoring table: a level that experts review and that is not said to
    have none (`scoring_none`). True where there are no reviews yet.
    """
    without = {none["level"] for none in record.get("scoring_none") or ()}
    reviews = record.get("reviews") or ()
    by_experts = [review for review in reviews if (review.get("method") or "review") in BY_EXPERTS]
    return not reviews or any(level not in without for review in by_experts for level in review.get("levels") or ("",))


def faults(kind: str, document: Document, books: tuple[Rulebook, ...]) -> list[Finding]:
    """The findings (S002) for the fields that a record of a committee or a round lacks by its rulebooks, worded as those of the schema."""
    return list(_faults(kind, document, books))


def _faults(kind: str, document: Document, books: tuple[Rulebook, ...]) -> Iterator[Finding]:
    pointer: Pointer = ("deadlines",) if kind == "round" else ()
    inside = document.value["deadlines"] if kind == "round" else document.value
    for field in fields_of(books, "required"):
        if (field == PLATFORM) != (kind == "round") or field in inside or (field == "scoring" and not scores(inside)):
            continue
        book = use(books, field)[1]
        problem = missing(schema(kind), pointer, field)
        line, column = document.place(pointer)
        clause = book.cite(book.form) if book is not None and book.form else ""
        yield Finding("S002", "error", document.path, line, column, pointer_text(pointer), problem.message, problem.hint, clause)
