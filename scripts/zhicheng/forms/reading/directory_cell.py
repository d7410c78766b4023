"""The directory in the cell of Annex 1 (对应二级专业名称), where a committee has so few specialties that it hands in no Annex 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms.reading.cells.lists import bare, lines, numbered, split
from zhicheng.forms.reading.cells.lists import pieces as numbered_pieces
from zhicheng.forms.reading.cells.specialties import first_level, seconds, upside_down
from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood, ValueFault

PART = re.compile(r"[(（]\d{1,2}[)）]")  # the number of a part, on a line of its own
_FIRST, _SECOND = (re.compile(rf"{level}级(?:专业|目录)?(?:名称)?\s*[:：]") for level in ("一", "(?:对应)?二"))
_BETWEEN = " \t\u3000\n\v，,；;。"
_STYLES = tuple(  # of numbers before lines
    map(
        re.compile,
        (
            "[一二三四五六七八九十]{1,3}[、.．]",
            "[(（][一二三四五六七八九十]{1,3}[)）][、.．]?",
            r"\d{1,2}[、.．](?!\d)",
            r"[(（]\d{1,2}[)）][、.．]?|\d{1,2}[)）]",
            "[①-⑳]",
            r"\d{1,2}[.．]\d{1,2}[、.．]?(?!\d)",
        ),
    )
)
_BRACKETED = re.compile(r"([^()（）]+)[(（]([^()（）]+)[)）]")


def apart(text: str) -> tuple[list[int], list[str]]:
    """The parts of a cell that lines （1）, （2） separate, and the numbers of these lines; one part where there are none."""
    text = re.sub(r"(?:^|[\n\v])\s*([(（]\d{1,2}[)）])\s*[\n\v]", r"\n\1\n", text)  # also between manual line breaks
    return _apart([line for line in text.split("\n") if line.strip()], PART.fullmatch)


def _apart(cell_lines: list[str], mark_of: Callable[[str], re.Match[str] | None]) -> tuple[list[int], list[str]]:
    numbers: list[int] = []
    found: list[list[str]] = []
    for line in cell_lines:
        mark = mark_of(line.strip())
        if mark is not None or not found:
            found.append([])
        numbers += [int(mark[0][1:-1])] if mark is not None else []
        found[-1] += [rest] if (rest := line.strip()[mark.end() :] if mark is not None else line) else []
    return numbers, ["\n".join(one) for one in found if one] or [""]


def parts(text: str, count: int) -> list[str] | ValueFault:
    """The parts of a cell for `count` series, in their order: separated by lines （1）, （2）, or each beginning with its number.

    The question where there are more or fewer of them, or they are in another order.
    """
    if count == 1:
        return [text]
    numbers, found = apart(text)
    if not numbers:
        in_line = re.sub(r"[\n\v]\s*(?=[(（]\d{1,2}[)）])", "\n", text)
        numbers, found = _apart([line for line in in_line.split("\n") if line.strip()], PART.match)
    if len(found) == count and numbers == list(range(1, count + 1)):
        return found
    if not numbers:
        return NotUnderstood("有几个系列，看不出各个目录属于哪一个", "请交附件2，或者用（1）（2）分开写。")
    if len(found) == len(numbers) != count:
        hint = "请交附件2，或者照系列的次序一个系列一份，用（1）（2）分开写。"
        return NotUnderstood(f"有 {count} 个系列，目录分成了 {len(numbers)} 份，对不上", hint)
    return Ambiguous("目录前面的序号看不出哪一份属于哪一个系列", "请照系列的次序，一个系列一份，用（1）（2）分开写，前面不写别的话。")


def of_cell(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """The directory in the cell of Annex 1 (建筑工程：城市规划、建筑勘察设计), and the names without a first level."""
    text = _without_labels(text)
    cell_lines = [line for line in lines(text) if not PART.fullmatch(line)]
    if (outline := _outline(lines(joined_lines(text)))) is not None:
        return outline, []
    if any(map(numbered, cell_lines)) and not numbered(cell_lines[0]) and not any(re.search("[:：]", line) for line in cell_lines):
        return _numbered_below_heads(cell_lines), []
    catalog: dict[str, list[str]] = {}
    loose: list[str] = []
    below = ""  # a first level with nothing after its colon: its second levels are in the lines below
    for piece in _pieces(text):
        head, colon, rest = piece.replace("：", ":").partition(":")
        if colon:
            first = first_level(head)
            catalog.setdefault(first, []).extend(seconds(rest))
            below = first if not rest.strip() else ""
        elif inside := _all_bracketed(piece):
            for first, below_it in inside:
                catalog.setdefault(first, []).extend(seconds(below_it))
        elif below:
            catalog[below] += seconds(piece)
        else:
            loose += seconds(piece)
    return catalog, [name for name in loose if not _is_reference(name)]


def _outline(cell_lines: list[str]) -> dict[str, list[str]] | None:
    """The directory of lines that are numbered in two ways, first levels in the one and below each its second levels in the other:
    一、水利工程 and 1.灌溉排水; or where first levels are 一、 and lists of second levels stand below them. None for others.
    """
    marks = [next((found for style in _STYLES if (found := style.match(line)) is not None), None) for line in cell_lines]
    head = marks[0].re if marks and marks[0] is not None else None
    kinds = {mark and mark.re for mark in marks}
    listed = (
        None in kinds and head in _STYLES[:2] and any(mark is None and "、" in line for mark, line in zip(marks, cell_lines, strict=True))
    )
    if head is None or len(kinds) != 2 or (None in kinds and not listed) or any(re.search("[:：]", line) for line in cell_lines):
        return None
    catalog: dict[str, list[str]] = {}
    first = ""
    for line, mark in zip(cell_lines, marks, strict=True):
        name = line[mark.end() :].strip() if mark is not None else line
        if mark is not None and mark.re is head:
            first = first_level(name)
            catalog.setdefault(first, [])
        else:
            catalog[first] += seconds(name if mark is not None and mark.re is _STYLES[-1] else line)
    return catalog if all(catalog.values()) else None


def _without_labels(text: str) -> str:
    """A directory with the labels of its levels as one without: 一级专业：水利工程；二级专业：灌溉排水 becomes 水利工程：灌溉排水."""
    before, *firsts = _FIRST.split(text)
    halves = [_SECOND.split(one) for one in firsts]
    if not halves or before.strip() or any(len(half) != 2 or re.search("[、，,；;]", half[0].strip(_BETWEEN)) for half in halves):
        return text
    return "\n".join(f"{first.strip(_BETWEEN)}：{rest.strip(_BETWEEN)}" for first, rest in halves)


def _numbered_below_heads(cell_lines: list[str]) -> dict[str, list[str]]:
    """The directory of lines where first levels have no number, and below each its second levels are numbered."""
    catalog: dict[str, list[str]] = {}
    first = ""
    for line in cell_lines:
        if numbered(line):
            catalog[first] += seconds(line)
        else:
            first = first_level(line)
            catalog.setdefault(first, [])
    return catalog


def _pieces(text: str) -> Iterator[str]:
    """The lines of a cell without their numbers, split at semicolons; lines that only refer to an annex are left out."""
    for line in lines(joined_lines(text)):
        if not PART.fullmatch(line) and not _is_reference(line):
            items = numbered_pieces(line)  # ①水利工程：灌溉排水②电力工程：输变电
            for item in items if all(re.search("[:：]", one) for one in items) else [bare(line) if numbered(line) else line]:
                yield from split(item, "；;")


def _all_bracketed(piece: str) -> list[tuple[str, str]]:
    """First levels with their second levels in brackets: 建筑工程（城市规划）、市政工程（…）; empty unless all are of this form."""
    found = [_BRACKETED.fullmatch(one) for one in split(piece, "、，,")]
    whole = [(first_level(one[1]), one[2]) for one in found if one]
    repeated = len(whole) > 1 and len({below_it for _, below_it in whole}) == 1  # 灌溉排水（水利工程）、水资源管理（水利工程）
    turned = repeated or any(upside_down(one) for one in split(piece, "、，,"))
    return whole if len(whole) == len(found) and not turned else []


def joined_lines(text: str) -> str:
    """Joins lines that end in 、 with the next, and names that a manual line break splits."""
    text = re.sub(r"([、，,])\s*[\n\v]\s*", r"\1", text)
    return re.sub(r"(?<=[\u3400-\u9fff])\v(?=[^\v\n:：]*(?:$|[\v\n]))", "", text) if re.search("[、，,]", text) else text


def _is_reference(text: str) -> bool:
    """Whether a text only refers to an annex: 见附件2."""
    return re.search(r"[见详].{0,6}(?:附件|附表|目录|后)|^附后$|^略$", text) is not None


def specialties_with_levels(catalog: Value, levels: list[tuple[str, list[str]]]) -> list[tuple[list[str], Value]] | None:
    """The parts of a directory with the same levels, in the order of the directory.

    None where a specialty has no levels, or two sets of them, or where the directory has third levels. `levels` are given by the name of a
    first- or second-level specialty, which may leave out 专业 or 工程.
    """
    found: list[tuple[list[str], Value]] = []
    named: set[str] = set()
    for first, below_it in catalog.items():
        whole = [(head, its) for head, its in levels if _is_called(first, head)]
        if not isinstance(below_it, list):
            return None  # a directory of three levels
        for second in below_it:
            fitting = whole or [(head, its) for head, its in levels if _is_called(second, head)]
            if len(fitting) != 1:
                return None
            named.add(fitting[0][0])
            part = next((part for its, part in found if its == fitting[0][1]), None)
            if part is None:
                found.append((fitting[0][1], part := {}))
            part.setdefault(first, []).append(second)
    return found if named == {head for head, _ in levels} and found else None


def _is_called(name: str, heads: str) -> bool:
    """Whether a specialty is among those that a text lists."""
    bare_names = {re.sub("(?:专业|工程)+$", "", one.strip()) for one in split(heads, "、，,和")}
    return re.sub("(?:专业|工程)+$", "", name) in bare_names
