"""Warnings are errors, in every process that runs tests."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pytest


def test_a_default_encoding_is_an_error(tmp_path: Path) -> None:
    """Text that is opened without an encoding fails its test, in the workers of pytest-xdist and in the programs that tests start, too."""
    assert sys.flags.warn_default_encoding, "run `make test`, or set PYTHONWARNDEFAULTENCODING=1: -X does not reach the workers"
    assert os.environ.get("PYTHONWARNDEFAULTENCODING") == "1"
    with pytest.raises(EncodingWarning):
        (tmp_path / "a").write_text("")


def test_every_other_warning_is_an_error() -> None:
    with pytest.raises(UserWarning):
        warnings.warn("so", UserWarning, stacklevel=1)
