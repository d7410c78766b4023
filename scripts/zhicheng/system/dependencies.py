"""What to say where a package that a command needs is not installed: one message, with the command that works for this copy."""

from __future__ import annotations

import re
import shlex
import sys
from importlib import util
from pathlib import Path

from zhicheng.errors import UserError

# What each package is for, by the name it is imported by: its name to install, and words.
_USES = {
    "yaml": ("PyYAML", "读登记文件用的"),
    "jsonschema": ("jsonschema", "检查登记用的"),
    "openpyxl": ("openpyxl", "读 Excel 用的"),
    "xlrd": ("xlrd", "读旧版 Excel 用的"),
    "docx": ("python-docx", "写 Word 用的"),
    "segno": ("segno", "印二维码用的"),
    "weasyprint": ("weasyprint", "写 PDF 用的"),
    "pyrage": ("pyrage", "加密和解密用的"),
    "jinja2": ("Jinja2", "生成网页用的"),
    "mkdocs": ("mkdocs-material", "生成网页用的"),
    "material": ("mkdocs-material", "生成网页用的"),
    "zensical": ("zensical", "生成网页用的"),
    "xlsxwriter": ("XlsxWriter", "写 Excel 数据表用的"),
    "pyarrow": ("pyarrow", "写 Parquet 用的"),
    "pypinyin": ("pypinyin", "生成网页用的"),
}
_OPTIONAL = {"weasyprint", "zensical"}  # extras: `lacking` does not name them
_PANGO = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"


def missing(error: ImportError) -> UserError | None:
    """The error to raise where an import failed because a package is not installed; None where the name is our own or Python's: a bug."""
    name = (error.name or "").partition(".")[0]
    if not name or name == "zhicheng" or name in sys.stdlib_module_names:
        return None
    return _missing(name)


def check(*names: str) -> None:
    """Raises UserError where one of the packages, by the names they are imported by, is not installed. Imports none."""
    for name in names:
        if util.find_spec(name) is None:
            raise _missing(name)


def lacking() -> list[tuple[str, str]]:
    """The packages that are not installed and that some command needs, extras apart: a sentence for each, and what to run."""
    return [_lacking(name) for name in _USES if name not in _OPTIONAL and util.find_spec(name) is None]


def _missing(name: str) -> UserError:
    said, command = _lacking(name)
    return UserError(f"{said}请运行：{command}，然后重试。")


def _lacking(name: str) -> tuple[str, str]:
    package, use = _USES.get(name, (name, ""))
    return f"这台机器上没有装好{use}组件 {package}。", _command(_requirement(package))


def without_pango() -> UserError:
    """The error to raise where WeasyPrint is there and the system's Pango, which it draws with, is not."""
    if sys.platform == "linux":
        remedy = f"请以管理员身份运行：{_PANGO}，然后重试。"
    elif sys.platform == "darwin":
        remedy = "请运行：brew install pango，然后重试。"
    else:
        remedy = "请导出 Word，再用 Word 另存为 PDF。"
    return UserError(f"写 PDF 需要的系统组件 Pango 没有装好。{remedy}")


def _requirement(package: str) -> str:
    """The package with the versions that this copy works with, as its metadata say: python-docx>=1.2,<2."""
    from importlib import metadata  # loads the mail parser, which no command needs that finds its packages

    key = re.sub("[-_.]+", "-", package).lower()
    try:
        listed = metadata.requires("zhicheng") or []
    except metadata.PackageNotFoundError:
        listed = []
    wanted = (requirement.partition(";")[0].strip() for requirement in listed)
    return next((one for one in wanted if re.sub("[-_.]+", "-", re.split("[<>=!~ ]", one)[0]).lower() == key), package)


def _command(requirement: str) -> str:
    """The command that installs a package beside this copy: for pipx, for uv, or for the interpreter that runs."""
    where = Path(sys.prefix)
    if where.parent.name == "venvs" and "pipx" in where.parts:
        return f'pipx inject {where.name} "{requirement}"'
    python = f'"{sys.executable}"' if sys.platform == "win32" else shlex.quote(sys.executable)
    if util.find_spec("pip") is None:  # made by uv
        return f'uv pip install --python {python} "{requirement}"'
    return f'{python} -m pip install "{requirement}"'
