"""Whether a packet fits the registry that it comes to."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhicheng.registry.registry import Registry
from zhicheng.review.delivery import packet
from zhicheng.review.delivery.packet import Packet
from zhicheng.review.delivery.packet_times import china_time
from zhicheng.review.delivery.packet_zip import PacketRefused


def check_place(registry: Registry, given: Packet, now: datetime) -> None:
    """Raises PacketRefused where the folder is wrong, the time is more than a day ahead, or the digest is not that of the record."""
    right = registry.areas.folder(given.manifest["authority"], given.manifest["area"])
    if given.folder != right:
        raise PacketRefused(f"登记文件放在 {given.folder} 文件夹里，按单位级别和区划应当在 {right}")
    if given.made > now + timedelta(days=1):
        raise PacketRefused(f"打包时间 {china_time(given.made)} 还没有到", "请核对报送单位电脑上的日期，改好以后重新打包。")
    said = given.manifest.get("digest")
    if said is not None and (made := packet.digest(given.record, registry.ranks.codes)) not in (None, said):
        raise PacketRefused(f"内容摘要对不上：清单里是 {said}，按登记内容算是 {made}")
