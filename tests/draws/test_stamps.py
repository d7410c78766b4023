"""Time stamps of plans (RFC 3161), made by OpenSSL as an authority would: of the plan, of another, by other roots, too late."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers import draws, registries

from zhicheng.documents import yaml_reading
from zhicheng.drawing import stamps
from zhicheng.draws import files
from zhicheng.errors import UserError
from zhicheng.forms.writing import draw_papers
from zhicheng.forms.writing.layout import Table
from zhicheng.registry import registry
from zhicheng.text import CHINA

pytestmark = pytest.mark.slow
Value = dict[str, Any]
_CONFIG = """\
[tsa]
default_tsa = t
[t]
dir = .
serial = ./serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a root, a key that may stamp, and another root that signed nothing."""
    folder = tmp_path_factory.mktemp("authority")
    for name in ("root", "other"):
        options = (
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            f"{name}.key",
            "-out",
            f"{name}.pem",
            "-days",
            "3650",
            "-subj",
            f"/CN={name}",
        )
        openssl(folder, "req", "-x509", *options)
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "stamp.key", "-out", "stamp.csr", "-subj", "/CN=stamp")
    (folder / "extensions").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n", encoding="utf-8")
    signed = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "3650", "-extfile", "extensions")
    openssl(folder, "x509", "-req", "-in", "stamp.csr", "-out", "stamp.pem", *signed)
    (folder / "serial").write_text("01\n", encoding="utf-8")
    (folder / "config").write_text(_CONFIG, encoding="utf-8")
    return folder


@pytest.fixture
def answer(authority: Path, tmp_path: Path) -> Callable[[bytes], bytes]:
    """The response of the authority to a request."""

    def answered(request: bytes) -> bytes:
        query, reply = tmp_path / "a.tsq", tmp_path / "a.tsr"
        query.write_bytes(request)
        signed = ("-signer", "stamp.pem", "-inkey", "stamp.key", "-config", "config")
        openssl(authority, "ts", "-reply", "-queryfile", str(query), "-out", str(reply), *signed)
        return reply.read_bytes()

    return answered


def planned(at: str) -> Value:
    """A draw with a plan whose randomness comes at a time."""
    value = draws.draw(state="planned")
    value["plan"]["randomness"] = {"source": "dice", "throws": 25, "at": at}
    return value


def found(value: Value, roots: bytes | None) -> list[tuple[str, str, str]]:
    document = yaml_reading.parse(files.public_path(value), files.public_text(value).encode())
    return [(one.code, one.severity, one.message) for one in stamps.findings(value, document, roots)]


LATER, PAST = "2099-09-16T10:00:00+08:00", "2026-09-16T10:00:00+08:00"


def test_a_stamp_in_time(answer: Callable[[bytes], bytes], authority: Path) -> None:
    value = planned(LATER)
    made = stamps.stamped(value, answer(stamps.request(value)))
    roots = (authority / "root.pem").read_bytes()
    assert found(made, None) == found(made, roots) == []
    (said,) = stamps.relied_on(made, roots)
    assert said.startswith("时间戳机构的时间 20")
    assert said.endswith("（签名已核对）")
    (said,) = stamps.relied_on(made, None)
    assert said.endswith("（签名没有核对：要核对的，用 --roots 写明时间戳机构的根证书）")
    with pytest.raises(UserError, match="已经有时间戳"):
        stamps.stamped(made, b"")


def test_a_stamp_by_somebody_else(answer: Callable[[bytes], bytes], authority: Path) -> None:
    value = planned(LATER)
    made = stamps.stamped(value, answer(stamps.request(value)))
    other = (authority / "other.pem").read_bytes()
    assert found(made, other) == [("D202", "error", "时间戳的签名不对，或者不是这些根证书签发的（VerificationError）")]
    assert stamps.relied_on(made, other) == []
    assert found(made, b"no certificate") == [("D202", "error", "--roots 的文件里没有 PEM 格式的证书")]


def test_a_stamp_that_is_too_late(answer: Callable[[bytes], bytes]) -> None:
    value = planned(PAST)
    ((code, severity, message),) = found(stamps.stamped(value, answer(stamps.request(value))), None)
    assert (code, severity) == ("D202", "error")
    assert message.startswith("时间戳的时间 20")
    assert message.endswith(" 不早于随机数产生的时间")


def test_a_stamp_of_another_plan(answer: Callable[[bytes], bytes]) -> None:
    value, other = planned(LATER), planned("2098-09-16T10:00:00+08:00")
    response = answer(stamps.request(other))
    with pytest.raises(UserError, match="这个时间戳不是 example-one-1 的方案的。"):
        stamps.stamped(value, response)
    made = {**value, "stamp": base64.b64encode(response).decode()}
    assert found(made, None) == [("D202", "error", "这个时间戳不是 example-one-1 的方案的")]


@pytest.mark.parametrize("content", [b"", b"x", b"\x30\x03\x02\x01\x00", b"0" * 400])
def test_what_is_no_stamp(content: bytes) -> None:
    with pytest.raises(UserError, match=r"这不是时间戳机构的回复（\.tsr），或者它的写法不合 DER"):
        stamps.stamped(planned(LATER), content)


def test_the_papers_say_when_the_plan_was_stamped(answer: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not that it is rightly signed; without the package that reads it, that there is one."""
    value = planned("2099-09-16T10:00:00+08:00")
    assert stamps.on_paper(value) == ""
    stamped = stamps.stamped(value, answer(stamps.request(value)))
    at = datetime.now(CHINA)
    said = stamps.on_paper(stamped)
    times = [f"{at - timedelta(minutes=ago):%Y-%m-%d %H:%M}" for ago in (0, 1, 2)]
    assert said in [f"{time}，由时间戳机构证明这时已有方案（签名请用 zhicheng draw verify 核对）" for time in times]
    root = registry.load(registries.REAL.parent)
    for one, on_it in ((stamped, True), (value, False)):
        blocks = draw_papers.plan(root, one).blocks
        cells = [line for block in blocks if isinstance(block, Table) for row in block.rows for cell in row for line in cell.lines]
        assert ("时间戳" in cells) is on_it
        assert ("".join(cells).count(said) == 1) is on_it

    def missing() -> None:
        raise UserError("读写时间戳要装 rfc3161-client：pip install 'zhicheng[stamp]'。")

    monkeypatch.setattr(stamps, "_client", missing)
    assert stamps.on_paper(stamped) == "有，在公开的文件里；时间和签名请用 zhicheng draw verify 核对"
