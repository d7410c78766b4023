"""The vault: where its files are, and opening them (in memory)."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from zhicheng.documents.codes import USUAL, Codes
from zhicheng.documents.finding import Finding
from zhicheng.documents.schemas import field_at, field_label, fits, schema
from zhicheng.documents.yaml_reading import FORBIDDEN, Value, has_forbidden
from zhicheng.errors import CannotOpen, UserError
from zhicheng.registry import vault_listing
from zhicheng.registry.records import sealed_roster
from zhicheng.registry.registry import Registry
from zhicheng.registry.vault_listing import DEMONSTRATION_KEYS, ROSTER
from zhicheng.system.owner_only import no_core_dumps
from zhicheng.vault import cipher

_LEAST_ROSTER, _LEAST_OTHER = 32768, 4096  # bytes; some sixty people fit into the smallest roster
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without characters that are easily mistaken for others


_MOST_OF_KEYS = 1 << 20  # bytes of an identity file


@dataclass(frozen=True, slots=True)
class Keyring:
    """The identities of an identity file, for opening sealed files, and their public keys."""

    identities: tuple[Any, ...]
    public: tuple[str, ...] = ()


def keyring(path: Path) -> Keyring:
    """The identities in a file. Raises UserError where it cannot be read, holds no identity, or lies inside a repository.

    The demonstration identity may lie inside a repository: it opens samples only.
    """
    no_core_dumps()
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_OF_KEYS + 1)
        text = content.decode("utf-8") if len(content) <= _MOST_OF_KEYS else ""
    except (OSError, UnicodeDecodeError):
        raise UserError(f"读不到密钥文件：{path}。请核对路径和权限。") from None
    found = cipher.secrets(text)
    if not found:
        raise UserError(f"{path} 里没有私钥。私钥一行，以 AGE-SECRET-KEY-1 开头，由 zhicheng keys new 生成。")
    public = tuple(dict.fromkeys(map(cipher.public_key, found)))
    if not set(public) <= DEMONSTRATION_KEYS and _repository_of(path.resolve()) is not None:
        raise UserError(
            f"密钥文件 {path} 放在 Git 仓库里，可能被提交出去，已拒绝使用。请移到仓库以外，例如 U 盘或用户目录；已经提交过的，按泄露处理。"
        )
    return Keyring(tuple(map(cipher.identity, found)), public)


def is_inside(path: Path) -> bool:
    """Whether a file lies in a repository, from which it may be committed."""
    return _repository_of(path.resolve()) is not None


def _repository_of(path: Path) -> Path | None:
    """The Git repository or registry that a path lies in, or None."""
    return next((folder for folder in path.parents if (folder / ".git").exists() or (folder / "registry/registry.yaml").exists()), None)


def _git_of(folder: Path) -> Path | None:
    """The top folder of the Git repository that a folder belongs to, or None."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def refuse_inside(path: Path, what: str) -> None:
    """Raises UserError where a file with private content would lie in a repository. `what` names the content in the message."""
    if _repository_of(path.resolve()) is not None:
        raise UserError(f"{what}不能放在仓库里：{path}。请放到仓库以外的文件夹，以免被提交出去。")


def place(registry: Registry, name: str) -> Path:
    """Where a new sealed file is written: the folder that was given for it, else the vault.

    Raises UserError where the vault lies elsewhere and is not here.
    """
    if registry.sealed_out is not None:
        return registry.sealed_out / name
    if registry.vault is None and not registry.vault_folder.is_relative_to(registry.root):
        raise UserError(
            f"这里没有密封库（{registry.vault_folder}），密封文件没有地方放，什么都没有写。请写明放在哪里：zhicheng seal 加 --out 文件夹，"
            "其他命令加 --sealed 文件夹，要在登记册以外；再与公开的文件一起报送（zhicheng pack 加 --sealed 同一个文件夹），或者交给中心。"
        )
    return registry.vault_folder / name


def put_out(registry: Registry, folder: Path | None) -> None:
    """Has new sealed files written to a folder outside the registry's repository. Raises UserError where that may not be."""
    if folder is None:
        return
    full, root = folder.resolve(), registry.root.resolve()
    top = _git_of(root)
    if full.is_relative_to(root) or (top is not None and _git_of(full) == top):
        raise UserError(f"密封文件不放在公开登记册的仓库里：{folder}。请写仓库以外的文件夹，例如 U 盘，或者密封库的副本。")
    if registry.vault is not None and full != registry.vault_folder.resolve() and registry.vault.complete:
        raise UserError(f"密封库就在这里（{registry.vault.name}），密封文件直接写在里面，不用另写文件夹。")
    folder.mkdir(parents=True, exist_ok=True)
    registry.sealed_out = full


def is_sealed_already(registry: Registry, key: str) -> bool:
    """Whether there is a sealed roster of `key`, here or in a part of the vault that is not here."""
    if (registry.vault_folder / f"{key}{ROSTER}").exists():
        return True
    elsewhere = registry.vault is None or not registry.vault.complete
    return elsewhere and any(one.record.key == key and one.record.sealed is not None for one in registry.rosters)


