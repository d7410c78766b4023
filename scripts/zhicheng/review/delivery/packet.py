"""A packet: one .zip with everything that a committee submits, and a manifest of its content.

`write` makes its bytes, `read` checks and parses them. A packet is untrusted input: only the file names that a committee may have are
accepted, memory is bounded, and no name in a packet is used as a path on disk unchecked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhicheng.documents import yaml_reading
from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.schemas import fits
from zhicheng.documents.yaml_reading import Value
from zhicheng.forms import digest as digests
from zhicheng.registry.records import committee
from zhicheng.registry.vault_listing import CONTACTS, ROSTER, is_whole
from zhicheng.registry.vault_listing import MAX_BYTES as MAX_SEALED
from zhicheng.review.delivery import packet_papers, packet_zip
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.system import budget
from zhicheng.text import private_values, show
from zhicheng.vault import store

VERSION = 1
MANIFEST = "manifest.json"
PAPERS, VAULT = "papers/", "vault/"
MAX_MANIFEST = 64 * 1024
_SECONDS, _MEMORY = 60, 1024 * 1024 * 1024  # of processor time, and bytes, for reading a packet; the largest one takes a few seconds
_COMMITTEE = re.compile(r"registry/committees/([0-9]{6})/([a-z0-9-]+)\.yaml")


@dataclass(frozen=True, slots=True)
class Packet:
    """The content of a packet: its manifest, the committee's name, and its other files by their path in the packet."""

    manifest: Value
    name: str
    files: dict[str, bytes]

    @property
    def key(self) -> str:
        """The committee's id."""
        return str(self.manifest["committee"])

    @property
    def made(self) -> datetime:
        """The time at which the packet was made."""
        return datetime.fromisoformat(self.manifest["made"])

    @property
    def folder(self) -> str:
        """The code of its record's folder below registry/committees."""
        return next(found[1] for path in self.files if (found := _COMMITTEE.fullmatch(path)))

    @property
    def record(self) -> Value:
        """The value of the committee's record."""
        path, content = next(iter(self.below("registry/committees/").items()))
        return yaml_reading.parse(path, content).value

    def below(self, start: str) -> dict[str, bytes]:
        """The files whose path begins with `start`."""
        return {path: content for path, content in self.files.items() if path.startswith(start)}


def fingerprints(files: Mapping[str, bytes]) -> Value:
    """The hash and size (bytes) of each file, sorted by path, as in a manifest."""
    return {path: store.fingerprint(files[path]) for path in sorted(files)}


# --- writing -----------------------------------------------------------------------------------------------------------


def write(manifest: Value, files: Mapping[str, bytes], codes: Codes = USUAL) -> bytes:
    """The bytes of a packet. The same manifest and files give the same bytes. Raises PacketRefused where `read` would."""
    said = json.dumps({**manifest, "files": fingerprints(files)}, ensure_ascii=False, indent=1) + "\n"
    made = packet_zip.zipped([(MANIFEST, said.encode()), *sorted(files.items())], (".json", ".yaml", ".age"))
    read(made, codes)
    return made


# --- reading -----------------------------------------------------------------------------------------------------------


def read(content: bytes, codes: Codes = USUAL) -> Packet:
    """The packet in the bytes of a .zip. Raises PacketRefused."""
    entries = packet_zip.entries(content, _limit)
    manifest = _manifest(entries, codes)
    files = {path: found for path, found in entries.items() if path != MANIFEST}
    if missing := sorted(set(manifest["files"]) - set(files)):
        raise PacketRefused(f"清单里有 {show(missing[0], 100)}，包里没有")
    for path, found in sorted(files.items()):
        if manifest["files"].get(path) != store.fingerprint(found):
            raise PacketRefused(f"{show(path, 100)} 与清单对不上，传送中坏了或者被改过")
    _check_names(files, manifest)
    return Packet(manifest, _check_contents(files, manifest), files)


def read_bounded(content: bytes, codes: Codes = USUAL) -> Packet:
    """As `read`, within a budget of time and memory: nobody knows who made the packet. Raises PacketRefused beyond it, too."""
    try:
        return budget.within(lambda: read(content, codes), _SECONDS, _MEMORY)
    except budget.OverBudget:
        raise PacketRefused("读它要的时间或内存太多，没有读") from None


def _limit(name: str) -> int:
    """The largest size of a file of the packet, in bytes."""
    if name == MANIFEST:
        return MAX_MANIFEST
    if name.startswith("registry/"):
        return yaml_reading.MAX_BYTES
    return MAX_SEALED if name.startswith(VAULT) else packet_papers.MAX_PAPER


