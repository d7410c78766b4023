"""The command line: exit codes, formats, what is reported and where from."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any

import pytest
from helpers import registries
from helpers.registries import record

from zhicheng import __version__
from zhicheng.commands import cli, console
from zhicheng.commands.cli import main
from zhicheng.documents.finding import Problem
from zhicheng.rules import RULES
from zhicheng.rules.rule import Rule

pytestmark = pytest.mark.slow

Capture = pytest.CaptureFixture[str]
PROGRAM = [sys.executable, "-m", "zhicheng"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(registries.HERE.parent / "scripts")}
ENVIRONMENT.pop("PYTHONUNBUFFERED", None)  # unbuffered, what a reader leaves unread is lost without a word
TWO = "registry/committees/650000/example-two.yaml"


def validate(root: Path, *arguments: str, day: str = "2026-11-23") -> int:
    return main(["validate", "--root", str(root), "--as-of", day, *arguments])


# --- exit codes --------------------------------------------------------------------------------------------------------


def test_0_no_finding(small: Path, capsys: Capture) -> None:
    """Findings go to stdout, talk to stderr."""
    assert validate(small) == 0
    assert capsys.readouterr() == ("", "检查了 20 个文件：0 个错误，0 个提醒。\n")


def test_1_errors(small: Path, capsys: Capture) -> None:
    registries.write(small, registries.ONE, record("panel: {members: 24, formed_by: specialty}\n"))
    assert validate(small) == 1
    out, talk = capsys.readouterr()
    assert out == (f"{registries.ONE}:43:18: E202 组成人数 24 是偶数\n    依据：人社部令第40号第九条\n    建议：请改为单数，例如 25 人。\n")
    assert talk == "检查了 20 个文件：1 个错误，0 个提醒。\n"


@pytest.mark.parametrize(("arguments", "code"), [((), 0), (("--strict",), 1)])
def test_warnings_count_only_when_strict(small: Path, capsys: Capture, arguments: tuple[str, ...], code: int) -> None:
    assert validate(small, *arguments, day="2028-12-01") == code
    out, talk = capsys.readouterr()
    assert "E204 （提醒）有效期到 2028-12-31，还有 30 天" in out
    assert "0 个错误" in talk


def test_strict_without_warnings(small: Path) -> None:
    assert validate(small, "--strict") == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param([], "缺少参数：命令", id="nothing"),
        pytest.param(["check"], "命令 不能是 'check'，可以是：", id="unknown-command"),
        pytest.param(["validate", "--format", "xml"], "--format 不能是 'xml'，可以是：", id="unknown-format"),
        pytest.param(["validate", "--fast"], "不认识的参数：--fast", id="unknown-option"),
        pytest.param(["validate", "--stric"], "不认识的参数：--stric", id="no-abbreviations"),
        pytest.param(["validate", "--as-of"], "--as-of 后面要写一个值", id="option-without-value"),
        pytest.param(["validate", "--strict=yes"], "--strict 后面不写值，多了 'yes'", id="value-too-many"),
        pytest.param(["validate", "--as-of", "2026-2-30"], "--as-of：“2026-2-30”不是日期，请写成 2026-11-23", id="no-date"),
        pytest.param(["validate", "--as-of", "2026-02-30"], "--as-of：“2026-02-30”不是日期", id="no-such-day"),
        pytest.param(["validate", "--as-of", "9999-12-31"], "--as-of：“9999-12-31”的年份不对，要在 1900 到 2999 之间", id="year-too-late"),
        pytest.param(["validate", "--as-of", "0001-01-01"], "--as-of：“0001-01-01”的年份不对，要在 1900 到 2999 之间", id="year-too-early"),
        pytest.param(["receive", "a.zip", "--as-of", "3000-01-01"], "--as-of：“3000-01-01”的年份不对", id="year-3000"),
        pytest.param(["validate", "--as-of", "today"], "--as-of：“today”不是日期", id="word-for-a-date"),
        pytest.param(["serve", "--port", "x"], "--port 要填整数，不能是 'x'", id="no-number"),
        pytest.param(["new"], "缺少参数：编号", id="new-without-id"),
        pytest.param(["new", "abc", "--authority", "city"], "--authority 不能是 'city'，可以是：", id="unknown-authority"),
        pytest.param(["init", "x"], "缺少参数：--region", id="init-without-region"),
        pytest.param(["explain", "E101", "E102"], "不认识的参数：E102", id="argument-too-many"),
    ],
)
def test_2_wrong_usage(arguments: list[str], words: str, capsys: Capture) -> None:
    """In Chinese, with where to find help; nothing on stdout."""
    assert main(arguments) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith(f"用法有误：{words}")
    assert talk.endswith("--help 查看说明。\n")


def test_2_no_registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["validate"]) == 2
    assert main(["validate", "--root", str(tmp_path)]) == 2
    assert main(["validate", "--root", str(tmp_path / "nowhere")]) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.splitlines()[0].startswith("错误：找不到登记库。")
    assert talk.splitlines()[1] == f"错误：--root 指的文件夹里没有 registry/：{tmp_path}"


@pytest.mark.parametrize("name", ["registry.yaml", "reference/series.yaml", "reference/areas.yaml"])
def test_2_missing_setting(empty: Path, name: str, capsys: Capture) -> None:
    """Without it nothing can be judged; the message names the file and the remedy."""
    (empty / "registry" / name).unlink()
    assert validate(empty) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk == f"错误：缺少 registry/{name}。请从登记库的历史中恢复，或用 zhicheng init 生成一份。\n"


@pytest.mark.parametrize("name", ["reference/ethnic-groups.yaml", "reviewers.yaml", "waivers.yaml"])
def test_tables_that_are_not_needed_may_be_missing(empty: Path, name: str) -> None:
    (empty / "registry" / name).unlink()
    assert validate(empty) == 0


@pytest.mark.parametrize("name", ["registry.yaml", "reference/series.yaml", "reference/areas.yaml"])
@pytest.mark.parametrize("paths", [(), (registries.ONE,)], ids=["all", "limited"])
def test_1_broken_setting(empty: Path, name: str, paths: tuple[str, ...], capsys: Capture) -> None:
    """Its own findings, and nothing about the records, which cannot be judged; not even when only a record was asked for."""
    registries.write(empty, registries.ONE, record("panel: {members: 24, formed_by: specialty}\n"))
    registries.write(empty, f"registry/{name}", "series: [x\n")
    assert validate(empty, *(str(empty / path) for path in paths)) == 1
    out, talk = capsys.readouterr()
    assert out.startswith(f"registry/{name}:1:9: Y002 ")
    assert out.count("Y002") == 1
    assert "E202" not in out
    assert talk.startswith("登记库的基本设置有误，先改好下面的问题，才能检查其他内容。\n")


def broken(message: str) -> Rule:
    def fails(_: Any, __: Any) -> Iterator[Problem]:
        raise ValueError(message)

    return Rule("X999", "坏的规则。", checks=(("committee", fails),))


def test_3_a_bug(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A text to paste into a report: versions and where it happened, never a value, which may be private."""
    monkeypatch.setitem(RULES, "X999", broken("张三 13800001234"))
    assert validate(small) == 3
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith("抱歉，zhicheng 自己出错了，登记库没有改动。请把下面几行发给维护人员：\n")
    assert f"zhicheng {__version__} · Python " in talk
    assert "\nValueError\n" in talk
    assert re.search(r"^  test_cli\.py:\d+ fails$", talk, re.MULTILINE)
    assert "张三" not in talk
    assert "13800001234" not in talk
    assert "Traceback" not in talk


