"""Who reviews what somebody asks for: the table of questions in tests/data/answers, held by the site's search and by the API alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers import questions, sites
from helpers.answers import VERDICTS, Api, Json
from helpers.browsers import CONTRAST, OVERFLOW, WHOLE, served
from helpers.deep import sample
from helpers.questions import QUESTIONS, in_words
from helpers.registries import TODAY
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]

ASKED = ("series", "title", "specialty", "level", "area", "unit", "employer")

# Asks the search of the site each question, and gives its answers in the words of the table.
ENGINE = """async ([address, questions, verdicts]) => {
  const { ask, successors, site } = zhichengSearch, { directory } = await site();
  const ids = (list) => list.map((one) => (one.committee ?? one).id);
  return questions.map(([words, series, today]) => {
    const { hits, named, exams, nobody } = ask(directory, words, { series, level: "", area: "" }, today);
    const those = (verdict) => hits.filter((hit) => hit.verdict === verdict);
    const answer = Object.fromEntries(verdicts.map((verdict) => [verdict, ids(those(verdict))]));
    answer.entrusted = Object.fromEntries(hits.filter((hit) => hit.by.length).map((hit) => [hit.committee.id, ids(hit.by)]));
    for (const one of named) answer.entrusted[one.name] = [...(answer.entrusted[one.name] ?? []), one.by.id];
    answer.exam = [...new Set(exams.map(({ exam }) => exam.exam))].sort();
    answer.past = Object.fromEntries(those("past").map(({ committee }) => [committee.id, ids(successors(directory, committee))]));
    if (nobody) answer.nobody = nobody;
    return Object.fromEntries(Object.entries(answer).filter(([, value]) => Object.keys(value).length));
  });
}"""


def expected(question: Json) -> Json:
    return {key: value for key, value in question.items() if key not in (*ASKED, "day", "ask")}


def told(question: Json) -> str:
    return " ".join(f"{key}={question[key]}" for key in ("ask", *ASKED, "day") if key in question)


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample registry with the committees of the table laid over it."""
    folder = tmp_path_factory.mktemp("answers")
    questions.lay(folder / "root")
    return sites.build(folder / "root", folder / "site")


@pytest.fixture(scope="module")
def address(answering: Path) -> Iterator[str]:
    with served(answering) as address:
        yield address


@pytest.fixture(scope="module")
def searched(address: str, browser: Browser) -> Iterator[list[Json]]:
    """What the search of that site answers to each question, asked in the browser."""
    page = browser.new_page()
    page.goto(address + "find/")
    page.wait_for_function("zhichengSearch.last")  # words in pinyin and misspelt ones are read with it
    series = ["" if "ask" in one else one.get("series", "") for one in QUESTIONS]  # else picked beside the words
    asked = [[in_words(one), picked, one.get("day", TODAY.isoformat())] for one, picked in zip(QUESTIONS, series, strict=True)]
    yield page.evaluate(ENGINE, [address, asked, VERDICTS])
    page.close()


def test_the_table_has_every_kind_of_question_and_answer() -> None:
    assert len(QUESTIONS) >= 120
    assert len({told(question) for question in QUESTIONS}) == len(QUESTIONS)
    assert {key for question in QUESTIONS for key in question} == {"ask", *ASKED, "day", *VERDICTS, "exam", "past", "nobody"}
    reasons = {"expired", "withdrawn", "closed", "excluded", "level", "area", "unknown"}
    assert {question["nobody"] for question in QUESTIONS if "nobody" in question} == reasons


def test_the_search_gives_the_answers_of_the_table(searched: list[Json]) -> None:
    wrong = differing(searched)
    assert not wrong, "\n".join(wrong)


def test_the_api_alone_gives_the_answers_of_the_table(answering: Path) -> None:
    tried = sample(QUESTIONS, 12)
    days = [question.get("day", TODAY.isoformat()) for question in tried]
    apis = {day: Api(answering, day) for day in set(days)}
    asked = [{key: value for key, value in question.items() if key in ASKED} for question in tried]
    wrong = differing([apis[day].answer(question) for day, question in zip(days, asked, strict=True)], tried)
    assert not wrong, "\n".join(wrong)


def differing(answers: list[Any], questions: Sequence[Json] = QUESTIONS) -> list[str]:
    """Each question that is answered otherwise than in the table, with both answers."""
    pairs = zip(questions, answers, strict=True)
    return [
        f"{told(question)}\n  table  {expected(question)}\n  answer {answer}" for question, answer in pairs if answer != expected(question)
    ]


