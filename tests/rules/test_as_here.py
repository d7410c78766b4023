"""Rules as they apply in a registry: documents, clauses, figures, rounds, and texts that say the registry's own numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from helpers import registries
from helpers.rule_pages import example

from zhicheng.commands.cli import main
from zhicheng.registry import registry
from zhicheng.rules import RULES
from zhicheng.rules.as_here import RuleHere, all_here
from zhicheng.rules.rule import Rule

LETTER, ORDER = "registry/rulebooks/letter-2019.yaml", "registry/rulebooks/order-40.yaml"
WITH_FIGURES = pytest.mark.parametrize("rule", [pytest.param(r, id=code) for code, r in RULES.items() if r.needs])
# Figures on which no example of their rule depends.
NOT_IN_EXAMPLES = {"levels_region", "levels_prefecture", "members_senior_series", "expiring_days"}
NUMBER = re.compile(
    r"(?<![A-Za-z0-9_-])[0-9]+ ?(?:人|名|年(?!度)|岁|周岁|个月|天|日|%)|[一二三四五六七八九十]+(?:人|年|岁|周岁|个月|天)(?!次|度)"
)


def here(root: Path, code: str) -> RuleHere:
    return all_here(registry.load(root))[code]


@cache
def in_the_sample() -> dict[str, RuleHere]:
    """Every rule as it applies in the sample registry. Tests must not change it."""
    return all_here(registry.load(registries.HERE.parent))


@cache
def without_a_registry() -> dict[str, RuleHere]:
    return all_here(None)


def change(root: Path, path: str, *changes: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text, count = re.subn(pattern, lambda _, new=replacement: new, text, flags=re.MULTILINE)  # type: ignore[misc]
        assert count == 1, pattern
    registries.write(root, path, text)


def prose(text: str) -> str:
    """The text of a rule without its examples."""
    return text.partition("\n不合格：\n")[0]


# --- numbers -----------------------------------------------------------------------------------------------------------


@WITH_FIGURES
def test_no_text_holds_a_number_that_a_rulebook_could_contradict(rule: Rule) -> None:
    """Titles and texts say figures by their names, which are filled in from the registry's rulebooks."""
    assert NUMBER.findall(re.sub(r"例子所用：.*", "", prose(rule.text))) == []
    assert "{" not in rule.title
    named = set(re.findall(r"\{([a-z_]+)(?: [一-龥]+)?\}", prose(rule.text)))
    assert named <= {*rule.figures(), "levels_added"}  # R101 also has {rosters}, see below; levels_added are words, no figure


@pytest.mark.parametrize("text", ["不少于 25 人", "超过 3 年", "满 36 个月", "45 岁以下", "三年以上", "90 天之内", "不满 16 周岁"])
def test_what_counts_as_a_number(text: str) -> None:
    assert NUMBER.search(text)


@pytest.mark.parametrize("text", ["2019 年度", "2026-01-01", "附件 3", "R110", "第一条", "一家", "一年度"])
def test_what_is_no_number_of_a_document(text: str) -> None:
    assert not NUMBER.search(text)


@WITH_FIGURES
def test_the_examples_say_with_which_figures_they_were_written(rule: Rule) -> None:
    """They are those of the sample's rulebooks, by which tests run the examples."""
    line = re.search(r"(?m)^例子所用：(.+)$", rule.text)
    written = dict(item.split("=") for item in line[1].split("、")) if line else {}
    assert set(rule.needs) - NOT_IN_EXAMPLES <= set(written) <= set(rule.needs)
    known = {figure.name: figure.provision.written for figure in in_the_sample()[rule.code].figures}
    assert {name: known[name] for name in written} == written


