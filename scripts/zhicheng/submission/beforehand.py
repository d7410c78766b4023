"""What is shown before anything is sealed: forms with comments at questions, the public page, the forms to sign and stamp."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.forms.intake import given_files, plan, record
from zhicheng.registry.overlaid import overlaid
from zhicheng.registry.registry import Registry
from zhicheng.submission.stages import Submission, below, was_read

_SEALED_LATER = b"age-encryption.org/v1\n"  # stands in for sealed files, of which the public page shows nothing


def _judged(submission: Submission) -> tuple[plan.JudgedForms, Registry]:
    if submission.judged is None or submission.judged_in is None:
        raise UserError("还没有核对过，没有可以看、可以打印的。请先核对。")
    return submission.judged, submission.judged_in


def preview(submission: Submission, time: datetime) -> Value:
    """The committee's public page as the site will show it once what was judged is registered: `title`, and `article` as HTML.

    Raises UserError where nothing was judged.
    """
    from zhicheng.site import preview as pages  # slow to load, and not everybody looks at it

    judged, registry = _judged(submission)
    apart = replace(judged, made=replace(judged.made))  # what was judged is still needed for sealing
    planned = plan.finish(registry, apart, [_SEALED_LATER] * len(judged.to_seal))
    files = {below(submission, path): content for path, content in planned.files}
    public = {path: content for path, content in files.items() if path.startswith("registry/")}
    title, article = pages.article(overlaid(submission.registry, public, None), planned.made.id, time.date())
    record.entered(registry, judged.made)
    return {"title": title, "article": article}


def commented(submission: Submission, files: Sequence[tuple[str, bytes]]) -> tuple[Value, list[bytes]]:
    """The workbooks among the files that were read (name and content) with the questions as comments at their cells: `files`, the names in
    the order of the contents, and `left`, those that have questions and cannot have comments here, such as Word files.

    Raises UserError where nothing was read.
    """
    from zhicheng.forms.writing import marked

    marks = marked.of_questions(was_read(submission).questions)
    named = given_files.names([(Path(name), content) for name, content in files])
    made = {name: marked.marked(name, content, marks[name]) for name, content in named if name in marks and name.lower().endswith(".xlsx")}
    done = {name: content for name, content in made.items() if content is not None}
    return {"files": list(done), "left": [name for name in marks if name not in done]}, list(done.values())


def sheets(submission: Submission) -> Value:
    """The forms of what was judged as a browser prints them (see `browser_print`), with contacts and roster, which stay in the page.

    Raises UserError where nothing was judged.
    """
    from zhicheng.forms.writing import browser_print

    judged, registry = _judged(submission)
    contacts = next((one for one in (json.loads(one.plain) for one in judged.to_seal) if "leader" in one), None)
    return {"sheets": browser_print.sheets(registry, registry.by_id[judged.made.id], contacts, judged.roster)}
