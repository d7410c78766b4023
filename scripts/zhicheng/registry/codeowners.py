"""Generates GitHub's CODEOWNERS file from reviewers.yaml: the accounts that the forge asks to review a change of a file.

The last line that matches a path applies, and one of its owners is enough. The file therefore cannot express that a prefecture reviews
before the centre; `zhicheng route` checks this. Gitea and Forgejo use other files with another syntax, which are not generated.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.key_holders import LIST, has_list
from zhicheng.registry.records.reviewers import Team, reviewers
from zhicheng.registry.registry import Registry

MARK = "# 由 zhicheng codeowners 按 registry/reviewers.yaml 生成，请勿手工修改。"
_HEADER = f"""{MARK}
# 一行里的账号，任何一个同意，代码平台就算通过；一个文件只看最后符合的那一行。
# 先下级、后中心的次序由 zhicheng route 核对，不靠这份文件。
"""
_EARLIER = ("先地州市、后中心", "先下级、后中心")  # in the header of files that an earlier version wrote, which are right


def expected(registry: Registry) -> str | None:
    """The text that the file should have, or None if reviewers.yaml could not be read."""
    return None if registry.reviewers is None else of_reviewers(registry, registry.reviewers.record)


def of_reviewers(registry: Registry, value: Value) -> str:
    """The text that the file should have with a value of reviewers.yaml."""
    vault = posixpath.normpath(posixpath.join("registry", registry.settings.vault))
    region = registry.areas.region.code if registry.areas.region else ""
    return render(value, region, vault, has_list(registry))


def render(value: Value, region: str, vault: str = "registry/vault", keys: bool = True) -> str:
    """The text of the file, from a value that fits schemas/reviewers.schema.json.

    `region` is the code of the region, whose folder is reviewed by the centre alone; `vault` is relative to the registry's root;
    `keys` says whether there is a recipients.yaml.
    """
    team = reviewers(value, "")
    lines = [("*", team.maintainers), ("/registry/committees/", team.centre)]
    lines += [
        (f"/registry/committees/{code}/", _joint_team(area, team.centre))
        for code, area in sorted(team.areas.items())
        if code != region and code.endswith("00")  # a county has no folder of its own
    ]
    of_pools = team.centre if team.title_office is None else _joint_team(team.centre, team.title_office)
    lines.append(("/registry/rosters/", of_pools))
    if team.supervision is not None:
        lines.append(("/registry/draws/", _joint_team(team.centre, team.supervision)))
    lines += [(f"/registry/{name}", team.centre) for name in ("rounds/", "decisions/", "waivers.yaml")]
    if keys:
        lines.append((f"/{LIST}", _joint_team(team.maintainers, team.centre)))
    if not vault.startswith(("..", "/")):  # else the vault is in another repository
        folder = vault.replace(" ", r"\ ")
        lines += [(f"/{folder}/", of_pools), (f"/{folder}/recipients.txt", _joint_team(team.maintainers, team.centre))]
    width = max(len(pattern) for pattern, _ in lines)
    return _HEADER + "".join(f"{pattern:<{width}} {_owners(owners.everybody)}\n" for pattern, owners in lines)


def out_of_date(registry: Registry) -> int | None:
    """The first line (from 1) at which the registry's CODEOWNERS differs from `expected`; None if it is right or not required.

    It is required if the registry is on GitHub or has a generated file. A file written by hand for another forge is not checked.
    """
    wanted, present = expected(registry), registry.codeowners and registry.codeowners.replace(*_EARLIER)
    if wanted is None or present == wanted or not is_generated(registry):
        return None
    wanted_lines, lines = wanted.splitlines(), [] if present is None else present.splitlines()
    same = next(
        (i for i, (one, other) in enumerate(zip(wanted_lines, lines, strict=False)) if one != other), min(len(wanted_lines), len(lines))
    )
    return min(same, max(len(lines) - 1, 0)) + 1


def is_generated(registry: Registry) -> bool:
    """Whether the registry has the file: it is on GitHub, or has one that is not written by hand for another forge."""
    on_github = registry.settings.forge is not None and registry.settings.forge.get("kind") == "github"
    return on_github or (registry.codeowners is not None and MARK in registry.codeowners)


def _joint_team(first: Team, then: Team) -> Team:
    return Team(first.office, first.everybody + then.everybody)


def _owners(accounts: Iterable[str]) -> str:
    return " ".join(f"@{account}" for account in dict.fromkeys(accounts))
