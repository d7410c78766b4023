"""The exceptions of reading forms: an unusable file, a value not understood, an ambiguous value. `message` and `hint` are for the user."""

from __future__ import annotations

SAVE_XLSX = "请用 WPS 或 Excel 打开，“文件 → 另存为”，类型选“Excel 工作簿（*.xlsx）”，再交新存的文件。"
SAVE_DOCX = "请用 WPS 或 Word 打开，“文件 → 另存为”，类型选“Word 文档（*.docx）”，再交新存的文件。"


TABLE_OBJECT = "(?i:Excel|Word|K?ET|K?WPS)[.]"  # how the names of objects with a table begin, of Office and WPS; no equations, no drawings
SAVE_WEB = "请用 WPS、Word 或 Excel 打开，“文件 → 另存为”，类型选“Word 文档（*.docx）”或“Excel 工作簿（*.xlsx）”，再交新存的文件。"
NO_TABLE = "扫描件、照片和打印成的 PDF 读不出表格：请交填好的 Word 或 Excel 原件；没有原件的，照空白表（zhicheng export --blank）重新填写。"
UNPACK = "请解开以后交里面的表，或者改成 .zip 再交。"


class ValueFault(ValueError):  # noqa: N818 - a fault of a cell, not an error of the program
    """The value of a cell cannot be used: the code of the finding, what is wrong, and how to correct it."""

    code = "F003"

    def __init__(self, message: str, hint: str = "", choices: tuple[str, ...] = ()) -> None:
        """`choices`: what the whole cell may say instead, where that is known."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.choices = choices


class NotUnderstood(ValueFault):
    """The value is missing or not understood (F003)."""


class Ambiguous(ValueFault):
    """The value has several possible meanings (F004): the user has to choose."""

    code = "F004"


class FileFault(ValueError):  # noqa: N818 - a fault of a file, not an error of the program
    """A file cannot be used: F001 where it is not of a readable or the claimed type, or too large; F005 where encrypted or with macros.

    `target` is docx or xlsx where another program could convert the file to that, else "".
    """

    def __init__(self, code: str, message: str, hint: str, target: str = "") -> None:
        super().__init__(message)
        self.target = target
        self.code = code
        self.message = message
        self.hint = hint


def embedded(where: str) -> FileFault:
    """The FileFault for a document or a sheet (`where`) in which a table of another file is shown."""
    message = f"{where}里嵌着一张表（Excel 或 Word 对象），这里读不到"
    return FileFault("F001", message, f"请把它另存成单独的文件一起交，从{where}里删去。")


def broken() -> FileFault:
    """The FileFault for a damaged file."""
    return FileFault("F001", "文件打不开，可能已经损坏，或者没有复制完整", f"请从原处重新复制；如果还是打不开，{SAVE_XLSX}")
