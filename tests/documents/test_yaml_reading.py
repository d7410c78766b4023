"""Strict YAML: what a scalar means, where everything stands, and that nothing else than Unreadable ever comes out."""

from __future__ import annotations

import copy
import json
import marshal
import os
import re
import subprocess
import sys
import time
from itertools import pairwise
from typing import Any

import pytest
import yaml
from helpers import registries
from helpers.deep import examples
from helpers.parsed import described, walk
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Document, Unreadable, parse
from zhicheng.documents.yaml_values import resolve, value_of

FOLDERS = (registries.REAL / "committees", registries.REAL / "reference", registries.SMALL, registries.HERE / "data/bad")
FILES = sorted(path for folder in FOLDERS for path in folder.rglob("*.yaml") if path.is_file() and not path.is_symlink())

# --- scalars -----------------------------------------------------------------------------------------------------------


def scalar(text: str) -> Any:
    return parse("x.yaml", f"a: {text}\n".encode()).value["a"]


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL", " # a comment"])
def test_null(text: str) -> None:
    assert scalar(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False)],
)
def test_booleans(text: str, value: bool) -> None:
    assert scalar(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("+0", 0),
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("1000", 1000),
        ("12345678901234567", 12345678901234567),
        ("3.0", 3.0),
        ("-5.25", -5.25),
        ("0.1", 0.1),
        (".5", 0.5),
        ("-.5", -0.5),
        ("3.", 3.0),
        ("0.0", 0.0),
    ],
)
def test_numbers(text: str, value: float) -> None:
    """Whole and decimal numbers, and their type."""
    assert (scalar(text), type(scalar(text))) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        *("no", "No", "NO", "yes", "on", "off", "y", "n", "nUll", "tRUE", "none", "nil"),
        *("2019-06-03", "2019-06-03T10:00:00Z", "2019", "12:30", "12:30:45", "190:20:30")[:2],
        *("12:30", "12:30:45", "190:20:30", "0991", "010", "00", "-010", "1_000", "0b1", "0o14", "0x1F", "1e3", "1E3", "1.5e3"),
        *(".inf", "-.inf", ".Inf", ".nan", ".NaN", "inf", "nan", ".", "-", "+", "-.", "1.2.3", "1,000", "5%", "１２", "十二"),
        *("12345678901234567890", "1" * 18, "0.12345678901234567", "1" * 5000, "v1", "=", "<<x", "0-1", "653100a", "1 2"),
    ],
)
def test_text(text: str) -> None:
    """What other YAML readers make numbers, dates and booleans of stays as it was written."""
    if text != "-":  # a dash alone begins a list
        assert scalar(text) == text


