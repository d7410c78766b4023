"""The chrome of the site: the hand-written pages and assets that mkdocs (or Zensical) builds, and the frame around every record page.

The builder runs as a subprocess on a copy of docs/ to which one placeholder page is added for each section and depth. A placeholder that
was built is cut once into literal parts and slots (`Frame`). Filling the slots gives the page that the builder would have made of the same
content; the builder itself need not see thousands of record pages.
"""

from __future__ import annotations

import errno
import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhicheng.errors import UserError
from zhicheng.registry.records.settings import Settings
from zhicheng.site import guides, official, strict, theme_words
from zhicheng.site.builders import Builder, plain
from zhicheng.site.page import HOME, SECTIONS, WITH_PAGES_BELOW, Page
from zhicheng.system import dependencies, processes, signals
from zhicheng.system.packaged import resource
from zhicheng.text import reason

_LEAF = "zhichengslotleaf"
_TITLE = "zhichengslottitle"
_DESCRIPTION = "zhichengslotdescription"
_CONTENT = "<h1>zhichengslotcontent</h1>"
_SLOT = re.compile(f"({_TITLE}|{_DESCRIPTION}|{_LEAF}|{_CONTENT})")
_MARK = "zhichengslot"
_CONFIG, _DOCS, _BUILT, _THEME, _LOG = "mkdocs.json", "docs", "chrome", "theme", "builder.log"
_RESERVED = (("api",), ("schemas",))  # folders of the site that hold nothing but what is made from the registry
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_PLACEHOLDER = """---
title: {title}
description: {description}
section: {section}
stamped: true
hide: [navigation, toc, path]
search: {{exclude: true}}
---
{content}
"""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page: `parts` are literal text at even indexes, names of slots at odd ones."""

    parts: tuple[str, ...]

    def fill(self, page: Page, body: str) -> bytes:
        """The whole HTML of a page. `body` is finished HTML; title and description are escaped here."""
        leaf = page.url.rstrip("/").rpartition("/")[2]
        slots = {_TITLE: html.escape(page.title), _DESCRIPTION: html.escape(page.description), _LEAF: leaf, _CONTENT: body}
        return b"".join([_bytes(slots[part]) if i % 2 else _literal(part) for i, part in enumerate(self.parts)])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="xmlcharrefreplace")


_literal = lru_cache(maxsize=1024)(_bytes)  # the same for all pages of a section


Frames = dict[tuple[str, int], Frame]


@contextmanager
def running_builder(
    builder: Builder,
    work: Path,
    root: Path,
    settings: Settings,
    extra: dict[str, str],
    epoch: int,
    reworded: Callable[[str], str] = str,
) -> Iterator[Chrome]:
    """Runs a builder on the pages under `root` until the block ends. `work` is an empty folder for its files.

    `reworded` rewrites a page that comes with the program in the words of the region; pages of the registry's own are left as they are.
    """
    dependencies.check(*builder.packages)
    own = (root / "docs").exists()
    placeholders = _stage(work / _DOCS, root / "docs" if own else resource("docs"), root, settings.language, str if own else reworded)
    config = _config(builder, _first(root / "mkdocs.yml", resource("mkdocs.yml")), work / _THEME, settings, extra)
    (work / _CONFIG).write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}
    environment |= {"NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1"}  # warnings are passed on; advertisements are not
    started: list[subprocess.Popen[bytes]] = []
    try:
        command = [sys.executable, "-P", "-m", *builder.command, str(work / _CONFIG)]
        with open(work / _LOG, "wb") as log, signals.signals_blocked():
            started.append(subprocess.Popen(command, cwd=work, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log))
        with processes.beside(lambda: started[0].poll() is None):
            yield Chrome(builder, work, placeholders, started[0])
    finally:
        for process in started:
            process.kill()
            process.wait()


class Chrome:
    """A builder that runs in the folder `work`, and what it builds there. `placeholders` are the folders of the placeholders by section and
    depth.
    """

    def __init__(self, builder: Builder, work: Path, placeholders: dict[tuple[str, int], str], process: subprocess.Popen[bytes]) -> None:
        self.builder = builder
        self.work = work
        self.built = work / _BUILT
        self._placeholders = placeholders
        self._process = process

    @property
    def placeholders(self) -> set[str]:
        """The URLs of the placeholders, without a slash at the end."""
        return set(self._placeholders.values())

    def finish(self, announce: Callable[[str], None]) -> Frames:
        """Waits for the builder, and cuts the placeholders into frames; they are removed then. Raises UserError, in Chinese, where the
        builder failed.

        `announce` is called with each of its warnings, such as a broken link in a hand-written page.
        """
        status = self._process.wait()
        said = plain((self.work / _LOG).read_text(encoding="utf-8", errors="replace"))
        if status:
            raise UserError(self._failure(said, status))
        for warning in self.builder.warnings("\n".join(said)):
            announce(f"{self.builder.name}：{warning}")
        self.builder.tidy(self.built)
        strict.tidy(self.built, announce)
        frames = {}
        for key, path in self._placeholders.items():
            finished = self.built / path / "index.html"
            frames[key] = _cut(finished.read_text(encoding="utf-8"), key)
            finished.unlink()
        return frames

    def _failure(self, said: Sequence[str], status: int) -> str:
        """Why the builder failed, for somebody who does not know Python."""
        name = self.builder.name
        if status < 0:
            return f"{name} 没有生成网页：它被系统结束了（信号 {-status}），多半是内存不足。请关掉一些程序，再试一次。"
        if any("No space left" in line or f"Errno {errno.ENOSPC}]" in line for line in said) or not shutil.disk_usage(self.work).free:
            return f"磁盘已满，{name} 没有生成网页。请清理磁盘以后再试。"
        docs = self.work / _DOCS
        for path in sorted(path for path in docs.rglob("*") if path.suffix in _MARKDOWN and path.is_file()):
            try:
                path.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                return f"docs/{path.relative_to(docs).as_posix()} 不是 UTF-8 编码。请用编辑器另存为 UTF-8 再试。"
        trace = next((i for i, line in enumerate(said) if line.startswith("Traceback")), len(said))
        reasons = [line for line in (*said[:trace], *said[trace:][-1:]) if not line.startswith("INFO")]
        return f"{name} 没有生成网页，请检查 mkdocs.yml 和 docs/ 里的文件。{name} 的说明：\n" + "\n".join(reasons[-20:])

    def move_into(self, site: Path, pages: Iterable[Page], files: Iterable[str]) -> None:
        """Moves what was built, without placeholders, into the folder of the site, beside the pages and files made from the registry.
        `files` are the paths of those at the top of the site. Raises UserError where two would have the same path.
        """
        for page in pages:
            if (self.built / page.url / "index.html").exists():
                raise UserError(f"docs/ 里有一页的网址是 {page.url}，与自动生成的“{page.title}”相同。请给这一页换个文件名。")
        for path in files:
            if os.path.lexists(self.built / path):
                raise UserError(f"docs/ 里有文件会成为网站的 {path}，与自动生成的文件相同。请给它换个文件名。")
        for folder, _, files in os.walk(self.built):
            below = os.path.relpath(folder, self.built)
            if files and Path(below).parts[:1] in _RESERVED:
                url = f"{Path(below).as_posix()}/{min(files)}"
                raise UserError(f"docs/ 里有文件会成为网站的 {url}，而 api/ 和 schemas/ 由本工具生成。请给它换个文件夹或文件名。")
            to = site / below
            if files:
                to.mkdir(parents=True, exist_ok=True)
            for name in files:
                (Path(folder) / name).rename(to / name)


def _first(own: Path, packed: Path) -> Path:
    return own if own.exists() else packed


def _stage(docs: Path, source: Path, root: Path, language: str, reworded: Callable[[str], str] = str) -> dict[tuple[str, int], str]:
    """Copies the hand-written pages, in the language of the site where they are translated, and adds the placeholders. Out: the folder of
    each placeholder by section and depth.
    """
    if source.is_dir():
        try:
            shutil.copytree(source, docs, ignore=_hidden_or_linked)
        except shutil.Error as error:
            path, _, said = error.args[0][0]  # the error only as text
            number = re.match(r"\[Errno ([0-9]+)\]", said)
            why = reason(OSError(int(number[1]), "")) if number else said
            raise UserError(f"不能复制 docs/{Path(path).relative_to(source).as_posix()}：{why}。请检查磁盘空间和权限。") from None
    docs.mkdir(exist_ok=True)
    guides.translate(docs, language, root, resource("docs"))
    if reworded is not str:
        guides.rewrite(docs, reworded)
    placeholders = {(HOME, 0): ""}
    for section in SECTIONS:
        if not (docs / f"{section}.md").exists() and not (docs / section / "index.md").exists():
            placeholders[section, 1] = section
        if section in WITH_PAGES_BELOW:
            placeholders[section, 2] = f"{section}/{_LEAF}"
    for (section, _), path in placeholders.items():
        file = docs / path / "index.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = _PLACEHOLDER.format(title=_TITLE, description=_DESCRIPTION, section=section, content=_CONTENT)
        file.write_text(text, encoding="utf-8", newline="\n")
    return placeholders


def _hidden_or_linked(folder: str, names: list[str]) -> set[str]:
    """What is not copied: hidden files, and links, which could lead to files that are nobody's business."""
    return {name for name in names if name.startswith(".") or (Path(folder) / name).is_symlink()}


