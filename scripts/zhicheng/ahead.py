"""mkdocs, started ahead: a process that loads it while this one loads itself, then waits to be told what to build.

Loading mkdocs takes as long as loading this program, and there is nothing else yet that a second core could do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

# Without looking for garbage, for which it is too short-lived. What cannot be loaded is met again, and logged, when there is work to do.
_WAITING = """
import gc, json, os, sys
gc.disable()
try:
    import mkdocs.__main__, mkdocs.commands.build, markdown.extensions.toc, pymdownx.superfences
except Exception:
    pass
told = sys.stdin.readline()
if told:
    config, log, environment = json.loads(told)
    os.environ.update(environment)
    os.chdir(os.path.dirname(config))
    stream = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(stream, 1)
    os.dup2(stream, 2)
    from mkdocs.__main__ import cli
    cli(["build", "--config-file", config])
"""
_started: list[tuple[subprocess.Popen[bytes], int]] = []


def start() -> None:
    """Starts the process. It ends by itself where nothing is ever built."""
    _started.append(_process())


def build(config: Path, log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Lets mkdocs build what the file `config` says, with more variables in its environment. Out: the process, which writes to `log`."""
    process, told = _started.pop() if _started else _process()
    log.touch()
    with suppress(BrokenPipeError):  # it has been killed: its status says so
        os.write(told, json.dumps([str(config), str(log), environment]).encode("ascii") + b"\n")
    os.close(told)
    return process


def _process() -> tuple[subprocess.Popen[bytes], int]:
    """A process, and where to write what it is to build."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}
    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-P", "-c", _WAITING]
    hears, told = os.pipe()
    try:
        return subprocess.Popen(command, env=environment, stdin=hears, stdout=nowhere, stderr=nowhere), told
    finally:
        os.close(hears)