def shown(path: Path, registry: Registry) -> str:
    """A path as messages name it: relative to the root where it lies below the root."""
    return vault_listing.shown(path, registry.root)


def new_id(taken: Iterable[str]) -> str:
    """A random id that no other expert has; it says nothing about the person."""
    used = set(taken)
    while True:
        made = "".join(secrets.choice(_ALPHABET) for _ in range(6))
        if made not in used:
            return made


def padded(plain: bytes) -> bytes:
    """JSON to seal, with spaces and a line break after it up to the next step, so that the size of a sealed file does not tell how many
    people are in it. Steps double from _LEAST_ROSTER, or _LEAST_OTHER for contacts. JSON that is padded already stays the same.
    """
    content = plain.rstrip()
    size = _LEAST_ROSTER if b'"experts"' in content or b'"bans"' in content else _LEAST_OTHER
    while size <= len(content):
        size *= 2
    return content.ljust(size - 1) + b"\n"


def packed(value: Value) -> bytes:
    """The content to seal: JSON in UTF-8 with one expert a line, so that a diff of the opened files shows which experts changed."""
    rows = value.get("experts")
    if rows is None:
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    head = json.dumps({key: item for key, item in value.items() if key != "experts"}, ensure_ascii=False)
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{head[:-1]}, "experts": [\n{body}\n]}}\n'.encode()


def refuse_controls(value: Value) -> None:
    """Raises UserError where a text holds what `decoded` refuses, so that it could be sealed but not opened again: control characters, line
    breaks, unpaired surrogates.
    """
    try:
        decoded(json.dumps(value, ensure_ascii=False).encode())
    except (ValueError, RecursionError):
        raise UserError("有一项内容里有换行、控制字符或不完整的字符，没有密封。请改成一行普通文字再试。") from None


def opened(path: Path | str, keys: Keyring) -> Value:
    """The value in a sealed file. Raises CannotOpen where it cannot be opened, and FileNotFoundError where there is no file."""
    with open(path, "rb") as stream:
        plain = cipher.unseal(stream.read(), keys.identities)
    try:
        return decoded(plain)
    except (ValueError, RecursionError):
        raise CannotOpen("打开以后不是本工具写的内容") from None


def decoded(plain: bytes, once: bool = False) -> Value:
    """The mapping in JSON text. `once` refuses a key that is repeated in a mapping.

    Raises ValueError (JSONDecodeError where the syntax is wrong) or, where it is nested too deeply, RecursionError. Texts with control
    characters, bidirectional controls or unpaired surrogates are refused, as in public files.
    """
    text = plain.decode("utf-8-sig")
    value = (_STRICT_DECODER if once else _DECODER).decode(text)
    if not isinstance(value, dict):
        raise ValueError("not a mapping")
    if has_forbidden(text) or ("\\" in text and any(_BREAK.search(item) or FORBIDDEN.search(item) for item in _texts(value))):
        raise ValueError("forbidden characters")
    return value


_BREAK = re.compile(r"[\t\n\r]")


def _texts(value: object) -> Iterator[str]:
    """Every text in a value, the keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> Value:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError("a name twice")
    return mapping


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
_STRICT_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_refuse_repeated_keys)


def shape_faults(kind: str, value: Value, name: str, codes: Codes = USUAL) -> list[Finding]:
    """Findings for what does not fit the schema of `kind` in the file `name`, by row and field. Messages repeat no value."""
    if fits(kind, value, codes):
        return []
    from zhicheng.documents.schema_faults import problems  # loads jsonschema, which what fits does not need

    root = schema(kind, codes)
    found = []
    for code, problem in problems(kind, value, codes):
        pointer = problem.pointer
        row = pointer[1] + 1 if len(pointer) > 1 and pointer[0] == "experts" and isinstance(pointer[1], int) else 0
        field = str(pointer[2]) if row and len(pointer) > 2 else None
        place = f"第 {row} 行" if row else field_label(root, pointer[:1]) if len(pointer) > 1 else ""
        said, hint = problem.message, problem.hint
        if code != "S002":  # a missing field has no value that could be repeated
            said = f"“{field_label(root, pointer)}”{_SHAPE_WORDS.get(code, '不合规定')}"
            hint = str(field_at(root, pointer).get("description", "请按附件的要求改正。"))
        found.append(Finding(code, "error", name, row or 1, sealed_roster.column(field), "", f"{place}{said}", hint, ""))
    return found


_SHAPE_WORDS = {
    "S001": "里有不认识的字段",
    "S003": "的类型不对",
    "S004": "不在可填的范围里",
    "S005": "的写法不对",
    "S006": "太长、太短、太大、太小，或者项数不对",
    "S007": "里有重复的项",
}


def fingerprint(content: bytes) -> Value:
    """What a public file holds of a sealed one: SHA-256 and size in bytes of the ciphertext."""
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
