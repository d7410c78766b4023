"""What jsonschema says of the test suite of JSON Schema. It imports nothing of ours, since this file is sent into the browser's Python."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import jsonschema
import jsonschema_specifications
import referencing.jsonschema


def answers(attached: Sequence[bytes]) -> str:
    """Of the cases and the remote schemas of the suite (JSON): for each test whether its instance is valid, or the kind of the error."""
    cases, remotes = (json.loads(bytes(one)) for one in attached)
    draft = referencing.jsonschema.DRAFT202012
    registry = jsonschema_specifications.REGISTRY.with_resources((uri, draft.create_resource(schema)) for uri, schema in remotes.items())
    found: list[bool | str] = []
    for case in cases:
        for test in case["tests"]:
            try:
                found.append(jsonschema.Draft202012Validator(case["schema"], registry=registry).is_valid(test["data"]))
            except re.error:  # which has another name from Python 3.13 on
                found.append("pattern")
            except Exception as error:
                found.append(type(error).__name__)
    return json.dumps(found)
