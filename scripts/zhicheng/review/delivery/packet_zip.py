"""Writes a .zip, and reads an untrusted one, in memory.

When reading, names that lead out of a folder, links, duplicate files, zip bombs, and encrypted, damaged or ambiguous archives are refused.
Sizes are limited by the bytes really read, not by the headers.
"""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable

from zhicheng.documents import yaml_reading
from zhicheng.documents.finding import Finding
from zhicheng.text import show

MAX_PACKET = 64 * 1024 * 1024  # bytes, of the .zip and of its unpacked content
MAX_FILES = 32
_MAX_DIRECTORY = 64 * 1024
_MAX_RATIO, _SMALL = 100, 64 * 1024  # the highest compression ratio of a file larger than _SMALL bytes
_END = struct.Struct("<4s4H2LH")  # the end of the central directory
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
    OverflowError, MemoryError, LookupError,
)  # fmt: skip
_DRIVE = re.compile("[A-Za-z]:")
AGAIN = "请报送单位用 zhicheng pack 重新打包，原样发来：不要解开、改名或重新压缩里面的文件。"


class PacketRefused(Exception):  # noqa: N818 - the name says the fault
    """A packet is refused. The text is Chinese, says why and what to do, and holds no private value; `to_do` is the short remedy."""

    def __init__(self, reason: str, remedy: str = AGAIN, findings: Iterable[Finding] = (), to_do: str = "请报送单位重新打包") -> None:
        super().__init__(f"{reason}。{remedy}")
        self.reason = reason
        self.findings = list(findings)
        self.to_do = to_do


def zipped(files: Iterable[tuple[str, bytes]], compressed: tuple[str, ...] = ()) -> bytes:
    """The bytes of a .zip with these files (name and content) in this order; the same files give the same bytes.

    Only files whose names end in one of `compressed` are compressed.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name)  # its date is 1 January 1980
            entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED if name.endswith(compressed) else zipfile.ZIP_STORED
            archive.writestr(entry, content)
    return stream.getvalue()


def entries(content: bytes, limit: Callable[[str], int]) -> dict[str, bytes]:
    """The files of a .zip by name. `limit` gives the largest size (bytes) of a file by its name. Raises PacketRefused."""
    if len(content) > MAX_PACKET:
        raise PacketRefused(f"超过 {MAX_PACKET // 1024 // 1024} MiB，不像是一份报送包")
    if not content.startswith(b"PK\x03\x04"):
        raise PacketRefused("不是报送包（zip 文件）")
    end = _END.unpack(content[-_END.size :]) if len(content) >= _END.size else (b"",)
    # No comment, no bytes before or after, one part, no zip64: every reader finds the same files.
    if end[0] != b"PK\x05\x06" or end[1:3] != (0, 0) or end[3] != end[4] or end[5] + end[6] + _END.size != len(content) or end[7]:
        raise PacketRefused("不完整，或者不是 zhicheng pack 打的包（可能没有传完）")
    if end[4] > MAX_FILES or end[5] > _MAX_DIRECTORY:
        raise PacketRefused(f"里面的文件太多：最多 {MAX_FILES} 个")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) != end[4]:
                raise zipfile.BadZipFile
            _check_headers(infos, len(content), limit)
            found: dict[str, bytes] = {}
            left = MAX_PACKET
            for info in infos:
                with archive.open(info) as stream:
                    data = stream.read(min(limit(info.filename), left) + 1)
                _check_size(info, data, min(limit(info.filename), left))
                left -= len(data)
                found[info.filename] = data
    except BROKEN:
        raise PacketRefused("压缩包已损坏（可能没有传完，或者传送中坏了）") from None
    return found


def _check_headers(infos: list[zipfile.ZipInfo], size: int, limit: Callable[[str], int]) -> None:
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        shown = show(name, 100)
        if fault := _name_fault(name):
            raise PacketRefused(f"里面的文件名 {shown} {fault}，这样的包可能有害", "请不要打开它，并与报送单位核对。")
        if info.flag_bits & 0x2041:
            raise PacketRefused("加了密码", "请报送单位用 zhicheng pack 重新打包：要保密的内容已经单独密封，不用再加密码。")
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG) or info.is_dir() or info.external_attr & 0x10:
            raise PacketRefused(f"{shown} 不是普通文件（链接、文件夹或设备）")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 0x20:
            raise PacketRefused(f"{shown} 的压缩方法不认识")
        form = unicodedata.normalize("NFC", name).casefold()
        if form in seen:
            raise PacketRefused(f"{shown} 有两份（或者只差大小写）")
        seen.add(form)
        if info.compress_size > size or info.file_size > limit(name):
            raise PacketRefused(f"{shown} 太大")


def _name_fault(name: str) -> str:
    """What is wrong with a name that could lead out of a folder, in Chinese; "" where nothing is."""
    if yaml_reading.FORBIDDEN.search(name) or "\t" in name or "\n" in name or "\r" in name:
        return "里有控制字符"
    if "\\" in name or name.startswith("/") or _DRIVE.match(name):
        return "是绝对路径或者 Windows 的路径"
    if any(part in ("..", ".") for part in name.split("/")) or "//" in name or name != unicodedata.normalize("NFC", name):
        return "的写法有诈"
    return ""


def _check_size(info: zipfile.ZipInfo, data: bytes, limit: int) -> None:
    shown = show(info.filename, 100)
    if len(data) > limit:
        raise PacketRefused(f"{shown} 解开以后太大")
    if len(data) != info.file_size:
        raise zipfile.BadZipFile
    if len(data) > _SMALL and len(data) > _MAX_RATIO * max(1, info.compress_size):
        raise PacketRefused(f"{shown} 的压缩率高得不正常，这样的包可能有害", "请不要打开它，并与报送单位核对。")
