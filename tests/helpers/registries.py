"""Registries and records for the tests: the small valid one, an empty one, and records that differ from a valid one.

A record is written as the fields that differ from `example-one`; `▶` marks where a finding is expected:

    valid: {from: "2026-01-01", until: ▶"2029-01-01"}

A field with no value is left out of the record.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from zhicheng.documents.finding import Finding
from zhicheng.errors import UserError
from zhicheng.registry import at_commit, registry
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.registry import BrokenSettings, Registry
from zhicheng.rules.engine import check

HERE = Path(__file__).parents[1]
REAL = HERE.parent / "registry"
SMALL = HERE / "data/small"
ONE = "registry/committees/650000/example-one.yaml"
TODAY = date(2026, 11, 23)
DEADLINES_2027 = ("--form", "2027-06-18", "--roster", "2027-06-25", "--platform", "2027-06-30")  # options of `round open 2027`
MARK = "▶"
_OF_BANS = "supervision-2024"  # the rulebook of R118, which the small registry does not have
NOT_IN_FORCE = frozenset({"R117"})  # pools of tests hold a few experts, not some of each specialty
_FIELD = re.compile(rf"^(?={MARK}?[a-z_]+:)", re.MULTILINE)
_HOME = re.compile(r"^(id|authority|area): *['\"]?([A-Za-z0-9-]+)", re.MULTILINE)


def small(target: Path) -> Path:
    """Writes the small valid registry of tests/data/small into `target`. It shares no file with the sample registry.

    Rules and figures that only the sample's rulebook of the same name has (new ones) are put in force here too.
    """
    shutil.copytree(SMALL, target, dirs_exist_ok=True)
    for path in (target / "registry/rulebooks").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for part, name in (("rules", "[A-Z][0-9]{3}"), ("numbers", "[a-z_]+")):
            new = [line for line in _lines(REAL / "rulebooks" / path.name, part, name) if _is_new(line, text)]
            text = text.replace(f"{part}:\n", "".join((f"{part}:\n", *new)), 1)
        path.write_text(text, encoding="utf-8")
    return target


def copied(template: Path, target: Path) -> Path:
    """A copy of a folder that no test changes, whose files are read once. Returns its path."""
    folders, files = _content(template)
    for folder in ("", *folders):
        Path(target, folder).mkdir()
    for name, content in files:
        with open(f"{target}/{name}", "xb", buffering=0) as stream:
            stream.write(content)
    return target


@cache
def _content(folder: Path) -> tuple[tuple[str, ...], tuple[tuple[str, bytes], ...]]:
    """The folders below a folder, parents first, and the content of its files, by relative path."""
    found = sorted(folder.rglob("*"))
    folders = tuple(path.relative_to(folder).as_posix() for path in found if path.is_dir())
    return folders, tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found if path.is_file())


def _is_new(line: str, text: str) -> bool:
    code = line.split(":")[0]
    return f"{code}:" not in text and code.strip() not in NOT_IN_FORCE


def put_in_force(root: Path, code: str) -> None:
    """Puts a rule of NOT_IN_FORCE in force in the registry in `root`; other codes are left as they are."""
    if code == "R118":
        bans_in_force(root)
    for path in (root / "registry/rulebooks").glob("*.yaml") if code in NOT_IN_FORCE else ():
        lines = _lines(REAL / "rulebooks" / path.name, "rules", code)
        path.write_text(path.read_text(encoding="utf-8").replace("rules:\n", "".join(("rules:\n", *lines)), 1), encoding="utf-8")


def bans_in_force(root: Path) -> None:
    """Has the registry in `root` adopt the rulebook that says how long a ban runs, for its round of 2026."""
    shutil.copy(REAL / f"rulebooks/{_OF_BANS}.yaml", root / "registry/rulebooks")
    path = root / "registry/rounds/2026.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("order-40]", f"order-40, {_OF_BANS}]"), encoding="utf-8")


@cache
def _lines(rulebook: Path, part: str, name: str) -> list[str]:
    """The lines of a rulebook that put rules or figures in force: `  E202: 第九条`, `  members_odd: {holds: true, clause: 第九条}`."""
    text = rulebook.read_text(encoding="utf-8").split(f"\n{part}:\n")[1]
    return re.findall(rf"^  {name}: .*\n", re.split("(?m)^[a-z]", text)[0], re.MULTILINE)


def empty(target: Path) -> Path:
    """Writes the same registry without committees, rosters, vault and waivers."""
    small(target)
    for folder in ("committees", "rosters", "vault"):
        shutil.rmtree(target / "registry" / folder)
    write(target, "registry/waivers.yaml", "waivers: []\n")
    for path in (target / "registry/rounds").glob("*.yaml"):
        path.write_text(re.sub(r"(?m)^expected: .*", "expected: []", path.read_text(encoding="utf-8")), encoding="utf-8")
    return target


def write(root: Path, path: str, content: str | bytes) -> Path:
    """Writes a file with exactly this content, makes its folder, and returns its path."""
    full = root / path
    full.parent.mkdir(parents=True, exist_ok=True)
    full.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return full


def record(*changes: str, base: str = ONE) -> str:
    """The text of a valid record with fields replaced, added, or (without a value) left out; later changes override earlier ones.

    Where it is given another series, and no name, its name says none.
    """
    fields = _fields((SMALL / base).read_text(encoding="utf-8"))
    changed = [field for change in changes for field in _fields(change).items()]
    if any(name == "reviews" and "engineering" not in text for name, text in changed):
        fields["name"] = fields["name"].replace("工程系列建筑工程专业", "")
    for name, text in changed:
        if text.split(":", 1)[-1].strip():
            fields[name] = text
        else:
            fields.pop(name, None)
    return "".join(fields.values())


def _fields(text: str) -> dict[str, str]:
    """The text of each top-level field by name; text before the first field has the name `#`. A repeated field is appended."""
    found: dict[str, str] = {}
    for part in _FIELD.split(text):
        name = part.split(":", 1)[0].lstrip(MARK) if _FIELD.match(part) else "#"
        found[name] = found.get(name, "") + part + ("\n" if part and not part.endswith("\n") else "")
    return {name: part for name, part in found.items() if part or name != "#"}


def home(text: str, stem: str = "example-one") -> str:
    """The path where a committee's record belongs by its own id, authority and area; a broken record goes to the region's folder."""
    fields = dict(_HOME.findall(text))
    folder = _areas().folder(fields.get("authority", "region"), fields.get("area", "650000"))
    return f"registry/committees/{folder}/{fields.get('id', stem)}.yaml"


@cache
def _areas() -> Areas:
    return Areas(yaml.safe_load((SMALL / "registry/reference/areas.yaml").read_text(encoding="utf-8")))


def unmark(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its marks, and the line and column of each."""
    places = []
    while (position := text.find(MARK)) >= 0:
        before = text[:position]
        places.append((before.count("\n") + 1, position - before.rfind("\n")))
        text = before + text[position + 1 :]
    return text, places


def _at_head(root: Path) -> Registry | None:
    try:
        return at_commit.load(root, "HEAD")
    except (UserError, BrokenSettings):
        return None


def findings(root: Path, today: date = TODAY) -> list[Finding]:
    """Every finding of a registry on a day, as `zhicheng validate` would report them; in a Git repository, with its HEAD as the base."""
    try:
        loaded = registry.load(root)
        if (root / ".git").exists():
            at_commit.put_published(loaded, "HEAD", _at_head(root))
        return check(loaded, today).findings
    except BrokenSettings as error:
        return error.findings


def keys_of_centre() -> str:
    """A recipients.yaml with the keys of the sample's centre alone, for a registry without the committees of the sample."""
    lines = (REAL / "recipients.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if "role: supervisor" not in line)
