"""The examples on the pages of D codes: each is merged into a valid draw, and judged by the program.

The draw has 10 people, 3 members and 1 alternate. The first called could not be reached, the second declined, all others came.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import drawn, registries
from helpers.drawn import NAME, Drawn, all_come
from helpers.repositories import ENVIRONMENT
from helpers.rule_pages import example

from zhicheng.drawing import history_checks, planning, sealed_checks, sealed_files
from zhicheng.draws import commitments, files, public_checks, results
from zhicheng.draws.seating import chained
from zhicheng.rules import RULES
from zhicheng.vault import store

pytestmark = pytest.mark.slow

Value = dict[str, Any]
CODES = [code for code in RULES if code.startswith("D")]
DAY = date(2026, 11, 23)
PACKAGE = registries.HERE.parent / "scripts/zhicheng"
ROSTER = "registry/rosters/example-one.yaml"


def people() -> list[Value]:
    """Ten experts, each of an employer of their own; names of employers are not alike."""
    employers = ["某市示例甲设计院", "某县第二建筑公司", "某大学土木学院", "某州水利局", "某集团勘察处"]
    employers += ["示例路桥队", "甲地林业站", "乙地师范学校", "丙地测绘大队", "丁地电力公司"]
    return [{**one, "employer": employers[i]} for i, one in enumerate(drawn.people(10))]


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """The valid draw. Tests must not change it; `draw` is a copy."""
    return Drawn(tmp_path_factory.mktemp("valid") / "r", people()).ranked().called(all_come).closed(3)


@pytest.fixture
def draw(valid: Drawn, tmp_path: Path) -> Drawn:
    shutil.copytree(valid.root, tmp_path / "r")
    return valid.at(tmp_path / "r")


def merged(into: Any, given: Any) -> Any:
    """A value with what differs: mappings and lists of mappings item by item, anything else in place of what there was."""
    if isinstance(into, dict) and isinstance(given, dict):
        return {**into, **{name: merged(into.get(name), item) for name, item in given.items()}}
    if isinstance(into, list) and isinstance(given, list) and all(isinstance(one, dict) for one in [*into, *given]) and given:
        return [
            merged(into[i] if i < len(into) else {}, given[i]) if i < len(given) else into[i] for i in range(max(len(into), len(given)))
        ]
    return given


def parts(text: str) -> list[tuple[str, Value]]:
    """The parts of an example: what the line that starts with # says, and the value under it."""
    found = re.findall(r"(?m)^# (.*)\n((?:(?!# ).*\n)*)", text)
    assert "".join(f"# {head}\n{body}" for head, body in found) == text
    return [(head, yaml.safe_load(body)) for head, body in found]


def agreed(value: Value, given: Value) -> Value:
    """A public file whose code, seed and ranking follow from the rest, where the example does not say them."""
    plan = value["plan"]
    if "code" not in given:
        digest = commitments.plan_digest(value["committee"], value["number"], plan)
        value = {**value, "code": commitments.short_code(digest)}
    if "result" in value and not {"seed", "ranking"} & {*given.get("result", {})}:
        value = {**value, "result": {**value["result"], **results.computed(value, value["result"]["value"])}}
    return value


def commit(draw: Drawn, at: str, *paths: str) -> None:
    """Commits files of a draw's registry, at a time: all of them where none is named."""
    when = {"GIT_AUTHOR_DATE": f"{at}:00+0800", "GIT_COMMITTER_DATE": f"{at}:00+0800"}
    for arguments in (["init", "--quiet"], ["add", *(paths or ["--all"])], ["commit", "--quiet", "--message=x", "--allow-empty"]):
        subprocess.run(["git", *arguments], cwd=draw.root, env={**ENVIRONMENT, **when}, check=True, capture_output=True)


def judged(draw: Drawn, keyed: bool = False, history: bool = False) -> set[str]:
    """The codes that the program finds."""
    loaded = draw.loaded
    entry = next(one for one in loaded.draws if files.draw_id(one.record) == NAME)
    found = [*public_checks.of_draw(loaded, entry), *(history_checks.findings(loaded, entry) if history else [])]
    if keyed:
        found += sealed_checks.checked(loaded, draw.keys, entry, DAY).findings
    return {one.code for one in found}


def of_plan(draw: Drawn, given: dict[str, Value]) -> set[str]:
    """What planning such a draw finds. The draw before is as if it had never been."""
    (draw.root / f"registry/draws/{NAME}.yaml").unlink()
    wanted = merged(drawn.wanted(), given.get("抽取方案的要求", {}))
    moment = datetime.fromisoformat(drawn.PLANNED)
    return {one.code for one in planning.planned(draw.loaded, draw.keys, "example-one", wanted, given.get("人员文件", {}), moment).findings}


def reseal(draw: Drawn, ending: str, value: Value) -> Value:
    """Seals a file of the draw anew, to the same people; gives its fingerprint."""
    keys = sealed_files.readers(draw.loaded, draw.value["plan"]["supervisor"]["key"], DAY)
    path, content = sealed_files.sealed_file(draw.loaded, f"{NAME}{ending}", value, keys)
    path.write_bytes(content)
    return store.fingerprint(content)


