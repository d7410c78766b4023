"""The guides and the READMEs: their pictures are there and light, and what they tell people to type and to write is what there is."""

from __future__ import annotations

import itertools
import json
import os
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import command_page, registries

from zhicheng import __version__
from zhicheng.commands import cli, console
from zhicheng.commands.arguments import UsageError
from zhicheng.documents import schemas
from zhicheng.documents.schemas import resolved
from zhicheng.rules import RULES

ROOT = registries.HERE.parent
GUIDES = sorted((ROOT / "docs").rglob("*.md"))
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
HANDED_OUT = [*GUIDES, *READMES]
PICTURES = ROOT / "docs/assets/guide"
PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<path>[^)]+)\)(?P<attributes>\{[^}]*\})?")
ENDING = re.compile(r"\s#.*")  # a comment
PATTERN = re.compile(r"…|\[|\|")  # says what may be typed, and is not typed itself
REDIRECTED = re.compile(r"\s[|>].*")
EXAMPLE = "zhicheng count"  # the command that a recipe adds
COMMON = {"--root", "--as-of"}  # named once, below the tables
INCOMPLETE = re.compile("用法有误：(缺少参数：|--[a-z]+ 后面要写一个值)")


def shown() -> list[tuple[Path, re.Match[str]]]:
    """Every picture in the guides, with the page it stands on."""
    return [(page, found) for page in GUIDES for found in PICTURE.finditer(page.read_text(encoding="utf-8"))]


def commands() -> tuple[list[str], list[str]]:
    """The commands of ours: those that can be typed as they stand, in blocks of code, and those that are named in the midst of text."""
    typed: dict[str, None] = {}
    named: dict[str, None] = {}
    for page in HANDED_OUT:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"(?ms)^ *```\w*\n(.*?)^ *```", text)
        lines = [line for block in blocks for line in re.sub(r"\\\n\s*", "", block).splitlines()]  # a line may go on in the next
        for line in lines:
            if found := re.match(r"\s*(?:\.venv/bin/)?(zhicheng .*)", REDIRECTED.sub("", ENDING.sub("", line))):
                (named if PATTERN.search(found[1]) else typed)[found[1].strip()] = None
        inline = re.findall(r"`(?:\.venv/bin/)?(zhicheng [^`\n]+)`", text)
        named |= dict.fromkeys(line.replace("\\|", "|") for line in inline)
    return list(typed), list(named)


TYPED, NAMED = commands()


def meant(pattern: str) -> list[list[str]]:
    """The command lines that a pattern stands for: what may be left out is there, and each of several words in turn."""
    words = re.sub(r"[\[\]…]", " ", pattern).split()[1:]
    return [list(line) for line in itertools.product(*(word.split("|") for word in words))]


parser = cache(cli.parser)


def fault(line: list[str]) -> str | None:
    """What the command line says against the words of a command, if anything."""
    try:
        parser().parse_args(line)
    except UsageError as error:
        return str(error)
    except SystemExit:  # --version and --help
        pass
    return None


parsers = cache(command_page.commands)


def table(page: Path) -> dict[str, tuple[str, str]]:
    """The table of commands of a README: the whole row of each, without its own column of options, and that column."""
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| `zhicheng ")]
    found = {row[0].split("`")[1].split()[1]: (row[0] + row[1], row[2]) for row in rows}
    assert len(found) == len(rows)
    return found


def write_choices(page: Path) -> None:
    """Puts the choices that the options of each command have now into the table of commands of a README."""
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    for at, line in enumerate(lines):
        name = re.match(r"\| `zhicheng ([a-z-]+)", line)
        for action in parsers()[name[1]]._actions if name else ():
            if action.option_strings and action.choices:
                choices = r"\|".join(map(str, action.choices))
                old = rf"(`{action.option_strings[0]} )(?:[^`, \]]*\\\|[^`, \]]*|(?<=--format )[^`, \]]+)"  # not what only names the value
                lines[at] = re.sub(old, lambda found, new=choices: found[1] + new, lines[at])
    page.write_text("".join(lines), encoding="utf-8")


