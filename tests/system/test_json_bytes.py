"""JSON as it is published: the same bytes whichever encoder makes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.system import json_bytes

texts = st.text(st.characters(exclude_categories=["Cs"]))
small = st.builds(lambda digits, places: round(digits / 10**places, places), st.integers(-9999, 9999), st.integers(0, 17))
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(-(10**15), 10**15, allow_nan=False) | small
values = st.recursive(st.none() | st.booleans() | numbers | texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))


@given(values, st.booleans())
@pytest.mark.slow
def test_both_encoders_give_the_same_bytes(value: Any, sort_keys: bool) -> None:
    """And they mean the value."""
    assert json_bytes.orjson is not None
    found = json_bytes.encoded(value, sort_keys)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_bytes, "orjson", None)
        assert json_bytes.encoded(value, sort_keys) == found
    assert json.loads(found) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"名": '甲\n"\\', "a": (1, 2.5, True, None)}, '{"名":"甲\\n\\"\\\\","a":[1,2.5,true,null]}'),
        ([0.0001, 0.00005, 0.00001, 1e-15, "e-5"], '[0.0001,5e-05,1e-05,1e-15,"e-5"]'),  # the first that are written with an exponent
        ([15.0, 1e15, -0.0], "[15.0,1000000000000000.0,-0.0]"),
        ("\x00\x1f\x7f\u2028<>&'", '"\\u0000\\u001f\x7f\u2028<>&\'"'),
    ],
)
@pytest.mark.parametrize("plain", [False, True], ids=["orjson", "json"])
def test_how_values_are_written(value: Any, written: str, plain: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if plain:
        monkeypatch.setattr(json_bytes, "orjson", None)
    assert json_bytes.encoded(value).decode() == written


def test_keys_are_sorted_by_code_point() -> None:
    """As digests need it; characters beyond the first 65,536 come last, which UTF-16 would put before some."""
    keys = ["\U00020164", "\uff21", "名", "b", "a"]
    assert list(json.loads(json_bytes.encoded(dict.fromkeys(keys), sort_keys=True))) == sorted(keys)
