"""The files of a form: which ones there are, their names, their content, and writing them to disk."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms import digest as digests
from zhicheng.forms.writing import annex1_2, annex3, excel
from zhicheng.forms.writing.footer import check_address
from zhicheng.forms.writing.layout import Form
from zhicheng.registry import public_record
from zhicheng.registry.records import committee as committee_records
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Registry
from zhicheng.registry.required_fields import fields_of, use
from zhicheng.system import dependencies, owner_only

__all__ = ["annex1_2", "browser_print", "draw_papers", "html", "marked", "of_committee"]


FOLDER = "exports"  # below the root; not in Git
_OFFERED = (("form-1", "docx"), ("form-1", "pdf"), ("form-2", "docx"), ("form-2", "xlsx"), ("form-2", "pdf"), ("scoring", "xlsx"))
_KINDS = {"form-1": "附件1 信息备案登记表", "form-2": "附件2 专业目录登记表", "form-3": "附件3 评委花名册", "scoring": "量化赋分表"}
_SUFFIXES = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}
_BLANKS = (
    *((f"blank.{kind}.{suffix}", f"空白的{_KINDS[kind]}") for kind, suffix in (("form-1", "docx"), ("form-2", "docx"), ("form-3", "xlsx"))),
    ("example.form-1.docx", "填好的样张"),
)


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file to be written. `make` gives its content and a remark for the user (or ""); it raises UserError where a package is missing."""

    name: str
    private: bool
    make: Callable[[], tuple[bytes, str]]


def file_name(committee: str, kind: str, digest: str, suffix: str) -> str:
    """The name of an exported file: ks-health.form-1.k7q2m9ab03xz.docx. The digest in it shows whether the file is outdated."""
    return ".".join(part for part in (committee, kind, digest, suffix) if part)


def exported(names: Collection[str], committee: str, digest: str) -> list[str]:
    """The names among `names` that are exports of a committee with this digest, in the order in which the site offers them."""
    return [name for kind, suffix in _OFFERED if (name := file_name(committee, kind, digest, suffix)) in names]


def words(name: str) -> str:
    """The label of an exported file for readers: 附件1（Word）."""
    _, kind, *_, suffix = name.split(".")
    return f"{_KINDS[kind]}（{_SUFFIXES[suffix]}）"


def offered_blanks(names: Collection[str]) -> list[tuple[str, str]]:
    """The blank forms and the example among `names`, each with its label for readers."""
    return [pair for pair in _BLANKS if pair[0] in names]


def labels() -> list[str]:
    """Every label that `words` and `offered_blanks` give."""
    return [*(words(f"x.{kind}.{suffix}") for kind, suffix in _OFFERED), *(label for _, label in _BLANKS)]


def of_committee(
    registry: Registry,
    committee: Committee,
    numbers: list[int],
    formats: list[str],
    contacts: Value | None = None,
    people: Value | None = None,
    with_specialties: bool = False,
) -> Iterator[FormFile]:
    """Yields the files of a committee's forms.

    `numbers` are among 1, 2 and 3, `formats` among docx, xlsx and pdf. `contacts` are its opened contacts for form 1, whose cells
    stay blank without them; `people` is its opened roster, written `with_specialties` or as the letter's form has it. Raises ValueError
    where form 3 is wanted without a roster.
    """
    value = public_record.committee(committee)
    digest = digests.digest(value)
    address = check_address(registry.settings.site_url, committee.id, digest)
    for number in numbers:
        for suffix in formats:
            if number == 3 and people is not None:
                form = annex3.form3(registry, committee, people, digest, address, with_specialties)
            else:
                form = _form(registry, committee, number, digest, address, suffix, contacts)
            yield _file(committee.id, digest, form, suffix)


def of_form(name: str, form: Form, suffix: str) -> FormFile:
    """A form as a file of a name: docx or pdf."""
    return FormFile(f"{name}.{suffix}", form.private, lambda: _content(form, suffix))


def _form(
    registry: Registry,
    committee: Committee,
    number: int,
    digest: str,
    address: str,
    suffix: str,
    contacts: Value | None,
) -> Form:
    if number == 1:
        return annex1_2.form1(registry, committee, digest, address, contacts)
    if number == 2:
        return annex1_2.form2(registry, committee, digest, address, numbered=suffix != "xlsx")  # in a sheet, each is a row anyway
    raise ValueError("form 3 needs an opened roster")


