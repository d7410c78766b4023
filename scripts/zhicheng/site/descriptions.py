"""What describes the data to programs: openapi.json (OpenAPI 3.1), dcat.jsonld (DCAT), and the JSON-LD of each page (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from zhicheng.registry.public_record import given
from zhicheng.site import record_list
from zhicheng.site.api import BASE, INDEX, as_json
from zhicheng.site.data_package import PATH as PACKAGE
from zhicheng.site.language import here
from zhicheng.site.page import Page, View
from zhicheng.site.stamp import File, Written
from zhicheng.site.table_files import FOLDER
from zhicheng.system.json_bytes import encoded

OPENAPI, DCAT = f"{BASE}openapi.json", f"{BASE}dcat.jsonld"
_TEMPLATE = Path(__file__).parent / "openapi.json"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def openapi(view: View) -> File:
    """openapi.json: the template beside this module with the name, version, licence and address of this registry."""

    def content() -> bytes:
        settings, found = view.registry.settings, json.loads(_TEMPLATE.read_bytes())
        found["info"] |= {"title": settings.name, "version": f"1.{view.data_version}"}
        if settings.licence:
            found["info"]["license"] = {"name": settings.licence["title"], "url": settings.licence["url"]}
        return as_json({"openapi": found.pop("openapi"), "info": found.pop("info"), "servers": [{"url": _top(view) or "../.."}], **found})

    return File(OPENAPI, content)


def _top(view: View) -> str:
    """The address of the site without a slash at its end; "" where it has none."""
    return (view.registry.settings.site_url or "").rstrip("/")


# --- DCAT ----------------------------------------------------------------------------------------------------------------


def dcat(view: View, written: Iterable[Written]) -> bytes:
    """dcat.jsonld: a catalogue of one dataset, with a distribution for each of the `written` files that hold all of something."""
    settings = view.registry.settings
    top = f"{_top(view) or '../..'}/"
    named = given(**{
        "dct:title": {"@value": settings.name, "@language": "zh"},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": settings.centre_name},
        "dct:license": None if settings.licence is None else {"@id": settings.licence["url"]},
        "dct:modified": {"@value": view.data_version.replace(".", "-"), "@type": "xsd:date"},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
    })  # fmt: skip
    dataset = {
        "@id": f"{top}data/#dataset",
        "@type": "dcat:Dataset",
        **named,
        "dct:identifier": f"zhicheng-{settings.region}",
        "dct:description": {"@value": "职称评审委员会的公开登记：评审的系列、专业和层级，受理地域，有效期，电话。", "@language": "zh"},
        "dcat:landingPage": {"@id": f"{top}data/"},
        "dcat:version": view.data_version,
        "dcat:contactPoint": {"@type": "vcard:Organization", "vcard:fn": settings.centre_name, "vcard:tel": list(settings.centre_phones)},
        "dcat:distribution": [_distribution(top, file, named) for file in written if _is_whole(file.path)],
    }
    return as_json({"@context": _CONTEXT, "@id": f"{top}{DCAT}", "@type": "dcat:Catalog", **named, "dcat:dataset": [dataset]})


def _is_whole(path: str) -> bool:
    """Whether a file holds all of something: of the API's folder itself, or a table."""
    return path.startswith(BASE) and path.rpartition(".")[2] in _TYPES and (path.count("/") == BASE.count("/") or path.startswith(FOLDER))


def _distribution(top: str, file: Written, named: dict[str, Any]) -> dict[str, Any]:
    name = file.path.rpartition("/")[2]
    found = {
        "@id": f"{top}{file.path}",
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": {"@id": f"{top}{file.path}"},
        "dcat:downloadURL": {"@id": f"{top}{file.path}"},
        "dcat:mediaType": {"@id": _MEDIA + _TYPES[name.rpartition(".")[2]]},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }
    return found | ({"dct:license": named["dct:license"]} if "dct:license" in named else {})


# --- the data of a page --------------------------------------------------------------------------------------------------


def with_data(render: Callable[[Page], str], view: View) -> Callable[[Page], str]:
    """What renders a page, with its JSON-LD behind it: a block of data, which no browser runs, whatever the policy for scripts."""
    site = given(**{"@type": "WebSite"}, name=view.registry.settings.name, url=f"{_top(view)}/" if _top(view) else None)

    def rendered(page: Page) -> str:
        data = encoded(_page(view, page, site)).replace(b"<", b"\\u003c").decode("utf-8", "replace")
        return f'{render(page)}\n<script type="application/ld+json">{data}</script>'

    return rendered


def _page(view: View, page: Page, site: dict[str, Any]) -> dict[str, Any]:
    settings = view.registry.settings
    known = view.registry.by_id.get(page.url.split("/")[1]) if page.section == "committees" and page.depth == 2 else None
    return given(
        **{"@context": "https://schema.org", "@type": "WebPage"},
        name=page.title or settings.name,
        description=page.description or None,
        url=f"{_top(view)}/{page.url}" if _top(view) else None,
        inLanguage=here().code,
        isPartOf=site,
        dateModified=None if known is None else record_list.updated(view, known.id),
        license=None if settings.licence is None else settings.licence["url"],
        mainEntity=None if known is None else _committee(view, known.id),
        about=_dataset(view) if not page.url else None,
    )


def _committee(view: View, key: str) -> dict[str, Any]:
    """A committee as a service of its organiser."""
    one = view.registry.by_id[key]
    address = one.address if one.office is None or one.office.address is None else one.office.address
    return given(
        **{"@type": "GovernmentService"},
        identifier=one.id,
        name=one.name,
        serviceType="职称评审",
        category=[view.registry.series[series].name for series in one.series if series in view.registry.series] or None,
        areaServed=[view.registry.areas.name(code) for code in one.scope.areas] or None,
        provider={"@type": "Organization", "name": one.organiser, "address": address, "telephone": list(one.phones)},
    )


def _dataset(view: View) -> dict[str, Any]:
    settings, top = view.registry.settings, f"{_top(view)}/" if _top(view) else ""
    files = [("application/json", INDEX), ("application/json", PACKAGE), ("application/ld+json", DCAT)]
    return given(
        **{"@type": "Dataset"},
        name=settings.name,
        description="职称评审委员会的公开登记：评审的系列、专业和层级，受理地域，有效期，电话。",
        version=view.data_version,
        dateModified=view.data_version.replace(".", "-"),
        license=None if settings.licence is None else settings.licence["url"],
        creator={"@type": "Organization", "name": settings.centre_name},
        isAccessibleForFree=True,
        distribution=[{"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{top}{path}"} for kind, path in files],
    )
