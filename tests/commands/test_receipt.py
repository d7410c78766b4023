"""What comes after a filing, written down by the centre: the entry on the platform, the signed paper; and where it is shown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from helpers import registries, sites
from helpers.judging import Judge
from helpers.registries import ONE

from zhicheng.commands.cli import main
from zhicheng.registry import changes_in_words, registry
from zhicheng.registry.records.committee import FilingReceipt

Capture = pytest.CaptureFixture[str]
BY = ["--by", "中心业务科"]


def receipt(root: Path, *arguments: str, key: str = "example-one") -> int:
    return main(["receipt", key, "--root", str(root), "--as-of", "2026-11-23", *arguments])


def test_written_down_beside_the_filing(small: Path, capsys: Capture) -> None:
    """Of the current round, or of the one that is said; every other line stays; saying it again corrects the day."""
    before = (small / ONE).read_text(encoding="utf-8").splitlines()
    assert receipt(small, "--platform", "2026-06-25", "--paper", "2026-06-28", *BY) == 0
    assert capsys.readouterr() == (f"{ONE}\n", "已登记 平台录入 2026-06-25、纸质表 2026-06-28。请提交这个文件。\n")
    after = (small / ONE).read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after] == ['  - {round: "2026", date: "2026-06-02"}']
    assert receipt(small, "--paper", "2026-06-29", *BY) == 0
    assert receipt(small, "--paper", "2019-07-01", "--round", "2019", *BY) == 0
    old, new = registry.load(small).by_id["example-one"].filings
    assert (old.platform, old.paper) == (None, registry_receipt("2019-07-01"))
    assert (new.platform, new.paper) == (registry_receipt("2026-06-25"), registry_receipt("2026-06-29"))
    assert registries.findings(small) == []


def test_what_is_replaced_is_said(small: Path, capsys: Capture) -> None:
    """As where two colleagues have the paper on their desks; the same thing twice replaces nothing."""
    assert receipt(small, "--platform", "2026-06-25", "--paper", "2026-06-28", *BY) == 0
    capsys.readouterr()
    assert receipt(small, "--paper", "2026-06-28", *BY) == 0
    assert "换成了" not in capsys.readouterr().err
    assert receipt(small, "--paper", "2026-06-28", "--by", "中心档案科") == 0
    said = "原来登记的纸质表 2026-06-28（中心业务科），换成了这一次的。不该换的，请从 Git 取回原来的文件。\n"
    assert capsys.readouterr().err == f"已登记 纸质表 2026-06-28。请提交这个文件。\n{said}"


def registry_receipt(day: str) -> FilingReceipt:
    year, month, date = map(int, day.split("-"))
    return FilingReceipt(registries.date(year, month, date), "中心业务科")


@pytest.mark.parametrize(
    ("key", "arguments", "said"),
    [
        ("example-one", BY, "用法有误：--platform 和 --paper 至少写一样。"),
        ("example-one", ["--paper", "2026-11-24", *BY], "用法有误：日期还没有到。"),
        ("example-one", ["--paper", "2026-06-28", "--round", "2025", *BY], "错误：example-one 没有 2025 年度的报送"),
        ("example-tow", ["--paper", "2026-06-28", *BY], "错误：没有编号是 example-tow 的评审委员会"),
        ("example-one", ["--paper", "2026-06-28", "--by", "13900000001"], "错误：--by 要写 2 到 100 个字的单位名称，不写人名、号码。"),
    ],
)
def test_receipts_that_cannot_be(small: Path, capsys: Capture, key: str, arguments: list[str], said: str) -> None:
    before = (small / ONE).read_bytes()
    assert receipt(small, *arguments, key=key) == 2
    assert capsys.readouterr().err.startswith(said)
    assert (small / ONE).read_bytes() == before


def test_days_of_the_future_are_a_slip(judge: Judge) -> None:
    line = 'filings: [{round: "2026", date: "2026-06-02", paper: {date: ▶"%s", by: 中心业务科}}]\n'
    judge(line % "2026-11-24").says("E113", "纸质表的日期 2026-11-24 在将来")
    judge(line.replace("▶", "") % "2026-11-23").says("E113")


@pytest.mark.slow
def test_status_and_pages_show_them(small: Path, tmp_path: Path, capsys: Capture) -> None:
    """On the terminal, as JSON, on the page of the round: who has filed but sent no paper. Nothing of it where nothing was written down."""
    main(["round", "status", "--root", str(small), "--as-of", "2026-11-23"])
    assert "纸质表" not in capsys.readouterr().out
    assert receipt(small, "--paper", "2026-06-28", *BY) == 0
    capsys.readouterr()
    main(["round", "status", "--root", str(small), "--as-of", "2026-11-23"])
    said = capsys.readouterr().out
    assert re.search(r"(?m)^纸质表  1/\d+$", said)
    assert "已备案、没有登记纸质表的（" in said
    assert "平台录入的（" not in said
    main(["round", "status", "--root", str(small), "--as-of", "2026-11-23", "--format", "json"])
    value = json.loads(capsys.readouterr().out)
    assert (value["summary"]["paper"], value["summary"]["platform"]) == (1, 0)
    [one] = [found for place in value["places"] for found in place["committees"] if found["id"] == "example-one"]
    assert (one["paper"], "platform" in one) == ("2026-06-28", False)
    out = sites.build(small, tmp_path / "site")
    page = (out / "rounds/2026/index.html").read_text(encoding="utf-8")
    assert '<td class="date" data-label="纸质表">2026-06-28</td>' in page
    assert 'data-label="平台录入"' not in page
    api = json.loads((out / "api/v1/committees/example-one.json").read_bytes())
    assert api["filings"][-1] == {"round": "2026", "date": "2026-06-02", "paper": {"date": "2026-06-28", "by": "中心业务科"}}


def test_the_public_is_told_of_it_in_words() -> None:
    names = changes_in_words.CodeNames(str, str, str)
    before = {"filings": [{"round": "2026", "date": "2026-06-02"}]}
    after = {"filings": [{"round": "2026", "date": "2026-06-02", "paper": {"date": "2026-06-28", "by": "中心业务科"}}]}
    assert changes_in_words._filings("filings", "备案登记记录", before["filings"], after["filings"], names) == [
        "2026 年度纸质表：2026-06-28"
    ]
    assert changes_in_words._filings("filings", "备案登记记录", after["filings"], before["filings"], names) == ["备案登记记录变更"]
