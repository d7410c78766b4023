"""What describes the data to programs: OpenAPI holds every file, DCAT and the data of pages are RDF, and no browser runs the latter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from helpers import registries, sites
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from playwright.sync_api import Browser, Route
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, XSD

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("descriptions"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # rdflib's own reader uses it
]
TOP = "https://zhicheng.example.org/"
HOSTILE = "</script><script>alert(1)</script><!-- & \\"
LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.zh-hans"
BLOCK = re.compile(r'(?s)<script type="application/ld\+json">(.*?)</script>')


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small registry with every field, and an organiser that would end a script."""
    made = sites.with_every_field(registries.small(tmp_path_factory.mktemp("root")))
    registries.write(made, registries.ONE, registries.record(f"organiser: {json.dumps(HOSTILE, ensure_ascii=False)}\n"))
    return made


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sites.build(root, tmp_path_factory.mktemp("out") / "site")


# --- OpenAPI -------------------------------------------------------------------------------------------------------------


def described(spec: dict[str, Any], path: str) -> str | None:
    """The path of the description that is of a file: the one without a place that is open, else the one with."""
    for known in sorted(spec["paths"], key=lambda one: one.count("{")):
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(known)), f"/{path}"):
            return str(known)
    return None


def unnamed(value: Any, schema: dict[str, Any], spec: dict[str, Any], where: str = "") -> Iterator[str]:
    """The fields of a value that its schema does not name."""
    if "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if isinstance(value, dict):
        for key, one in value.items():
            below = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
            if isinstance(below, dict):
                yield from unnamed(one, below, spec, f"{where}.{key}")
            else:
                yield f"{where}.{key}"
    elif isinstance(value, list):
        for one in value:
            yield from unnamed(one, schema.get("items", {}), spec, f"{where}[]")


def test_openapi_is_valid(built: Path) -> None:
    """By the validator of the specification; it says the name, version, licence and address of this registry."""
    spec = json.loads((built / "api/v1/openapi.json").read_bytes())
    assert spec["openapi"].startswith("3.1.")
    assert [str(error) for error in OpenAPIV31SpecValidator(spec).iter_errors()] == []
    assert spec["info"]["title"] == "示例自治区职称评审委员会登记册"
    assert spec["info"]["version"] == "1.2026.11.23"
    assert spec["info"]["license"]["url"] == LICENCE
    assert spec["servers"] == [{"url": TOP.rstrip("/")}]
    spec["paths"]["/api/v1/index.json"]["get"]["responses"]["200"].pop("description")
    assert list(OpenAPIV31SpecValidator(spec).iter_errors()), "that validator can find a fault"


@pytest.mark.parametrize("whose", ["every-field", "sample"])
def test_openapi_describes_every_file(whose: str, built: Path, site: Path) -> None:
    """Every file of the API has a path; every JSON file fits its schema, which names each of its fields; each has words for people."""
    here = built if whose == "every-field" else site
    spec = json.loads((here / "api/v1/openapi.json").read_bytes())
    names = [item["path"] for item in json.loads((here / "api/v1/index.json").read_bytes())["files"]] + ["api/v1/index.json"]
    seen = set()
    for path in names:
        if path == "api/v1/openapi.json":
            continue
        known = described(spec, path)
        assert known is not None, path
        seen.add(known)
        (media, said), *_ = spec["paths"][known]["get"]["responses"]["200"]["content"].items()
        if media == "application/json" and "$ref" in said["schema"]:
            value = json.loads((here / path).read_bytes())
            Draft202012Validator({**said["schema"], "components": spec["components"]}).validate(value)
            assert list(unnamed(value, said["schema"], spec)) == [], path
    rare = {"/api/v1/changes/{year}.json", "/api/v1/snapshots/{tag}.sha256"}  # of a registry in Git, with snapshots
    rare |= {"/api/v1/draws/{id}.json"} if whose == "sample" else set()
    assert set(spec["paths"]) - seen <= rare


def test_openapi_has_words_for_every_field() -> None:
    template = Path(sites.site.__file__).parent / "openapi.json"

    def without(node: Any, where: str) -> Iterator[str]:
        if isinstance(node, dict):
            for key, one in node.get("properties", {}).items():
                if not re.search("[一-鿿]", one.get("title", "")):
                    yield f"{where}.{key}"
                yield from without(one, f"{where}.{key}")
            for key in ("items", "additionalProperties"):
                yield from without(node.get(key), where)

    schemas = json.loads(template.read_bytes())["components"]["schemas"]
    assert [name for key, schema in schemas.items() for name in without(schema, key)] == []


# --- DCAT ----------------------------------------------------------------------------------------------------------------


