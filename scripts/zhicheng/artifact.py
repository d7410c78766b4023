"""The report in an artifact that a check of somebody else's change has left: read as hostile, and made harmless for a comment.

The check runs the code of the change, so that whoever wrote the change may have written the artifact: it can be a bomb, hold other files,
or a text that names people, links out, or passes for something else. The comment begins by saying where it comes from.
"""

from __future__ import annotations

import html
import io
import lzma
import re
import zipfile
import zlib

NAME = "report.md"
MAX_ARCHIVE = 1024 * 1024
MAX_TEXT = 300 * 1024  # bytes: 60,000 characters of UTF-16, in UTF-8
LIMIT = 60_000  # UTF-16 units of a comment
_APART = "\u200b"  # between two characters that would act together
_TAGS = ("details", "summary", "code")  # what our own report uses, without attributes
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_TAG = re.compile(f"<(?!/?(?:{'|'.join(_TAGS)})>)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029]")
_ACTING = (  # what a forge would make something of, wherever it stands: mentions, links, pictures, references
    (re.compile("@"), f"@{_APART}"),
    (re.compile(r"\]([(\[:])"), rf"]{_APART}\1"),
    (re.compile(r"(?i)(http|https|ftp|mailto|xmpp)(:)"), rf"\1{_APART}\2"),
    (re.compile(r"(?i)(www)(\.)"), rf"\1{_APART}\2"),
    (re.compile(r"#([0-9])"), rf"#{_APART}\1"),
    (re.compile(r"(?i)(gh)(-[0-9])"), rf"\1{_APART}\2"),
    (re.compile("[$]"), f"${_APART}"),
    (re.compile("(`{3,}|~{3,})([ \t]*[A-Za-z])"), rf"\1{_APART}\2"),  # a fence that is drawn as something
)


class Unusable(Exception):  # noqa: N818 - what is the matter
    """An artifact holds no report. The text is Chinese and repeats nothing of it."""


def report_in(archive: bytes) -> str:
    """The text of the report in an archive. Only that one file is looked at, and no more of it than a report may have. Raises Unusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as found, found.open(NAME) as stream:
            content = stream.read(MAX_TEXT + 1)
    except KeyError:
        raise Unusable(f"产物里没有 {NAME}") from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Unusable("产物不是完整的 zip 文件") from None
    if len(content) > MAX_TEXT:
        raise Unusable(f"{NAME} 超过 {MAX_TEXT // 1024} KiB")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Unusable(f"{NAME} 不是 UTF-8 编码") from None


def harmless(text: str, mark: str) -> str:
    """The report as a comment that begins with `mark`: nothing in it mentions, links, loads or hides anything, and it is not too long.

    Nothing is parsed to tell what is code and what is not, as a parser could be led astray: what would act is taken apart everywhere, by
    a character that is not seen.
    """
    text = _CONTROL.sub("", text.removeprefix(mark).replace("\r\n", "\n"))
    text = _ENTITY.sub(lambda found: _entity(found[0]), text)
    text = _TAG.sub(f"<{_APART}", text)
    for acting, apart in _ACTING:
        text = acting.sub(apart, text)
    head = f"{mark}\n> 这份报告由这次修改自己的检查生成。修改了程序的，请以审核人员在本机运行 `zhicheng report` 的结果为准。\n\n"
    return head + _cut(text.strip("\n"), LIMIT - len(head) - 1) + "\n"


def _entity(written: str) -> str:
    """A character reference; what it stands for, taken apart from what follows, where that would act or be part of what does."""
    meant = html.unescape(written)
    return f"{meant}{_APART}" if meant.isalnum() or meant in tuple("@#:.$") else written


def _cut(text: str, limit: int) -> str:
    if len(text.encode("utf-16-le")) // 2 <= limit:
        return text
    said = "\n\n（报告太长，没有全部列出。）"
    short = text.encode("utf-16-le")[: 2 * (limit - len(said) - 20)].decode("utf-16-le", "ignore")
    lines = short.rpartition("\n")[0] or short
    return lines + ("\n</details>" if lines.count("<details>") > lines.count("</details>") else "") + said
