"""A small file that asks for much work takes time in proportion to what is in it."""

from __future__ import annotations

import time

import pytest
from helpers import registries
from helpers.forms.costly import COSTLY

from zhicheng.forms import reading
from zhicheng.forms.intake import record
from zhicheng.registry import registry

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", COSTLY)
def test_four_times_as_much_takes_about_four_times_as_long(kind: str) -> None:
    """In processor time. Names that share their cell once took sixteen times as long, and 200 seconds for a file of 117 kB."""
    known = record.tables(registry.load(registries.SMALL))

    def seconds(count: int) -> float:
        file = COSTLY[kind](count)
        begin = time.process_time()
        reading.read([file], known, 2026)
        return time.process_time() - begin

    seconds(10)  # what is made once
    long = seconds(1600)
    assert long < 0.3 or long < 9 * seconds(400)