def test_dcat(built: Path) -> None:
    """RDF: a catalogue with a dataset whose distributions are the files, with the size and hash that SHA256SUMS has."""
    graph = Graph().parse(data=(built / "api/v1/dcat.jsonld").read_text(encoding="utf-8"), format="json-ld")
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    (dataset,) = graph.objects(catalogue, DCAT.dataset)
    assert (dataset, RDF.type, DCAT.Dataset) in graph
    for node in (catalogue, dataset):
        assert graph.value(node, DCTERMS.license) == URIRef(LICENCE)
        assert graph.value(node, DCTERMS.title) == Literal("示例自治区职称评审委员会登记册", lang="zh")
        assert graph.value(node, DCTERMS.modified) == Literal("2026-11-23", datatype=XSD.date)
    sums = dict(line.split("  ")[::-1] for line in (built / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    found = set()
    for one in graph.objects(dataset, DCAT.distribution):
        path = str(graph.value(one, DCAT.downloadURL)).removeprefix(TOP)
        found.add(path)
        size, sum_of = graph.value(one, DCAT.byteSize), graph.value(one, URIRef("http://spdx.org/rdf/terms#checksum"))
        assert size is not None
        assert int(size) == (built / path).stat().st_size
        assert str(graph.value(sum_of, URIRef("http://spdx.org/rdf/terms#checksumValue"))) == sums[path]
    assert {"api/v1/committees.json", "api/v1/tables/committees.csv", "api/v1/tables/datapackage.json"} <= found
    assert not [path for path in found if path.startswith("api/v1/committees/")]


# --- the data of pages -----------------------------------------------------------------------------------------------------


def test_every_page_says_what_it_is(built: Path) -> None:
    """One block of JSON-LD each, hand-written pages too, with the page's own address and title."""
    pages = [path for path in sorted(built.rglob("*.html")) if path.name != "404.html"]
    assert len(pages) > 100
    for path in pages:
        text = path.read_text(encoding="utf-8")
        (block,) = BLOCK.findall(text)
        data = json.loads(block)
        url = path.parent.relative_to(built).as_posix()
        assert data["url"] == TOP + ("" if url == "." else f"{url}/"), path
        assert data["name"], path


def test_page_of_a_committee(built: Path) -> None:
    """Its service and organiser as schema.org has them; text that would end the block does not."""
    text = (built / "committees/example-one/index.html").read_text(encoding="utf-8")
    (block,) = BLOCK.findall(text)
    data = json.loads(block)
    service = data["mainEntity"]
    assert service["@type"] == "GovernmentService"
    assert service["provider"]["name"] == HOSTILE
    assert "<" not in block
    assert data["license"] == LICENCE
    local = {**data, "@context": {"@vocab": "https://schema.org/"}}  # nothing is fetched
    graph = Graph().parse(data=json.dumps(local), format="json-ld")
    assert (None, RDF.type, URIRef("https://schema.org/GovernmentService")) in graph
    record = json.loads((built / "api/v1/committees/example-one.json").read_bytes())
    assert [str(one) for one in graph.objects(None, URIRef("https://schema.org/telephone"))] == record["phones"]


def test_data_of_a_page_is_no_script(built: Path, browser: Browser) -> None:
    """Under a policy without inline scripts the browser reports nothing of the block; of a script it does."""
    (block,) = BLOCK.findall((built / "committees/example-one/index.html").read_text(encoding="utf-8"))
    policy = {
        "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'self'",
        "Content-Type": "text/html; charset=utf-8",
    }

    def answer(body: str, route: Route) -> None:
        route.fulfill(body=body, headers=policy)

    for tag, reported in (("application/ld+json", 0), ("text/javascript", 1)):
        body = f'<!doctype html><title>x</title><p>x</p><script type="{tag}">{block}</script>'
        with browser.new_context(bypass_csp=False) as context:
            page, said = context.new_page(), list[str]()
            page.on("console", lambda message, said=said: said.append(message.text))  # type: ignore[misc]
            page.route("http://zhicheng.invalid/", partial(answer, body))
            page.goto("http://zhicheng.invalid/")
            assert page.inner_text("p") == "x"
            assert len([one for one in said if "Content Security Policy" in one]) == reported, said


def test_without_an_address(small: Path, tmp_path: Path) -> None:
    """A registry without site_url and licence: valid all the same, with addresses relative to the file."""
    settings = small / "registry/registry.yaml"
    text = re.sub(r"(?m)^(site_url|licence): .*\n", "", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    out = sites.build(small, tmp_path / "site")
    spec = json.loads((out / "api/v1/openapi.json").read_bytes())
    assert list(OpenAPIV31SpecValidator(spec).iter_errors()) == []
    assert spec["servers"] == [{"url": "../.."}]
    assert "license" not in spec["info"]
    graph = Graph().parse(
        data=(out / "api/v1/dcat.jsonld").read_text(encoding="utf-8"), format="json-ld", publicID=f"{TOP}api/v1/dcat.jsonld"
    )
    assert URIRef(f"{TOP}api/v1/committees.json") in set(graph.objects(None, DCAT.downloadURL))
    (block,) = BLOCK.findall((out / "committees/example-one/index.html").read_text(encoding="utf-8"))
    assert not {"url", "license"} & json.loads(block).keys()
