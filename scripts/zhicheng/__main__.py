"""The `zhicheng` command, and `python -m zhicheng`: the same."""

from __future__ import annotations

import gc
import sys


def entry() -> int:
    """Runs the command line and returns its exit code. Loading it takes a moment, in which Ctrl-C is no error either."""
    try:
        from zhicheng.cli import main

        code = main(sys.argv[1:])
        gc.freeze()  # so that Python does not look through all for garbage once more: the end of the process frees it
        return code
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(entry())
