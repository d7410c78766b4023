"""The visible text of a Word or WPS document: paragraphs as lines, with content controls, ticked boxes and symbols, and tables.

Hidden, struck and deleted text is left out (`sets_text_aside` says where, and where text is white); tracked changes are taken as accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

TICKED, UNTICKED = "☑", "☐"
# Boxes and arrows of symbol fonts (Wingdings, Wingdings 2 and 3), which are in the private use area.
_SYMBOLS = {
    **dict.fromkeys((0xF0FE, 0xF0FD, 0xF052, 0xF053, 0xF054, 0xF0FC, 0xF0FB, 0xF050, 0xF04F, 0xF06E), TICKED),
    **dict.fromkeys((0xF0A8, 0xF06F, 0xF0A3, 0xF02A, 0xF071, 0xF072), UNTICKED),
    **dict.fromkeys((0xF0E0, 0xF0E8, 0xF0F0, 0xF0D8, 0xF022, 0xF024), "→"),
}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_MAX_FIELDS = 10  # in each other
_INSIDE = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "bdo", "dir", "sdtContent", "p", "oMath", "oMathPara"}
)


@dataclass(slots=True)
class Block:
    """A paragraph's lines, or a table."""

    lines: list[str]
    table: Element | None = None


def name_of(node: Element) -> str:
    """The name of an element without its namespace, which differs between transitional and strict documents."""
    return node.tag.rpartition("}")[2]


