"""Text: how it is normalised, compared, searched for private values, and shown in a message."""

from __future__ import annotations

import errno
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from difflib import get_close_matches
from functools import cache, lru_cache

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"  # the alphabet of Crockford's Base32: without i, l, o and u
CHINA = timezone(timedelta(hours=8))  # the time zone of all dates and times in the registry
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDE_ALNUM = {code: narrow for code, narrow in _WIDE.items() if chr(narrow).isalnum()}
# Separators and invisible characters that may stand between the digits of a number. Each maps to exactly one character.
_SEPARATORS = {
    **dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    **dict.fromkeys([0xAD, 0x034F, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2065), 0xFEFF], " "),  # invisible
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-"),
    **dict.fromkeys(map(ord, "·・•‧∙⋅．"), "."),
    **dict(zip(map(ord, "／＿（）［］【】"), "/_()[][]", strict=True)),
}
_SEPARATORS |= dict.fromkeys(map(ord, "*`"), " ")  # marks of emphasis
_AS_TYPED: dict[int, int | str] = {
    **_WIDE,
    **_SEPARATORS,
    **{start + digit: str(digit) for start in (0x0660, 0x06F0) for digit in range(10)},  # Arabic-Indic digits
}
# Digits that are spelt or drawn: 一三八, ①③⑧, ¹³⁸. Only eleven or more in a row count: fewer may be a word, a list or a year.
_DIGITS_SPELT = "零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖○幺两參肆伍陸柒捌玖⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_SPELT_AS = {ord(char): str(place % 10) for place, char in enumerate((*_DIGITS_SPELT, *map(chr, range(0x1D7CE, 0x1D800))))}
_SPELT, _SPELT_SHORT = (  # the second for text up to U+FFFF: a set with characters beyond is searched twenty times as long
    re.compile(rf"[{spelt}](?:[ \t.·-]{{0,2}}[0-9{spelt}]){{10,}}")
    for spelt in ("".join(map(chr, _SPELT_AS)), "".join(chr(code) for code in _SPELT_AS if code < 0x10000))
)
_BRACKETS = re.compile(r"[\[(（【﹝［「『]\s*((?:19|20)[0-9]{2})\s*[\])）】﹞］」』]")
_NAME_GAPS = re.compile(r"[\s·•・‧∙⋅．.\u200b-\u200d]+")
_DAMAGED = re.compile(r"〔((?:19|20)[0-9]{2})(?=[0-9]+号)")