def test_130_interrupted(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupted(_: Any, __: Any) -> Iterator[Problem]:
        os.kill(os.getpid(), signal.SIGINT)
        yield Problem((), "")

    monkeypatch.setitem(RULES, "X999", Rule("X999", "打断。", checks=(("committee", interrupted),)))
    assert validate(small) == 130
    assert capsys.readouterr() == ("", "已中断，登记库和原有网站没有改动。\n")


def test_full_disk(small: Path) -> None:
    """Where the report cannot be written the exit code says so."""
    registries.write(small, registries.ONE, record("panel: {members: 24, formed_by: specialty}\n"))
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*PROGRAM, "validate", "--root", str(small)], env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 2
    assert "请检查磁盘空间和权限，然后重试。" in done.stderr.decode("utf-8")
    assert "Traceback" not in done.stderr.decode("utf-8")


@pytest.mark.parametrize("arguments", [("pack", "example-one", "--out"), ("export", "--blank", "--out")])
def test_2_a_name_that_is_too_long(small: Path, tmp_path: Path, arguments: tuple[str, ...], capsys: Capture) -> None:
    """Named as it was given, with what helps: there is space enough."""
    out = tmp_path / ("长" * 90 + ".zip")
    assert main([*arguments, str(out), "--root", str(small), "--as-of", "2026-11-23"]) == 2
    assert f"错误：文件名太长（{out}）。请换一个短一些的名字，然后重试。\n" in capsys.readouterr().err


