"""The examples on the pages of rules, which tests run."""

from __future__ import annotations

import re
import textwrap

from zhicheng.rules.rule import Rule


def example(rule: Rule, heading: str) -> str:
    """The example under a heading (合格, 不合格) of a rule's page, without its indentation."""
    found = re.search(rf"^{heading}：\n\n((?: {{4}}.*\n|\n)+)", rule.text + "\n", re.MULTILINE)
    assert found is not None, f"{rule.code} has no example under {heading}"
    return textwrap.dedent(found[1]).strip("\n") + "\n"
