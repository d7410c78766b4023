"""What only its owner can read: files of mode 600, or on Windows, where that means nothing, an access list of one entry; and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from zhicheng.errors import CannotWrite

WINDOWS = sys.platform == "win32"
_OWNER = "*S-1-3-4"  # “owner rights”: whoever owns the file, whatever their name and the language of the system


def no_core_dumps() -> None:
    """From now on a crash of this process, or of one that it starts, leaves no copy of its memory on the disk. Nothing on Windows."""
    if not WINDOWS:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def restrict(path: Path, handle: int) -> None:
    """Makes an open file readable by its owner only. To be called before anything private is in it.

    Raises CannotWrite on Windows where that cannot be done: on the FAT and exFAT of most sticks there are no access lists.
    """
    if not WINDOWS:
        os.fchmod(handle, 0o600)
        return
    command = ["icacls", str(path), "/inheritance:r", "/grant:r", f"{_OWNER}:F"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
        failed = done.returncode != 0
    except (OSError, subprocess.TimeoutExpired):
        failed = True
    if failed:
        raise CannotWrite(
            f"没有写 {path}：没能用 icacls 把它设成只有您自己能读。"
            "U 盘多半是 FAT 或 exFAT 格式，设不了权限：请用 NTFS 格式、开了 BitLocker 的 U 盘，或者写在自己的用户文件夹里。"
        )
