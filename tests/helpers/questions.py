"""The table of questions and answers (tests/data/answers), and the registry that it is about."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import yaml
from helpers import registries

TABLE = registries.HERE / "data/answers"
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((TABLE / "questions.yaml").read_text(encoding="utf-8"))


def lay(root: Path) -> None:
    """Makes the sample registry with the committees of the table laid over it."""
    shutil.copytree(registries.REAL, root / "registry")
    for fields in yaml.safe_load((TABLE / "committees.yaml").read_text(encoding="utf-8")):
        text = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
        registries.write(root, f"registry/committees/650000/{fields['id']}.yaml", registries.record(text))


def in_words(question: dict[str, Any]) -> str:
    """A question as somebody types it: in words of their own, else one word after another, a system told from a specialty by 系统."""
    if "ask" in question:
        return str(question["ask"])
    employer = question.get("employer", "")
    said = [question.get("unit"), employer and (employer if employer == "兵团" else employer + "系统")]
    return " ".join(filter(None, [*said, *(question.get(key) for key in ("area", "level", "title", "specialty"))]))
