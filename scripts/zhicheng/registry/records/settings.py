"""registry.yaml: what this registry is called, for which region, where it lives, and which round is current."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value


@dataclass(slots=True)
class Settings:
    """registry.yaml: what this registry is called, for which region, where it lives, and which round is current."""

    name: str
    region: str
    current_round: str
    centre_name: str
    centre_phones: tuple[str, ...]
    centre_address: str | None
    site_url: str | None
    forge: dict[str, str] | None
    sample: bool
    vault: str
    appeal: str | None = None


def settings_record(value: Value) -> Settings:
    centre = value["centre"]
    return Settings(
        name=value["name"],
        region=value["region"],
        current_round=value["current_round"],
        centre_name=centre["name"],
        centre_phones=tuple(centre["phones"]),
        centre_address=centre.get("address"),
        site_url=value.get("site_url"),
        forge=value.get("forge"),
        sample=value.get("sample", False),
        vault=value.get("vault", "vault"),
        appeal=value.get("appeal"),
    )
