"""Whether the total of a scoring table is known, before it is taken. (That items add up to a stated total is for rule E106.)"""

from __future__ import annotations

from zhicheng.documents.finding import Severity
from zhicheng.forms.reading.scoring import FilledScoringTable

_USUAL = 100  # points of a whole table


def question(table: FilledScoringTable) -> tuple[str, str, Severity] | None:
    """Message, hint and severity where the table states no total: asked about where its items do not make the usual one."""
    if not table.guessed_total:
        return None
    total = table.value["total"]
    message = f"{table.grid.place(table.box)}：没有写总分，按各项满分之和 {total:g} 分计"
    return message, "请核对；不对的，请加一行“合计”；表格分成几段的，请并成一张。", "warning" if total == _USUAL else "error"
