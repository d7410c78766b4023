"""The list of draws and the page of each: what they say in each state, and what they do not."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from helpers import draws, registries, sites
from helpers.sites import HOSTILE

from zhicheng.draws import public_file, rates
from zhicheng.site.environment import environment
from zhicheng.site.pages import draw, pages

FIRST = "draws/example-one-1/"


@pytest.fixture
def laid(small: Path) -> Path:
    return draws.lay(small)


def page(root: Path, url: str) -> str:
    """The content of a page, as HTML."""
    view = sites.view(root)
    (found,) = (one for one in pages(view) if one.url == url)
    html: str = environment().get_template(found.template).render(**found.context(), page=found, view=view, root=found.root)
    return html


def words(html: str) -> str:
    """Its text, with one space between any two parts."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def states(html: str) -> list[str]:
    """The states of the ranks in the pictures."""
    return re.findall(r'<li class="([a-z]+)">[0-9]+<', html)


# --- the page of a draw ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "says", "says_not"),
    [
        (
            1,
            ["方案已公布", "当众掷骰子 25 次", "取随机数 还没有", "在库 54 人，参加抽取 45 人"],
            ["2026-09-16 抽取", "人数 打了电话", "先后和电话 现在", "时间戳"],
        ),
        (
            2,
            ["已排出先后", "2026-09-16 抽取", "双色球 2026107 期、大乐透 26107 期的开奖号码", "03-08-14", "依先后打电话 还没有"],
            ["应到 5 / 5"],
        ),
        (3, ["正在打电话", "公开的随机数信标 quicknet 第 12345678 轮", "现在只有先后", "封存 还没有"], ["应到 5 / 5"]),
        (
            4,
            ["已封存", "2026-09-16 10:05", "应到 5 / 5", "法定人数 到会至少 12 人", "公示评审结果 还没有", "其他各次合计"],
            ["现在只有先后"],
        ),
        (5, ["评审结果已公示", "2026-10-10 公示评审结果 从这以后"], ["还没有"]),
        (6, ["已取消", "这次抽取已取消（2026-09-15）。 原因：会议改期", "2026-09-15 取消 会议改期"], ["还没有", "封存"]),
    ],
)
def test_each_state_says_what_there_is(laid: Path, number: int, says: list[str], says_not: list[str]) -> None:
    said = words(page(laid, f"draws/example-one-{number}/"))
    assert [text for text in says if text not in said] == []
    steps = said[said.index("方案 抽取以前公布") : said.index("证明什么，不证明什么")]
    assert [text for text in says_not if text in steps] == []


@pytest.mark.parametrize("number", [1, 2, 3, 6])
def test_no_state_of_a_rank_before_the_calls_are_closed(laid: Path, number: int) -> None:
    html = page(laid, f"draws/example-one-{number}/")
    assert states(html) == []
    assert ('<h2 id="ranks">' in html) == (number in (2, 3))
    assert 'id="counts"' not in html


def test_cancelled_when_the_order_was_drawn(small: Path) -> None:
    """What was published stays; nothing is said of what did not come to pass."""
    draws.write(small, draws.draw(public_file.DRAWN) | {"cancelled": {"date": "2026-09-17", "reason": "会议改期"}})
    said = words(page(small, FIRST))
    assert "取消以前只排出了先后。" in said
    assert "还没有" not in said
    assert "现在只有先后" not in said
    draws.write(small, draws.draw(public_file.CLOSED) | {"cancelled": {"date": "2026-09-17", "reason": "会议改期"}})
    said = words(page(small, FIRST))
    assert "应到 5 / 5" in said
    assert "取消以前只排出了先后" not in said


