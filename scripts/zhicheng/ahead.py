"""mkdocs, started ahead: a process that loads it while this one loads itself, then waits to be told what to build.

Loading mkdocs takes as long as loading this program, and there is nothing else yet that a second core could do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

_NICENESS = 5
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
_started: list[subprocess.Popen[bytes]] = []


def start() -> None:
    """Starts the process. It ends by itself where nothing is ever built."""
    _started.append(_process())


def build(config: Path, log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Lets mkdocs build what the file `config` says, with more variables in its environment. Out: the process, which writes to `log`."""
    process = _started.pop() if _started else _process()
    assert process.stdin is not None
    with process.stdin as stream:
        stream.write(json.dumps([str(config), str(log), environment]).encode("ascii") + b"\n")
    return process


def _process() -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}
    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-P", "-c", _WAITING]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere)
    if hasattr(os, "setpriority"):  # reading the registry comes first: what follows it, one process alone has to do
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
    return process
