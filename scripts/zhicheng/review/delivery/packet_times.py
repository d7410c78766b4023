"""When packets were made: as messages show it, and as the commits say that packets became."""

from __future__ import annotations

import re
from datetime import datetime

from zhicheng.text import CHINA

_MADE = re.compile(r"^Packet-Made: ([0-9T:+-]{25})$", re.MULTILINE)


def made_of(message: str) -> datetime | None:
    """The time at which the packet was made that became a commit with this message; None where it was no packet."""
    try:
        return datetime.fromisoformat(_MADE.findall(message)[-1])
    except (ValueError, IndexError):
        return None


def china_time(time: datetime) -> str:
    """A time in China's time zone, as messages show it."""
    return time.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
