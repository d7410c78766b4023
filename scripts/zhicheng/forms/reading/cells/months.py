"""Months in all usual spellings: 2019 年 6 月 3 日, 2002.9.17, 二〇一〇年三月, 65.09, 6405, 198005, dates of spreadsheets."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from zhicheng.forms.reading.faults import Ambiguous, NotUnderstood
from zhicheng.text import narrow

_HOW = "请写成“1975-04”这样的年和月，并把单元格设为文本格式。"
_DIGITS = str.maketrans("〇○零◯一二三四五六七八九", "0000123456789")
_LETTER_O = re.compile("(?<=[〇○零◯一二三四五六七八九])[OoОоΟο]+")  # typed for 〇: 二O一七, 二OO八
_MARKS = str.maketrans({**dict.fromkeys("－–—−‐‑", "-"), **dict.fromkeys("．。·•・", "."), "／": "/", "，": ",", "：": ":"})
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY = r"\d{1,2}"
_CHINESE = re.compile(rf"(\d{{4}}|\d{{2}})年(\d{{1,2}})月?(?:份|({_DAY})[日号])?{_TIME}")
_PARTED = re.compile(rf"(\d{{4}}|\d{{2}})([./\- ])(\d{{1,2}})(?:\2({_DAY}))?\2?{_TIME}")
_YEAR_DOT_DAY = re.compile(r"(\d{4})\.(\d{2})(\d{2})")
_WHAT = re.compile("(?:出?生|取得|获得)$")  # what happened then: 1975年2月生, 2014年12月取得
_OLDEST = 100  # years before the current one; an earlier date is usually a number stored as a date
_SERIAL_FROM, _SERIAL_TO = 10_000, 99_999  # serial numbers of days in a spreadsheet: from 1927-05-18


def month(value: object, as_of_year: int, date1904: bool = False) -> str:
    """The month in a cell, as 1975-04; a day is left out. Raises NotUnderstood or Ambiguous.

    `as_of_year` is the current year: years after it, and more than 100 before it, are refused. `date1904` is the workbook's date system.
    """
    if isinstance(value, date):
        return _plausible(value.year, value.month, as_of_year)
    if isinstance(value, bool) or value is None:
        raise NotUnderstood("没有填写，或者不是年月", _HOW)
    if isinstance(value, (int, float)):
        return _from_number(value, as_of_year, date1904)
    text = narrow(str(value)).translate(_MARKS)
    text = re.sub(r"\s+", " ", text).strip(" .'")
    text = _WHAT.sub("", re.sub(r" ?([年月日./-]) ?", r"\1", text)).rstrip()
    if re.search("[一二三四五六七八九十〇○零]", text):
        text = arabic(text)
    if not text:
        raise NotUnderstood("没有填写", _HOW)
    if text.isascii() and text.isdecimal():
        return _from_digits(text, as_of_year, date1904)
    if found := _CHINESE.fullmatch(text):
        return _from_parts(found[1], found[2], as_of_year, found[3])
    if found := _PARTED.fullmatch(text):
        if found[2] == "." and found[3] == "1" and found[4] is None:
            raise Ambiguous("小数点后只有一个 1，分不清是 1 月，还是 10 月丢了末尾的 0", _HOW)
        return _from_parts(found[1], found[3], as_of_year, found[4])
    if found := _YEAR_DOT_DAY.fullmatch(text):
        return _from_parts(found[1], found[2], as_of_year, found[3])
    if re.fullmatch(r"\d{4}年?", text):
        raise NotUnderstood("只有年份，没有月份", _HOW)
    raise NotUnderstood("看不出是哪一年哪一月", _HOW)


def _from_number(value: float, as_of_year: int, date1904: bool) -> str:
    if not 0 < value < 1e9:  # also false for NaN
        raise NotUnderstood("看不出是哪一年哪一月", _HOW)
    if value >= _SERIAL_FROM and value != int(value):  # a date with a time of day
        return _from_serial(int(value), as_of_year, date1904)
    return month(f"{value:.4f}".rstrip("0").rstrip("."), as_of_year, date1904)


def _from_digits(digits: str, as_of_year: int, date1904: bool) -> str:
    """A month from digits alone: 6405, 198005, 19800512, 650912, or the serial number of a day in a spreadsheet."""
    if len(digits) == 8:
        return _from_parts(digits[:4], digits[4:6], as_of_year, digits[6:])
    if len(digits) == 6:
        in_full = digits[4:] != "00" and int(digits[4:]) <= 12 and as_of_year - _OLDEST <= int(digits[:4]) <= as_of_year
        short = 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:]) <= 31
        return (
            _from_parts(digits[:2], digits[2:4], as_of_year, digits[4:])
            if short and not in_full
            else _from_parts(digits[:4], digits[4:], as_of_year)
        )
    if len(digits) == 5:
        if as_of_year - _OLDEST <= int(digits[:4]) <= as_of_year and digits[4] != "0":
            raise Ambiguous("五位数字，分不清是年份加月份，还是电子表格的日期序号", _HOW)
        return _from_serial(int(digits), as_of_year, date1904)
    if len(digits) == 4:
        is_month = 1 <= int(digits[2:]) <= 12
        is_year = as_of_year - _OLDEST <= int(digits) <= as_of_year
        if is_month and is_year:
            raise Ambiguous("四位数字，分不清是一个年份，还是两位年份加两位月份", _HOW)
        if is_year:
            raise NotUnderstood("只有年份，没有月份", _HOW)
        if is_month:
            return _from_parts(digits[:2], digits[2:], as_of_year)
    raise NotUnderstood("看不出是哪一年哪一月", _HOW)


def _from_serial(days: int, as_of_year: int, date1904: bool) -> str:
    if not _SERIAL_FROM <= days <= _SERIAL_TO:
        raise NotUnderstood("看不出是哪一年哪一月", _HOW)
    day = (date(1904, 1, 1) if date1904 else date(1899, 12, 30)) + timedelta(days=days)
    return _plausible(day.year, day.month, as_of_year)


def _from_parts(year: str, number: str, as_of_year: int, day: str | None = None) -> str:
    full_year = int(year)
    if len(year) == 2:
        century = as_of_year - as_of_year % 100
        full_year += century if full_year <= as_of_year % 100 else century - 100
    found = _plausible(full_year, int(number), as_of_year)
    if day is not None and int(day) > monthrange(full_year, int(number))[1]:
        raise NotUnderstood(f"{int(number)} 月没有 {int(day)} 日", _HOW)
    return found


def _plausible(year: int, number: int, as_of_year: int) -> str:
    if not 1 <= number <= 12:
        raise NotUnderstood("月份不在 1 到 12 之间", _HOW)
    if year > as_of_year:
        raise NotUnderstood(f"年份晚于 {as_of_year} 年", _HOW)
    if year < as_of_year - _OLDEST:
        raise NotUnderstood(f"年份早于 {as_of_year - _OLDEST} 年，可能是数字被当成了日期", _HOW)
    return f"{year:04}-{number:02}"


def arabic(text: str) -> str:
    """Chinese numerals as digits: 二〇一〇年三月二十九日 gives 2010年3月29日, also where O stands for 〇."""
    text = _LETTER_O.sub(lambda found: "〇" * len(found[0]), text)
    text = re.sub("([一二三四五六七八九])?十([一二三四五六七八九])?", lambda m: f"{m[1] or '一'}{m[2] or '〇'}", text)
    return text.translate(_DIGITS)
