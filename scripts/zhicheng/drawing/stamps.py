"""Time stamps (RFC 3161) of plans: an authority outside of the office says at what time it saw the digest of a plan.

They are optional, and need the package rfc3161-client (the extra `stamp`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from zhicheng.documents.finding import Finding
from zhicheng.documents.yaml_reading import Document, Value
from zhicheng.draws import files
from zhicheng.draws.commitments import plan_digest
from zhicheng.draws.public_checks import finding
from zhicheng.errors import UserError
from zhicheng.text import CHINA


def _client() -> Any:
    """The package. Raises UserError where it is not installed."""
    try:
        import rfc3161_client
    except ImportError:
        raise UserError("读写时间戳要装 rfc3161-client：pip install 'zhicheng[stamp]'。") from None
    return rfc3161_client


def _stamped(value: Value) -> bytes:
    """What is stamped: the digest of the plan and a line break."""
    return f"{plan_digest(value['committee'], value['number'], value['plan'])}\n".encode()


def request(value: Value) -> bytes:
    """A request for a time stamp of the plan, to be sent to an authority (application/timestamp-query)."""
    client = _client()
    made: bytes = client.TimestampRequestBuilder().data(_stamped(value)).hash_algorithm(client.HashAlgorithm.SHA256).build().as_bytes()
    return made


def stamped(value: Value, response: bytes) -> Value:
    """The draw with the response of an authority. Raises UserError where it is no time stamp of this plan, or there is one already."""
    if "stamp" in value:
        raise UserError(f"{files.draw_id(value)} 已经有时间戳。")
    _time_of(value, response)
    return {**value, "stamp": base64.b64encode(response).decode("ascii")}


def _time_of(value: Value, response: bytes, roots: bytes | None = None) -> datetime:
    """The time of a time stamp, in China. `roots` are PEM certificates by which its signature is checked; without, it is not checked.

    Raises UserError where it is no time stamp of this plan, or the signature is not right.
    """
    client = _client()
    try:
        found = client.decode_timestamp_response(response)
        imprint = found.tst_info.message_imprint.message
        at: datetime = found.tst_info.gen_time
    except (ValueError, AttributeError):
        raise UserError("这不是时间戳机构的回复（.tsr），或者它的写法不合 DER。请核对文件，或者换一家时间戳机构。") from None
    if bytes(imprint) != hashlib.sha256(_stamped(value)).digest():
        raise UserError(f"这个时间戳不是 {files.draw_id(value)} 的方案的。")
    if roots is not None:
        _check(client, found, value, roots)
    return at.astimezone(CHINA)


def _check(client: Any, found: Any, value: Value, roots: bytes) -> None:
    from cryptography import x509

    try:
        certificates = x509.load_pem_x509_certificates(roots)
    except ValueError:
        raise UserError("--roots 的文件里没有 PEM 格式的证书。") from None
    builder = client.VerifierBuilder()
    for one in certificates:
        builder = builder.add_root_certificate(one)
    try:
        builder.build().verify_message(found, _stamped(value))
    except (client.VerificationError, ValueError) as error:
        raise UserError(f"时间戳的签名不对，或者不是这些根证书签发的（{type(error).__name__}）。") from None


def findings(value: Value, document: Document, roots: bytes | None) -> Iterator[Finding]:
    """Whether the time stamp of a draw, if it has one, is of its plan, rightly signed, and before the randomness (D202)."""
    if "stamp" not in value:
        return
    try:
        at = _time_of(value, base64.b64decode(value["stamp"], validate=True), roots)
    except (UserError, binascii.Error) as error:
        lacking = "rfc3161-client" in str(error)
        said = "没有核对时间戳：没有装 rfc3161-client" if lacking else str(error).split("。")[0]
        yield finding(document, "D202", ("stamp",), said, "请核对时间戳。", "warning" if lacking else "error")
        return
    if at >= datetime.fromisoformat(value["plan"]["randomness"]["at"]):
        said = f"时间戳的时间 {at:%Y-%m-%d %H:%M} 不早于随机数产生的时间"
        yield finding(document, "D202", ("stamp",), said, "方案要先公布。请监督人查明。")


def relied_on(value: Value, roots: bytes | None) -> list[str]:
    """A sentence on the time stamp of a draw, for `history_checks.relied_on`; none where it has none that can be read."""
    if "stamp" not in value:
        return []
    try:
        at = _time_of(value, base64.b64decode(value["stamp"], validate=True), roots)
    except (UserError, binascii.Error):
        return []
    checked = "签名已核对" if roots is not None else "签名没有核对：要核对的，用 --roots 写明时间戳机构的根证书"
    return [f"时间戳机构的时间 {at:%Y-%m-%d %H:%M}（{checked}）"]


def on_paper(value: Value) -> str:
    """What the papers of a draw say of its time stamp: the time, which is not checked there; "" where it has none."""
    if "stamp" not in value:
        return ""
    how = "签名请用 zhicheng draw verify 核对"
    try:
        return f"{_time_of(value, base64.b64decode(value['stamp'], validate=True)):%Y-%m-%d %H:%M}，由时间戳机构证明这时已有方案（{how}）"
    except (UserError, binascii.Error):
        return f"有，在公开的文件里；时间和{how}"