def test_ranks_are_those_of_the_file(laid: Path) -> None:
    """In the order of the plan and of the ranking, each with its word for who cannot see the picture."""
    html = page(laid, "draws/example-one-4/")
    made = draws.of_every_state()[3]["calls"]["closed"]["ranks"]
    assert states(html) == [state for group in draws.THREE for state in made[group.id]]
    first = made["design"].index("declined") + 1
    assert f'<li class="declined">{first}<span class="visually-hidden"> 不能到会</span></li>' in html
    legend = re.findall(r'<i class="([a-z]+)"', html)
    assert legend == [state for state in public_file.RANKS if any(state in ranks for ranks in made.values())]


def test_the_order_names_fingerprints(laid: Path) -> None:
    made = draws.of_every_state()[1]["result"]["ranking"]["design"]
    assert f"设计与结构：{'、'.join(map(str, made))}" in words(page(laid, "draws/example-one-2/"))


def test_who_does_not_take_part_and_what_is_fixed(laid: Path) -> None:
    said = words(page(laid, "draws/example-one-4/"))
    for text in (
        "回避 6 设计与结构 2 人、施工与监理 2 人、市政与造价 2 人",
        "已退休，没有获准的例外 3",
        "一个单位至多 3 人；外地的至少 4 人；年轻的至少 3 人",
        "2025-09-14 以来在本评审委员会的抽取里当过应到的，这次不抽",
        "打 2 次，每次至少隔 30 分钟",
        "到会至少 12 人",
        "监督人 示例纪检监察组",
        "城市规划、市政工程全部（副高级、正高级）",
        "合计 15 4 54 45",
        "主持人和纪检人员 2 人 2026-09-14 签字",
    ):
        assert text in said


def test_relaxed_limits_are_told(small: Path) -> None:
    made = draws.draw(limits={"outside": 3})
    made["calls"]["closed"]["relaxed"] = {"outside": 2}
    draws.write(small, made)
    assert "外地的至少 3 人（打电话时放宽为 2 人）" in words(page(small, FIRST))


def test_rosters_are_named(small: Path) -> None:
    made = draws.plan()["rosters"][0]
    keys = ("example-one", "employer-653100", "employer-999999", "nobody")
    draws.write(small, draws.draw(public_file.PLANNED, rosters=[made | {"key": key} for key in keys]))
    assert "示例自治区工程系列建筑工程专业高级职称评审委员会、喀什地区由单位报送的、employer-999999、nobody 没有打通的" in words(
        page(small, FIRST)
    )


def test_the_checks_somebody_can_do(laid: Path) -> None:
    html = page(laid, "draws/example-one-4/")
    assert 'data-file="../../api/v1/draws/example-one-4.json"' in html
    assert f'data-code="{draws.of_every_state()[3]["code"]}"' in html
    assert "<code>zhicheng draw verify example-one-4</code>" in html
    assert 'href="../../guide/draw-rules/"' in html


def test_a_registry_with_pages_of_its_own_may_not_have_the_method(laid: Path) -> None:
    (laid / "docs").mkdir()
    for url in ("draws/", "draws/example-one-4/"):
        assert "guide/draw-rules" not in page(laid, url)


def test_a_large_group_is_cut(small: Path) -> None:
    """Where many take part, the page shows those who were called, and some more."""
    draws.write(small, draws.draw(groups=[draws.Group("all", "全部", 70, 2, 900)], lost=0.4))
    html = page(small, FIRST)
    ranks = draws.draw(groups=[draws.Group("all", "全部", 70, 2, 900)], lost=0.4)["calls"]["closed"]["ranks"]["all"]
    shown = max(i for i, state in enumerate(ranks, 1) if state != "uncalled")
    assert len(states(html)) == shown > 70
    assert f"另有 {900 - shown:,} 位 没有打" in words(html)
    draws.write(small, draws.draw(public_file.DRAWN, groups=[draws.Group("all", "全部", 70, 2, 900)]))
    assert "另有 840 位" in words(page(small, FIRST))


@pytest.mark.parametrize(("listed", "said"), [(16, "设计与结构：14、2、6"), (15, "设计与结构：太长，见下面的公开文件")])
def test_a_long_order_stands_in_the_file_alone(laid: Path, monkeypatch: pytest.MonkeyPatch, listed: int, said: str) -> None:
    monkeypatch.setattr(draw, "_LISTED", listed)
    assert said in words(page(laid, "draws/example-one-4/"))


