"""The invented people of the sample registries: `PYTHONPATH=tests python tests/helpers/people.py` seals whatever is missing or outdated.

Each committee gets contacts, each public roster the experts that its counts require: their number, levels, specialties, and the number of
young ones. All people are invented, and their telephone numbers are unassigned: area code + 000xxxx, and 100xxxxxxxx. The people depend on
the registry alone. Sealing twice gives different bytes, so a sealed file that holds the right people is not written again.

`bench_vault` fills the vault of a registry made by `synthetic`, and `annex3_xlsx` writes experts as the form they came from.
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from helpers import invented, registries, synthetic
from helpers.rosters import IDENTITY

from zhicheng.documents import yaml_reading
from zhicheng.registry import named_tracks, registry
from zhicheng.registry.public_counts import public_counts
from zhicheng.registry.records import sealed_roster, small_numbers
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.competence import Competence, FirstLevel
from zhicheng.registry.records.sealed_roster import COLUMNS, GENDERS, level_needed, month_number
from zhicheng.registry.records.series import Series
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER
from zhicheng.system import atomic_files
from zhicheng.vault import cipher, public_files, store
from zhicheng.vault.recipients import recipients as recipients_of

Value = dict[str, Any]
ROUND = "2026"
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
HONOURS = {
    "state-allowance": "享受国务院政府特殊津贴",
    "outstanding-contribution": "自治区有突出贡献的中青年专家",
    "hundred-thousand-million": "国家级“新世纪百千万人才工程”人选",
}
REMOVALS = {
    "left-post": ["调离专业技术岗位，改做管理工作", "调往外省，不再从事本专业"],
    "retired": ["已办理退休手续"],
    "other": ["长期在外进修，不能参加评审", "因健康原因不能继续履职"],
    "discipline": ["评审期间违规接触申报人，经查实调出"],
}
FIRST_AGE = {"junior": 24, "intermediate": 27, "associate-senior": 31, "full-senior": 37}  # the lowest age, in years, for a title
USUAL = {"技术保障": "舞台技术", "美术": "舞台技术", "艺术管理": "文学创作", "艺术创作": "文学创作", "融媒体技术与校对": "编辑"}  # tracks
LONGEST = {"junior": 10, "intermediate": 14, "associate-senior": 19, "full-senior": 15}  # the most years at a level
COUNTS = registries.HERE / "data/invented-counts.json"  # every number of the invented rosters, those that are not published too
WAIVED = "xj-library"  # the committee with a retired expert for whom there is a waiver (R104)
REASON = "已退休。察合台文古籍鉴定暂无人接替，经自治区人力资源和社会保障厅同意，继续留在专家库。"
TWICE = ("xj-engineering-construction", "urumqi-engineering")  # pools that have an expert in common (R112)
LATELY = "xj-engineering-water"  # has somebody promoted less than three years ago (R102, a warning)
DIRECT = "xj-health"  # has somebody of less than three years who entered by an honour


@dataclass
class Crowd:
    """What must be unique among all people: ids, and pairs of name and month of birth."""

    ids: set[str] = field(default_factory=set)
    born: set[tuple[str, str]] = field(default_factory=set)

    def identifier(self, rng: random.Random) -> str:
        """A new id."""
        while (made := "".join(rng.choices(ALPHABET, k=6))) in self.ids:
            pass
        self.ids.add(made)
        return made


@dataclass(frozen=True)
class Pool:
    """The origin of a roster's experts: area, dialling code, places of employers, series, and the deadline in months from year 0."""

    area: str
    code: str
    places: Sequence[str]
    series: dict[str, Series]
    deadline: int
    entry: str = "recommended"


