"""`zhicheng import --list`: all committees of a list or none, as records that say they have not filed; questions, and what comes after."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import registries
from helpers.forms.committee_lists import HEALTH, TEACHER, WORKS, book
from helpers.registries import TODAY

from zhicheng.commands.cli import main
from zhicheng.forms.intake.listed import EACH, SUGGESTED
from zhicheng.registry import registry
from zhicheng.rules.engine import check
from zhicheng.site import api, site

Capture = pytest.CaptureFixture[str]
ROWS = [
    ["喀什地区职称评审委员会一览表（截至2025年12月31日）"],
    ["序号", "评审委员会名称", "组建单位", "系列", "层级", "咨询电话", "联系人"],
    [1, HEALTH, "喀什地区卫生健康委员会", "卫生", "中级", "0998-2822222", "张三"],
    [2, TEACHER, "喀什地区教育局", "中小学教师", "初级、中级", None, None],
]
FILES = {"registry/listed/653100/653100-health.yaml", "registry/listed/653100/653100-school-teacher.yaml"}
IDS = {"一览表.xlsx 编号": SUGGESTED}


def run(root: Path, file: Path, *arguments: str | Path) -> int:
    return main(["import", "--list", str(file), *map(str, arguments), "--root", str(root), "--as-of", TODAY.isoformat()])


def given(folder: Path, answers: dict[str, str]) -> list[str | Path]:
    path = folder / "回答.yaml"
    path.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    return ["--answers", path]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "一览表.xlsx"
    path.write_bytes(book(ROWS))
    return path


def listed(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in (root / "registry/listed").rglob("*.yaml")}


def test_ids_are_asked_and_nothing_is_written(small: Path, file: Path, capsys: Capture) -> None:
    """Without answers exit 1; the suggested ids are shown, the table names both, no person is."""
    assert run(small, file, "--yes") == 1
    out, err = capsys.readouterr()
    assert "2 个评审委员会还没有编号，建议用 653100-health、653100-school-teacher" in out
    assert HEALTH in out
    assert TEACHER in out
    assert "联系人、手机等 1 格没有写进登记（登记是公开的）" in err
    assert "张三" not in out + err
    assert listed(small) == set()


def test_suggested_ids_are_free(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """Neither one of a registered committee nor one that is suggested for another row."""
    record = registries.record('id: 653100-health\nauthority: prefecture\narea: "653100"\nscope: {areas: ["653100"]}')
    registries.write(small, "registry/committees/653100/653100-health.yaml", record)
    path = tmp_path / "一览表.xlsx"
    path.write_bytes(book([*ROWS[:3], [2, HEALTH.replace("卫生系列", "中医药系列"), ROWS[2][2], "卫生", "中级"]]))
    assert run(small, path, "--yes") == 1
    assert "2 个评审委员会还没有编号，建议用 653100-health-2、653100-health-3" in capsys.readouterr().out


def test_written_with_the_suggested_ids(small: Path, file: Path, tmp_path: Path, capsys: Capture) -> None:
    """All of them, each with its source; the registry has a warning for each and no error; a second time nothing changes."""
    assert run(small, file, "--yes", *given(tmp_path, IDS)) == 0
    assert listed(small) == FILES
    text = (small / "registry/listed/653100/653100-health.yaml").read_text(encoding="utf-8")
    assert "# 尚未备案登记，只照一览表写。登记以后请删去这个文件。\n" in text
    assert 'source: {title: 喀什地区职称评审委员会一览表（截至2025年12月31日）, date: "2025-12-31"}' in text
    assert "张三" not in text
    found = [(one.code, one.severity, one.message) for one in check(registry.load(small), TODAY).findings if "listed" in one.file]
    cited = "《喀什地区职称评审委员会一览表（截至2025年12月31日）》（2025-12-31）"
    assert found == [("X018", "warning", f"尚未备案登记，只见于{cited}")] * 2
    capsys.readouterr()
    assert run(small, file, "--yes") == 0
    assert "没有要写的：都已经列入或者已经备案登记。" in capsys.readouterr().err


def test_ids_of_ones_own(small: Path, file: Path, tmp_path: Path, capsys: Capture) -> None:
    """Each is asked after 逐个写; one that is taken or malformed is told, and nothing is written."""
    answers = {"一览表.xlsx 编号": EACH, "一览表.xlsx 工作表“一览表” R3 编号": "ks-health"}
    assert run(small, file, "--yes", *given(tmp_path, answers)) == 1
    assert "还没有编号" in capsys.readouterr().out
    answers["一览表.xlsx 工作表“一览表” R4 编号"] = "example-one"
    assert run(small, file, "--yes", *given(tmp_path, answers)) == 1
    assert "编号 example-one 已经有了，请另起一个" in capsys.readouterr().out
    assert listed(small) == set()
    answers["一览表.xlsx 工作表“一览表” R4 编号"] = "ks-teacher"
    assert run(small, file, "--yes", *given(tmp_path, answers)) == 0
    assert listed(small) == {"registry/listed/653100/ks-health.yaml", "registry/listed/653100/ks-teacher.yaml"}


def test_one_open_question_stops_all(small: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "一览表.xlsx"
    path.write_bytes(book([*ROWS, [3, WORKS, "喀什地区工业和信息化局", "水利", "中级"]]))
    assert run(small, path, "--yes", *given(tmp_path, IDS)) == 1
    out, err = capsys.readouterr()
    assert "第 5 行“评审系列”（D5）：“水利”不是职称系列的名称" in out
    assert "1 处要先弄清楚，没有写任何文件" in err
    assert listed(small) == set()


def test_draft_is_read_back(small: Path, file: Path, tmp_path: Path, capsys: Capture) -> None:
    """The page and JSON have every field with its cell, and no person; the questions can be answered there."""
    draft = tmp_path / "草稿"
    assert run(small, file, "--draft", draft) == 1
    page = (draft / "read-back.html").read_text(encoding="utf-8")
    assert "张三" not in page
    assert "第 3 行“咨询电话”（F3）" in page or "0998-2822222" in page
    assert "<th>建议</th><th>问题编号</th>" in page
    assert "<td>一览表.xlsx 编号</td>" in page
    value = json.loads((draft / "read-back.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in value["committees"]] == [HEALTH, TEACHER]
    assert value["people_not_taken"] == 1
    assert '"一览表.xlsx 编号": ""' in (draft / "answers.yaml").read_text(encoding="utf-8")
    (draft / "answers.yaml").write_text(json.dumps(IDS, ensure_ascii=False), encoding="utf-8")
    assert run(small, file, "--draft", draft, "--yes") == 0
    assert listed(small) == FILES


def test_filed_ones_are_not_listed(small: Path, tmp_path: Path, capsys: Capture) -> None:
    name = registry.load(small).by_id["example-one"].name
    path = tmp_path / "一览表.xlsx"
    path.write_bytes(book([ROWS[1], [1, name, None, "工程", "中级"]]))
    assert run(small, path, "--yes") == 0
    assert "已经备案登记，不用列" in capsys.readouterr().out
    assert listed(small) == set()


def test_options_of_forms_do_not_fit(small: Path, file: Path, capsys: Capture) -> None:
    assert run(small, file, "--committee", "ks-health") == 2
    assert "--committee 不能与 --list 一起写" in capsys.readouterr().err


def test_when_it_has_filed(small: Path, file: Path, tmp_path: Path) -> None:
    """A record of the same name or id: the one of the list is told, and neither the page nor the API shows it any more."""
    assert run(small, file, "--yes", *given(tmp_path, IDS)) == 0
    record = registries.record(f'id: 653100-health\nname: {HEALTH}\nauthority: prefecture\narea: "653100"\nscope: {{areas: ["653100"]}}')
    registries.write(small, "registry/committees/653100/653100-health.yaml", record)
    loaded = registry.load(small)
    assert [one.id for one in loaded.unfiled] == ["653100-school-teacher"]
    said = [one.message for one in check(loaded, TODAY).findings if one.file == "registry/listed/653100/653100-health.yaml"]
    assert said == ["653100-health 已经备案登记"]


@pytest.mark.slow
def test_site_says_that_they_have_not_filed(small: Path, file: Path, tmp_path: Path) -> None:
    """On the list of committees and in the API; none of the numbers of registered committees changes."""
    assert site.build(small, TODAY, tmp_path / "before", lambda: registry.load(small))
    assert run(small, file, "--yes", *given(tmp_path, IDS)) == 0
    assert site.build(small, TODAY, tmp_path / "after", lambda: registry.load(small))
    page = (tmp_path / "after/committees/index.html").read_text(encoding="utf-8")
    assert '<tr id="listed-653100-health">' in page
    assert "尚未备案，据《喀什地区职称评审委员会一览表（截至2025年12月31日）》（2025-12-31）" in page
    assert "另有 2 个见于一览表，尚未备案" in page
    value = json.loads((tmp_path / "after/api/v1/listed.json").read_bytes())
    assert [(one["id"], one["filed"]) for one in value["committees"]] == [("653100-health", False), ("653100-school-teacher", False)]
    assert json.loads((tmp_path / "before/api/v1/listed.json").read_bytes()) == {"version": api.VERSION, "committees": []}
    for name in ("committees", "catalog", "areas"):
        assert (tmp_path / f"after/api/v1/{name}.json").read_bytes() == (tmp_path / f"before/api/v1/{name}.json").read_bytes()
