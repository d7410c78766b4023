"""The examples on docs/data.md, run as they stand there against the site of the sample: curl, Python, DuckDB and a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import duckdb
import pytest
from helpers import registries
from helpers.browsers import answering, served
from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("examples-of-data")]
PLACE = "https://zhicheng.example.org/"
TEXT = (registries.HERE.parent / "docs/data.md").read_text(encoding="utf-8").split("{#examples}")[1]
EXAMPLES = re.findall(r"(?ms)^```(\w*)\n(.*?)^```$", TEXT)


class Open(SimpleHTTPRequestHandler):
    """Answers as the page says that a server should: pages of other sites may read the API."""

    def end_headers(self) -> None:
        if self.path.startswith(("/api/", "/schemas/")):
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def top(site: Path) -> Iterator[str]:
    """The address of the site of the sample."""
    with answering(partial(Open, directory=str(site))) as address:
        yield address


def examples(language: str, word: str, top: str) -> str:
    """The one example in a language that has a word, with the address of the site in the place of the made-up one."""
    (found,) = (text for kind, text in EXAMPLES if kind == language and word in text)
    assert PLACE in found
    return found.replace(PLACE, top)


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_example_is_run() -> None:
    assert [kind for kind, _ in EXAMPLES] == ["", "python", "python", "", "sql", "html"]


def test_curl(top: str, site: Path, tmp_path: Path) -> None:
    said = run(["sh", "-ec", examples("", "committees/ks-health.json", top)], tmp_path)
    assert json.loads(said) == json.loads((site / "api/v1/committees/ks-health.json").read_bytes())


def test_download_and_check(top: str, site: Path, tmp_path: Path) -> None:
    """Quiet where the file is right; another file is found out."""
    script = examples("", "SHA256SUMS", top)
    assert run(["sh", "-ec", script], tmp_path) == ""
    table = tmp_path / "api/v1/tables/committees.csv"
    assert table.read_bytes() == (site / "api/v1/tables/committees.csv").read_bytes()
    last = script.strip().splitlines()[-1]
    table.write_bytes(table.read_bytes() + b"\n")
    again = subprocess.run(["sh", "-c", f"SITE={top}\n{last}"], cwd=tmp_path, capture_output=True, check=False)
    assert again.returncode == 1


def test_python_who_reviews(top: str, tmp_path: Path) -> None:
    said = run([sys.executable, "-c", examples("python", "建筑施工", top)], tmp_path)
    assert "喀什地区" in said
    assert all("建筑施工" in line for line in said.splitlines())


def test_python_changes_since(top: str, site: Path, tmp_path: Path) -> None:
    """Those from the day on: all of them where the day is early, those of the newest day where it is that."""
    code = examples("python", "changes.json", top)
    changes = json.loads((site / "api/v1/changes.json").read_bytes())["changes"]
    days = sorted({one["date"] for one in changes})
    for day in ["2019-01-01", *days[-1:], "2099-01-01"]:
        said = run([sys.executable, "-c", code.replace("2026-01-01", day)], tmp_path)
        assert len(said.splitlines()) == len([one for one in changes if one["date"] >= day])


def test_duckdb(top: str, site: Path) -> None:
    """The question as it stands, of the files on disk: reading over HTTP takes an extension that DuckDB would fetch from elsewhere."""
    found = duckdb.sql(examples("sql", "read_csv", f"{site}/")).fetchall()
    expected: dict[str, set[str]] = {}
    for path in (site / "api/v1/committees").glob("*.json"):
        record = json.loads(path.read_bytes())
        for review in record["reviews"] if record["status"] == "active" else ():
            if "full-senior" in review["levels"]:
                expected.setdefault(review["series"], set()).add(record["id"])
    assert found == sorted(((key, len(ids)) for key, ids in expected.items()), key=lambda pair: (-pair[1], pair[0]))
    assert found


def test_browser(top: str, site: Path, browser: Browser, tmp_path: Path) -> None:
    """In a page of another origin, which the header allows; a server without it is refused."""
    record = json.loads((site / "api/v1/committees/ks-health.json").read_bytes())
    page_of = {"open.html": top, "closed.html": ""}
    with served(site) as closed, served(tmp_path) as elsewhere, browser.new_context() as context:
        for name, address in page_of.items():
            text = examples("html", "fetch", address or closed)
            (tmp_path / name).write_text(f'<!doctype html><meta charset="utf-8">{text}', encoding="utf-8")
        page = context.new_page()
        page.goto(f"{elsewhere}open.html")
        page.wait_for_function("document.getElementById('zhicheng').textContent")
        assert page.inner_text("#zhicheng") == f"{record['name']}：有效期至 {record['valid']['until']}"
        with page.expect_console_message(lambda message: "Access-Control-Allow-Origin" in message.text):
            page.goto(f"{elsewhere}closed.html")
        assert page.inner_text("#zhicheng") == ""
