"""CODEOWNERS: what it says of each path, when it is asked for, and how the command writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from helpers import registries

from zhicheng.commands.cli import main
from zhicheng.registry import codeowners
from zhicheng.registry.codeowners import MARK

Capture = pytest.CaptureFixture[str]
PATH = ".github/CODEOWNERS"
CENTRE = "@centre-reviewer-a @centre-reviewer-b @centre-reviewer-c"


def owners(text: str, path: str) -> str:
    """Who owns a path: the last line that fits decides, as on GitHub."""
    found = ""
    for line in text.splitlines():
        pattern, _, accounts = line.partition(" ")
        if pattern == "*" or (not pattern.startswith("#") and f"/{path}".startswith(pattern)):
            found = accounts.strip()
    return found


def render(**changes: object) -> str:
    value = yaml.safe_load((registries.SMALL / "registry/reviewers.yaml").read_text(encoding="utf-8"))
    return codeowners.render({**value, **changes}, "650000", keys=False)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("registry/committees/653100/one.yaml", f"@ks-reviewer-a @ks-reviewer-b {CENTRE}"),
        ("registry/committees/653200/one.yaml", CENTRE),
        ("registry/committees/650000/one.yaml", CENTRE),
        ("registry/rosters/one.yaml", CENTRE),
        ("registry/vault/one.contacts.age", CENTRE),
        ("registry/vault/recipients.txt", f"@maintainer-a {CENTRE}"),
        ("registry/rounds/2026.yaml", CENTRE),
        ("registry/decisions/2026.yaml", CENTRE),
        ("registry/waivers.yaml", CENTRE),
        ("registry/registry.yaml", "@maintainer-a"),
        ("registry/reviewers.yaml", "@maintainer-a"),
        ("registry/rulebooks/order-40.yaml", "@maintainer-a"),
        ("registry/reference/areas.yaml", "@maintainer-a"),
        (".github/CODEOWNERS", "@maintainer-a"),
        ("scripts/zhicheng/route.py", "@maintainer-a"),
    ],
)
def test_owners(path: str, expected: str) -> None:
    """A prefecture's folder has its own accounts and the centre's; deputies are owners too."""
    assert owners(render(), path) == expected


def test_owners_of_the_list_of_keys(empty: Path) -> None:
    """Where there is one: the centre and the maintainers, either of them."""
    registries.write(empty, "registry/recipients.yaml", "recipients: []\n")
    assert main(["codeowners", "--root", str(empty)]) == 0
    text = (empty / PATH).read_text(encoding="utf-8")
    assert owners(text, "registry/recipients.yaml") == f"@maintainer-a {CENTRE}"
    assert owners(render(), "registry/recipients.yaml") == "@maintainer-a"


def test_header_says_what_it_cannot_do() -> None:
    """Any one of the owners is enough there; the order is the route's business."""
    first, second, third, *_ = render().splitlines()
    assert first == MARK
    assert "任何一个同意" in second
    assert "zhicheng route" in third


def test_an_account_is_named_once() -> None:
    """Also where it reviews for the prefecture and for the centre."""
    text = render(areas={"653100": {"office": "x", "accounts": ["centre-reviewer-b", "ks"]}})
    assert owners(text, "registry/committees/653100/one.yaml") == "@centre-reviewer-b @ks @centre-reviewer-a @centre-reviewer-c"


@pytest.mark.parametrize(
    ("vault", "line"),
    [("registry/vault", "/registry/vault/ "), ("registry/my vault", r"/registry/my\ vault/ "), ("../vault", None), ("/mnt/vault", None)],
)
def test_vault(vault: str, line: str | None) -> None:
    """The sealed files' folder is where the settings say; in another repository it is none of this file's."""
    text = codeowners.render({"centre": {"accounts": ["c"]}, "maintainers": {"accounts": ["m"]}}, "650000", vault)
    assert (line is None and "vault" not in text) or (line is not None and line in text)


