"""What a change of a committee's record does to periods: validities that are gone or changed, gaps between validities, filings that are
gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from zhicheng.documents.sentences import Words
from zhicheng.registry.records.committee import Committee, PastValidity, Validity


def of_validities(old: Committee, new: Committee) -> Iterator[Words]:
    """Points on validities: those that are no longer in the record or end on another day, and days without validity before the new one.

    Certificates are judged by the validity of their day. Nothing is said where a validity ends on the day before the next, nor where it
    ended by the withdrawal of a committee that is now restored.
    """
    if new.valid is None:
        return
    periods: list[PastValidity | Validity] = [*new.past, new.valid]
    ended = None if old.withdrawn is None or new.withdrawn is not None else old.withdrawn.date
    for one in periods:
        if ended is not None and one.start <= ended < one.until:
            yield (f"{ended} 撤销以后、恢复以前，也算在 {one.start} 至 {one.until} 里",)
    begins = new.valid.start
    kept = {**{one.start: one.until for one in new.past}, begins: new.valid.until}
    current = old.valid if old.valid is not None and old.valid.start != begins else None
    registered: list[PastValidity | Validity] = [*old.past, *([] if current is None else [current])]
    for one in registered:
        until = kept.get(one.start)
        if until is None and one is current:
            yield (f"原来的 {one.start} 至 {one.until} 没有写进以往的有效期（只是更正写错的日期的，不用写）",)
        elif until is None:
            yield (f"以往的 {one.start} 至 {one.until} 删去了",)
        elif until != one.until and (begins - until).days != 1 and until != ended:
            yield (f"{one.start} 起的一次原来到 {one.until} 止，现在写的是到 {until} 止",)
    before = [one.until for one in new.past if one.start < begins] + ([] if current is None or current.start in kept else [current.until])
    if current is not None and before and (begins - max(before)).days > 1:
        yield (f"{max(before) + timedelta(days=1)} 至 {begins - timedelta(days=1)} 没有有效期",)


def of_filings(old: Committee, new: Committee) -> Iterator[Words]:
    """Filings that are no longer in the record, or have another day."""
    news = {filing.round: filing.date for filing in new.filings}
    for one in old.filings:
        now = news.get(one.round)
        if now is None:
            yield (f"{one.round} 年度的（{one.date}）删去了",)
        elif now != one.date:
            yield (f"{one.round} 年度的日期 {one.date} → {now}",)
