"""The papers of a draw: what stands on the plan and the record, with names and without, in Word and PDF, and the command for them."""

from __future__ import annotations

import io
import re
import stat
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from helpers import drawn, pdfs
from helpers.drawn import NAME, Drawn, all_come
from helpers.rosters import IDENTITY

from zhicheng.commands.cli import main
from zhicheng.drawing.balance import balance
from zhicheng.forms import writing
from zhicheng.forms.writing import draw_papers, pdf, word
from zhicheng.forms.writing.layout import Form, Line

pytestmark = pytest.mark.slow

SIGNERS = ("主持人（签字）", "抽取人（签字）", "监督人（签字）", "记录人（签字）")
PLACE = "示例会议室"
BROKEN = r"[\s\-\u00ad\ufffe]"  # what a break of a line in a PDF adds and takes away
PERSON = re.compile(r"示例第\d+人")
LOTTERIES = {
    "source": "lottery", "at": "2026-09-16T22:00:00+08:00",
    "draws": [{"name": "双色球", "issue": "2026107"}, {"name": "大乐透", "issue": "26107"}, {"name": "七乐彩", "issue": "2026107"}],
}  # fmt: skip


def played(folder: Path, size: int, members: int, stage: str) -> Drawn:
    plan = drawn.wanted(meeting="2026-09-20", rest="2025-09-14", quorum=3, limits={"per_employer": 9})
    plan["groups"][0].update(members=members, alternates=1)
    made = Drawn(folder / "r", drawn.people(size), plan)
    if stage != "planned":
        made.ranked()
    if stage == "closed":
        made.called(all_come).closed(members)
    return made


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return played(tmp_path_factory.mktemp("planned"), 30, 7, "planned")


@pytest.fixture(scope="module")
def ranked(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return played(tmp_path_factory.mktemp("ranked"), 30, 7, "ranked")


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return played(tmp_path_factory.mktemp("closed"), 40, 13, "closed")


def text(form: Form) -> str:
    """Everything on a paper, line by line."""
    found: list[str] = []
    for block in form.blocks:
        if isinstance(block, Line):
            found.append(block.text)
        else:
            found += ["｜".join("／".join(cell.lines) for cell in row) for row in (*block.head, *block.rows)]
    return "\n".join(found)


def of_word(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def private(draw: Drawn) -> Form:
    loaded, known = draw.loaded, draw.known()
    return draw_papers.record(loaded, draw.value, PLACE, known, balance(loaded, draw.keys, loaded.draws[0], known))


# --- the plan ----------------------------------------------------------------------------------------------------------


def test_the_plan_says_what_was_laid_down(planned: Drawn) -> None:
    value = planned.value
    said = text(draw_papers.plan(planned.loaded, value))
    for wanted in (
        value["code"], "抽取编号｜example-one-1，第 1 次", "方案制定｜2026-09-14 18:05",
        "名单以哪天为准｜2026-09-14", "开会日期｜2026-09-20",
        "随机数｜掷骰子 25 次（64.6 位），2026-09-16 10:00 产生", "限额｜一个单位至多几名 9 名",
        "不久前抽到过的｜2025-09-14 起到过会的不参加",
        "打电话｜没有打通的，隔 30 分钟以上再打，一共打 2 次", "到会至少｜3 名", "监督人｜示例监督组",
        "规划与设计／design｜工程技术人员／建筑工程／城市规划／副高级｜7｜1｜30｜—｜30", "含名单的 30 个指纹",
        f"zhicheng draw verify {NAME}", "随机数尚未产生",
    ):  # fmt: skip
        assert wanted in said
    for digest in (value["plan"]["sealed"]["sha256"], value["plan"]["rosters"][0]["sealed"], value["plan"]["rosters"][0]["draw_key"]):
        assert f"{digest[:32]}／{digest[32:]}" in said
    assert all(one in said for one in SIGNERS)
    assert not PERSON.search(said)


def test_what_a_plan_does_not_have_is_not_on_it(tmp_path: Path) -> None:
    draw = Drawn(tmp_path / "r", drawn.people(6))
    said = text(draw_papers.plan(draw.loaded, draw.value))
    assert "限额｜没有" in said
    assert not any(one in said for one in ("开会日期", "不久前抽到过的", "到会至少"))


def test_reasons_for_not_taking_part_are_said_with_their_numbers(tmp_path: Path) -> None:
    given = {"recused": [{"roster": "example-one", "expert": "p0001", "reason": "亲属申报"}], "applicants": ["某市示例第3设计院"]}
    draw = Drawn(tmp_path / "r", drawn.people(12), given=given)
    said = text(draw_papers.plan(draw.loaded, draw.value))
    assert "｜12｜与申报人同一单位 2／回避 1｜9" in said
    assert "亲属申报" not in said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"source": "dice", "throws": 30}, "掷骰子 30 次（77.5 位）"),
        (LOTTERIES, "公开的彩票开奖：双色球 2026107 期、大乐透 26107 期、七乐彩 2026107 期（"),
        ({"source": "drand", "beacon": "quicknet", "round": 12345678}, "公开的随机数信标 quicknet 第 12345678 轮（256.0 位）"),
    ],
)
def test_each_source_is_said_in_words(planned: Drawn, source: dict[str, object], said: str) -> None:
    assert draw_papers.source(planned.loaded, source).startswith(said)


