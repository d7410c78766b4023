"""Who reviews what somebody asks for: the table of questions in tests/data/answers, answered from the API alone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import registries, sites
from helpers.answers import VERDICTS, Api, Json
from helpers.registries import TODAY

pytestmark = pytest.mark.slow

TABLE = registries.HERE / "data/answers"
QUESTIONS: list[Json] = yaml.safe_load((TABLE / "questions.yaml").read_text(encoding="utf-8"))
ASKED = ("series", "title", "specialty", "level", "area", "unit", "employer")


def expected(question: Json) -> Json:
    return {key: value for key, value in question.items() if key not in (*ASKED, "day")}


def told(question: Json) -> str:
    return " ".join(f"{key}={question[key]}" for key in (*ASKED, "day") if key in question)


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample registry with the committees of the table laid over it."""
    folder = tmp_path_factory.mktemp("answers")
    shutil.copytree(registries.REAL, folder / "root/registry")
    for fields in yaml.safe_load((TABLE / "committees.yaml").read_text(encoding="utf-8")):
        text = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
        registries.write(folder / "root", f"registry/committees/650000/{fields['id']}.yaml", registries.record(text))
    return sites.build(folder / "root", folder / "site")


def test_the_table_has_every_kind_of_question_and_answer() -> None:
    assert len(QUESTIONS) >= 120
    assert len({told(question) for question in QUESTIONS}) == len(QUESTIONS)
    assert {key for question in QUESTIONS for key in question} == {*ASKED, "day", *VERDICTS, "exam", "past", "nobody"}
    reasons = {"expired", "withdrawn", "closed", "excluded", "level", "area", "unknown"}
    assert {question["nobody"] for question in QUESTIONS if "nobody" in question} == reasons


def test_the_api_alone_gives_the_answers_of_the_table(answering: Path) -> None:
    apis = {day: Api(answering, day) for day in {question.get("day", TODAY.isoformat()) for question in QUESTIONS}}
    asked = [{key: value for key, value in question.items() if key in ASKED} for question in QUESTIONS]
    wrong = differing([apis[question.get("day", TODAY.isoformat())].answer(a) for question, a in zip(QUESTIONS, asked, strict=True)])
    assert not wrong, "\n".join(wrong)


def differing(answers: list[Any]) -> list[str]:
    """Each question that is answered otherwise than in the table, with both answers."""
    pairs = zip(QUESTIONS, answers, strict=True)
    return [
        f"{told(question)}\n  table  {expected(question)}\n  answer {answer}" for question, answer in pairs if answer != expected(question)
    ]
