"""Dockerfile and devcontainer: they install what requirements/ says, run as nobody special, and take no more than the program needs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from helpers import registries

TOP = registries.HERE.parent
LINES = re.sub(r"\\\n", "", (TOP / "Dockerfile").read_text(encoding="utf-8")).splitlines()
STEPS = [(word, rest) for word, _, rest in (line.partition(" ") for line in LINES) if word.isupper()]
COPIED = [source for word, rest in STEPS if word == "COPY" for source in rest.split()[:-1]]
PYTHON = "3.12"


def of(word: str) -> list[str]:
    """What stands behind a word of the Dockerfile, in order."""
    return [rest for found, rest in STEPS if found == word]


def test_base_is_a_tag_and_one_python_everywhere() -> None:
    """The workflows take the Python of the machine: that of GitHub's ubuntu-24.04 is 3.12 too."""
    (base,) = of("FROM")
    assert re.fullmatch(rf"python:{re.escape(PYTHON)}-slim-[a-z]+", base)
    settings = json.loads((TOP / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert re.fullmatch(rf"mcr\.microsoft\.com/devcontainers/python:{re.escape(PYTHON)}-[a-z]+", settings["image"])
    jobs = yaml.safe_load((TOP / ".github/workflows/publish.yaml").read_text(encoding="utf-8"))["jobs"]
    assert jobs["build"]["runs-on"] == "ubuntu-24.04"


def test_what_is_installed_is_what_requirements_say() -> None:
    """Packages with their hashes, then the program without asking for any other."""
    installs = [line for line in of("RUN") if "pip" in line]
    assert installs == [
        "python -m pip install --require-hashes --requirement requirements/run.txt",
        "python -m pip install --no-deps --no-build-isolation .",
    ]
    assert (TOP / "requirements/run.txt").is_file()


def test_the_makefile_checks_hashes() -> None:
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    lines = re.findall(r"\$\(PIP\).* -r .*", makefile)
    assert [line.partition(" -r ")[2] for line in lines] == ["requirements/run.txt", "requirements/dev.txt"]
    assert all("--require-hashes" in line for line in lines)


def test_nobody_special_runs_it() -> None:
    assert of("USER") == ["zhicheng"]
    words = [word for word, _ in STEPS]
    assert "RUN" not in words[words.index("USER") :]
    settings = json.loads((TOP / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert settings["remoteUser"] == "vscode"


def test_devcontainer_is_prepared_by_a_word_of_the_makefile() -> None:
    settings = json.loads((TOP / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    program, target = settings["postCreateCommand"].split()
    assert program == "make"
    assert re.search(rf"(?m)^{target}: \$\(VENV\)/\.dev\b", (TOP / "Makefile").read_text(encoding="utf-8"))


def test_only_what_is_copied_reaches_the_builder() -> None:
    """No vault, no history, no record of a registry: what stands in .dockerignore and in the Dockerfile is the same."""
    ignored = (TOP / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    assert [line[1:] for line in ignored if line.startswith("!")] == COPIED
    assert all((TOP / source).exists() for source in COPIED)
    assert not any(source in ("registry", ".", ".git") or "vault" in source for source in COPIED)


def test_all_that_the_wheel_carries_is_copied() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["packages"], *wheel["force-include"], project["project"]["readme"], *project["project"]["license-files"]]
    assert [path for path in needed if not any(path == source or path.startswith(f"{source}/") for source in COPIED)] == []


@pytest.mark.slow
def test_the_program_can_be_built_from_what_is_copied(tmp_path: Path) -> None:
    context = tmp_path / "program"
    for source in COPIED:
        if (TOP / source).is_dir():
            shutil.copytree(TOP / source, context / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (context / source).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(TOP / source, context / source)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path / "dist"),
        ".",
    ]
    subprocess.run(command, cwd=context, check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "zhicheng/resources/registry/reference/series.yaml" in names
    assert "zhicheng/resources/.github/workflows/check.yaml" in names
    assert not [name for name in names if "vault/" in name and "resources" in name]