def test_a_cancelled_draw_says_so_on_its_papers(ranked: Drawn) -> None:
    value = {**ranked.value, "cancelled": {"date": "2026-09-15", "reason": "会议改期"}}
    for form in (draw_papers.plan(ranked.loaded, value), draw_papers.record(ranked.loaded, value)):
        assert "已取消：2026-09-15，会议改期。" in text(form)


# --- the record without names ------------------------------------------------------------------------------------------


def test_before_the_calls_the_record_has_every_rank_with_room_to_write(ranked: Drawn) -> None:
    said = text(draw_papers.record(ranked.loaded, ranked.value))
    order = ranked.value["result"]["ranking"]["design"]
    assert [f"{rank}｜{number}｜" in said for rank, number in enumerate(order, 1)] == [True] * 30
    for wanted in ("抽取地点｜\n", "封存｜还没有封存", "排先后｜2026-09-16 10:05", "还没有打电话", drawn.THROWS):
        assert wanted in said
    assert "各组的结果" not in said
    assert "没有打，" not in said


def test_the_record_without_names_says_ranks_numbers_and_results(closed: Drawn) -> None:
    value = closed.value
    said = text(draw_papers.record(closed.loaded, value, PLACE))
    order = value["result"]["ranking"]["design"]
    for wanted in (
        f"抽取地点｜{PLACE}", "封存｜2026-09-16 23:00，到会 13 名", f"1｜{order[0]}｜联系不上", f"2｜{order[1]}｜不能到会",
        f"3｜{order[2]}｜应到", f"16｜{order[15]}｜候补", "组｜应到｜候补｜不能到会｜联系不上｜没有打\n规划与设计｜13｜1｜1｜1｜24",
        "第 17 至第 40 位没有打，一共 24 名", f"{value['calls']['chain'][-1][:32]}／{value['calls']['chain'][-1][32:]}", "18 步，末尾：／",
    ):  # fmt: skip
        assert wanted in said
    assert f"17｜{order[16]}｜" not in said
    for name in (drawn.CALLER, drawn.WITNESS, "公务冲突", "设计院"):
        assert name not in said
    assert not PERSON.search(said)


def test_of_the_last_rank_alone_one_is_said(closed: Drawn) -> None:
    value = closed.value
    states = ["declined"] * 26 + ["member"] * 13 + ["uncalled"]
    value = {**value, "calls": {**value["calls"], "closed": {**value["calls"]["closed"], "ranks": {"design": states}}}}
    assert "第 40 位没有打，一共 1 名" in text(draw_papers.record(closed.loaded, value))


