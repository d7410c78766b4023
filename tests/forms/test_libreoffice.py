"""Forms in old formats, converted by the LibreOffice that is installed: what they hold comes back, whatever they were saved as.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from helpers import pdfs
from helpers.deep import DEEP
from helpers.round_trips import CONTACTS, forms_of, loaded, printed, read_back

from zhicheng.forms.intake import record
from zhicheng.forms.reading.open_any import fault_of
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.registry import Entry
from zhicheng.system import libreoffice

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(libreoffice.installed() is None and not DEEP, reason="LibreOffice is not installed; `make deep` installs it"),
]
# What Annex 1 (a Word document) and Annex 2 (a workbook) are saved as.
FORMATS = {
    "doc": ("doc", "xls"),
    "rtf": ("rtf", "ods"),
    "odt": ("odt", "html"),
    "html": ("html", "xlsx"),
    "xml": ("xml:MS Word 2003 XML", "xlsx"),
}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The settings of the LibreOffice of those who fill forms in, which it makes at its first start. The program's own has none."""
    return tmp_path_factory.mktemp("profile")


def saved_as(content: bytes, name: str, kind: str, folder: Path, profile: Path) -> tuple[str, bytes]:
    """Name and content of a form as LibreOffice saves it in another format."""
    (folder / name).write_bytes(content)
    program = libreoffice.installed()
    assert program is not None
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(folder / "out"), str(folder / name)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    new = f"{name.rpartition('.')[0]}.{kind.partition(':')[0]}"
    return new, (folder / "out" / new).read_bytes()


def converted(name: str, content: bytes) -> tuple[str, bytes]:
    """The form as the program itself converts it; as it is where it can be read."""
    fault = fault_of(name, content)
    if fault is None:
        return name, content
    made = libreoffice.converted(content, fault.target)
    assert made is not None, (name, fault.message)
    return f"{name}.{fault.target}", made


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("entry", loaded().committees[:: 5 if DEEP else 80], ids=lambda entry: entry.stem)
def test_a_form_in_an_old_format_comes_back(entry: Entry[Committee], kind: str, tmp_path: Path, profile: Path) -> None:
    """Annex 1 and Annex 2 of a committee of the sample."""
    given = zip(forms_of(entry.record).items(), FORMATS[kind], strict=True)
    read = read_back([converted(*saved_as(content, name, saved, tmp_path, profile)) for (name, content), saved in given])
    made = record.merged_record({}, read.record)
    assert (made, read.findings, read.contacts) == (printed(entry.document.value, made), [], CONTACTS)


@pytest.mark.parametrize("stem", ["altay-engineering", "yining-city-school-teacher"])
def test_annex_1_of_an_ordinary_record_is_one_page_in_word(stem: str, tmp_path: Path, profile: Path) -> None:
    """With signature and stamp below, whatever fonts the machine has: what fits on a page by the estimate has lines of a fixed height."""
    entry = next(entry for entry in loaded().committees if entry.stem == stem)
    _, content = saved_as(forms_of(entry.record)["附件1.docx"], "附件1.docx", "pdf", tmp_path, profile)
    first = pdfs.texts(content)[0]
    assert "单位负责人（签字）" in first
    assert "单位（盖章）" in first
