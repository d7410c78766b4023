"""When the files of each committee last changed, and the latest versions of the registry. A page without Git compares packets with this."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path, PurePosixPath

from zhicheng.review.delivery.packet_times import made_of
from zhicheng.system import git
from zhicheng.text import CHINA

FILE = "times.json"  # its path in a snapshot
_FOLDERS = ("registry/committees", "registry/rosters")
_VERSIONS, _SHORT = 500, 12  # how many versions are listed, and how many digits of their hashes


def written(root: Path, commit: str) -> bytes:
    """The file: `changed`, the time of the last change by the key of a committee or employer; `versions`, the day of each by its beginning.

    Both are empty without Git, and where its history is not complete. The same history gives the same bytes.
    """
    changed: dict[str, str] = {}
    versions: dict[str, str] = {}
    if commit and not git.is_shallow(root):
        log = git.ask(root, "log", "--no-merges", "--no-renames", "--relative", "--name-only", "-z", "--no-show-signature",
                      "--format=%x01%aI%x02%B%x02", commit, "--", *_FOLDERS) or b""  # fmt: skip
        for step in log.decode("utf-8", "replace").split("\x01")[1:]:
            written_on, message, names = step.split("\x02", 2)
            time = made_of(message) or datetime.fromisoformat(written_on)
            for name in filter(None, names.replace("\n", "\0").split("\0")):
                changed.setdefault(PurePosixPath(name).stem, time.astimezone(CHINA).isoformat())
        for line in (git.ask(root, "log", f"-{_VERSIONS}", "--no-show-signature", "--format=%H %aI", commit) or b"").decode().splitlines():
            name, _, written_on = line.partition(" ")
            versions[name[:_SHORT]] = datetime.fromisoformat(written_on).astimezone(CHINA).date().isoformat()
    return json.dumps({"changed": dict(sorted(changed.items())), "versions": versions}, ensure_ascii=False).encode()


class Times:
    """The file, read."""

    def __init__(self, content: bytes) -> None:
        value = json.loads(content)
        self._changed: dict[str, str] = value["changed"]
        self._versions: dict[str, str] = value["versions"]

    def changed(self, key: str) -> datetime | None:
        """When the files of a committee or employer last changed; None where that is not known."""
        found = self._changed.get(key)
        return None if found is None else datetime.fromisoformat(found)

    def day(self, commit: str) -> str:
        """The day of an earlier version of the registry, "" where it is none of those that are known."""
        return self._versions.get(commit[:_SHORT], "")
