"""An office's opinion on a packet, made where there is no Git. It changes nothing until somebody with the registry takes it."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from zhicheng.documents.finding_reports import count, json_report
from zhicheng.documents.yaml_reading import Value
from zhicheng.errors import UserError
from zhicheng.registry.records.decision import GROUNDS
from zhicheng.registry.registry import Registry
from zhicheng.review import decisions
from zhicheng.review.delivery import decision_packet, packet
from zhicheng.review.delivery.decision_packet import OUTCOMES
from zhicheng.submission import received
from zhicheng.submission.received import Published

_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_NAMED = ("审核意见", "需要更正的内容")


def decided(published: Published, content: bytes, time: datetime, given: Value) -> tuple[Value, bytes]:
    """The opinion on the packet in `content`, and what is said of it.

    `given` has `outcome`, the office's `role` and `area` (as in the report), `account`, and of a return or refusal `reason_code`, `mend`
    and perhaps `note`. Raises UserError where something is missing or may not be published, the office is not on the route, or a packet
    with errors would be approved; PacketRefused where it is no packet.
    """
    found = received.looked(published, content, time)
    outcome = given.get("outcome")
    if outcome not in OUTCOMES:
        raise UserError(f"请选一种意见：{'、'.join(OUTCOMES.values())}。")
    office = next(
        (one for one in found.report.stations or () if (one.kind, one.area or "") == (given.get("role"), given.get("area") or "")), None
    )
    if office is None:
        raise UserError("请选由哪个单位审核：要在这份报送包的审核路线上。")
    account = str(given.get("account") or "").strip().removeprefix("@")
    if not _ACCOUNT.fullmatch(account):
        raise UserError("请写审核账号，即登记册里您单位的审核账号，只有字母、数字、点和短横线。")
    if outcome == "approved" and (errors := count(found.findings)["errors"]):
        raise UserError(f"这份报送包有 {errors} 个错误，不能同意。请退回修改。")
    manifest = found.packet.manifest
    value: Value = {
        "version": decision_packet.VERSION,
        "committee": found.packet.key,
        "name": found.packet.name,
        "round": manifest["round"],
        "packet": {
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "made": manifest["made"],
            **({"digest": manifest["digest"]} if "digest" in manifest else {}),
            "files": packet.fingerprints(found.packet.files),
        },
        "outcome": outcome,
        **({} if outcome == "approved" else _grounds(published.registry, given)),
        "role": office.kind,
        **({"area": office.area} if office.area else {}),
        "office": office.office[:100],
        "account": account,
        "made": time.isoformat(timespec="seconds"),
        **({"base": published.commit} if published.commit else {}),
    }
    checked = json_report(found.findings, len(found.packet.below("registry/")))
    made = decision_packet.write(value, received.report_text(found), checked)
    return {
        "name": f"{found.packet.key}-{manifest['round']}-{OUTCOMES[outcome]}.zip",
        "outcome": OUTCOMES[outcome],
        "office": office.office,
    }, made


def _grounds(registry: Registry, given: Value) -> Value:
    """The grounds of a return or refusal. Raises UserError where they may not be published."""
    code = given.get("reason_code")
    if code not in GROUNDS:
        raise UserError("退回修改、不予备案的，请选一项事由。")
    note = str(given.get("note") or "").strip() or None
    why = decisions.grounds(registry, code, str(given.get("mend") or ""), note, _NAMED)
    return {"reason_code": why.code, **({"note": why.opinion} if why.opinion else {}), "mend": why.mend}


def shown(registry: Registry, content: bytes) -> Value:
    """What an opinion says, for the clerk who gets it back. Raises PacketRefused where it is none."""
    opinion = decision_packet.read(content)
    value = opinion.value
    known = registry.by_id.get(opinion.key)
    return {
        "committee": opinion.key,
        "name": known.name if known is not None else value["name"],
        "round": value["round"],
        "outcome": value["outcome"],
        "said": OUTCOMES[value["outcome"]],
        "office": value["office"],
        "made": value["made"],
        "packed": value["packet"]["made"],
        "reason": GROUNDS.get(value.get("reason_code", ""), ""),
        "note": value.get("note", ""),
        "mend": value.get("mend", ""),
        "appeal": "" if value["outcome"] == "approved" else decisions.appeal(registry),
        "findings": [
            {name: _text(one.get(name)) for name in ("code", "severity", "file", "message", "hint", "clause")} for one in opinion.findings
        ],
        "report": opinion.report,
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
