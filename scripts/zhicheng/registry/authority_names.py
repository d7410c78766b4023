"""The Chinese names of the levels of authority in the registry's region."""

from __future__ import annotations

from zhicheng.registry.registry import Registry


def authority_label(registry: Registry, authority: str) -> str:
    """The Chinese name of a level of authority in this region, such as 自治区级 or 省级; of central units, 中央驻地方单位."""
    return registry.words.authorities[authority]
