"""Nothing leaks: every private field of every expert and contact is a canary, and no canary is in anything the program says or publishes.

Sealing refused and done, checks in every format with and without the key, faults of every rule on rosters, the site, the API, a bug.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import draw_world
from helpers.draw_world import COMMITTEE, NAME, Said, World
from helpers.registries import TODAY
from helpers.rosters import IDENTITY
from helpers.vault_commands import expert, pool, roster, run, write

from zhicheng.commands.cli import main
from zhicheng.rules import RULES
from zhicheng.system import atomic_files
from zhicheng.vault import cipher, store

pytestmark = pytest.mark.slow

Value = dict[str, Any]
# Months no page speaks of.
OLD = [f"19{year}-{month:02}" for year in range(51, 57) for month in range(1, 13)]
NUMBERS = iter(range(10**6))


def canary(kind: str) -> str:
    """A text that occurs nowhere else."""
    return f"雥{kind}{next(NUMBERS):05}莺"


def marked(row: Value) -> Value:
    """An expert in whom every private text is a canary."""
    private = {name: canary(name) for name in ("name", "unit", "employer", "post", "note")}
    phones = [f"0991-{7000000 + next(NUMBERS)}", f"100{50000000 + next(NUMBERS)}"]
    return {**row, **private, "phones": phones}


def contacts() -> Value:
    def person() -> Value:
        return {"name": canary("name"), "landline": canary("landline"), "mobile": f"100{60000000 + next(NUMBERS)}"}

    return {"leader": person(), "clerks": [person(), person()], "preparer": {"name": canary("name"), "phone": canary("phone")}}


def faulty() -> list[Value]:
    """Experts with faults of the rules on rosters, each in its own way, in a pool that reviews senior levels."""
    twice = expert(born="1981-02")
    return [
        expert(title_since="2026-01"),
        expert(level="full-senior", title="正高级工程师", title_since="2026-01"),
        expert(leader=True),
        expert(in_service="retired"),
        expert(title="工程师"),
        expert(title="示例职称"),
        expert(state="removed", removed={"note": canary("note")}),
        expert(level="intermediate", title="工程师"),
        expert(series="health", specialty=["医疗", "内科"], title="副主任医师"),
        expert(born="2030-01"),
        expert(born="2015-01"),
        twice,
    ]


def strings(value: object) -> Iterator[str]:
    """The private texts of a sealed value: names, units, posts, notes, numbers."""
    private = {"name", "unit", "employer", "post", "note", "landline", "mobile", "phone", "by"}
    if isinstance(value, dict):
        for key, item in value.items():
            if key in private and isinstance(item, str):
                yield item
            elif key == "phones":
                yield from item
            else:
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def seal_as_it_is(root: Path, name: str, value: Value) -> None:
    """Seals without any check, as a malicious or older program might."""
    sealed = cipher.seal(store.packed(value), store.DEMONSTRATION_KEYS)
    atomic_files.replace_file(root / "registry/vault" / name, sealed)
    public = root / "registry/rosters" / name.replace(".roster.age", ".yaml")
    fingerprint = json.dumps(store.fingerprint(sealed))
    counts = "counts: {active: 9, removed: 0, by_level: {associate-senior: 9}, by_specialty: {}}"
    owner = name.removesuffix(".roster.age")
    public.write_text(f'committee: {owner}\nround: "2026"\nsealed: {fingerprint}\n{counts}\n', encoding="utf-8")


def test_no_canary_is_seen(small: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs everything that may touch private values, then searches every byte that came out."""
    private = tmp_path / "private"
    private.mkdir()
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    rows = [marked(row) for row in faulty()]
    again = {**rows[-1]}  # the same person twice
    bad = {**roster(*rows, again), "signed": {"by": canary("by"), "date": "2026-06-20", "declares": []}, "consulted": ["示例厅"]}
    good = {
        **roster(*[marked({**row, "born": born}) for row, born in zip(pool(), OLD, strict=False)]),
        "signed": {"by": canary("by"), "date": "2026-06-20", "declares": ["conduct"]},
    }
    shapeless = roster(
        {**marked(expert()), "born": canary("born"), canary("key"): 1, "level": canary("level"), "phones": [canary("phone")] * 2}
    )
    del shapeless["signed"]
    people = contacts()
    broken = {**contacts(), "leader": {"name": canary("name"), "mobile": 1}}

    said = ""
    for key, value in (("example-one", bad), ("example-one", shapeless), ("example-one", broken)):
        assert run(small, "seal", key, write(private, value)) == 1
    assert run(small, "seal", "example-one", write(private, good), "--yes") == 0
    assert run(small, "seal", "example-one", write(private, people)) == 0
    said += "".join(capfd.readouterr())

    site = tmp_path / "site"
    assert main(["build", "--root", str(small), "--out", str(site), "--as-of", TODAY.isoformat()]) == 0
    seal_as_it_is(
        small,
        "example-one.roster.age",
        {"committee": "example-one", **bad, "experts": [{"id": f"aaaa{n:02}", **r} for n, r in enumerate(bad["experts"])]},
    )
    seal_as_it_is(small, "example-two.roster.age", {"committee": "example-two", **shapeless})
    seen: set[str] = set()
    for form in ("text", "json", "github"):
        run(small, "validate", "--format", form)
        run(small, "validate", "--format", form, "--identity", IDENTITY)
    for form in ("text", "json"):
        assert run(small, "verify", "--format", form, "--identity", IDENTITY) == 1
        out = "".join(capfd.readouterr())
        said += out
        seen |= {code for code in RULES if code in out}
    run(small, "reseal", "--yes", "--identity", IDENTITY)
    run(small, "roster", "remove", "example-one", "--identity", IDENTITY, "--expert", "aaaa00", "--reason", "other", "--date", "2026-09-01")
    run(small, "roster", "purge", "--before", "2026-10-01", "--identity", IDENTITY)

    def fail(*_: object) -> None:
        raise RuntimeError(rows[0]["name"])

    with monkeypatch.context() as patch:
        patch.setattr("zhicheng.registry.records.sealed_roster.counts", fail)
        assert run(small, "verify", "--identity", IDENTITY) == 3
    said += "".join(capfd.readouterr()) + summary.read_text(encoding="utf-8")

    canaries = {text for value in (bad, good, shapeless, people, broken) for text in strings(value)}
    canaries |= {row["born"] for row in good["experts"]}
    canaries |= {shapeless["experts"][0]["born"], shapeless["experts"][0]["level"]} | {
        k for k in shapeless["experts"][0] if k.startswith("雥")
    }
    assert len(canaries) > 150
    assert seen >= {"R102", "R103", "R104", "R105", "R106", "R107", "R108", "R109", "R114", "R115", "R201"}
    everything = said.encode() + b"".join(path.read_bytes() for folder in (site, small) for path in folder.rglob("*") if path.is_file())
    assert "雥" not in everything.decode("utf-8", "replace")
    assert [text for text in canaries if text.encode() in everything] == []
    for text in canaries:
        assert json.dumps(text).strip('"').encode() not in everything


