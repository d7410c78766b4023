"""Registries of two other provinces, made by `zhicheng init` and data alone: own rulebook, words, route, round and ten committees each.

Guangdong-like: cities of two kinds, those without districts too (东莞), 正高 reviewed by cities, order No. 40's 25 and 11 members, a level
below 初级 (员级). Like Shanghai: districts only, no scoring tables, rosters by the municipality and by units that review their own people
(用人单位级). Everything in them is invented but the divisions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from zhicheng.commands.cli import main

DAY = "2026-06-19"
Value = dict[str, Any]
Run = Callable[[list[str]], int]  # a command line to its exit code

_SERIES = {
    "engineering": ({"建筑工程": ["城市规划", "建筑施工"], "市政工程": ["给水排水", "道路桥梁"]}, "工程"),
    "agriculture": ({"农艺": ["农学", "园艺"]}, "农业"),
    "school-teacher": ({"中学": ["语文", "数学"], "小学": ["语文", "数学"]}, "中小学教师"),
    "archives": ({"档案": ["档案管理", "档案保护"]}, "档案"),
}
# id, authority, area, name of the organiser, series, levels
GUANGDONG = [
    ("gd-engineering", "region", "440000", "省住房城乡建设示例厅", "engineering", ["associate-senior", "full-senior"]),
    ("gd-agriculture", "region", "440000", "省农业农村示例厅", "agriculture", ["associate-senior", "full-senior"]),
    ("gd-archives", "region", "440000", "省档案示例局", "archives", ["intermediate", "associate-senior"]),
    ("gz-engineering", "prefecture", "440100", "广州市示例局", "engineering", ["intermediate", "associate-senior", "full-senior"]),
    ("gz-school-teacher", "prefecture", "440100", "广州市教育示例局", "school-teacher", ["associate-senior", "full-senior"]),
    ("sz-engineering", "prefecture", "440300", "深圳市示例局", "engineering", ["intermediate", "associate-senior", "full-senior"]),
    ("dg-engineering", "prefecture", "441900", "东莞市示例局", "engineering", ["technician", "junior", "intermediate", "associate-senior"]),
    ("dg-school-teacher", "prefecture", "441900", "东莞市教育示例局", "school-teacher", ["junior", "intermediate", "associate-senior"]),
    ("zengcheng-agriculture", "county", "440118", "增城区农业示例局", "agriculture", ["technician", "junior"]),
    ("panyu-school-teacher", "county", "440113", "番禺区教育示例局", "school-teacher", ["junior", "intermediate"]),
]
SHANGHAI = [
    ("sh-engineering", "region", "310000", "市住房城乡建设示例委", "engineering", ["associate-senior", "full-senior"]),
    ("sh-engineering-mid", "region", "310000", "市工程示例协会", "engineering", ["intermediate"]),
    ("sh-agriculture", "region", "310000", "市农业农村示例委", "agriculture", ["intermediate", "associate-senior", "full-senior"]),
    ("sh-school-teacher", "region", "310000", "市教育示例委", "school-teacher", ["full-senior"]),
    ("sh-archives", "region", "310000", "市档案示例局", "archives", ["associate-senior"]),
    ("pudong-school-teacher", "county", "310115", "浦东新区教育示例局", "school-teacher", ["intermediate", "associate-senior"]),
    ("pudong-engineering", "county", "310115", "浦东新区示例委", "engineering", ["junior", "intermediate"]),
    ("xuhui-school-teacher", "county", "310104", "徐汇区教育示例局", "school-teacher", ["intermediate", "associate-senior"]),
    ("chongming-agriculture", "county", "310151", "崇明区农业示例委", "agriculture", ["junior", "intermediate"]),
    ("minhang-school-teacher", "county", "310112", "闵行区教育示例局", "school-teacher", ["intermediate", "associate-senior"]),
    ("sh-group", "unit", "310000", "示例建设集团", "engineering", ["intermediate", "associate-senior"]),
    ("pudong-works", "unit", "310115", "浦东示例工程公司", "engineering", ["junior", "intermediate"]),
]


def guangdong(root: Path, run: Run = main) -> None:
    """Makes the registry in an empty folder, with the program that `run` runs."""
    _init(root, "440000", run)
    books = _rulebook(
        root,
        title="广东省职称评审委员会备案示例办法",
        short="示例省备案办法",
        levels_region=["technician", "junior", "intermediate", "associate-senior", "full-senior"],
        levels_prefecture=["technician", "junior", "intermediate", "associate-senior", "full-senior"],
        levels_county=["technician", "junior", "intermediate"],
    )
    books["levels"] = [{"code": "technician", "below": "junior"}]
    books["fields"] = {"valid": "required", "contacts": "optional"}
    _save(root / "registry/rulebooks/local.yaml", books)
    _save(
        root / "registry/wording.yaml",
        {"authorities": {"central": "中央驻粤单位"}, "levels": {"technician": "员级"}, "prefectures": "地级以上市"},
    )
    _entry_as_level(root, "technician")
    _reviewers(root, {"440100": "guangzhou", "440300": "shenzhen", "441900": "dongguan"}, [])
    # a city without districts reviews what its own committees file first, as its people do with their towns
    _route(root, [{"authority": "prefecture", "area": "441900", "via": ["prefecture"]}])
    for one in GUANGDONG:
        _committee(root, *one, scoring=True, members=25)


def shanghai(root: Path, run: Run = main) -> None:
    """Makes the registry in an empty folder, with the program that `run` runs."""
    _init(root, "310000", run)
    books = _rulebook(
        root,
        title="上海市职称评审委员会备案示例办法",
        short="示例市备案办法",
        levels_county=["junior", "intermediate", "associate-senior"],
    )
    books["fields"] = {"scoring": "unused", "platform": "unused", "contacts": "optional", "valid": "required"}
    books |= {"rosters": ["region", "unit"], "annexes": [1, 2]}
    books["authorities"] = [{"code": "unit", "after": "county", "areas": ["region", "county"]}]
    books["numbers"]["levels_unit"] = {"levels": ["junior", "intermediate", "associate-senior"], "clause": "第九条"}
    for code in ("E106", "E115"):
        books["rules"].pop(code)
    _save(root / "registry/rulebooks/local.yaml", books)
    _reviewers(root, {"310115": "pudong", "310104": "xuhui", "310151": "chongming", "310112": "minhang"}, [])
    _save(root / "registry/wording.yaml", {"authorities": {"unit": "用人单位级"}})
    _route(root, [{"authority": "county", "via": ["county"]}, {"authority": "unit", "area": "310115", "via": ["county"]}])
    round_ = root / "registry/rounds/2026.yaml"
    value = yaml.safe_load(round_.read_text(encoding="utf-8"))
    value["deadlines"].pop("platform", None)
    _save(round_, value)
    for one in SHANGHAI:
        _committee(root, *one, scoring=False, members=11, formed_by="specialty")


def _init(root: Path, code: str, run: Run) -> None:
    assert run(["init", str(root), "--region", code, "--as-of", DAY, "--forge", "gitea"]) == 0
    settings = root / "registry/registry.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"^current_round: .*$", 'current_round: "2026"', text, flags=re.M), encoding="utf-8")


def _save(path: Path, value: Value) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _rulebook(root: Path, title: str, short: str, **levels: list[str]) -> Value:
    """The region's rulebook with clauses filled in, and levels by authority where they differ."""
    value: Value = yaml.safe_load((root / "registry/rulebooks/local.yaml").read_text(encoding="utf-8"))
    value |= {"title": title, "short": short, "issued": "2025-01-10", "in_force": "2025-03-01", "form": "第六条"}
    value["rules"] = {code: f"第{number}条" for number, code in zip("一二三四五六七八九十" * 5, value["rules"], strict=False)}
    value["numbers"] = {name: {**one, "clause": "第八条"} for name, one in value["numbers"].items()}
    for name, allowed in levels.items():
        value["numbers"][name]["levels"] = allowed
    return value


