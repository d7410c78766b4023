"""How parts of a record's value become typed: text that may be absent, lists that may, days and document numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from zhicheng.text import document_number, plain

Made = TypeVar("Made")
Given = TypeVar("Given")


def each(values: list[Any] | None, make: Callable[[Any], Made]) -> tuple[Made, ...]:
    """What `make` makes of each item of an optional list."""
    return tuple(map(make, values)) if values else ()


def if_any(value: Given | None, make: Callable[[Given], Made]) -> Made | None:
    """What `make` makes of an optional mapping or text."""
    return None if value is None else make(value)


def optional_text(value: str | None) -> str | None:
    """An optional text, normalised."""
    return None if value is None else plain(value)


def optional_document(value: str | None) -> str | None:
    """An optional document number, normalised."""
    return None if value is None else document_number(value)


def day(value: str) -> date:
    """A day from its text, YYYY-MM-DD."""
    return date.fromisoformat(value)