# Patterns of private values, for text translated with _AS_TYPED. A match begins and ends at the edge of a run of digits. The lookahead lets
# matches overlap.
_GAP = r"[ \t./_()\[\]-]{0,8}"
_MOBILE = re.compile(rf"(?=(?<![0-9])((?:(?:00)?86)?0?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})(?![0-9]))")
_IDENTITY = re.compile(
    rf"(?=(?<![0-9])([1-9](?:{_GAP}[0-9]){{5}}{_GAP}(?:1{_GAP}[89]|2{_GAP}0)(?:{_GAP}[0-9]){{9}}{_GAP}[0-9Xx])(?![0-9]))"
)
# The identity numbers of before 1999, which have no check digit: 15 digits, called so.
_OLD_IDENTITY = re.compile(
    r"(?:身份证|证件)[^0-9\n]{0,12}([1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3})(?![0-9])"
)
_MAIL_HOST = re.compile(r"(?<=[A-Za-z0-9._%+-])@(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,}")
_MAIL_NAME = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-"
# Numbers that are not personal: hashes, dates, months, spans of years, years in brackets; and amounts, known by the unit that follows.
_HASH = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{40,}(?![0-9A-Za-z])")
_YEAR, _MONTH, _DAY = "(?:19|20)[0-9]{2}", "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_DATE = re.compile(
    rf"(?<![0-9])(?:{_YEAR}[./-]{_MONTH}(?:[./-]{_DAY})?(?!{_GAP}[0-9]{{5}})|{_YEAR} ?- ?{_YEAR})(?![0-9])|[(\[]{_YEAR}[)\]]"
)
_AMOUNT = re.compile(r"\s*[元万亿人分名个%％]")
# A fast first check of a whole file for anything that could be a private value, in any kind of digits and across line breaks. It first
# finds runs of 11 digits or more, which are rare (_DIGITS), then checks their shape (_SUSPECT).
_BETWEEN = rf"\s./_()\[\]{re.escape(''.join(map(chr, _SEPARATORS)))}-"
_LOOSE = rf"[{_BETWEEN}]*"
_DIGITS = re.compile(rf"\d(?:{_LOOSE}\d){{10,}}(?:{_LOOSE}[XxＸｘ])?")
_SUSPECT = re.compile(rf"[1１١۱]{_LOOSE}[3-9３-９٣-٩۳-۹](?:{_LOOSE}\d){{9}}|(?<!\d)[^\D0](?:{_LOOSE}\d){{16}}{_LOOSE}[\dXxＸｘ]")
_HIDDEN = "（涉及个人信息，已隐去）"
_REASONS = {
    "ENOENT": "没有这个文件",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EROFS": "磁盘是只读的",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "磁盘配额已用完",
    "EFBIG": "文件太大",
    "EIO": "磁盘读写出错",
    "EISDIR": "这是文件夹，不是文件",
    "ENOTDIR": "路径里有一段不是文件夹",
    "EEXIST": "已经有同名的文件",
    "ENOTEMPTY": "文件夹不是空的",
    "ENAMETOOLONG": "文件名太长",
    "ELOOP": "符号链接绕成了圈",
    "EBUSY": "正被别的程序使用",
    **dict.fromkeys(("EMFILE", "ENFILE"), "打开的文件太多"),
    "ENOMEM": "内存不足",
    "EAGAIN": "系统暂时腾不出资源，可能是进程太多",
    "EADDRINUSE": "已被别的程序占用",
}
# Radicals, which look like characters and come with words copied from a PDF, as the characters that they look like: ⾼ is 高. Those of
# Kangxi by Unicode's own tables, the short ones by its list of equivalent ideographs.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | dict(
    zip(map(ord, "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻨⻬⻮⻰"), "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟黄麦齐齿龙", strict=True)
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")
_NAME_SPACES, _DASHES, _DOTS = re.compile(r"\s+"), re.compile("[\u2010-\u2015\u2212\u30fc~～－]"), re.compile("[•‧∙⋅・･]")
_CHINESE_BRACKETS = str.maketrans("〔〕【】［］", "()()()")
_BORN = re.compile("(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_LAST_SECOND = 253_402_271_999  # of the year 9999 in China
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def time_in_china(moment: float) -> datetime:
    """A moment in seconds since 1970 (UTC) as a time in China. After the year 9999, as a commit may claim, it is the end of 9999."""
    return datetime(1970, 1, 1, 8, tzinfo=CHINA) + timedelta(seconds=min(moment, _LAST_SECOND))


def day_in_china(moment: float) -> date:
    """The day of `time_in_china`."""
    return time_in_china(moment).date()


def plain(value: str) -> str:
    """`value` in Unicode form NFC, without spaces at its ends, with characters in the place of radicals that look like them."""
    value = value.strip()
    if value.isascii():
        return value
    value = unicodedata.normalize("NFC", value)
    return value.translate(_RADICALS) if _RADICAL.search(value) else value


def narrow(value: str) -> str:
    """`plain(value)` with full-width digits and letters as ASCII, for numbers and codes."""
    return plain(value).translate(_WIDE_ALNUM)


def is_han(value: str) -> bool:
    """Whether a text is nothing but Chinese characters, at least one. Some of them are used as signs: 丨."""
    return value.isalnum() and min(value) >= "\u4e00" and max(value) <= "\u9fff"


@lru_cache(maxsize=1 << 17)  # a rule after another asks for the names of all specialties
def folded(value: str) -> str:
    """A name in the form by which names are compared: no spaces, full-width characters, brackets and dashes as ASCII, one middle dot."""
    if is_han(value):  # most names
        return value
    value = value.translate(_RADICALS) if _RADICAL.search(value) else value
    return _NAME_SPACES.sub("", _DASHES.sub("-", _DOTS.sub("·", unicodedata.normalize("NFKC", value))).translate(_CHINESE_BRACKETS))


def name_key(value: str) -> str:
    """A person's name without separators and spaces, for comparing names only: 阿不都·热西提 and 阿不都•热西提 have the same key."""
    bare = value.replace("·", "")
    return bare if bare.isalpha() else _NAME_GAPS.sub("", plain(bare))


def document_number(value: str) -> str:
    """A document number with 〔〕 around its year: 桂职办【2011】63号 becomes 桂职办〔2011〕63号. A missing closing bracket is added."""
    return _DAMAGED.sub(r"〔\1〕", _BRACKETS.sub(r"〔\1〕", narrow(value)))


def is_identity_number(value: str) -> bool:
    """Whether `value` (17 digits, then a digit or X) is a resident identity number: date of birth and GB 11643 checksum are valid."""
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, value[:17], strict=True))
    return "10X98765432"[total % 11] == value[17].upper() and _BORN.fullmatch(value, 6, 14) is not None


@lru_cache(maxsize=256)  # three rules check the same texts one after another
def private_values(value: str) -> tuple[tuple[str, int], ...]:
    """The private values in a text, each as the code of its rule and its offset in characters.

    The codes are P001 (mobile number), P002 (identity number) and P003 (e-mail address). Digits may be full-width and separated.
    """
    if len(value) < 6:
        return ()
    if not value.isascii() or "*" in value or "`" in value:
        value = value.translate(_AS_TYPED)  # maps each character to one, so offsets stay the same
    if not value.isascii():
        value = (_SPELT if _beyond_ffff(value) else _SPELT_SHORT).sub(_as_digits, value)
    value = _HASH.sub(_blank, value)
    identities = [match for match in _IDENTITY.finditer(value) if is_identity_number("".join(filter(str.isalnum, match[1])))]
    if identities:
        rest = list(value)
        for match in identities:
            rest[match.start() : match.end(1)] = "#" * len(match[1])
        value = "".join(rest)
    return (
        *(("P002", match.start()) for match in identities),
        *(("P002", match.start(1)) for match in _OLD_IDENTITY.finditer(value)),
        *(("P001", start) for start in _mobile_numbers(value)),
        *(("P003", start) for start in _mail_addresses(value)),
    )


