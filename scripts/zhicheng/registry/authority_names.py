"""The Chinese names of the levels of authority in the registry's region."""

from __future__ import annotations

from zhicheng.registry.registry import Registry


def authority_label(registry: Registry, authority: str) -> str:
    """The Chinese name of a level of authority in this region, such as 自治区级 or 省级."""
    region = registry.areas.region
    kind = "自治区级" if region is None or region.name.endswith("自治区") else "市级" if region.name.endswith("市") else "省级"
    return {"region": kind, "prefecture": "地州市级", "county": "区县级", "central": "中央驻地方单位"}[authority]


def authority_name(registry: Registry, authority: str) -> str:
    """Like `authority_label`, but central units in Xinjiang are 中央驻疆单位."""
    if authority == "central" and registry.settings.region == "650000":
        return "中央驻疆单位"
    return authority_label(registry, authority)