def of_list(draw: Drawn, given: Value, recomputed: bool) -> set[str]:
    """What is found where the sealed list differs, and the plan of the list has its new hash; `recomputed`: and its commitments."""
    sealed, value = merged(draw.known().sealed, given), json.loads(json.dumps(draw.value))
    if recomputed:
        sealed["people"].sort(key=lambda one: commitments.commitment(one["order_salt"], files.person(one), "order"))
        value["plan"]["groups"][0]["candidates"] = [
            commitments.commitment(one["order_salt"], files.person(one), "order") for one in sealed["people"]
        ]
        value["plan"]["list"] = sorted(commitments.commitment(one["list_salt"], files.person(one), "list") for one in sealed["people"])
    value["plan"]["sealed"] = reseal(draw, ".draw.age", sealed)
    value = agreed({name: item for name, item in value.items() if name not in ("result", "calls")}, {})
    (draw.root / f"registry/vault/{NAME}.calls.age").unlink()
    draw.put(value)
    return judged(draw, keyed=True)


def of_calls(draw: Drawn, given: Value, recomputed: bool) -> set[str]:
    """What is found where the sealed steps differ; `recomputed`: and the chain is theirs."""
    recorded = merged({"steps": draw.known().steps}, given)["steps"]
    value = json.loads(json.dumps(draw.value))
    reseal(draw, ".calls.age", {"committee": "example-one", "number": 1, "steps": recorded})
    if recomputed:
        chain: list[str] = []
        for step in recorded:
            chain.append(chained(chain[-1] if chain else value["result"]["seed"], step))
        value["calls"]["chain"] = chain
        draw.put(value)
    return judged(draw, keyed=True)


def found(draw: Drawn, text: str) -> set[str]:
    """The codes that the program finds in an example."""
    given = dict(parts(text))
    head, value = next(iter(given.items()))
    if head in ("抽取方案的要求", "人员文件"):
        return of_plan(draw, given)
    if head.startswith("密封的名单"):
        return of_list(draw, value, "重算" in head)
    if head.startswith("密封的电话记录"):
        return of_calls(draw, value, "重算" in head)
    if head.startswith("密封库里"):
        if "没有" in head:
            (draw.root / "registry/vault/example-one.roster.age").unlink()
        return judged(draw, keyed=True)
    return of_public(draw, head, value)


def of_public(draw: Drawn, head: str, given: Value) -> set[str]:
    """What is found where the public file differs."""
    before, after = draw.value, agreed(merged(draw.value, given), given)
    if "还没有排先后" in head:
        after = {name: item for name, item in after.items() if name not in ("result", "calls")}
    if others := re.fullmatch("其他各次：打了 ([0-9]+) 名，不能到会和联系不上的 ([0-9]+) 名", head):
        of_others(draw, int(others[1]), int(others[2]))
    planned = {name: item for name, item in before.items() if name not in ("result", "calls")}
    late = re.fullmatch("公开的文件，(2026-09-1[0-9]) ([0-9]{2}:[0-9]{2}) 提交", head)
    roster = head == "花名册的公开文件比方案晚提交"
    if late or roster or "公布以后" in head or head == "花名册的公开文件比方案早提交":
        draw.put(planned)
        commit(draw, "2026-09-10T09:00", "registry/recipients.yaml")
        if not roster:
            commit(draw, "2026-09-10T10:00", ROSTER)
        commit(draw, f"{late[1]}T{late[2]}" if late else "2026-09-14T18:20", f"registry/draws/{NAME}.yaml")
        draw.put(before)
        commit(draw, "2026-09-16T17:00")
        draw.put(after)
        return judged(draw, history=True)
    assert head == "公开的文件" or "还没有排先后" in head or others, head
    draw.put(after)
    return judged(draw)


def of_others(draw: Drawn, calls: int, lost: int) -> None:
    """Gives the committee a second draw in which so many were called and so many of them lost."""
    value = json.loads(json.dumps(draw.value))
    value["number"] = 2
    value["plan"]["groups"][0] |= {"members": calls - lost, "pool": calls, "candidates": [f"{i:064x}" for i in range(calls)]}
    value["calls"]["closed"]["ranks"] = {"design": ["declined"] * lost + ["member"] * (calls - lost)}
    draw.put(value)


@pytest.mark.parametrize("code", CODES)
def test_failing_example_fails_for_this_reason_only(code: str, draw: Drawn) -> None:
    """A list that is not the published one is not the roster's either."""
    also = {"D302"} if code == "D301" else set()
    assert found(draw, example(RULES[code], "不合格")) == {code, *also}


@pytest.mark.parametrize("code", CODES)
def test_passing_example_passes(code: str, draw: Drawn) -> None:
    assert found(draw, example(RULES[code], "合格")) == set()


def test_every_code_of_the_program_has_a_page() -> None:
    """And no page is of a code that there is not."""
    used = set()
    for folder in ("draws", "drawing"):
        for path in (PACKAGE / folder).glob("*.py"):
            used |= set(re.findall(r'"(D[0-9]{3})"', path.read_text(encoding="utf-8")))
    assert used == set(CODES)


def test_the_valid_draw_has_no_finding(draw: Drawn) -> None:
    assert judged(draw, keyed=True) == set()
