"""Filled forms of each kind that offices write their own way, made by another hand than the reader's (helpers.forms.kinds).

FAULTS names those that the reader does not handle rightly yet. Exactly these fail: one that is mended has to be taken off.
All people are invented (人物均为虚构).
"""

from __future__ import annotations

import shutil

import pytest
from helpers import registries
from helpers.forms import kinds, kinds_judge

from zhicheng.registry import registry
from zhicheng.registry.registry import Registry

pytestmark = pytest.mark.slow

CASES = kinds.cases()
COMMITTEE = f"committees/653100/{kinds_judge.ROSTER_OF}.yaml"

# What comes, after the verdict: "wrong" where it would be written, "refused" where the right value was there to be read.
FAULTS = {
    # Written without a word.
    "L13": "wrong: levels that name 水利工程 alone hold for 电力工程 too",
    "L07": "wrong: 高级 of one specialty is taken as 副高级",
    "L38": "wrong: levels for each specialty in the cell of the series are dropped, both get all",
    "L39": "wrong: levels in brackets behind the first levels become part of their names, both get all",
    "F04": "wrong: a column 评审层级 of Annex 2 that differs from Annex 1 is dropped",
    "F10": "wrong: the letter's own examples and ..... are taken as a catalog",
    "T06": "wrong: 水利工程（续） is a first level of its own",
    "H03": "wrong: a row of height 0 is taken",
    "H15": "wrong: what a character style strikes out is taken",
    "H16": "wrong: what a paragraph style strikes out is taken",
    "E32": "wrong: a person in a row of height 0 is taken",
    "B24": "wrong: a roster titled for a committee of another place is taken",
    "B24w": "wrong: the same in Word",
    "B25": "wrong: a roster titled for another committee of the same place is taken",
    "B25w": "wrong: the same in Word",
    "B28": "wrong: a sheet named for another committee is taken",
    "B34": "wrong: the people of a sheet 调出 are taken",
    "P01": "wrong: 喀什、和田、阿克苏地区 is 阿克苏 alone, the rest a note",
    "P04": "wrong: 墨玉、皮山、洛浦县 is 洛浦县 alone, the rest a note",
    "P10": "wrong: 乌鲁木齐、克拉玛依市 is 克拉玛依市 alone, the rest a note",
    "P11": "wrong: 昌吉、博尔塔拉、巴音郭楞州 is 巴音郭楞 alone, the rest a note",
    "P17": "wrong: 喀什 和田 阿克苏地区 is 阿克苏 alone, the rest a note",
    "P19": "wrong: 和田地区所属洛浦、策勒、于田、民丰县 is 民丰县 alone, the rest a note",
    "P22": "wrong: 和田 is left out of 和田、喀什地区和克孜勒苏柯尔克孜自治州",
    "P23": "wrong: item 2 of a numbered list of places is left out",
    "P25": "wrong: 吐鲁番 is left out of 吐鲁番、哈密市和昌吉回族自治州",
    "Q40": "wrong: of the points for two levels in two columns only the first are read",
    "Q40x": "wrong: the same in Excel",
    "Q76": "wrong: percent cells of Excel become points of 0.2, the sum is 1",
    "N02": "wrong: 农、林、牧、渔机械 is four specialties",
    "N03": "wrong: 计算机软、硬件 is 计算机软 and 硬件",
    "N05": "wrong: 采、选、冶 is three specialties",
    "N22": "wrong: 中、小型水库管理 is 中 and 小型水库管理",
    "N24": "wrong: 玩具等轻工产品 is a specialty",
    "N14": "wrong: one specialty a row with / inside is taken apart",
    "N07": "wrong: （接上页） is part of a name",
    "N09": "wrong: 1.5G通信技术 keeps the list's number that 2.光纤通信 loses",
    "N18": "wrong: 等2个专业 is part of a name",
    "X59": "wrong: （公章） is a specialty",
    "X56": "wrong: 详见附件 is a specialty",
    "D01": "wrong: 关于印发 before 《》 is dropped, 的通知 behind it is not",
    "D07": "wrong: a document's number alone is its title",
    "D12": "wrong: a title that a line break cuts is two documents",
    "D13": "wrong: 以及自治区有关规定 becomes part of the title before it",
    "D18": "wrong: 开展评审 becomes part of the title",
    "X02": "wrong: 流程图附后 is a step",
    "X03": "wrong: （见附件4） is a step",
    "X53": "wrong: （详见流程图） is the last step",
    "X22": "wrong: 按照有关规定执行 is a step",
    "X23": "wrong: 按有关文件执行 is a document",
    "X54": "wrong: （文件附后） is a document",
    "X07": "wrong: （盖章） is an address",
    "X24": "wrong: 详见方案 is the scope of the defence",
    "X43": "wrong: 见附件 is the number of the approval",
    "X44": "wrong: （盖章） is the number of the approval",
    "X45": "wrong: 详见批文 is the number of the approval",
    "X46": "wrong: 待补 is the number of the approval",
    "X51": "wrong: （盖章） is part of the address",
    "X52": "wrong: （盖章） is part of the approving office",
    "R02": "wrong: 已调至 in a remark is not known for leaving",
    "R12": "wrong: 受党纪处分 is not asked about",
    "R14": "wrong: 长期病休 is not asked about",
    "R15": "wrong: 出国 is not asked about",
    "R16": "wrong: 待核实 is not asked about",
    "R17": "wrong: 替换原评委 is not asked about",
    "R18": "wrong: a second specialty in a remark is dropped",
    "R19": "wrong: the same, 兼评",
    "R20": "wrong: the same, 也可评",
    "R23": "wrong: 援疆期满返回 is not known for leaving",
    "R25": "wrong: 本人不愿担任 is not asked about",
    "R27": "wrong: 涉嫌违纪 is not asked about",
    "R28": "wrong: 离岗创业 is not asked about",
    "R61": "wrong: 同上 below an honour is dropped",
    "M08": "wrong: ↑ is a unit",
    "M08w": "wrong: the same in Word",
    "M09": "wrong: 同上 with a post behind it is a unit",
    "M09w": "wrong: the same in Word",
    "M10": "wrong: 同第1行 is a unit",
    "M10w": "wrong: the same in Word",
    "M21": "wrong: 同 is a unit",
    "M21w": "wrong: the same in Word",
    "C01": "wrong: （盖章） is a unit",
    "C01w": "wrong: the same in Word",
    "C09": "wrong: 某某 is a name",
    "C09w": "wrong: the same in Word",
    "C11": "wrong: 待定 is a unit",
    "C11w": "wrong: the same in Word",
    # Written, with a warning or a rule's error on the record that does not name what happened in the form.
    "Q06": "wrong: a scoring table that goes on on a second sheet is read to its half; a warning says there is no sum",
    "Q01": "wrong: a scoring table whose head is repeated is two tables of 40 and 100; E106",
    "Q03": "wrong: a scoring table whose title is repeated with （续） is two tables of 40 and 100; E106",
    "Q04": "wrong: 本页小计 and 接上页 are items; E106",
    "Q32": "wrong: four items of 100 with weights have a total of 400; a warning says there is no sum",
    "Q32x": "wrong: the same in Excel",
    "B20": "wrong: a column 第二专业 is left out with a warning",
    "B20w": "wrong: the same in Word",
    "B21": "wrong: a column 兼评专业 is left out with a warning",
    "B21w": "wrong: the same in Word",
    "Q13": "wrong: section rows with their points are items besides their own; E106",
    "Q13x": "wrong: the same in Excel",
    "Q17": "wrong: the steps of 学历 are items; E106",
    "Q17x": "wrong: the same in Excel",
    "Q19": "wrong: 其中 and what follows are items besides their own; E106",
    "Q19x": "wrong: the same in Excel",
    "Q61": "wrong: a row 减分 adds its points; E106",
    "Q61x": "wrong: the same in Excel",
    # Stopped, although the right value was there to be read.
    "Q80": "refused: a scoring table in one line that adds up is not read, and the message says that none was handed in",
    "F08": "refused: the notice with blank annexes in the folder is read as a form that is not filled",
    "P29": "refused: the level of 和田地区水利局 is asked for, because its places are two prefectures",
    "S02": "refused: signature, preparer and date in cells of their own under Annex 2",
    "S02x": "refused: the same in Excel",
    "S04": "refused: opinion, stamp and date under Annex 2",
    "S04x": "refused: the same in Excel",
    "S05": "refused: 填表人 and 审核人 with names in cells of their own under Annex 2",
    "S05x": "refused: the same in Excel",
    "S07": "refused: numbered notes under Annex 2",
    "S08": "refused: （单位盖章） and a date in cells of their own under Annex 2",
    "S08x": "refused: the same in Excel",
    "Q58": "refused: （盖章） in a row under a scoring table",
    "Q58x": "refused: the same in Excel",
    "E57": "refused: a declaration in a row under a roster",
    "E57w": "refused: the same in Word",
    "E58": "refused: 单位负责人 with a name in the middle of a row under a roster",
    "E58w": "refused: the same in Word",
    "E60": "refused: 纪检监察部门意见 in a row under a roster",
    "E60w": "refused: the same in Word",
}


@pytest.fixture(scope="module")
def one_committee(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """A registry with the committee of the rosters alone, and keys to seal contacts with."""
    root = registries.empty(tmp_path_factory.mktemp("kinds"))
    for path in (COMMITTEE, "vault/recipients.txt"):
        (root / "registry" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(registries.REAL / path, root / "registry" / path)
    return registry.load(root)


@pytest.mark.parametrize("name", CASES)
def test_a_form_comes_to_what_was_written_down_for_it(one_committee: Registry, name: str) -> None:
    case = CASES[name]
    verdict, why = kinds_judge.judged(one_committee, name, case)
    if name in FAULTS:
        assert verdict not in ("right", "asked"), f"mended, take it off FAULTS: {case.note}"
        assert FAULTS[name].startswith(f"{verdict}: "), "\n".join([verdict, case.note, *why])
    else:
        assert verdict in ("right", "asked"), "\n".join([verdict, case.note, *why])


def test_every_fault_is_a_case() -> None:
    assert FAULTS.keys() <= CASES.keys()