@pytest.fixture(scope="module")
def phone(address: str, browser: Browser) -> Iterator[Page]:
    """The page of the search on a phone, on the day of the build."""
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN") as context:
        page = context.new_page()
        page.clock.install(time=TODAY.isoformat())
        page.goto(address + "find/")
        page.wait_for_function("!document.querySelector('#understood').textContent.includes('正在读取')")
        page.wait_for_function("!!zhichengSearch.last")  # numbers and addresses have come: the answer is not shown once more
        yield page


# Question → where the page answers it, and what it says there.
SENTENCES = [
    ("喀什 副高 建筑施工", ".answer", "可以在喀什地区评：有 2 个评审委员会"),
    (
        "喀什 副高 建筑施工",
        ".hit.competent .where",
        "什么时候 2026 年度：2026-07-01 至 2026-08-10 已截止 在哪里报 喀什地区住房和城乡建设局人事教育科",
    ),
    ("喀什 副高 建筑施工", ".hit.competent .where", "问谁 0998-0000010"),
    ("哈密 副高 煤矿开采", ".hit.competent .where", "今年的申报时间没有登记，请先咨询"),
    ("石河子 副高 建筑施工", ".hit.competent", "登记范围相符 能否申报以下方说明为准"),
    (
        "阿克苏 副高 化工工艺",
        ".hit.competent",
        "受阿克苏地区工程技术人员高中级职称评审委员会委托，限化工（“化工专业的高级工程师由我局出具委托函",
    ),
    ("阿克苏 副高 特种设备检验", ".hit.entrusted", "受委托评审"),
    ("阿克苏 副高 织造", ".hit.entrusted", "没有在本登记册登记"),
    ("阿克苏 副高 织造", ".hit.entrusted", "受阿克苏地区工程技术人员高中级职称评审委员会委托，限纺织工程（“纺织专业"),
    ("巴州 中级 采矿工程", ".hit.part", "部分人员可以申报"),
    ("巴州 中级 采矿工程", ".hit.part", "地区 仅受理若羌县人员"),
    ("喀什 中级 建筑施工", "> .below", "另有 1 个一般不受理。是否受理，以评审委员会的答复为准。"),
    ("喀什 副高 建筑施工", "> .below", "是否受理，以评审委员会的答复为准。"),
    ("石河子 初级 建筑施工", ".answer", "不用评审：考核认定"),
    ("石河子 初级 建筑施工", ".hit.recognised", "考核合格即认定，不用评审。"),
    ("塔城 初级 仪器设备管理", ".hit.possible", "地区 地域为伊犁哈萨克自治州，塔城地区由它管辖，是否受理请先咨询"),
    ("十师 工程师 水工建筑", ".hit.possible", "所在单位在别的地州市也有单位，那里的人员是否由它评审，请先咨询。"),
    ("兵团 塔城 中级 仪器设备管理", ".hit.possible", "第八师在别的地州市也有单位，那里的人员是否由它评审，请先咨询。"),
    ("石河子 副高 节水灌溉", ".hit.possible", "登记写明不受理一部分单位的人员（“兵团单位人员不在受理范围”），您的单位是否在内，请先问清。"),
    ("石河子 副高 节水灌溉", ".answer", "先问一问：有 1 个评审委员会可能受理"),
    ("和田 中级 化学实验教学", ".hit.possible", "还没有生效。"),
    ("高级兽医师 水产养殖", ".hit.possible", "可能包括所查的职称：登记里没有写评审哪几类职称"),
    ("五家渠 主治医师", ".hit.possible", "这一层级通过全国考试取得；登记为评审的，是否还评审请先问清。"),
    ("库尔勒 副高 中小学教师", ".hit.possible", "巴州中小学教师系列专业技术职务评审委员会申报的，由它评审。"),
    ("喀什 副高 继电保护", ".hit.closed", "限内部人员"),
    ("喀什 副高 继电保护", ".hit.closed", "只受理本单位的人员，其他单位的人员不能在这里申报。"),
    ("喀什 副高 继电保护", ".nobody", "评审这一项的，只受理本单位、本系统的人员。"),
    (
        "喀什 中级 建筑施工",
        ".hit.elsewhere",
        "另有评审委员会的人员不在这里评（“已设中级评委会的地州市由当地评审”）。喀什地区有喀什地区建设工程专业",
    ),
    ("喀什 中级 建筑", ".hit.competent", "喀什地区有喀什地区建设工程专业"),
    ("喀什 中级 建筑", ".hit.competent", "评审其中的建筑勘察设计、建筑施工管理、建筑结构等 5 个专业。"),
    ("哈密 中级 实验技术", ".hit.competent", "中级：其中一部分限内部人员。"),
    ("哈密 中级 实验技术", ".hit.competent", "中级：其中一部分以考代评，不由评审委员会评审。"),
    ("白碱滩区 中级 石油化工实验", ".hit.possible", "只受理克拉玛依高新技术产业开发区的人员，您的单位是否在内，请先问清。"),
    ("克拉玛依 中级 石油化工实验", ".hit.part", "仅受理克拉玛依高新技术产业开发区人员"),
    ("南疆 高级教师", ".answer", "可以在南疆评：有 3 个评审委员会"),
    ("东疆 鄯善 托克逊 高级教师", ".answer", "可以在鄯善县或托克逊县评：有 1 个评审委员会"),
    ("人社函2018年45号", ".by-name li", "评审委员会 评审委员会 · 新人社函〔2018〕45号"),
    ("和田 主管护师", ".answer", "不用评审：考试合格就取得"),
    ("哈医 主治医师 鄯善", ".answer", "先问一问：有 1 个评审委员会可能受理"),
    ("编辑 初级", ".exams", "出版专业技术人员职业资格考试"),
    ("和田 主管护师", ".hit.examined", "中级：全国考试合格取得，卫生专业技术资格考试，由国家卫生健康委员会、人力资源社会保障部组织。"),
    ("高级会计师", ".hit.competent", "先考后评"),
    ("乌鲁木齐 中级 软件工程", ".hit.competent", "部分专业另有全国考试：计算机技术与软件专业技术资格（水平）考试，由工业和信息化部"),
    ("计算机 中级 喀什", ".exams", "工程技术人员中级，部分专业另有全国考试：计算机技术与软件专业技术资格（水平）考试，由工业和信息化部"),
    ("数据库 中级 乌鲁木齐", ".exams", "工程技术人员中级，部分专业另有全国考试：计算机技术与软件"),
    ("网络安全 中级 乌鲁木齐", ".hit.competent", "部分专业另有全国考试：计算机技术与软件专业技术资格（水平）考试"),
    ("八师 副高 节水灌溉", ".hit.excluded", "登记写明不受理（“兵团单位人员不在受理范围”）。"),
    ("铁路系统 喀什 中级 隧道工程", ".hit.excluded", "登记写明不受理（“铁路、民航单位不受理”）。"),
    ("莎车 正高 化学实验教学", ".nobody", "登记写明不受理这里或者这类单位的人员。"),
    ("喀什 高级知识产权师", ".nobody", "原来评审这一项的，有效期已满，还没有新的登记。"),
    (
        "博州 中级 化学实验教学",
        ".hit.past",
        "承接的评审委员会：和田地区实验系列中初级职称评审委员会、吐鲁番市实验系列中初级职称评审委员会。",
    ),
    (
        "喀什 副高 读者服务",
        ".hit.past",
        "承接的评审委员会：新疆维吾尔自治区图书资料系列高级职称评审委员会、新疆维吾尔自治区档案系列职称评审委员会。",
    ),
    ("伊犁 高级轮机长", ".hit.competent", "受伊犁州船舶系列高级职称评审委员会委托，限轮机。"),
    ("伊犁 高级引航员", ".hit.entrusted", "受伊犁州船舶系列高级职称评审委员会委托，限引航。"),
    ("阿图什 副高 物理实验教学", ".hit.entrusted", "受克州实验系列职称评审委员会委托，限物理实验教学（“送外评审”）。"),
    ("哈密 正高 煤矿开采", ".nobody", "哈密市有评审这一专业的，但是不评这一层级。"),
    ("喀什 副高 钻井工程", ".nobody", "别的地方有评审这一项的，但是喀什地区的人员不在受理范围。"),
    ("喀什 副高 飞行器制导", ".nobody", "登记册里没有这样的专业、职称或者地方。请写出专业、层级或地区。"),
    ("喀什 护理", ".hit.competent", "还有 初级：是否评审，请先咨询。"),
    ("喀什 中级 心血管内科", ".hit.possible", "评出的职称为定向评价、定向使用。"),
    ("乌鲁木齐 中级 光学实验", ".hit.competent", "实验技术人员 › 实验教学 › 物理实验教学 › 光学实验"),
    ("自治区本级 中级 物理实验教学", ".hit.competent", "地域为乌鲁木齐市、自治区本级"),
    (
        "第一师 阿克苏 农艺师",
        ".hit.competent",
        "地区 地域为阿拉尔市、第一师，包括第一师在阿克苏地区的单位 层级 含中级（农艺师、畜牧师、兽医师）",
    ),
    ("第一师 阿拉尔 农艺师", ".hit.competent", "地域为阿拉尔市、第一师，包括阿拉尔市 层级 含中级"),
    ("第十一师 乌鲁木齐 副高 工程材料实验", ".hit.competent", "，包括建筑工程师（第十一师）在乌鲁木齐市的单位 层级 含副高级"),
    ("克拉玛依 克拉玛依高新技术产业开发区 中级 石油化工实验", ".hit.competent", "地域为克拉玛依高新技术产业开发区 层级 含中级"),
]