def test_every_text_is_filled_in() -> None:
    """With a registry and without one, nothing of the placeholders is left, and the examples are untouched."""
    for rule, found in ((rule, here[code]) for here in (without_a_registry(), in_the_sample()) for code, rule in RULES.items()):
        assert not re.search(r"\{[a-z_]+(?: [一-龥]+)?\}|例子所用|下面的例子是按", prose(found.text))
        assert found.text.split("\n", 1)[0] == rule.text.split("\n", 1)[0]
        assert example(rule, "合格") == example(Rule(rule.code, found.text), "合格")


@pytest.mark.parametrize(
    ("code", "path", "figure", "value", "words", "remark"),
    [
        (
            "E203",
            ORDER,
            "members_senior_specialty",
            "{number: 15, clause: 第九条}",
            "按专业组建的不少于 15 人",
            "members_senior_specialty 为 11",
        ),
        ("E203", ORDER, "members_senior_series", "{number: 27, clause: 第九条}", "评审委员会不少于 27 人", ""),
        ("E201", ORDER, "validity_years", "{number: 5, clause: 第八条}", "有效期最长 5 年", "validity_years 为 3"),
        ("E204", ORDER, "expiring_days", "{number: 60, clause: 第八条}", "到期前 60 天起提醒", ""),
        ("E120", ORDER, "subgroup_members", "{number: 3, clause: 第二十一条}", "每组不少于 3 人", "subgroup_members 为 5"),
        ("R102", LETTER, "title_months", "{number: 24, clause: 二（二）3}", "满 2 年（24 个月），", "title_months 为 36"),
        ("R102", LETTER, "title_months", "{number: 30, clause: 二（二）3}", "满 30 个月，", "title_months 为 36"),
        ("R110", LETTER, "young_age", "{number: 40, clause: 二（五）2}", "40 岁以下的评委", "young_age 为 45"),
        ("R110", LETTER, "young_minimum", "{share: 1/3, clause: 二（五）2}", "45 岁以下的评委", "young_minimum 为 1"),
        ("R114", LETTER, "title_age", "{number: 18, clause: 附件3}", "不满 18 周岁的", "title_age 为 16"),
        (
            "E101",
            LETTER,
            "levels_county",
            "{levels: [junior], clause: 一（一）3}",
            "区县级单位承接初级。",
            "levels_county 为 junior+intermediate",
        ),
    ],
)
def test_a_text_says_the_figure_of_the_rulebook(
    empty: Path, code: str, path: str, figure: str, value: str, words: str, remark: str
) -> None:
    change(empty, path, (f"^  {figure}: .*$", f"  {figure}: {value}"))
    text = here(empty, code).text
    assert words in text
    said = f"\n\n下面的例子是按{remark}写的，与本登记册的不同，只说明写法。\n\n不合格：\n"
    assert (said in text) if remark else ("下面的例子是按" not in text)


def test_without_a_registry_no_figure_is_said() -> None:
    found = without_a_registry()
    assert "按系列组建的高级评审委员会不少于规定的人数，按专业组建的不少于规定的人数。" in found["E203"].text
    assert "省级单位承接规定的层级，" in found["E101"].text
    assert "有效期最长规定的年数，" in found["E201"].text
    assert {one.clause for one in found.values() if one.rule.by_rulebook} == {""}


# --- in force ----------------------------------------------------------------------------------------------------------


def test_by_which_document_with_which_figures_and_since_when(small: Path) -> None:
    found = here(small, "E203")
    assert (found.in_force, found.in_force_now, found.rounds, found.clause) == (True, True, ("2026",), "人社部令第40号第九条")
    assert [(one.name, one.words, one.cited) for one in found.figures] == [
        ("members_senior_series", "25", "人社部令第40号第九条"),
        ("members_senior_specialty", "11", "人社部令第40号第九条"),
    ]
    assert here(small, "E109").rounds == ("2019", "2026")


def test_a_rule_that_always_holds_needs_no_rulebook(small: Path) -> None:
    assert (here(small, "X001").in_force, here(small, "X001").rounds) == (True, ())
    assert here(small, "P001").clause == RULES["P001"].clause