def _entry_as_level(root: Path, level: str) -> None:
    """Makes the entry titles of the table of series (技术员, of 初级) those of an added level."""
    path = root / "registry/reference/series.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("entry: ", f"{level}: "), encoding="utf-8")


def _reviewers(root: Path, areas: dict[str, str], route: list[Value]) -> None:
    teams = {code: {"office": f"{name}示例人社部门", "accounts": [f"{name}-a", f"{name}-b"]} for code, name in areas.items()}
    centre = {"accounts": ["centre-a", "centre-b"]}
    value: Value = {"centre": centre, "maintainers": {"accounts": ["maintainer-a"]}, "areas": teams}
    _save(root / "registry/reviewers.yaml", value | ({"route": route} if route else {}))


def _route(root: Path, route: list[Value]) -> None:
    path = root / "registry/reviewers.yaml"
    _save(path, yaml.safe_load(path.read_text(encoding="utf-8")) | {"route": route})


def _committee(
    root: Path, key: str, authority: str, area: str, organiser: str, series: str, levels: list[str], *, scoring: bool, members: int,
    formed_by: str = "series",
) -> None:  # fmt: skip
    catalog, name = _SERIES[series]
    value: Value = {
        "id": key,
        "name": f"{organiser}{name}系列职称评审委员会",
        "organiser": organiser,
        "authority": authority,
        "area": area,
        "address": "示例路 1 号",
        "phones": ["020-80000001" if area.startswith("44") else "021-60000001"],
        "reviews": [{"series": series, "levels": levels, "catalog": catalog}],
        "scope": {"areas": [area], "open_to": "unit" if authority == "unit" else "public"},
        "basis": [{"title": "职称评审管理暂行规定", "document": "人社部令第40号"}],
        "procedure": ["个人申报", "专业组评议", "评委会表决", "公示"],
        "defence": {"required": False},
        "expert_pool": {"exists": True, "source": "本委员会专家库", "draw": "会前在监督人员在场时随机抽取"},
        "panel": {"members": members, "formed_by": formed_by},
        "valid": {"from": "2025-01-01", "until": "2027-12-31"},
        "filings": [{"round": "2026", "date": "2026-06-22"}],
        "status": "active",
    }
    if scoring:
        items = [{"dimension": "业绩", "item": "项目", "points": 60}, {"dimension": "学历", "item": "学历", "points": 40}]
        value["scoring"] = [{"title": "量化赋分表", "total": 100, "items": items}]
    in_county = authority not in ("region", "prefecture")
    folder = area if not in_county else area[:4] + "00" if area.startswith("44") else "310000"
    path = root / f"registry/committees/{folder}/{key}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    _save(path, value)