def attribute(node: Element, name: str) -> str | None:
    """An attribute by its name without namespace, None where there is none."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), None)


def child_of(node: Element | None, name: str) -> Element | None:
    """The first child with a name; None where there is none, or `node` is None."""
    return None if node is None else next((child for child in node if name_of(child) == name), None)


def is_on(node: Element | None) -> bool:
    """Whether a switch element is present and not off."""
    return node is not None and (attribute(node, "val") or "true").lower() not in ("0", "false", "off", "none")


def below(node: Element) -> Iterator[Element]:
    """The children of a body, table, row or cell, without wrapper elements and without deleted content."""
    for child in node:
        name = name_of(child)
        if name == "sdt":
            content = child_of(child, "sdtContent")
            if content is not None and child_of(child_of(child, "sdtPr"), "showingPlcHdr") is None:
                yield from below(content)
            elif content is not None:  # a placeholder: its text is left out, but a cell keeps its place
                yield from (_emptied(inner) for inner in below(content) if name_of(inner) == "tc")
        elif name in ("customXml", "ins", "moveTo", "smartTag"):
            yield from below(child)
        elif name == "AlternateContent":
            chosen = child_of(child, "Choice")
            yield from below(chosen if chosen is not None else child)
        elif name not in ("del", "moveFrom"):
            yield child


def _emptied(cell: Element) -> Element:
    empty = Element(cell.tag)
    empty.extend(child for child in cell if name_of(child) == "tcPr")
    return empty


def sets_text_aside(cell: Element) -> bool:
    """Whether a cell has text of its own that is hidden or struck through, and so is left out, or white on white. Tables in it are not
    looked at.
    """
    plain = not _has_ground(child_of(cell, "tcPr"))
    for paragraph in (child for child in below(cell) if name_of(child) == "p"):
        white = plain and not _has_ground(child_of(paragraph, "pPr"))
        runs = (run for run in paragraph.iter() if name_of(run) == "r" and (_is_left_out(run) or (white and _is_white(run))))
        if any((node.text or "").strip() for run in runs for node in run.iter() if name_of(node) == "t"):
            return True
    return False


_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})


def has_changes(node: Element) -> bool:
    """Whether a row or a cell has tracked changes with text in them."""
    return any(name_of(child) in _CHANGES and _has_text(child) for child in node.iter())


def _has_text(node: Element) -> bool:
    return any((child.text or "").strip() for child in node.iter() if name_of(child) in ("t", "delText"))


def _is_white(run: Element) -> bool:
    """Whether the text of a run is white with no ground of its own."""
    settings = child_of(run, "rPr")
    color = child_of(settings, "color")
    named = color is not None and attribute(color, "themeColor") in ("background1", "light1") and attribute(color, "themeShade") is None
    white = color is not None and (attribute(color, "val") or "").upper() == "FFFFFF"
    return (white or named) and not _has_ground(settings) and child_of(settings, "highlight") is None


def _has_ground(settings: Element | None) -> bool:
    """Whether a cell, a paragraph or a run is shaded in a colour other than white."""
    shading = child_of(settings, "shd")
    if shading is None:
        return False
    fill, pattern = (attribute(shading, "fill") or "auto").upper(), attribute(shading, "val") or "clear"
    return fill not in ("AUTO", "FFFFFF") or pattern not in ("clear", "nil")


def _is_left_out(run: Element) -> bool:
    settings = child_of(run, "rPr")
    return any(is_on(child_of(settings, name)) for name in ("vanish", "strike", "dstrike"))


def is_hidden(row: Element) -> bool:
    """Whether a row of a table is hidden."""
    return is_on(child_of(child_of(row, "trPr"), "hidden"))


def blocks(node: Element) -> Iterator[Block]:
    """The paragraphs and tables of a body or a cell, in order."""
    joined = ""
    for child in below(node):
        if name_of(child) == "tbl":
            yield Block([], child)
        elif name_of(child) == "p":
            text = joined + "".join(_texts(child))
            mark = child_of(child_of(child, "pPr"), "rPr")
            joined = text if child_of(mark, "del") is not None else ""  # a deleted paragraph mark: joined with the next paragraph
            if not joined:
                yield Block(text.split("\n"))
    if joined:
        yield Block(joined.split("\n"))


def drop_codes(document: Element) -> None:
    """Takes out the text within the codes of fields, which is not shown: a field in the condition of another (IF «level» = …).

    A field that is not closed in its paragraph, or has more than ten others around it, is left as it is.
    """
    fields: list[list[Element] | None] = []  # the texts in the code of each open field; None behind it, in its result
    for node in document.iter():
        name = name_of(node)
        state = attribute(node, "fldCharType") if name == "fldChar" else None
        if name == "p" or len(fields) > _MAX_FIELDS:
            fields = []
        elif state == "begin":
            fields.append([])
        elif state in ("separate", "end") and fields:
            for text in fields[-1] or ():
                text.text = ""
            fields[-1:] = [None] if state == "separate" else []
        elif name == "t" and (texts := next((one for one in reversed(fields) if one is not None), None)) is not None:
            texts.append(node)


def _texts(node: Element) -> Iterator[str]:
    for child in node:
        name = name_of(child)
        if name == "r":
            settings = child_of(child, "rPr")
            if not _is_left_out(child):
                texts = map(_symbols, _texts(child)) if _is_symbol_font(settings) else _texts(child)
                yield from (text.translate(_RAISED) for text in texts) if _is_raised(settings) else texts
        elif name == "t":
            yield _PRIVATE.sub(lambda found: _SYMBOLS.get(ord(found[0]), found[0]), child.text or "")
        elif name in ("tab", "ptab"):
            yield "\t"
        elif name in ("br", "cr"):
            yield "\v"  # a manual line break, perhaps only for layout
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "sym":
            yield _symbol(child)
        elif name == "fldChar":
            yield _form_field(child_of(child, "ffData"))
        elif name == "sdt":
            yield from _control(child)
        elif name == "ruby":
            base = child_of(child, "rubyBase")
            yield from () if base is None else _texts(base)
        elif name == "AlternateContent":
            chosen = child_of(child, "Choice")
            yield from _texts(chosen if chosen is not None else child)
        elif name in _INSIDE:
            yield from _texts(child)
        # other elements have no text of their own; text boxes (在此盖章) are not part of a cell's content


def _is_raised(settings: Element | None) -> bool:
    """Whether a run is set in superscript: a number in it is that of a footnote, or a power, and no part of the number before it."""
    raised = child_of(settings, "vertAlign")
    return raised is not None and attribute(raised, "val") == "superscript"


def _is_symbol_font(settings: Element | None) -> bool:
    fonts = child_of(settings, "rFonts")
    return fonts is not None and any(value.startswith(("Wingdings", "Webdings")) for value in fonts.attrib.values())


def _symbols(text: str) -> str:
    """The letters of a symbol font as the Unicode symbols they show."""
    return "".join(_SYMBOLS.get(ord(char) | 0xF000, char) if ord(char) < 0x100 else char for char in text)


def _symbol(node: Element) -> str:
    try:
        code = int(attribute(node, "char") or "", 16)
    except ValueError:
        return ""
    known = _SYMBOLS.get(code) or _SYMBOLS.get(code | 0xF000)
    return known or ("" if not 0 < code < 0xD800 and not 0xE000 <= code <= 0xF8FF else chr(code))  # one that nobody knows is asked about


def _form_field(node: Element | None) -> str:
    """The value of a legacy form field: a box as a tick, or the chosen entry of a list."""
    box = child_of(node, "checkBox")
    if box is not None:
        state = child_of(box, "checked")
        return TICKED if is_on(state if state is not None else child_of(box, "default")) else UNTICKED
    choices = child_of(node, "ddList")
    if choices is not None:
        entries = [attribute(entry, "val") or "" for entry in choices if name_of(entry) == "listEntry"]
        result = child_of(choices, "result")
        chosen = (None if result is None else attribute(result, "val")) or "0"
        index = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 6 else -1
        return entries[index] if 0 <= index < len(entries) else ""
    return ""


def _control(node: Element) -> Iterator[str]:
    """The text of a content control: a box as a tick, nothing for a placeholder."""
    settings = child_of(node, "sdtPr")
    box = child_of(settings, "checkbox")
    content = child_of(node, "sdtContent")
    if box is not None:
        yield TICKED if is_on(child_of(box, "checked")) else UNTICKED
    elif content is not None and child_of(settings, "showingPlcHdr") is None:
        yield from _texts(content)
