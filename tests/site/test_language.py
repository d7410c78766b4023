"""The language of the interface: how a catalogue is read, and what a text becomes in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import registries, sites

from zhicheng.errors import UserError
from zhicheng.site.environment import environment
from zhicheng.site.language import CHINESE, FILE, FOLDER, SOURCE, Language, here, language, script, spoken, t, tn

HEADER = r"""
msgid ""
msgstr ""
"Language: xx\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""


def catalogue(root: Path, entries: str, code: str = "xx") -> Language:
    """The language of a catalogue with some entries, laid into a registry's repository."""
    path = root / FOLDER / code / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + "\n" + entries, encoding="utf-8")
    return language(code, root)


def test_chinese_needs_no_catalogue(tmp_path: Path) -> None:
    """A text is itself; only with values is a percent sign doubled."""
    assert language(SOURCE, tmp_path) is CHINESE is here()
    assert [t("规则"), t("占 5%"), t("占 %(n)s%%", n=5), tn("%(n)s 天", 1), tn("%(n)s 人", 1200, n="1,200")] == [
        "规则",
        "占 5%",
        "占 5%",
        "1 天",
        "1,200 人",
    ]


def test_a_text_is_spoken_within_the_block(tmp_path: Path) -> None:
    found = catalogue(tmp_path, 'msgid "规则"\nmsgstr "Rules"\n')
    with spoken(found):
        assert (t("规则"), here().code) == ("Rules", "xx")
    assert t("规则") == "规则"


def test_what_counts_has_a_text_for_each_plural_form(tmp_path: Path) -> None:
    days = 'msgid "%(n)s 天"\nmsgid_plural "%(n)s 天"\nmsgstr[0] "one day"\nmsgstr[1] "%(n)s days"\n'
    with spoken(catalogue(tmp_path, days)):
        assert [tn("%(n)s 天", number) for number in (0, 1, 2)] == ["0 days", "one day", "2 days"]


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "%(n)s 天"\nmsgstr ""',
        '#, fuzzy, python-format\nmsgid "%(n)s 天"\nmsgstr "%(n)s days"',
        '#~ msgid "%(n)s 天"\n#~ msgstr "%(n)s days"',
        'msgid "%(n)s 天"\nmsgstr "%(days)s days"',
        'msgid "%(n)s 天"\nmsgstr "%(n)s days, 5 % more"',
        'msgid "%(n)s 天"\nmsgid_plural "%(n)s 天"\nmsgstr[0] "one day"\nmsgstr[1] ""',
    ],
    ids=["missing", "fuzzy", "obsolete", "unknown-placeholder", "stray-percent-sign", "one-form-missing"],
)
def test_a_translation_that_does_not_fit_is_left_out(tmp_path: Path, entry: str) -> None:
    """The Chinese is shown, and no page fails."""
    with spoken(catalogue(tmp_path, entry)):
        assert tn("%(n)s 天", 3) == t("%(n)s 天", n=3) == "3 天"


@pytest.mark.parametrize(("said", "shown"), [("%(n)s", "3"), ("%(n)s%%", "3%"), ("three", "three")])
def test_a_translation_may_be_a_value_alone_or_say_none(tmp_path: Path, said: str, shown: str) -> None:
    with spoken(catalogue(tmp_path, f'msgid "%(n)s 天"\nmsgstr "{said}"')):
        assert t("%(n)s 天", n=3) == shown


def test_lines_quotes_and_windows_line_ends(tmp_path: Path) -> None:
    entry = 'msgid ""\n"规"\n"则"\nmsgstr "a \\"b\\"\\n"\n"c"\n'
    with spoken(catalogue(tmp_path, entry.replace("\n", "\r\n"))):
        assert t("规则") == 'a "b"\nc'


@pytest.mark.parametrize(("said", "rtl"), [("default:RTL", True), ("default:LTR", False)])
def test_the_catalogue_says_in_which_direction_it_is_written(tmp_path: Path, said: str, rtl: bool) -> None:
    assert catalogue(tmp_path, f'msgid "default:LTR"\nmsgstr "{said}"\n').rtl is rtl


def test_an_unknown_language_names_those_there_are(tmp_path: Path) -> None:
    catalogue(tmp_path, "")
    with pytest.raises(
        UserError, match=re.escape("网页没有“yy”这种语言的文字（locale/yy/LC_MESSAGES/zhicheng.po）。请把 registry.yaml 里的 language 改为")
    ) as told:
        language("yy", tmp_path)
    assert "xx、zh" in str(told.value)


