"""Settings of text in a Word document: what its styles hide or strike, what is set off from the rest, dates that change by themselves."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from zhicheng.forms.reading.word_text import attribute, below, child_of, is_on, name_of

_SETTINGS = ("vanish", "strike", "dstrike")
_CHANGING = re.compile(r"\s*(?:DATE|TIME|SAVEDATE|PRINTDATE)\b", re.IGNORECASE)  # codes of fields
_OVERSTRIKE = re.compile(r"\s*EQ\b", re.IGNORECASE)
_SAYS = re.compile(r"[^\W_]")


def put_on_runs(document: Element, styles: Element) -> None:
    """Gives each run of `document` the settings (hidden, struck) of its style and of its paragraph's, as `styles` defines them.

    What a run says of itself stays. Styles of tables and the defaults of the document are not looked at.
    """
    named = {attribute(style, "styleId"): style for style in styles if name_of(style) == "style"}
    of_style = {name: found for name, style in named.items() if (found := _settings(style, named))}
    if not of_style:
        return
    for paragraph in (node for node in document.iter() if name_of(node) == "p"):
        from_paragraph = of_style.get(_style(child_of(paragraph, "pPr"), "pStyle"), frozenset())
        for run in (node for node in paragraph.iter() if name_of(node) == "r"):
            own = child_of(run, "rPr")
            settings = from_paragraph | of_style.get(_style(own, "rStyle"), frozenset())
            if not settings:
                continue
            if own is None:
                own = Element("rPr")
                run.insert(0, own)
            for name in settings:
                if child_of(own, name) is None:
                    SubElement(own, name)


def _settings(style: Element, named: dict[str | None, Element]) -> frozenset[str]:
    """The settings of a style that are on, its own before those of the styles it is based on."""
    decided: dict[str, bool] = {}
    seen: set[int] = set()
    while id(style) not in seen:
        seen.add(id(style))
        own = child_of(style, "rPr")
        for name in _SETTINGS:
            if (setting := child_of(own, name)) is not None:
                decided.setdefault(name, is_on(setting))
        style = named.get(_style(style, "basedOn"), style)
    return frozenset(name for name, on in decided.items() if on)


def _style(node: Element | None, name: str) -> str | None:
    """The identifier in <pStyle>, <rStyle> or <basedOn>; None where there is none."""
    found = child_of(node, name)
    return None if found is None else attribute(found, "val")


def has_changing_date(cell: Element) -> bool:
    """Whether a cell has a field that shows the day on which the document is opened, saved or printed."""
    codes = ((node.text or "") if name_of(node) == "instrText" else attribute(node, "instr") or "" for node in cell.iter())
    return any(_CHANGING.match(code) for code in codes)


def sets_some_off(cell: Element) -> bool:
    """Whether some of the text of a cell, not all of it, is underlined, framed, shaded, coloured or bold: one may be chosen so."""
    runs = [run for child in below(cell) if name_of(child) == "p" for run in child.iter() if name_of(run) == "r"]
    said = [run for run in runs if any(_SAYS.search(node.text or "") for node in run.iter() if name_of(node) == "t")]
    return len({_is_set_off(child_of(run, "rPr")) for run in said}) > 1


def is_drawn_on(cell: Element) -> bool:
    """Whether a cell has a picture, a drawn shape or a field that puts one sign over another: a tick or a circle may be among them."""
    for node in cell.iter():
        code = (node.text or "") if name_of(node) == "instrText" else attribute(node, "instr") or "" if name_of(node) == "fldSimple" else ""
        if name_of(node) in ("drawing", "pict", "object") or _OVERSTRIKE.match(code):
            return True
    return False


def _is_set_off(settings: Element | None) -> bool:
    marked = (child_of(settings, name) for name in ("highlight", "u", "em", "bdr"))
    colour = child_of(settings, "color")
    coloured = colour is not None and (attribute(colour, "val") or "auto").upper() not in ("AUTO", "000000", "FFFFFF")
    shading = child_of(settings, "shd")
    shaded = shading is not None and (attribute(shading, "fill") or "auto").upper() not in ("AUTO", "FFFFFF")
    return shaded or coloured or is_on(child_of(settings, "b")) or any(is_on(node) for node in marked)
