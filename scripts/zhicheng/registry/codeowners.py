"""CODEOWNERS for GitHub, from who reviews: whom the forge asks to look at a file.

On a line of that file any one of the owners is enough, and the last line that fits a path decides. So it cannot say that a prefecture
comes before the centre: `zhicheng route` does. Gitea and Forgejo read other files, in another grammar, and get none.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.reviewers import Team, reviewers
from zhicheng.registry.registry import Registry

MARK = "# 由 zhicheng codeowners 按 registry/reviewers.yaml 生成，请勿手工修改。"
_HEADER = f"""{MARK}
# 一行里的账号，任何一个同意，代码平台就算通过；一个文件只看最后符合的那一行。
# 先地州市、后中心的次序由 zhicheng route 核对，不靠这份文件。
"""


def expected(registry: Registry) -> str | None:
    """The file as it should be, or None where it cannot be told because who reviews could not be read."""
    if registry.reviewers is None:
        return None
    vault = posixpath.normpath(posixpath.join("registry", registry.settings.vault))
    return render(registry.reviewers.record, registry.areas.region.code if registry.areas.region else "", vault)


def render(value: Value, region: str, vault: str = "registry/vault") -> str:
    """The file, from a value that fits schemas/reviewers.schema.json; `region` is the folder of who reports straight to the centre."""
    team = reviewers(value, "")
    lines = [("*", team.maintainers), ("/registry/committees/", team.centre)]
    lines += [(f"/registry/committees/{code}/", _both(area, team.centre)) for code, area in sorted(team.areas.items()) if code != region]
    lines += [(f"/registry/{name}", team.centre) for name in ("rosters/", "rounds/", "decisions/", "waivers.yaml")]
    if not vault.startswith(("..", "/")):  # else it is kept in another repository
        folder = vault.replace(" ", r"\ ")
        lines += [(f"/{folder}/", team.centre), (f"/{folder}/recipients.txt", _both(team.maintainers, team.centre))]
    width = max(len(pattern) for pattern, _ in lines)
    return _HEADER + "".join(f"{pattern:<{width}} {_owners(owners.everybody)}\n" for pattern, owners in lines)


def out_of_date(registry: Registry) -> int | None:
    """The first line at which the registry's file is not as it should be; None where all is well.

    A registry is asked for the file where it lies on GitHub or has one of ours; one that somebody wrote by hand for elsewhere is theirs.
    """
    wanted, found = expected(registry), registry.codeowners
    on_github = registry.settings.forge is not None and registry.settings.forge.get("kind") == "github"
    if wanted is None or found == wanted or not (on_github or (found is not None and MARK in found)):
        return None
    ours, theirs = wanted.splitlines(), [] if found is None else found.splitlines()
    same = next((i for i, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other), min(len(ours), len(theirs)))
    return min(same, max(len(theirs) - 1, 0)) + 1


def _both(first: Team, then: Team) -> Team:
    return Team(first.office, first.everybody + then.everybody)


def _owners(accounts: Iterable[str]) -> str:
    return " ".join(f"@{account}" for account in dict.fromkeys(accounts))