def test_a_damaged_catalogue_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"译文文件 .*zhicheng\.po 不能读取"):
        catalogue(tmp_path, 'msgid "规则\nmsgstr "Rules"\n')


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ('{{ t("规则") }}', "Rules &amp; more"),
        ('<i title="{{ t("规则") }}"></i>', '<i title="Rules &amp; more"></i>'),
        ("{% trans name=who %}看<b>{{ name }}</b>的{{ root }}{% endtrans %}", "../ of <b>&lt;A&gt;</b>"),
        ("{{ t(label) }}", "Rules &amp; more"),
        ('{{ t("按 %(day)s", day=who) }}{{ tn("%(n)s 次", 2, n="<2>") }}', "By &lt;A&gt;&lt;2&gt; times"),
        ('{{ tn("%(n)s 天", 1) }}，{{ tn("%(n)s 天", 2) }}', "one day，2 days"),
        ('{% set word %}<b>{{ t("规则") }}</b>{% endset %}{% trans %}见{{ word }}。{% endtrans %}', "See <b>Rules &amp; more</b>."),
    ],
)
def test_templates(tmp_path: Path, source: str, shown: str) -> None:
    """Texts are escaped; those of {% trans %} are HTML, and their values are escaped."""
    entries = [
        'msgid "规则"\nmsgstr "Rules & more"',
        'msgid "看<b>%(name)s</b>的%(root)s"\nmsgstr "%(root)s of <b>%(name)s</b>"',
        'msgid "%(n)s 天"\nmsgid_plural "%(n)s 天"\nmsgstr[0] "one day"\nmsgstr[1] "%(n)s days"',
        'msgid "按 %(day)s"\nmsgstr "By %(day)s"\n\nmsgid "%(n)s 次"\nmsgstr "%(n)s times"',
        'msgid "见%(word)s。"\nmsgstr "See %(word)s."',
    ]
    with spoken(catalogue(tmp_path, "\n\n".join(entries))):
        assert environment().from_string(source).render(who="<A>", root="../", label="规则") == shown


@pytest.mark.parametrize("source", ["{% trans n=1 %}{{ n }} 天{% pluralize %}{{ n }} 天{% endtrans %}", "{% trans %}占 5%{% endtrans %}"])
def test_what_trans_cannot_say_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="no plural"):
        environment().from_string(source)


def test_the_table_of_the_scripts(tmp_path: Path) -> None:
    """It has the texts of the scripts alone."""
    entries = [
        '#: scripts/zhicheng/site/theme/assets/find.js\nmsgid "查找"\nmsgstr "Find"',
        '#: scripts/zhicheng/site/pages/home.py\nmsgid "规则"\nmsgstr "Rules"',
        "#: a.py\n#: scripts/zhicheng/site/theme/assets/find.js\n"
        'msgid "%(n)s 天"\nmsgid_plural "%(n)s 天"\nmsgstr[0] "1 day"\nmsgstr[1] "%(n)s days"',
    ]
    said = script(catalogue(tmp_path, "\n\n".join(entries))).decode()
    assert (
        said
        == 'globalThis.zhichengWords = {form: (n) => Number((n != 1)), texts: {"%(n)s 天": ["1 day", "%(n)s days"], "查找": "Find"}};\n'
    )


@pytest.mark.slow
def test_a_site_in_another_language(tmp_path: Path) -> None:
    """Pages, header and the texts of scripts; the records stay Chinese. Without the setting nothing of it is there."""
    root = registries.small(tmp_path / "registry")
    catalogue(
        root, '#: scripts/zhicheng/site/theme/main.html\nmsgid "名录"\nmsgstr "List"\n\nmsgid "default:LTR"\nmsgstr "default:RTL"\n', "ug"
    )
    plain = sites.build(root, tmp_path / "plain")
    settings = root / "registry/registry.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "language: ug\n", encoding="utf-8")
    site = sites.build(root, tmp_path / "site")
    page = (site / "committees/index.html").read_text(encoding="utf-8")
    assert '<html lang="ug"' in page
    assert '<body dir="rtl"' in page
    assert '<a class="md-tabs__link" href="./" aria-current="page">List</a>' in page
    assert page.index("assets/words.js") < page.index("assets/zhicheng.js")
    assert (site / "assets/words.js").exists()
    assert not (plain / "assets/words.js").exists()
    assert "words.js" not in (plain / "committees/index.html").read_text(encoding="utf-8")
    api = [name for name in sites.contents(plain) if name.startswith("api/") and "index" not in name]
    assert [(site / name).read_bytes() for name in api] == [(plain / name).read_bytes() for name in api]
