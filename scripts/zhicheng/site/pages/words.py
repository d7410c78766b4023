"""Words that depend on the region, links to the forge, and numbers as the pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup, escape

from zhicheng.registry.authority_names import authority_label as authority_label  # re-exported for the pages
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.committee import Committee
from zhicheng.registry.records.competence import Scope
from zhicheng.registry.records.settings import Settings
from zhicheng.registry.registry import Registry
from zhicheng.site.language import N_, t

_CORRECTION = N_("更正：")
_LETTER_TITLE = N_("纠错：")
_CORRECTION_BODY = N_("哪一项不对：\n\n应当是：\n\n依据（文件或办公电话）：\n\n请不要写个人姓名、手机号和身份证号。\n\n文件：")
_LETTER = N_(
    "%(centre)s：\n\n本人在《%(registry)s》网站上看到的内容有误。\n\n评审委员会：%(committee)s\n哪一项不对：\n应当是：\n依据（文件或办公电话）：\n\n怎样答复（选填，例如办公电话）：\n\n请不要写身份证号。"
)
_UNSAFE = re.compile("[^A-Za-z0-9_.~-]+")
_NUMBER = re.compile(r"\+?[0-9][0-9 -]{4,}[0-9]")
_EXTENSION = re.compile(r"\s*转\s*([0-9]{1,6})")


def listed(values: Iterable[str]) -> str:
    """Values joined as a list: 甲、乙、丙."""
    return t("、").join(values)


def bracketed(value: object) -> str:
    """A value as a remark in brackets: （甲）."""
    return t("（%(remark)s）", remark=value)


def scope_name(registry: Registry, committee: Committee) -> str:
    """The area a committee reviews for: 全省, or the names of its divisions; where it has none, of its units and places without a code."""
    areas, region = registry.areas, registry.areas.region
    names = [registry.words.whole if region is not None and code == region.code else areas.name(code) for code in committee.scope.areas]
    return listed(names or outside_divisions(areas, committee.scope))


def outside_divisions(areas: Areas, scope: Scope) -> list[str]:
    """The names of the units and places of a scope that no division covers: 第八师, 省本级."""
    return [*map(areas.unit_name, scope.units), *scope.places]


@lru_cache(maxsize=64)  # the centre's is on every page, a committee's twice on its own
def phone(text: str) -> Markup:
    """A phone number as a link that dials it, its extension included; other text stays outside the link."""
    number = _NUMBER.search(text)
    if number is None:
        return escape(text)
    digits = re.sub(r"[^0-9+]", "", number[0])
    extension = _EXTENSION.match(text, number.end())
    end = extension.end() if extension else number.end()
    dial = digits + (f",{extension[1]}" if extension else "")
    before, shown, after = escape(text[: number.start()]), escape(text[number.start() : end]), escape(text[end:])
    return Markup(f'{before}<a class="nowrap" href="tel:{dial}">{shown}</a>{after}')  # noqa: S704 (all parts are escaped, or digits)


@lru_cache(maxsize=64)  # as above
def contact(name: str, phones: tuple[str, ...]) -> Markup:
    """Whom to ask: a name, if there is one, and the first telephone number."""
    return escape(name) + Markup("").join(Markup(" ") + phone(number) for number in phones[:1])


@lru_cache(maxsize=1024)
def points(value: float) -> str:
    """Points without a trailing .0: 15, 2.5."""
    return f"{value:g}"


@lru_cache(maxsize=1024)
def share(part: float, whole: float) -> str:
    """`part` of `whole` as a CSS width in per cent."""
    return f"{100 * part / whole:.4g}%" if whole > 0 else "0%"


def percent(part: int, whole: int) -> str:
    """`part` of `whole` in per cent: 31%. Only nothing is 0%, and only everything is 100%."""
    if 0 < part < whole:
        return f"{min(99, max(1, round(100 * part / whole)))}%"
    return "100%" if 0 < whole <= part else "0%"


def source_link(settings: Settings, path: str) -> str | None:
    """The link to a file on the forge, on the branch in force; None where no forge is set."""
    return _on_forge(settings, {"github": "blob/{branch}/{path}", "gitea": "src/branch/{branch}/{path}"}, path)


def commit_link(settings: Settings, commit: str) -> str | None:
    """The link to a commit on the forge; None where no forge is set."""
    return _on_forge(settings, {"github": "commit/{path}", "gitea": "commit/{path}"}, commit)


def correction_link(settings: Settings, about: str = "", path: str = "") -> str | None:
    """The link that opens a new issue on the forge; None where no forge is set.

    With `about` (a committee's name) and `path` (its file), GitHub opens the form for corrections with these filled in; elsewhere the issue
    gets a title and the beginning of a body.
    """
    link = _on_forge(settings, {"github": "issues/new", "gitea": "issues/new"}, "")
    if link is None or not about:
        return link
    form = settings.forge is not None and settings.forge["kind"] == "github"
    rest = f"template=correction.yaml&where={quote(path)}" if form else f"body={_quoted(t(_CORRECTION_BODY))}{quote(path)}"
    return f"{link}?title={_quoted(t(_CORRECTION))}{_UNSAFE.sub(_percent, about[:100])}&{rest}"


def letter(settings: Settings, about: str = "") -> str:
    """The letter in which somebody without an account says what is wrong, to be completed; `about` is a committee's name and id."""
    return t(_LETTER, centre=settings.centre_name, registry=settings.name, committee=about)


def letter_link(settings: Settings, about: str = "") -> str | None:
    """The link that begins this letter as a mail to the office; None where no address is set."""
    if settings.official.email is None:
        return None
    return f"mailto:{settings.official.email}?subject={_quoted(t(_LETTER_TITLE))}{_encoded(about)}&body={_encoded(letter(settings, about))}"


def _encoded(text: str) -> str:
    """A text in an address, with the line ends that mail has."""
    return _UNSAFE.sub(_percent, text.replace("\n", "\r\n"))


_quoted = lru_cache(maxsize=8)(quote)  # the same on every page


def _percent(match: re.Match[str]) -> str:
    """What `quote` makes of a match, each byte in hexadecimal; all at once, because a name is nearly all Chinese."""
    return "%" + match[0].encode("utf-8").hex("%").upper()


def _on_forge(settings: Settings, ways: dict[str, str], path: str) -> str | None:
    if settings.forge is None:
        return None
    branch = quote(settings.forge["branch"], safe="/")
    return settings.forge["url"].rstrip("/") + "/" + ways[settings.forge["kind"]].format(branch=branch, path=quote(path, safe="/"))