def test_pictures_of_the_guides() -> None:
    """Each is there, described in Chinese, fetched only when it comes into view, leads to itself at full size, and none is left over."""
    used = set()
    for page, found in shown():
        path = (page.parent / found["path"]).resolve()
        if path.parent != PICTURES:
            continue
        used.add(path.name)
        assert path.is_file(), f"{page.name}: {path.name}"
        assert len(re.findall("[\u4e00-\u9fff]", found["words"])) >= 10, f"{page.name}: {path.name} has no words in its place"
        assert "loading=lazy" in (found["attributes"] or ""), f"{page.name}: {path.name}"
        assert f"]({found['path']})" in found.string[found.end() :][: len(found["path"]) + 3], f"{page.name}: {path.name}"
    assert used
    assert {path.name for path in PICTURES.iterdir()} == used
    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size >= 150_000] == []


@pytest.mark.parametrize("command", TYPED)
def test_commands_to_type(command: str) -> None:
    """The command line knows the command, its options and their values, and nothing is missing."""
    assert fault(shlex.split(command, posix=False)[1:]) is None


@pytest.mark.parametrize("command", [command for command in NAMED if command != EXAMPLE])
def test_commands_in_text(command: str) -> None:
    """What is named in a sentence may lack what has to follow, and says nothing that the command line does not know."""
    for line in meant(command):
        assert fault(line) is None or INCOMPLETE.match(str(fault(line))), fault(line)
        options = {word for word in line[1:] if word.startswith("-")}
        assert options <= set(parsers()[line[0]]._option_string_actions if line[0] in parsers() else ["--version"])


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_table_of_commands(page: Path) -> None:
    """Every command, action and option is in the tables, options with all their choices where there are some, and no other."""
    if os.environ.get("ZHICHENG_BLESS"):
        write_choices(page)
    rows = table(page)
    assert rows.keys() == parsers().keys()
    for name, one in parsers().items():
        said, options = rows[name]
        known = {action.option_strings[0]: action for action in one._actions if action.option_strings and action.dest != "help"}
        head = said.split("`")[1]
        listed = re.findall(r"--[a-z-]+", head) + re.findall(r"`(--[a-z-]+)", options)
        assert sorted(listed) == sorted(known.keys() - COMMON), name
        assert set(re.findall(r"--[a-z-]+", said)) <= known.keys(), name
        for option, value in re.findall(r"(--[a-z-]+) ([^`, \]]+)", options):
            assert known[option].nargs != 0, f"{name} {option}"
            if "|" in value or option == "--format":
                assert value.split("\\|") == [str(choice) for choice in known[option].choices or ()], f"{name} {option}"
        for action in one._actions:
            if not action.option_strings and action.choices:
                assert "\\|".join(action.choices) in head, name


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_options_of_every_command(page: Path) -> None:
    """What all commands take is named once."""
    text = page.read_text(encoding="utf-8")
    assert all(f"`{option} " in text for option in COMMON)


def test_the_wheel_that_is_installed_is_that_of_this_version() -> None:
    """By one line, with uv or pipx; the upgrade is to a later one."""
    for page in (ROOT / "docs/guide/install.md", *READMES):
        text = page.read_text(encoding="utf-8")
        assert f"uv tool install ./zhicheng-{__version__}-py3-none-any.whl" in text, page.name
        assert "pipx install " in text, page.name
        assert set(re.findall(r"(?:tool install|pipx install) \./zhicheng-([0-9.]+)-py3", text)) == {__version__}, page.name


COMMAND_PAGE = ROOT / "docs/guide/commands.md"


def test_the_page_of_commands_is_what_the_parser_says() -> None:
    if os.environ.get("ZHICHENG_BLESS"):
        COMMAND_PAGE.write_text(command_page.page(), encoding="utf-8")
    assert COMMAND_PAGE.read_text(encoding="utf-8") == command_page.page(), "made anew by `make bless`"


def test_the_page_of_commands_names_each_command_and_option() -> None:
    """Each with its help in Chinese, all its choices, and each exit code there is."""
    text = COMMAND_PAGE.read_text(encoding="utf-8")
    parts = dict(re.findall(r"(?ms)^## ([a-z-]+) \{#\1\}\n(.*?)(?=^## |\Z)", text))
    assert parts.keys() == parsers().keys()
    for name, one in parsers().items():
        rows = [line.replace("\\|", "|") for line in parts[name].splitlines() if line.startswith("| `")]
        for action in one._actions:
            if action.dest != "help":
                words = [str(action.help), *action.option_strings, *map(str, action.choices or ())]
                assert any(all(word in row for word in words) for row in rows), f"{name}: {words}"
        assert all(len(re.findall("[\u4e00-\u9fff]", row)) >= 3 for row in rows)
    codes = re.search(r"(?ms)\{#exit-codes\}(.*?)^## ", text)
    assert codes is not None
    known = [console.OK, console.FINDINGS, console.USAGE, console.BUG, console.INTERRUPTED]
    assert [int(code) for code in re.findall(r"(?m)^\| (\d+) \|", codes[1])] == known


