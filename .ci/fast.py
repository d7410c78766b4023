"""The fast tests, on any system and without make: `python .ci/fast.py` installs what requirements/ says into .venv and runs them.

What `make test-fast` does elsewhere; the workflow `test` runs this on each system and Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
PYTHON = TOP / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STEPS = (
    (sys.executable, "-m", "venv", ".venv"),
    (str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/run.txt", "-r", "requirements/dev.txt"),
    (str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."),
    (str(PYTHON), "-m", "pytest", "-q", "-n", "auto", "--dist", "loadgroup", "-m", "not slow"),
)


def main() -> int:
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNDEFAULTENCODING": "1"}
    for step in STEPS:
        done = subprocess.run(step, cwd=TOP, env=environment, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
