"""How the annexes are laid out (`layout` of a rulebook): title, rows or columns with their labels, and the lines below.

What a rulebook does not say is laid out as by the letter of 2019; its labels stand here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import plain

NAME, SPECIALTY = "{评审委员会}", "{专业}"  # in a title: the committee; the specialty of the experts
PREPARER, PHONE = "{填表人}", "{联系电话}"  # in a line below Annex 1
GAP = "　　"
SIGN = f"单位负责人（签字）：{GAP * 3}单位（盖章）：{GAP * 3}年　　月　　日"
Row = tuple[tuple[str, str], ...]  # one or two fields, each with its label


@dataclass(frozen=True, slots=True)
class AnnexLayout:
    """An annex: the line above its title, the title, the rows of Annex 1 (one or two fields each) or the columns of another, and the
    lines below.

    `own`: a rulebook says it.
    """

    heading: str
    title: str
    rows: tuple[Row, ...] = ()
    columns: Row = ()
    below: tuple[str, ...] = ()
    own: bool = field(default=False, compare=False)

    @property
    def labels(self) -> dict[str, str]:
        """The label of each field."""
        return dict([pair for row in self.rows for pair in row] or self.columns)


LETTER: dict[int, AnnexLayout] = {
    1: AnnexLayout(
        "附件 1",
        "评审委员会信息备案登记表",
        rows=(
            (("name", "评审委员会名称（单位名称）"), ("approval_date", "批准时间")),
            (("approval_authority", "批准单位（部门）"), ("approval_document", "批准文件号")),
            (("address", "单位所在地点"), ("phones", "单位电话（咨询电话）")),
            (("leader", "主管领导"), ("leader_phones", "主管领导联系方式（座机、手机）")),
            (("clerks", "业务人员及联系方式"),),
            (("series", "评审系列（专业）"), ("levels", "评审层级")),
            (("catalog", "对应二级专业名称"),),
            (("scope", "评审地域范围"),),
            (("basis", "评审依据"),),
            (("scoring", "量化赋分表"),),
            (("procedure", "评审流程"),),
            (("defence", "是否答辩"),),
            (("expert_pool", "有无专家库（会议专家来源、抽取方式）"),),
        ),
        below=(f"填表人：{PREPARER}{GAP}联系电话：{PHONE}", SIGN),
    ),
    2: AnnexLayout(
        "附件 2",
        f"{NAME}专业目录登记表",
        columns=(("series", "系列（专业）"), ("first", "一级目录"), ("second", "二级目录"), ("third", "三级专业")),
    ),
    3: AnnexLayout(
        "附件 3",
        f"{NAME}推荐{SPECIALTY}专业评委花名册",
        columns=(
            *(("number", "序号"), ("name", "姓名"), ("gender", "性别"), ("ethnic_group", "族别"), ("born", "出生年月")),
            *(("unit", "工作单位及行政职务"), ("post", "现专业岗位"), ("title", "现专业职称"), ("level", "职称层级")),
            *(("title_since", "取得职称时间"), ("phones", "电话"), ("note", "备注")),
        ),
        below=(SIGN,),
    ),
}
SPECIALTIES: Row = (("series", "系列"), ("first", "一级专业"), ("second", "二级专业"))  # columns of Annex 3 that the letter lacks


def layouts(value: Value) -> dict[int, AnnexLayout]:
    """The layouts of a rulebook, by the number of the annex; what it leaves out of one is that of the letter."""
    return {int(name.removeprefix("annex-")): _layout(LETTER[int(name.removeprefix("annex-"))], one) for name, one in value.items()}


def _layout(letter: AnnexLayout, value: Value) -> AnnexLayout:
    return AnnexLayout(
        plain(value.get("heading", letter.heading)),
        plain(value.get("title", letter.title)),
        tuple(_pairs(row) for row in value["rows"]) if "rows" in value else letter.rows,
        _pairs(value["columns"]) if "columns" in value else letter.columns,
        tuple(value["below"]) if "below" in value else letter.below,
        own=True,
    )


def _pairs(value: Mapping[str, str]) -> Row:
    return tuple((key, plain(label)) for key, label in value.items())


def title_pattern(title: str) -> re.Pattern[str]:
    """What a title of this form matches, without spaces: group `name` is the committee, `specialty` that of the experts."""
    text = re.escape(re.sub(r"\s+", "", title))
    text = text.replace(re.escape(NAME), "(?P<name>.*?(?:评审委员会|评委会))").replace(re.escape(SPECIALTY), "(?P<specialty>.*?)")
    return re.compile(text)
