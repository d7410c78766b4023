"""Values as the forms have them: dates, points, levels, an answer behind its question."""

from __future__ import annotations

from collections.abc import Iterable

from zhicheng.registry.registry import Registry


def written_date(text: str) -> str:
    """A date (YYYY, YYYY-MM or YYYY-MM-DD) in Chinese: 2018年, 2018年3月, 2018年3月12日."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(text.split("-"), "年月日", strict=False))


def points(value: float) -> str:
    """Points as text, without a trailing .0: 15, 12.5."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def answered(question: str, answer: str | None) -> str:
    """An answer after its question, "" where there is no answer."""
    return f"{question}：{answer}" if answer else ""


def level_names(registry: Registry, levels: Iterable[str]) -> str:
    """Levels by their labels: 中级、副高级."""
    return "、".join(registry.levels[level] for level in levels)
