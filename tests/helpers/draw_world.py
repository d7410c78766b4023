"""A draw of members from beginning to end, for the tests: a registry in Git, sealed rosters, a supervisor's key, and the real commands.

All people are invented (人物均为虚构): 示例 and a sign of its own. `made` makes the world and plays the draw once; tests take copies,
and go back to a stage by its tag (STAGES). Times are those of the story: the plan on 14 September, the throws on the 16th, then the calls.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from helpers import registries
from helpers.repositories import ENVIRONMENT
from helpers.rosters import BANNED, IDENTITY, seal_bans

from zhicheng.commands.cli import main
from zhicheng.documents import yaml_reading
from zhicheng.drawing import sealed_files
from zhicheng.draws import files, results
from zhicheng.draws.commitments import commitment, plan_digest, short_code
from zhicheng.registry import registry
from zhicheng.registry.records.sealed_roster import draw_key_commitment
from zhicheng.registry.registry import Entry, Registry
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS, DRAW_LIST, DRAW_NONCE
from zhicheng.vault import cipher, public_files, store

Value = dict[str, Any]
COMMITTEE, EMPLOYERS, NAME = "example-one", "employer-653100", "example-one-1"
STAGES = ("keyed", "planned", "drawn", "called", "closed", "published")
THROWS = "3164253164253164253164251"
PLANNED, DUE, DRAWN = "2026-09-14T18:05:00+08:00", "2026-09-16T10:00:00+08:00", "2026-09-16T10:05:00+08:00"
HOLDER = "示例纪检监察组"
CALLER, WITNESS = "示例拨", "示例证"
RECUSED, APPLICANT = "亲属申报", "某市示例申报院"
_SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒日月盈昃"
_ROW = re.compile(r"^([a-z0-9-]+)  第 (\d+) 位  ")

PLAN: Value = {
    "meeting": "2026-09-20",
    "groups": [
        {
            "id": "design", "name": "规划与设计", "series": "engineering", "levels": ["associate-senior", "full-senior"],
            "specialties": [["建筑工程", "城市规划"], ["建筑工程", "建筑勘察设计"]], "members": 6, "alternates": 1,
        },
        {
            "id": "works", "name": "施工", "series": "engineering", "levels": ["associate-senior"],
            "specialties": [["建筑工程", "建筑施工管理"]], "members": 5, "alternates": 1,
        },
    ],
    "limits": {"per_employer": 2, "outside": 3, "young": 2},
    "randomness": {"source": "dice", "throws": 25, "at": DUE},
    "calls": {"attempts": 2, "minutes": 30},
    "quorum": 8,
}  # fmt: skip


def employer(number: int) -> str:
    """The employer of the expert of a number: one of fourteen."""
    turn = number % 14 + 1
    return f"某市示例第{'十' if turn > 9 else ''}{'一二三四五六七八九'[turn % 10 - 1] if turn != 10 else ''}设计院"


def expert(number: int, **changes: Any) -> Value:
    """A plain expert with a name and an id of its own; a field that is None is left out."""
    plain: Value = {
        "id": f"p{number:03}",
        "name": f"示例{_SIGNS[number % len(_SIGNS)]}{_SIGNS[number // len(_SIGNS)]}",
        "gender": "female",
        "ethnic_group": "维吾尔族",
        "born": f"{1966 + number % 25}-05",
        "unit": f"{employer(number)}工程师",
        "employer": employer(number),
        "series": "engineering",
        "specialty": ["建筑工程", ("城市规划", "建筑勘察设计", "建筑施工管理")[number % 3]],
        "title": "高级工程师",
        "level": "associate-senior",
        "title_since": "2016-12",
        "phones": [f"0991-0000{number:03}"],
        "entry": "recommended",
        "in_service": "serving",
        "state": "active",
    }
    return {name: item for name, item in {**plain, **changes}.items() if item is not None}


def people_of_committee() -> list[Value]:
    """The committee's roster: 30 who may be drawn, then one of each who may not (by the ids: leader, old, level, recus, appli, banne)."""
    odd = [
        expert(30, id="leader", leader=True),
        expert(31, id="retired", in_service="retired"),
        expert(32, id="level", level="intermediate", title="工程师"),
        expert(33, id="recused"),
        expert(34, id="applicant", employer=APPLICANT, unit=APPLICANT),
        expert(35, id="banned"),
        expert(36, id="elsewhere", specialty=["市政工程", "给水排水"]),
        expert(37, id="removed", state="removed", removed={"date": "2026-03-01", "reason": "other"}),
    ]
    return [*(expert(number) for number in range(30)), *odd]


