"""The words of a refusal: where, what, in which commit, and what to do."""

from __future__ import annotations

import pytest

from zhicheng.vault.guard import KINDS, Refusal
from zhicheng.vault.guard.refusal import Where

SEAL = "把它移到仓库以外，用 zhicheng seal 密封后只提交 .age 文件。"
LOOK = "请换成可以查看的普通文件再提交；含有个人信息的，留在仓库以外，用 zhicheng seal 密封。"
KEYS = "私钥只放在仓库以外。曾经提交或发送过的，当作已经泄露：换一把新的（zhicheng keys new），再重新密封（zhicheng reseal）。"
REBASE = "git rebase -i 0123456789^（第一次提交用 --root），把 0123456789 那一行的 pick 改成"
PUBLISHED = "已经推送的，别人可能已经取走，照 docs/guide/threat-model.md 的“泄露了怎么办”处理。"
NUMBERS = "公开的内容只写办公室的座机，不写手机和身份证号码。"
VAULT = "密封的文件只提交到密封库的仓库（registry.yaml 的 vault）。"
THEN = {"identity": KEYS, "mobile": NUMBERS, "id-number": NUMBERS, "sealed": VAULT} | dict.fromkeys(
    ("encrypted", "closed", "deep", "large", "damaged"), LOOK
)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "mail"])
def test_words_of_a_refusal(kind: str) -> None:
    assert str(Refusal("a.zip", ("b.zip", "c.csv"), kind)) == (
        f"a.zip（其中的 b.zip › c.csv）: {KINDS[kind]}\n    处理：请运行 git rm --cached -- 'a.zip'，它就不会被提交。{THEN.get(kind, SEAL)}"
    )
    assert str(Refusal("a.csv", (), kind, "0123456789abcdef")) == (
        f"a.csv: {KINDS[kind]}（提交 0123456789）\n"
        "    处理：删去文件并不能从历史里抹掉，请重新提交一份不含它的历史："
        "最后一次提交，git rm --cached -- 'a.csv' 以后 git commit --amend；"
        f"更早的，{REBASE} edit，照样改好，再 git rebase --continue。{PUBLISHED}{THEN.get(kind, SEAL)}"
    )


@pytest.mark.parametrize(
    ("where", "place", "remedy"),
    [
        (
            "name",
            "文件名 docs/a.md",
            f"用 git mv 改名 以后 git commit --amend；更早的，{REBASE} edit，照样改好，再 git rebase --continue。",
        ),
        ("message", "提交说明第 3 行", f"最后一次提交，git commit --amend 改写说明；更早的，{REBASE} reword。"),
        ("header", "提交的附加信息", f"最后一次提交，git commit --amend 改写说明；更早的，{REBASE} reword。"),
        ("author", "提交的作者（姓名或邮箱）", "先用 git config user.name、user.email 改成不含它的，再改写提交：最后一次，"),
        ("committer", "提交的提交人（姓名或邮箱）", "git commit --amend --no-edit --reset-author；更早的，"),
        ("tag", "标签 docs/a.md 的说明第 3 行", "请运行 git tag -d docs/a.md 删去，改好以后用 git tag -a 重新打。"),
        ("tagger", "标签 docs/a.md 的打标签人（姓名或邮箱）", "请运行 git tag -d docs/a.md 删去，改好以后用 git tag -a 重新打。"),
        ("branch-name", "分支名 docs/a.md", "请运行 git branch -m 新的名字。"),
        ("tag-name", "标签名 docs/a.md", "请运行 git tag -d 删去，换一个名字重新打。"),
    ],
)
def test_words_for_other_places(where: Where, place: str, remedy: str) -> None:
    said = str(Refusal("docs/a.md", (), "mobile", "0123456789abcdef", where, 3))
    assert said.startswith(f"{place}: 手机号码（提交 0123456789）\n    处理：")
    assert remedy in said
    assert said.endswith(f"{PUBLISHED}{NUMBERS}")


def test_a_mail_address_is_a_reminder() -> None:
    """Nobody but a person can tell whether it is an office's."""
    said = str(Refusal("", (), "mail", "0123456789abcdef", "message", 2))
    assert said.startswith("提醒：提交说明第 2 行: 电子邮箱地址，可能是个人的（提交 0123456789）\n    处理：单位公用的邮箱可以保留；")
    assert [kind for kind in KINDS if Refusal("a", (), kind).is_reminder] == ["mail"]
