"""An office's opinion on a packet, as one .zip that an office without Git makes in its browser: the decision, and the report and findings
that the office saw.

It is untrusted input like a packet and proves nothing: whoever takes it checks everything again and asks the office whether it is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhicheng.documents.schemas import fits
from zhicheng.documents.yaml_reading import Value
from zhicheng.review.delivery import packet_zip
from zhicheng.review.delivery.packet_times import china_time
from zhicheng.review.delivery.packet_zip import PacketRefused
from zhicheng.text import private_values
from zhicheng.vault import store

VERSION = 1
DECISION, REPORT, FINDINGS = "decision.json", "report.txt", "findings.json"
OUTCOMES = {"approved": "同意", "returned": "退回修改", "refused": "不予备案"}
_LIMITS = {DECISION: 64 * 1024, REPORT: 8 * 1024 * 1024, FINDINGS: 8 * 1024 * 1024}  # bytes
_AGAIN = "请审核的单位在网页上重新做一份，原样发来。"
_TEXTS = ("name", "office", "note", "mend")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What an office decides on a packet: the value of decision.json, and the report and the findings as the office saw them."""

    value: Value
    report: str
    findings: list[Value]

    @property
    def key(self) -> str:
        """The committee's id."""
        return str(self.value["committee"])

    @property
    def made(self) -> datetime:
        """When the office decided."""
        return datetime.fromisoformat(self.value["made"])

    @property
    def seen(self) -> Mapping[str, Value]:
        """The hash and size of each file of the packet that it is on, by the path in the packet."""
        files: Mapping[str, Value] = self.value["packet"]["files"]
        return files


def is_one(content: bytes) -> bool:
    """Whether the bytes of a .zip are meant to be an opinion, and not a packet: whether its first file is called so."""
    return content.startswith(b"PK\x03\x04") and content[30 : 30 + len(DECISION)] == DECISION.encode()


def write(value: Value, report: str, findings: str) -> bytes:
    """The bytes of an opinion; `findings` is JSON. The same gives the same bytes. Raises PacketRefused where `read` would."""
    files = {REPORT: report.encode(), FINDINGS: findings.encode()}
    said = json.dumps({**value, "files": {name: store.fingerprint(files[name]) for name in sorted(files)}}, ensure_ascii=False, indent=1)
    # Not compressed: a report that repeats itself would be compressed so far that `read` took it for a zip bomb.
    made = packet_zip.zipped([(DECISION, f"{said}\n".encode()), *sorted(files.items())])
    read(made)
    return made


def read(content: bytes) -> Opinion:
    """The opinion in the bytes of a .zip. Raises PacketRefused."""
    if content.startswith(b"PK\x03\x04") and not is_one(content):
        raise _refused("这不是审核意见")
    try:
        entries = packet_zip.entries(content, lambda name: _LIMITS.get(name, 0))
    except PacketRefused as error:
        raise _refused(error.reason.replace("zhicheng pack 打的包", "网页做的审核意见").replace("报送包", "审核意见")) from None
    if set(entries) != set(_LIMITS):
        raise _refused("里面的文件不对，不是审核意见")
    try:
        value = store.decoded(entries[DECISION], once=True)
        version = value.get("version")
        if type(version) is int and version > VERSION:
            raise PacketRefused("是用更新的 zhicheng 做的", "请先更新本机的 zhicheng，再试一次。", to_do="更新 zhicheng")
        if not fits("decision-packet", value):
            raise _refused(f"审核意见有误：{_first_fault(value)}")
        made, packed = (datetime.fromisoformat(one["made"]) for one in (value, value["packet"]))
        findings = store.decoded(entries[FINDINGS], once=True)["findings"]
        report = entries[REPORT].decode()
    except (ValueError, RecursionError, KeyError):
        raise _refused("审核意见已损坏，读不出来") from None
    if any(value["files"].get(name) != store.fingerprint(entries[name]) for name in (REPORT, FINDINGS)):
        raise _refused("里面的文件与清单对不上，传送中坏了或者被改过")
    if any(private_values(value.get(name, "")) for name in _TEXTS):
        raise _refused("里面有手机号码、身份证号码或者邮箱，意见要公布")
    if made < packed:
        raise _refused(f"意见是 {china_time(made)} 作的，早于打包的时间 {china_time(packed)}")
    if (value["role"] == "prefecture") != ("area" in value):
        raise _refused("写的身份和地区不符")
    if not isinstance(findings, list) or not all(isinstance(one, dict) for one in findings):
        raise _refused("检查结果读不出来")
    return Opinion(value, report, findings)


def _refused(reason: str) -> PacketRefused:
    return PacketRefused(reason, _AGAIN, to_do="请审核的单位重新做一份")


def _first_fault(value: Value) -> str:
    from zhicheng.documents.schema_faults import problems  # loads jsonschema, which a valid value does not need

    return next((problem.message for _, problem in problems("decision-packet", value)), "格式不对")
