"""Ties the vault to the public registry on a bare server: what a push names as sealed must have arrived in the vault's repository."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zhicheng.registry import arrival
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import Vault
from zhicheng.system import git
from zhicheng.text import listed

VAULT = "zhicheng.vault"  # that which names the vault of a registry whose vault is a repository of its own, or ELSEWHERE
ELSEWHERE = "elsewhere"
_NAMED = 5  # files that are named in a sentence


@dataclass(frozen=True, slots=True)
class Server:
    """What the server says besides of a push: its vault as `vault_of` gives it, and whether the main branch is pushed."""

    repository: Path
    vault: Vault | str
    is_main: bool


def vault_of(repository: Path, root: Path) -> Vault | str:
    """The complete vault that the server's Git setting names, ELSEWHERE where it says that it is not there, "" where it says nothing."""
    told = os.fsdecode((git.ask(repository, "config", "--get", VAULT) or b"").strip())
    if told in ("", ELSEWHERE):
        return told
    return arrival.complete_vault(repository / Path(told).expanduser(), root)


def not_arrived(loaded: Registry, before: Registry | None, name: str, server: Server, say: Callable[[str], None]) -> Iterator[str]:
    """Why the main branch refuses records whose sealed files have not arrived; for other branches `say` gets what is still missing.

    The two repositories are tied here: what is public must not name a sealed file that nobody has.
    """
    brought = arrival.brought(loaded, before)
    if not brought:
        return
    outside = not loaded.vault_folder.is_relative_to(loaded.root)
    if outside and not isinstance(server.vault, Vault):
        missing = f"这次登记了 {len(brought)} 个密封文件，服务器不知道密封库在哪里，没有核对是否送到"
        if server.vault == ELSEWHERE or not server.is_main:
            say(f"提醒：{missing}。")
            return
        remedy = f"git config {VAULT} 密封库的裸仓库；密封库不在这台服务器上、由中心另行核对的，写 {ELSEWHERE}"
        yield f"拒绝 {name}：{missing}。请管理员在仓库里运行：{remedy}。"
        return
    vault = server.vault if outside and isinstance(server.vault, Vault) else loaded.vault
    missing_files = brought if vault is None else arrival.not_arrived(brought, vault)
    if not missing_files:
        return
    names = f"{listed(one.name for one in missing_files[:_NAMED])}{'等' if len(missing_files) > _NAMED else ''}"
    said = f"{len(missing_files)} 个密封文件没有送到密封库，或者那里的是另一份（大小、校验值与登记的不同）：{names}"
    if server.is_main:
        yield f"拒绝 {name}：{said}。请先把它们推送到密封库的主分支，再推送登记册；没有的，请报送单位用 zhicheng seal 重新密封。"
    else:
        say(f"提醒：{said}。合并到主分支以前，请先送到密封库。")
