"""The words of a refusal: where, what, in which commit, and what to do."""

from __future__ import annotations

import pytest

from zhicheng.vault.guard import KINDS, Refusal

SEAL = "把它移到仓库以外，用 zhicheng seal 密封后只提交 .age 文件。"
LOOK = "请换成可以查看的普通文件再提交；含有个人信息的，留在仓库以外，用 zhicheng seal 密封。"
KEYS = "私钥只放在仓库以外。曾经提交或发送过的，当作已经泄露：换一把新的（zhicheng keys new），再重新密封（zhicheng reseal）。"
THEN = {"identity": KEYS} | dict.fromkeys(("encrypted", "closed", "deep", "large", "damaged"), LOOK)


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_a_refusal(kind: str) -> None:
    assert str(Refusal("a.zip", ("b.zip", "c.csv"), kind)) == (
        f"a.zip（其中的 b.zip › c.csv）: {KINDS[kind]}\n    处理：请运行 git rm --cached -- 'a.zip'，它就不会被提交。{THEN.get(kind, SEAL)}"
    )
    assert str(Refusal("a.csv", (), kind, "0123456789abcdef")) == (
        f"a.csv: {KINDS[kind]}（提交 0123456789）\n"
        f"    处理：删去文件并不能从历史里抹掉，请重新提交一份不含它的历史；已经推送的，按泄露处理。{THEN.get(kind, SEAL)}"
    )
