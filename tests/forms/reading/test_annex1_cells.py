"""Where the cells of Annex 1 are found by their labels, in any arrangement.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import pytest

from zhicheng.forms.reading import annex1
from zhicheng.forms.reading.annex1 import Filled, FilledField
from zhicheng.forms.reading.grids import Box, Grid, TableInText

Cells = list[list[tuple[str, int, int] | str | None]]


def grid(*rows: list[tuple[str, int, int] | str | None]) -> Grid:
    """A table: each cell a text, or a text with the numbers of columns and rows that it spans; None is covered by a cell from above."""
    made: list[list[Box]] = []
    for at, row in enumerate(rows, 1):
        column, boxes = 1, []
        for one in row:
            text, across, down = one if isinstance(one, tuple) else (one, 1, 1)
            if text is not None:
                boxes.append(Box(text.split("\n") if text else [], at, column, across, down))
            column += across
        made.append(boxes)
    return Grid("第 1 个表格", made)


def read(*rows: list[tuple[str, int, int] | str | None], above: tuple[str, ...] = (), below: tuple[str, ...] = ()) -> Filled:
    return annex1.read([TableInText(grid(*rows), list(above), list(below))])


def texts(filled: Filled) -> dict[str, str]:
    return {name: entry.text for name, entry in filled.entries.items()}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["单位所在地点", "某路"], ["评审流程", "一步\n二步"]], {"address": "某路", "procedure": "一步\n二步"}),
        ([["单位所在地点", "某路", "评审流程", "一步"]], {"address": "某路", "procedure": "一步"}),
        ([["单位所在地点：某路"]], {"address": "某路"}),
        ([["单位所在地点：某路：一号"]], {"address": "某路：一号"}),
        ([["单位所在地点:", "某路"]], {"address": "某路"}),
        ([["5.单位所在地点", "某路"], ["（十四）评审流程：", "一步"]], {"address": "某路", "procedure": "一步"}),
        ([["评审流程", "5.受理", "6.答辩"]], {"procedure": "5.受理\t6.答辩"}),
        ([["单位所在地点", "某路", "一号"]], {"address": "某路\t一号"}),
        ([[("单位所在地点", 1, 2), "某路"], [None, "一号"]], {"address": "某路\n一号"}),
        ([[("单位所在地点", 1, 2), "某路", "评审流程", "一步"], [None, "一号"]], {"address": "某路\n一号", "procedure": "一步"}),
        ([[("单位所在地点", 2, 1)], [("某路", 2, 1)]], {"address": "某路"}),
        ([["单位所在地点", "评审流程"], ["某路", "一步"]], {"address": "某路", "procedure": "一步"}),
        ([["单位所在地点"], ["评审流程"]], {"address": "", "procedure": ""}),
        ([["单位所在地点"], ["某路", "评审流程"]], {"address": "某路", "procedure": ""}),
        ([["说", "单位所在地点"], ["评审流程", "一步"]], {"address": "", "procedure": "一步"}),
        ([["单位所在地点", "某路"], ["", "一号"]], {"address": "某路\n一号"}),
        ([["单位所在地点", "某路"], ["评审流程", "一步"], ["评审流程（续）", "二步"]], {"address": "某路", "procedure": "一步\n二步"}),
        ([["评审流程", "一步"], ["评审流程", "二步"]], {"procedure": "一步"}),
        ([["评审流程", "——"], ["评审流程", "二步"]], {"procedure": "二步"}),
        ([["评审流程", "一步"], ["评审流程（续）", ""]], {"procedure": "一步"}),
        ([["别的", "某路"]], {}),
    ],
)
def test_cells_of_labels(rows: Cells, found: dict[str, str]) -> None:
    """After the colon, to the right in all rows of the label, or below; a blank one is replaced, one that goes on is added."""
    assert texts(read(*rows)) == found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["主管领导", "赵示例", "联系电话", "0998-0000011"]], {"leader": "赵示例", "leader_phones": "0998-0000011"}),
        ([["业务人员", "钱示例", "手机", "13000000002"]], {"clerks": "钱示例", "clerk_phones": "13000000002"}),
        ([["填表人", "孙示例", "电话：0998-0000013"]], {"preparer": "孙示例", "preparer_phone": "0998-0000013"}),
        ([["单位所在地点", "某路", "联系电话", "0998-0000001"]], {"address": "某路", "phones": "0998-0000001"}),
        ([["评审流程", "一步", "联系电话", "0998-0000001"]], {"procedure": "一步"}),
        (
            [[("业务人员", 1, 2), "姓名", "座机", "手机"], [None, "钱示例", "0998-0000012", "13000000002"]],
            {"clerks": "钱示例\t0998-0000012\t13000000002"},
        ),
        ([["单位性质", "性质：医院", "电话：1"]], {"nature": "性质：医院\t电话：1"}),
        ([["主管领导", "赵示例"], ["联系电话", "一"]], {"leader": "赵示例", "leader_phones": "一"}),
        (
            [["主管领导", "赵示例", "业务人员", "钱示例"], ["电话", "一", "电话", "二"]],
            {"leader": "赵示例", "leader_phones": "一", "clerks": "钱示例", "clerk_phones": "二"},
        ),
        ([["主管领导", "赵示例"], ["座机", "一", "手机", "二"]], {"leader": "赵示例", "leader_phones": "座机：一\n手机：二"}),
        ([["主管领导", "赵示例"], ["手机", "一"], ["办公电话", "二"]], {"leader": "赵示例", "leader_phones": "手机：一\n座机：二"}),
        ([["主管领导", "赵示例", "座机", "一", "手机", ""]], {"leader": "赵示例", "leader_phones": "座机：一"}),
        (
            [["主管领导", "赵示例", "职务", "局长"], ["座机", "一", "手机", "二"]],
            {"leader": "赵示例\t局长", "leader_phones": "座机：一\n手机：二"},
        ),
        ([["单位所在地点", "某路"], ["联系电话", "一", "传真", "二"]], {"address": "某路", "phones": "一"}),
        ([["主管领导", "赵示例"], ["联系人", "孙示例", "联系电话", "一"]], {"leader": "赵示例"}),
        ([["主管领导", "赵示例"], ["业务人员1", "钱示例", "联系方式", "一"]], {"leader": "赵示例"}),
        ([["评委会名称", "甲评委会"], ["联系电话", "一"]], {"name": "甲评委会"}),
        ([["业务人员", "钱示例", "业务人员联系方式（座机、手机）", "一"]], {"clerks": "钱示例", "clerk_phones": "一"}),
        ([["业务人员联系方式", "钱示例 一"]], {"clerks": "钱示例 一"}),
        ([["经办人及联系电话", "钱示例 一"]], {"clerks": "钱示例 一"}),
    ],
)
def test_telephones_belong_to_the_label_before_or_above(rows: Cells, found: dict[str, str]) -> None:
    assert texts(read(*rows)) == found


@pytest.mark.parametrize(
    ("rows", "ignored"),
    [
        ([["传真", "0998-0000009"]], ["传真"]),
        ([["传真：0998-0000009"]], ["传真"]),
        ([["传真", ""]], []),
        ([["传真", "——"]], []),
        ([["邮编", "844000", "传真", "0998-0000009"], ["评审流程", "一步"]], ["邮编", "传真"]),
        ([["评审流程", "一步", "联系电话", "0998-0000001"]], ["联系电话"]),
    ],
)
def test_labels_that_annex_1_has_not(rows: Cells, ignored: list[str]) -> None:
    """Their labels are told, not their values; the others are read all the same."""
    found = read(*rows)
    assert found.ignored == ignored
    assert ("procedure" in found.entries) is any("评审流程" in row for row in rows)


PEOPLE = grid(["姓名", "座机", "手机", "职务"], ["钱示例", "0998-0000012", "13000000002", "科长"], ["孙示例", "", "13000000003", ""])


def with_table(name: str, inner: Grid) -> str:
    outer = grid([name, ""])
    outer.rows[0][1].grids.append(inner)
    return annex1.read([TableInText(outer)]).entries[annex1.field_of(name) or ""].text


def test_tables_in_cells() -> None:
    """People with the headings of their columns, other tables as they are; those of directory and scoring are read on their own."""
    assert with_table("业务人员", PEOPLE) == "钱示例\t座机：0998-0000012\t手机：13000000002\n孙示例\t手机：13000000003"
    assert with_table("业务人员", grid(["钱示例", "0998-0000012"], ["", ""], ["孙示例", "1"])) == "钱示例\t0998-0000012\n孙示例\t1"
    assert with_table("评审流程", grid(["一步", ""], ["", ""], ["二步", "三步"])) == "一步\n二步\t三步"
    assert with_table("对应二级专业名称", grid(["一级", "二级"])) == ""
    assert with_table("量化赋分表", grid(["项目", "满分"])) == ""


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["填表人：孙示例　　联系电话：0998-0000013"], {"preparer": "孙示例", "preparer_phone": "0998-0000013"}),
        (["填 表 人：孙示例", "电话：0998-0000013"], {"preparer": "孙示例", "preparer_phone": "0998-0000013"}),
        (["填表人：孙示例　审核人：李示例"], {"preparer": "孙示例"}),
        (
            ["填表人（签字）：孙示例", "联系电话：0998-0000013　单位负责人（签字）："],
            {"preparer": "孙示例", "preparer_phone": "0998-0000013"},
        ),
        (["联系电话：0998-0000013"], {}),
        (["填表人：　　联系电话：0998-0000013"], {"preparer_phone": "0998-0000013"}),
        (["填表人：孙示例", "填表人：周示例"], {"preparer": "孙示例"}),
        (["单位级别：地、州、市级单位　　所在区划：喀什地区（653100）"], {"authority": "地、州、市级单位", "area": "喀什地区（653100）"}),
        (["填表人：孙示例　所在区划：喀什地区　联系电话：1"], {"preparer": "孙示例", "area": "喀什地区"}),
    ],
)
@pytest.mark.parametrize("where", ["above", "below"])
def test_lines_around_the_table(lines: list[str], found: dict[str, str], where: str) -> None:
    """The telephone right after the preparer is theirs."""
    table = TableInText(grid(["评审流程", "一步"]), **{where: lines})
    filled = annex1.read([table])
    assert texts(filled) == {"procedure": "一步", **found}
    assert all(filled.entries[name].box is None for name in found)


@pytest.mark.parametrize(("length", "known"), [(60, True), (61, False)])
def test_longest_label(length: int, known: bool) -> None:
    text = "评审流程" + " " * (length - 4)
    assert (annex1.field_of(text) == "procedure") is known


@pytest.mark.parametrize(("labels", "is_annex1"), [(2, False), (3, True)])
def test_fewest_labels(labels: int, is_annex1: bool) -> None:
    rows = [["单位所在地点", "某路"], ["评审流程", "一步"], ["评审依据", "办法"]][:labels]
    made = grid(*rows)
    assert annex1.is_annex1(made) is is_annex1
    assert len(annex1.labels(made)) == labels
    assert not annex1.is_first_part(made)
    assert annex1.is_first_part(grid(["评审委员会名称", "甲"]))


def test_place_of_a_field() -> None:
    """The cell that is filled, else the first one that could be."""
    filled = read(["评审流程", "", "一步"], ["评审依据", "", ""], ["单位所在地点"])
    assert [filled.entries[name].place for name in ("procedure", "basis", "address")] == [
        "第 1 个表格第 1 行“评审流程”",
        "第 1 个表格第 2 行“评审依据”",
        "第 1 个表格第 3 行“单位所在地点”",
    ]
    boxes = [filled.entries[name].box for name in ("procedure", "basis", "address")]
    assert [(box.row, box.column) for box in boxes if box is not None] == [(1, 3), (2, 2), (3, 1)]
    assert FilledField("甲", "填表人", None).place == "“填表人”"


def test_stored_values() -> None:
    """Of a single filled cell."""
    made = grid(["批准时间", "2018", ""], ["批准文件号", "1", "2"])
    made.rows[0][1].value, made.rows[1][1].value, made.rows[1][2].value = 2018, 1, 2
    entries = annex1.read([TableInText(made)]).entries
    assert (entries["approval_date"].value, entries["approval_document"].value) == (2018, None)


@pytest.mark.parametrize(
    ("name", "text", "filled"),
    [
        ("leader", "姓名：　职务：", ""),
        ("leader", "姓名：赵示例", "姓名：赵示例"),
        ("procedure", "电话：", "电话："),
        ("procedure", "＿＿", ""),
    ],
)
def test_prompts_are_blank_where_people_stand(name: str, text: str, filled: str) -> None:
    assert Filled({name: FilledField(text, name, None)}).text(name) == filled
    assert Filled().text(name) == ""


@pytest.mark.parametrize(
    ("row", "asks"),
    [
        (["批准单位", "某厅", "批的那份文件", "无"], True),
        (["单位所在地点", "某路", "一号"], True),
        (["批准时间", "2017年", "9月"], True),
        (["批准单位", "某厅", "批复文号", "无"], False),
        (["批准单位", "某厅", "", ""], False),
        (["批准单位", "某厅", "（盖章）", "/"], False),
        (["主管领导", "示例甲", "副局长"], False),
        (["评审流程", "5.受理", "6.答辩"], False),
    ],
)
def test_a_second_cell_of_what_has_one(row: list[tuple[str, int, int] | str | None], asks: bool) -> None:
    """It may be that of another label, which is not known."""
    said = [message for _, message, _ in read(row).asked]
    assert said == [f"第 1 个表格第 1 行：“{row[0]}”右边有几格，看不出哪一格是它的内容"] * asks


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("批复时间", "approval_date"),
        ("批准设立时间", "approval_date"),
        ("批复文号", "approval_document"),
        ("答辩情况", "defence"),
        ("评审区域", "scope"),
        ("评委会组建单位", "organiser"),
        ("评审委员会办公地址", "address"),
        ("办公室电话", "phones"),
        ("答辩要求", "defence"),
        ("核准备案有效期", "valid"),
        ("评审专家库", "expert_pool"),
        ("申报受理范围", "scope"),
    ],
)
def test_more_labels(label: str, name: str) -> None:
    assert texts(read([label, "某"])) == {name: "某"}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["评审系列", "卫生系列"], ["评审专业", "护理：外科护理"]], {"series": "卫生系列", "catalog": "护理：外科护理"}),
        ([["评审专业", "卫生系列"]], {"series": "卫生系列"}),
        ([["评审系列", "卫生系列"], ["评审专业", "护理"], ["二级专业", "外科护理"]], {"series": "卫生系列", "catalog": "外科护理"}),
    ],
)
def test_specialties_beside_the_series_are_the_directory(rows: Cells, found: dict[str, str]) -> None:
    """But not where the directory has a label of its own: then the series is written twice, and asked about."""
    assert texts(read(*rows)) == found
