"""Changes of keys: who may open sealed files, and files that are only sealed anew.

Sealing many files anew to other keys is one decision of those who are responsible for keys, and not one on each committee.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.paths import committee_of
from zhicheng.registry.vault_listing import CONTACTS, RECIPIENTS, ROSTER

KEY_LIST = "registry/recipients.yaml"
_SEAL = {"registry/committees/": "contacts", "registry/rosters/": "sealed"}  # the field of a public file that holds the hash


def is_of_keys(path: str, vault: str) -> bool:
    """Whether a file determines who can open sealed files. `vault` is the folder of the sealed files, relative to the registry's root."""
    return path in (KEY_LIST, f"{vault}/{RECIPIENTS}")


def resealed(
    files: Iterable[str], old: Mapping[str, Value], new: Mapping[str, Value], vault: str, rosters: Callable[[], Iterable[str]]
) -> frozenset[str]:
    """The paths of a change that are only sealed anew: of public files only the hash differs, and the sealed files belong to them.

    `old` and `new` are the values of the public files, by path; `rosters` gives the paths of all rosters before. Empty unless the keys
    change too, or all of several rosters are sealed anew: otherwise a single roster might be exchanged under this name.
    """
    paths = tuple(files)
    public = {path: committee_of(path) for path in paths if path.startswith(tuple(_SEAL)) and _is_only_seal(path, old, new)}
    others = {committee_of(path, vault) for path in paths if path.startswith(tuple(_SEAL)) and path not in public}
    sealed = {path: committee_of(path, vault) for path in paths if path.endswith((ROSTER, CONTACTS))}
    keys = {key for key in public.values() if key is not None} - others
    found = frozenset(path for path, key in (*public.items(), *sealed.items()) if key in keys)
    if not found or any(is_of_keys(path, vault) for path in paths) or _recipients(old) != _recipients(new):
        return found
    every = {committee_of(path) for path in rosters()}
    return found if len(every) > 1 and every <= keys else frozenset()


def _recipients(values: Mapping[str, Value]) -> Value:
    """The keys of areas in a version of reviewers.yaml, by area; none where that file is not part of the change."""
    areas = values.get("registry/reviewers.yaml", {}).get("areas")
    return {code: team.get("recipient") for code, team in areas.items() if isinstance(team, dict)} if isinstance(areas, dict) else {}


def _is_only_seal(path: str, old: Mapping[str, Value], new: Mapping[str, Value]) -> bool:
    """Whether two versions of a public file differ in the hash of the sealed file only."""
    before, after = old.get(path), new.get(path)
    if before is None or after is None:
        return False
    field = next(field for folder, field in _SEAL.items() if path.startswith(folder))
    rest = ({name: value for name, value in one.items() if name != field} for one in (before, after))
    return field in before and field in after and before[field] != after[field] and next(rest) == next(rest)
