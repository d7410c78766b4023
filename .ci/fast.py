"""The fast tests, on any system and without make: `python3 .ci/fast.py` installs what requirements/ says into .venv and runs them.

What `make test-fast` does elsewhere; the workflow `test` runs this on each system and Python. `python3 .ci/fast.py 3.13` takes a Python
3.13 that the machine has; nothing is downloaded.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
PYTHON = TOP / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STEPS = (
    (str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/run.txt", "-r", "requirements/dev.txt"),
    (str(PYTHON), "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", "."),
    (str(PYTHON), "-m", "pytest", "-q", "-n", "auto", "--dist", "loadgroup", "-m", "not slow"),
)


def interpreter(wanted: str) -> str | None:
    """The interpreter of a version like "3.13": this one, one on the path, or one in the tool cache of a forge's machine; else None."""
    if wanted == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    if found := shutil.which(f"python{wanted}"):
        return found
    cached = Path(os.environ.get("RUNNER_TOOL_CACHE") or os.devnull, "Python").glob(f"{wanted}.*/*")
    programs = [path for folder in sorted(cached) for path in (folder / "bin/python3", folder / "python.exe") if path.is_file()]
    return str(programs[-1]) if programs else None


def main() -> int:
    wanted = sys.argv[1] if len(sys.argv) > 1 else f"{sys.version_info.major}.{sys.version_info.minor}"
    python = interpreter(wanted)
    if python is None:
        print(f"This machine has no Python {wanted}: neither on its path nor in RUNNER_TOOL_CACHE.", file=sys.stderr)
        return 2
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNDEFAULTENCODING": "1"}
    for step in ((python, "-m", "venv", ".venv"), *STEPS):
        done = subprocess.run(step, cwd=TOP, env=environment, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