def people_of_employers() -> list[Value]:
    """The employers' roster: four who may be drawn, and one who stands in the committee's too."""
    again = expert(5, id="again", entry="employer")
    return [*(expert(number, entry="employer") for number in range(38, 42)), again]


def people_file() -> Value:
    """Who is recused, from outside, and the applicants' employers."""
    outside = [{"roster": COMMITTEE, "expert": f"p{number:03}"} for number in range(0, 30, 3)]
    outside += [{"roster": COMMITTEE, "expert": f"p{number:03}"} for number in (1, 2, 5, 8)]
    return {
        "recused": [{"roster": COMMITTEE, "expert": "recused", "reason": RECUSED}],
        "applicants": [APPLICANT],
        "outside": sorted(outside, key=lambda one: one["expert"]),
    }


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered: the exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def everything(self) -> str:
        return self.out + self.err


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of a verification: code and message of each, and what was said besides."""

    said: Said
    rows: list[Value] = field(default_factory=list)

    @property
    def codes(self) -> set[str]:
        return {row["code"] for row in self.rows if row["severity"] == "error"}

    @property
    def warnings(self) -> set[str]:
        return {row["code"] for row in self.rows if row["severity"] == "warning"}

    def message(self, code: str) -> str:
        """The messages of a code, one a line."""
        return "\n".join(row["message"] for row in self.rows if row["code"] == code)


class World:
    """A registry with a draw, at a stage. `root` is the repository, `desk` a folder outside of it with keys, plan and people."""

    def __init__(self, folder: Path) -> None:
        self.root, self.desk = folder / "registry", folder / "desk"

    # --- Git ---------------------------------------------------------------------------------------------------------

    def git(self, *arguments: str, at: str = "2026-11-01T10:00:00+08:00") -> str:
        environment = {**ENVIRONMENT, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        done = subprocess.run(["git", *arguments], cwd=self.root, env=environment, check=True, capture_output=True, encoding="utf-8")
        return done.stdout.strip()

    def commit(self, at: str = "2026-11-01T10:00:00+08:00", *options: str) -> None:
        """Commits everything there is, at a time."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x", "--allow-empty", *options, at=at)

    def back_to(self, stage: str) -> World:
        """Goes back to a stage, as if nothing had come after it."""
        self.git("reset", "--quiet", "--hard", stage)
        self.git("clean", "-f", "-d", "--quiet")
        return self

    def copy(self, folder: Path) -> World:
        """A copy of the world in another folder."""
        shutil.copytree(self.root.parent, folder)
        return World(folder)

    # --- commands ----------------------------------------------------------------------------------------------------

    def run(self, *arguments: str | Path) -> Said:
        """Runs `zhicheng draw …` with the real command line, in this process."""
        return self.zhicheng("draw", *arguments)

    def zhicheng(self, *arguments: str | Path) -> Said:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([*map(str, arguments), "--root", str(self.root)])
        return Said(code, out.getvalue(), err.getvalue())

    def done(self, *arguments: str | Path) -> Said:
        """As `run`, and it must succeed."""
        said = self.run(*arguments)
        assert said.code == 0, said.everything
        return said

    def plan(self, at: str = PLANNED, wanted: Value | None = None, people: Value | None = None, *more: str) -> Said:
        """Plans a draw as the clerk does."""
        plan, file = self.desk / "plan.yaml", self.desk / "people.yaml"
        plan.write_text(yaml.safe_dump(wanted or PLAN, allow_unicode=True), encoding="utf-8")
        file.write_text(yaml.safe_dump(people_file() if people is None else people, allow_unicode=True), encoding="utf-8")
        return self.run("plan", COMMITTEE, "--plan", plan, "--people", file, "--identity", IDENTITY, "--at", at, *more)

    @property
    def supervisor(self) -> Path:
        return self.desk / "supervisor.key"

    @property
    def identity(self) -> Path:
        """The centre's key."""
        return IDENTITY

    @property
    def wanted(self) -> Value:
        """What the clerk wants of a plan, with throws to come."""
        return {**PLAN, "randomness": {**PLAN["randomness"], "at": "2026-12-01T10:00:00+08:00"}}

    def nonce(self, name: str = NAME) -> str:
        """The code that the supervisor reads out, as the program shows it to the supervisor."""
        said = self.run("verify", name, "--identity", self.supervisor)
        assert said.code == 0, said.everything
        return str(re.findall(r"：([a-z0-9]{16})$", said.err, re.MULTILINE)[0])

    def draw(self, name: str = NAME, value: str = THROWS, at: str = DRAWN) -> Said:
        return self.run("run", name, "--nonce", self.nonce(name), "--value", value, "--at", at)

    def call(self, result: str, at: str, *more: str, name: str = NAME) -> Said:
        """Records a step. `at` is the time of the day, as 10:10, on the day of the draw, or a whole time."""
        whole = at if "T" in at else f"2026-09-16T{at}"
        who = ("--caller", CALLER, "--witness", WITNESS, "--result", result, "--at", whole)
        return self.run("call", name, "--identity", IDENTITY, *who, *more)

    def due(self, name: str = NAME) -> list[tuple[str, int]]:
        """Who may be called now, as the program shows: group and rank."""
        said = self.done("call", name, "--identity", IDENTITY)
        return [(found[1], int(found[2])) for line in said.out.splitlines() if (found := _ROW.match(line))]

    def verify(self, *more: str | Path, keyed: bool = True, centre: bool = False) -> Found:
        """Verifies draws with the supervisor's key (or the centre's), or (keyed=False) as the public does. Never a bug, never a name."""
        who: Sequence[str | Path] = ("--identity", IDENTITY if centre else self.supervisor) if keyed else ()
        said = self.run("verify", *more, "--format", "json", *who)
        assert said.code in (0, 1, 2), said.everything
        assert "示例" not in said.everything, said.everything
        return Found(said, json.loads(said.out)["findings"] if said.out else [])

    # --- what is public and what is sealed, read and forged -----------------------------------------------------------

    @property
    def path(self) -> Path:
        return self.root / f"registry/draws/{NAME}.yaml"

    def value(self) -> Value:
        """The public file of the draw."""
        return dict(yaml_reading.parse("x", self.path.read_bytes()).value)

    def put(self, value: Value) -> None:
        """Writes the public file of the draw, whatever is in it."""
        self.path.write_text(files.public_text(value), encoding="utf-8")

    def change(self, made: Callable[[Value], Any]) -> None:
        """Changes the public file of the draw."""
        value = json.loads(json.dumps(self.value()))
        made(value)
        self.put(value)

    def sealed_path(self, ending: str = DRAW_LIST, name: str = NAME) -> Path:
        return self.root / f"registry/vault/{name}{ending}"

    def opened(self, ending: str = DRAW_LIST) -> Value:
        return store.opened(self.sealed_path(ending), store.keyring(IDENTITY))

    def reseal(self, value: Value, ending: str = DRAW_LIST) -> None:
        """Seals a value in place of a sealed file of the draw, to the same people, without any check."""
        loaded = self.loaded
        keys = sealed_files.readers(loaded, self.value()["plan"]["supervisor"]["key"], registries.TODAY)
        self.sealed_path(ending).write_bytes(sealed_files.sealed_file(loaded, f"{NAME}{ending}", value, keys)[1])

    def forge_list(self, made: Callable[[Value, Value], Any]) -> None:
        """What an operator can do before the plan is published: changes the sealed list and the plan (`made` gets both), and makes
        everything that follows from them agree: order, commitments, hash, code.
        """
        sealed, value = self.opened(), json.loads(json.dumps(self.value()))
        made(sealed, value["plan"])
        self.agree(sealed, value)

    def agree(self, sealed: Value, value: Value, count: bool = True) -> None:
        """Writes a sealed list and a plan that agree with each other."""
        plan = value["plan"]
        places = {group["id"]: i for i, group in enumerate(plan["groups"])}
        sealed["people"].sort(key=lambda one: (places[one["group"]], _order(one)))
        for group in plan["groups"]:
            own = [one for one in sealed["people"] if one["group"] == group["id"]]
            out = [one["reason"] for one in sealed["excluded"] if one["group"] == group["id"]]
            group["candidates"] = [_order(one) for one in own]
            if count:
                group["excluded"] = {reason: out.count(reason) for reason in sorted(set(out))}
                group["pool"] = len(own) + len(out)
        plan["list"] = sorted(commitment(one["list_salt"], files.person(one), "list") for one in sealed["people"])
        self.put(value)
        self.reseal(sealed)
        plan["sealed"] = store.fingerprint(self.sealed_path().read_bytes())
        self.recode(value)

    def recode(self, value: Value | None = None) -> None:
        """Gives a plan the code that belongs to it."""
        value = json.loads(json.dumps(self.value())) if value is None else value
        value["code"] = short_code(plan_digest(value["committee"], value["number"], value["plan"]))
        self.put(value)

    def recompute(self) -> None:
        """Gives the result and code that belong to the plan and the randomness in the file, as somebody who forges all of it does."""
        self.recode()
        value = self.value()
        self.put({**value, "result": {**value["result"], **results.computed(value, value["result"]["value"])}})

    def unplan(self) -> None:
        """Takes away a plan that was not committed."""
        for path in (self.path, self.sealed_path(), self.sealed_path(DRAW_NONCE)):
            path.unlink()

    # --- in this process ----------------------------------------------------------------------------------------------

    @property
    def loaded(self) -> Registry:
        return registry.load(self.root)

    @property
    def entry(self) -> Entry[Value]:
        return self.loaded.draws[0]

    @cached_property
    def keys(self) -> store.Keyring:
        return store.keyring(IDENTITY)


