"""The Jinja environment of the page templates, in which everything is escaped and a missing value is an error; and the renderer of
pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import InternationalizationExtension
from jinja2.visitor import NodeTransformer

from zhicheng.forms.writing.html import table as form_table
from zhicheng.registry.records.competence import VALID_IN
from zhicheng.site.language import Language, here, t, tn
from zhicheng.site.markup import bar, counted, row_lines, scoring_rows, validity_bar
from zhicheng.site.page import Page, View
from zhicheng.site.pages.overview import in_force, level_names
from zhicheng.site.pages.words import bracketed, contact, listed, percent, phone, points

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def _translated(labels: Mapping[str, str]) -> dict[str, str]:
    return {code: t(label) for code, label in labels.items()}


class _Direct(CodeGenerator):
    """Compiles `a.b` to plain attribute access, without Jinja's fallback to a[b]: the look-ups take a fifth of the time of a page."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        self.writeline("from zhicheng.site.markup import escaped")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("escaped(")  # instead of `escape(`; the rest of the call stays the same


class _Spoken(NodeTransformer):
    """Replaces `t("…")` and `tn("…", n)` in a template, when it is compiled, by the text in the language of the site."""

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        node.nodes = [part for child in node.nodes for part in self._spread(child)]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name == "t" and not node.kwargs and isinstance(node.args[0], nodes.Const):
            return nodes.Const(t(node.args[0].value), lineno=node.lineno)
        return node

    @staticmethod
    def _spread(node: nodes.Expr) -> list[nodes.Expr]:
        """The parts of a text with values, to be put out one by one; a `tn` whose plural form depends on the number stays a call."""
        if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in ("t", "tn")):
            return [node]
        if not isinstance(node.args[0], nodes.Const):  # the label of a code
            return [node]
        text = node.args[0].value
        values = dict(zip(("n",), node.args[1:], strict=False)) | {keyword.key: keyword.value for keyword in node.kwargs}
        forms = here().texts.get(text, (text,))
        if len(forms) > 1:
            return [node]
        pieces = enumerate(_PLACEHOLDER.split(forms[0]))
        return [values[piece] if i % 2 else nodes.Const(piece.replace("%%", "%")) for i, piece in pieces if piece]


class _Trans(InternationalizationExtension):
    """Compiles {% trans %} to the text in the language of the site and its values."""

    def _make_node(
        self, singular: str, plural: str | None, context: str | None, variables: dict[str, nodes.Expr], *_: object
    ) -> nodes.Output:
        if plural or context or "%%" in singular:
            raise ValueError(f"{{% trans %}} of {singular!r}: no plural (there is tn), no context and no percent sign")
        pieces = _PLACEHOLDER.split(t(singular))
        return nodes.Output([variables[piece] if i % 2 else nodes.TemplateData(piece) for i, piece in enumerate(pieces) if piece])


class _Environment(Environment):
    code_generator_class = _Direct

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        return super()._generate(_Spoken().visit(source), *args, **options)


def environment() -> Environment:
    """The environment for all templates in site/templates, in the language in use; one for each language, made before forking so that
    workers share it.
    """
    return _environment(here())


@cache
def _environment(language: Language) -> Environment:
    made = _Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        extensions=[_Trans],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(
        phone=phone,
        points=points,
        percent=percent,
        in_force=in_force,
        listed=listed,
        bracketed=bracketed,
        contact=contact,
        thousands=lambda number: number if isinstance(number, str) else f"{number:,}",  # a text stands for a number not published
    )
    made.globals.update(
        bar=bar, scoring_rows=scoring_rows, row_lines=row_lines, counted=counted, form_table=form_table, validity_bar=validity_bar
    )
    made.globals.update(t=t, tn=tn)
    made.globals.update(level_names=level_names, VALID_IN=_translated(VALID_IN))
    return made


def renderer(view: View, listed: Sequence[Page]) -> Callable[[Page], str]:
    """A function that renders the body of a page.

    All templates are compiled here, before workers are forked: otherwise each worker would compile nearly all of them.
    """
    made = environment()
    get = cache(made.get_template)
    for name in sorted({page.template for page in listed}):
        get(name)

    def render(page: Page) -> str:
        template = get(page.template)
        values = {**made.globals, **page.context(), "page": page, "view": view, "root": page.root}
        return made.concat(template.root_render_func(template.new_context(values, shared=True)))  # like Template.render, without its copies

    return render
