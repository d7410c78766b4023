"""The validity that filled forms replace by a new one moves to the past validities, by which certificates of its time are judged."""

from __future__ import annotations

from datetime import date

from zhicheng.documents.yaml_reading import Value


def kept(old: Value, new: Value, fields: Value) -> Value:
    """The record after the forms (`new`); its former validity (in `old`) is added to the past ones.

    That is done only where the new validity begins and ends later, since a single other date may be a correction, and not where the
    `fields` of the forms say that there was none before. Where the new one begins earlier than the old one ends, the old one ends the day
    before.
    """
    before, after = old.get("valid"), new.get("valid")
    past = new.get("past", [])
    if not before or not after or fields.get("past", ()) is None or any(one["from"] == before["from"] for one in past):
        return new
    if after["from"] <= before["from"] or after["until"] <= before["until"]:
        return new
    try:
        last = date.fromordinal(date.fromisoformat(after["from"]).toordinal() - 1).isoformat()
    except ValueError:  # no such day: the shape of the record says so
        return new
    ended = {**before, "until": min(before["until"], last)}
    return {**new, "past": sorted([*past, ended], key=lambda one: str(one["from"]))}