def _manifest(entries: Mapping[str, bytes], codes: Codes) -> Value:
    if MANIFEST not in entries:
        raise PacketRefused(f"里面没有清单（{MANIFEST}）")
    try:
        value = store.decoded(entries[MANIFEST], once=True)
        version = value.get("version")
        if type(version) is int and version > VERSION:
            raise PacketRefused("是用更新的 zhicheng 打的", "请先更新本机的 zhicheng，再收一次。")
        if not fits("packet-manifest", value, codes):
            raise PacketRefused(f"清单有误：{_first_fault(value, codes)}")
        if yaml_reading.FORBIDDEN.search(value["by"]) or private_values(value["by"]):
            raise PacketRefused("清单里的报送单位有手机号码、邮箱或控制字符", "请报送单位只写单位名称，重新打包。")
        datetime.fromisoformat(value["made"])
    except (ValueError, RecursionError):
        raise PacketRefused("清单已损坏，读不出来") from None
    return value


def _first_fault(value: Value, codes: Codes) -> str:
    from zhicheng.documents.schema_faults import problems  # loads jsonschema, which a valid manifest does not need

    return next((problem.message for _, problem in problems("packet-manifest", value, codes)), "格式不对")


def _check_names(files: Mapping[str, bytes], manifest: Value) -> None:
    """Raises PacketRefused where a file does not belong to this committee, or there is not exactly one record."""
    key = manifest["committee"]
    sealed = {f"{VAULT}{key}{CONTACTS}", f"{VAULT}{key}{ROSTER}"}
    records = []
    for path in files:
        found = _COMMITTEE.fullmatch(path)
        if found and found[2] == key:
            records.append(path)
        elif not (path in sealed or path == f"registry/rosters/{key}.yaml" or _is_paper(path)):
            raise PacketRefused(f"里面有不属于 {key} 的文件：{show(path, 100)}")
    if len(records) != 1:
        raise PacketRefused(f"里面要有一份 {key} 的登记文件，现在有 {len(records)} 份")


def _is_paper(path: str) -> bool:
    return path.startswith(PAPERS) and "/" not in path.removeprefix(PAPERS)


def _check_contents(files: Mapping[str, bytes], manifest: Value) -> str:
    """Checks the content of every file; returns the committee's name. Raises PacketRefused."""
    key = manifest["committee"]
    name = ""
    said: dict[str, Any] = {}
    for path, content in sorted(files.items()):
        if path.startswith(PAPERS):
            if fault := packet_papers.paper_fault(path.removeprefix(PAPERS), content):
                raise PacketRefused(f"打印的表 {show(path, 100)} 不能收：{fault}", "请报送单位换成普通的 PDF 或图片，重新打包。")
        elif path.startswith(VAULT):
            if not is_whole(content):
                raise PacketRefused(f"{path} 没有密封，或者不是完整的 age 密封文件", "请报送单位用 zhicheng seal 密封，重新打包。")
        else:
            value = _record(path, content)
            if path.startswith("registry/committees/"):
                name = _check_record(path, value, manifest)
                said[f"{VAULT}{key}{CONTACTS}"] = value.get("contacts")
            else:
                if value.get("committee") != key:
                    raise PacketRefused(f"{path} 写的不是 {key} 的花名册人数")
                said[f"{VAULT}{key}{ROSTER}"] = value.get("sealed")
    for path, content in files.items():
        if path.startswith(VAULT) and said.get(path) != store.fingerprint(content):
            raise PacketRefused(f"{path} 与登记的大小或校验值不同", "请报送单位用 zhicheng seal 重新密封，再打包。")
    return name


def _record(path: str, content: bytes) -> Value:
    try:
        value: Value = yaml_reading.parse(path, content).value
    except yaml_reading.Unreadable as error:
        raise PacketRefused(f"{path} 读不出来", "请报送单位用 zhicheng validate 检查，改好再打包。", error.findings) from None
    if fault := packet_papers.private_fault([content.decode("utf-8")]):
        raise PacketRefused(f"{path} 里有个人信息：{fault}", "请报送单位删去或密封，重新打包。")
    return value


def _check_record(path: str, value: Value, manifest: Value) -> str:
    """The committee's name. Raises PacketRefused where its record contradicts the manifest."""
    for field, said in (("id", "committee"), ("authority", "authority"), ("area", "area")):
        if value.get(field) != manifest[said]:
            raise PacketRefused(f"{path} 的 {field} 与清单不同")
    if last_round(value) != manifest["round"]:
        raise PacketRefused(f"{path} 最后一次备案的年度与清单不同")
    return show(value.get("name", ""), 100)


def last_round(value: Value) -> str | None:
    """The round of the last filing of a record; None where it has none. The record need not fit its schema."""
    filings = value.get("filings")
    last = filings[-1] if isinstance(filings, list) and filings else None
    return last.get("round") if isinstance(last, dict) else None


def digest(record: Value, codes: Codes) -> str | None:
    """The short digest of a record, as on printed forms; None where the record does not fit its schema.

    `codes` are the levels and authorities of the registry.
    """
    return digests.shown(digests.of(committee.committee(record))) if fits("committee", record, codes) else None