@pytest.mark.parametrize(
    ("path", "pattern", "new", "expected"),
    [
        (ORDER, "^  E202: .*$", "", (False, False, ())),
        (ORDER, "^  members_odd: .*$", "", (False, False, ())),
        ("registry/rounds/2026.yaml", "^rulebooks: .*$", "rulebooks: [letter-2019]", (False, False, ())),
        ("registry/rounds/2019.yaml", "^rulebooks: .*$", "rulebooks: [letter-2019, order-40]", (True, True, ("2019", "2026"))),
    ],
    ids=["not-listed", "without-its-figure", "by-a-rulebook-that-no-round-lists", "in-two-rounds"],
)
def test_in_force_by_the_rounds(small: Path, path: str, pattern: str, new: str, expected: tuple[bool, bool, tuple[str, ...]]) -> None:
    change(small, path, (pattern, new))
    found = here(small, "E202")
    assert (found.in_force, found.in_force_now, found.rounds) == expected


def test_by_which_documents_in_which_rounds(small: Path) -> None:
    """A rule that two documents list is in force by each in the rounds that have it."""
    change(small, ORDER, ("^rules:$", "rules:\n  E109: {clause: 第十条, severity: error}"))
    change(small, "registry/rounds/2026.yaml", ("^rulebooks: .*$", "rulebooks: [order-40]"))
    found = here(small, "E109")
    assert [(one.book.id, one.cited, one.severity, one.rounds) for one in found.documents] == [
        ("letter-2019", "备案登记的函（2019）一（五）2", None, ("2019",)),
        ("order-40", "人社部令第40号第十条", "error", ("2026",)),
    ]
    assert found.clause == "备案登记的函（2019）一（五）2；人社部令第40号第十条"
    change(small, "registry/rounds/2019.yaml", ("^rulebooks: .*$", "rulebooks: [letter-2019, order-40]"))
    assert [one.rounds for one in here(small, "E109").documents] == [("2019",), ("2019", "2026")]


def test_in_force_for_an_earlier_round_only(small: Path) -> None:
    """It still judges what was filed then."""
    change(small, "registry/rounds/2026.yaml", ("^rulebooks: .*$", "rulebooks: [order-40]"))
    found = here(small, "E109")
    assert (found.in_force, found.in_force_now, found.rounds) == (True, False, ("2019",))


def test_severity_of_the_rulebook(small: Path) -> None:
    change(small, ORDER, ("^  E202: .*$", "  E202: {clause: 第九条, severity: warning}"))
    assert (here(small, "E202").severity, here(small, "E201").severity) == ("warning", "error")


# --- explain -----------------------------------------------------------------------------------------------------------

Capture = pytest.CaptureFixture[str]


def explained(root: Path, *code: str, capsys: Capture) -> list[str]:
    assert main(["explain", *code, "--root", str(root)]) == 0
    out, talk = capsys.readouterr()
    assert talk == ""
    return out.splitlines()


def test_explain_in_a_registry(small: Path, capsys: Capture) -> None:
    change(small, ORDER, ("^  members_senior_specialty: .*$", "  members_senior_specialty: {number: 15, clause: 第九条第二款}"))
    lines = explained(small, "E203", capsys=capsys)
    assert lines[:5] == [
        "E203（错误，可申请例外）评审委员会的组成人数少于规定。",
        "依据：人社部令第40号第九条",
        "适用的备案年度：2026",
        "数字：members_senior_series = 25（人社部令第40号第九条）",
        "数字：members_senior_specialty = 15（人社部令第40号第九条第二款）",
    ]


def test_explain_what_is_not_adopted(small: Path, capsys: Capture) -> None:
    """It stands apart in the list, and says so itself; another letter's clause is not told as everybody's."""
    assert explained(small, "R117", capsys=capsys)[:2] == [
        "R117（提醒）评审的专业，专家库里没有这个专业的专家。",
        "本登记册没有采用：没有一个备案年度的规则文件使它生效，不按它审查。",
    ]
    assert explained(small, capsys=capsys)[-4:] == [
        "",
        "本登记册未采用的规则：",
        "R117  提醒  评审的专业，专家库里没有这个专业的专家",
        "R118  错误  违规记录没有满期的人在专家库里，或者因违纪调出的没有记录",
    ]