def drawn_people() -> tuple[list[Value], list[Value], Value]:
    """The rosters of a draw and the file of people, every private text of them a canary."""
    committee = [marked(row) for row in draw_world.people_of_committee()]
    of = {row["id"]: row for row in committee}
    employers = [marked(row) for row in draw_world.people_of_employers()]
    employers[-1] |= {name: of["p005"][name] for name in ("name", "employer")}
    near = of["p001"]["employer"] + "所"  # nearly that of somebody
    people = draw_world.people_file() | {"applicants": [of["applicant"]["employer"], near]}
    people["recused"][0]["reason"] = canary("reason")
    return committee, employers, people


def play_badly(world: World, people: Value, private: Path) -> Iterator[Said]:
    """Everything that may go wrong with the plan and its list, and the plan at last; what is said of it."""
    yield world.plan(people={name: one for name, one in people.items() if name != "outside"})
    yield world.plan(people={**people, "recused": [{"roster": COMMITTEE, "expert": "nobody", "reason": canary("reason")}]})
    yield world.plan(people={**people, "applicants": [canary("applicant") + "\n"], canary("key"): 1})
    yield world.plan(wanted=draw_world.PLAN | {"limits": {"outside": 12}}, people=people)
    for answer in (world.plan(people=people), world.run("verify", "--identity", world.supervisor)):
        assert answer.code == 0, answer.everything
        yield answer
    sealed = world.opened()
    sealed["people"][0]["name"], sealed["people"][1]["employer"] = canary("name"), canary("employer")
    sealed["excluded"].append({**sealed["people"].pop(), "reason": "leader", "note": canary("note")})
    public, before = world.path.read_bytes(), world.sealed_path().read_bytes()
    world.agree(world_list(sealed), json.loads(json.dumps(world.value())))
    for form in ("text", "json"):
        yield world.run("verify", "--format", form, "--identity", world.supervisor)
    world.path.write_bytes(public)
    world.sealed_path().write_bytes(before)
    private.write_text(
        json.dumps({**dict.fromkeys(("name", "born", "employer", "group", "level", "salt"), canary("proof")), "draw": NAME}),
        encoding="utf-8",
    )
    yield world.run("verify", NAME, "--proof", private)


