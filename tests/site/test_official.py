"""What an official website says of itself: each thing where the registry sets it, and nothing where it does not."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from helpers import registries, sites

from zhicheng.registry import registry
from zhicheng.registry.records.settings import settings_record
from zhicheng.site import official
from zhicheng.site.environment import environment
from zhicheng.site.pages import pages
from zhicheng.site.pages.words import letter_link

SETTINGS = "registry/registry.yaml"
FULL = """
official:
  host: 示例厅<b>
  undertaker: 示例中心
  icp: {number: 示例ICP备00000000号, url: "https://icp.example.org/?a=1&b=2"}
  police: {number: 示例公网安备 00000000000000 号}
  site_code: "0000000000"
  copyright: 可以自由使用
  email: office@example.org
  hours: 工作日 10:00–14:00
  supervision: ["0991-0000909", "0991-0000910"]
  platform: {title: 申报系统, url: https://apply.example.org/}
  results: {title: 结果公示, url: https://results.example.org/}
  policies:
    - {title: 甲规定, document: 新人社发〔2012〕230号, url: https://policies.example.org/1/}
    - {title: 乙通知}
  privacy: [不放跟踪的程序。, 不向别的网站要内容。]
  accessibility: [不用鼠标也能用。]
"""


def with_official(root: Path, text: str = FULL) -> Path:
    path = root / SETTINGS
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return root


def without_licence(root: Path) -> Path:
    path = root / SETTINGS
    path.write_text(re.sub(r"^licence:.*\n(?: .*\n)*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    return root


def bodies(root: Path) -> dict[str, str]:
    """The contents of the pages about the site and of one committee, by address."""
    view = sites.view(root)
    shown = [page for page in pages(view) if page.url.startswith(("about/", "committees/example-one/"))]
    make = environment().get_template
    return {page.url: make(page.template).render(**page.context(), page=page, view=view, root=page.root) for page in shown}


def test_nothing_where_nothing_is_set(small: Path) -> None:
    """The page about the site has the office alone; there are no statements; a letter can be written all the same."""
    found = bodies(without_licence(small))
    assert sorted(found) == ["about/", "about/map/", "committees/example-one/"]
    for absent in ("数据许可", "主办单位", "备案号", "监督电话", "办公时间", "邮箱", "政策文件", "申报和公示", "隐私", "无障碍", "mailto:"):
        assert absent not in found["about/"], absent
    assert "0991-0000900" in found["about/"]
    assert "示例市示例路 1 号" in found["about/"]
    assert "示例自治区职称社会化评价中心：\n\n本人在《示例自治区职称评审委员会登记册》网站上看到的内容有误。" in found["about/"]
    assert "mailto:" not in found["committees/example-one/"]
    assert 'about/#correct">写信</a>' in found["committees/example-one/"]
    settings = registry.load(small).settings
    assert official.footer(settings) == {"links": [], "lines": [], "privacy": False, "accessibility": False}


def test_everything_where_it_is_set(small: Path) -> None:
    found = bodies(with_official(small))
    assert sorted(found) == ["about/", "about/accessibility/", "about/map/", "about/privacy/", "committees/example-one/"]
    about = found["about/"]
    for text in (
        "示例厅&lt;b&gt;",
        "示例中心",
        "0000000000",
        "可以自由使用",
        "工作日 10:00–14:00",
        "示例公网安备 00000000000000 号",
        "《乙通知》",
    ):
        assert text in about, text
    assert 'href="https://icp.example.org/?a=1&amp;b=2"' in about
    assert 'href="tel:09910000909"' in about
    assert '<a href="https://policies.example.org/1/" rel="noopener">《甲规定》</a>' in about
    assert "<p>不放跟踪的程序。</p>\n<p>不向别的网站要内容。</p>" in found["about/privacy/"]
    assert "<p>不用鼠标也能用。</p>" in found["about/accessibility/"]
    for url in ("about/privacy/", "about/accessibility/"):
        assert url in found["about/map/"]


def test_the_foot_of_every_page(small: Path) -> None:
    settings = registry.load(with_official(without_licence(small))).settings
    assert official.footer(settings) == {
        "links": [("https://apply.example.org/", "申报系统"), ("https://results.example.org/", "结果公示")],
        "lines": [
            [("主办单位：示例厅&lt;b&gt;", ""), ("承办单位：示例中心", ""), ("监督电话：0991-0000909、0991-0000910", "")],
            [
                ("示例ICP备00000000号", "https://icp.example.org/?a=1&amp;b=2"),
                *(("示例公网安备 00000000000000 号", ""), ("网站标识码 0000000000", ""), ("可以自由使用", "")),
            ],
        ],
        "privacy": True,
        "accessibility": True,
    }


LICENCE = 'licence: {title: 许可甲<b>, url: "https://licences.example.org/?a=1&b=2"}\n'


def test_the_licence_of_the_data_is_told_to_people(small: Path) -> None:
    """In the foot of every page and on the page about the site, with a link; where none is set, of a licence nothing is said."""
    assert "数据许可" not in bodies(without_licence(small))["about/"]
    with_official(small, LICENCE)
    assert official.footer(registry.load(small).settings)["lines"] == [
        [("数据许可：许可甲&lt;b&gt;", "https://licences.example.org/?a=1&amp;b=2")],
    ]
    about = bodies(small)["about/"]
    assert 'href="https://licences.example.org/?a=1&amp;b=2" rel="license noopener">许可甲&lt;b&gt;</a>使用' in about


def test_a_mail_is_begun(small: Path) -> None:
    """With the committee's name and id in its subject and its text, in lines as mail has them."""
    found = bodies(with_official(small))["committees/example-one/"]
    (link,) = re.findall('href="(mailto:[^"]*)"', found)
    address, subject, body = re.split(r"\?subject=|&amp;body=", link)
    assert address == "mailto:office@example.org"
    name = registry.load(small).by_id["example-one"].name
    assert unquote(subject) == f"纠错：{name}（example-one）"
    assert f"\r\n评审委员会：{name}（example-one）\r\n哪一项不对：\r\n" in unquote(body)
    assert not re.search(r"[^A-Za-z0-9%._~@:?=&;-]", link)


def test_basis_links_to_the_policy_with_its_number(small: Path) -> None:
    """A document of the basis whose number a policy has leads to its text; 《》 stand around its title once."""
    page = bodies(with_official(small))["committees/example-one/"]
    assert re.search(
        r'<li><a href="https://policies\.example\.org/1/" rel="noopener">《[^《》]+》</a> <span class="nowrap">新人社发〔2012〕230号', page
    )


@pytest.mark.parametrize("email", [None, "office@example.org"])
def test_letters_need_an_address(email: str | None) -> None:
    value = {"name": "登记册", "region": "650000", "current_round": "2026", "centre": {"name": "中心", "phones": ["0991-0000900"]}}
    settings = settings_record(value | ({"official": {"email": email}} if email else {}))
    assert (letter_link(settings) is None) == (email is None)


@pytest.mark.parametrize(
    ("official_email", "codes"), [("office@example.org", set()), ("13900000000@example.org", {"P001"})], ids=["office", "mobile"]
)
def test_an_office_has_a_mailbox(small: Path, official_email: str, codes: set[str]) -> None:
    """P003 does not ask about the field that wants the mailbox of an office; a mobile number in it is found all the same."""
    with_official(small, f"official: {{email: {official_email}}}\n")
    assert {finding.code for finding in registries.findings(small, registries.TODAY) if finding.file == SETTINGS} == codes


@pytest.mark.slow
def test_pages_of_the_sample_have_the_foot(site: Path) -> None:
    for path in ("index.html", "committees/ks-health/index.html", "guide/public/index.html", "404.html"):
        foot = re.search("<footer.*?</footer>", (site / path).read_text(encoding="utf-8"), re.DOTALL)
        assert foot, path
        for text in ("主办单位：", "网站标识码 0000000000", "监督电话：0991-0000909", "网站地图", "无障碍说明", "隐私说明", "我要纠错"):
            assert text in foot[0], (path, text)
