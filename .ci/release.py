"""The files of a release, and the release itself on the forge. `make release-files` and `make release` call it.

    python .ci/release.py files [--tag v1.2.3] [--out dist]     wheel, pins, SBOM, page parts, notes, SHA256SUMS
    python .ci/release.py publish --tag v1.2.3 [--out dist]     makes the release on GitHub, Gitea or Forgejo and uploads the files

`files` tries the wheel out. It needs .venv with requirements/dev.txt, what `make submit` fetches, and no network but pip's. The wheel of
one commit has the same bytes wherever it is made.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
PINS = TOP / "requirements/run.txt"
NOTES, SUMS = "notes.md", "SHA256SUMS"


class Refused(Exception):  # noqa: N818
    """Why there is no release, and what to do."""


def version(tag: str | None) -> str:
    """The version of this checkout. Raises Refused where it stands differently in two places, or is not that of the tag."""
    found = str(tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    code = re.search(r'__version__ = "([^"]+)"', (TOP / "scripts/zhicheng/__init__.py").read_text(encoding="utf-8"))
    if code is None or code[1] != found:
        raise Refused(f"pyproject.toml says {found}, scripts/zhicheng/__init__.py something else: make them the same")
    if tag is not None and tag != f"v{found}":
        raise Refused(f"the tag is {tag}, the version {found}: it has to be v{found}")
    return found


def notes(changelog: str, number: str, tagged: bool) -> str:
    """The section of the changelog on a version; that of what is not released yet, where there is no tag."""
    sections = dict(re.findall(r"(?ms)^## \[?([^\s\]]+)\]?[^\n]*\n(.*?)(?=^## |\Z)", changelog))
    text = sections.get(number) or ("" if tagged else sections.get("Unreleased", ""))
    if not text.strip():
        raise Refused(f"CHANGELOG.md has no section “## {number}”: rename Unreleased, and begin a new one")
    return text.strip() + "\n"


def make_files(out: Path, tag: str | None) -> list[Path]:
    """Writes all files of the release into `out`, which may hold an earlier release and nothing else. Returns them, SHA256SUMS last."""
    number = version(tag)
    text = notes((TOP / "CHANGELOG.md").read_text(encoding="utf-8"), number, tag is not None)
    if out.exists():
        if other := [path.name for path in out.iterdir() if not re.fullmatch(rf"zhicheng-.*|{NOTES}|{SUMS}", path.name)]:
            raise Refused(f"{out} also holds {other[0]}: move it away first")
        shutil.rmtree(out)
    out.mkdir(parents=True)
    wheel = build(out)
    if wheel.name != f"zhicheng-{number}-py3-none-any.whl":
        raise Refused(f"the wheel is called {wheel.name}")
    shutil.copy(PINS, out / f"zhicheng-{number}-requirements.txt")
    write_sbom(out / f"zhicheng-{number}.cdx.json")
    page_parts = out / f"zhicheng-submit-{number}.zip"
    write_parts(page_parts)
    (out / NOTES).write_text(text, encoding="utf-8")
    try_out(wheel, page_parts.resolve(), number)
    files = sorted(path for path in out.iterdir() if path.name != NOTES)  # the notes become the text of the release
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (out / SUMS).write_text("".join(lines), encoding="utf-8")
    return [*files, out / NOTES, out / SUMS]


def build(out: Path) -> Path:
    """Builds the wheel into `out`, with the time of the commit in it."""
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=TOP, capture_output=True, encoding="utf-8", check=False)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": asked.stdout.strip() or "1577836800"}
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(TOP), environment=environment)
    (wheel,) = out.glob("*.whl")
    return wheel


def write_sbom(path: Path) -> None:
    """Writes the list of components in CycloneDX: what requirements/run.txt pins, with the hashes of their files."""
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements", "--pyproject", str(TOP / "pyproject.toml")]
    command += ["--output-reproducible", "--of", "JSON", "--output-file", str(path), str(PINS)]
    subprocess.run(command, check=True, capture_output=True)


def write_parts(path: Path) -> None:
    """Writes what the page for submissions is made of, for whoever has neither npm nor Node. Raises Refused where it was not fetched."""
    from zhicheng.errors import UserError
    from zhicheng.submission import parts

    try:
        path.write_bytes(parts.packed(TOP / "build/submit"))
    except UserError as error:
        raise Refused(str(error)) from None


def try_out(wheel: Path, page_parts: Path, number: str) -> None:
    """Installs the pins and the wheel into an empty environment, starts the program there and lets it take the parts. Raises Refused."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        (python,) = (path for path in (Path(folder, "bin/python"), Path(folder, "Scripts/python.exe")) if path.exists())
        pip("install", "--no-compile", "--require-hashes", "-r", str(PINS), python=python)  # most of it is not even imported
        pip("install", "--no-compile", "--no-deps", str(wheel), python=python)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        shown = "import sys; from pathlib import Path; from zhicheng.submission import parts; print(sorted(parts.parts(Path(sys.argv[1]))))"
        for words, expected in ((("-m", "zhicheng", "--version"), f"zhicheng {number}\n"), (("-c", shown, str(page_parts)), None)):
            command = [str(python), "-P", *words]
            done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
            if done.returncode or expected not in (None, done.stdout):
                raise Refused(f"the installed program does not work: {done.stdout}{done.stderr}")