def test_limits_that_were_relaxed_are_on_the_record(closed: Drawn) -> None:
    value = closed.value
    value = {**value, "calls": {**value["calls"], "closed": {**value["calls"]["closed"], "relaxed": {"per_employer": 10}}}}
    assert "限额｜一个单位至多几名 9 名。放宽为：一个单位至多几名 10 名" in text(draw_papers.record(closed.loaded, value))


# --- the record with names ---------------------------------------------------------------------------------------------


def test_the_private_record_names_those_who_were_called_and_nobody_else(closed: Drawn) -> None:
    known, form = closed.known(), private(closed)
    said, order = text(form), closed.value["result"]["ranking"]["design"]
    people = [known.sealed["people"][number - 1] for number in order]
    assert form.private
    assert set(PERSON.findall(said)) == {one["name"] for one in people[:16]}
    first, second, third = people[:3]
    assert f"1｜{order[0]}｜{first['name']}｜{first['employer']}｜09-16 10:10 没有打通／09-16 10:41 没有打通｜联系不上" in said
    assert f"2｜{order[1]}｜{second['name']}｜{second['employer']}｜09-16 11:12 不能到会：公务冲突｜不能到会" in said
    assert f"3｜{order[2]}｜{third['name']}｜{third['employer']}｜09-16 11:14 答应到会｜应到" in said
    assert f"打电话的人｜{drawn.CALLER}" in said
    assert f"见证人｜{drawn.WITNESS}" in said
    assert "0991-0000" not in said  # telephone numbers are not needed on paper


def test_before_the_sign_off_the_private_record_names_who_was_called_and_who_is_due(tmp_path: Path) -> None:
    draw = Drawn(tmp_path / "r", drawn.people(12)).ranked()
    order = draw.value["result"]["ranking"]["design"]
    people = [draw.known().sealed["people"][number - 1]["name"] for number in order]
    said = text(draw_papers.record(draw.loaded, draw.value, "", draw.known()))
    assert PERSON.findall(said) == people[:1]
    assert "第 2 至第 12 位还没有打，一共 11 名" in said
    draw.record({"kind": "declined", "reason": "illness", "group": "design", "rank": 1}, 11 * 60)
    said = text(draw_papers.record(draw.loaded, draw.value, "", draw.known()))
    assert PERSON.findall(said) == people[:2]
    assert "不能到会：身体原因" in said
    assert "第 3 至第 12 位还没有打，一共 10 名" in said


def test_the_private_record_has_the_balance_and_warns_of_it(closed: Drawn) -> None:
    said = text(private(closed))
    for wanted in ("附：抽取结果的构成（不公开）", "敏感个人信息", "人数｜40｜13｜1", "性别｜女｜14｜", "最多的一个单位有几人｜6｜"):
        assert wanted in said


def test_the_sign_off_and_relaxing_are_told_with_their_reasons(tmp_path: Path) -> None:
    plan = drawn.wanted(limits={"per_employer": 1})
    plan["groups"][0].update(members=7, alternates=1)
    rows = [{**one, "employer": f"某市示例第{i % 3}设计院"} for i, one in enumerate(drawn.people(9))]
    draw = Drawn(tmp_path / "r", rows, plan).ranked().called(lambda turn: {"kind": "confirmed"})
    draw.record({"kind": "relaxed", "limit": "per_employer", "note": "三个单位坐不满"}, 20 * 60)
    draw.record({"kind": "closed", "present": 3, "note": "改日再抽"}, 21 * 60)
    said = text(private(draw))
    assert "放宽限额｜2026-09-16 20:00 一个单位至多几名：三个单位坐不满" in said
    assert "封存的说明｜改日再抽" in said
    assert "放宽为：一个单位至多几名 2 名" in said


