"""Writes a new committee record to fill in. Its comments come from the schema, so that the two cannot differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from zhicheng.documents.finding import Pointer
from zhicheng.documents.schemas import field_at, schema
from zhicheng.documents.yaml_reading import Value
from zhicheng.documents.yaml_writing import Style, entry
from zhicheng.errors import UserError
from zhicheng.registry.authority_names import authority_label
from zhicheng.registry.records.committee import LEVELS
from zhicheng.registry.records.rulebook import Rulebook
from zhicheng.registry.records.wording import Wording
from zhicheng.registry.registry import Registry
from zhicheng.registry.required_fields import fields_of, use

_TEMPLATE = Path(__file__).with_name("committee.yaml")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OF_EMPLOYER = re.compile("employer-[0-9]{6}")  # what sealed rosters of employers are called
_COMMENT = re.compile(r"^( *)#: (\S+)$")
_WIDTH = 100
_ASKED_FOR = ("expert_pool/source", "expert_pool/draw")  # required by a rule (E108), not by the schema


def new_record(registry: Registry, identifier: str, authority: str, area: str, today: date) -> Path:
    """Writes registry/committees/<folder>/<id>.yaml and returns its path from the root. Raises UserError as `check_identity` does."""
    check_identity(registry, identifier, authority, area)
    path = Path("registry/committees") / registry.areas.folder(authority, area) / f"{identifier}.yaml"
    full = registry.root / path
    full.parent.mkdir(parents=True, exist_ok=True)
    current = registry.settings.current_round
    text = record_text(registry.words, identifier, authority, area, current, today, registry.rulebooks_of(current))
    with open(full, "x", encoding="utf-8", newline="\n") as stream:
        try:
            stream.write(text)
            stream.flush()
        except BaseException:  # disk full, Ctrl-C: leave no partial record
            full.unlink()
            raise
    return path


def check_identity(registry: Registry, identifier: str, authority: str, area: str) -> None:
    """Raises UserError if the id of a new committee is malformed or taken, or its area is unknown or not of the level of its authority."""
    if not ID.fullmatch(identifier) or not 3 <= len(identifier) <= 64:
        raise UserError("编号只能用小写字母、数字和短横，3 到 64 个字符，例如 ks-health。")
    if _OF_EMPLOYER.fullmatch(identifier):
        raise UserError(f"编号 {identifier} 是单位直接报送的花名册用的，评审委员会请另起一个，例如 ks-health。")
    if registry.knows("committee", identifier):
        raise UserError(f"编号 {identifier} 已经有了，请另起一个；编号不能重复使用。")
    if area not in registry.areas.current:
        raise UserError("没有这个区划代码。请查 registry/reference/areas.yaml，用 --area 填六位代码。")
    if authority != "central" and registry.areas.level(area) not in registry.ranks.areas.get(authority, (authority,)):
        who = authority_label(registry, authority)
        raise UserError(
            f"{area}（{registry.areas.name(area)}）不是{who}的区划。请用 --area 填{who}区划的六位代码，或用 --authority 改单位级别。"
        )


def record_text(
    words: Wording, identifier: str, authority: str, area: str, current_round: str, today: date, books: tuple[Rulebook, ...] = ()
) -> str:
    """The text of an empty record, with an explanation from the schema above each field; without those that the rulebooks do not use."""
    values = {"id": identifier, "authority": authority, "area": area, "round": current_round, "date": today.isoformat()}
    lines = []
    for line in "\n\n".join(_used_blocks(books)).splitlines():
        lines += _explained(words, _filled(line, {**values, **_region_values(words)}), books)
    return "\n".join(lines) + "\n"


def _used_blocks(books: tuple[Rulebook, ...]) -> list[str]:
    """The blocks of the template, one for each field, without those that the rulebooks do not use."""
    unused = fields_of(books, "unused")
    blocks = _TEMPLATE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return [_commented(block) if use(books, _key(block))[0] == "optional" else block for block in blocks if _key(block) not in unused]


def _commented(block: str) -> str:
    """A block of the template as comments, as an optional field begins. The template has all optional fields so, except for scoring tables,
    which most rulebooks require.
    """
    if _key(block) != "scoring":
        return block
    return "\n".join(line if _COMMENT.match(line) else f"# {line}" for line in block.split("\n"))


def _key(block: str) -> str:
    """The field that a block of the template is about."""
    comment = _COMMENT.match(block.split("\n", 1)[0])
    return comment[2] if comment else block.split(":", 1)[0]


def filled_text(words: Wording, value: Value, books: tuple[Rulebook, ...] = ()) -> str:
    """The text of a record that holds `value`, with the explanations of an empty record; absent optional fields stay as examples.

    Those that the rulebooks do not use are left out where the record does not have them.
    """
    template = _TEMPLATE.read_text(encoding="utf-8")
    explained = {match[2] for line in template.splitlines() if (match := _COMMENT.match(line))}

    def explain(pointer: Pointer) -> list[str]:
        name = "/".join(map(str, pointer))
        return _explanation(words, name, _WIDTH - 4, books) if name in explained else []

    unused = fields_of(books, "unused")
    blocks = template.rstrip("\n").split("\n\n")
    found = [blocks[0]]
    for block in blocks[1:]:
        comment = _COMMENT.match(block.split("\n", 1)[0])
        key = _key(block)
        above = [f"# {line}" for line in explain((key,))] if comment else []
        if key in value:
            found.append("\n".join([*above, *entry(key, value[key], 0, (key,), Style(explain=explain))]))
        elif key not in unused:
            example = _commented(block) if use(books, key)[0] == "optional" else block
            lines = (_filled(line, {"area": str(value["area"]), **_region_values(words)}) for line in example.split("\n")[1:])
            found.append("\n".join([*above, *(text for line in lines for text in _explained(words, line, books))]))
    return "\n\n".join(found) + "\n"


def _region_values(words: Wording) -> dict[str, str]:
    """What the template has in braces and is the same in every record of a region."""
    return {"prefectures": words.prefectures, "itself": words.itself}


def _filled(line: str, values: Mapping[str, str]) -> str:
    """A line of the template with the values of what stands in braces; what has no value stays."""
    return re.sub(r"\{([a-z]+)\}", lambda found: values.get(found[1], found[0]), line)


def _explained(words: Wording, line: str, books: tuple[Rulebook, ...]) -> list[str]:
    """A line of the template: where it asks for an explanation, the comment lines; else itself."""
    match = _COMMENT.match(line)
    return [line] if match is None else [f"{match[1]}# {text}" for text in _explanation(words, match[2], _WIDTH - len(match[1]), books)]


def _explanation(words: Wording, pointer: str, width: int, books: tuple[Rulebook, ...]) -> list[str]:
    """The comment lines, without #, of the field at `pointer` (parts joined by /), wrapped to `width` columns."""
    parts = tuple(int(part) if part.isdigit() else part for part in pointer.split("/"))
    found = field_at(schema("committee"), parts)
    parent = field_at(schema("committee"), parts[:-1])
    needed = parts[-1] in parent.get("required", ()) or pointer in _ASKED_FOR or use(books, pointer)[0] == "required"
    optional = "" if needed else "（选填）"
    text = f"{found['title']}{optional}：{found.get('description', '')}"
    choices = found.get("enum") or found.get("items", {}).get("enum")
    labels = found.get("enumDescriptions") or found.get("items", {}).get("enumDescriptions")
    if pointer == "authority":
        choices = list(words.authorities)
        labels = [words.unit(code) for code in choices]
    if choices and labels:
        text += "可填：" + "、".join(f"{choice}（{label}）" for choice, label in zip(choices, labels, strict=True)) + "。"
    if parts[-1] == "levels" and (own := [f"{code}（{label}）" for code, label in words.levels.items() if code not in LEVELS]):
        text += f"本登记册还有：{'、'.join(own)}。"
    return _wrap(text, width)


def _wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns (a Chinese character takes two). No line begins with closing punctuation, and no word is split."""
    lines, line, used = [], "", 0
    for piece in re.findall(r"[!-~]+|.", text.replace("\n", "")):
        wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in piece)
        if used + wide > width - 2 and piece not in "，。、；：）”》？！":
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + piece, used + wide
    return [*lines, line]
