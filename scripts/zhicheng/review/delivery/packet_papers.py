"""Checks the printed forms in a packet: scans, PDF, Word and Excel files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping

from zhicheng.documents import yaml_reading
from zhicheng.review.delivery.packet_zip import BROKEN, MAX_PACKET
from zhicheng.text import private_values
from zhicheng.vault.guard import KINDS
from zhicheng.vault.guard.decoding import variants
from zhicheng.vault.guard.marks import kinds_in
from zhicheng.vault.guard.parts import parts_of

MAX_PAPER = 16 * 1024 * 1024  # bytes
_MAX_MEMBERS = 2000  # of a Word or Excel file
PAPER_KINDS: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
}
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_RESERVED = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')


def paper_fault(name: str, content: bytes) -> str | None:
    """Why a printed form of that name and content may not go into a packet, in Chinese; None where it may."""
    suffix = "".join(name.rpartition(".")[1:]).lower()
    if suffix not in PAPER_KINDS:
        return f"打印的表要是 {'、'.join(PAPER_KINDS)} 之一"
    if (
        name.startswith((".", " "))
        or len(name) > 100
        or _RESERVED.search(name)
        or _DEVICE.match(name)
        or yaml_reading.FORBIDDEN.search(name)
    ):
        return "文件名里有不能用的字符，或者太长"
    if len(content) > MAX_PAPER:
        return f"超过 {MAX_PAPER // 1024 // 1024} MiB，请用低一些的分辨率扫描"
    if not content.startswith(PAPER_KINDS[suffix]):
        return f"内容不是 {suffix} 文件"
    return _office_fault(content) if suffix in (".docx", ".xlsx") else None


def _office_fault(content: bytes) -> str | None:
    """What is wrong with a Word or Excel file, in Chinese, from its zip directory alone: nothing is unpacked. None where nothing is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except BROKEN:
        return "已损坏"
    if any(member.flag_bits & 1 for member in members):
        return "加了密码"
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_PACKET:
        return "里面的内容太多"
    names = [member.filename.lower() for member in members]
    if "[content_types].xml" not in names:
        return "不是 Word 或 Excel 文件"
    return "里面有宏" if any(name.endswith("vbaproject.bin") for name in names) else None


def private_paper(content: bytes) -> str | None:
    """The kind of private value found in a printed form, in Chinese; None where none was found. What a picture shows is not read."""
    inner = list(parts_of(content))
    if trouble := next((part.trouble for part in inner if part.trouble), ""):
        return KINDS[trouble]
    # Office's document properties (title, times) run together and could look like a telephone number; nobody types them.
    return private_fault(part.text for part in inner if not "".join(part.inner[-1:]).startswith("docProps/"))


def private_fault(texts: Iterable[str]) -> str | None:
    """The kind of private value found in texts that are not sealed, in Chinese; None where none was found."""
    for text in (variant for given in texts for variant in variants(given)):
        for kind in kinds_in(text):
            return KINDS[kind]
        if any(code != "P003" for code, _ in private_values(text)):
            return "里面有手机号码或身份证号码"
    return None
