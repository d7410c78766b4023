"""The templates for issues and pull requests: the same on each forge, true to the registry's settings, and asking for nobody's data."""

from __future__ import annotations

import re

import pytest
import yaml
from helpers import registries

from zhicheng.registry import registry
from zhicheng.site.pages.words import correction_link
from zhicheng.text import private_values

TOP = registries.HERE.parent
PAIRS = {
    ".github/ISSUE_TEMPLATE/config.yml": ".gitea/issue_template/config.yaml",
    ".github/ISSUE_TEMPLATE/correction.yaml": ".gitea/issue_template/correction.yaml",
    ".github/pull_request_template.md": ".gitea/pull_request_template.md",
}
FORM = ".github/ISSUE_TEMPLATE/correction.yaml"
REQUEST = ".github/pull_request_template.md"


def text(path: str) -> str:
    return (TOP / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAIRS)
def test_same_on_each_forge(path: str) -> None:
    """Gitea and Forgejo look into .gitea first, and would take those of .github only without it."""
    assert text(path) == text(PAIRS[path])


@pytest.mark.parametrize("path", PAIRS)
def test_no_private_value(path: str) -> None:
    assert not private_values(text(path))


def test_form_is_one_that_forges_take() -> None:
    """Kinds of fields that GitHub and Gitea both know, each field with an id of its own."""
    form = yaml.safe_load(text(FORM))
    assert {"name", "description", "title", "body"} == set(form)
    fields = [field for field in form["body"] if field["type"] != "markdown"]
    assert {field["type"] for field in fields} <= {"input", "textarea", "checkboxes", "dropdown"}
    assert len({field["id"] for field in fields}) == len(fields)
    assert all(field["attributes"]["label"] for field in fields)


def test_form_asks_for_nobody() -> None:
    """Neither name nor address of who writes it; it says so first, and has it confirmed last."""
    form = yaml.safe_load(text(FORM))
    asked = [field["attributes"]["label"] for field in form["body"] if field["type"] in ("input", "textarea")]
    assert asked == ["哪一页", "哪一项不对", "应当是什么", "依据"]
    assert "请不要写姓名、手机号码、身份证号码和邮箱" in form["body"][0]["attributes"]["value"]
    assert form["body"][-1]["attributes"]["options"][0]["required"] is True


def test_site_opens_the_form() -> None:
    """On GitHub a page's link names the form and fills in which page; Gitea takes title and text instead of a form."""
    settings = registry.load(TOP).settings
    assert settings.forge is not None
    settings.forge = {**settings.forge, "kind": "github"}
    link = str(correction_link(settings, "某某", "registry/committees/650000/a.yaml"))
    assert link.endswith("&template=correction.yaml&where=registry/committees/650000/a.yaml")
    ids = [field.get("id") for field in yaml.safe_load(text(FORM))["body"]]
    assert "where" in ids
    assert link.split("template=")[1].split("&")[0] == FORM.rpartition("/")[2]
    settings.forge = {**settings.forge, "kind": "gitea"}
    assert "&body=" in str(correction_link(settings, "某某", "x.yaml"))


def test_links_lead_to_the_centre() -> None:
    """No blank issues; address, telephone and pages are those of the registry and of the guide."""
    config = yaml.safe_load(text(".github/ISSUE_TEMPLATE/config.yml"))
    settings = registry.load(TOP).settings
    assert config["blank_issues_enabled"] is False
    office = config["contact_links"][0]["about"]
    assert settings.centre_name in office
    assert str(settings.centre_address) in office
    assert all(phone in office for phone in settings.centre_phones)
    for link in config["contact_links"]:
        page, _, anchor = link["url"].removeprefix(str(settings.site_url)).partition("#")
        guide = text(f"docs/{page.rstrip('/')}.md")
        assert not anchor or f"{{#{anchor}}}" in guide


def test_pull_request_tells_what_and_who() -> None:
    """What is checked before and after, and the route as the letter has it."""
    said = text(REQUEST)
    for words in ("zhicheng validate", "zhicheng seal", "X004", "一（五）1", "先由所在地州市人社职称部门，再由中心", "不能审核自己的修改"):
        assert words in said
    assert re.search("请不要写姓名、手机号码", said)


def test_picture_of_the_route_is_one() -> None:
    """The guides for reviewers and for the centre show the same."""
    figures = [re.findall("(?s)<figure>.*?</figure>", text(f"docs/guide/{name}.md")) for name in ("reviewer", "centre")]
    assert figures[0] == figures[1]
    assert len(figures[0]) == 1


def test_security_says_where_to_go() -> None:
    """How to report, what counts, a leaked key, private data in the history; each link leads to a heading; the READMEs lead here."""
    said = text("SECURITY.md")
    assert re.findall(r"(?m)^## .*\{#([a-z]+)\}$", said) == ["report", "scope", "keys", "history"]
    assert not private_values(said)
    for page, anchor in re.findall(r"\]\(([\w/.-]+\.md)(?:#([a-z-]+))?\)", said):
        assert not anchor or f"{{#{anchor}}}" in text(page), anchor
    for page in ("README.md", "README.zh.md", "CONTRIBUTING.md"):
        assert "](SECURITY.md)" in text(page)
    assert "`SECURITY.md`" in text("docs/guide/threat-model.md")