def test_what_was_typed_and_sent_is_answered_once(phone: Page) -> None:
    """Were it answered again when typing has ended, it would take the focus from whoever is in the answer already."""
    phone.locator("form.ask input").fill("喀什 副高 建筑施工")
    phone.locator("form.ask button").click()
    phone.wait_for_function(WHOLE)
    phone.evaluate("document.querySelector('#found .hit').id = 'the-same'")
    phone.wait_for_timeout(400)  # more than it waits for the end of typing
    assert phone.locator("#the-same").count() == 1


@pytest.mark.parametrize(("question", "where", "said"), SENTENCES, ids=[f"{question} {where}" for question, where, _ in SENTENCES])
def test_each_kind_of_answer_is_said_on_a_phone(question: str, where: str, said: str, phone: Page) -> None:
    """In a sentence of its own, within the page and readable; nobody who may be excluded is told 有权评审."""
    phone.locator("form.ask input").fill(question)
    phone.locator("form.ask button").click()
    phone.wait_for_function(WHOLE)
    texts = [" ".join(text.split()) for text in phone.locator(f"#found {where}").all_inner_texts()]
    assert any(said in text for text in texts), texts
    for verdict in VERDICTS[2:]:
        assert "有权评审" not in phone.locator(f"#found .hit.{verdict} > .what > .verdict").all_inner_texts()
    assert phone.evaluate(OVERFLOW) == [0]
    assert phone.evaluate(CONTRAST) == []


