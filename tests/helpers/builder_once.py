"""The builder of the site's frame at work once for the same pages and settings, whichever test or worker of a run asks first.

It takes longer than all else of a build. `site.page_frame` is given this module in the place of `subprocess`, in the process of the tests:
a command that a test starts has the real builder each time. So has what fails or is cut short.

Of the day a page that mkdocs builds shows the version of the data alone, once, at its end: for another day this is put in its place.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DEVNULL = subprocess.DEVNULL
_BUILT, _LOG = "chrome", "builder.log"  # as page_frame calls them
_VERSION = "version"  # a file beside them: the version of the data, and whether each page has it once at most
_HEARD = ("PYTHONPATH", "LANG", "LC_ALL", "TZ")  # what of the environment could change a page
_OF_THE_DAY = ("as_of", "revision", "data_version")  # what the settings say of the day; the theme shows the last
_kept: list[Path] = []  # the folder of what was built; none outside a run of the tests


def keep_in(folder: Path) -> None:
    """Keeps what is built in a folder that all workers of a run share."""
    folder.mkdir(exist_ok=True)
    _kept[:] = [folder]


class Ended:
    """A builder that had nothing to do any more."""

    returncode = 0

    def poll(self) -> int:
        return self.returncode

    wait = poll

    def kill(self) -> None:
        """It is over."""


class Building(subprocess.Popen[bytes]):
    """A builder at work for the first time; what it builds is kept in `target`."""

    target: Path | None = None

    def wait(self, timeout: float | None = None) -> int:
        status = super().wait(timeout)
        target, self.target = self.target, None
        if status == 0 and target is not None:
            self._keep(target)
        return status

    def _keep(self, target: Path) -> None:
        """Whole or not at all: another worker may be at the same."""
        work = Path(str(self.args[-1])).parent  # type: ignore[index]
        folder = Path(tempfile.mkdtemp(dir=target.parent))
        shutil.copytree(work / _BUILT, folder / _BUILT)
        shutil.copy(work / _LOG, folder)
        version = _version(self.args)  # type: ignore[arg-type]
        once = all(path.read_text(encoding="utf-8").count(version) < 2 for path in (folder / _BUILT).rglob("*.html"))
        (folder / _VERSION).write_text(json.dumps([version, once]), encoding="utf-8")
        try:
            folder.rename(target)
        except OSError:  # it is there by now
            shutil.rmtree(folder)


def Popen(command: Sequence[str], **options: Any) -> Ended | Building:  # noqa: N802 - the name that page_frame calls
    """The builder at work on the folder where its settings lie, or its work of before, laid there."""
    work = Path(command[-1]).parent
    target = _kept[0] / made_of(command, options["env"]) if _kept else None
    if target is not None and target.is_dir():
        (kept, once), wanted = json.loads((target / _VERSION).read_text(encoding="utf-8")), _version(command)
        if kept == wanted or once:
            shutil.copytree(target / _BUILT, work / _BUILT, copy_function=shutil.copyfile)
            if kept != wanted:
                _put(work / _BUILT, kept.encode(), wanted.encode())
            options["stdout"].write((target / _LOG).read_bytes())
            return Ended()
    building = Building(command, **options)
    building.target = target
    return building


def _version(command: Sequence[str]) -> str:
    """The version of the data, as the settings of a builder have it."""
    found: str = json.loads(Path(command[-1]).read_text(encoding="utf-8"))["extra"]["data_version"]
    return found


def _put(built: Path, kept: bytes, wanted: bytes) -> None:
    """Puts one version of the data in the place of another, on every page."""
    for path in built.rglob("*.html"):
        path.write_bytes(path.read_bytes().replace(kept, wanted))


def made_of(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """The fingerprint of all that a builder reads: its settings, the file they inherit, the pages, our theme."""
    work = Path(command[-1]).parent
    settings = json.loads(Path(command[-1]).read_text(encoding="utf-8"))
    inherited, theme = Path(settings.pop("INHERIT")), Path(settings["theme"].pop("custom_dir"))
    heard: dict[str, Any] = {name: environment.get(name) for name in _HEARD}
    if "mkdocs" in command:
        settings["extra"] = {name: value for name, value in settings["extra"].items() if name not in _OF_THE_DAY}
    else:
        heard["SOURCE_DATE_EPOCH"] = environment.get("SOURCE_DATE_EPOCH")
    said = [command[:-1], settings, heard]
    found = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for folder in (work / settings["docs_dir"], theme):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found.update(f"\0{path.relative_to(folder).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        found.update(b"\0\0")
    found.update(inherited.read_bytes())
    return found.hexdigest()