def pip(*words: str, python: Path | None = None, environment: dict[str, str] | None = None) -> None:
    into = [] if python is None else ["--python", str(python)]
    command = [sys.executable, "-m", "pip", *into, "--quiet", "--disable-pip-version-check", *words]
    subprocess.run(command, check=True, env=environment)


# --- the forge ---------------------------------------------------------------------------------------------------------


def publish(out: Path, tag: str, environment: dict[str, str]) -> str:
    """Makes the release of the tag, as a draft until all files are there, on the forge that the workflow's environment names.

    Returns the address of the release.
    """
    version(tag)
    api, token = environment["GITHUB_API_URL"].rstrip("/"), environment["GITHUB_TOKEN"]
    releases = f"{api}/repos/{environment['GITHUB_REPOSITORY']}/releases"
    body = (out / NOTES).read_text(encoding="utf-8")
    made = ask("POST", releases, token, {"tag_name": tag, "name": tag, "body": body, "draft": True})
    on_github = str(made.get("upload_url", "")).endswith("{?name,label}")
    upload = str(made["upload_url"]).partition("{")[0] if on_github else f"{releases}/{made['id']}/assets"
    for path in sorted(out.iterdir()):
        if path.name == NOTES:
            continue
        content, kind = path.read_bytes(), "application/octet-stream"
        if not on_github:  # Gitea and Forgejo take a form
            mark = hashlib.sha256(content).hexdigest()
            head = f'--{mark}\r\nContent-Disposition: form-data; name="attachment"; filename="{path.name}"\r\nContent-Type: {kind}\r\n\r\n'
            content, kind = head.encode() + content + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
        ask("POST", f"{upload}?name={path.name}", token, content, kind)
    return str(ask("PATCH", f"{releases}/{made['id']}", token, {"draft": False})["html_url"])


def ask(method: str, address: str, token: str, sent: object, kind: str = "application/json") -> dict[str, object]:
    """One request of the forge's API, and the JSON it answers."""
    content = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    headers = {"Authorization": f"token {token}", "Content-Type": kind, "Accept": "application/json"}
    request = urllib.request.Request(address, content, headers, method=method)  # noqa: S310 - the address is the forge's own
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
        found: dict[str, object] = json.load(answer)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("files", "publish"))
    parser.add_argument("--tag", default=os.environ.get("TAG") or None)
    parser.add_argument("--out", type=Path, default=TOP / "dist")
    given = parser.parse_args()
    try:
        if given.action == "files":
            print("".join(f"{path}\n" for path in make_files(given.out, given.tag)), end="")
        elif given.tag is None:
            raise Refused("publish needs a tag")
        else:
            print(publish(given.out, given.tag, dict(os.environ)))
    except Refused as refused:
        print(f"No release: {refused}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
