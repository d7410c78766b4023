"""datapackage.json: the tables in CSV as a Frictionless Data Package 2.0: the type of each column, the size and hash of each file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhicheng.registry.public_record import given
from zhicheng.site.api import as_json
from zhicheng.site.page import View
from zhicheng.site.stamp import Written
from zhicheng.site.table_files import FOLDER
from zhicheng.site.tables import PublicTable, tables

PATH = f"{FOLDER}datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/"


def content(view: View, written: Iterable[Written]) -> bytes:
    """The bytes of the file. `written` are the files of the site, those of the tables among them."""
    found = {file.path: file for file in written}
    settings = view.registry.settings
    return as_json(
        given(
            **{"$schema": f"{_PROFILE}datapackage.json"},
            name=f"zhicheng-{settings.region}",
            title=settings.name,
            description="公开的评审委员会登记。以 =、+、-、@ 开头的文字，CSV 里前面加了一个撇号（'），以免被表格软件当作公式。",
            version=view.data_version,
            created=f"{view.data_version.replace('.', '-')}T00:00:00+08:00",
            homepage=settings.site_url,
            licenses=None if settings.licence is None else [_licence(settings.licence)],
            contributors=[{"title": settings.centre_name, "roles": ["publisher"]}],
            resources=[_resource(table, found[f"{FOLDER}{table.name}.csv"]) for table in tables(view)],
        )
    )


def _licence(licence: dict[str, str]) -> dict[str, str]:
    return given(name=licence.get("name"), title=licence["title"], path=licence["url"])


def _resource(table: PublicTable, file: Written) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILE}dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(table),
    }


def _schema(table: PublicTable) -> dict[str, Any]:
    fields = [{"name": one.name, "type": one.type, "title": one.title} for one in table.columns]
    parents = [{"fields": [own], "reference": {"resource": other, "fields": [there]}} for own, other, there in table.parents]
    found: dict[str, Any] = {"$schema": f"{_PROFILE}tableschema.json", "fields": fields}
    found |= {"primaryKey": list(table.key)} if table.key else {}
    return found | ({"foreignKeys": parents} if parents else {})