def _order(one: Value) -> str:
    return commitment(one["order_salt"], files.person(one), "order")


def seal_roster(root: Path, key: str, experts: list[Value], draw_key: str | None) -> None:
    """Seals a roster to all keys of the registry, without the rules of `seal`, and writes its public file."""
    loaded = registry.load(root)
    owner = {"area": key.removeprefix("employer-")} if key.startswith("employer-") else {"committee": key}
    signed = {"by": "示例甲", "date": "2026-06-20", "declares": ["conduct", "integrity", "own-application", "no-department"]}
    signed["declares"] = signed["declares"][: 4 if "area" in owner else 2]
    keyed = {} if draw_key is None else {"draw_key": draw_key}
    value = {**owner, "round": "2026", "signed": signed, **keyed, "experts": experts}
    assert not store.shape_faults("sealed-roster", value, key, loaded.ranks.codes)
    readers = [entry["key"] for entry in yaml.safe_load((root / "registry/recipients.yaml").read_text(encoding="utf-8"))["recipients"]]
    sealed = cipher.seal(store.padded(store.packed(value)), readers)
    registries.write(root, f"registry/vault/{key}.roster.age", sealed)
    counts = {"active": len(experts), "removed": 0, "by_level": {"associate-senior": len(experts)}, "by_specialty": {}}
    commitment_ = None if draw_key is None else draw_key_commitment(draw_key)
    text = public_files.public_roster(owner, "2026", store.fingerprint(sealed), counts, draw_key=commitment_)
    registries.write(root, f"registry/rosters/{key}.yaml", text)


