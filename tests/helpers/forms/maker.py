"""Writes the corpus of messy filled forms, tests/data/forms/<case>/.

Run it as `PYTHONPATH=tests python tests/helpers/forms/maker.py [CASE …]`.

Each case is a realistic submission; expected.yaml holds the result that the letter and a clerk's understanding require, independent of what
the reader does now. Files that should not be in a repository (locked, damaged, too large) are not written: expected.yaml says `made: true`,
and the test makes them.

All people are invented (人物均为虚构), and the telephone numbers are unassigned.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from helpers.forms import files as forms_files  # noqa: F401 -- each adds its cases
from helpers.forms import layout as forms_layout  # noqa: F401
from helpers.forms import lists as forms_lists  # noqa: F401
from helpers.forms import more as forms_more  # noqa: F401
from helpers.forms import tables as forms_tables  # noqa: F401
from helpers.forms import values as forms_values  # noqa: F401
from helpers.forms import variants as forms_variants  # noqa: F401
from helpers.forms.base import CASES, INVENTED, Case

FORMS = Path(__file__).parents[2] / "data/forms"


def files_of(slug: str) -> Mapping[str, bytes]:
    """Makes the files of a case."""
    return next(case for case in CASES if case.slug == slug).make()[0]


def write(case: Case, folder: Path) -> None:
    """Writes one case into its folder, replacing earlier files."""
    files, expected = case.make()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if not case.kept_out:
        for name, content in files.items():
            (folder / name).write_bytes(content)
    whole: dict[str, Any] = {"about": case.about} | ({"made": True} if case.kept_out else {}) | expected
    text = yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=140)
    (folder / "expected.yaml").write_text(f"# {INVENTED}\n{text}", encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Writes YAML without anchors: repeated values are written out."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def main(wanted: Sequence[str]) -> None:
    for case in CASES:
        if not wanted or case.slug in wanted:
            write(case, FORMS / case.slug)
    if not wanted:
        for folder in FORMS.iterdir():
            if folder.name not in {case.slug for case in CASES}:
                shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