def test_what_people_wrote_stays_text(small: Path) -> None:
    made = draws.draw(public_file.CANCELLED, groups=[draws.Group("design", HOSTILE[:50])])
    made["cancelled"]["reason"] = HOSTILE
    draws.write(small, made)
    for url in ("draws/", FIRST):
        html = page(small, url)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_a_committee_that_is_not_registered(small: Path) -> None:
    draws.write(small, draws.draw(committee="nobody-knows"))
    assert "nobody-knows · 2026-09-16 抽取" in words(page(small, "draws/nobody-knows-1/"))
    assert "nobody-knows" in words(page(small, "draws/"))


# --- the list ------------------------------------------------------------------------------------------------------------


def test_the_list(laid: Path) -> None:
    """The newest committee first, the newest draw of each first; a cancelled one with its reason; the number that is missing."""
    draws.write(laid, draws.draw(public_file.PLANNED, committee="example-prefecture", planned_at="2026-10-01T09:00:00+08:00"))
    html = page(laid, "draws/")
    numbers = [f"example-one-{n}" for n in (8, 6, 5, 4, 3, 2, 1)]
    assert re.findall(r'href="\.\./draws/([a-z0-9-]+)/"', html) == ["example-prefecture-1", *numbers]
    said = words(html)
    assert "已取消 2026-09-15 会议改期" in said
    assert "缺第 7 次。" in said
    assert said.count("缺第") == 1


def test_a_rate_far_above_the_others_is_marked(laid: Path) -> None:
    said = words(page(laid, "draws/"))
    rate = rates.rate(draws.of_every_state()[-1])
    assert rate is not None
    share = f"{rate.unavailable}（{round(100 * rate.unavailable / rate.called)}%）"
    assert f"第 8 次 已封存 2026-09-14 2026-09-16 5 {rate.called} {share} 远高于其他各次" in said
    assert said.count("远高于其他各次") == 2, "once marked, once explained"
    assert "来不了的远高于其他各次" in words(page(laid, "draws/example-one-8/"))
    assert "来不了的远高于其他各次" not in words(page(laid, "draws/example-one-4/"))


def test_no_draws_yet(small: Path) -> None:
    said = words(page(small, "draws/"))
    assert "还没有公布过抽取。" in said
    assert "远高于" not in said


# --- where people look for it -----------------------------------------------------------------------------------------------


def test_the_page_of_a_committee_leads_to_its_draws(laid: Path) -> None:
    html = page(laid, "committees/example-one/")
    assert re.findall(r'href="\.\./\.\./draws/([a-z0-9-]+)/"', html) == [f"example-one-{n}" for n in (8, 6, 5, 4, 3, 2, 1)]
    assert "第 6 次 2026-09-14 已取消" in words(html)
    assert "draws/" not in page(laid, "committees/example-two/")


def test_the_page_of_the_pool_leads_to_the_draws(laid: Path, small_template: Path) -> None:
    assert '<a href="../draws/">历次抽取，怎样抽取</a>' in page(laid, "experts/")
    assert '<a href="../draws/">怎样抽取</a>' in page(small_template, "experts/")


def test_titles_tell_draws_apart(laid: Path) -> None:
    titles = [one.title for one in pages(sites.view(laid)) if one.section == "draws"]
    assert len(set(titles)) == 8
    assert titles[1] == "示例自治区工程系列建筑工程专业高级职称评审委员会第 1 次评委抽取"


def test_of_two_files_of_one_draw_there_is_one_page(small: Path) -> None:
    """While the rules say so, nothing else breaks."""
    path = draws.write(small, draws.draw())
    registries.write(small, "registry/draws/example-one-01.yaml", path.read_bytes())
    assert [one.url for one in pages(sites.view(small)) if one.section == "draws"] == ["draws/", FIRST]