@pytest.mark.parametrize("text", ["no", "5", "true", "null", "~", "", "0991", "3.0"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_quotes_make_text(text: str, quote: str) -> None:
    assert scalar(f"{quote}{text}{quote}") == text


@pytest.mark.parametrize(("text", "value"), [("|\n  5\n", "5\n"), (">-\n  true\n", "true"), ("|-\n  一\n  二\n", "一\n二")])
def test_blocks_are_text(text: str, value: str) -> None:
    assert scalar(text) == value


@pytest.mark.parametrize("key", ["no", "2019-06-03", "0991", "12:30", "是", '"5"', "'true'", '""', "1e3"])
def test_keys_that_are_text(key: str) -> None:
    assert list(parse("x.yaml", f"{key}: 1\n".encode()).value) == [key.strip("\"'")]


@pytest.mark.parametrize("key", ["5", "3.0", "true", "False", "~", "null", "-5", ".5"])
def test_keys_that_are_not(key: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse("x.yaml", f"{key}: 1\n".encode())
    assert [f.code for f in caught.value.findings] == ["Y005"]


# --- mappings and lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: b\n", {"a": "b"}),
        ("a: b", {"a": "b"}),
        ("# c\n\na: b c  # d\n", {"a": "b c"}),
        ("a: 1\nb: 2.5\nc: true\nd:\ne: ~\nf: no\n", {"a": 1, "b": 2.5, "c": True, "d": None, "e": None, "f": "no"}),
        ('a: "1"\n\'b\': \'x\'\n"653100": ""\n', {"a": "1", "b": "x", "653100": ""}),
        ("a:\n- b\n- c: d\n  e: f\ng: h\n", {"a": ["b", {"c": "d", "e": "f"}], "g": "h"}),
        ("a:\n  b:\n    - c: [1, x]\n      d:\n        - e\n", {"a": {"b": [{"c": [1, "x"], "d": ["e"]}]}}),
        ("a: {b: c, d: [e, {f: 1}]}\nb: [{c: d, e: f}]\n", {"a": {"b": "c", "d": ["e", {"f": 1}]}, "b": [{"c": "d", "e": "f"}]}),
        ("a: http://b/c\r\nd: 12:30\r\n", {"a": "http://b/c", "d": "12:30"}),
        ("a: [b, [c]]\n? d\n: {}\n", {"a": ["b", ["c"]], "d": {}}),
        ("--- \na: b\n...\n", {"a": "b"}),
    ],
)
def test_values(text: str, value: Any) -> None:
    assert repr(parse("x.yaml", text.encode()).value) == repr(value)


# What a file may be changed by.
PIECES = [
    *" \n:-#,[]{}'\"a1.~?&*!|>%@`<=\\+0_：中\u3000", "\n  ", "\n- ", ": ", ", ", " #", "\n\n", "---\n", "...\n", "null", "<<: ", "- - ",
    "\r\n", "\r", "''", '""', ": {a: b}", ": [a]", "a: ", "{}", "[]", "\n# c\n", "012", "-1", ".5", ":x",
]  # fmt: skip


@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_changed_files_say_what_pyyaml_says(data: st.DataObject) -> None:
    """Pieces of records with something put in, taken out or copied are read as PyYAML's own tree of nodes has them, or found fault with."""
    lines = data.draw(st.sampled_from(FILES)).read_bytes().decode("utf-8-sig", "ignore").split("\n")
    start = data.draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[start : start + data.draw(st.integers(1, 12))]) + "\n"
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 3)) :]
    result = finds(text.encode())
    if isinstance(result, Document):
        # libyaml's: of `[a?b]` the pure parser says that a comma is missing
        assert repr(result.value) == repr(built(yaml.compose(text, Loader=yaml.CSafeLoader)))


def built(node: Any) -> Any:
    """The value of a node of PyYAML's, of a document without faults."""
    if isinstance(node, yaml.MappingNode):
        assert len({key.value for key, _ in node.value}) == len(node.value)
        return {key.value: built(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [built(item) for item in node.value]
    return node.value if node.style else resolve(node.value)


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * 250_000 + "&", "- " * 120_000, "a:" * 120_000 + "#", "a: {" + "a " * 120_000 + "}", "a: [" + "b ]" * 80_000 + "#x",
        "\n" * 250_000, "".join(" " * i + "a:\n" for i in range(600)), "a: b:/" + "c:/" * 80_000 + " #" * 1000 + "\n:",
        "[" * 250_000, "{a: " * 60_000, "? " * 120_000, '"' + "k, " * 80_000 + '": 1', "'a', " * 50_000 + ":",
        "&a " * 80_000, "*a : " * 50_000,
    ],
    ids=range(15),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    """Whatever a file of the greatest size holds, reading it is a matter of an instant and not of minutes."""
    start = time.process_time()
    finds(text.encode())
    assert time.process_time() - start < 5


@pytest.mark.parametrize("key", ["k" * 1025, f"'{'字' * 1023}'", '"' + "k" * 1021 + '\\""'], ids=["plain", "single", "double"])
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("{}: 1\n", 1, 1),
        ("a: 1\n{}: 1\n", 2, 1),
        ("a:\n  b: 1\n  {}: 1\n", 3, 3),
        ("a:\n- {}:\n    1\n", 2, 3),
        ("a: {{b: 1, {}: 1}}\n", 1, 11),
    ],
)
def test_keys_that_are_too_long(key: str, text: str, line: int, column: int) -> None:
    """YAML allows 1,024 characters before a colon; one more is named at the colon."""
    with pytest.raises(Unreadable) as caught:
        parse("x.yaml", text.format(key).encode())
    found = [(f.code, f.line, f.column, f.message) for f in caught.value.findings]
    assert found == [("Y002", line, column + len(key), "冒号前面的字段名太长，超过 1,024 个字符")]
    document = parse("x.yaml", text.format(key[:10] + key[11:]).encode())
    assert document.place(()) == (1, 1)