def _as_digits(found: re.Match[str]) -> str:
    """Spelt digits as digits; but a first one before a whole number is the end of a name, as in 张三 and 李四."""
    rest = found[0][1:].translate(_SPELT_AS)
    whole = rest + found.string[found.end() : found.end() + 9]  # X
    return found[0][0] + rest if _MOBILE.match(whole) or _IDENTITY.match(whole) else found[0].translate(_SPELT_AS)


def _mobile_numbers(value: str) -> Iterator[int]:
    """The offsets of mobile numbers. Several groups of digits are not a number if they contain a date or are followed by a unit."""
    undated, end = "", 0
    for match in _MOBILE.finditer(value):
        groups = len(re.findall("[0-9]+", match[1]))
        if match.start() < end or 5 < groups < 11:  # a list of figures, such as 15 20 10 10 10 5
            continue
        if groups > 1:
            undated = undated or _DATE.sub(_blank, value)
            if undated[match.start() : match.end(1)] != match[1] or _AMOUNT.match(value, match.end(1)):
                continue
        end = match.end(1)
        yield match.start()


def _mail_addresses(value: str) -> Iterator[int]:
    for match in _MAIL_HOST.finditer(value):
        before = value[max(0, match.start() - 64) : match.start()]
        yield match.start() - len(before) + len(before.rstrip(_MAIL_NAME))


def _blank(match: re.Match[str]) -> str:
    return "#" * len(match[0])


def may_hold_private_values(text: str) -> bool:
    """Whether the text of a file may hold a private value. False is certain, True is not: any @, backslash or 身份证 gives True."""
    spelt, runs = (_SPELT, _DIGITS) if _beyond_ffff(text) else (_SPELT_SHORT, _digits())
    if "@" in text or "＠" in text or "\\" in text or "证件" in text or "身份证" in text or spelt.search(text):
        return True
    return any(_SUSPECT.search(digits[0]) for digits in runs.finditer(text))


def _beyond_ffff(text: str) -> bool:
    """Whether a text has characters above U+FFFF."""
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


@cache
def _digits() -> re.Pattern[str]:
    """A faster, looser form of _DIGITS for text up to U+FFFF: with the digits listed, the search takes a third of the time."""
    digits = "".join(filter(str.isdecimal, map(chr, range(0x10000))))
    return re.compile(rf"[{digits}][{digits}{_BETWEEN}]{{10,}}[XxＸｘ]?")


def masked(value: str) -> str:
    """`value`, or a fixed Chinese notice instead if it holds a private value."""
    return _HIDDEN if any(private_values(value)) else value


def show(value: object, limit: int = 40) -> str:
    """A value as a message may print it: on one line, cut to `limit` characters, and replaced by a notice if it holds a private value."""
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        value = str(value)
    if not value.isprintable():
        value = "".join(char if char.isprintable() else " " for char in value)
    value = masked(value)
    return value if len(value) <= limit else value[:limit] + "…"


def nearest(value: str, choices: Iterable[str]) -> str | None:
    """The choice most similar to `value`, or None if none is similar. Values over 60 characters are not compared."""
    if not value or len(value) > 60:
        return None
    return next(iter(get_close_matches(value.lower(), list(choices), n=1, cutoff=0.6)), None)


def reason(error: OSError) -> str:
    """The cause of an OSError in Chinese, or the system's own text for a cause without a translation."""
    number = error.errno or 0
    return _REASONS.get(errno.errorcode.get(number, "")) or (os.strerror(number) if number else str(error))


def listed(values: Iterable[str]) -> str:
    """Values joined as a Chinese list: 甲、乙、丙."""
    return "、".join(values)


class _Widths(dict[str, int]):
    """The width of each character that was met, in terminal cells."""

    def __missing__(self, char: str) -> int:
        spacing = unicodedata.category(char) not in ("Mn", "Me", "Cf")
        self[char] = (2 if unicodedata.east_asian_width(char) in "WF" else 1) if spacing else 0
        return self[char]


_WIDTHS = _Widths()


def cells(value: str) -> int:
    """The width of a text in terminal cells: two for Chinese and full-width characters, none for combining and format characters."""
    return len(value) if value.isascii() else _wide(value)


@lru_cache(maxsize=4096)  # the labels of a form are on every page
def _wide(value: str) -> int:
    return sum(map(_WIDTHS.__getitem__, value))


def padded(value: str, width: int, right: bool = False) -> str:
    """`value` padded with spaces to a width in terminal cells: after it, or before it if `right` (right-aligned)."""
    gap = " " * (width - cells(value))
    return gap + value if right else value + gap
