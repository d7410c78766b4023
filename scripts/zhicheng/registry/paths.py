"""Where each kind of file of a registry lies, and which kind belongs at a path."""

from __future__ import annotations

from pathlib import PurePosixPath

from zhicheng.registry.vault_listing import CONTACTS, ROSTER

# The folders and files of registry/, the kind of each, and whether the program can go on without it.
SINGLE = {
    "registry": "registry.yaml",
    "series": "reference/series.yaml",
    "areas": "reference/areas.yaml",
    "ethnic-groups": "reference/ethnic-groups.yaml",
    "reviewers": "reviewers.yaml",
    "waivers": "waivers.yaml",
}


NEEDED = ("registry", "series", "areas")


FOLDERS = {"rulebook": "rulebooks", "round": "rounds", "committee": "committees", "roster": "rosters", "decisions": "decisions"}


OPAQUE = ("vault",)  # sealed files and recipients: read by their own commands only


CODEOWNERS = ".github/CODEOWNERS"  # made by `zhicheng codeowners`; beside registry/


ENTRIES = frozenset(name.split("/")[0] for name in (*SINGLE.values(), *FOLDERS.values(), *OPAQUE))


def kind_of(path: str) -> str | None:
    """The kind of file that belongs at a path relative to the root, or None."""
    name = path.removeprefix("registry/")
    single = next((kind for kind, known in SINGLE.items() if known == name), None)
    return single or next((kind for kind, folder in FOLDERS.items() if name.startswith(f"{folder}/")), None)


def committee_of(path: str, vault: str = "registry/vault") -> str | None:
    """The id of the committee that a file belongs to, or employer-<area>: its record, its roster's counts, its sealed files. Else None.

    `path` is from the registry's root, `vault` the folder of the sealed files from there.
    """
    parts = PurePosixPath(path)
    if path.startswith(("registry/committees/", "registry/rosters/")) and parts.suffix == ".yaml":
        return parts.stem
    if str(parts.parent) == vault:
        return next((parts.name.removesuffix(end) for end in (CONTACTS, ROSTER) if parts.name.endswith(end)), None)
    return None
