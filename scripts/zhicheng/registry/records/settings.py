"""The settings of a registry (registry/registry.yaml) as a dataclass."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhicheng.documents.yaml_reading import Value


@dataclass(slots=True)
class Official:
    """What an official website says of itself; what is absent is shown nowhere.

    `icp` and `police` have a `number` and maybe a `url`, `platform` and `results` a `title` and a `url`, each of `policies` a `title` and
    maybe `document` and `url`. `privacy` and `accessibility` are paragraphs.
    """

    host: str | None = None
    undertaker: str | None = None
    icp: dict[str, str] | None = None
    police: dict[str, str] | None = None
    site_code: str | None = None
    copyright: str | None = None
    email: str | None = None
    hours: str | None = None
    supervision: tuple[str, ...] = ()
    platform: dict[str, str] | None = None
    results: dict[str, str] | None = None
    policies: tuple[dict[str, str], ...] = ()
    privacy: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()


@dataclass(slots=True)
class Settings:
    """The settings of a registry: names, the code of the region, the id of the current round, addresses.

    `licence` is that of the published data: `title`, `url` and, where it has one, `name`, its code in the list of SPDX.
    `downloads` are the formats of the public tables besides CSV: xlsx, sqlite, parquet. `sheets`: whether each committee has a sheet to
    print and to embed, and a badge.
    `vault` is the path of the folder of sealed files, relative to registry/. `builder` is what renders the frame of the site's pages,
    `language` that of the site's interface; `official` is what the site says of itself.
    """

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
    builder: str = "mkdocs"
    language: str = "zh"
    licence: dict[str, str] | None = None
    downloads: tuple[str, ...] = ()
    sheets: bool = False
    official: Official = field(default_factory=Official)


def settings_record(value: Value) -> Settings:
    """Settings from a value that fits schemas/registry.schema.json."""
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
        builder=value.get("builder", "mkdocs"),
        language=value.get("language", "zh"),
        licence=value.get("licence"),
        downloads=tuple(value.get("downloads", ())),
        sheets=value.get("sheets", False),
        official=_official(value.get("official", {})),
    )


def _official(value: Value) -> Official:
    given: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in value.items()}
    return Official(**given)
