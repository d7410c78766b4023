"""What the guard found: its kind, its place and the remedy, in Chinese; never the content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhicheng.text import show

KINDS = {
    "identity": "没有加密的私钥（age 密钥）",
    "roster": "没有密封的评委名册（有姓名和出生年月的字段）",
    "contacts": "没有密封的联系人（有主管领导、业务人员或填表人的电话）",
    "bans": "没有密封的违规记录",
    "person": "一行个人信息（姓名、性别，以及族别、年月、电话中的两项）",
    "header": "附件 3 评委花名册的表头",
    "mobile": "手机号码",
    "id-number": "居民身份证号码",
    "mail": "电子邮箱地址，可能是个人的",
    "unsealed": "扩展名是 .age，内容却没有密封",
    "sealed": "密封的文件；登记册写明密封库在另外的仓库，这里是公开的",
    "encrypted": "加了密码，无法查看里面有没有个人信息",
    "closed": "这种压缩格式无法查看里面有没有个人信息",
    "deep": "压缩包套得太深，无法查看里面有没有个人信息",
    "large": "太大或者内容太多，无法查看里面有没有个人信息",
    "damaged": "已损坏或格式不对，无法查看里面有没有个人信息",
}
Where = Literal["file", "name", "message", "author", "committer", "header", "tag", "tagger", "branch-name", "tag-name"]
HIDDEN = "（有个人信息，不显示）"
_PUBLISHED = "已经推送的，别人可能已经取走，照 docs/guide/threat-model.md 的“泄露了怎么办”处理。"
_KEY = "私钥只放在仓库以外。曾经提交或发送过的，当作已经泄露：换一把新的（zhicheng keys new），再重新密封（zhicheng reseal）。"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One kind of private material in one place. As text: the place, the kind, and the remedy; never the content.

    `path` is a file, or the branch or tag that is meant; `line` is that of a message (0: none), `commit` the one that brought it.
    """

    path: str
    inner: tuple[str, ...]
    kind: str
    commit: str = ""
    where: Where = "file"
    line: int = 0

    @property
    def is_reminder(self) -> bool:
        """Whether a person has to judge it, and nothing is refused: an address may be that of an office."""
        return self.kind == "mail"

    def __str__(self) -> str:
        when = f"（提交 {self.commit[:10]}）" if self.commit else ""
        mild = "提醒：" if self.is_reminder else ""
        return f"{mild}{self.place()}: {KINDS[self.kind]}{when}\n    处理：{self.remedy()}"

    def place(self) -> str:
        """Where it is, in Chinese; what is private in a name is hidden."""
        path, line = show(self.path, 300), f"第 {self.line} 行" if self.line else ""
        if self.where == "file":
            inner = f"其中的 {' › '.join(show(name, 100) for name in self.inner)}" if self.inner else ""
            inside = "，".join(filter(None, (inner, line)))
            return f"{path}（{inside}）" if inside else path
        if self.where == "name":
            return f"文件名 {path}"
        places = {
            "message": f"提交说明{line}",
            "author": "提交的作者（姓名或邮箱）",
            "committer": "提交的提交人（姓名或邮箱）",
            "header": "提交的附加信息",
            "tag": f"标签 {path} 的说明{line}",
            "tagger": f"标签 {path} 的打标签人（姓名或邮箱）",
            "branch-name": f"分支名 {path}",
            "tag-name": f"标签名 {path}",
        }
        return places[self.where]

    def remedy(self) -> str:
        """The steps that put it right."""
        if self.is_reminder:
            return "单位公用的邮箱可以保留；个人的，请照下面的办法改掉再推送。" + self._rewriting()
        return f"{self._rewriting()}{self._then()}"

    def _rewriting(self) -> str:
        """How the place is put right, before and after it was pushed."""
        path, commit = show(self.path, 300), self.commit[:10]
        rebase = f"更早的，git rebase -i {commit}^（第一次提交用 --root），把 {commit} 那一行的 pick 改成"
        match self.where:
            case "file" | "name" if not commit:
                return f"请运行 git rm --cached -- '{path}'，它就不会被提交。"
            case "file" | "name":
                how = f"git rm --cached -- '{path}'" if self.where == "file" else "用 git mv 改名"
                amend = f"最后一次提交，{how} 以后 git commit --amend；{rebase} edit，照样改好，再 git rebase --continue。"
                return f"删去文件并不能从历史里抹掉，请重新提交一份不含它的历史：{amend}{_PUBLISHED}"
            case "message" | "header":
                return f"最后一次提交，git commit --amend 改写说明；{rebase} reword。{_PUBLISHED}"
            case "author" | "committer":
                reset = "git commit --amend --no-edit --reset-author"
                then = f"最后一次，{reset}；{rebase} edit，运行上面这一句，再 git rebase --continue"
                return f"先用 git config user.name、user.email 改成不含它的，再改写提交：{then}。{_PUBLISHED}"
            case "tag" | "tagger":
                return f"请运行 git tag -d {path} 删去，改好以后用 git tag -a 重新打。{_PUBLISHED}"
            case "branch-name":
                return f"请运行 git branch -m 新的名字。{_PUBLISHED}"
            case _:
                return f"请运行 git tag -d 删去，换一个名字重新打。{_PUBLISHED}"

    def _then(self) -> str:
        """What else there is to do, by kind."""
        if self.kind == "identity":
            return _KEY
        if self.kind == "sealed":
            return "密封的文件只提交到密封库的仓库（registry.yaml 的 vault）。"
        if self.kind in ("mobile", "id-number"):
            return "公开的内容只写办公室的座机，不写手机和身份证号码。"
        if self.kind in ("encrypted", "closed", "deep", "large", "damaged"):
            return "请换成可以查看的普通文件再提交；含有个人信息的，留在仓库以外，用 zhicheng seal 密封。"
        if self.where not in ("file", "name"):
            return "个人信息只放在密封的文件里。"
        return "把它移到仓库以外，用 zhicheng seal 密封后只提交 .age 文件。"