@pytest.mark.parametrize("module", cli.MODULES)
def test_what_exit_code_1_means_is_said_of_commands_that_end_with_it(module: str) -> None:
    source = (ROOT / f"scripts/zhicheng/commands/{module}.py").read_text(encoding="utf-8")
    assert ("FINDINGS" in source) == bool(command_page.FINDINGS.keys() & set(cli.MODULES[module]))


def test_the_tables_of_the_guide_for_reviewers_name_every_rule() -> None:
    """What a warning means and what to do about an error stands in one row, by its code or a range; S and Y by their letter."""
    text = (ROOT / "docs/guide/reviewer.md").read_text(encoding="utf-8")
    warnings, errors = re.split("{#(?:warnings|errors|waivers)}", text)[1:3]
    first_cells = [re.findall(r"(?m)^\| ([^|]+) \|", part) for part in (warnings, errors)]
    found = [re.findall("([A-Z])([0-9]{3})(?:–[A-Z]([0-9]{3}))?", cell) for cells in first_cells for cell in cells]
    named = [f"{letter}{number:03}" for row in found for letter, a, z in row for number in range(int(a), int(z or a) + 1)]
    assert len(named) == len(set(named))
    assert {code for code in RULES if code[0] not in "FSY"} == set(named)


def test_the_filled_record_of_the_guide_has_no_finding(empty: Path) -> None:
    text = (ROOT / "docs/guide/committee.md").read_text(encoding="utf-8")
    block = re.search(r"(?ms)^    ```yaml\n(.*?)^    ```", text)
    assert block is not None
    record = re.sub("(?m)^ {4}", "", block[1])
    registries.write(empty, f"registry/committees/653100/{yaml.safe_load(record)['id']}.yaml", record)
    assert [f"{f.code} {f.message}" for f in registries.findings(empty) if f.code != "R205"] == []


def test_the_examples_of_optional_fields_fit_the_schema(small: Path) -> None:
    """Each as it stands in the table of the guide, put into a record in its place; and every such field has one."""
    text = (ROOT / "docs/guide/committee.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| `(\w+)`(?: 的 `(\w+)`| 的其他项)? \| [^|]+ \| `([^`]+)` \|$", text)
    properties = schemas.schema("committee")["properties"]
    named = set()
    for field, inner, example in rows:
        value = yaml.safe_load((small / registries.ONE).read_text(encoding="utf-8"))
        if field == "withdrawn":
            value |= {"status": "withdrawn", "withdrawn": {"date": "2026-01-01", "reason": "分设"}}
        place = value if not inner else value[field] if isinstance(value[field], dict) else value[field][0]
        place |= yaml.safe_load(example)
        assert schemas.fits("committee", value), example
        named.add((field, inner))
    optional = set(properties) - set(schemas.schema("committee")["required"]) - {"approval", "valid", "contacts", "withdrawn", "scoring"}
    assert {field for field, inner in named if not inner} == optional
    reviews, scope = properties["reviews"]["items"]["properties"], properties["scope"]["properties"]
    assert {inner for field, inner in named if field == "reviews"} == set(reviews) - {"series", "levels"}
    assert {inner for field, inner in named if field == "scope"} == set(scope) - {"areas", "open_to", "note"}


