"""Typed records, made from values that passed their schema. Text is normalised here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - several records have a field `date`

from zhicheng.documents.yaml_reading import Value
from zhicheng.text import document_number, narrow, plain

LEVELS = {"junior": "初级", "intermediate": "中级", "associate-senior": "副高级", "full-senior": "正高级"}
SENIOR = frozenset({"associate-senior", "full-senior"})
OPEN_TO = {"public": "面向社会", "system": "限本系统", "unit": "限本单位"}
FORMED_BY = {"series": "按系列组建", "specialty": "按专业组建"}
SCORED_BY = {"office": "工作部门核定", "experts": "专家评定"}


@dataclass(frozen=True, slots=True)
class Approval:
    """批准时间、批准单位、批准文件号（一（三）2–4），每一项都可以没有。`date` 可以只有年或年月。"""

    date: str | None
    authority: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class FirstLevel:
    """一个一级目录和它的二级目录。`key` is the name as the file has it, for pointers."""

    key: str
    name: str
    seconds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Competence:
    """评审系列、层级与专业目录（一（三）9、10）。"""

    series: str
    levels: tuple[str, ...]
    catalog: tuple[FirstLevel, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """评审地域范围（一（三）11）。"""

    areas: tuple[str, ...]
    open_to: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Basis:
    """一项评审依据（一（三）12）。"""

    title: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """赋分项目的一档。"""

    when: str
    points: float


@dataclass(frozen=True, slots=True)
class ScoringItem:
    """赋分表的一行；`points` is the maximum; bonus items are outside the total."""

    dimension: str
    item: str
    points: float
    scored_by: str | None
    steps: tuple[Step, ...]
    note: str | None
    bonus: bool


@dataclass(frozen=True, slots=True)
class ScoringTable:
    """量化赋分表（一（三）13）；`series` and `levels` empty: all."""

    title: str
    series: tuple[str, ...]
    levels: tuple[str, ...]
    total: float
    items: tuple[ScoringItem, ...]


@dataclass(frozen=True, slots=True)
class Defence:
    """评审是否答辩及答辩范围（一（三）15）。"""

    required: bool
    scope: str | None


@dataclass(frozen=True, slots=True)
class ExpertPool:
    """有无专家库，会议专家来源及抽取方式（一（三）16）。"""

    exists: bool
    source: str | None
    draw: str | None


@dataclass(frozen=True, slots=True)
class Panel:
    """评审委员会的组成人数与组建方式（第40号令第九条）。"""

    members: int
    formed_by: str


@dataclass(frozen=True, slots=True)
class Validity:
    """核准备案的有效期（第40号令第八条）；`until` is the last day."""

    start: Day
    until: Day


@dataclass(frozen=True, slots=True)
class Filing:
    """一次备案：哪个年度、哪一天。"""

    round: str
    date: Day


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """撤销登记：日期、原因、承接的评审委员会。"""

    date: Day
    reason: str
    successor: str | None


@dataclass(frozen=True, slots=True)
class Sealed:
    """密封文件的校验值和大小：hash of the ciphertext, size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Committee:
    """一个职称评审委员会的公开登记内容。"""

    id: str
    name: str
    organiser: str
    authority: str
    area: str
    approval: Approval | None
    address: str
    phones: tuple[str, ...]
    reviews: tuple[Competence, ...]
    scope: Scope
    basis: tuple[Basis, ...]
    scoring: tuple[ScoringTable, ...]
    procedure: tuple[str, ...]
    defence: Defence
    expert_pool: ExpertPool
    panel: Panel | None
    valid: Validity | None
    filings: tuple[Filing, ...]
    contacts: Sealed | None
    status: str
    withdrawn: Withdrawal | None
    series: tuple[str, ...] = field(init=False, repr=False, compare=False)  # those it reviews, each once, in the order of the record
    levels: tuple[str, ...] = field(init=False, repr=False, compare=False)  # those it reviews, low to high

    def __post_init__(self) -> None:
        reviewed = {level for review in self.reviews for level in review.levels}
        object.__setattr__(self, "series", tuple(dict.fromkeys(review.series for review in self.reviews)))
        object.__setattr__(self, "levels", tuple(level for level in LEVELS if level in reviewed))

    @property
    def active(self) -> bool:
        return self.status == "active"

    @property
    def specialties(self) -> Iterator[tuple[Competence, FirstLevel, str]]:
        """Every second-level specialty with its branch and the review it belongs to."""
        return ((review, first, second) for review in self.reviews for first in review.catalog for second in first.seconds)


def committee(value: Value) -> Committee:
    """A committee from a value that fits schemas/committee.schema.json."""
    scope, defence, pool = value["scope"], value["defence"], value["expert_pool"]
    panel, valid, withdrawn, approval = (value.get(key) for key in ("panel", "valid", "withdrawn", "approval"))
    return Committee(
        id=value["id"],
        name=plain(value["name"]),
        organiser=plain(value["organiser"]),
        authority=value["authority"],
        area=value["area"],
        approval=None
        if approval is None
        else Approval(approval.get("date"), _plain(approval.get("authority")), _document(approval.get("document"))),
        address=plain(value["address"]),
        phones=tuple(map(narrow, value["phones"])),
        reviews=tuple(Competence(r["series"], tuple(r["levels"]), _catalog(r["catalog"])) for r in value["reviews"]),
        scope=Scope(tuple(scope["areas"]), scope.get("open_to"), _plain(scope.get("note"))),
        basis=tuple(Basis(plain(b["title"]), _document(b.get("document"))) for b in value["basis"]),
        scoring=tuple(_scoring_table(table) for table in value["scoring"]),
        procedure=tuple(map(plain, value["procedure"])),
        defence=Defence(defence["required"], _plain(defence.get("scope"))),
        expert_pool=ExpertPool(pool["exists"], _plain(pool.get("source")), _plain(pool.get("draw"))),
        panel=None if panel is None else Panel(int(panel["members"]), panel["formed_by"]),
        valid=None if valid is None else Validity(_date(valid["from"]), _date(valid["until"])),
        filings=tuple(Filing(f["round"], _date(f["date"])) for f in value["filings"]),
        contacts=sealed(value.get("contacts")),
        status=value["status"],
        withdrawn=None
        if withdrawn is None
        else Withdrawal(_date(withdrawn["date"]), plain(withdrawn["reason"]), withdrawn.get("successor")),
    )


def sealed(value: Value | None) -> Sealed | None:
    """What a public file holds of a sealed one."""
    return None if value is None else Sealed(value["sha256"], value["size"])


def _scoring_table(value: Value) -> ScoringTable:
    items = tuple(
        ScoringItem(
            dimension=plain(item["dimension"]),
            item=plain(item["item"]),
            points=item["points"],
            scored_by=item.get("scored_by"),
            steps=tuple([Step(plain(step["when"]), step["points"]) for step in item["steps"]]) if "steps" in item else (),
            note=_plain(item.get("note")),
            bonus=item.get("bonus", False),
        )
        for item in value["items"]
    )
    series, levels = tuple(value.get("series", ())), tuple(value.get("levels", ()))
    return ScoringTable(plain(value["title"]), series, levels, value["total"], items)


def _catalog(value: dict[str, list[str]]) -> tuple[FirstLevel, ...]:
    return tuple(FirstLevel(key, plain(key), tuple(map(plain, seconds))) for key, seconds in value.items())


def _plain(value: str | None) -> str | None:
    return None if value is None else plain(value)


def _document(value: str | None) -> str | None:
    return None if value is None else document_number(value)


def _date(value: str) -> Day:
    return Day.fromisoformat(value)
