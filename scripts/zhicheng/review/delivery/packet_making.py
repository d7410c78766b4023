"""Makes packets: collects a committee's files and writes the manifest."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import CONTACTS, ROSTER
from zhicheng.review.delivery import packet, packet_papers
from zhicheng.system import git_commits
from zhicheng.text import reason, show

_PICTURES = (".pdf", ".jpg", ".jpeg", ".png")


def is_about(finding: Finding, key: str) -> bool:
    """Whether a finding is about one of the files of a committee, in any folder."""
    name = finding.file.rpartition("/")[2]
    return _is_record(finding.file, key) or name in (f"{key}{CONTACTS}", f"{key}{ROSTER}")


def _is_record(path: str, key: str) -> bool:
    return path == f"registry/rosters/{key}.yaml" or (path.startswith("registry/committees/") and path.endswith(f"/{key}.yaml"))


def files(registry: Registry, key: str, sealed: Path | None = None) -> tuple[dict[str, bytes], list[str]]:
    """A committee's record, counts and sealed files by their path in a packet, and the names of its sealed files that are missing here.

    `sealed` is a folder with sealed files that are not in the vault. Raises UserError where one of them is not the one that is registered.
    """
    found = {d.path: (registry.root / d.path).read_bytes() for d in registry.documents if _is_record(d.path, key)}
    missing = []
    committee, counts = registry.by_id[key], registry.roster_of.get(key)
    for suffix, said in ((CONTACTS, committee.contacts), (ROSTER, None if counts is None else counts.sealed)):
        name = f"{key}{suffix}"
        outside = None if sealed is None else sealed / name
        if said is not None and outside is not None and outside.is_file():
            content = outside.read_bytes()
            if (hashlib.sha256(content).hexdigest(), len(content)) != (said.sha256, said.size):
                raise UserError(f"{outside} 与登记的大小或校验值不同，没有打包。请用 zhicheng seal 重新密封，再打一次。")
            found[packet.VAULT + name] = content
        elif said is not None and registry.vault is not None and name in registry.vault.files:
            found[packet.VAULT + name] = (registry.vault_folder / name).read_bytes()
        elif said is not None:
            missing.append(name)
    return found, missing


def papers(given: Sequence[Path]) -> dict[str, bytes]:
    """Printed forms by their path in a packet. Raises UserError where one cannot be read or may not go into a packet."""
    found: dict[str, bytes] = {}
    for path in given:
        try:
            if path.stat().st_size > packet_papers.MAX_PAPER:
                raise UserError(f"{path.name} 超过 {packet_papers.MAX_PAPER // 1024 // 1024} MiB。请用低一些的分辨率扫描。")
            content = path.read_bytes()
        except OSError as error:
            raise UserError(f"读不到 {path}：{reason(error)}。") from None
        name = unicodedata.normalize("NFC", path.name)
        if fault := packet_papers.paper_fault(name, content) or packet_papers.private_paper(content):
            raise UserError(f"{show(name, 100)} 不能放进报送包：{fault}。")
        if name.casefold() in {other.removeprefix(packet.PAPERS).casefold() for other in found}:
            raise UserError(f"有两个文件都叫 {show(name, 100)}。请改名再试。")
        found[packet.PAPERS + name] = content
    return found


def forms(registry: Registry, key: str) -> tuple[dict[str, bytes], str]:
    """Annexes 1 and 2 as Word files without contacts, by their path in a packet; or none, and the reason in Chinese."""
    from zhicheng.forms.writing import of_committee  # slow to load

    try:
        numbers = [one for one in registry.annexes(registry.settings.current_round) if one in (1, 2)]  # the third is sealed
        made = [(file.name, file.make()[0]) for file in of_committee(registry, registry.by_id[key], numbers, ["docx"])]
    except UserError as error:
        return {}, str(error)
    return {packet.PAPERS + name: content for name, content in made}, ""


def cannot_be_searched(paths: Iterable[str]) -> bool:
    """Whether there are pictures or PDFs among printed forms, whose content cannot be searched for private values."""
    return any(path.lower().endswith(_PICTURES) for path in paths)


def manifest(registry: Registry, key: str, made: datetime, by: str | None) -> Value:
    """The manifest of a packet without its list of files."""
    record = next(entry.document.value for entry in registry.committees if entry.record.id == key)
    found: Value = {
        "version": packet.VERSION,
        "committee": key,
        "round": packet.last_round(record),
        "authority": record["authority"],
        "area": record["area"],
        "made": made.isoformat(timespec="seconds"),
        "by": by or show(record["organiser"], 99),
        "digest": packet.digest(record, registry.ranks.codes),
        "base": _base(registry.root),
    }
    return {name: value for name, value in found.items() if value is not None}


def _base(root: Path) -> str | None:
    repository = git_commits.repository(root)
    return None if repository is None else git_commits.head(repository)


def refuse_place(out: Path, registry: Registry, force: bool) -> None:
    """Raises UserError where a packet may not be written to `out`."""
    folder = out.absolute().parent
    if out.suffix.lower() != ".zip":
        raise UserError(f"报送包的扩展名要是 .zip：{out}。")
    if not folder.is_dir():
        raise UserError(f"没有文件夹 {out.parent}。")
    if folder.resolve().is_relative_to((registry.root / "registry").resolve()):
        raise UserError(f"报送包不能写在 registry/ 里：{out}。请用 --out 写到别的文件夹。")
    if os.path.lexists(out) and not (force and out.is_file()):
        raise UserError(f"{out} 已经有了，没有覆盖。要覆盖，请加 --force；要另存，请用 --out。")


def contents(paths: Iterable[str], key: str) -> list[str]:
    """The kinds of files in a packet, in Chinese."""
    paths = list(paths)
    words = {
        "登记文件": any(path.startswith("registry/committees/") for path in paths),
        "花名册的人数": f"registry/rosters/{key}.yaml" in paths,
        "密封的联系人": f"{packet.VAULT}{key}{CONTACTS}" in paths,
        "密封的花名册": f"{packet.VAULT}{key}{ROSTER}" in paths,
    }
    forms = sum(path.startswith(packet.PAPERS) for path in paths)
    return [word for word, is_there in words.items() if is_there] + ([f"打印的表 {forms} 份"] if forms else [])