def blanks(registry: Registry, with_pdf: bool, with_specialties: bool = False) -> Iterator[FormFile]:
    """Yields the blank forms, and filled examples of Annexes 1 and 2 for an invented committee."""
    current = registry.settings.current_round
    books = registry.rulebooks_of(current)
    scored, required = use(books, "scoring")[0] != "unused", fields_of(books, "required")
    existing = registry.annexes(current)
    for form in (
        annex1_2.blank1(registry.layout(1), scored, required),
        annex1_2.blank2(registry.layout(2)),
        annex3.blank3(registry.declaration(current), with_specialties, registry.layout(3)),
    ):
        if form.number not in existing:
            continue
        suffixes = ["docx", *(["xlsx"] if form.number != 1 else []), *(["pdf"] if with_pdf else [])]
        yield from (_file("blank", "", form, suffix) for suffix in suffixes)
    example = committee_records.committee(yaml_reading.parse("", example_text(registry).encode()).value)
    example = replace(example, filings=tuple(replace(one, round=current) for one in example.filings))
    example = example if scored else replace(example, scoring=())
    digest = digests.of(example)
    for number in (one for one in (1, 2) if one in existing):
        for suffix in ("docx", *(["xlsx"] if number != 1 or scored else []), *(["pdf"] if with_pdf else [])):
            yield _file("example", "", _form(registry, example, number, digest, "", suffix, None), suffix)


def example_text(registry: Registry) -> str:
    """The record of the invented committee of the filled examples, in a division of the registry's region."""
    words, areas = registry.words, registry.areas
    place = next((area for area in areas if area.name == words.example_prefecture), None)
    code, level = (place.code, place.level) if place is not None else (registry.settings.region, "prefecture")
    values = {"prefecture": words.example_prefecture, "code": code, "level": level, "kind": words.kind}
    text, where_required = re.split(r"(?m)^# Below.*\n", (Path(__file__).parent / "example.yaml").read_text(encoding="utf-8"))
    required = fields_of(registry.rulebooks_of(registry.settings.current_round), "required")
    text += "".join(line for line in where_required.splitlines(keepends=True) if line.partition(":")[0] in required)
    return re.sub(r"\{(prefecture|code|level|kind)\}", lambda found: values[found[1]], text)


def _file(owner: str, digest: str, form: Form, suffix: str) -> FormFile:
    scoring = (form.number, suffix) == (1, "xlsx")
    private = form.private and not scoring
    # A separate name, so that a form with personal data copied into exports/ is not published as the public one.
    kind = "scoring" if scoring else f"form-{form.number}{'-private' if private else ''}"
    return FormFile(file_name(owner, kind, digest, suffix), private, lambda: _content(form, suffix))


def _content(form: Form, suffix: str) -> tuple[bytes, str]:
    if suffix == "xlsx":
        return excel.written(form), ""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # WeasyPrint prints advice of its own, in English
            if suffix == "docx":
                from zhicheng.forms.writing import word

                return word.written(form), ""
            from zhicheng.forms.writing import pdf

            made = pdf.written(form)
    except ImportError as error:
        raise dependencies.missing(error) or error from None
    except OSError as error:
        if error.errno is not None:  # an error of the disk, not a missing library
            raise
        raise dependencies.without_pango() from None
    return made.content, _font_remark(made.missing, made.in_its_font, form.private)


def _font_remark(missing: str, in_its_font: bool, private: bool) -> str:
    if not in_its_font:
        return "没有找到中文字体 Noto Serif CJK SC，PDF 用了别的字体。请以管理员身份运行：apt-get install fonts-noto-cjk"
    if not missing:
        return ""
    which = f"{len(missing)} 个字" if private else "、".join(f"{char}（U+{ord(char):04X}）" for char in missing)
    return f"没有字体能印出 {which}，PDF 里是方框。请以管理员身份运行 apt-get install fonts-hanazono，再导出一次；仍不行的，请手写补上。"


def write(folder: Path, file: FormFile, content: bytes) -> Path:
    """Writes a file atomically and gives its path. A private file is readable by its owner only."""
    path = folder / file.name
    new = folder / f".{file.name}.new"
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600 if file.private else 0o644)
    try:
        with open(handle, "wb") as stream:
            if file.private:
                owner_only.restrict(new, handle)
            stream.write(content)
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return path
