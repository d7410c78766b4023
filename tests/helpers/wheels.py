"""The program as others have it: a wheel, installed beside the packages of this environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from helpers import registries

TOP = registries.HERE.parent
# What a wheel is made of.
_FOLDERS = ("scripts", "schemas", "docs", "registry/reference", "registry/rulebooks", "requirements", ".github", ".gitea")
_FILES = ("pyproject.toml", "mkdocs.yml", "README.md", "LICENSE", "guard.yaml", "registry/wording.yaml")
_KEPT = ("PATH", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS", "LANG", "SYSTEMROOT")


class Bench:
    """An empty folder that is the home too, with the wheel in it and, in `tool/`, an environment that has it installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items() if key in _KEPT},
            "HOME": str(folder),
            "PYTHONUTF8": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        source = folder / "source"  # without what tests leave behind
        for name in _FOLDERS:
            shutil.copytree(TOP / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in _FILES:
            shutil.copy(TOP / name, source / name)
        self.run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)
        shutil.rmtree(source)
        (self.wheel,) = folder.glob("zhicheng-*.whl")
        self.run(sys.executable, "-m", "venv", "--without-pip", "tool")
        self.python = folder / "tool/bin/python"
        self.run(sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet", "--no-deps", "--no-index", self.wheel)
        own, others = (
            self.run(self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip(),
            sysconfig.get_path("purelib"),
        )
        Path(own, "others.pth").write_text(f"{others}\n", encoding="utf-8")  # no .pth file in there is read: not that of this checkout

    def run(self, *command: object, folder: Path | None = None) -> str:
        """Runs a command that must succeed and returns what it printed. A command that begins with `zhicheng` is that of the wheel."""
        done = self.tries(command, folder)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def tries(self, command: Sequence[object], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a command, whatever comes of it."""
        words = [str(word) for word in command]
        if words[0] == "zhicheng":
            words[:1] = [str(self.python), "-m", "zhicheng"]
        return subprocess.run(
            words,
            cwd=folder or self.folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            stdin=subprocess.DEVNULL,
        )
