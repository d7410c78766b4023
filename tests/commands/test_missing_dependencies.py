"""What is said where a package is missing: its use and the command that installs it. Never a damaged file, never a bug."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import registries

from zhicheng.system import dependencies

pytestmark = pytest.mark.slow


def run_without(module: str, *arguments: str) -> tuple[int, str]:
    """A command in a process of its own, as what is loaded stays loaded: its exit code and what it says."""
    code = f"import sys; sys.modules[{module!r}] = None; from zhicheng.commands.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    return done.returncode, done.stderr


def said(use: str, requirement: str) -> str:
    package = requirement.split("<")[0].replace("jinja", "Jinja")
    command = f'{shlex.quote(sys.executable)} -m pip install "{requirement}"'
    return f"错误：这台机器上没有装好{use}组件 {package}。请运行：{command}，然后重试。\n"


@pytest.mark.parametrize(
    ("module", "command", "use", "requirement"),
    [
        ("docx", ["export", "example-one"], "写 Word 用的", "python-docx<2,>=1.2"),
        ("segno", ["export", "example-one"], "印二维码用的", "segno<2,>=1.6.6"),
        ("weasyprint", ["export", "example-one", "--pdf"], "写 PDF 用的", "weasyprint<80,>=68"),
        ("mkdocs", ["build"], "生成网页用的", "mkdocs-material<10,>=9.7"),
        ("material", ["build"], "生成网页用的", "mkdocs-material<10,>=9.7"),
        ("zensical", ["build", "--builder", "zensical"], "生成网页用的", "zensical<0.0.74,>=0.0.73"),
        ("jinja2", ["build"], "生成网页用的", "jinja2<4,>=3.1.5"),
        ("pyrage", ["verify", "--identity", str(registries.HERE / "demonstration.identity")], "加密和解密用的", "pyrage<2,>=1.4"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_command_without_a_package(module: str, command: list[str], use: str, requirement: str, small: Path) -> None:
    assert run_without(module, *command, "--root", str(small)) == (2, said(use, requirement))


@pytest.mark.parametrize(
    ("module", "name", "use"),
    [("openpyxl", "docs/forms/example.form-2.xlsx", "读 Excel 用的"), ("xlrd", "tests/data/annex3/plain.xls", "读旧版 Excel 用的")],
)
def test_form_is_not_called_damaged(module: str, name: str, use: str, small: Path, tmp_path: Path) -> None:
    path = registries.HERE.parent / name
    code, words = run_without(module, "import", str(path), "--root", str(small), "--into", str(tmp_path / "out"))
    assert code == 2
    assert f"没有装好{use}组件 {module}" in words
    assert "F001" not in words


def test_needs_of_a_package(small: Path) -> None:
    """What a package of ours needs is named too."""
    code, words = run_without("lxml", "export", "example-one", "--root", str(small))
    assert (code, words.startswith("错误：这台机器上没有装好组件 lxml。请运行：")) == (2, True)


@pytest.mark.parametrize("name", ["zhicheng.nothing", "json.nothing", None])
def test_own_mistakes_are_bugs(name: str | None) -> None:
    assert dependencies.missing(ImportError("no", name=name)) is None


@pytest.mark.parametrize(
    ("prefix", "pip", "command"),
    [
        ("/home/a/.local/share/pipx/venvs/zhicheng", True, 'pipx inject zhicheng "segno<2,>=1.6.6"'),
        ("/home/a/.local/share/uv/tools/zhicheng", False, 'uv pip install --python /x/python "segno<2,>=1.6.6"'),
        ("/srv/venv", True, '/x/python -m pip install "segno<2,>=1.6.6"'),
        ("/srv/venvs/one", True, '/x/python -m pip install "segno<2,>=1.6.6"'),
    ],
)
def test_command_for_how_this_copy_was_installed(prefix: str, pip: bool, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", prefix)
    monkeypatch.setattr(sys, "executable", "/x/python")
    found = dependencies.util.find_spec
    monkeypatch.setattr(dependencies.util, "find_spec", lambda name: None if name == "pip" and not pip else found(name))
    assert str(dependencies.missing(ImportError("no", name="segno.x"))).endswith(f"请运行：{command}，然后重试。")


@pytest.mark.parametrize(
    ("system", "remedy"),
    [("linux", "apt-get install libpango-1.0-0"), ("darwin", "brew install pango"), ("win32", "另存为 PDF")],
)
def test_pango(system: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert remedy in str(dependencies.without_pango())
