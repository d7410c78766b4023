"""Reads files into documents: YAML and schema checks together, in several processes if there are many files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from zhicheng.documents import yaml_reading
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding, finding_values, pointer_text
from zhicheng.documents.schemas import fits
from zhicheng.documents.yaml_reading import Document
from zhicheng.system.processes import each

Made = TypeVar("Made")


def fitting(kind: str, path: str, read: Callable[[str], Document], codes: Codes | None = USUAL) -> Document | list[Finding]:
    """The document that `read(path)` returns if it fits the schema of `kind`, else its findings. `read` may raise Unreadable.

    `codes` are the levels and authorities of the registry; None: the document may have any shape.
    """
    try:
        document = read(path)
    except yaml_reading.Unreadable as error:
        return error.findings
    return document if codes is None or fits(kind, document.value, codes) else shape_findings(kind, document, codes)


def read_documents(
    read: Callable[[str], Document], kind: str, paths: Sequence[str], make: Callable[[Document], Made], codes: Codes | None = USUAL
) -> list[Made | list[Finding]]:
    """For each of `paths`, in order: `make(document)` if `read(path)` fits the schema of `kind`, else the findings.

    `read` and the schema check may run in other processes; `make` runs in this one.
    """

    def checked(path: str) -> tuple[bytes, dict[str, Any], list[tuple[Any, ...]]]:
        result = fitting(kind, path, read, codes)
        return (result.content, result.value, []) if isinstance(result, Document) else (b"", {}, [*map(finding_values, result)])

    def kept(path: str, result: tuple[bytes, dict[str, Any], list[tuple[Any, ...]]]) -> Made | list[Finding]:
        content, value, findings = result
        return [Finding(*values) for values in findings] if findings else make(Document(path, content, value))

    return each(checked, paths, kept)


def shape_findings(kind: str, document: Document, codes: Codes = USUAL) -> list[Finding]:
    """The findings S001–S007 of a document that does not fit the schema of `kind`."""
    from zhicheng.documents.schema_faults import problems  # imports jsonschema, which is slow and not needed if there are no faults

    found = []
    for code, problem in problems(kind, document.value, codes):
        line, column = document.place(problem.pointer, problem.key)
        pointer = pointer_text(problem.pointer)
        found.append(Finding(code, "error", document.path, line, column, pointer, problem.message, problem.hint, ""))
    return found
