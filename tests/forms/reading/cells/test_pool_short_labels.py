"""The short labels 来源 and 抽取 split the cell of the pool as the full ones do."""

from __future__ import annotations

import pytest

from zhicheng.forms.reading.cells import answers


@pytest.mark.parametrize("labels", [("来源", "抽取"), ("会议专家来源", "抽取方式"), ("专家来源", "抽取办法")])
@pytest.mark.parametrize("between", [" ", "\n", "；"])
def test_labels_split_source_and_draw(labels: tuple[str, str], between: str) -> None:
    text = f"有{between}{labels[0]}：本库专家{between}{labels[1]}：随机抽取"
    assert answers.expert_pool(text, "", "") == {"exists": True, "source": "本库专家", "draw": "随机抽取"}