def test_explain_outside_of_any_registry(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["explain", "E203"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[1] == "依据：由各地登记册的规则文件规定；在登记册里运行，可以看到条款和数字。"
    assert "人社部令" not in out
    assert main(["explain"]) == 0
    assert "未采用" not in capsys.readouterr().out


def test_explain_where_the_settings_are_broken(small: Path, capsys: Capture) -> None:
    """Whoever looks up the code of that very fault gets an answer."""
    registries.write(small, "registry/registry.yaml", "name: [\n")
    assert explained(small, "Y002", capsys=capsys)[0].startswith("Y002（错误）")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rosters: [region, prefecture]", "推荐评委的是自治区级、地州市级单位的评审委员会。"),
        ("rosters: [county]", "推荐评委的是区县级单位的评审委员会。"),
        ("rosters: []", "推荐评委的是（没有一个级别的）单位的评审委员会。"),
    ],
)
def test_r101_says_who_sends_rosters(empty: Path, line: str, words: str) -> None:
    path = empty / LETTER
    text = re.sub(r"(?m)^rosters: .*\n", "", path.read_text(encoding="utf-8")).replace("rules:\n", f"{line}\nrules:\n", 1)
    registries.write(empty, LETTER, text)
    assert words in here(empty, "R101").text


# --- codes of divisions ------------------------------------------------------------------------------------------------

OURS = re.compile("650000|653100|653200|653125")


@pytest.mark.parametrize("code", ["440000", "310000", "220000", "150000"])
def test_examples_use_the_divisions_of_the_registry(another: dict[str, dict[str, str]], code: str) -> None:
    """Codes that are in its table; where it has none of the kind, made-up ones that are told to be so."""
    assert another[code].keys() == RULES.keys()
    assert {name: found for name, text in another[code].items() if (found := re.findall(f"{OURS.pattern}|库车|莎车", text))} == {}


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The texts of the rules by code, in fresh registries of other regions."""
    found = {}
    for code in ("440000", "310000", "220000", "150000", "990000"):
        root = tmp_path_factory.mktemp("another") / code
        assert main(["init", str(root), "--region", code, *(["--name", "某某省"] if code == "990000" else [])]) == 0
        found[code] = {name: one.text for name, one in all_here(registry.load(root)).items()}
    return found


@pytest.mark.parametrize(
    ("code", "prefecture", "county", "made_up"),
    [
        ("440000", "440100", "440103", ""),
        ("150000", "150100", "150122", ""),
        ("310000", "310100", "310121", "例子里的区划代码 310100、310121 是虚构的，只说明写法。"),
        ("990000", "990100", "990121", "例子里的区划代码 990100、990121 是虚构的，只说明写法。"),
    ],
)
def test_which_divisions_the_examples_use(
    another: dict[str, dict[str, str]], code: str, prefecture: str, county: str, made_up: str
) -> None:
    text = another[code]["E102"]
    shown = replace(RULES["E102"], text=text)
    assert example(shown, "不合格") == f'authority: prefecture\narea: "{county}"\nscope: {{areas: ["{county}"]}}\n'
    assert example(shown, "合格") == f'authority: prefecture\narea: "{prefecture}"\nscope: {{areas: ["{prefecture}"]}}\n'
    assert re.findall("例子里的区划代码.+", text) == ([made_up] if made_up else [])


def test_the_region_of_the_examples_keeps_them() -> None:
    assert {name: OURS.findall(one.text) for name, one in in_the_sample().items()} == {
        name: OURS.findall(rule.text) for name, rule in RULES.items()
    }
