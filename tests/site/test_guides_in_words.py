"""The guides that come with the program, in the words of another region."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from helpers import registries

from zhicheng.registry import national_divisions
from zhicheng.registry.records.areas import Areas
from zhicheng.registry.records.wording import wording
from zhicheng.site import guides
from zhicheng.site.language import language, spoken, t

DOCS = registries.HERE.parent / "docs"
TRANSLATED = Path(guides.__file__).parent / "locale"
PAGES = sorted([*DOCS.rglob("*.md"), *TRANSLATED.rglob("docs/**/*.md")])
PUBLIC = "guide/public.md"
_PART = re.compile(r"^#{1,6} .*?(?:\{#([\w-]+)\})?$", re.MULTILINE)
_TARGET = re.compile(r"\]\(([^)]*)\)")


def of_region(code: str) -> Areas:
    return Areas({"areas": [one._asdict() for one in national_divisions.of_region(code)]})


def said(code: str, text: str) -> str:
    areas = of_region(code)
    return guides.in_words_of(areas, wording(None, areas), {"short": "备案通知（2025）", "id": "local"})(text)


@pytest.mark.parametrize(
    ("text", "guangdong", "shanghai"),
    [
        ("自治区级、地州市级、中央驻疆单位", "省级、地市级、中央驻地方单位", "市级、地市级、中央驻地方单位"),
        ("先由所在地州市审核", "先由所在地级市审核", "先由所在地市审核"),
        ("“地、州、市级单位”“喀什地区（653100）”", "“地市级单位”“广州市（440100）”", "“地、市级单位”“黄浦区（310101）”"),
        ("例如“喀什 副高”", "例如“广州 副高”", "例如“黄浦 副高”"),
        ("自治区人力资源和社会保障厅", "省人力资源和社会保障厅", "市人力资源和社会保障厅"),
        ("places: [自治区本级]", "places: [省本级]", "places: [市本级]"),
        ("由中心审核（函一（五）1）。", "由中心审核。", "由中心审核。"),
        ("（函二（二）1、2），没有的", "，没有的", "，没有的"),
        ("但函一（三）15 要求写明", "但备案通知（2025） 要求写明", "但备案通知（2025） 要求写明"),
        ("依据：备案登记的函（2019）一（一）2", "依据：备案通知（2025）", "依据：备案通知（2025）"),
        ("`letter-2019` 备案登记的函", "`local` 备案通知（2025）", "`local` 备案通知（2025）"),
        ("new ks-engineering --area 653100", "new gz-engineering --area 440100", "new hp-engineering --area 310101"),
        ("`xj-water`、“kashi gaogong”", "`gd-water`、“guangzhou gaogong”", "`sh-water`、“huangpu gaogong”"),
        ("在石油等系统或者各师工作的，写上“铁路系统”“八师”", *["在石油等系统工作的，写上“铁路系统”"] * 2),
        ('phones: ["0998-0000001"], document: 新人社发〔2012〕230号', *['phones: ["010-0000001"], document: 某人社发〔2012〕230号'] * 2),
        ("links-a、checks-health", "links-a、checks-health", "links-a、checks-health"),
        ("审核人员用信函、电话", "审核人员用信函、电话", "审核人员用信函、电话"),
        ("zhicheng round remind 的提醒函一封", "zhicheng round remind 的提醒函一封", "zhicheng round remind 的提醒函一封"),
    ],
)
def test_words(text: str, guangdong: str, shanghai: str) -> None:
    assert (said("440000", text), said("310000", text)) == (guangdong, shanghai)


def test_the_region_of_the_sample_keeps_every_page() -> None:
    areas = Areas(yaml.safe_load((registries.REAL / "reference/areas.yaml").read_text(encoding="utf-8")))
    reworded = guides.in_words_of(areas, wording(None, areas), {"short": "别的文件", "id": "other"})
    assert all(reworded(page.read_text(encoding="utf-8")) == page.read_text(encoding="utf-8") for page in PAGES)


QUICK = ("310000", "440000", "540000")  # a municipality, a province, an autonomous region


@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=() if code in QUICK else pytest.mark.slow) for code in sorted(national_divisions.provinces())]
)
def test_every_region_has_guides(code: str) -> None:
    """Links, anchors and code stay as they are, and no word of the sample's region is left where it is none of this one's."""
    if code == "650000":
        pytest.skip("the region of the sample")
    for page in PAGES:
        if "developers" in page.parts:
            continue
        text = page.read_text(encoding="utf-8")
        new = said(code, text)
        assert text.count("](") == new.count("](")
        assert text.count("{#") == new.count("{#")
        assert len(text.splitlines()) == len(new.splitlines())
        for word in ("新疆", "喀什", "地州市", "驻疆", "函（2019）"):
            assert word not in new, f"{page.name}: {word}"


def parts(text: str) -> list[tuple[str, int, list[str]]]:
    """The parts of a page, each with its anchor, how many lines of tables and lists it has, and where its links and pictures lead."""
    found = [(match[1] or "", match.end()) for match in _PART.finditer(text)]
    ends = [*[match.start() for match in _PART.finditer(text)][1:], len(text)]
    bodies = [(anchor, text[start:end]) for (anchor, start), end in zip(found, ends, strict=True)]
    return [(anchor, len(re.findall(r"^(?:\||- |\d+\. )", body, re.MULTILINE)), sorted(_TARGET.findall(body))) for anchor, body in bodies]


@pytest.mark.parametrize("code", [path.name for path in sorted(TRANSLATED.iterdir())])
def test_the_guide_for_the_public_is_whole_in_each_language(code: str) -> None:
    """The same anchors, lines of tables and lists, links and pictures; what something is called in it is what it is called on the pages."""
    pages = [(folder / PUBLIC).read_text(encoding="utf-8") for folder in (DOCS, TRANSLATED / code / "docs")]
    chinese, other = (text.split("\n---\n", 1)[1] for text in pages)
    assert parts(other) == parts(chinese)
    assert len(parts(other)) >= 8
    words = re.sub("“[^”]*”", "", other)  # what may be typed stays as it is typed
    assert not re.findall("[一-鿿]+", words)
    with spoken(language(code, registries.HERE.parent)):
        for line, its in zip(chinese.splitlines(), other.splitlines(), strict=True):
            name, its_name = ((row.split("|")[1].strip() if row.startswith("|") else "") for row in (line, its))
            if t(name) != name:
                assert its_name == t(name)
        for name in (
            "办事指南",
            "评审覆盖",
            "名录",
            "我要纠错（写邮件）",
            "我要纠错（用代码平台的账号）",
            "关于本站",
            "先问清",
            "可评",
            "登记摘要",
        ):
            assert t(name).lower() in other.lower(), name


def test_a_translated_page_takes_the_place_of_the_chinese_one(tmp_path: Path) -> None:
    """Where that is the one that came with the program; the registry's own translation in any case, but never a page that is not there."""
    english = (TRANSLATED / "en/docs" / PUBLIC).read_text(encoding="utf-8")
    root, docs = tmp_path / "root", tmp_path / "docs"
    shutil.copytree(DOCS / "guide", docs / "guide")
    guides.translate(docs, "zh", root, DOCS)
    assert (docs / PUBLIC).read_bytes() == (DOCS / PUBLIC).read_bytes()
    guides.translate(docs, "en", root, DOCS)
    assert (docs / PUBLIC).read_text(encoding="utf-8") == english
    (docs / PUBLIC).write_text("# 自己写的\n", encoding="utf-8")
    guides.translate(docs, "en", root, DOCS)
    assert (docs / PUBLIC).read_text(encoding="utf-8") == "# 自己写的\n"
    own = root / "locale/en/docs/guide"
    own.mkdir(parents=True)
    (own / "public.md").write_text("# Our own\n", encoding="utf-8")
    (own / "no-such-page.md").write_text("# Nothing\n", encoding="utf-8")
    guides.translate(docs, "en", root, DOCS)
    assert (docs / PUBLIC).read_text(encoding="utf-8") == "# Our own\n"
    assert not (docs / "guide/no-such-page.md").exists()
