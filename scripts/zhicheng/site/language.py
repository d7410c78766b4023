"""The language of the pages: every text of the interface stands in the code in Chinese, and a catalogue has it in another language.

A catalogue is a .po file, which translators' tools edit. It is read as it is: a compiled .mo beside it could be out of date, and would have
to be made wherever the program is installed. Chinese needs none. What is a region's word comes from registry/wording.yaml in every
language; records, rules and the forms stay as they are.
"""

from __future__ import annotations

import ast
import gettext
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from zhicheng.errors import UserError

SOURCE = "zh"
FOLDER, FILE = "locale", "LC_MESSAGES/zhicheng.po"
_PACKED = Path(__file__).parent / FOLDER
_PLURAL = re.compile(r"^Plural-Forms:.*;\s*plural\s*=\s*([n0-9 ()!=<>&|?:%*/+-]+);?\s*$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?) (".*")')


@dataclass(frozen=True, slots=True, eq=False)  # compared by identity: it is the key of a cache
class Language:
    """A language: its code, whether it is written from right to left, and its texts by the Chinese ones.

    A text that counts has a translation for each plural form; `rule` gives the number of the form, as C and JavaScript write it, and `form`
    is the same as a function. `used_in` are the files in which each text stands.
    """

    code: str
    rtl: bool
    texts: Mapping[str, tuple[str, ...]]
    rule: str
    form: Callable[[int], int]
    used_in: Mapping[str, list[str]]

    def of_theme(self, ending: str) -> dict[str, str | list[str]]:
        """The texts that stand in files of the theme with an ending, ".js" or ".html", for a table in JSON; those that count as a list."""
        found = {
            text: forms for text, forms in self.texts.items() if any("/theme" in one and one.endswith(ending) for one in self.used_in[text])
        }
        return {text: forms[0] if len(forms) == 1 else list(forms) for text, forms in found.items()}


CHINESE = Language(SOURCE, False, {}, "0", lambda number: 0, {})
_here: ContextVar[Language] = ContextVar("language", default=CHINESE)


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Within the block, and in processes forked there, texts are in a language."""
    before = _here.set(language)
    try:
        yield
    finally:
        _here.reset(before)


def here() -> Language:
    """The language that is spoken."""
    return _here.get()


def t(text: str, **values: object) -> str:
    """A text of the interface in the language that is spoken, with the values of its placeholders: `t("%(days)s 天", days=3)`.

    Without values it is taken as it is, so that a percent sign is one.
    """
    forms = _here.get().texts.get(text)
    if forms is not None:
        text = forms[0]
    return text % values if values else text


def tn(text: str, number: int, **values: object) -> str:
    """A text with a number, %(n)s, in the plural form that the language has for it. `n` among the values: the number as it is shown."""
    language = _here.get()
    forms = language.texts.get(text)
    if forms is not None:
        text = forms[language.form(number)] if len(forms) > 1 else forms[0]
    return text % {"n": number, **values}


def N_(text: str) -> str:  # noqa: N802 - the name that gettext has for it
    """Marks a text of a table for the catalogue; it is translated where it is shown."""
    return text


DIRECTION = N_("default:LTR")  # "default:RTL" in a language that is written from right to left


def language(code: str, root: Path) -> Language:
    """A language by its code: that of a catalogue in the repository under `root`, else of one that comes with the program.

    Raises UserError where there is none, or where it cannot be read.
    """
    if code == SOURCE:
        return CHINESE
    path = next((path for folder in (root / FOLDER, _PACKED) if (path := folder / code / FILE).is_file()), None)
    if path is None:
        known = sorted({file.parts[-3] for folder in (root / FOLDER, _PACKED) for file in folder.glob(f"*/{FILE}")} | {SOURCE})
        place = f"{FOLDER}/{code}/{FILE}"
        choice = "、".join(known)
        raise UserError(f"网页没有“{code}”这种语言的文字（{place}）。请把 registry.yaml 里的 language 改为{choice}之一，或者补上译文。")
    try:
        return _read(code, path.read_text(encoding="utf-8"))
    except (ValueError, SyntaxError, KeyError):
        raise UserError(f"译文文件 {path} 不能读取。请用翻译软件（如 Poedit）打开并改正。") from None


def _read(code: str, text: str) -> Language:
    """The language of a .po file. Translations that are missing, fuzzy or unfit are left out: the Chinese is shown."""
    texts: dict[str, tuple[str, ...]] = {}
    used_in: dict[str, list[str]] = {}
    header = ""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        fields, files, fuzzy = _entry(block)
        msgid = fields.get("msgid")
        forms = tuple(value for key, value in fields.items() if key.startswith("msgstr"))
        if msgid == "":
            header = forms[0]
        elif msgid is not None and not fuzzy and all(_fits(form, msgid) for form in forms):
            texts[msgid], used_in[msgid] = forms, files
    plural = _PLURAL.search(header)
    rule = plural[1].strip() if plural else "0"
    return Language(code, texts.get(DIRECTION) == ("default:RTL",), texts, rule, gettext.c2py(rule), used_in)


def _fits(form: str, msgid: str) -> bool:
    """Whether a translation is there and can be filled: it has no placeholder that the Chinese has not, and no stray percent sign."""
    names = dict.fromkeys(_PLACEHOLDER.findall(msgid), "")
    try:
        return bool(form) and (not names or bool(form % names or True))
    except (KeyError, ValueError, TypeError):
        return False


def _entry(block: str) -> tuple[dict[str, str], list[str], bool]:
    """The fields of an entry, the files it stands in, and whether it is fuzzy. What is marked as obsolete is not read."""
    fields: dict[str, str] = {}
    files: list[str] = []
    fuzzy, name = False, ""
    for line in block.splitlines():
        if line.startswith("#:"):
            files += line[2:].split()
        elif line.startswith("#,"):
            fuzzy = fuzzy or "fuzzy" in line
        elif line and not line.startswith("#"):
            match = _FIELD.fullmatch(line.strip())
            name, value = (match[1], match[2]) if match else (name, line.strip())
            fields[name] = fields.get(name, "") + ast.literal_eval(value)
    return fields, files, fuzzy


def script(language: Language) -> bytes:
    """The texts of the browser's scripts as assets/words.js: a table in JSON, with a name, so that it is there before other scripts run."""
    table = json.dumps(language.of_theme(".js"), ensure_ascii=False, sort_keys=True)
    return f"globalThis.zhichengWords = {{form: (n) => Number({language.rule}), texts: {table}}};\n".encode()