def test_long_text_with_a_colon_is_no_long_key() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("x.yaml", f"note: {'长' * 1100}: 1\n".encode())
    assert [(f.code, f.column, f.message) for f in caught.value.findings] == [("Y002", 1107, "冒号的位置不对")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a: &x 1\na: 2\n<<: *x\n", ["Y004", "Y004"]),
        ("a: 1\na: {b: 1, b: 2, c: &x 1}\n", ["Y004"]),
        ("a: 1\na: {b: 1, b: 2}\n? [a, {b: 1, b: 2}]\n: {c: 1, c: 2}\n<<: {d: 1, d: 2}\n", ["Y003", "Y005", "Y004"]),
        ("? &x [*y]\n: !t 1\n", ["Y004", "Y004", "Y004"]),
        ("- a: 1\n  a: 2\n", ["Y005"]),
        ("a: &x 1\n---\nb: 1\n", ["Y004"]),
        ("a: 1\na: 2\n---\nb: 1\n", ["Y005"]),
        ("a: 1\na: 2\n" + "b: " + "[" * 40 + "]" * 40, ["Y006"]),
        ("a: 1\na: 2\nb: [\n", ["Y002"]),
    ],
)
def test_one_slip_gives_one_finding(text: str, codes: list[str]) -> None:
    """Faults that may follow from another are not told: all others beside anchors and tags, and what lies in a value that is not read."""
    result = finds(text.encode())
    assert isinstance(result, list)
    assert [finding.code for finding in result] == codes


# --- places ------------------------------------------------------------------------------------------------------------

