"""`zhicheng validate`: checks the registry and reports what is wrong."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from zhicheng.commands.console import FINDINGS, OK, AddCommand, Console, add_vault, broken_settings
from zhicheng.documents import finding_reports
from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.registry import arrival, registry
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.rules.engine import check
from zhicheng.system.processes import gc_paused
from zhicheng.text import show


def add_commands(command: AddCommand) -> None:
    """Adds the command to the parser."""
    added = command("validate", _validate, "检查登记，报告错误和提醒")
    added.add_argument("paths", metavar="路径", nargs="*", help="只报告这些文件或文件夹（检查时总是读全部登记）")
    added.add_argument("--format", choices=tuple(finding_reports.FORMATS), default="text", help="报告的格式（默认 text）")
    added.add_argument("--strict", action="store_true", help="有提醒也算不通过")
    words = "与这个版本比较，例如 origin/main：只有这次修改带来的问题才算不通过；已经公布的登记不能删除"
    added.add_argument("--base", metavar="版本", help=words)
    add_vault(added)
    added.add_argument("--identity", metavar="文件", type=Path, help="私钥文件：同时打开密封文件核对")


def _validate(arguments: argparse.Namespace, console: Console) -> int:
    root = console.root(arguments)
    limits = _limits(root, arguments.paths)
    findings, files, checked = _checked(root, console, console.today(arguments), arguments.identity, arguments.base, arguments.vault)
    if limits and checked is not None:
        findings = [finding for finding in findings if _within(finding.file, limits)]
        files = [path for path in files if _within(path, limits)]
    console.write(finding_reports.FORMATS[arguments.format](findings, len(files)))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if arguments.format == "github" and summary:
        with open(summary, "a", encoding="utf-8", errors="replace") as stream:
            stream.write(finding_reports.github_summary(findings, len(files)))
    totals = finding_reports.count(findings)
    console.say(f"检查了 {len(files)} 个文件：{totals['errors']} 个错误，{totals['warnings']} 个提醒。")
    if checked is not None:
        _say_unchecked(console, checked)
    brought = totals
    if arguments.base is not None:
        before = finding_reports.count(finding for finding in findings if finding.before)
        brought = {severity: totals[severity] - before[severity] for severity in totals}
        if any(before.values()):
            console.say(f"其中 {before['errors']} 个错误、{before['warnings']} 个提醒不是这次修改带来的，不影响这次是否通过。")
    private = 0 if arguments.base is None else _private(console, root, arguments.base)
    return FINDINGS if private or brought["errors"] or (arguments.strict and brought["warnings"]) else OK


def _checked(
    root: Path, console: Console, today: date, identity: Path | None, base: str | None, vault: Path | None
) -> tuple[list[Finding], list[str], Registry | None]:
    """The findings, the files that were read, and the registry (None where its basic settings cannot be read)."""
    compared = None
    if base is not None:
        from zhicheng.registry import at_commit
        from zhicheng.rules.comparison import marked

        compared = at_commit.base(root, base)
    with gc_paused():
        try:
            loaded = registry.load(root)
        except BrokenSettings as error:
            return *broken_settings(console, error), None
        if vault is not None:
            loaded.vault = arrival.complete_vault(vault.absolute(), root)
        before = None if compared is None else at_commit.load_base(loaded, compared)
        if before is not None and vault is not None:
            before.vault = loaded.vault
        if compared is not None:
            at_commit.put_published(loaded, compared.commit, before)
        findings = check(loaded, today).findings if identity is None else _verified(loaded, identity, today, console)
        if before is not None:
            findings = marked(findings, loaded, before, today)
        elif compared is not None:
            console.say("比较的版本里没有能读的登记库：所有问题都算这次修改带来的。")
        return findings, loaded.files, loaded


def _verified(loaded: Registry, identity: Path, today: date, console: Console) -> list[Finding]:
    from zhicheng.vault.bans import unlooked  # loads the cipher
    from zhicheng.vault.recipients import refuse_unnamed
    from zhicheng.vault.store import keyring
    from zhicheng.vault.verify import verified

    if remark := refuse_unnamed(loaded, keyring(identity), "核对"):
        console.say(remark)
    findings = verified(loaded, identity, today)
    if closed := unlooked(loaded):
        console.say(closed)
    return findings


def _private(console: Console, root: Path, base: str) -> int:
    """How many places of the commits since `base` hold what must not be in Git, also where it is gone again; says which."""
    from zhicheng.vault.guard import refusals  # loads what unpacks archives

    refused = [one for one in refusals(root, base=base) if not one.is_reminder]
    if refused:
        console.say("".join(f"{one}\n" for one in refused) + f"这次修改的提交里有 {len(refused)} 处不能进入仓库的内容，后来删去的也算。")
    return len(refused)


def _say_unchecked(console: Console, loaded: Registry) -> None:
    """Says how many sealed files could not be checked because they are not here."""
    if absent := arrival.said(loaded):
        console.say(absent)


def _limits(root: Path, paths: Sequence[str]) -> list[str]:
    """The given paths relative to the root. Raises UserError for a path that does not exist or lies outside the root."""
    limits = []
    for path in paths:
        full = Path(os.path.abspath(path))
        full = full.parent.resolve() / full.name  # resolved like the root, except the last part, which may be the link to report
        if not os.path.lexists(full):
            raise UserError(f"没有这个文件或文件夹：{show(path, 200)}")
        try:
            limits.append(full.relative_to(root).as_posix())
        except ValueError:
            raise UserError(f"{show(path, 200)} 不在登记库 {root} 之内。") from None
    return limits


def _within(path: str, limits: Sequence[str]) -> bool:
    return any(limit == "." or path == limit or path.startswith(limit + "/") for limit in limits)
