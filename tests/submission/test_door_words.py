"""What the page says has no command and no option in it: of all forms of the corpus, of packets, and of whatever the checker may say.

All people are invented (人物均为虚构).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import packets, registries
from helpers.forms import maker
from helpers.page_calls import Call, here, opened

from zhicheng.forms.intake import plan
from zhicheng.submission import door_words

COMMAND = re.compile(r"zhicheng [a-z]|(?<![\w-])--[a-z]|\bgit [a-z]")
FORMS = registries.HERE / "data/forms"
OTHERS = [*(registries.HERE / "data/annex3").iterdir(), *(registries.HERE / "data/earlier/forms").iterdir()]
SAID = ("message", "hint", "error", "refused", "to_do", "stopped", "left_out")
TABLE = Path(door_words.__file__).with_suffix(".csv")


def texts(value: Any, key: str = "") -> Iterator[str]:
    """What an answer says, without what was read."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from texts(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, key)
    elif isinstance(value, str) and key in SAID:
        yield value


def submissions() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    for folder in sorted(path for path in FORMS.iterdir() if path.is_dir()):
        made = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8")).get("made")
        named = (
            sorted(maker.files_of(folder.name).items()) if made else [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
        )
        yield folder.name, [(name, content) for name, content in named if name != "expected.yaml"]
    yield from ((path.name, [(path.name, path.read_bytes())]) for path in OTHERS if path.suffix != ".expected")


@pytest.fixture
def door(small: Path) -> Call:
    (small / "registry/vault/recipients.txt").unlink()  # nobody to seal to, which is told as well
    call = here()
    opened(call, small)
    return call


@pytest.mark.slow
def test_no_command_is_named_on_the_page(door: Call) -> None:
    """Whether a committee is chosen or not, is known or not; read and judged."""
    number = 0
    for name, files in submissions():
        for committee in (None, "example-one", "nope"):
            given = {"committee": committee}
            read, _ = door("read", [content for _, content in files], files=[file for file, _ in files], given=given)
            for text in (*texts(read), *texts(door("judge", given=given)[0])):
                assert COMMAND.search(re.sub("“[^”]*”", "", text)) is None, (name, text)
                number += 1
    assert number > 1000


@pytest.mark.parametrize(
    ("there", "here_"),
    [
        (plan.not_understood(2), "2 处看不懂或不合要求，没有往下做。请回答问题、在格子里改，或者在表里改好再放一次。"),
        (
            "新的起一个，例如 ks-health，已登记的写原来的编号。也可以用 --committee 写明编号；成批的，把子文件夹起成编号（要带短横）。",
            "新的起一个，例如 ks-health，已登记的写原来的编号。",
        ),
        ("没有 registry/recipients.yaml，不知道密封给谁。请中心先用 zhicheng keys new 生成密钥，把公钥写在里面，至少两把。", None),
        ("从单位名称看不准“单位级别”。请写明：--authority region（自治区级）或 central（中央驻疆），--area 六位区划代码。", None),
        ("请核对编号和表；登记错了的，请先在登记文件里改好（area，文件夹也要相符）。", "请核对编号和表；登记错了的，请告诉中心。"),
        ("人数不同。请用 zhicheng unheard-of 重新来过；其余的照做。", "人数不同。这一处请告诉中心，由中心处理；其余的照做。"),
        ("请运行 zhicheng unheard-of", "这一处请告诉中心，由中心处理"),
        ("“我们 --yes 单位”不认识。", "“我们 --yes 单位”不认识。"),
        ("没有填写", "没有填写"),
    ],
)
def test_what_is_said_instead(there: str, here_: str | None) -> None:
    """A phrase that has words for the page; else who can do it. What somebody wrote stays."""
    said = door_words.on_page({"message": there})["message"]
    assert COMMAND.search(re.sub("“[^”]*”", "", said)) is None
    assert said == here_ or here_ is None
    assert said


def test_what_was_read_stays_as_it_is() -> None:
    value = {"rows": [{"was": "请用 zhicheng pack 打包", "start": "--yes"}], "asked": {"编号": "请用 --committee 写明编号"}}
    assert door_words.on_page(value) == value


def test_each_phrase_of_the_table_is_said_somewhere() -> None:
    """One that was reworded would no longer be found, and nobody would notice."""
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(door_words.__file__).parents[1].rglob("*.py")))
    joined = re.sub(r'"\s*\n?\s*f?"', "", sources)
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert all(len(row) == 2 for row in rows)
    for there, here_ in rows:
        assert COMMAND.search(here_) is None
        assert [part for part in re.split(r"\{\}|[。；：]", there) if part not in joined] == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", packets.closed([("a", b"")])])
def test_refused_packets_name_no_command(content: bytes, door: Call) -> None:
    said, _ = door("look", [content])
    assert not [text for text in texts(said) if COMMAND.search(text)]
    assert "请报送单位重新打包" in said["refused"]
