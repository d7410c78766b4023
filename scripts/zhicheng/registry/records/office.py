"""Who takes applications and when, and where the power to review comes from: `office`, `applications` and `power` of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records.values import day, each, optional_text
from zhicheng.text import narrow

NATURES = {
    "government": "机关",
    "institution": "事业单位",
    "university": "高等学校",
    "hospital": "医疗卫生机构",
    "enterprise": "企业",
    "association": "协会学会",
}
POWERS = {"delegated": "授权组建", "self-review": "自主评审", "entrusted": "受委托评审"}


@dataclass(frozen=True, slots=True)
class Power:
    """Where the power to review comes from (评审权的来源), a key of POWERS, and the document of the grant."""

    kind: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Office:
    """The office that takes applications (办事机构), each part optional; `supervision` are lines for complaints (监督电话)."""

    name: str | None
    address: str | None
    postcode: str | None
    phones: tuple[str, ...]
    hours: str | None
    website: str | None
    platform: str | None
    supervision: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """When and how to apply in a year (申报时间); `closes` is the last day."""

    year: str
    opens: date | None
    closes: date | None
    materials: str | None
    fee: str | None
    notice: str | None


def office(value: Value) -> Office:
    """The office from the value of `office`."""
    return Office(
        name=optional_text(value.get("name")),
        address=optional_text(value.get("address")),
        postcode=value.get("postcode"),
        phones=each(value.get("phones"), narrow),
        hours=optional_text(value.get("hours")),
        website=value.get("website"),
        platform=value.get("platform"),
        supervision=each(value.get("supervision"), narrow),
    )


def application(value: Value) -> Application:
    """An item of `applications`."""
    return Application(
        year=value["year"],
        opens=day(value["opens"]) if "opens" in value else None,
        closes=day(value["closes"]) if "closes" in value else None,
        materials=optional_text(value.get("materials")),
        fee=optional_text(value.get("fee")),
        notice=optional_text(value.get("notice")),
    )