def test_the_public_balance_has_only_what_may_be_published(closed: Drawn) -> None:
    loaded, value = closed.loaded, closed.value
    made = balance(loaded, closed.keys, loaded.draws[0], closed.known())
    said = text(draw_papers.record(loaded, value, balance=made)).split("\n抽取结果的构成\n")[1].split("\n怎样核对")[0]
    shown = made.public()
    hidden = [name for name in made.by if name not in shown]
    assert hidden
    assert "、".join(hidden) + "不公布" in said
    numbers = [int(cell) for line in said.splitlines() if "｜" in line for cell in line.split("｜")[-2:] if cell.isdigit()]
    assert all(number >= 5 for number in numbers)
    assert len(numbers) == 2 * sum(map(len, shown.values()))
    assert "单位" not in said
    assert "候补" not in said


# --- files -------------------------------------------------------------------------------------------------------------


def test_word_and_pdf_hold_the_same_and_the_code_is_on_every_page(closed: Drawn) -> None:
    for form in (draw_papers.plan(closed.loaded, closed.value), private(closed)):
        in_word, pages = of_word(word.written(form)), pdfs.texts(pdf.written(form).content)
        in_pdf = re.sub(BROKEN, "", "".join(pages))
        for block in form.blocks:
            lines = [block.text] if isinstance(block, Line) else [x for row in block.rows for cell in row for x in cell.lines]
            for line in filter(str.strip, lines):
                assert line in in_word
                assert re.sub(BROKEN, "", line) in in_pdf
        assert all(closed.value["code"] in page for page in pages)


def test_the_same_draw_gives_the_same_bytes(closed: Drawn) -> None:
    assert word.written(private(closed)) == word.written(private(closed))
    assert pdf.written(private(closed)).content == pdf.written(private(closed)).content


def test_a_long_table_has_its_heading_on_every_page_and_the_signatures_are_not_torn(tmp_path: Path) -> None:
    draw = played(tmp_path, 200, 5, "ranked")
    value = draw.value
    closed = {"at": drawn.DRAWN, "present": 5, "ranks": {"design": ["declined"] * 195 + ["member"] * 5}}
    known = replace(draw.known(), steps=[])
    form = draw_papers.record(draw.loaded, {**value, "calls": {"chain": [value["result"]["seed"]], "closed": closed}}, "", known)
    pages = pdfs.texts(pdf.written(form).content)
    with_people = [page for page in pages if PERSON.search(page)]
    assert len(with_people) > 3
    assert all("工作单位" in page for page in with_people)
    assert all(one in pages[-1] for one in SIGNERS)
    document = docx.Document(io.BytesIO(word.written(form)))
    long = next(table for table in document.tables if len(table.rows) > 200)
    assert "w:tblHeader" in long.rows[0]._tr.xml
    assert "w:tblHeader" not in long.rows[1]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in long.rows[1:])
    assert len(document.tables[-1].rows) == 1


# --- the command -------------------------------------------------------------------------------------------------------


def papers(draw: Drawn, *arguments: str | Path) -> int:
    return main(["draw", "papers", NAME, *map(str, arguments), "--root", str(draw.root)])


