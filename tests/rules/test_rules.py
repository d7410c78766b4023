"""Every rule is documented, its examples show what they say, and it rests on the clause the rulebooks give."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from helpers import registries, repositories, rosters
from helpers.rule_pages import example

from zhicheng.documents.schemas import KINDS, schema
from zhicheng.registry import registry
from zhicheng.registry.vault_listing import BANS
from zhicheng.rules import RULES
from zhicheng.rules.rule import Rule

# F rules judge filled forms, D rules draws: their examples run in test_annex3.py and test_pages_of_faults.py.
OF_REGISTRY = pytest.mark.parametrize("rule", [pytest.param(r, id=code) for code, r in RULES.items() if code[0] not in "FD"])
# A series of a region's own, with a title at one level only, for the examples that need one.
EXTENSION = """  - id: example-extension
    name: 农业技术推广人员
    certainty: confirmed
    tracks: [{track: 农业技术推广, full-senior: 农业技术推广研究员}]
"""


def write_example(root: Path, text: str) -> None:
    """Writes the files of an example: fields that differ from a valid record, or whole files, after comments that say how.

    What was published before (原有) is committed and then taken away. A roster as it is when opened (打开以后) is sealed later; it is one
    of `example-one`, without a panel, where no committee is given.
    """
    parts = re.split(r"^# ((?:registry|\.github)/\S+)\n", text, flags=re.MULTILINE)
    assert parts[0] == "" or len(parts) == 1, "an example has either paths or none"
    for path, part in zip(parts[1::2], parts[2::2], strict=True) if parts[1:] else [("", text)]:
        directive, _, rest = part.partition("\n")
        encoding = re.fullmatch(r"# 编码：(\S+)", directive)
        whole = directive == "# 整个文件" or (path and not path.startswith("registry/committees/"))
        body = rest if directive.startswith("# ") else part
        content = (body if whole else registries.record(body)).encode(encoding[1] if encoding else "utf-8")
        place = path or registries.home(content.decode("utf-8", "replace"))
        if directive == "# 打开以后":
            place = place.removesuffix(".roster.age") + rosters.OPENED
            place = place.replace(f"{BANS}{rosters.OPENED}", rosters.BANNED)
        if directive == "# 原有":
            repositories.publish(root, {place: content})
        elif directive == "# 符号链接":
            registries.write(root, place, "").unlink()
            (root / place).symlink_to(registries.write(root, "elsewhere.yaml", content))
        else:
            registries.write(root, place, content)
    if "# 打开以后" in text and "registry/committees/" not in text:
        record = registries.record("panel:\n")
        registries.write(root, registries.home(record), record)


def codes(root: Path) -> set[str]:
    return {finding.code for finding in rosters.all_findings(root)}


@OF_REGISTRY
def test_failing_example_fails_for_this_reason_only(rule: Rule, empty: Path) -> None:
    with open(empty / "registry/reference/series.yaml", "a", encoding="utf-8") as stream:
        stream.write(EXTENSION)
    registries.put_in_force(empty, rule.code)
    write_example(empty, example(rule, "不合格"))
    assert codes(empty) == {rule.code}


@OF_REGISTRY
def test_passing_example_passes(rule: Rule, empty: Path) -> None:
    with open(empty / "registry/reference/series.yaml", "a", encoding="utf-8") as stream:
        stream.write(EXTENSION)
    registries.put_in_force(empty, rule.code)
    write_example(empty, example(rule, "合格"))
    assert codes(empty) == set()


def test_the_page_says_the_fault() -> None:
    """The title is a short sentence that names the fault and never the remedy; then comes why; then the examples."""
    for code, rule in RULES.items():
        title, empty_line, *body = rule.text.split("\n")
        assert title.endswith("。"), code
        assert len(title) <= 40, code
        assert not re.search("应当|应该|必须|请|检查", title), code
        assert empty_line == "", code
        assert body[0] != "", code
        assert [line for line in body if line.endswith("：") and not line.startswith(" ")][-2:] == ["不合格：", "合格："], code


def test_the_function_is_called_like_the_fault() -> None:
    names = [function.__name__ for rule in RULES.values() for _, function in rule.checks]
    assert [name for name in names if re.match(r"_?(check|validate|ensure|must|require|verify|test)", name)] == []


def test_code_and_severity() -> None:
    """A waiver takes away an error; a warning needs none."""
    for code, rule in RULES.items():
        assert re.fullmatch(r"[YSXEPRFD][0-9]{3}", code)
        assert rule.code == code
        assert rule.severity in ("error", "warning"), code
        assert not (rule.waivable and rule.severity == "warning"), code
        if not code.startswith("D"):  # some of draws are found by `draw verify` alone
            assert bool(rule.checks) != code.startswith(("Y", "S", "F")), code


def test_which_rules_on_draws_are_asked_of_a_registry() -> None:
    """Those that the public file of a draw answers by itself; what Git or a key has to tell only `draw verify` asks."""
    asked = {code for code, rule in RULES.items() if code.startswith("D") and rule.checks}
    assert asked == {f"D2{number:02}" for number in (1, 3, 4, 5, 7, 8, 10, 11)}
    assert {subject for code in asked for subject, _ in RULES[code].checks} == {"draw"}


# --- rulebooks ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real() -> registry.Registry:
    return registry.load(registries.HERE.parent)


def test_rules_and_rulebooks_cite_the_same_clause(real: registry.Registry) -> None:
    """`zhicheng explain` says what the findings say."""
    cited = {code: entry.record.cite(clause) for entry in real.rulebooks.values() for code, clause in entry.record.rules.items()}
    assert {code: rule.clause for code, rule in RULES.items() if rule.by_rulebook} == {
        code: clause for code, clause in cited.items() if code in RULES
    }


def test_every_rule_that_needs_a_rulebook_is_in_just_one(real: registry.Registry) -> None:
    listed = [code for entry in real.rulebooks.values() for code in entry.record.rules]
    assert sorted(listed) == sorted(set(listed))
    assert {code for code, rule in RULES.items() if rule.by_rulebook} <= set(listed)


def test_the_rulebooks_hold_every_number(real: registry.Registry) -> None:
    """What a rule needs stands in the rulebook that brings it into force."""
    for entry in real.rulebooks.values():
        for code in entry.record.rules:
            if code in RULES:
                assert set(RULES[code].needs) <= set(entry.record.numbers), code


def test_no_rule_holds_a_number_of_its_own() -> None:
    """Figures of the documents are not repeated in the code: numbers above 2 are but a month, the whole of percents and lengths of text."""
    allowed = {3, 9, 10, 80, 100, 10**9}
    for path in (registries.HERE.parent / "scripts/zhicheng/rules").glob("*.py"):
        constants = (node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant))
        assert {value for value in constants if type(value) in (int, float) and value > 2} <= allowed, path.name


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_has_a_schema_and_the_registry_knows_it(kind: str) -> None:
    assert schema(kind)["title"]


def test_examples_leave_no_private_value_in_the_open() -> None:
    """The numbers in the pages ring nowhere and belong to nobody: 13800001234 and the numbers of the standard itself."""
    told = "".join(rule.text for rule in RULES.values())
    assert set(re.findall(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", told)) <= {"13800001234"}
    assert set(re.findall(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])", told)) <= {"110101199003070310"}


def test_a_rules_title_is_its_first_sentence() -> None:
    """One line without its full stop, and the whole of that line."""
    assert {code: f"{rule.title}。" for code, rule in RULES.items()} == {code: rule.text.split("\n")[0] for code, rule in RULES.items()}