@pytest.mark.parametrize("question", ["喀什 中级 建筑施工", "乌鲁木齐 中级 通信工程", "大学 计算机 副教授", "语文 中级 莎车"])
def test_an_examination_about_other_specialties_is_not_told(question: str, phone: Page) -> None:
    phone.locator("form.ask input").fill(question)
    phone.locator("form.ask button").click()
    phone.wait_for_function(WHOLE)
    assert "计算机技术与软件" not in phone.locator("#found").inner_text()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("民丰 教师 中级", ["这里没有找到评审中等职业学校教师、中小学教师的评审委员会。"]),
        ("塔城 教师 正高", []),
        ("民丰 中学教师 中级", []),
    ],
)
def test_series_that_a_word_means_too_and_nobody_reviews_are_named(question: str, said: list[str], phone: Page) -> None:
    phone.locator("form.ask input").fill(question)
    phone.locator("form.ask button").click()
    phone.wait_for_function(WHOLE)
    assert phone.locator("#understood .unknown").all_inner_texts() == said


def test_a_place_that_is_picked_leaves_the_unit_that_was_typed(address: str, browser: Browser) -> None:
    """Who belongs to 第八师 and works in 塔城 is asked about as that, not as anybody of 塔城."""
    page = browser.new_page()
    page.clock.install(time=TODAY.isoformat())
    page.goto(address + "find/?ask=八师 副高 水工建筑")
    page.wait_for_selector(".hit.excluded")
    page.locator("select[name=area]").select_option("654200")
    page.wait_for_function("document.querySelector('#understood').textContent.includes('塔城地区')")
    assert page.locator("#understood .chip").all_inner_texts() == [
        "单位：第八师 ×",
        "层级：副高级 ×",
        "专业含“水工建筑” ×",
        "地区：塔城地区 ×",
    ]
    assert "兵团单位人员不在受理范围" in page.locator(".hit.excluded").inner_text()
    page.close()


def test_no_question_of_the_table_is_left_without_a_word(phone: Page) -> None:
    """The first line of the answer says yes only where somebody can be applied to."""
    for question in sample(QUESTIONS, 3):
        if ("series" in question and "ask" not in question) or "day" in question:
            continue
        phone.locator("form.ask input").fill(in_words(question))
        phone.locator("form.ask button").click()
        phone.wait_for_function(WHOLE)
        line = phone.locator("#found .answer").inner_text()
        assert line.startswith("可以") == bool(
            {"competent", "entrusted"} & question.keys() - ({"entrusted"} if "possible" in question else set())
        ), line
        said = phone.locator("#found .nobody").count() == 1 or line == "不在职称评审范围内"  # what is no title at all
        assert said == ("nobody" in question), line
