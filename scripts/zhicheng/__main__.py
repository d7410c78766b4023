"""The `zhicheng` command, and `python -m zhicheng`: the same."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from zhicheng import ahead


def entry() -> NoReturn:
    """Runs the command line and ends the process with its exit code. Loading it takes a moment, in which Ctrl-C is no error either."""
    try:
        if sys.argv[1:2] == ["build"]:
            with suppress(OSError):  # too many processes, say: when mkdocs is needed, it is tried again, and told
                ahead.start()
        from zhicheng.cli import main

        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        os._exit(130)  # Python would end itself by the signal where it came while code was compiled
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):  # a closed one is none
            stream.flush()
    os._exit(code)  # to let go of a hundred thousand records, one by one, takes longer than to read them


if __name__ == "__main__":
    entry()