# --- X005 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "written", "codes"),
    [
        pytest.param("gitea", None, [], id="elsewhere-without"),
        pytest.param("gitea", "* @somebody\n", [], id="elsewhere-by-hand"),
        pytest.param("gitea", f"{MARK}\n* @somebody\n", ["X005"], id="elsewhere-ours-and-changed"),
        pytest.param("gitea", "", [], id="elsewhere-empty"),
        pytest.param("github", None, ["X005"], id="github-without"),
        pytest.param("github", "* @somebody\n", ["X005"], id="github-by-hand"),
        pytest.param("github", "", ["X005"], id="github-empty"),
        pytest.param("", None, [], id="no-forge-without"),
        pytest.param("", f"{MARK}\n", ["X005"], id="no-forge-ours-and-cut-off"),
    ],
)
def test_when_it_is_asked_for(empty: Path, kind: str, written: str | None, codes: list[str]) -> None:
    """On GitHub, and where one of ours lies; other registries are left alone."""
    settings = (empty / "registry/registry.yaml").read_text(encoding="utf-8")
    forge = next(line for line in settings.splitlines(True) if line.startswith("forge:"))
    registries.write(empty, "registry/registry.yaml", settings.replace(forge, forge.replace("gitea", kind) if kind else ""))
    if written is not None:
        registries.write(empty, PATH, written)
    assert [finding.code for finding in registries.findings(empty)] == codes
    assert main(["codeowners", "--root", str(empty)]) == 0
    assert registries.findings(empty) == []


@pytest.mark.parametrize(("old", "new", "line"), [(MARK, MARK, None), ("@ks-reviewer-b", "@ks-b", 6), ("\n", "\r\n", None)])
def test_first_line_that_differs(empty: Path, old: str, new: str, line: int | None) -> None:
    """The finding stands at it. The line ends of Windows, which Git may make, are no difference."""
    registries.write(empty, PATH, render().replace(old, new))
    assert [(f.file, f.line, f.code) for f in registries.findings(empty)] == ([] if line is None else [(PATH, line, "X005")])


def test_reviewers_that_cannot_be_read_are_no_second_finding(empty: Path, capsys: Capture) -> None:
    """What the file should say is not known then; the command says so and writes nothing."""
    registries.write(empty, PATH, f"{MARK}\n")
    registries.write(empty, "registry/reviewers.yaml", "centre: {}\n")
    assert {finding.code for finding in registries.findings(empty)} == {"S002"}
    assert main(["codeowners", "--root", str(empty)]) == 2
    assert "没有能用的 registry/reviewers.yaml" in capsys.readouterr().err
    assert (empty / PATH).read_text(encoding="utf-8") == f"{MARK}\n"


# --- the command -------------------------------------------------------------------------------------------------------


def test_write_and_check(empty: Path, capsys: Capture) -> None:
    """--check writes nothing and says what to do."""
    command = ["codeowners", "--root", str(empty)]
    assert main([*command, "--check"]) == 1
    assert capsys.readouterr() == ("", f"{PATH} 还没有生成。请运行 zhicheng codeowners。\n")
    assert not (empty / ".github").exists()
    assert main(command) == 0
    assert capsys.readouterr() == ("", f"已写好 {PATH}，请一起提交。\n")
    assert (empty / PATH).read_bytes() == render().encode()
    assert [path.name for path in (empty / ".github").iterdir()] == ["CODEOWNERS"]
    assert main([*command, "--check"]) == main(command) == 0
    assert capsys.readouterr().err == f"{PATH} 已经是最新的。\n" * 2
    registries.write(empty, PATH, "* @somebody\n")
    assert main([*command, "--check"]) == 1
    assert capsys.readouterr().err == f"{PATH} 与 registry/reviewers.yaml 不一致。请运行 zhicheng codeowners。\n"


@pytest.mark.parametrize("link", [PATH, ".github"])
def test_links_are_not_followed(empty: Path, capsys: Capture, link: str) -> None:
    """Nothing is written where a link leads."""
    outside = empty.parent / "outside"
    outside.mkdir()
    (outside / "CODEOWNERS").write_text("theirs\n", encoding="utf-8")
    (empty / link).parent.mkdir(exist_ok=True)
    (empty / link).symlink_to(outside if link == ".github" else outside / "CODEOWNERS")
    assert main(["codeowners", "--root", str(empty)]) == 2
    assert "符号链接" in capsys.readouterr().err
    assert (outside / "CODEOWNERS").read_text(encoding="utf-8") == "theirs\n"
