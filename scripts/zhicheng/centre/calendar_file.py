"""Calendar files (iCalendar, RFC 5545): a round's deadlines, and the days on which committees' validities end.

The same bytes for the same records and the same state of the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.round import Round
from zhicheng.registry.records.settings import Settings

_LINE = 75  # octets, without the line break (RFC 5545, 3.1)
_ESCAPES = {ord("\\"): "\\\\", ord(";"): "\\;", ord(","): "\\,", ord("\n"): "\\n", ord("\r"): None}
DEADLINES = (("form", "登记表"), ("roster", "评委花名册"), ("platform", "平台录入"))


def deadlines(filing_round: Round) -> tuple[tuple[str, str, date], ...]:
    """The deadlines of a round in the order of the letter, those it has: key, what is due, and the last day."""
    days = (filing_round.form_deadline, filing_round.roster_deadline, filing_round.platform_deadline)
    return tuple((key, what, day) for (key, what), day in zip(DEADLINES, days, strict=True) if day is not None)


def calendar(filing_round: Round, settings: Settings, stamp: date) -> str:
    """The text of the calendar file: one event for each deadline, a whole day long.

    `stamp` is the day of the data (DTSTAMP), from which a calendar program sees that it has an older version of an event; the UID of an
    event stays the same.
    """
    address = (settings.site_url or "").rstrip("/")
    lines = []
    for key, what, day in deadlines(filing_round):
        lines += _event(f"{what}截止（{filing_round.title}）", day)
        lines += [
            f"UID:{filing_round.id}-{key}@{host(settings)}",
            f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
            f"DESCRIPTION:{escaped(_description(filing_round, what, day, settings))}",
            *([f"URL:{address}/rounds/{filing_round.id}/"] if address else []),
            "END:VEVENT",
        ]
    return _whole("filing rounds", filing_round.title, lines)


def validity_ends(committees: Iterable[Committee], settings: Settings, stamp: date) -> str:
    """The text of a calendar file with an event on the last day of the validity of each committee in force that has one.

    `stamp`: as in `calendar`.
    """
    address, at, lines = (settings.site_url or "").rstrip("/"), host(settings), []
    for one in committees:
        if one.active and one.valid is not None:
            lines += _event(f"有效期最后一天：{one.name}", one.valid.until)
            lines += [
                f"UID:{one.id}-valid-until@{at}",
                f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
                *([f"URL:{address}/committees/{one.id}/"] if address else []),
                "END:VEVENT",
            ]
    return _whole("validities", f"{settings.name}：有效期", lines)


def host(settings: Settings) -> str:
    """The host in the UIDs of the registry's events and entries, by which they are told from others; an invented one where there is no
    site.
    """
    return urlsplit(settings.site_url or "").hostname or f"{settings.region}.zhicheng.invalid"


def _whole(what: str, name: str, events: list[str]) -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//zhicheng//{what}//ZH", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{escaped(name)}"]
    return "".join(f"{part}\r\n" for line in (*head, *events, "END:VCALENDAR") for part in folded(line))


def _event(summary: str, day: date) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"SUMMARY:{escaped(summary)}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        "TRANSP:TRANSPARENT",
    ]


def _description(filing_round: Round, what: str, day: date, settings: Settings) -> str:
    phones = "、".join(settings.centre_phones)
    return f"{filing_round.title}：{what}请在 {day} 以前办好，当天办好算按时。\n咨询：{settings.centre_name} {phones}"


def escaped(value: str) -> str:
    """A text value: backslash, semicolon, comma and line breaks escaped (RFC 5545, 3.3.11)."""
    return value.translate(_ESCAPES)


def folded(line: str) -> Iterator[str]:
    """A content line in parts of at most 75 octets, each but the first starting with a space. No character is split (RFC 5545, 3.1)."""
    if len(line.encode("utf-8", "replace")) <= _LINE:  # most lines: without a look at each character
        yield line
        return
    part, size = "", 0
    for char in line:
        octets = len(char.encode("utf-8", "replace"))
        if size + octets > _LINE:
            yield part
            part, size = " ", 1
        part, size = part + char, size + octets
    yield part
