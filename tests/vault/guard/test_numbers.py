"""Personal numbers: in which files, messages and names they are found, and which digits are nobody's. The numbers are examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import registries

from zhicheng.vault.guard import numbers, refusals

MOBILE, CITIZEN, MAIL = "13800001234", "110101199003070310", "zhangsan@example.com"


def kinds(folder: Path, path: str, content: str) -> set[str]:
    return {refusal.kind for refusal in refusals(folder, [registries.write(folder, path, content)])}


@pytest.mark.parametrize(
    "path",
    [
        *("notes", "notes.txt", "a/b.md", "list.csv", "list.tsv", "page.html", "letter.eml", "card.vcf", "old.bak", "NOTES.TXT"),
        *("docs/a.yaml", "docs/a.json", "registry/a.txt", "registry/committees/650000/a.yaml", "registry/a.json", "registry/a.toml"),
    ],
)
def test_where_people_write(tmp_path: Path, path: str) -> None:
    assert kinds(tmp_path, path, f"note: 请打 {MOBILE}\n") == {"mobile"}
    assert kinds(tmp_path, path, f"note: 证件 {CITIZEN}\n") == {"id-number"}
    assert kinds(tmp_path, path, "note: 0991-0000001\n") == set()


@pytest.mark.parametrize(
    "path",
    [
        "a.py",
        "package-lock.json",
        "poetry.lock",
        "a.js",
        "a.svg",
        "a.toml",
        "config.yaml",
        ".github/workflows/a.yaml",
        "a.po",
        "font.woff2",
    ],
)
def test_where_digits_are_nobodys(tmp_path: Path, path: str) -> None:
    assert kinds(tmp_path, path, f"a = {MOBILE} {CITIZEN}\n") == set()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("电话 0991-0000001，传真 0991-0000002 转 506", id="office"),
        pytest.param("12345678901234 99913800001234567", id="longer-runs"),
        pytest.param("110101199003070311", id="wrong-checksum"),
        pytest.param("--hash=sha256:13800001234a0123456789012345678901234567890123456789012345678901", id="hash-of-a-package"),
        pytest.param("2026-11-30 13:00:00.123456", id="time"),
        pytest.param("统一社会信用代码 12650000457600000X", id="code-of-an-office"),
        pytest.param("1.3.0 1.4.2 3.10 3.11.12", id="versions"),
    ],
)
def test_numbers_that_are_not_personal(tmp_path: Path, text: str) -> None:
    assert kinds(tmp_path, "notes.txt", text) == set()


def test_a_record_is_judged_as_the_rules_judge_it(tmp_path: Path) -> None:
    """Escapes and folded lines count; hashes do not; comments do. A file that is no YAML is searched as text."""
    path = "registry/committees/650000/a.yaml"
    assert kinds(tmp_path, path, 'note: "\\u0031\\u0033800001234"\n') == {"mobile"}
    assert kinds(tmp_path, path, "note: >-\n  1380000\n  1234\n") == {"mobile"}
    assert kinds(tmp_path, path, f"name: a # {MOBILE}\n") == {"mobile"}
    assert kinds(tmp_path, path, f"contacts: {{sha256: '{MOBILE}'}}\n") == set()
    assert kinds(tmp_path, path, f"name: [\n{MOBILE}\n") == {"mobile"}
    (found,) = refusals(tmp_path, [registries.write(tmp_path, path, f"name: a\n\nnote: {MOBILE}\n")])
    assert str(found).startswith(f"{path}（第 3 行）: 手机号码")
    assert MOBILE not in str(found)


@pytest.mark.parametrize("name", ["a.yaml", "a.yml"])
def test_hashes_in_a_record_are_nobodys(tmp_path: Path, name: str) -> None:
    """Whichever way it ends; outside of the registry, and in a file that ends otherwise, the digits count."""
    content = f"contacts: {{sha256: '{MOBILE}'}}\n"
    assert kinds(tmp_path, f"registry/{name}", content) == set()
    assert kinds(tmp_path, f"docs/{name}", content) == {"mobile"}
    assert kinds(tmp_path, f"registry/{name}.txt", content) == {"mobile"}


def test_mail_addresses(tmp_path: Path) -> None:
    """A reminder in records, as P003; nothing in other files, which name those of offices and of makers."""
    assert kinds(tmp_path, "registry/committees/650000/a.yaml", f"note: {MAIL}\n") == {"mail"}
    assert kinds(tmp_path, "notes.txt", MAIL) == set()


def test_long_lines_are_searched_to_their_end(tmp_path: Path) -> None:
    for at in (9_795, 9_990, 10_000, 19_595, 50_000):
        assert kinds(tmp_path, "notes.txt", "字" * at + MOBILE + "字" * 20_000) == {"mobile"}, at


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MOBILE, [("mobile", 1)]),
        (f"\n\n{MOBILE}\n", [("mobile", 3)]),
        (f"短\n{'字' * 20}\n请打 {MOBILE}\n\n{CITIZEN} {MAIL}", [("mobile", 3), ("id-number", 5), ("mail", 5)]),
        (f"a\n{MOBILE[:-1]}\n{MOBILE}", [("mobile", 3)]),
        ("a@b.cn\n", [("mail", 1)]),
        ("0991-0000001\n", []),
    ],
)
def test_lines_of_a_text(text: str, found: list[tuple[str, int]]) -> None:
    """Each is told with its line, from 1, however short the lines before it are."""
    assert list(numbers.numbers_in(text)) == found


def test_words_of_a_message() -> None:
    """Its lines are told; a signature does not count, nor the address in a trailer."""
    signature = f"-----BEGIN PGP SIGNATURE-----\n\n{MOBILE}\n-----END PGP SIGNATURE-----\n"
    message = f"Subject\n\n{MOBILE}\n{MAIL}\nSigned-off-by: A <{MAIL}>\nReviewed-by: {MOBILE} <a@example.org>\n{signature}"
    assert list(numbers.numbers_in_message(message)) == [("mobile", 3), ("mail", 4), ("mobile", 6)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (f"submit/{MOBILE}", {"mobile"}),
        (f"a/{CITIZEN}.md", {"id-number"}),
        (f"名册/张三{MOBILE}.xlsx", {"mobile"}),
        (MAIL, {"mail"}),
        ("registry/committees/650000/xj-engineering-construction.yaml", set()),
        ("v2026.06.30", set()),
        ("138/0000/1234", set()),
        ("assets/3d3c42e5aac5ba805825da76410c181273ba90b1.woff2", set()),
    ],
)
def test_names(name: str, expected: set[str]) -> None:
    assert numbers.numbers_in_name(name) == expected
