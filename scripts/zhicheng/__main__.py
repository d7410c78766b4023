"""The `zhicheng` command, and `python -m zhicheng`: the same."""

from __future__ import annotations

import gc
import os
import sys


def entry() -> int:
    """Runs the command line and returns its exit code. Loading it takes a moment, in which Ctrl-C is no error either."""
    gc.set_threshold(100_000)  # most of what is loaded and read stays to the end: to look for garbage often finds none
    try:
        from zhicheng.commands.cli import main

        return main(sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(130)  # Python would end itself by the signal where it came while code was compiled


if __name__ == "__main__":
    sys.exit(entry())