TEXT = """# 注释
id: example
评审: {一级: [二级, 二级乙], "引号": '值'}
phones:
  - "0991"
  -   𠮷: 深
      b:
        - 1
"""


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
@pytest.mark.parametrize(
    ("pointer", "value_place", "key_place"),
    [
        ((), (2, 1), (2, 1)),
        (("id",), (2, 5), (2, 1)),
        (("评审",), (3, 5), (3, 1)),
        (("评审", "一级"), (3, 10), (3, 6)),
        (("评审", "一级", 0), (3, 11), (3, 11)),
        (("评审", "一级", 1), (3, 15), (3, 15)),
        (("评审", "引号"), (3, 27), (3, 21)),
        (("phones",), (5, 3), (4, 1)),
        (("phones", 0), (5, 5), (5, 5)),
        (("phones", 1), (6, 7), (6, 7)),
        (("phones", 1, "𠮷"), (6, 10), (6, 7)),
        (("phones", 1, "b", 0), (8, 11), (8, 11)),
        pytest.param(("missing",), (2, 1), (2, 1), id="missing-is-at-its-parent"),
        pytest.param(("评审", "missing", "deeper"), (3, 5), (3, 5), id="missing-deeper"),
        pytest.param(("phones", 7), (5, 3), (5, 3), id="past-the-end"),
        pytest.param(("id", "deeper"), (2, 5), (2, 5), id="below-a-text"),
    ],
)
def test_places(pointer: Any, value_place: Any, key_place: Any, line_break: str, bom: bytes) -> None:
    """Lines and columns from 1, in characters, whatever ends a line."""
    document = parse("x.yaml", bom + TEXT.replace("\n", line_break).encode())
    assert document.place(pointer) == value_place
    if pointer and document.place(pointer) != document.place(pointer[:-1]):
        assert document.place(pointer, key=True) == key_place


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: 某\u202e\n", ("Y007", 2, 5)),
        ("a: 1\n某: \u2028\n", ("Y007", 2, 4)),
        ("a: 1\na: 2\n", ("Y003", 2, 1)),
        ("a: 1\nb: [x\n", ("Y002", 2, 4)),
        ("a: 1\nb: c: d\n", ("Y002", 2, 5)),
        ("a: 1\n\n某：1\n", ("Y002", 3, 1)),
        ("a: 1\n𠮷𠮷: &x 1\n", ("Y004", 2, 5)),
        ("a: 1\n# =======\nb: [x\n", ("Y002", 3, 4)),
    ],
)
def test_places_of_faults(text: str, place: tuple[str, int, int], line_break: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse("x.yaml", text.replace("\n", line_break).encode())
    assert [(f.code, f.line, f.column) for f in caught.value.findings] == [place]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> 740b020 (registry: Phone)\n", 2),
        ("a: [x,\n<<<<<<< ours\n y]\n||||||| base\n z]\n=======\n w]\n>>>>>>> theirs\n", 2),
        ("a: 1\nb: 2\n=======\nb: 3\n", 3),  # what is left where not all was put right
        ("a: 1\n>>>>>>> records\nb: 3\n", 2),
        ("a: 1\n<<<<<<< HEAD\nb: [2\n", 2),
    ],
)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_conflict_of_git_is_called_so(text: str, line: int, line_break: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse("x.yaml", text.replace("\n", line_break).encode())
    (found,) = caught.value.findings
    assert (found.code, found.line, found.column) == ("Y002", line, 1)
    assert found.message == "Git 合并时的冲突还没有改好，文件里留着冲突的标记"
    assert "删去这几行标记，再用 git add 标明改好了。" in found.hint


@pytest.mark.parametrize("text", ["a: |\n  <<<<<<< HEAD\n  =======\n", "a: <<<<<<< HEAD\n", "# <<<<<<< HEAD\na: 1\n", "a: =======\n"])
def test_what_looks_like_a_conflict_in_a_text_is_read(text: str) -> None:
    assert list(parse("x.yaml", text.encode()).value) == ["a"]


def test_place_of_bytes_that_are_no_text() -> None:
    with pytest.raises(Unreadable) as caught:
        parse("x.yaml", "id: a\nname: 某某\n".encode()[:-2])
    assert [(f.code, f.line, f.column) for f in caught.value.findings] == [("Y001", 2, 8)]


def test_a_document_can_be_sent_to_another_process() -> None:
    """Without its tree, which is made again when a place is asked for."""
    document = parse("x.yaml", TEXT.encode())
    document.place(("id",))
    copied = copy.copy(document)
    assert (copied.path, copied.text, copied.value) == (document.path, document.text, document.value)
    assert copied.place(("评审", "一级", 1)) == (3, 15)


# --- anything ----------------------------------------------------------------------------------------------------------


def finds(content: bytes) -> Document | list[Finding]:
    """What `parse` says; any other exception than Unreadable is a failure."""
    try:
        return parse("x.yaml", content)
    except Unreadable as unreadable:
        findings = unreadable.findings
    assert findings
    for finding in findings:
        assert re.fullmatch("Y00[1-7]", finding.code)
        assert finding.line >= 1
        assert finding.column >= 1
        assert finding.message
        assert finding.hint
    return findings


@settings(max_examples=examples(400), deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    finds(content)


# What YAML is made of, so that something comes of it.
SIGNS = (
    *(
        "a",
        "b: ",
        "c: 1",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "[",
        "]",
        "{",
        "}",
        ",",
        ": ",
        ":",
        "? ",
        "#",
        "'",
        '"',
        "|",
        ">",
        "|-",
        "&x ",
        "*x",
        "!t ",
    ),
    *(
        "!!str ",
        "<<: ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\\u202e",
        "\\x",
        "\t",
        "\r\n",
        "\r",
        "~",
        "true",
        "0991",
        "@",
        "`",
        "某",
        "：",
        "，",
        " ",
    ),
    *("\u202e", "\x00", "\x85", "\u2028", "\ufeff", "𠮷", "\U0010ffff", "\\UFFFFFFFF", "id: ", "\\"),
)


@settings(max_examples=examples(800), deadline=None)
@given(pieces=st.lists(st.sampled_from(SIGNS), max_size=30))
@example(["'", "]", "]", "'", "[", "["])
@example(['"', "\\UFFFFFFFF", '"'])
def test_any_text_of_the_pieces_of_yaml(pieces: list[str]) -> None:
    """A document with text keys, or findings."""
    result = finds("".join(pieces).encode("utf-8"))
    if isinstance(result, Document):
        assert isinstance(result.value, dict)
        for pointer, _ in walk(result.value):
            line, column = result.place(pointer)
            lines = re.split("\r\n|\r|\n", result.text)
            assert 1 <= line <= len(lines) + 1  # an empty value may stand behind the end
            assert 1 <= column <= len([*lines, ""][line - 1]) + 1


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n"), max_size=12)
NUMBERS = st.integers(-(10**15), 10**15) | st.decimals(-9999, 9999, places=2).map(lambda d: float(f"{d:.2f}"))
ATOMS = (
    st.none()
    | st.booleans()
    | NUMBERS
    | TEXTS
    | st.sampled_from(["no", "2019-06-03", "0991", "1_000", "12:30", "~", "null", "5", "#", ": "])
)
NESTED = st.dictionaries(
    TEXTS, st.recursive(ATOMS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4)), max_size=5
)


@settings(max_examples=examples(100), deadline=None)
@given(value=NESTED, flow=st.sampled_from([True, False, None]), width=st.sampled_from([20, 80, 1000]))
def test_what_is_written_is_read_and_found(value: dict[str, Any], flow: bool | None, width: int) -> None:
    """A value that PyYAML wrote is read back, and everything stands where PyYAML's own Python parser says."""
    text = yaml.dump(value, Dumper=_Plain, allow_unicode=True, default_flow_style=flow, width=width, sort_keys=False)
    if yaml_reading.FORBIDDEN.search(text):
        return
    document = parse("x.yaml", text.encode("utf-8"))
    assert document.value == value
    assert [type(item) for _, item in walk(document.value)] == [type(item) for _, item in walk(value)]
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for pointer, _ in walk(value):
        node, key_node = root, None
        for part in pointer:
            if isinstance(node, yaml.MappingNode):
                key_node, node = next((k, v) for k, v in node.value if k.value == part)
            else:
                key_node, node = None, node.value[part]
        assert document.place(pointer) == (node.start_mark.line + 1, node.start_mark.column + 1)
        if key_node is not None:
            assert document.place(pointer, key=True) == (key_node.start_mark.line + 1, key_node.start_mark.column + 1)


class _Plain(yaml.SafeDumper):
    """Writes no anchors, which are not accepted."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


# --- without libyaml ---------------------------------------------------------------------------------------------------

PURE = """
import json, sys
sys.modules["yaml.cyaml"] = None
from zhicheng.documents import yaml_reading
assert not yaml_reading.ACCELERATED
from helpers.parsed import described
print(json.dumps([described(path) for path in sys.stdin.read().splitlines()]))
"""


@pytest.mark.slow
def test_without_libyaml_all_is_the_same() -> None:
    """In a browser there is only PyYAML's own parser: the same values, the same places, the same findings, slowly."""
    paths = [str(path) for path in FILES]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", PURE], input="\n".join(paths), env=environment, capture_output=True, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, done.stderr
    pure = json.loads(done.stdout)
    assert yaml_reading.ACCELERATED
    for path, without in zip(paths, pure, strict=True):
        assert json.loads(json.dumps(described(path))) == without, path


ESCAPES = {  # a text between double quotes, and how many characters of it stand before the backslash that is at fault
    "市\\某路": 1, "\\q": 0, "a\\xZZ": 1, "a\\x4": 1, "\\u12": 0, "\\U0011": 0, "ab\\x\\q": 2, "\\c\\d": 0,
    "\\ud800": 0, "a\\udc00\\ud800": 1, "\\U00110000": 0, "\\\\ud800\\uD800": 7, "\\U0000d800": 0,
}  # fmt: skip
PURE_FAULTS = """
import json, sys
sys.modules["yaml.cyaml"] = None
from zhicheng.documents.yaml_values import value_of
found = [value_of("x", text)[1] for text in json.loads(sys.stdin.read())]
print(json.dumps([[(one.code, one.line, one.column, one.message) for one in faults] for faults in found]))
"""


def test_a_bad_escape_is_at_its_backslash_with_either_parser() -> None:
    heads = ('a: "', 'a:\n  - "', 'a: ["x", "')
    texts = [f'{head}{body}"{"]" if "[" in head else ""}\nb: 1\n' for body in ESCAPES for head in heads]
    wanted = [
        [["Y002", head.count("\n") + 1, len(head.rpartition("\n")[2]) + before + 1, "双引号里的反斜杠写法无效"]]
        for before in ESCAPES.values()
        for head in heads
    ]
    here = [[[one.code, one.line, one.column, one.message] for one in value_of("x", text)[1]] for text in texts]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", PURE_FAULTS], input=json.dumps(texts), env=environment, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert here == wanted
    assert json.loads(done.stdout) == wanted


def test_short_texts_are_there_once() -> None:
    """Keys and values that many files hold are one object, also where another process has read them; long texts are not looked up."""
    long = "长" * 40
    values = [parse("x", f"kind: office\nitems: [experts, {long}]\n".encode()).value for _ in range(2)]
    values.append(marshal.loads(marshal.dumps(values[0])))  # noqa: S302 - our own
    for first, other in pairwise(values):
        assert all(one is another for one, another in zip(first, other, strict=True))
        assert first["kind"] is other["kind"]
        assert first["items"][0] is other["items"][0]
        assert first["items"][1] == other["items"][1] == long
        assert first["items"][1] is not other["items"][1]