def begun(folder: Path, committee: list[Value] | None = None, employers: list[Value] | None = None) -> World:
    """A registry with the rosters, before any draw (the stage `keyed`)."""
    world = World(folder)
    world.desk.mkdir(parents=True)
    registries.small(world.root)
    registries.bans_in_force(world.root)
    for path in [*world.root.glob("registry/rosters/*"), *world.root.glob("registry/vault/*.roster.age")]:
        path.unlink()
    record = registries.record("panel: {members: 11, formed_by: specialty}\n")
    registries.write(world.root, registries.ONE, record)
    secret, public = cipher.new_identity()
    world.supervisor.write_text(f"{secret}\n", encoding="utf-8")
    world.supervisor.chmod(0o600)
    keys = [(key, "中心", "centre") for key in sorted(DEMONSTRATION_KEYS)] + [(public, HOLDER, "supervisor")]
    rows = [f'  - {{key: {key}, holder: {holder}, role: {role}, since: "2026-01-01"}}\n' for key, holder, role in keys]
    registries.write(world.root, "registry/recipients.yaml", "".join(("recipients:\n", *rows)))
    (world.root / "registry/vault/recipients.txt").unlink()
    world.git("init", "--quiet", "--initial-branch=main")
    people = committee or people_of_committee()
    banned = next((one for one in people if one["id"] == "banned"), None)
    if banned is not None:
        ban = {"name": banned["name"], "born": banned["born"], "since": "2026-01-01", "until": "2028-12-31"}
        registries.write(world.root, f"registry/vault/{BANNED}", json.dumps({"bans": [ban]}))
        seal_bans(world.root)
    for key, experts in ((COMMITTEE, people), (EMPLOYERS, employers or people_of_employers())):
        seal_roster(world.root, key, experts, secrets.token_hex(32))
    world.commit("2026-09-10T10:00:00+08:00")
    world.git("tag", "keyed")
    return world


