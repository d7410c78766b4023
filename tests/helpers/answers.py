"""Who reviews a specialty where somebody lives, told from the files of the API alone; the site's search has to say the same.

Written from the design and docs/data.md, not from the search. A question has some of `series` (id), `title`, `specialty`, `level`, `area`,
`unit` and `employer`. The answer lists committees by how they stand to whoever asks, nearest first, each under one of VERDICTS; `entrusted`
says by whom, `exam` names examinations, `past` the successors, and `nobody` why there is none.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Json = dict[str, Any]
LEVELS = {"初级": "junior", "中级": "intermediate", "副高级": "associate-senior", "正高级": "full-senior"}
# From best to worst: where something can be done the best one counts.
VERDICTS = ("competent", "entrusted", "part", "recognised", "possible", "closed", "elsewhere", "examined", "excluded")
USABLE = frozenset({"competent", "entrusted", "part", "recognised", "possible"})
THERE = USABLE | {"closed", "elsewhere", "examined"}  # somebody has it, for some
KINDRED = {"土建": "建筑", "儿科": "小儿", "皮肤科": "皮肤", "口腔科": "口腔", "骨科": "骨外"}
NEAR = ("county", "prefecture", "region", "central")


@dataclass(frozen=True)
class Hit:
    """How a committee stands: its verdict, how well the specialty fits, and who entrusts it."""

    record: Json
    verdict: str
    fit: int
    by: tuple[str, ...] = ()
    levels: frozenset[str] = frozenset()


def placed(record: Json, fit: int, who: Asker) -> int:
    """How well a specialty fits, for the order: what is only taught, and has the word as a piece, comes after what is done."""
    taught = {"higher-education-teacher", "secondary-vocational-teacher", "technical-college-teacher"}
    by_specialty = who.specialty and not who.titles and not who.series and "教师" not in who.specialty
    return 8 if by_specialty and fit > 0 and all(review["series"] in taught for review in record["reviews"]) else fit


def folded(text: str) -> str:
    """A text as it is compared."""
    return unicodedata.normalize("NFKC", text).lower()


def shares(one: Json, other: Json, key: str) -> bool:
    """Whether two have something in common in a list that names nothing where it is absent: then every one is meant."""
    return not (one.keys() & other.keys() >= {key}) or not set(one[key]).isdisjoint(other[key])


def piece(word: str, name: str) -> bool:
    """Whether a name has a word as a piece that ends or begins with one of the words it is made of: 政工 is none of 市政工程."""
    spans = [found.span() for found in re.finditer("工程|技术|管理", name)]
    places = [(at, at + len(word)) for at in range(len(name)) if name.startswith(word, at)]
    return any(not any(a < c < b < d or c < a < d < b for c, d in spans) for a, b in places)


def spellings(title: str) -> set[str]:
    """A title, and where brackets hold an alternative, both: 主治(主管)医师 is also 主治医师 and 主管医师."""
    found = re.fullmatch(r"(.*)\((.*)\)(.*)", unicodedata.normalize("NFKC", title))
    return {title} if found is None else {title, found[1] + found[3], found[1][: -len(found[2])] + found[2] + found[3]}


class Api:
    """What /api/v1 of a built site says, and the answers that follow from it on a day."""

    def __init__(self, site: Path, today: str) -> None:
        self.today = today
        folder = site / "api/v1"
        self.records: list[Json] = [json.loads(path.read_bytes()) for path in sorted((folder / "committees").glob("*.json"))]
        self.by_id = {record["id"]: record for record in self.records}
        self.series = {one["id"]: one for one in json.loads((folder / "series.json").read_bytes())["series"]}
        areas = json.loads((folder / "areas.json").read_bytes())
        self.areas = {area["code"]: area for area in areas["areas"]}
        self.retired: list[Json] = areas["retired"]
        self.units = {unit["code"]: unit for unit in areas["units"]}
        self.systems = {word: one["name"] for one in areas["systems"] for word in (one["name"], *one["aliases"])}

    # Places

    def code(self, name: str) -> str | None:
        """The code of a place by its name or alias."""
        return next((code for code, area in self.areas.items() if name in (area["name"], *area["aliases"])), None)

    def inside(self, code: str | None) -> list[str]:
        """The place and what it lies in, nearest first."""
        found = []
        while code:
            found.append(code)
            code = self.areas[code].get("parent")
        return found

    def covers(self, record: Json) -> set[str]:
        """The codes of a scope today: retired ones as their successors, all parts of a division as the division."""
        queue, found = list(record["scope"]["areas"]), set()
        while queue:
            code = queue.pop()
            if code in self.areas:
                found.add(code)
            else:
                queue += [next_one for old in self.retired if old["code"] == code for next_one in old["successors"]]
        for code in self.areas:
            parts = {one for one, area in self.areas.items() if area.get("parent") == code}
            if parts and parts <= found:
                found.add(code)
        return found

    def reach(self, record: Json, who: Asker) -> str | None:
        """Whether a committee is there for a place: whole, part, possible (by way of another division or a regiment), or not at all."""
        covers, scope = self.covers(record), record["scope"]
        local = record["authority"] in ("prefecture", "county") and who.area is not None
        apart = local and record["area"] not in self.inside(who.area) and who.area not in self.inside(record["area"])
        if who.unit in scope.get("units", ()) or (who.place in scope.get("places", ()) and not apart):
            return "whole"
        if who.area is None and (who.unit or who.place):
            region = next(code for code, area in self.areas.items() if area["level"] == "region")
            regiments = self.units[who.unit]["regiments"] if who.unit else ()
            return "whole" if region in covers else "possible" if any(covers & set(self.inside(code)) for code in regiments) else None
        if who.area is None:
            return "whole"
        inside = self.inside(who.area)
        if covers & set(inside):
            return "whole"
        if any(who.area in self.inside(code) for code in covers):
            return "part"
        if not scope["areas"] and scope.get("places"):
            near = record["authority"] in ("prefecture", "county")
            if near and who.area in self.inside(record["area"]):
                return "part"
            return "possible" if not near or record["area"] in inside else None
        through = {also for code in inside if (also := self.areas[code].get("also_under"))}
        units = [self.units[code] for code in scope.get("units", ()) if code in self.units]
        if not who.unit and any(unit.get("city") == who.area for unit in units):
            return "possible"  # who lives there may belong to it
        regiment = any(who.employer == unit.get("system") and set(unit["regiments"]) & set(inside) for unit in units)
        mine = self.units.get(who.unit, {})
        elsewhere = mine.get("regiments", ()) if who.area == mine.get("city") else ()
        regiment = regiment or any(covers & set(self.inside(code)) for code in elsewhere)
        return "possible" if covers & through or regiment else None

    # Who may not apply

    def barred(self, record: Json, review: Json, who: Asker) -> str | None:
        """What an exclusion names of who asks: their `area`, their `system`, or `maybe` their system; None: nothing.

        Who asks for 石油 may be of that system.
        """
        within = self.within_name(who.employer)
        exclusions = (*record["scope"].get("excludes", ()), *review.get("excludes", ()))
        without, parts = {code for one in exclusions for code in one.get("areas", ())}, self.parts(who.area)
        if parts and parts <= without:
            return "area"
        found, perhaps = None, self.system(who.specialty) if who.specialty in self.said_systems else ""
        for one in exclusions:
            systems = [self.system(system) for system in one.get("systems", ())]
            if set(one.get("areas", ())) & set(self.inside(who.area)):
                return "area"
            also = {system for name in (*systems, one.get("words", "")) for system in self.within_name(name)}
            if any(system in who.employer or system in within for system in systems):
                found = "system"
            if within & also:
                found = found or "maybe"
            city = who.area is not None and self.areas[who.area].get("bingtuan") and not who.employer
            likely = [word for word in (who.employer, perhaps) if word]
            if any(any(word in system for word in likely) or (city and system in self.cities) for system in systems):
                found = found or "maybe"
        return found

    def within_name(self, name: str) -> set[str]:
        """The systems that a name says: 塔里木油田 is 石油 too."""
        return {self.system(word) for word in self.said_systems if word in name}

    def parts(self, area: str | None) -> set[str]:
        """The divisions right below one."""
        return {code for code, one in self.areas.items() if area and one.get("parent") == area}

    def system(self, name: str) -> str:
        """The name by which a system is compared: 新疆生产建设兵团 and 兵团系统 are 兵团."""
        bare = re.sub("(?<=..)(系统|单位)$", "", name)
        return self.systems.get(name) or self.systems.get(bare) or bare

    @cached_property
    def said_systems(self) -> set[str]:
        """The words for systems: those of the table and those that somebody excludes."""
        scopes = [one for record in self.records for one in (record["scope"], *record["reviews"])]
        return set(self.systems) | {system for one in scopes for out in one.get("excludes", ()) for system in out.get("systems", ())}

    @cached_property
    def cities(self) -> set[str]:
        """The systems whose units are one with a city: who lives there may belong to them."""
        return {unit["system"] for unit in self.units.values() if unit.get("city") and unit.get("system")}

    # What is asked for

    def fit(self, record: Json, review: Json, who: Asker) -> int | None:
        """How well a specialty fits: 0 its very name, 1 a piece, 2 a first level, 3 the series, 4 the committee's name; None: no."""
        if not who.specialty:
            return 5
        series = folded(self.series[review["series"]]["name"])
        word, found = who.specialty, [9]
        if word == re.sub("(专业)?(技术)?人员$", "", series):
            return 0
        for first, seconds in review["catalog"].items():
            third = review.get("third_level", {}).get(first, {})
            names = [folded(name) for second in seconds for name in (second, *third.get(second, ()))]
            found += (
                [0 for name in names if name == word]
                + [1 for name in names if piece(word, name)]
                + [2 for _ in names if piece(word, folded(first))]
            )
        office = re.search("([局厅委部办]|委员会|办公室|政府)$", record["organiser"])  # says nothing of specialties
        about = folded(record["name"] if office else record["name"] + "\n" + record["organiser"])
        about = re.sub("[初中副正高、]*级|职称|(任职)?资格|职务|评审委员会", "\n", about)  # what any committee is called
        others = [one["catalog"] for one in record["reviews"] if one is not review and one["catalog"] != "all"]
        taken = [name for catalog in others for first, below in catalog.items() for name in (first, *below)]
        about = "" if any(piece(word, folded(name)) for name in taken) else about  # it is of that review, which has the word itself
        if review.get("all_specialties"):
            found += [3] if word in series or piece(word, about) or any(piece(word, name) for name in self.names(review["series"])) else []
        elif word in series or piece(word, about):
            found.append(3 if word in series else 4)
        return min(found) if min(found) < 9 else None

    def names(self, series: str) -> set[str]:
        """The names of all specialties of a series that anybody has registered."""
        reviews = [review for record in self.records for review in record["reviews"] if review["series"] == series]
        return {folded(name) for review in reviews for first, seconds in review["catalog"].items() for name in (first, *seconds)}

    def titled(self, review: Json, who: Asker) -> tuple[set[str], bool] | None:
        """The levels of a review that a title means, and whether that is certain; None where its registered tracks have no such title."""
        if not who.titles:
            return set(LEVELS.values()), True
        means = [(level, track) for series, level, track in who.titles if series == review["series"]]
        several = len(self.series[review["series"]].get("tracks", ())) > 1
        own = review.get("tracks")
        fitting = [(level, track) for level, track in means if track is None or own is None or track in own]
        return ({level for level, _ in fitting}, not (several and own is None)) if fitting else None

    def binding(self, series: str, level: str) -> Json | None:
        """The examination that is the only or the main way to a level in the whole series, and has a source."""
        exams = self.series[series].get("exams", ())
        bound = (e for e in exams if level in e["levels"] and e["route"] != "one-of" and e["covers"] == "all" and e["certainty"])
        return next(bound, None)

    # The answer

    def standing(self, record: Json) -> str | None:
        """`past` or `early` where the committee is not in force today."""
        valid = record.get("valid")
        if record["status"] != "active" or (valid and self.today > valid["until"]):
            return "past"
        return "early" if valid and self.today < valid["from"] else None

    def offers(self, record: Json, who: Asker, reach: str | None) -> Iterator[tuple[str, int, str, Json]]:
        """Every review and level asked for, with its verdict, however the committee stands."""
        for review in record["reviews"]:
            titled, fit = self.titled(review, who), self.fit(record, review, who)
            if titled is None or fit is None or (who.series and who.series != review["series"]):
                continue
            for level in review["levels"]:
                if level in (who.levels or titled[0]):
                    verdict = self.verdict(record, review, level, who, reach, titled[1])
                    if verdict:
                        yield verdict, fit, level, review

    def verdict(self, record: Json, review: Json, level: str, who: Asker, reach: str | None, certain: bool) -> str | None:
        """How a review stands to who asks for it."""
        barred = self.barred(record, review, who)
        if barred == "area" or (barred == "system" and reach):
            return "excluded"
        if reach is None:
            return None
        method, exam = review.get("method", "review"), self.binding(review["series"], level)
        if method == "exam":
            return "examined"
        if (review.get("open_to") or record["scope"].get("open_to") or "public") != "public":
            return "closed"
        if method == "recognition":
            return "possible" if exam and exam["method"] == "exam" else "recognised"
        if barred or reach == "possible" or not certain or self.standing(record) == "early":
            return "possible"
        if exam and exam["method"] == "exam":
            return "possible"  # registered as reviewed, though an examination decides
        return "part" if reach == "part" else "competent"

    def answer(self, question: Json) -> Json:
        """The whole answer, with only what is not empty.

        Where nobody takes it by a word that catalogues have another for, by that one before the others.
        """
        who = self.asker(question)
        kindred = who.changed(specialty=KINDRED[who.specialty]) if who.specialty in KINDRED else None
        first = self.answered(who)
        if kindred is None:
            return first
        other = self.answered(kindred)
        best: dict[str, str] = {}
        for verdict in VERDICTS:
            for key in (*first.get(verdict, ()), *other.get(verdict, ())):
                best.setdefault(key, verdict)
        fit = {record["id"]: self.nearest(record, (who, kindred)) for record in self.records if record["id"] in best}
        found = {verdict: sorted((key for key in best if best[key] == verdict), key=fit.__getitem__) for verdict in VERDICTS}
        base = first if any(first.get(verdict) for verdict in USABLE) or not any(other.get(verdict) for verdict in USABLE) else other
        merged = {key: value for key, value in base.items() if key not in VERDICTS and key != "nobody"} | found
        if "nobody" in first and not any(found[verdict] for verdict in USABLE):
            merged["nobody"] = first["nobody"]
        return {key: value for key, value in merged.items() if value}

    def nearest(self, record: Json, asked: tuple[Asker, ...]) -> tuple[int, bool, int, str]:
        """Where a committee stands in the order, by the word that fits it best."""
        fits = [fit for who in asked for review in record["reviews"] if (fit := self.fit(record, review, who)) is not None]
        return (
            placed(record, min(fits, default=9), asked[0]),
            not self.of_own_unit(record, asked[0]),
            NEAR.index(record["authority"]),
            record["id"],
        )

    def answered(self, who: Asker) -> Json:
        """The answer by the very words."""
        hits, past = self.hits(who)
        found: Json = {verdict: [hit.record["id"] for hit in hits if hit.verdict == verdict] for verdict in VERDICTS}
        named = self.named(who)
        found["entrusted"] = {hit.record["id"]: list(hit.by) for hit in hits if hit.by} | named
        usable = bool(named) or any(hit.verdict in USABLE for hit in hits)
        exams = self.exams(who, pieces=not usable)
        found["exam"] = sorted({exam["exam"] for exam in exams})
        found["past"] = {record["id"]: self.successors(record) for record in past}
        asked = who.levels or {level for _, level, _ in who.titles} or set(LEVELS.values())
        by_exam = {level for exam in exams if exam["method"] == "exam" for level in exam["levels"]}
        by_exam |= {level for hit in hits if hit.verdict == "examined" for level in hit.levels}
        if not usable and not asked <= by_exam:
            found["nobody"] = self.why(who, hits, past)
        return {key: value for key, value in found.items() if value}

    def hits(self, who: Asker) -> tuple[list[Hit], list[Json]]:
        """The committees that answer in order, and those that did once."""
        found, past = [], []
        everything = {record["id"]: list(self.offers(record, who, self.reach(record, who))) for record in self.records}
        for record in self.records:
            offers = everything[record["id"]]
            by = [one["id"] for one in self.entrusting(record, who)]
            if self.standing(record) == "past":
                past += [record] if any(verdict != "excluded" for verdict, *_ in offers) else []
                continue
            if by and not any(verdict == "competent" for verdict, *_ in offers):
                inside = [(verdict, fit) for verdict, fit, *_ in self.offers(record, who, "whole")]
                sure = not inside or any(verdict in ("competent", "closed") for verdict, _ in inside)
                found.append(Hit(record, "entrusted" if sure else "possible", min((fit for _, fit in inside), default=9), tuple(by)))
            elif offers:
                verdicts = [self.elsewhere(record, offer, who, everything) for offer in offers]
                best = min(verdicts, key=VERDICTS.index)
                levels = frozenset(level for (_, _, level, _), verdict in zip(offers, verdicts, strict=True) if verdict == best)
                found.append(Hit(record, best, min(fit for _, fit, *_ in offers), tuple(by), levels))
        found.sort(
            key=lambda hit: (
                placed(hit.record, hit.fit, who),
                not self.of_own_unit(hit.record, who),
                NEAR.index(hit.record["authority"]),
                hit.record["id"],
            )
        )
        return found, past

    def of_own_unit(self, record: Json, who: Asker) -> bool:
        """Whether a committee is there for the unit, or for units of the system, of who asks."""
        units = record["scope"].get("units", ())
        return who.unit in units or any(who.employer and self.units[unit].get("system") == who.employer for unit in units)

    def elsewhere(self, record: Json, offer: tuple[str, int, str, Json], who: Asker, everything: dict[str, Any]) -> str:
        """`elsewhere` for the verdict where those with a committee of their own do not apply here, and nearer ones have it all.

        `possible` where a nearer one is for its own unit or system only. One whose titles are valid in places only is nobody's own.
        """
        verdict, _, level, review = offer
        own = [one for one in (*record["scope"].get("excludes", ()), *review.get("excludes", ())) if one.get("where") == "own-committee"]
        if verdict not in ("competent", "part") or not own or who.area is None:
            return verdict
        inside = self.inside(who.area)

        def distance(one: Json) -> int:
            if who.unit in one["scope"].get("units", ()) or who.place in one["scope"].get("places", ()):
                return -1
            return next((i for i, code in enumerate(inside) if code in self.covers(one)), 99)

        asked, own_names, closed = self.asked(review, who), set(), False
        for key, offers in everything.items():
            other = self.by_id[key]
            if self.standing(other) is None and distance(other) < distance(record):
                for v, _, at, r in offers:
                    if at == level and r["series"] == review["series"] and r.get("valid_in", "everywhere") == "everywhere":
                        theirs = self.asked(r, who)
                        shared = asked if "*" in theirs else theirs if "*" in asked else asked & theirs
                        own_names |= shared if v == "competent" else set()
                        closed |= v == "closed" and bool(shared)
        return "elsewhere" if own_names == asked else "possible" if closed else verdict

    def asked(self, review: Json, who: Asker) -> set[str]:
        """The specialties of a review that are asked for: the very names, else those with the word in them or in their branch, else all."""
        if review.get("all_specialties"):  # what is asked for, as anybody has registered it; else all
            reviews = [one for record in self.records for one in record["reviews"] if one["series"] == review["series"]]
            known = {second for one in reviews for seconds in one["catalog"].values() for second in seconds if who.specialty}
            exact = {second for second in known if folded(second) == who.specialty}
            return exact or {second for second in known if piece(who.specialty, folded(second))} or {"*"}
        names: dict[int, set[str]] = {0: set(), 1: set(), 2: set(), 3: set()}
        for first, seconds in review["catalog"].items():
            for second in seconds:
                below = [folded(name) for name in (second, *review.get("third_level", {}).get(first, {}).get(second, ()))]
                inside = any(piece(who.specialty, name) for name in below)
                fits = (who.specialty in below, inside, piece(who.specialty, folded(first)), True)
                names[fits.index(True)].add(second)
        if not who.specialty:
            return set().union(*names.values())
        return next(found for found in names.values() if found)

    def entrusting(self, record: Json, who: Asker) -> Iterator[Json]:
        """Committees in force for the place that entrust to this one what is asked for, and do not review it themselves.

        It is what this one reviews by its catalogue, or what the words of the entrusting name.
        """
        for other in self.records:
            for one in other.get("entrusts", ()):
                if one.get("committee") == record["id"] and not self.standing(record) and self.entrusts(other, one, who):
                    whole = who.changed(specialty="") if self.mentioned(other, one, who) else who
                    offers = self.offers(record, whole, "whole")
                    if "specialties" in one:  # it may be called otherwise there
                        offers = itertools.chain(offers, self.offers(record, who.changed(specialty=""), "whole"))
                    reviews = [(v, level) for v, _, level, r in offers if r["series"] == one["series"] and shares(one, r, "tracks")]
                    if {level for v, level in reviews if v != "examined"} & set(one["levels"]):
                        yield other
                        break

    def named(self, who: Asker) -> dict[str, list[str]]:
        """Committees outside the registry to which what is asked for is entrusted, by name."""
        found: dict[str, list[str]] = {}
        for other in self.records:
            for one in other.get("entrusts", ()):
                if (
                    "name" in one
                    and self.entrusts(other, one, who)
                    and ({"words"} - one.keys() or "specialties" in one or self.mentioned(other, one, who))
                ):
                    found.setdefault(one["name"], []).append(other["id"])
        return found

    def mentioned(self, other: Json, one: Json, who: Asker) -> bool:
        """Whether the words of what is entrusted name the specialty or the branch in which it stands (纺织 of 纺织工程)."""
        words = folded(one.get("name", "") + one.get("words", ""))
        reviews = [review for review in other["reviews"] if review["series"] == one["series"]]
        firsts = [f for r in reviews for f, seconds in r["catalog"].items() if any(who.specialty in folded(s) for s in (f, *seconds))]
        return any(word in words for word in (who.specialty, *(re.sub("(工程|专业)$", "", folded(first)) for first in firsts)))

    def entrusts(self, other: Json, one: Json, who: Asker) -> bool:
        """Whether something entrusted is what is asked for, from the side of who entrusts it."""
        if who.series and who.series != one["series"]:
            return False
        if (other["scope"].get("open_to") or "public") != "public":
            return False  # what it entrusts is for its own people
        titles = [(level, track) for series, level, track in who.titles if series == one["series"]]
        titles = [(level, track) for level, track in titles if track is None or track in one.get("tracks", [track])]
        meant = set() if who.titles and not titles else who.levels or {level for level, _ in titles} or set(LEVELS.values())
        levels = meant & set(one["levels"])
        if not levels or self.standing(other) or self.reach(other, who) != "whole" or self.barred(other, {}, who) in ("area", "system"):
            return False
        reviews = [review for review in other["reviews"] if review["series"] == one["series"]]
        knows = [review for review in reviews if self.fit(other, review, who) is not None]
        own = [review for review in knows if levels & set(review["levels"]) and (who.specialty or self.covers_names(review, one))]
        tracks = {track for _, track in titles} - {None} or set(one.get("tracks", ())) or self.tracks(one["series"])
        left = {track for track in tracks if not any(track in review.get("tracks", tracks) for review in own)}
        if "specialties" in one:
            return bool(left) and (not who.specialty or any(piece(who.specialty, name) for name in self.limits(one)))
        names = {
            folded(name)
            for record in self.records
            for review in record["reviews"]
            if review["series"] == one["series"] and isinstance(review["catalog"], dict)
            for first, seconds in review["catalog"].items()
            for name in (first, *seconds)
        }
        about = not who.specialty or any(piece(who.specialty, name) for name in names) or self.mentioned(other, one, who)
        return bool(left) and bool(knows or (not reviews and about))

    def tracks(self, series: str) -> set[str]:
        """The tracks of a series by which what is reviewed can be told apart."""
        found = [track.get("id", "") for track in self.series[series].get("tracks", ())]
        return set(found) if len(found) > 1 else {""}

    def limits(self, one: Json) -> set[str]:
        """The names to which something entrusted is limited: of specialties, and of those below a first level."""
        reviews = [review for record in self.records for review in record["reviews"] if review["series"] == one["series"]]
        below = [second for r in reviews for first, seconds in r["catalog"].items() if first in one["specialties"] for second in seconds]
        return {folded(name) for name in (*one["specialties"], *below)}

    def covers_names(self, review: Json, one: Json) -> bool:
        """Whether a review is of every specialty to which something entrusted is limited."""
        names = {name for first, seconds in review["catalog"].items() for name in (first, *seconds)}
        return bool(review.get("all_specialties")) or set(one.get("specialties", ())) <= names

    def exams(self, who: Asker, pieces: bool) -> list[Json]:
        """The examinations that bind what is asked for: of the series, of a title's series, else of the series of the specialty."""
        if who.titles:
            meant = {(series, level) for series, title_level, _ in who.titles for level in who.levels or {title_level}}
        else:
            series = {who.series} if who.series else self.series_of(who.specialty, pieces)
            meant = {(one, level) for one in series for level in who.levels or LEVELS.values()}
        return [exam for one, level in sorted(meant) if (exam := self.binding(one, level))]

    def series_of(self, word: str, pieces: bool) -> set[str]:
        """The series whose name begins with a word, or that have it as a specialty; else, with `pieces`, as a piece of one."""
        if len(word) < 2:
            return set()
        found = {key for key, one in self.series.items() if folded(one["name"]).startswith(word) or word in self.names(key)}
        return found or {key for key in self.series if pieces and any(piece(word, name) for name in self.names(key))}

    def successors(self, record: Json) -> list[str]:
        """Who says to have taken over, from either side."""
        gone = record.get("withdrawn", {})
        found = [*([gone["successor"]] if "successor" in gone else []), *gone.get("successors", ())]
        return found + [one["id"] for one in self.records if record["id"] in one.get("predecessors", ()) and one["id"] not in found]

    def why(self, who: Asker, hits: Iterable[Hit], past: list[Json]) -> str:
        """Why nobody: closed, excluded, withdrawn, expired, level, area or unknown."""
        if past:
            return "expired" if any(record["status"] == "active" for record in past) else "withdrawn"
        verdicts = {hit.verdict for hit in hits}
        for verdict in ("closed", "excluded"):
            if verdict in verdicts:
                return verdict

        def some(other: Asker) -> bool:
            return any(hit.verdict in THERE for hit in self.hits(other)[0])

        any_level = tuple((series, level, track) for series, _, track in who.titles for level in LEVELS.values())
        if some(who.changed(levels=frozenset(), titles=any_level)):
            return "level"
        return "area" if some(who.changed(area=None, unit="", place="")) else "unknown"

    def asker(self, question: Json) -> Asker:
        """Who asks for what, in codes."""
        unknown = set(question) - {"series", "title", "specialty", "level", "area", "unit", "employer"}
        assert not unknown, unknown
        unit = next((u for u in self.units.values() if question["unit"] in u["name"]), None) if "unit" in question else None
        area, place = self.code(question.get("area", "")), ""
        if "area" in question and area is None:
            place = question["area"]
            own = (r["area"] for r in self.records if place in r["scope"].get("places", ()) and r["authority"] in ("prefecture", "county"))
            area = None if place == "自治区本级" else next(own, None)  # the region's own units are no prefecture's
        if unit:
            area = area or unit.get("city")
        titles = tuple(
            (key, level, track.get("id") if len(one.get("tracks", ())) > 1 else None)
            for key, one in self.series.items()
            for track in one.get("tracks", [{"titles": one["titles"]}])
            for names in [track["titles"]]
            for level, spelled in names.items()
            if question.get("title") in [word for title in spelled for word in spellings(title)]
        )
        assert titles or "title" not in question, question
        employer = self.system(question.get("employer", unit["system"] if unit else ""))
        levels = frozenset({LEVELS[question["level"]]} if "level" in question else ())
        specialty = folded(question.get("specialty", ""))
        return Asker(question.get("series", ""), titles, specialty, levels, area, unit["code"] if unit else "", place, employer)


@dataclass(frozen=True)
class Asker:
    """Who asks for what: `titles` are (series, level, track) that the title means, `place` has no code."""

    series: str
    titles: tuple[tuple[str, str, str | None], ...]
    specialty: str
    levels: frozenset[str]
    area: str | None
    unit: str
    place: str
    employer: str

    def changed(self, **fields: Any) -> Asker:
        """The same question with something else in it."""
        return Asker(**{**self.__dict__, **fields})
