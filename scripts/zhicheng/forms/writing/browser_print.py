"""The forms of a committee as a browser prints them, to be signed and stamped: the same cells as in Word, id and digest on every page."""

from __future__ import annotations

from zhicheng.documents.yaml_reading import Value
from zhicheng.forms import digest as digests
from zhicheng.forms.writing import annex1_2, annex3, html
from zhicheng.forms.writing.footer import marks
from zhicheng.forms.writing.layout import Form, Line
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry


def sheets(registry: Registry, committee: Committee, contacts: Value | None, people: Value | None) -> list[Value]:
    """Annexes 1 and 2 of a committee, and 3 where its roster is given, as far as the documents of its round have them.

    Each has `number`, `title`, `landscape`, `foot` (lines) and `blocks`: a line (`kind`, `text`), or a table (`html`, and the `widths` of
    its columns in per cent, which a page that allows no styles has to set itself).
    """
    digest = digests.of(committee)
    made = [annex1_2.form1(registry, committee, digest, "", contacts), annex1_2.form2(registry, committee, digest, "")]
    if people is not None:
        made.append(annex3.form3(registry, committee, people, digest, ""))
    existing = registry.annexes(committee.filings[-1].round)
    return [_sheet(form) for form in made if form.number in existing]


def _sheet(form: Form) -> Value:
    blocks: list[Value] = []
    for block in form.blocks:
        if isinstance(block, Line):
            blocks.append({"kind": block.kind, "text": block.text})
        else:
            total = sum(block.widths)
            blocks.append({"html": str(html.table(block)), "widths": [round(100 * width / total, 2) for width in block.widths]})
    return {"number": form.number, "title": form.title, "landscape": form.landscape, "foot": list(marks(form)), "blocks": blocks}
