"""The questions in the public's words (tests/data/search/questions.yaml), and what a page of the site shows in answer to one."""

from __future__ import annotations

from typing import Any

import yaml
from helpers import registries

Question = dict[str, Any]
QUESTIONS: list[Question] = yaml.safe_load((registries.HERE / "data/search/questions.yaml").read_text(encoding="utf-8"))

# What stands in an answer, `box` being the element that holds it: committees that may review, others after asking, and all its text.
SHOWN = """(box) => {
  const ids = (selector) => [...box.querySelectorAll(selector)].map((link) => link.getAttribute("href").match(/committees\\/([^/#]+)\\//))
    .filter(Boolean).map((match) => match[1]);
  const of = (...verdicts) => ids(verdicts.map((verdict) => `.hit.${verdict} h3 a`).join(","));
  const text = (selector) => [...box.querySelectorAll(selector)].map((node) => node.textContent).join("\\n");
  const link = box.querySelector("a");
  return {
    committees: of("competent", "entrusted"), ask_first: of("part", "recognised", "possible"), nearest: ids(".nearest a"),
    text: text("#found, .found") || box.textContent, nobody: text(".nobody"), said: text(".understood"),
    less: /去掉“/.test(text(".answer")), first: link ? link.getAttribute("href") : "",
  };
}"""


def wrong(question: Question, shown: dict[str, Any]) -> list[str]:
    """What is not as the table has it, each as key: what is shown instead; none where the answer is right."""
    found = []
    for key in ("committees", "ask_first"):
        if key == "committees" and "first" in question:
            continue
        wanted, has = question.get(key, []), shown[key]
        if has != wanted and not (key == "ask_first" and (key not in question or sorted(has) == sorted(wanted))):
            found.append(f"{key}: {has}")
    for key in ("exam", "entrusted", "no_title", "told"):
        if key in question and question[key] not in shown["text"]:
            found.append(f"{key}: {shown['text'][:80]}")
    if "nobody" in question and not shown["nobody"]:
        found.append("nobody: not said")
    if "nearest" in question and question["nearest"] not in shown["nearest"]:
        found.append(f"nearest: {shown['nearest']}")
    told = [word for word in [question.get("meant"), *question.get("unknown", ())] if word]
    found += [f"not said: {word}" for word in told if word not in shown["said"]]
    if question.get("known") and "没有认出" in shown["said"]:
        found.append(f"not understood: {shown['said']}")
    if "first" in question and not shown["first"].endswith(question["first"]):
        found.append(f"first: {shown['first']}")
    return found
