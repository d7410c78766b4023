"""What can be wrong with a form: a file that cannot be used, or a value that is not understood or ambiguous. Words never repeat a value."""

from __future__ import annotations

SAVE_XLSX = "请用 WPS 或 Excel 打开，“文件 → 另存为”，类型选“Excel 工作簿（*.xlsx）”，再交新存的文件。"
SAVE_DOCX = "请用 WPS 或 Word 打开，“文件 → 另存为”，类型选“Word 文档（*.docx）”，再交新存的文件。"


class ValueFault(ValueError):  # noqa: N818 - it is the fault of a cell, not of the program
    """A cell's value cannot be taken as it is: the code of the rule, what is wrong, and how to mend it."""

    code = "F003"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotUnderstood(ValueFault):
    """The value means nothing here (F003)."""


class Ambiguous(ValueFault):
    """The value may mean more than one thing (F004): a person has to say which."""

    code = "F004"


class FileFault(ValueError):  # noqa: N818 - it is the fault of a file, not of the program
    """A file cannot be used at all: F001 where it is not what it claims to be, F005 where it is locked or holds a program."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def broken() -> FileFault:
    """The fault of a file that its own reader cannot open."""
    return FileFault("F001", "文件打不开，可能已经损坏，或者没有复制完整", f"请从原处重新复制；如果还是打不开，{SAVE_XLSX}")
