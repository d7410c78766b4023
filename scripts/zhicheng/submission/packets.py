"""Packets where there is no repository: made of the files of a submission laid over a snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from zhicheng.documents.finding_reports import count
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.review.delivery import packet, packet_making
from zhicheng.rules.engine import check
from zhicheng.submission import snapshot
from zhicheng.submission.received import finding_shown
from zhicheng.text import listed, show


def made(
    folder: Path, base: bytes, key: str, files: Mapping[str, bytes], time: datetime, by: str | None, papers: Sequence[tuple[str, bytes]]
) -> tuple[Value, bytes]:
    """The packet of a committee whose files (by path in a packet) are laid over a snapshot in an empty folder, and what is said of it.

    Raises UserError where the files have errors or a paper cannot go into it, and PacketRefused.
    """
    registry, commit = _laid(folder, base, files)
    sealed = folder / packet.VAULT
    found = [one for one in check(registry, time.date()).findings if packet_making.is_about(one, key)]
    if errors := count(found)["errors"]:
        raise UserError(f"还有 {errors} 个错误，没有打包：{listed(one.message for one in found if one.severity == 'error')}。")
    ours, missing = packet_making.files(registry, key, sealed)
    printed = packet_making.papers(_on_disk(folder / "papers", papers))
    manifest = packet_making.manifest(registry, key, time, by)
    if commit:
        manifest = {**manifest, "base": commit}
    content = packet.write(manifest, {**ours, **printed}, registry.ranks.codes)
    return {
        "name": f"{key}-{manifest['round']}.zip",
        "files": sorted((*ours, *printed)),
        "missing": missing,
        "contents": packet_making.contents((*ours, *printed), key),
        "unsearched": packet_making.cannot_be_searched(printed),
        "digest": manifest.get("digest", ""),
        "findings": [finding_shown(one) for one in found],
    }, content


def _laid(folder: Path, base: bytes, files: Mapping[str, bytes]) -> tuple[Registry, str]:
    """The registry of a snapshot with files over it, laid out in a folder, and its commit; sealed files lie outside of it."""
    commit = snapshot.unpacked(base, folder / "root")
    for path, content in files.items():
        target = (folder if path.startswith(packet.VAULT) else folder / "root") / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return snapshot.load(folder / "root"), commit


def _on_disk(folder: Path, papers: Sequence[tuple[str, bytes]]) -> list[Path]:
    """Papers as files in a folder, each under its own name. Raises UserError where two have one name, or a name is none."""
    written: list[Path] = []
    folder.mkdir()
    for name, content in papers:
        path = folder / PurePosixPath(name.replace("\\", "/")).name
        if path in written or path == folder:
            raise UserError(f"有两个文件都叫 {show(path.name, 100)}，或者没有名字。请改名再试。")
        path.write_bytes(content)
        written.append(path)
    return written
