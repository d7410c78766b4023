"""Forms put together at random of ways of writing that are each understood alone: they are understood together, too.

What is random is drawn from a seed, so that a failure comes back. All people are invented (人物均为虚构).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from helpers import registries
from helpers.forms.base import CONTACTS, LABELS, LAYOUT, NAME, PREFECTURE, PREFECTURE_RECORD, STEPS, form, rows
from helpers.forms.ooxml import Pen, X, sdt

from zhicheng.forms import reading
from zhicheng.forms.intake import record as intake_record
from zhicheng.registry import registry

pytestmark = pytest.mark.slow

ORGANISER = "喀什地区住房和城乡建设局"
J, M, A = "junior", "intermediate", "associate-senior"
TWO = {"建筑工程": ["城市规划", "建筑勘察设计"], "市政工程": ["给水排水"]}
CLERK, OTHER = CONTACTS["clerks"][0], {"name": "李示例", "landline": "0998-0000014", "mobile": "13000000003"}
POOL = "会议专家来源：从地区评委专家库中选取\n抽取方式：会前三日随机抽取"
KNOWN = {"source": "从地区评委专家库中选取", "draw": "会前三日随机抽取"}
DOCUMENTS = [{"title": "甲办法", "document": "新人社发〔2012〕230号"}, {"title": "乙条件（试行）"}]

# How a cell may be written, and what is meant.
WAYS: dict[str, Sequence[tuple[str, Any]]] = {
    "name": [
        (f"{NAME}\n组建单位：{ORGANISER}", NAME),
        (f"{NAME}（{ORGANISER}）", NAME),
        (f"{ORGANISER}\n{NAME}", NAME),
        (f"{NAME}\n（{ORGANISER}）", NAME),
        (f"\u3000{NAME[:8]}\v{NAME[8:]}\n单位名称：{ORGANISER}\u200b", NAME),
    ],
    "date": [
        ("2018年3月12日", "2018-03-12"),
        ("2018．3．12", "2018-03-12"),
        ("二〇一八年三月", "2018-03"),
        ("2018 年 3 月", "2018-03"),
        ("2018", "2018"),
        ("2018—03—12", "2018-03-12"),
    ],
    "document": [
        ("新人社函〔2018〕45号", "新人社函〔2018〕45号"),
        ("新人社函[2018]45号", "新人社函〔2018〕45号"),
        ("新人社函﹝２０１８﹞４５号", "新人社函〔2018〕45号"),
        ("新人社函 (2018) 45号", "新人社函〔2018〕45号"),
    ],
    "phones": [
        ("0998-0000001、0000002（电话兼传真）", ["0998-0000001", "0998-0000002（电话兼传真）"]),
        ("（0998）0000001转506\n0000002", ["0998-0000001转506", "0998-0000002"]),
        ("电话：0998—0000001；传真：0998－0000002", ["0998-0000001", "0998-0000002（传真）"]),
        ("0998 0000001 / 0998 0000002", ["0998-0000001", "0998-0000002"]),
    ],
    "leader_phones": [
        ("座机：0998-0000011\n手机：13000000001", None),
        ("0998-0000011、13000000001", None),
        ("13000000001（手机） 0998-0000011（座机）", None),
        ("办公室：0998-0000011 / 移动电话：130-0000-0001", None),
    ],
    "clerks": [
        ("钱示例　座机：0998-0000012　手机：13000000002", [CLERK]),
        ("钱示例 0998-0000012 13000000002\n李示例 0000014 13000000003", [CLERK, OTHER]),
        ("1、钱示例：0998-0000012，13000000002；2、李示例：0998-0000014，13000000003", [CLERK, OTHER]),
        ("钱示例\n座机：0998-0000012\n手机：13000000002\n李示例\n座机：0998-0000014\n手机：13000000003", [CLERK, OTHER]),
        ("姓名：钱示例，座机：0998-0000012，手机：13000000002", [CLERK]),
    ],
    "levels": [
        ("初级、中级、副高级", [J, M, A]),
        ("高、中、初级", [J, M, A]),
        ("☑初级 ☑中级 □副高级 □正高级", [J, M]),
        ("中级和副高级", [M, A]),
        ("1. 中级\n2. 副高", [M, A]),
        ("副高级及以下", [J, M, A]),
        ("初级，中级，高级（副高）", [J, M, A]),
    ],
    "catalog": [
        ("建筑工程：城市规划、建筑勘察设计\n市政工程：给水排水", TWO),
        ("一、建筑工程：1.城市规划2.建筑勘察设计\n二、市政工程：1.给水排水", TWO),
        ("建筑工程（城市规划、建筑勘察设计）\n市政工程（给水排水）", TWO),
        ("建筑工程\n1. 城市规划\n2. 建筑勘察设计\n市政工程\n1. 给水排水", TWO),
        ("建筑工程：城市规划、\v建筑勘察设计；\v市政工程：给水排水。", TWO),
    ],
    "scope": [
        ("喀什地区", {"areas": ["653100"]}),
        ("全地区", {"areas": ["653100"]}),
        ("喀什市、疏附县和疏勒县", {"areas": ["653101", "653121", "653122"]}),
        ("1.喀什市\n2.疏附县", {"areas": ["653101", "653121"]}),
        ("喀什地区\n受理对象：本系统", {"areas": ["653100"], "open_to": "system"}),
        ("喀什地区辖区内", {"areas": ["653100"]}),
    ],
    "basis": [
        ("《甲办法》（新人社发〔2012〕230号）\n《乙条件（试行）》", DOCUMENTS),
        ("1.《甲办法》（新人社发[2012]230号）；2.《乙条件（试行）》。", DOCUMENTS),
        ("《甲办法》（新人社发【2012】230号）、《乙条件（试行）》", DOCUMENTS),
        ("①《甲办法》 新人社发(2012)230号\n②《乙条件（试行）》", DOCUMENTS),
    ],
    "procedure": [
        ("\n".join(f"{number}. {step}" for number, step in enumerate(STEPS, 1)), STEPS),
        ("→".join(STEPS), STEPS),
        ("、".join(STEPS) + "。", STEPS),
        ("\v".join(f"（{number}）{step}；" for number, step in enumerate(STEPS, 1)), STEPS),
        ("；".join(STEPS), STEPS),
        (" ➜ ".join(STEPS), STEPS),
        ("\n↓\n".join(STEPS), STEPS),
    ],
    "defence": [
        ("☑ 是　☐ 否\n答辩范围：申报副高级的全部参加", {"required": True, "scope": "申报副高级的全部参加"}),
        ("是（√）　否（　）　答辩范围：申报副高级的全部参加", {"required": True, "scope": "申报副高级的全部参加"}),
        ("□是　■否", {"required": False}),
        ("否", {"required": False}),
        ("是。答辩范围：申报副高级的全部参加。", {"required": True, "scope": "申报副高级的全部参加"}),
        ("需要答辩（申报副高级的全部参加）", {"required": True, "scope": "申报副高级的全部参加"}),
    ],
    "pool": [
        (f"☑ 有　☐ 无\n{POOL}", {"exists": True} | KNOWN),
        (f"有（ ）无（√）\n{POOL}", {"exists": False} | KNOWN),
        (f"有\n{POOL}", {"exists": True} | KNOWN),
        ("有专家库。会议专家来源：从地区评委专家库中选取；抽取方式：会前三日随机抽取。", {"exists": True} | KNOWN),
        (f"1.有无专家库：有\n2.{POOL.replace(chr(10), chr(10) + '3.')}", {"exists": True} | KNOWN),
    ],
}


def written(chance: random.Random) -> tuple[dict[str, str], dict[str, Any]]:
    """The cells of a form, and the fields that they mean."""
    drawn = {key: chance.choice(ways) for key, ways in WAYS.items()}
    meant = {key: value for key, (_, value) in drawn.items()}
    record = {key: value for key, value in PREFECTURE_RECORD.items() if "/" not in key}
    record["approval"] = record["approval"] | {"date": meant["date"], "document": meant["document"]}
    record["reviews"] = [{"series": "engineering", "levels": meant["levels"], "catalog": meant["catalog"]}]
    record |= {key: meant[key] for key in ("phones", "scope", "basis", "procedure", "defence")} | {"expert_pool": meant["pool"]}
    return PREFECTURE | {key: text for key, (text, _) in drawn.items()}, record | {"clerks": meant["clerks"]}


def laid_out(pen: Pen, values: Mapping[str, str], chance: random.Random) -> list[str]:
    """The blocks of a form in one of the ways it comes."""
    way = chance.randrange(6)
    if way == 0:
        return [
            pen.tbl(
                *(pen.tr(*(pen.tc(LABELS[key].replace("\n", "") + "：\n" + values[key], 3 - len(line)) for key in line)) for line in LAYOUT)
            )
        ]
    if way == 1:
        pairs = ((pen.tr(*(pen.tc(one[key], 3 - len(line)) for key in line)) for one in (LABELS, values)) for line in LAYOUT)
        return [pen.tbl(*(row for pair in pairs for row in pair))]
    table: list[str] = list(rows(pen, values))
    if way == 2:
        cut = chance.randrange(1, len(table) - 1)
        return [pen.tbl(*table[:cut]), pen.p("（续表）"), pen.tbl(*table[cut:])]
    if way == 3:
        table = [str(row).replace("<w:tc>", f"{pen.tc(str(number))}<w:tc>", 1) for number, row in enumerate(table, 1)]
    if way == 4:
        table = [sdt(row) if chance.random() < 0.5 else row for row in table]
    return [sdt(pen.tbl(*table))] if way == 5 else [pen.tbl(*table)]


@pytest.fixture(scope="module")
def tables() -> Any:
    return intake_record.tables(registry.load(registries.SMALL))


@pytest.mark.parametrize("seed", range(60))
def test_mixture(seed: int, tables: Any) -> None:
    chance = random.Random(seed)
    values, wanted = written(chance)
    pen = Pen(chance.choice(("word", "wps")), chance.choice((0, 0.1, 0.4)), seed)
    content = form(pen, values, [X(block) for block in laid_out(pen, values, chance)])
    read = reading.read([("附件1.docx", content)], tables, 2026)
    clerks = wanted.pop("clerks")
    assert [finding.message for finding in read.findings if finding.severity == "error"] == []
    assert {key: read.record.get(key) for key in wanted} == wanted
    assert read.contacts == CONTACTS | {"clerks": clerks}
