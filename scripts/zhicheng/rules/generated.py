"""The rule on files that are generated from the registry (X005)."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.documents.finding import Problem
from zhicheng.registry.codeowners import out_of_date
from zhicheng.registry.paths import CODEOWNERS
from zhicheng.rules.rule import Context, rule


@rule("X005", on="registry")
def generated_file_out_of_date(_: None, context: Context) -> Iterator[tuple[str, Problem]]:
    """由登记册生成的文件没有跟着更新。

    .github/CODEOWNERS 由 `zhicheng codeowners` 按 registry/reviewers.yaml 生成，GitHub 靠它邀请审核人员。
    改了审核人员而没有重新生成的，邀请的还是原来的人。
    登记册放在 GitHub 上（registry.yaml 的 forge）的，要有这份文件；不在 GitHub 上的，没有这份文件，或者是自己写的，都不算错。

    不合格：

        # registry/reviewers.yaml
        centre: {accounts: [centre-a, centre-b]}
        maintainers: {accounts: [maintainer-a]}
        # .github/CODEOWNERS
        # 整个文件
        # 由 zhicheng codeowners 按 registry/reviewers.yaml 生成，请勿手工修改。
        * @maintainer-a
        /registry/committees/ @centre-a

    合格：

        # registry/reviewers.yaml
        centre: {accounts: [centre-a, centre-b]}
        maintainers: {accounts: [maintainer-a]}
        # .github/CODEOWNERS
        # 整个文件
        # 由 zhicheng codeowners 按 registry/reviewers.yaml 生成，请勿手工修改。
        # 一行里的账号，任何一个同意，代码平台就算通过；一个文件只看最后符合的那一行。
        # 先下级、后中心的次序由 zhicheng route 核对，不靠这份文件。
        *                              @maintainer-a
        /registry/committees/          @centre-a @centre-b
        /registry/rosters/             @centre-a @centre-b
        /registry/rounds/              @centre-a @centre-b
        /registry/decisions/           @centre-a @centre-b
        /registry/waivers.yaml         @centre-a @centre-b
        /registry/vault/               @centre-a @centre-b
        /registry/vault/recipients.txt @maintainer-a @centre-a @centre-b
    """
    line = out_of_date(context.registry)
    if line is not None:
        said = "与 registry/reviewers.yaml 不一致" if context.registry.codeowners is not None else "还没有生成"
        yield CODEOWNERS, Problem((), f"{CODEOWNERS} {said}", "请运行 zhicheng codeowners 重新生成，并一起提交。", at=(line, 1))