def test_the_command_writes_the_plan_before_the_ranking(planned: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert papers(planned, "--out", tmp_path, "--identity", IDENTITY) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{NAME}.plan.docx", f"{NAME}.plan.pdf"]
    assert "还没有排出先后，只写了抽取方案。" in capsys.readouterr().err


def test_the_command_names_people_only_in_files_of_the_owner(closed: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert papers(closed, "--out", tmp_path, "--identity", IDENTITY, "--place", PLACE) == 0
    names = [f"{NAME}.{kind}.{suffix}" for kind in ("plan", "record", "record-private") for suffix in ("docx", "pdf")]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    for path in tmp_path.iterdir():
        said = of_word(path.read_bytes()) if path.suffix == ".docx" else "".join(pdfs.texts(path.read_bytes()))
        assert bool(PERSON.search(said)) == ("private" in path.name)
        assert (PLACE in said) == ("record" in path.name)
        assert stat.S_IMODE(path.stat().st_mode) == (0o600 if "private" in path.name else 0o644)
    shown = capsys.readouterr()
    assert "含姓名的只有本人能读，用完请删去。" in shown.err
    assert not PERSON.search(shown.out + shown.err)


def test_without_a_key_the_command_names_nobody(closed: Drawn, tmp_path: Path) -> None:
    assert papers(closed, "--out", tmp_path) == 0
    assert sorted(path.name for path in tmp_path.glob("*.docx")) == [f"{NAME}.plan.docx", f"{NAME}.record.docx"]
    with_key = tmp_path / "with"
    with_key.mkdir()
    assert papers(closed, "--out", with_key, "--identity", IDENTITY) == 0
    for name in (f"{NAME}.plan.docx", f"{NAME}.record.docx"):
        assert (tmp_path / name).read_bytes() == (with_key / name).read_bytes()


def test_before_the_sign_off_there_is_no_balance(ranked: Drawn, tmp_path: Path) -> None:
    """What became of people is not known yet."""
    assert papers(ranked, "--out", tmp_path, "--identity", IDENTITY) == 0
    said = of_word((tmp_path / f"{NAME}.record-private.docx").read_bytes())
    assert PERSON.search(said)
    assert "构成" not in said


def test_the_public_balance_stands_in_the_paper_without_names(closed: Drawn, tmp_path: Path) -> None:
    assert papers(closed, "--out", tmp_path, "--identity", IDENTITY, "--public-balance") == 0
    said = of_word((tmp_path / f"{NAME}.record.docx").read_bytes())
    assert "抽取结果的构成" in said
    assert not PERSON.search(said)


def test_without_the_pdf_package_word_is_written_all_the_same(
    planned: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(form: Form) -> None:
        raise ImportError("No module named 'weasyprint'", name="weasyprint")

    monkeypatch.setattr(pdf, "written", missing)
    assert papers(planned, "--out", tmp_path) == 0
    assert [path.name for path in tmp_path.iterdir()] == [f"{NAME}.plan.docx"]
    assert "提醒：没有写 PDF：" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stage", "arguments", "said"),
    [
        ("closed", ("--out", "none"), "没有文件夹"),
        ("closed", ("--out", "ROOT"), "抽取的纸张不能放在仓库里"),
        ("closed", ("--out", "OUT", "--public-balance"), "请用 --identity 写明私钥"),
        ("ranked", ("--out", "OUT", "--public-balance", "--identity", "KEY"), "还没有封存，不能写可以公布的构成"),
        ("closed", (), "--out"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str], stage: str, arguments: tuple[str, ...], said: str
) -> None:
    draw: Drawn = request.getfixturevalue(stage)
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    out = tmp_path / "out"
    out.mkdir()
    places = {"ROOT": repository, "OUT": out, "KEY": IDENTITY, "none": tmp_path / "none"}
    assert papers(draw, *(places.get(one, one) for one in arguments)) == 2
    assert said in capsys.readouterr().err
    assert list(out.iterdir()) == []


def test_a_cancelled_draw_has_no_record_with_names(ranked: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = ranked.value
    ranked.put({**before, "cancelled": {"date": "2026-09-15", "reason": "会议改期"}})
    try:
        assert papers(ranked, "--out", tmp_path, "--identity", IDENTITY) == 2
        assert f"{NAME} 已经取消，没有含姓名的记录表。请不写 --identity。" in capsys.readouterr().err
        assert papers(ranked, "--out", tmp_path) == 0
    finally:
        ranked.put(before)


def test_a_draw_that_is_not_right_gets_no_paper(ranked: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = ranked.value
    ranked.put({**before, "result": {**before["result"], "ranking": {"other": before["result"]["ranking"]["design"]}}})
    try:
        assert papers(ranked, "--out", tmp_path) == 2
        said = capsys.readouterr().err
        assert f"{NAME} 的公开文件有 1 个错误（D205 先后的组与方案的组不同），没有写。请先用 zhicheng draw verify {NAME} 查明原因。" in said
        assert list(tmp_path.iterdir()) == []
    finally:
        ranked.put(before)


def test_a_form_becomes_a_file_of_the_name_and_the_kind(planned: Drawn) -> None:
    file = writing.of_form("名", draw_papers.plan(planned.loaded, planned.value), "docx")
    assert (file.name, file.private) == ("名.docx", False)