def world_list(sealed: Value) -> Value:
    """A sealed list with the shape of one: of who does not take part only what is kept of them."""
    kept = ("roster", "expert", "group", "reason", "note")
    return {**sealed, "excluded": [{name: one[name] for name in kept if name in one} for one in sealed["excluded"]]}


def call_badly(world: World, private: Path) -> Iterator[Said]:
    """The calls, with canaries for those who call and what they note; what is said besides who is next, which is for the caller."""

    def call(result: str, at: str, *more: str) -> Said:
        who = ("--caller", canary("caller"), "--witness", canary("witness"), "--at", f"2026-09-16T{at}")
        said = world.run("call", NAME, "--identity", IDENTITY, "--result", result, *who, *more)
        return Said(said.code, "", said.err)

    assert "雥" in world.run("call", NAME, "--identity", IDENTITY).out
    group, rank = world.due()[0]
    due = ("--group", group, "--rank", str(rank))
    note = ("--note", canary("note"))
    yield call("confirmed", "10:10", "--group", group, "--rank", str(rank + 1), *note)
    yield call("confirmed", "10:10", *due, "--note", canary("note") + "\n")
    yield call("no-answer", "10:10", *due, *note)
    yield call("no-answer", "10:11", *due, *note)
    yield call("declined", "10:12", *due, "--reason", "illness", *note)
    yield call("relaxed", "10:13", "--limit", "outside", *note)
    world.commit("2026-09-16T11:00:00+08:00")
    yield call("closed", "16:40", "--present", "0", *note)
    yield world.run("sign", NAME, "--what", "calls", "--by", "主持人")
    yield world.run("publish", NAME, "--date", "2026-10-10")
    private.unlink()
    for one in ("p000", "recused", "nobody"):
        yield world.run("prove", NAME, "--identity", IDENTITY, "--roster", COMMITTEE, "--expert", one, "--out", private)
    yield world.run("verify", NAME, "--proof", private)


def test_no_canary_of_a_draw_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names, numbers, employers, reasons, callers, witnesses and notes of a whole draw: in no public file, version, message, page."""
    committee, employers, people = drawn_people()
    world = draw_world.begun(tmp_path / "world", committee, employers)
    private = tmp_path / "proof.json"
    said = list(play_badly(world, people, private))
    world.commit("2026-09-14T18:20:00+08:00")
    said.append(world.draw())
    world.commit("2026-09-16T10:06:00+08:00")
    said += call_badly(world, private)
    world.commit("2026-10-10T10:00:00+08:00")
    assert "雥" in private.read_text(encoding="utf-8")  # the proof is for the person alone
    assert "雥" in json.dumps([world.opened(), world.opened(".calls.age")], ensure_ascii=False)
    for form in ("text", "json"):
        said += [world.run("verify", "--format", form), world.run("verify", "--format", form, "--identity", world.supervisor)]
        said += [world.zhicheng("validate", "--format", form), world.zhicheng("validate", "--format", form, "--identity", IDENTITY)]

    def fail(*_: object) -> None:
        raise RuntimeError(committee[0]["name"])

    with monkeypatch.context() as patch:
        patch.setattr("zhicheng.drawing.sealed_checks.selected", fail)
        said.append(world.run("verify", "--identity", world.supervisor))
        assert said[-1].code == 3
    site = tmp_path / "site"
    said.append(world.zhicheng("build", "--out", site, "--as-of", "2026-11-01"))
    assert said[-1].code == 0, said[-1].everything

    spoken = "".join(one.everything for one in said)
    assert {"D103", "D104", "D102", "D302", "D303"} <= {code for code in ("D102", "D103", "D104", "D302", "D303") if code in spoken}
    assert {one.code for one in said} == {0, 1, 2, 3}
    versions = subprocess.run(["git", "cat-file", "--batch", "--batch-all-objects"], cwd=world.root, check=True, capture_output=True).stdout
    files = b"".join(path.read_bytes() for folder in (site, world.root) for path in folder.rglob("*") if path.is_file())
    everything = spoken.encode() + versions + files
    canaries = {text for value in (committee, employers, people) for text in strings(value)}
    assert len(canaries) > 200
    assert "雥" not in everything.decode("utf-8", "replace")
    assert [text for text in canaries if text.encode() in everything] == []
    assert json.dumps("雥").strip('"').encode() not in everything
