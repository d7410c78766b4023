"""A table of a form as HTML, for PDF and for the site. Built in Python: a template would take most of the time of rendering a page."""

from __future__ import annotations

from functools import cache
from html import escape

from markupsafe import Markup

from zhicheng.forms.writing.layout import Cell, Row, Table


def table(made: Table, paged: bool = False) -> Markup:
    """The table as HTML with class `form`.

    `paged` adds what WeasyPrint needs: the widths of columns, a class on rows that may break, and a footer row that closes the border of
    broken cells. Without it, for the site, a style sheet says the widths: pages hold no styles.
    """
    total = sum(made.widths)
    widths = "".join([f'<col style="width:{100 * width / total:.4g}%">' for width in made.widths]) if paged else "<col>" * len(made.widths)
    head = f"<thead>{_rows(made, made.head, paged)}</thead>" if made.head else ""
    foot = f'<tfoot><tr><td colspan="{len(made.widths)}"></td></tr></tfoot>' if made.head and paged else ""
    kind = " ".join(filter(None, ("form", made.density.name, "head" if made.head else "")))
    body = _rows(made, made.rows, paged)
    return Markup(f'<table class="{kind}"><colgroup>{widths}</colgroup>{head}{foot}<tbody>\n{body}</tbody></table>')  # noqa: S704 (escaped)


def _rows(made: Table, rows: tuple[Row, ...], paged: bool) -> str:
    tall = [paged and made.may_break(row) for row in rows]
    starts = ['<tr class="tall">' if may_break else "<tr>" for may_break in tall]
    return "".join(
        [
            start + "".join([_cached_cell(cell) if cell.kind == "label" else _cell(cell) for cell in row]) + "</tr>\n"
            for start, row in zip(starts, rows, strict=True)
        ]
    )


def _cell(cell: Cell) -> str:
    tag = "th" if cell.kind == "label" else "td"
    more = ' class="number"' if cell.kind == "number" else ""
    more += f' colspan="{cell.across}"' if cell.across > 1 else ""
    more += f' rowspan="{cell.down}"' if cell.down > 1 else ""
    lines = escape("\n".join(cell.lines), quote=False).replace("\n", "</p><p>")
    return f"<{tag}{more}><p>{lines}</p></{tag}>" if lines else f"<{tag}{more}></{tag}>"


_cached_cell = cache(_cell)  # the same on every page