def month(number: int) -> str:
    """A month counted from year 0 as YYYY-MM."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def title(series: Series, first: str, second: str, level: str, rng: random.Random) -> str:
    """A random title of a level in a specialty."""
    place = (series.id, first, second, level)
    if place not in _titles:
        tracks = named_tracks.tracks(series, Competence(series.id, (level,), (FirstLevel(first, first, (second,)),)))
        if len(series.tracks) > 1 and len(tracks) == len(series.tracks):  # the specialty does not determine the track
            usual = USUAL.get(first, series.tracks[0].name)
            tracks = tuple(track for track in tracks if track.name == usual)
        _titles[place] = tuple(name for track in tracks for name in track.titles[level]) or series.titles[level][:1]
    return rng.choice(_titles[place])


_titles: dict[tuple[str, str, str, str], tuple[str, ...]] = {}


def landline(rng: random.Random, code: str) -> str:
    """An unassigned landline number."""
    return f"{code}-000{rng.randrange(1000, 10000)}"


def mobile(rng: random.Random) -> str:
    """An unassigned mobile number: none begins with 100."""
    return f"100{rng.randrange(10**8):08}"


def expert(rng: random.Random, crowd: Crowd, pool: Pool, level: str, specialty: tuple[str, str, str], young: bool) -> Value:
    """An active expert of a level and specialty, at most 45 years old where `young`, else older."""
    series, first, second = specialty
    gender, group, name = invented.person(rng, pool.area)
    least = FIRST_AGE[level] + 4
    rehired = not young and rng.random() < 0.03
    low, high = (60, 63) if rehired else (least, 45) if young else (46, 58)
    while True:
        born = pool.deadline - rng.randint(low, high) * 12 - rng.randrange(12)
        if (name, month(born)) not in crowd.born:
            break
        name = invented.name(rng, group, gender)
    crowd.born.add((name, month(born)))
    latest = pool.deadline - 36
    since = rng.randint(min(latest, max(born + FIRST_AGE[level] * 12, pool.deadline - LONGEST[level] * 12)), latest)
    work = invented.employer(rng, series, first, rng.choice(pool.places))
    numbers = [landline(rng, pool.code)] if rng.random() < 0.3 else []
    value: Value = {
        "id": crowd.identifier(rng),
        "name": name,
        "gender": gender,
        "ethnic_group": group,
        "born": month(born),
        "unit": f"{work} {invented.duty(rng, series)}" if rng.random() < 0.35 else work,
        "employer": work,
        "post": second,
        "series": series,
        "specialty": [first, second],
        "title": title(pool.series[series], first, second, level, rng),
        "level": level,
        "title_since": month(since),
        "phones": numbers if numbers and rng.random() < 0.3 else [*numbers, mobile(rng)],
        "entry": pool.entry,
        "in_service": "serving",
        "state": "active",
    }
    if rehired:
        value |= {"in_service": "rehired", "note": "退休返聘"}
    elif rng.random() < 0.03:
        honour = rng.choice(list(HONOURS))
        value |= {"honours": [honour], "note": HONOURS[honour], "entry": "honours" if pool.entry == "recommended" and young else pool.entry}
    return value


def experts_for(rng: random.Random, crowd: Crowd, pool: Pool, counts: Value) -> list[Value]:
    """The experts that public counts require; removed experts stand among the others, as in a roster kept for years."""
    specialties = sorted(
        (series, first, second)
        for series, firsts in counts["by_specialty"].items()
        for first, seconds in firsts.items()
        for second, number in seconds.items()
        for _ in range(number)
    )
    levels = sorted(level for level, number in counts["by_level"].items() for _ in range(number))
    rng.shuffle(levels)
    seniority = sorted(range(len(levels)), key=lambda i: (levels[i] == "full-senior") + rng.random() * 1.3)
    number_young = counts.get("young", len(levels) // 4)
    chosen = set(seniority[:number_young])
    rows = [
        expert(rng, crowd, pool, level, specialty, i in chosen)
        for i, (level, specialty) in enumerate(zip(levels, specialties, strict=True))
    ]
    for _ in range(counts["removed"]):
        gone = expert(rng, crowd, pool, rng.choice(levels), rng.choice(specialties), False)
        rows.insert(rng.randrange(len(rows) + 1), _removed(rng, gone))
    return rows


def _removed(rng: random.Random, value: Value) -> Value:
    reason = rng.choices(list(REMOVALS), (4, 5, 2, 1))[0]
    day = date(2021, 3, 1) + timedelta(days=rng.randrange(1900))
    value = {**value, "state": "removed", "removed": {"date": day.isoformat(), "reason": reason, "note": rng.choice(REMOVALS[reason])}}
    value["in_service"] = "retired" if reason == "retired" else "serving"
    if reason == "retired":
        value["born"] = f"{day.year - 60}{value['born'][4:]}"
    if value["title_since"] > f"{day.year - 4}":
        value["title_since"] = f"{day.year - 4}{value['title_since'][4:]}"
    value["entry"] = "recommended" if value["entry"] == "honours" else value["entry"]
    for name in ("honours", "note"):
        value.pop(name, None)
    if day.year < 2022:  # removed long ago: purged of personal details
        kept = ("id", "series", "specialty", "title", "level", "entry", "in_service", "state")
        value = {**{name: value[name] for name in kept}, "removed": {"date": day.isoformat(), "reason": reason}}
    return value


def rosters(loaded: Registry) -> dict[str, Value]:
    """The plain rosters of a registry by key, according to its public counts, with the special cases of the sample registry."""
    deadline = loaded.rounds[ROUND].record.roster_deadline
    crowd, found = Crowd(), {}
    every = json.loads(COUNTS.read_text(encoding="utf-8"))["sample" if WAIVED in loaded.by_id else "small"]
    known = {entry.record.key: every[entry.record.key] for entry in loaded.rosters}
    for key, counts in sorted(known.items()):
        rng = random.Random(f"roster/{key}")
        committee = loaded.by_id.get(key)
        area = committee.area if committee is not None else key.removeprefix("employer-")
        where = loaded.areas.name(area)
        places = ["新疆", "新疆", "乌鲁木齐市", *_prefectures(loaded)] if area == loaded.settings.region else [where]
        code = committee.phones[0][:4] if committee is not None else _code(loaded, area)
        entry = "employer" if committee is None else "recommended"
        pool = Pool(area, code, places, loaded.series, deadline.year * 12 + deadline.month - 1, entry)
        rows = experts_for(rng, crowd, pool, counts)
        owner: Value = {"area": area} if committee is None else {"committee": key}
        asked = f"{where}人力资源和社会保障局" if committee is None else committee.organiser
        declared = ["conduct", "integrity", *(["own-application", "no-department"] if committee is None else [])]
        signed = {"by": invented.person(rng, area)[2], "date": f"2026-06-{rng.randint(8, 24):02}", "declares": declared}
        found[key] = {**owner, "round": ROUND, "consulted": [asked], "signed": signed, "experts": rows}
    _odd_cases(found)
    return found


def _prefectures(loaded: Registry) -> list[str]:
    return [area.name for area in loaded.areas.current.values() if area.level == "prefecture"]


def _code(loaded: Registry, area: str) -> str:
    near = (committee for committee in loaded.by_id.values() if committee.area == area)
    return next((committee.phones[0][:4] for committee in near), "0991")


def _odd_cases(found: dict[str, Value]) -> None:
    def first(key: str, **wanted: Any) -> Value:
        rows = found[key]["experts"]
        return next(row for row in rows if row["born"] < "1979" and all(row.get(name) == item for name, item in wanted.items()))

    plain = {"state": "active", "in_service": "serving", "note": None}
    if WAIVED in found:
        first(WAIVED, specialty=["古籍保护", "少数民族文字古籍"], **plain).update(in_service="retired", born="1965-03", note=REASON)
    if LATELY in found:
        first(LATELY, level="full-senior", **plain)["title_since"] = "2024-12"
    if DIRECT in found:
        honour = "state-allowance"
        first(DIRECT, level="associate-senior", **plain).update(
            title_since="2024-06", entry="honours", honours=[honour], note=HONOURS[honour]
        )
    if found.keys() >= set(TWICE):
        rows = [row for row in found[TWICE[0]]["experts"] if row["state"] == "active" and row["born"] < "1979"]
        one, other = next(
            (row, twin)
            for row in rows
            for twin in found[TWICE[1]]["experts"]
            if twin["state"] == "active"
            and twin["born"] < "1979"
            and twin["specialty"] == row["specialty"]
            and twin["level"] == row["level"]
        )
        same = (
            "name",
            "gender",
            "ethnic_group",
            "born",
            "unit",
            "employer",
            "post",
            "title",
            "title_since",
            "phones",
            "in_service",
            "note",
        )
        for name in same:
            other.pop(name, None)
        other.update({name: one[name] for name in same if name in one})


def contacts(loaded: Registry) -> dict[str, Value]:
    """The contacts of every committee, the withdrawn ones too."""
    found = {}
    for key, committee in loaded.by_id.items():
        rng = random.Random(f"contacts/{key}")
        code = match[0] if (match := re.match(r"0\d{2,3}", committee.phones[0])) else "0991"
        people = [
            {"name": invented.person(rng, committee.area)[2], "landline": landline(rng, code), "mobile": mobile(rng)}
            for _ in range(rng.randint(2, 4))
        ]
        preparer = {"name": people[-1]["name"], "phone": people[-1]["landline"]}
        found[key] = {"committee": key, "leader": people[0], "clerks": people[1:], "preparer": preparer}
    return found


# --- sealing ----------------------------------------------------------------------------------------------------------


def seal_all(root: Path) -> list[str]:
    """Seals what is missing or outdated below `root`/registry and updates hash and size in the public files; returns the written paths."""
    loaded = registry.load(root)
    keys = store.keyring(IDENTITY)
    written = []
    documents = {entry.record.id: entry.document for entry in loaded.committees}
    for key, value in contacts(loaded).items():
        content, fresh = _sealed(loaded, keys, key, CONTACTS, value)
        text = public_files.with_contacts(documents[key], store.fingerprint(content))
        written += _write(loaded, f"{key}{CONTACTS}", content if fresh else None, documents[key].path, text)
    for key, value in rosters(loaded).items():
        content, fresh = _sealed(loaded, keys, key, ROSTER, value)
        path = f"registry/rosters/{key}.yaml"
        text = _public(loaded, key, value, loaded.document(path), store.fingerprint(content))
        written += _write(loaded, f"{key}{ROSTER}", content if fresh else None, path, text)
    return written


def _sealed(loaded: Registry, keys: store.Keyring, key: str, suffix: str, value: Value) -> tuple[bytes, bool]:
    """The sealed file, and whether it was sealed anew."""
    path = loaded.vault_folder / f"{key}{suffix}"
    before = store.opened(path, keys) if path.is_file() else {}
    kept = {name: before[name] for name in ("draw_key",) if name in before}  # random, and draws rest on it
    plain = store.padded(store.packed({**value, **kept}))
    if path.is_file() and cipher.unseal(path.read_bytes(), keys.identities) == plain:
        return path.read_bytes(), False
    return cipher.seal(plain, recipients_of(loaded, key, date(2026, 11, 26))), True


def _write(loaded: Registry, name: str, content: bytes | None, path: str, text: str) -> list[str]:
    if content is not None:
        atomic_files.replace_file(loaded.vault_folder / name, content)
    place = loaded.root / path
    if not place.is_file() or place.read_text(encoding="utf-8") != text:
        atomic_files.replace_file(place, text.encode())
    return [] if content is None else [name]


def _public(loaded: Registry, key: str, value: Value, before: yaml_reading.Document | None, fingerprint: Value) -> str:
    """The text of a public roster with the new hash; a new one has the previous round in its history if the committee filed then."""
    found = sealed_roster.roster(value)
    counts = public_counts(loaded, found)
    assert counts is not None
    if before is None:
        return public_files.public_roster({"area": str(found.area)}, found.round, fingerprint, counts)
    past = small_numbers.history(before.value.get("history") or _history(loaded, key, counts))
    owner = {name: before.value[name] for name in ("committee", "area") if name in before.value}
    text = public_files.public_roster(owner, found.round, fingerprint, counts, past, draw_key=before.value.get("draw_key"))
    return before.text.split("\n", 1)[0] + "\n" + text.split("\n", 1)[1]  # where the schema lies


def _flow(fingerprint: Value) -> str:
    return f'{{sha256: "{fingerprint["sha256"]}", size: {fingerprint["size"]}}}'


def _history(loaded: Registry, key: str, counts: Value) -> list[Value]:
    committee = loaded.by_id.get(key)
    if WAIVED not in loaded.by_id or committee is None or "2019" not in [filing.round for filing in committee.filings]:
        return []
    active = round(counts["active"] * random.Random(f"history/{key}").uniform(0.62, 0.95))
    return [{"round": "2019", "active": active, "removed": 0}]


# --- for benches and tests --------------------------------------------------------------------------------------------


def bench_experts(count: int, seed: int = 1) -> list[Value]:
    """Experts of one pool without findings."""
    loaded_series = _series_table()
    pool = Pool("650000", "0991", ["新疆"], loaded_series, month_number("2026-06"))
    return experts_for(
        random.Random(f"bench/{seed}"), Crowd(), pool, _counts("engineering", "建筑工程", ["城市规划"], "associate-senior", count)
    )


def _counts(series: str, first: str, seconds: Sequence[str], level: str, size: int) -> Value:
    share = {second: size // len(seconds) + (i < size % len(seconds)) for i, second in enumerate(seconds)}
    return {
        "active": size, "removed": 0, "by_level": {level: size},
        "by_specialty": {series: {first: {second: number for second, number in share.items() if number}}}, "young": size // 3,
    }  # fmt: skip


def _series_table() -> dict[str, Series]:
    from zhicheng.registry.records.series import series_table

    path = registries.SMALL / "registry/reference/series.yaml"
    return series_table(yaml_reading.parse("series.yaml", path.read_bytes()).value)


def bench_vault(root: Path, count: int, size: int = 60, seed: int = 1) -> None:
    """Writes a synthetic registry of `count` committees, each with sealed contacts and a sealed roster of `size` experts."""
    shutil.rmtree(root / "registry" / "committees", ignore_errors=True)
    synthetic.generate(root, count, seed, authorities=("region", "prefecture"))
    folder = root / "registry" / "vault"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(registries.SMALL / "registry/vault/recipients.txt", folder)
    loaded = registry.load(root)
    crowd, deadline = Crowd(), loaded.rounds[ROUND].record.roster_deadline
    people, recipients = contacts(loaded), recipients_of(loaded, "", date(2026, 11, 26))
    for entry in loaded.committees:
        committee = entry.record
        rng = random.Random(f"{seed}/{committee.id}")
        content = cipher.seal(store.padded(store.packed(people[committee.id])), recipients)
        (folder / f"{committee.id}{CONTACTS}").write_bytes(content)
        text = re.sub(r"(?m)^contacts: .*", f"contacts: {_flow(store.fingerprint(content))}", entry.document.text)
        (root / entry.path).write_text(text, encoding="utf-8", newline="\n")
        review = next(review for review in committee.reviews if level_needed(committee) in review.levels)
        branch = review.catalog[0]
        counts = _counts(review.series, branch.name, branch.seconds, level_needed(committee), size)
        pool = Pool(committee.area, committee.phones[0][:4], [loaded.areas.name(committee.area)], loaded.series, _month(deadline))
        signed = {"by": invented.person(rng, committee.area)[2], "date": "2026-06-20", "declares": ["conduct", "integrity"]}
        value = {"committee": committee.id, "round": ROUND, "signed": signed, "experts": experts_for(rng, crowd, pool, counts)}
        content = cipher.seal(store.padded(store.packed(value)), recipients)
        (folder / f"{committee.id}{ROSTER}").write_bytes(content)
        counts = small_numbers.published(sealed_roster.counts(sealed_roster.roster(value), deadline, 45))
        text = public_files.public_roster({"committee": committee.id}, ROUND, store.fingerprint(content), counts)
        (root / f"registry/rosters/{committee.id}.yaml").write_text(text, encoding="utf-8", newline="\n")


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def annex3_rows(people: Iterable[Value]) -> list[list[str | int]]:
    """The rows of Annex 3, beginning with its header."""
    rows: list[list[str | int]] = [[*COLUMNS]]
    for number, one in enumerate(people, 1):
        since = one["title_since"].replace("-", ".")
        person = [one["name"], GENDERS[one["gender"]], one["ethnic_group"], one["born"].replace("-", "."), one["unit"], one["post"]]
        rows.append([number, *person, one["title"], LEVELS[one["level"]], since, "、".join(one["phones"]), one.get("note", "")])
    return rows


def annex3_xlsx(people: Iterable[Value], path: Path, heading: str = "") -> Path:
    """Writes experts as a filled Annex 3: .xlsx, or CSV where the path ends in .csv. `heading` is a line above the header."""
    rows = annex3_rows(people)
    if heading:
        rows.insert(0, [heading])
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return path
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


if __name__ == "__main__":
    names = [*seal_all(registries.REAL.parent), *seal_all(registries.SMALL)]
    print(f"{len(names)} files sealed", *names, sep="\n", file=sys.stderr)
