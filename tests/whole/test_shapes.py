"""Committees of every shape there is: each a small record that is valid, has its page, and comes back from its Word forms.

The records of tests/data/shapes lie together in one registry with the reference tables that the package carries. All bodies and people are
invented (单位、人物均为虚构).
"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from helpers import people, registries, sites

from zhicheng.forms import digest, reading
from zhicheng.forms.intake import record
from zhicheng.forms.reading.result import FilledForms
from zhicheng.forms.writing import annex1_2, word
from zhicheng.registry import registry
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Entry, Registry
from zhicheng.rules.engine import check
from zhicheng.site.environment import environment
from zhicheng.site.page import View
from zhicheng.site.pages import pages

pytestmark = pytest.mark.slow

FOLDER = registries.HERE / "data/shapes"


class Shape(NamedTuple):
    """What the page of a shape says, and the codes of the warnings that it is registered with."""

    says: tuple[str, ...]
    warnings: tuple[str, ...] = ()


SHAPES = {
    "all-specialties": Shape(("艺术专业人员全部专业", "评审艺术专业人员系列的全部专业", "以评审委员会答复为准")),
    "association": Shape(("单位性质协会学会", "授权组建（新人社函〔2023〕9号）", "可以面向社会，各类单位的人员都可以报")),
    "bingtuan-division": Shape(("地域图木舒克市、第三师", "中级可评工程师", "单位性质机关")),
    "development-zone": Shape(("地域示例经济技术开发区", "授权组建（乌人社函〔2021〕6号）")),
    "entrusted": Shape(
        (
            "受委托评审（喀档发〔2020〕4号）",
            "委托图书资料专业人员副高级、正高级委托示例自治区图书资料系列职称评审委员会评审：“图书资料高级职称委托评审”",
            "委托档案专业人员副高级委托示例自治区档案局评审",
        )
    ),
    "exclusions": Shape(
        (
            "不可以昌吉州、伊犁州另有评审委员会（昌吉回族自治州、伊犁哈萨克自治州）",
            "不可以不含兵团单位（兵团）",
            "另办工程技术人员副高级：各地州市已有本专业副高级评审委员会的除外",
        )
    ),
    "firm": Shape(
        (
            "授权组建（新人社函〔2022〕31号）",
            "单位驻地昌吉市",
            "只限只受理本单位的人员",
            "示例新能源股份有限公司人力资源部：示例大厦6楼602室（邮编831100）",
            "网上：https://zc.example.cn/firm",
            "2026年度2026-07-01至2026-08-15已截止",
        )
    ),
    "grassroots-and-targeted": Shape(("卫生技术人员基层有效基层临床", "卫生技术人员定向评价、定向使用临床医学"), ("E114",)),
    "methods": Shape(
        (
            "初级考核认定助理工程师",
            "中级以考代评工程师",
            "考核合格即认定，不用评审",
            "考试合格即取得，不评审",
            "初级没有量化赋分表：考核认定，不赋分",
            "副高级考评结合高级工程师",
        )
    ),
    "panel": Shape(("不少于25人，按专业组建", "其中主任委员1人、副主任委员2人", "专业组：给水排水组9人、道路与桥梁组（一）7人")),
    "past": Shape(
        (
            "更正（2026-03-02）原先误登为正高级，现更正为副高级。",
            "前身示例州电气工程职称评审委员会、示例州化工工程职称评审委员会",
            "2023-01-01至2025-12-31以往的有效期，巴人社函〔2022〕88号2020-01-01至2022-12-31以往的有效期，文件没有登记",
        )
    ),
    "past-chemical": Shape(("已撤销登记（2019-12-20），不再受理申报", "承接的评审委员会：示例州工程系列职称评审委员会")),
    "past-electric": Shape(("已撤销登记（2019-12-20），不再受理申报", "承接的评审委员会：示例州工程系列职称评审委员会")),
    "region-itself": Shape(
        (
            "地域全区、自治区本级",
            "只限只受理本系统的人员",
            "受托受示例地区档案系列中级职称评审委员会委托，评审图书资料专业人员副高级、正高级",
        )
    ),
    "scoring": Shape(
        (
            "只用于森林培育、草原保护",
            "论文和专利各小项合计最多60分；权重60%",
            "论文25每篇5分专利50",
            "权重40%；只用于：草原保护",
            "扣分，不计入合计−10",
            "加分，不计入合计不设上限",
        )
    ),
    "self-review": Shape(("自主评审（新教人函〔2020〕15号）", "单位驻地克拉玛依市", "只限只受理本单位的人员", "正高级可评教授")),
    "three-levels": Shape(("线路（轨道、路基）、供电（接触网）",)),
    "unit-without-city": Shape(("地域建筑工程师（第十一师）", "副高级可评高级工程师", "单位性质机关")),
    "tracks": Shape(
        (
            "职称类别：农艺层级方式职称副高级可评高级农艺师",
            "职称类别：畜牧层级方式职称副高级可评高级畜牧师",
            "职称类别：兽医层级方式职称副高级可评高级兽医师",
        )
    ),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry of all shapes, with sealed contacts."""
    root: Path = registries.empty(tmp_path_factory.mktemp("shapes"))
    shutil.copytree(registries.REAL / "reference", root / "registry/reference", dirs_exist_ok=True)
    shutil.copytree(registries.SMALL / "registry/vault", root / "registry/vault", ignore=shutil.ignore_patterns("*.age"))
    areas = registry.load(root).areas
    for path in sorted(FOLDER.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        authority, area = (re.findall(rf'(?m)^{key}: "?(\w+)', text)[0] for key in ("authority", "area"))
        registries.write(root, f"registry/committees/{areas.folder(authority, area)}/shape-{path.stem}.yaml", text)
    people.seal_all(root)
    return registry.load(root)


@pytest.fixture(scope="module")
def view(loaded: Registry) -> View:
    return sites.view(loaded.root)


def entry_of(loaded: Registry, name: str) -> Entry[Committee]:
    return next(entry for entry in loaded.committees if entry.stem == f"shape-{name}")


def forms(loaded: Registry, committee: Committee) -> list[tuple[str, bytes]]:
    """Annexes 1 and 2 in Word."""
    code = digest.of(committee)
    made = (
        annex1_2.form1(loaded, committee, code, "https://example.org/"),
        annex1_2.form2(loaded, committee, code, "https://example.org/"),
    )
    return [(f"附件{form.number}.docx", word.written(form)) for form in made]


def test_every_shape_is_told_of() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_valid(loaded: Registry, name: str) -> None:
    path = entry_of(loaded, name).path
    found = [finding for finding in check(loaded, registries.TODAY).findings if finding.file == path]
    assert [finding.code for finding in found] == list(SHAPES[name].warnings), found
    assert all(finding.severity == "warning" for finding in found)


@pytest.mark.parametrize("name", SHAPES)
def test_comes_back_from_its_form(loaded: Registry, name: str) -> None:
    """All that its forms hold; and printed again they are the same bytes."""
    entry = entry_of(loaded, name)
    value: dict[str, Any] = entry.document.value
    printed = forms(loaded, entry.record)
    read: FilledForms = reading.read(printed, record.tables(loaded), registries.TODAY.year)
    assert [finding.message for finding in read.findings if finding.pointer != "/contacts"] == []
    outside = {"id", "filings", "contacts", "status", "withdrawn"}
    assert record.merged_record({}, read.record) == {key: item for key, item in value.items() if key not in outside}
    again = committee_records.committee({**{key: value[key] for key in outside & set(value)}, **record.merged_record({}, read.record)})
    assert forms(loaded, again) == printed


@pytest.mark.parametrize("name", SHAPES)
def test_its_page_says_so(view: View, name: str) -> None:
    page = next(page for page in pages(view) if page.url == f"committees/shape-{name}/")
    html = environment().get_template(page.template).render(**page.context(), page=page, view=view, root=page.root)
    web = re.sub(r'(?s)<section class="on-paper">.*?</section>', "", html)  # what is printed says it anyway
    text = re.sub(r"\s+", "", unescape(re.sub("<[^>]+>", "", web)))
    assert [said for said in SHAPES[name].says if said not in text] == [], text