def test_the_examples_for_another_region_name_every_field_and_fit() -> None:
    """Series, units and codes of specialties, as they stand in the guide for another region."""
    text = (ROOT / "docs/guide/adopt.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"(?ms)^```yaml\n(.*?)^```", text)]
    (series,) = (block for block in blocks if isinstance(block, list))
    units, specialties = (next(block for block in blocks if name in block) for name in ("units", "specialties"))
    assert schemas.fits("series", {"series": series})
    assert schemas.fits("specialties", specialties)
    area = {"code": "440000", "name": "某省", "level": "region", "kind": "省", "parent": None, "since": 1981}
    assert schemas.fits("areas", {"areas": [area], **units})
    properties = schemas.schema("series")["properties"]["series"]["items"]["properties"]
    assert set(series[0]["exams"][0]) == set(properties["exams"]["items"]["properties"])
    assert set(units["units"][0]) == set(schemas.schema("areas")["properties"]["units"]["items"]["properties"])
    used = {key for one in specialties["specialties"] for key in one} | {"third"}
    assert used == set(schemas.schema("specialties")["properties"]["specialties"]["items"]["properties"])


def written(node: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every field of a schema, with its path, at every depth."""
    inner = {**resolved(schemas.schema("committee"), node), **node}
    for key, one in inner.get("properties", {}).items():
        yield (*path, key), {**resolved(schemas.schema("committee"), one), **one}
        yield from written(one, (*path, key))
    if isinstance(inner.get("items"), dict):
        yield from written(inner["items"], path)


def test_the_tables_of_the_guide_name_every_field() -> None:
    """Each field of a record, at every depth, and each word of a closed list, stands in a row on the field that it is part of."""
    text = (ROOT / "docs/guide/committee.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| .*$", text[text.index("{#annex-1}") :])
    unnamed = []
    for path, node in written(schemas.schema("committee")):
        said = " ".join(row for row in rows if f"`{path[0]}`" in row)
        words = [path[-1], *(node.get("enum", ()) if path[0] not in ("authority", "notices") else ())]
        unnamed += [".".join((*path[:-1], word)) for word in words if not re.search(rf"(?<![\w-]){word}(?![\w-])", said)]
    levels = r"\.(junior|intermediate|associate-senior|full-senior)$"  # in the text above the tables
    assert [word for word in unnamed if not re.search(levels, word)] == []


def fields(value: object) -> set[str]:
    """The names of the fields of a JSON value, at every depth; what is named by levels and specialties is no field."""
    if not isinstance(value, dict):
        return set().union(*map(fields, value)) if isinstance(value, list) else set()
    keyed = {"titles", "former", "by_level", "by_first", "by_specialty"}
    return set().union(*({key} | (set() if key in keyed else fields(one)) for key, one in value.items()))


@pytest.mark.parametrize(
    "name", ["index", "committees", "series", "areas", "experts", "digests", "rules", "decisions", "records", "changes"]
)
def test_the_page_on_the_api_names_every_field(name: str) -> None:
    """What the golden files hold stands on docs/data.md, in the part on the file. The schema names those of a whole record."""
    text = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"(?ms)^\*\*`([a-z]+)\.json`\*\*(.*?)(?=^\*\*`|^## )", text))
    golden = json.loads((registries.HERE / f"data/golden/api/v1/{name}.json").read_text(encoding="utf-8"))
    assert {field for field in fields(golden) if f"`{field}`" not in parts[name]} <= {"version", "strings", name}


# --- sorted by reader -----------------------------------------------------------------------------------------------------


def groups_of_the_navigation() -> dict[str, list[str]]:
    """The pages below 指南, by the readers they are for, as paths from the folder of the guides; before them that of the public."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    (guides,) = (entry["指南"] for entry in settings["nav"] if "指南" in entry)
    assert guides[0] == {"概览": "guide/index.md"}
    assert settings["nav"].index({"公众查询指南": "guide/public.md"}) < next(
        i for i, entry in enumerate(settings["nav"]) if "指南" in entry
    )
    found = {"公众": ["public.md"]}
    for group in guides[1:]:
        ((name, pages),) = group.items()
        paths = [path for page in pages for path in page.values()]
        found[name] = [path.removeprefix("guide/") if path.startswith("guide/") else f"../{path}" for path in paths]
    return found


def test_overview_and_navigation_have_the_same_readers() -> None:
    """The same groups in the same order; each page of a group is in its table, and no page is in two groups."""
    text = (ROOT / "docs/guide/index.md").read_text(encoding="utf-8")
    tables = dict(re.findall(r"(?ms)^## ([^\n]+)\n(.*?)(?=^## |\Z)", text))
    groups = groups_of_the_navigation()
    assert list(tables) == list(groups)
    for name, pages in groups.items():
        assert [page for page in pages if f"]({page})" not in tables[name]] == [], name
    every = [page for pages in groups.values() for page in pages]
    assert len(every) == len(set(every))
    written = {page.name for page in (ROOT / "docs/guide").glob("*.md")} - {"index.md"}
    assert written == {page for page in every if not page.startswith("../")}


def test_pages_of_operators_are_apart() -> None:
    """What is for whoever runs the forge and keeps the keys is in no other reader's group, and the public has the first."""
    groups = groups_of_the_navigation()
    assert set(groups["管理平台和密钥"]) == {"centre.md", "threat-model.md", "upgrade.md", "../developers/workflows.md"}
    assert next(iter(groups)) == "公众"
    assert groups["公众"] == ["public.md"]
