"""The codes of levels and authorities: those of every registry, and how those that a registry adds come into the schemas."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

Labels = tuple[tuple[str, str], ...]  # code and label


class Codes(NamedTuple):
    """All levels of a registry, from low to high, and all its authorities, each with its label."""

    levels: Labels
    authorities: Labels

    @property
    def added_levels(self) -> Labels:
        """The levels that not every registry has."""
        return tuple(one for one in self.levels if one not in USUAL.levels)

    @property
    def added_authorities(self) -> Labels:
        """The authorities that not every registry has."""
        usual = {code for code, _ in USUAL.authorities}
        return tuple(one for one in self.authorities if one[0] not in usual)

    def with_those_of(self, other: Codes) -> Codes:
        """These codes and those that only the other has, which come first."""
        own = ({code for code, _ in labels} for labels in self)
        more = (tuple(one for one in theirs if one[0] not in known) for theirs, known in zip(other, own, strict=True))
        return Codes(*(before + mine for before, mine in zip(more, self, strict=True)))


USUAL = Codes(
    (("junior", "初级"), ("intermediate", "中级"), ("associate-senior", "副高级"), ("full-senior", "正高级")),
    (("region", "省级单位"), ("prefecture", "地市级单位"), ("county", "区县级单位"), ("central", "中央驻地方单位")),
)

_LIST, _TEXTS = r"\[\s*({})\s*\]", r'(?:"[^"]*",\s*)*"[^"]*"'
_DESCRIBED = r'"enum": {}(,\s*"enumDescriptions": \[\s*({})\s*\])?'
_OF_LEVEL = re.compile(r'(?m)^( *)"intermediate": (\{"title".*\}),?$')  # a field for each level, one a line
_OF_AUTHORITY = re.compile(r'(?m)^( *)"county": (\{"title".*"\$ref": "#/\$defs/word"\}),?$')


def extended(text: str, codes: Codes) -> str:
    """The text of a schema that takes the codes of a registry: in its lists of levels and of authorities, and as fields for each of them.

    Where a registry adds none the text is the same.
    """
    if codes.added_levels:
        text = _in_lists(text, USUAL.levels, codes.levels)
        text = _OF_LEVEL.sub(lambda found: "\n".join([found[0], *(_level_field(found, *one) for one in codes.added_levels)]), text)
    if codes.added_authorities:
        text = _in_lists(text, USUAL.authorities, (*USUAL.authorities, *codes.added_authorities))
        text = _OF_AUTHORITY.sub(
            lambda found: "\n".join([found[0], *(_authority_field(found, *one) for one in codes.added_authorities)]), text
        )
    return text


def _in_lists(text: str, usual: Labels, every: Labels) -> str:
    """The text with every list of the usual codes replaced by one of all codes; descriptions of the usual ones stay."""
    known = r",\s*".join(f'"{code}"' for code, _ in usual)

    def replaced(found: re.Match[str]) -> str:
        told = json.loads(f"[{found[3]}]") if found[2] else [label for _, label in usual]
        described = dict(zip((code for code, _ in usual), told, strict=True))
        names = [described.get(code, label) for code, label in every]
        gap = (re.match(r",(\s*)", found[2]) if found[2] else None) or (None, " ")
        return f'"enum": {_as_list([code for code, _ in every])},{gap[1]}"enumDescriptions": {_as_list(names)}'

    return re.sub(_DESCRIBED.format(_LIST.format(known), _TEXTS), replaced, text)


def _as_list(texts: list[str]) -> str:
    return json.dumps(texts, ensure_ascii=False)


def _level_field(found: re.Match[str], code: str, label: str) -> str:
    """The field of an added level, like that of the intermediate one."""
    return f'{found[1]}"{code}": {re.sub("，如“[^”]*”", "", found[2]).replace("中级", label)},'


def _authority_field(found: re.Match[str], code: str, label: str) -> str:
    title, description = (
        json.dumps(label, ensure_ascii=False),
        json.dumps(f"本登记册的文件增加的单位级别 {code} 叫什么。", ensure_ascii=False),
    )
    return f'{found[1]}"{code}": {{"title": {title}, "description": {description}, "$ref": "#/$defs/word"}},'
