"""The `zhicheng` command, and `python -m zhicheng`: the same."""

from __future__ import annotations

import gc
import os
import sys


def entry() -> int:
    """Runs the command line and returns its exit code. Loading it takes a moment, in which Ctrl-C is no error either."""
    _have_utf_8()
    gc.set_threshold(100_000)  # most of what is loaded and read stays to the end: to look for garbage often finds none
    try:
        from zhicheng.commands.cli import main

        return main(sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(130)  # Python would end itself by the signal where it came while code was compiled


def _have_utf_8() -> None:
    """Begins anew in UTF-8 where Python takes file names and arguments for ASCII, as with LC_ALL=C and PYTHONUTF8=0: they are Chinese."""
    if sys.getfilesystemencoding() == "ascii" and os.environ.get("PYTHONUTF8") != "1" and sys.executable:
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - this very program, as it was started


if __name__ == "__main__":
    sys.exit(entry())
