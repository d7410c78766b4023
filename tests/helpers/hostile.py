"""Hostile YAML files: too deep, too many, too long. As a program it reads each and prints its first finding, one line a file.

Each must quickly give findings; a test runs this as a separate process, so that a crash of the parser is noticed too.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Collection
from functools import partial
from pathlib import Path

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.documents.loading import fitting
from zhicheng.documents.yaml_reading import MAX_BYTES

# By description: the content of each file, and the code, line and column of its first finding.
HOSTILE: dict[str, tuple[bytes, tuple[str, int, int]]] = {
    name: (content.encode("utf-8") if isinstance(content, str) else content, place)
    for name, content, place in (
        ("a line of 10 MB", "name: " + "某" * 3_500_000, ("Y006", 1, 1)),
        ("300 KiB", "# x\n" * 75 * 1024, ("Y006", 1, 1)),
        ("a line of just 256 KiB", "name: " + "x" * (MAX_BYTES - 6), ("S002", 1, 1)),
        ("200,000 brackets", "[" * 200_000, ("Y006", 1, 33)),
        ("100,000 braces", "{a: " * 60_000, ("Y006", 1, 129)),
        ("brackets and braces in turn", "[{a: " * 50_000, ("Y006", 1, 81)),
        ("brackets after closing ones in text", f"a: '{']' * 120_000}'\nb: {'[' * 120_000}", ("Y006", 2, 35)),
        ("each bracket with a closing one in text", "['] '," * 40_000, ("Y006", 1, 193)),
        ("brackets in a comment between", "[ # ]\n" * 40_000, ("Y006", 33, 1)),
        ("deep indentation", "".join(" " * i + "a:\n" for i in range(700)), ("Y006", 33, 33)),
        ("100,000 dashes", "- " * 100_000, ("Y006", 1, 65)),
        ("100,000 question marks", "? " * 100_000, ("Y006", 1, 65)),
        ("dashes over tabs", "-\t" * 100_000, ("Y002", 1, 2)),
        ("100,000 colons", ": " * 100_000, ("Y002", 1, 1)),
        ("alias bomb", "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(9000)), ("Y004", 1, 4)),
        ("15,000 anchors", "\n".join(f"a{i}: &b{i} x" for i in range(15_000)), ("Y004", 1, 5)),
        ("50,000 aliases", "[" + "*a, " * 50_000 + "]", ("Y004", 1, 2)),
        ("a long comment like an address", "name: x # " + "a." * 60_000 + "@" + "a." * 60_000, ("S002", 1, 1)),
        ("30,000 tags", "- !x y\n" * 30_000, ("Y004", 1, 3)),
        ("36,000 unknown fields", "".join(f"{i:x}z:\n" for i in range(36_000)), ("S001", 1, 1)),
        ("20,000 unknown fields on a line", "{" + ", ".join(f"a{i}: 1" for i in range(20_000)) + "}", ("S002", 1, 1)),
        ("25,000 repeated fields", "a: 1\n" * 25_000, ("Y003", 2, 1)),
        ("a key of 100,000 characters", "k" * 100_000 + ": 1\n", ("Y002", 1, 100_001)),
        ("a quoted key of 900 characters", '"' + "k" * 900 + '": 1\n', ("S001", 1, 1)),
        ("35,000 repeated items", "phones: [" + ",".join(f"a{i % 30_000:x}" for i in range(35_000)) + "]\n", ("S002", 1, 1)),
        ("20,000 mappings where texts belong", "phones: [" + ",".join(f"{{a: {i:x}}}" for i in range(20_000)) + "]\n", ("S002", 1, 1)),
        ("25,000 lists where texts belong", "phones: [" + ",".join(f"[{i:x}]" for i in range(25_000)) + "]\n", ("S002", 1, 1)),
        ("200,000 control characters", "\x01" * 200_000, ("Y007", 1, 1)),
        ("80,000 lines of control characters", "\x01\n" * 80_000, ("Y007", 1, 1)),
        ("200,000 quotes", '"' * 200_000, ("Y002", 1, 3)),
        ("only spaces", " " * MAX_BYTES, ("Y005", 1, 1)),
        ("only line breaks", "\n" * MAX_BYTES, ("Y005", 1, 1)),
        ("only tabs", "\t" * MAX_BYTES, ("Y002", 1, 1)),
        ("60,000 documents", "---\n" * 60_000, ("Y005", 2, 1)),
        ("60,000 directives", "%YAML 1.2\n" * 25_000, ("Y002", 2, 1)),
        ("40,000 keys without values", "{" + '"a" :' * 40_000, ("Y002", 1, 11)),
        ("200,000 commas", "[" + "," * 200_000, ("Y002", 1, 2)),
        ("a number of 100,000 digits", "panel: {members: " + "9" * 100_000 + "}", ("S002", 1, 1)),
        ("a number with 100,000 zeros", "panel: {members: 1." + "0" * 100_000 + "}", ("S002", 1, 1)),
        ("a quarter of a megabyte of NUL", b"\x00" * MAX_BYTES, ("Y001", 1, 1)),
        ("a quarter of a megabyte of rubbish", bytes(range(256)) * 1024, ("Y001", 1, 1)),
        ("a lone surrogate", 'name: "\\ud800"\n', ("Y002", 1, 8)),
        ("beyond Unicode", 'name: "\\U00110000"\n', ("Y002", 1, 8)),
        ("far beyond Unicode", 'name: "\\UFFFFFFFF"\n', ("Y002", 1, 8)),
        ("UTF-8 of a surrogate", b"name: \xed\xa0\x80\n", ("Y001", 1, 7)),
        ("overlong UTF-8", b"name: \xc0\xaf\n", ("Y001", 1, 7)),
    )
}


# Of many parts, and parsed whole before anything is wrong with them, which takes a parser written in Python a second each.
LONG = [name for name, (content, (code, *_)) in HOSTILE.items() if code[0] == "S" and content.count(b",") + content.count(b":") > 10_000]


def main(names: Collection[str] = tuple(HOSTILE)) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            (Path(folder) / "hostile.yaml").write_bytes(HOSTILE[name][0])
            print(json.dumps(name, ensure_ascii=False), end=" ", flush=True)
            found = fitting("committee", "hostile.yaml", partial(yaml_reading.read, Path(folder)))
            assert isinstance(found, list)
            first = min(found, key=by_place)
            print(json.dumps((first.code, first.line, first.column)), flush=True)


def by_place(finding: Finding) -> tuple[int, int, str]:
    return finding.line, finding.column, finding.code


if __name__ == "__main__":
    sys.exit(main())