def played(folder: Path) -> World:
    """The world after the whole draw, with a tag at each of the STAGES."""
    world = begun(folder)

    def stage(name: str, at: str) -> None:
        world.commit(at)
        world.git("tag", name)

    said = world.plan()
    assert said.code == 0, said.everything
    stage("planned", "2026-09-14T18:20:00+08:00")
    said = world.draw()
    assert said.code == 0, said.everything
    stage("drawn", "2026-09-16T10:06:00+08:00")
    call_all(world, "called")
    said = world.call("closed", "16:40", "--present", "10")
    assert said.code == 0, said.everything
    stage("closed", "2026-09-16T16:45:00+08:00")
    world.done("sign", NAME, "--what", "plan", "--by", "主持人和纪检人员 2 人", "--date", "2026-09-14")
    world.done("publish", NAME, "--date", "2026-10-10")
    stage("published", "2026-10-10T10:00:00+08:00")
    return world


def call_all(world: World, tag: str) -> None:
    """Calls everybody: the first twice in vain, the second cannot come, all others come; the commit with the tag is in the middle. The
    one who came first is absent at the end, so that an alternate moves up and another is called.
    """
    minute, came = 10 * 60 + 10, []

    def say(result: str, *more: str) -> None:
        said = world.call(result, f"{minute // 60}:{minute % 60:02}", *more)
        assert said.code == 0, said.everything

    turn, due = 0, world.due()
    while due:
        group, rank = due[0]
        who = ("--group", group, "--rank", str(rank))
        if turn < 2:
            say("no-answer", *who)
            minute += 30
        elif turn == 2:
            say("declined", *who, "--reason", "duty", "--note", "示例说明")
        else:
            say("confirmed", *who)
            came.append(who)
        turn, minute = turn + 1, minute + 3
        if turn == 6:
            world.commit("2026-09-16T12:00:00+08:00")
            world.git("tag", tag)
        due = world.due()
        if not due and turn < 100:
            say("absent", *came[0], "--reason", "illness")
            turn, minute, due = 100, minute + 3, world.due()