def test_reader_that_goes_away(small: Path) -> None:
    """As in `zhicheng validate | head -1`: no traceback, and the exit code is that of the findings."""
    for n in range(400):
        text = record(f"id: example-{n}\nphones: []\nprocedure: []\nbasis: []\n")
        registries.write(small, f"registry/committees/650000/example-{n}.yaml", text)
    with subprocess.Popen(
        [*PROGRAM, "validate", "--root", str(small)], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        talk = process.stderr.read().decode("utf-8")
        assert process.wait(timeout=60) == 1
    assert "Traceback" not in talk
    assert "BrokenPipe" not in talk


def test_closed_streams(small: Path) -> None:
    """With nowhere to print to and nothing to read from, the exit code is right."""
    command = f"{sys.executable} -m zhicheng validate --root {small} --as-of 2026-11-23 <&- >&- 2>/dev/full"
    done = subprocess.run(["/bin/sh", "-c", command], env=ENVIRONMENT, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode("utf-8")


def test_closed_standard_error(small: Path, tmp_path: Path) -> None:
    """What would be said is lost, and is not written to standard output; a command that shows progress works."""
    for command, code in ((f"validate --format json --root {small} --as-of 2026-11-23", 0), (f"export --blank --out {tmp_path}", 0)):
        line = f"{sys.executable} -m zhicheng {command} 2>&-"
        done = subprocess.run(["/bin/sh", "-c", line], cwd=small, env=ENVIRONMENT, capture_output=True, timeout=60)
        assert done.returncode == code, done.stdout.decode()
        assert "检查了" not in done.stdout.decode()
    assert len([*tmp_path.glob("blank.*")]) == 5


# --- today -------------------------------------------------------------------------------------------------------------


def test_as_of_replaces_today(small: Path, capsys: Capture) -> None:
    """The day after the last day of a validity."""
    assert validate(small, day="2028-07-01") == 0
    assert "有效期已于 2028-06-30 届满，过期 1 天" in capsys.readouterr().out


def test_today_is_today(small: Path, capsys: Capture) -> None:
    """Without --as-of the clock decides, and it is the clock of China wherever the machine stands."""
    tomorrow = (datetime.now(timezone(timedelta(hours=8))) + timedelta(days=1)).date()
    registries.write(small, registries.ONE, record(f'approval: {{date: "{tomorrow}"}}\n'))
    main(["validate", "--root", str(small)])
    assert f"批准时间 {tomorrow} 在将来" in capsys.readouterr().out


# --- root and paths ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inside", [".", "registry", "registry/committees/650000"])
def test_root_is_found_upwards(small: Path, inside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small / inside)
    assert main(["validate", "--as-of", "2026-11-23"]) == 0


def test_root_may_be_relative_or_a_link(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    (tmp_path / "link").symlink_to(small)
    monkeypatch.chdir(tmp_path)
    assert validate(Path("small")) == 0
    assert validate(Path("link")) == 0
    assert validate(Path("link"), f"link/{registries.ONE}") == 0
    assert capsys.readouterr().err.splitlines()[-1] == "检查了 1 个文件：0 个错误，0 个提醒。"


@pytest.fixture
def two_faults(empty: Path) -> Path:
    """A registry with an error in each of two records."""
    registries.write(empty, registries.ONE, record("panel: {members: 24, formed_by: specialty}\n"))
    closed = 'scope: {areas: ["650000"], open_to: unit}\n'
    registries.write(empty, TWO, record("id: example-two\nname: 另一个\ndefence: {required: true}\n", closed))
    return empty


@pytest.mark.parametrize(
    ("paths", "files", "reported"),
    [
        pytest.param([], 13, ["example-one", "example-two"], id="all"),
        pytest.param(["."], 13, ["example-one", "example-two"], id="root"),
        pytest.param(["registry/committees"], 2, ["example-one", "example-two"], id="folder"),
        pytest.param(["registry/committees/"], 2, ["example-one", "example-two"], id="folder-with-slash"),
        pytest.param([registries.ONE], 1, ["example-one"], id="file"),
        pytest.param([TWO, registries.ONE], 2, ["example-one", "example-two"], id="files"),
        pytest.param(["registry/rounds"], 2, [], id="folder-without-faults"),
        pytest.param(["registry/committees/650000/../650000/example-two.yaml"], 1, ["example-two"], id="round-about"),
    ],
)
def test_paths_limit_what_is_reported(
    two_faults: Path, paths: list[str], files: int, reported: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Never what is read; the exit code is that of what is reported."""
    monkeypatch.chdir(two_faults)
    assert main(["validate", "--as-of", "2026-11-23", "--format", "json", *paths]) == (1 if reported else 0)
    out, talk = capsys.readouterr()
    report = json.loads(out)
    assert [Path(f["file"]).stem for f in report["findings"]] == reported
    assert report["summary"]["files"] == files
    assert talk.startswith(f"检查了 {files} 个文件：")


def test_paths_are_relative_to_the_current_folder(two_faults: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """From below the root, and from outside it."""
    monkeypatch.chdir(two_faults / "registry/committees/650000")
    assert main(["validate", "--as-of", "2026-11-23", "example-two.yaml"]) == 1
    assert "E107" in capsys.readouterr().out
    monkeypatch.chdir("/")
    assert validate(two_faults, str(two_faults / TWO)) == 1
    assert "E107" in capsys.readouterr().out


def test_rules_across_records_see_all_of_them(empty: Path, capsys: Capture) -> None:
    """A record that repeats another is reported though only it was asked for."""
    registries.write(empty, registries.ONE, record())
    registries.write(empty, "registry/committees/653100/example-one.yaml", record('authority: prefecture\narea: "653100"\n'))
    assert validate(empty, str(empty / registries.ONE)) == 1
    assert [line for line in capsys.readouterr().out.splitlines() if "X002" in line] == [
        f"{registries.ONE}:2:5: X002 编号“example-one”已经用在 registry/committees/653100/example-one.yaml"
    ]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("registry/committees/nobody.yaml", "没有这个文件或文件夹：", id="missing"),
        pytest.param("../..", "不在登记库 ", id="outside"),
    ],
)
def test_2_path_that_cannot_be(small: Path, path: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A slip in a path must not look like a registry without faults."""
    monkeypatch.chdir(small)
    assert main(["validate", path]) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert words in talk


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("note", ("correct", "example-one", "--note", "\udcd6\udcd0")),
        ("by", ("receipt", "example-one", "--paper", "2026-11-23", "--by", "中\udcd6")),
        ("holder", ("keys", "add", "age1", "--holder", "\udcd6\udcd0")),
        ("paths", ("validate", "\udcd6")),
    ],
    ids=["note", "by", "holder", "several"],
)
def test_2_words_that_are_not_utf_8(small: Path, name: str, arguments: tuple[str, ...], capsys: Capture) -> None:
    """As from a terminal in GBK; what they would be written into stays as it was."""
    before = (small / registries.ONE).read_bytes()
    assert main([*arguments, "--root", str(small), "--as-of", "2026-11-23"]) == 2
    talk = capsys.readouterr().err
    said = "一项不是 UTF-8 编码的文字，读不出来。请把终端的编码改成 UTF-8（不要用 GBK），再试一次。\n"
    assert talk == f"用法有误：命令里的“{name}”{said}"  # and not what it is
    assert (small / registries.ONE).read_bytes() == before


def test_answers_that_are_not_utf_8_are_asked_for_again(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    given = iter([UnicodeDecodeError("utf-8", b"\xd6", 0, 1, ""), "\udcd6", "是"])

    def answer() -> str:
        if isinstance(one := next(given), Exception):
            raise one
        return one

    monkeypatch.setattr("builtins.input", answer)
    assert cli._ask("写吗？") == "是"
    assert capsys.readouterr().err.count("写吗？输入的不是 UTF-8 编码的文字，读不出来。") == 2


def test_2_a_home_that_nobody_knows(small: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """As for the account of a service."""
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert main(["build", "--root", str(small), "--out", "~/网站"]) == 2
    assert capsys.readouterr().err == "用法有误：~/网站 里的 ~ 不知道是哪个文件夹（没有设 HOME）。请写完整的路径。\n"


def test_where_python_takes_all_for_ascii(tmp_path: Path) -> None:
    """Chinese in arguments, paths and what is printed, all the same."""
    root = registries.small(tmp_path / "登记册")
    environment = {**ENVIRONMENT, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [*PROGRAM, "correct", "example-one", "--note", "地址更正", "--as-of", "2026-11-23", "--root", str(root)]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    assert "text: 地址更正" in (root / registries.ONE).read_text(encoding="utf-8")
    done = subprocess.run([*PROGRAM, "validate", "--root", str(tmp_path / "没有")], env=environment, capture_output=True, timeout=60)
    assert done.stderr.decode() == f"错误：--root 指的文件夹里没有 registry/：{tmp_path / '没有'}\n"


def test_a_link_can_be_asked_for(empty: Path, capsys: Capture) -> None:
    """The link itself, not what it leads to."""
    (empty / "registry/committees/650000").mkdir(parents=True)
    (empty / registries.ONE).symlink_to("/etc/hostname")
    assert validate(empty, str(empty / registries.ONE)) == 1
    assert "Y008" in capsys.readouterr().out


def test_any_name_of_the_root(tmp_path: Path, capsys: Capture) -> None:
    """Spaces and Chinese in the path."""
    root = registries.small(tmp_path / "登记 库 %41")
    assert validate(root) == 0
    assert validate(root, str(root / registries.ONE)) == 0
    assert "1 个文件" in capsys.readouterr().err


# --- formats -----------------------------------------------------------------------------------------------------------


def test_json(two_faults: Path, capsys: Capture) -> None:
    """Version 1: these fields, in this order; Chinese in the open; one line break at the end."""
    assert validate(two_faults, "--format", "json") == 1
    out = capsys.readouterr().out
    assert out.endswith("}\n")
    assert "组成人数 24 是偶数" in out
    assert json.loads(out) == {
        "version": 1,
        "findings": [
            {
                "code": "E202",
                "severity": "error",
                "file": registries.ONE,
                "line": 43,
                "column": 18,
                "pointer": "/panel/members",
                "message": "组成人数 24 是偶数",
                "hint": "请改为单数，例如 25 人。",
                "clause": "人社部令第40号第九条",
            },
            {
                "code": "E107",
                "severity": "error",
                "file": TWO,
                "line": 35,
                "column": 10,
                "pointer": "/defence",
                "message": "需要答辩，但没有写答辩范围",
                "hint": "请补上 scope，写明哪些层级或人员需要答辩。",
                "clause": "备案登记的函（2019）一（三）15",
            },
        ],
        "summary": {"files": 13, "errors": 2, "warnings": 0},
    }
    assert list(json.loads(out)["findings"][0]) == ["code", "severity", "file", "line", "column", "pointer", "message", "hint", "clause"]


def test_json_of_nothing(small: Path, capsys: Capture) -> None:
    assert validate(small, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == {"version": 1, "findings": [], "summary": {"files": 20, "errors": 0, "warnings": 0}}


def test_json_pointers_are_escaped(empty: Path, capsys: Capture) -> None:
    """RFC 6901: `~` and `/` in a name."""
    registries.write(empty, registries.ONE, record("reviews: [{series: engineering, levels: [intermediate], catalog: {a/b~c: []}}]\n"))
    validate(empty, "--format", "json")
    assert [f["pointer"] for f in json.loads(capsys.readouterr().out)["findings"]] == ["/reviews/0/catalog/a~1b~0c"]


def test_github(two_faults: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """A workflow command a line, and a table on the step's summary page, after what is there already."""
    summary = registries.write(tmp_path, "summary.md", "前一步\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert validate(two_faults, "--format", "github") == 1
    assert capsys.readouterr().out.splitlines() == [
        f"::error file={registries.ONE},line=43,col=18,title=E202::组成人数 24 是偶数（依据：人社部令第40号第九条）"
        "%0A请改为单数，例如 25 人。",
        f"::error file={TWO},line=35,col=10,title=E107::需要答辩，但没有写答辩范围（依据：备案登记的函（2019）一（三）15）"
        "%0A请补上 scope，写明哪些层级或人员需要答辩。",
    ]
    assert summary.read_text(encoding="utf-8").splitlines() == [
        "前一步",
        "## 登记检查",
        "",
        "检查了 13 个文件：2 个错误，0 个提醒。",
        "",
        "| 级别 | 规则 | 位置 | 问题 | 建议 | 依据 |",
        "|---|---|---|---|---|---|",
        f"| 错误 | E202 | `{registries.ONE}:43:18` | 组成人数 24 是偶数 | 请改为单数，例如 25 人。 | 人社部令第40号第九条 |",
        f"| 错误 | E107 | `{TWO}:35:10` | 需要答辩，但没有写答辩范围 | 请补上 scope，写明哪些层级或人员需要答辩。 "
        "| 备案登记的函（2019）一（三）15 |",
    ]


def test_github_without_findings(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert validate(small, "--format", "github") == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == "## 登记检查\n\n检查了 20 个文件：0 个错误，0 个提醒。\n\n"


@pytest.mark.parametrize("arguments", [("--format", "text"), ("--format", "json")])
def test_the_summary_page_is_of_the_github_format(
    small: Path, tmp_path: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    validate(small, *arguments)
    assert not (tmp_path / "summary.md").exists()


def test_file_name_that_is_no_text(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Every format can report a name that is not UTF-8."""
    (empty / "registry/committees").mkdir()
    try:
        (empty / "registry/committees" / os.fsdecode(b"x\xff.yml")).touch()
    except OSError:  # a file system that takes only UTF-8 names cannot have the problem
        return
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    for form in ("text", "json", "github"):
        assert validate(empty, "--format", form) == 1
        assert "x?.yml" in capsys.readouterr().out.replace("\udcff", "?")
    assert "x?.yml" in (tmp_path / "summary.md").read_text(encoding="utf-8")


# --- help and explain --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [[], ["validate"], ["build"], ["serve"], ["explain"], ["new"], ["init"]], ids=lambda c: c[0] if c else "all"
)
def test_help_is_chinese(command: list[str], capsys: Capture) -> None:
    """No word of argparse's own English is left."""
    with pytest.raises(SystemExit) as caught:
        main([*command, "--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：zhicheng")
    assert not re.search(r"(?i)\b(usage|options|positional|arguments|show this|default|exit)\b", out)


def test_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"zhicheng {__version__}\n"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_explain(rule: Rule, capsys: Capture) -> None:
    """What, why, clause, and an example that fails and one that passes; nothing on stderr; with the sample's rulebooks."""
    assert main(["explain", rule.code.lower()]) == 0
    out, talk = capsys.readouterr()
    assert talk == ""
    kind = "提醒" if rule.severity == "warning" else "错误，可申请例外" if rule.waivable else "错误"
    lines = out.splitlines()
    assert lines[0] == f"{rule.code}（{kind}）{rule.title}。"
    clause = "备案登记的函（2019）一（三）、附件1" if rule.code.startswith("F") else rule.clause
    assert (f"依据：{clause}" in lines) == bool(clause)
    assert lines.index("不合格：") < lines.index("合格：")
    assert out.endswith("\n")
    assert not out.endswith("\n\n")


def test_explain_lists_all(capsys: Capture) -> None:
    assert main(["explain"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(RULES)


@pytest.mark.parametrize(
    ("code", "near"), [("E999", ""), ("E11", "是否想查 E1"), ("hello", ""), ("", ""), ("E101; rm -rf", ""), ("\x1b[31m", "")]
)
def test_2_explain_unknown(code: str, near: str, capsys: Capture) -> None:
    assert main(["explain", code]) == 2
    out, talk = capsys.readouterr()
    assert out == ""
    assert talk.startswith("错误：没有规则 ")
    assert near in talk
    assert talk.endswith("用 zhicheng explain 列出全部规则。\n")
    assert "\x1b" not in talk


def test_exit_codes_are_those_of_the_design() -> None:
    assert (console.OK, console.FINDINGS, console.USAGE, console.BUG, console.INTERRUPTED) == (0, 1, 2, 3, 130)


def test_the_day_in_china(small: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 16:00 UTC it is the next day there."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls(2026, 11, 22, 16, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr("zhicheng.commands.cli.datetime", Clock)
    for day, words in (("2026-11-23", ""), ("2026-11-24", "批准时间 2026-11-24 在将来")):
        registries.write(small, registries.ONE, record(f'approval: {{date: "{day}"}}\n'))
        main(["validate", "--root", str(small)])
        out = capsys.readouterr().out
        assert (words in out) if words else "E113" not in out


def test_interrupt_while_loading(small: Path) -> None:
    """Ctrl-C before the command line has been loaded: no traceback."""
    code = (
        "import sys; sys.modules['zhicheng.commands.cli'] = type('', (), {'__getattr__': lambda s, n: exec('raise KeyboardInterrupt')})()"
    )
    code += "; import zhicheng.__main__ as m; sys.exit(m.entry())"
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (130, b"")


_LOADED = "import sys; from zhicheng.__main__ import entry; sys.argv[1:] = {!r}\ntry: entry()\nfinally: print(*sys.modules)"


@pytest.mark.parametrize(
    ("arguments", "without"),
    [
        (
            ["validate", "--root", "{small}"],
            "multiprocessing jsonschema orjson zhicheng.registry.at_commit zhicheng.documents.markdown zhicheng.documents.yaml_writing"
            " zhicheng.draws.public_checks zhicheng.vault zhicheng.forms",
        ),
        (["--version"], "zhicheng.rules zhicheng.site zhicheng.forms zhicheng.vault"),
    ],
)
def test_what_a_command_does_not_load(arguments: list[str], without: str, small: Path) -> None:
    """Starting is most of what a small command takes."""
    code = _LOADED.format([part.format(small=small) for part in arguments])
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, encoding="utf-8", timeout=60)
    loaded = done.stdout.split()
    assert "zhicheng.registry.registry" in loaded, done.stderr
    assert not set(without.split()) & set(loaded)


def test_folder_without_permission(small: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to be mistaken for one without files."""
    monkeypatch.setattr("zhicheng.registry.registry.os.access", lambda path, _: Path(path).name != "reference")
    assert validate(small) == 2
    assert capsys.readouterr().err == "错误：没有权限读取 registry/reference/。请改好这个文件夹的权限，然后重试。\n"


@pytest.mark.parametrize(
    ("answer", "yes"),
    [("y", True), (" Y ", True), ("ｙ", True), ("Ｙｅｓ", True), ("是", True), ("好", True), ("", False), ("是的吗", False), ("n", False)],
)
def test_what_counts_as_yes(answer: str, yes: bool) -> None:
    """In any width, as an input method for Chinese may leave it."""
    assert console.agreed(answer) == yes