def _config(builder: Builder, inherited: Path, theme_folder: Path, settings: Settings, extra: dict[str, str]) -> dict[str, Any]:
    if not inherited.is_file():
        raise UserError("找不到 mkdocs.yml。请从登记库的历史中恢复，或重新安装 zhicheng。")
    theme = builder.theme(theme_folder)
    found: dict[str, Any] = {
        "INHERIT": str(inherited.resolve()),
        "site_name": html.escape(settings.name),
        "site_url": settings.site_url or "",  # from which the builder writes the canonical link of every page
        "docs_dir": _DOCS,  # Zensical takes folders beside this file only, by their relative path
        "site_dir": _BUILT,
        "theme": theme,
        "extra": {key: html.escape(value) for key, value in extra.items()}
        | {"sample": settings.sample, "official": official.footer(settings)},
    }
    for key, value in theme_words.config(builder.packages[-1], theme["custom_dir"], theme_folder).items():
        found[key] = {**found[key], **value} if isinstance(value, dict) else value
    return found


def _cut(text: str, key: tuple[str, int]) -> Frame:
    parts = tuple(_SLOT.split(text))
    missing = [slot for slot in (_TITLE, _CONTENT) if slot not in parts]
    if missing or any(_MARK in part for part in parts[::2]):
        raise UserError(f"页面模板不合用：占位页 {key[0]} 里的标题或正文没有原样印出。请检查 mkdocs.yml 的扩展和 theme/main.html。")
    return Frame(parts)
