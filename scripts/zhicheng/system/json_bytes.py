"""JSON as the registry publishes and hashes it: UTF-8 as it is, no spaces, one way to write each value.

orjson, where installed, gives the same bytes as Python's own encoder in a fifth of the time.
"""

from __future__ import annotations

import json
import re
from typing import Any

try:
    import orjson
except ImportError:  # optional: the same bytes, more slowly
    orjson = None  # type: ignore[assignment]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
_encode_sorted = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False, sort_keys=True).encode
# In numbers under 0.0001, the one thing that the two write differently: 1e-05 is 0.00001 or 1e-5, whichever the version of orjson likes.
_TINY = re.compile(rb"e-[1-9]")
_SMALL = b"0.0000"


def encoded(value: Any, sort_keys: bool = False) -> bytes:
    """The JSON of plain values: None, booleans, numbers under 10¹⁶, texts, lists, tuples and mappings with text keys."""
    if orjson is not None:
        found = orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None)
        if _SMALL not in found and _TINY.search(found) is None:
            return found
    return (_encode_sorted if sort_keys else _encode)(value).encode("utf-8")
