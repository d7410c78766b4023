"""The files of a registry's repository that come with the program: schemas, workflows, and how the program is installed there.

`init` writes them, `upgrade` brings them up to date. Which content was written stands in RECORD, so that what somebody has edited is told
from what is only old.
"""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.schemas import KINDS, schema_text
from zhicheng.system.packaged import resource

RECORD = ".zhicheng.sha256"  # as sha256sum writes it
FORGES = {"github": ".github", "gitea": ".gitea"}
SOURCE = "requirements/zhicheng.txt"
_OWN = ("test.yaml", "release.yaml")  # the workflows that test and release the program itself

_MAKEFILE = """\
# make install 装好程序（版本和校验值见 requirements/）；make check 检查登记；make site 生成网站。
PYTHON ?= python3
.PHONY: install check site

install: .venv/.made

.venv/.made: requirements/run.txt requirements/zhicheng.txt
\t@grep -Eqv '^[[:space:]]*(#|$$)' requirements/zhicheng.txt || { \\
\t  echo "requirements/zhicheng.txt 还没有写明程序从哪里装，请照文件里的说明写。" >&2; exit 2; }
\t@! grep -Ev '^[[:space:]]*(#|$$)' requirements/zhicheng.txt | grep -Eqv '(--hash=sha256:[0-9a-f]{64}|@[0-9a-f]{40})[[:space:]]*$$' || { \\
\t  echo "requirements/zhicheng.txt 里没有写校验值或者完整的提交号，没有装。请照文件里的说明写。" >&2; exit 2; }
\t@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \\
\t  echo "要有 Python 3.11 以上版本，$(PYTHON) 不是。有别的版本的，请写明：make install PYTHON=python3.12" >&2; exit 2; }
\t@$(PYTHON) -m venv .venv || { \\
\t  echo "Python 缺少 venv。Debian、Ubuntu 上请装：apt-get install python3-venv" >&2; rm -rf .venv; exit 2; }
\t@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
\t@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -r requirements/zhicheng.txt
\t@touch $@

check: install
\t@.venv/bin/zhicheng validate

site: install
\t@.venv/bin/zhicheng build
"""
_HOOKS = """\
# 提交以前先检查。只设一次：先运行 make install，再运行 .venv/bin/python -m pip install pre-commit，再运行 .venv/bin/pre-commit install
repos:
  - repo: local
    hooks:
      - id: zhicheng-validate
        name: 检查登记
        entry: .venv/bin/zhicheng validate
        language: system
        files: ^registry/
        pass_filenames: false
      - id: zhicheng-guard
        name: 拦住私密内容
        entry: .venv/bin/zhicheng guard
        language: system
        require_serial: true
"""
_NO_SOURCE = """\
# 程序从哪里装，写一行，二选一：
#   zhicheng @ git+https://代码平台/组织/zhicheng@完整的提交号
#   ./requirements/zhicheng-版本-py3-none-any.whl --hash=sha256:校验值
# 写提交号或校验值，不写分支或“最新”：装的是哪一份，才看得出来。
"""


class Source(NamedTuple):
    """Where this copy of the program was installed from: the line of requirements/zhicheng.txt, and the wheel beside it, if it was one."""

    line: str
    wheel: Path | None = None


def shipped(forge: str, codes: Codes = USUAL) -> dict[str, bytes]:
    """The files by path in the repository, for a forge: `github`, `gitea`, or `none`. The schemas take the codes of the registry."""
    found = {f"schemas/{kind}.schema.json": schema_text(kind, codes).encode() for kind in sorted(KINDS)}
    found |= {"Makefile": _MAKEFILE.encode(), ".pre-commit-config.yaml": _HOOKS.encode()}
    found["requirements/run.txt"] = resource("requirements/run.txt").read_bytes()
    if forge in FORGES:
        folder = f"{FORGES[forge]}/workflows"
        files = sorted(resource(folder).glob("*.yaml"))
        found |= {f"{folder}/{path.name}": path.read_bytes() for path in files if path.name not in _OWN}
    return found


def once(forge: str) -> dict[str, bytes]:
    """The files that `init` writes once and that are the repository's own from then on: where to install from, templates of the forge."""
    source = installed_from()
    text = _NO_SOURCE if source is None else f"# 装的是这一份；换版本时改这一行，再运行 zhicheng upgrade。\n{source.line}\n"
    found = {SOURCE: text.encode()}
    if source is not None and source.wheel is not None:
        found[f"requirements/{source.wheel.name}"] = source.wheel.read_bytes()
    if forge in FORGES:
        folder = FORGES[forge]
        template = resource(f"{folder}/pull_request_template.md").read_text(encoding="utf-8")
        found[f"{folder}/pull_request_template.md"] = template.partition("## 提交以后")[0].rstrip().encode() + b"\n"
        forms = "ISSUE_TEMPLATE" if forge == "github" else "issue_template"
        found[f"{folder}/{forms}/correction.yaml"] = resource(f"{folder}/{forms}/correction.yaml").read_bytes()
    return found


def installed_from() -> Source | None:
    """Where this copy was installed from, if that names its content: a commit of a Git repository, or a wheel; None for any other copy."""
    try:
        of_copy = metadata.distribution("zhicheng").read_text  # in UTF-8, as all metadata
        told = json.loads(of_copy("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        return None
    url = str(told.get("url", ""))
    if commit := told.get("vcs_info", {}).get("commit_id"):
        return Source(f"zhicheng @ git+{url}@{commit}")
    wheel = Path(unquote(urlsplit(url).path)) if url.startswith("file:") and url.endswith(".whl") else None
    if wheel is None or not wheel.is_file():
        return None
    return Source(f"./requirements/{wheel.name} --hash=sha256:{_sha256(wheel.read_bytes())}", wheel)


def recorded(text: str) -> dict[str, str]:
    """The SHA-256 of each path, from the text of RECORD."""
    return {path: digest for digest, _, path in (line.partition("  ") for line in text.splitlines())}


def record(files: dict[str, str]) -> str:
    """The text of RECORD, from the SHA-256 of each path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(files.items()))


class Upgrade(NamedTuple):
    """What an upgrade would do: `written` are files to write, `edited` and `removed` those left as they are because somebody changed or
    removed them; `digests` belong into RECORD.
    """

    written: dict[str, bytes]
    edited: list[str]
    removed: list[str]
    digests: dict[str, str]


def upgrade(root: Path, replace: bool, codes: Codes = USUAL) -> Upgrade:
    """Compares the shipped files with those of a repository; `codes` are those of its registry.

    `replace`: edited and removed ones are written anew too.
    """
    forges = [forge for forge, folder in FORGES.items() if (root / folder / "workflows").is_dir()] or ["none"]
    files = {path: content for forge in forges for path, content in shipped(forge, codes).items()}
    record_file = root / RECORD
    before = recorded(record_file.read_text(encoding="utf-8")) if record_file.is_file() else {}
    plan = Upgrade({}, [], [], dict(before))
    for path, content in files.items():
        present = (root / path).read_bytes() if (root / path).is_file() else None
        digest = _sha256(content)
        if present == content:
            plan.digests[path] = digest
        elif present is None and path in before and not replace:
            plan.removed.append(path)
        elif present is not None and _sha256(present) != before.get(path) and not replace:
            plan.edited.append(path)
        else:
            plan.written[path] = content
            plan.digests[path] = digest
    return plan


def digests(files: dict[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each file."""
    return {path: _sha256(content) for path, content in files.items()}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
