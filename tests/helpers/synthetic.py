"""Synthetic registries for benchmarks: `python tests/helpers/synthetic.py DIR N [SEED]`.

The same N and seed give the same bytes. A record has about 6 kB and 112 lines, like a real one; it is valid and filed, and
almost no two overlap. The sentences are random and are only meant to be as long and varied as real ones.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

SMALL = Path(__file__).parents[1] / "data/small/registry"
LEVELS = ("junior", "intermediate", "associate-senior", "full-senior")
WORDS = {"junior": "初级", "intermediate": "中级", "associate-senior": "副高级", "full-senior": "正高级"}
MAY = {"region": LEVELS, "prefecture": LEVELS[:3], "county": LEVELS[:2], "central": LEVELS}
SHARE = {"region": 20, "prefecture": 35, "county": 38, "central": 7}
MAX_EXPECTED = 5000  # a round lists the ids that have to file, and no file may pass 256 KiB
_words = str.split

FIELDS = _words(
    "水利 电力 公路 铁路 机械 化工 纺织 冶金 采矿 测绘 气象 林业 草原 园艺 畜牧 兽医 水产 食品 医药 护理 康复 检验 影像 "
    "中医 口腔 儿科 建筑 市政 结构 暖通 给排水 燃气 环境 土壤 种子 植保 农机 通信 网络 软件 数据 电子 自动化 计量 标准 "
    "质检 消防 安全 档案 图书 文物 考古 美术 音乐 戏剧 舞蹈 新闻 出版 播音 翻译 会计 审计 统计 经济 金融 旅游 物流 法律 "
    "体育 教育 幼教"
)
TASKS = _words("规划 设计 施工 监理 管理 检测 评价 监测 运行 维护 制造 应用 推广 教学 研究 编辑 鉴定 防治 治理 保护 开发 调度 咨询 培训")
KINDS = ("", "技术", "工程", "基础", "信息化", "质量控制", "安全评估", "应用方法")
BRANCHES = _words("综合类 建设类 生产类 科研类 服务类 管理类 检测类 信息类 教学类 临床类 推广类 保障类")
DIMENSIONS = _words("学历 资历 经历 考核 业绩 论文 获奖 课题 专利 答辩 继续教育 基层服务 行业影响 带教 专业水平 职业道德")
ITEMS = (
    "取得的证书、奖励和称号，取最高一项计分，不累计，以原件为准",
    "任现职以来完成的代表性成果，由两名以上同行评议",
    "按从事本专业技术工作的年限计分，不足一年的按月折算",
    "近五年年度考核结果，优秀和合格分别计分，缺一年的补交说明",
    "承担或参与完成的项目，以立项和验收材料为准",
    "公开发表的论文、著作以及编写的标准和规程",
    "在县以下单位连续工作的年限和服务质量",
    "现场陈述与提问，看专业水平和解决问题的能力",
    "指导下级专业技术人员的人数和效果",
    "推广应用的成果所产生的经济效益或社会效益",
)
NOTES = (
    "在满分的四成到满分之间，按等级和本人所起的作用综合评定",
    "达到规定年限计六成，每超过一年加 1 分，加满为止",
    "以证书或文件原件为准，复印件须由单位人事部门核对盖章",
    "同一成果只计一次，取最高的一项，不与其他项目重复计分",
    "由工作部门按申报材料核定，公示无异议后提交评委会",
)
STEPS = (
    ("国家级", "省部级", "地厅级", "县处级", "单位级"),
    ("博士", "硕士", "本科", "大专", "中专"),
    ("10 年以上", "8 至 9 年", "6 至 7 年", "满 5 年"),
)
PROCEDURE = _words(
    "个人网上申报 单位审核公示 主管部门推荐 窗口受理 材料复核 客观分核定 同行评议 专业组评议 面试答辩 评委会表决 "
    "结果公示 核准备案 发放电子证书"
)
BASES = (
    "专业技术职务任职资格管理暂行办法",
    "深化职称制度改革的实施意见",
    "专业技术人员职称评审条件",
    "职称评审工作规程",
    "基层专业技术人员职称评审办法",
    "专业技术人才分类评价标准",
)
ROADS = _words("人民路 解放路 团结路 建设路 文化路 友好路 光明路 迎宾路 胜利路 和平路 红旗路 新华路")


def generate(target: Path, count: int, seed: int = 1, *, authorities: tuple[str, ...] = tuple(MAY)) -> list[Path]:
    """Writes a registry of `count` committees below `target`/registry and returns the paths of their records."""
    rng = random.Random(f"{seed}/{count}")
    base = target / "registry"
    for folder in ("reference", "rulebooks"):
        shutil.copytree(SMALL / folder, base / folder, dirs_exist_ok=True)
    for folder in ("committees", "rounds", "rosters", "decisions"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    areas = _table("areas")["areas"]
    series = [s for s in _table("series")["series"] if all(any(_title(t, level) for t in s["tracks"]) for level in LEVELS)]
    used: Counter[str] = Counter()
    paths = []
    for number in range(1, count + 1):
        committee = _committee(rng, number, areas, series, used, authorities)
        path = base / "committees" / committee.folder / f"{committee.id}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(_record(rng, committee, ["2026"] if number % 3 == 0 else ["2019", "2026"]), encoding="utf-8", newline="\n")
        paths.append(path)
    for name, text in _settings([path.stem for path in paths]).items():
        (base / name).write_text(text, encoding="utf-8", newline="\n")
    return paths


def _table(name: str) -> Any:
    text = (SMALL / "reference" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


def _title(track: dict[str, str], level: str) -> bool:
    return bool({"junior": {"assistant", "entry"}}.get(level, {level}) & track.keys())


@dataclass(frozen=True)
class _Committee:
    """The values that several parts of a record share."""

    number: int
    authority: str
    area: dict[str, Any]
    series: dict[str, Any]
    levels: list[str]
    catalog: list[tuple[str, list[str]]]

    @property
    def id(self) -> str:
        return f"syn-{self.number:06d}"

    @property
    def senior(self) -> bool:
        return not {"associate-senior", "full-senior"}.isdisjoint(self.levels)

    @property
    def grade(self) -> str:
        """The levels as the name of a committee says them."""
        if self.senior:
            return "高级"
        return {"junior": "初级", "intermediate": "中级"}[self.levels[0]] if len(self.levels) == 1 else "中初级"

    @property
    def folder(self) -> str:
        prefecture = self.area["code"] if self.authority == "prefecture" else self.area["parent"]
        return str(prefecture) if self.authority in ("prefecture", "county") else "650000"


def _committee(
    rng: random.Random,
    number: int,
    areas: list[dict[str, Any]],
    series: list[dict[str, Any]],
    used: Counter[str],
    authorities: tuple[str, ...],
) -> _Committee:
    authority = rng.choices(authorities, [SHARE[authority] for authority in authorities])[0]
    kind = "county" if authority == "central" else authority
    area, own = rng.choice([a for a in areas if a["level"] == kind]), rng.choice(series)
    start = rng.randrange(len(MAY[authority]))
    levels = list(MAY[authority][start : start + rng.choice((1, 2, 2, 3))])
    # One counter for each area and series in which committees could overlap; a prefecture and its counties share one.
    place = f"{authority}/{area['code'][:3] if authority == 'prefecture' else area['code']}/{own['id']}"
    return _Committee(number, authority, area, own, levels, list(_catalog(rng, used, place)))


def _record(rng: random.Random, committee: _Committee, rounds: list[str]) -> str:
    withdrawn = rng.random() < 0.01 and committee.number > 1
    lines = [*_heading(rng, committee), *_competence(rng, committee), *_conduct(rng, committee), *_dates(rng, committee, rounds)]
    digest = hashlib.sha256(committee.id.encode()).hexdigest()  # of contacts that are kept elsewhere: there is no vault
    lines.append(f'contacts: {{sha256: "{digest}", size: {1000 + committee.number % 400}}}')
    lines.append(f"status: {'withdrawn' if withdrawn else 'active'}")
    if withdrawn:
        successor = f"syn-{committee.number - 1:06d}"
        lines.append(f'withdrawn: {{date: "2026-09-01", reason: 机构改革，评审工作并入其他评审委员会, successor: {successor}}}')
    return "\n".join(lines) + "\n"


def _heading(rng: random.Random, committee: _Committee) -> Iterator[str]:
    number, where, branch = committee.number, committee.area["name"], committee.catalog[0][0]
    yield "# yaml-language-server: $schema=../../../schemas/committee.schema.json"
    yield f"id: {committee.id}"
    yield f"name: {where}{committee.series['name']}{branch}{committee.grade}职称评审委员会（第{number}号）"
    yield f"organiser: {where}{branch.removesuffix('类')}行业主管单位第{number % 97 + 1}办公室"
    yield f"authority: {committee.authority}"
    yield f'area: "{committee.area["code"]}"'
    if rng.random() < 0.7:
        day = rng.choice(("2018-03-12", "2016-11", "2015"))
        yield f'approval: {{date: "{day}", authority: 自治区人力资源和社会保障厅, document: 新人社函〔{day[:4]}〕{number}号}}'
    yield f"address: {where}{rng.choice(ROADS)} {rng.randrange(1, 400)} 号 {rng.choice('甲乙丙丁')}座 {rng.randrange(2, 19)} 层"
    code = "0991" if committee.authority in ("region", "central") else f"09{rng.randrange(2, 99):02d}"
    phones = {
        f"{code}-000{rng.randrange(1000, 9999)}{rng.choice(('', '', '转506', '（电话兼传真）'))}": None for _ in range(rng.randrange(1, 4))
    }
    yield "phones: [" + ", ".join(f'"{phone}"' for phone in phones) + "]"


def _competence(rng: random.Random, committee: _Committee) -> Iterator[str]:
    where = committee.area["name"]
    yield from ("reviews:", f"  - series: {committee.series['id']}", f"    levels: [{', '.join(committee.levels)}]", "    catalog:")
    for first, seconds in committee.catalog:
        if len(seconds) > 6:
            yield from (f"      {first}:", *(f"        - {second}" for second in seconds))
        else:
            yield f"      {first}: [{', '.join(seconds)}]"
    open_to = rng.choices(("public", "system", "unit"), (0 if committee.authority == "central" else 7, 2, 1))[0]
    yield from ("scope:", f'  areas: ["{committee.area["code"]}"]', f"  open_to: {open_to}")
    specialty = committee.catalog[0][1][0]
    yield f"  note: 受理{where}范围内从事{specialty}等专业技术工作的在职人员申报，已设立评审委员会的单位和行业除外。"


def _conduct(rng: random.Random, committee: _Committee) -> Iterator[str]:
    levels, where = committee.levels, committee.area["name"]
    yield "basis:"
    for title in rng.sample(BASES, rng.randrange(2, 6)):
        document = f", document: 新人社发〔{rng.randrange(2012, 2026)}〕{rng.randrange(1, 300)}号" if rng.random() < 0.7 else ""
        yield f"  - {{title: 自治区{title}{document}}}"
    yield "scoring:"
    for group in [levels] if len(levels) == 1 or rng.random() < 0.3 else [levels[:1], levels[1:]]:
        yield from _scoring(rng, committee.series["id"], group, committee.catalog[0][0])
    yield "procedure:"
    for step in sorted(rng.sample(range(len(PROCEDURE)), rng.randrange(7, 11))):
        yield f"  - {PROCEDURE[step]}"
    if rng.random() < 0.7:
        yield f"defence: {{required: true, scope: 申报{WORDS[levels[-1]]}的人员和破格申报的人员全部参加答辩}}"
    else:
        yield "defence: {required: false}"
    share, days = rng.choice("二三四"), rng.choice("一二三五")
    yield from ("expert_pool:", f"  exists: {'true' if rng.random() < 0.9 else 'false'}")
    yield f"  source: 从{where}相应专业的评委专家库中选取，外单位专家不少于{share}分之一，同一单位出席会议的不超过两人"
    yield f"  draw: 会前{days}日在监督人员在场时按专业分组随机抽取，每组另抽候补两名，名单密封保存"
    if rng.random() < 0.85:
        by = rng.choice(("series", "specialty"))
        least = (25 if by == "series" else 11) if committee.senior else 7
        yield f"panel: {{members: {least + 2 * rng.randrange(0, 6)}, formed_by: {by}}}"


def _dates(rng: random.Random, committee: _Committee, rounds: list[str]) -> Iterator[str]:
    begin = max(date(2025, 3, 1), date(rng.choice((2025, 2026)), rng.choice((1, 3, 7, 9)), 1))
    until = begin.replace(year=begin.year + 3) - timedelta(days=1)
    yield f'valid: {{from: "{begin}", until: "{until}"}}'
    yield "filings:"
    late = 60 if rng.random() < 0.01 else 0
    for name in rounds:
        day = {"2019": date(2019, 6, 5), "2026": date(2026, 5, 13)}[name] + timedelta(days=rng.randrange(0, 16))
        yield f'  - {{round: "{name}", date: "{day + timedelta(days=late if name == "2026" else 0)}"}}'


def _catalog(rng: random.Random, used: Counter[str], place: str) -> Iterator[tuple[str, list[str]]]:
    """First levels with their second levels; each counter gives every specialty once, so that committees do not overlap."""
    for first in rng.sample(BRANCHES, rng.randrange(3, 7)):
        size = rng.randrange(4, 13)
        begin = used[f"{place}/{first}"]
        used[f"{place}/{first}"] += size
        # The start depends on the place, so that places differ; the names repeat after some 13,000.
        shift = sum(map(ord, place + first)) * 37
        yield first, [_specialty(shift + begin + i) for i in range(size)]


def _specialty(number: int) -> str:
    rest, field = divmod(number, len(FIELDS))
    kind, task = divmod(rest, len(TASKS))
    return FIELDS[field] + TASKS[task] + KINDS[kind % len(KINDS)]


def _scoring(rng: random.Random, series: str, levels: list[str], branch: str) -> Iterator[str]:
    """The lines of a scoring table whose items add up to its total."""
    total = rng.choice((100, 100, 100, 120, 150))
    dimensions = rng.sample(DIMENSIONS, rng.randrange(8, 13))
    cuts = sorted(rng.sample(range(1, total // 5), len(dimensions) - 1))
    points = [5 * (after - before) for before, after in zip([0, *cuts], [*cuts, total // 5], strict=True)]
    yield f"  - title: {branch}{'、'.join(WORDS[level] for level in levels)}职称量化赋分表"
    yield f"    series: [{series}]"
    yield f"    levels: [{', '.join(levels)}]"
    yield f"    total: {total}"
    yield "    items:"
    for dimension, most in zip(dimensions, points, strict=True):
        scored_by = rng.choice(("office", "experts"))
        item = rng.choice(ITEMS)
        if rng.random() < 0.25 and most > 5:
            steps = rng.choice(STEPS)[: rng.randrange(2, 5)]
            yield f"      - dimension: {dimension}"
            yield f"        item: {item}"
            yield f"        points: {most}"
            yield f"        scored_by: {scored_by}"
            yield "        steps:"
            for i, when in enumerate(steps):
                yield f"          - {{when: {when}, points: {most - i * (most // 5)}}}"
        else:
            note = f", note: {rng.choice(NOTES)}" if rng.random() < 0.8 else ""
            yield f"      - {{dimension: {dimension}, item: {item}, points: {most}, scored_by: {scored_by}{note}}}"
    if rng.random() < 0.3:
        yield "      - {dimension: 加分, item: 在艰苦边远地区基层单位连续服务满两年, points: 3, scored_by: office, bonus: true}"


def _settings(identifiers: list[str]) -> dict[str, str]:
    expected = ", ".join(identifiers[:MAX_EXPECTED])
    texts = {name: (SMALL / name).read_text(encoding="utf-8") for name in ("registry.yaml", "reviewers.yaml")}
    texts["waivers.yaml"] = "waivers: []\n"
    for year, listed in (("2019", ""), ("2026", expected)):
        text = (SMALL / "rounds" / f"{year}.yaml").read_text(encoding="utf-8")
        texts[f"rounds/{year}.yaml"] = text[: text.index("expected:")] + f"expected: [{listed}]\n"
    return texts


if __name__ == "__main__":
    written = generate(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:4]))
    print(f"{len(written)} records in {sys.argv[1]}/registry/committees")
