"""A committee's record (registry/committees/…/<id>.yaml) as dataclasses, made from a value that fits its schema, with text normalised.

Numbers such as 一（三）2 are clauses of the letter of 2019.
"""

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
    """Date, authority and document number of the approval (批准时间、批准单位、批准文件号, 一（三）2–4), each optional.

    `date` is YYYY, YYYY-MM or YYYY-MM-DD.
    """

    date: str | None
    authority: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class FirstLevel:
    """A first-level specialty (一级目录) and its second-level specialties. `key` is the name as in the file, for pointers."""

    key: str
    name: str
    seconds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Competence:
    """A series reviewed, with its levels and catalogue of specialties (评审系列、层级与专业目录, 一（三）9、10)."""

    series: str
    levels: tuple[str, ...]
    catalog: tuple[FirstLevel, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The areas and applicants covered by the reviews (评审地域范围, 一（三）11)."""

    areas: tuple[str, ...]
    open_to: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the reviews are based on (评审依据, 一（三）12)."""

    title: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A grade of a scoring item (档次): the condition and its points."""

    when: str
    points: float


@dataclass(frozen=True, slots=True)
class ScoringItem:
    """A row of a scoring table (赋分项目). `points` is the maximum; bonus items do not count towards the total."""

    dimension: str
    item: str
    points: float
    scored_by: str | None
    steps: tuple[Step, ...]
    note: str | None
    bonus: bool


@dataclass(frozen=True, slots=True)
class ScoringTable:
    """A scoring table (量化赋分表, 一（三）13). Empty `series` or `levels` means all of them."""

    title: str
    series: tuple[str, ...]
    levels: tuple[str, ...]
    total: float
    items: tuple[ScoringItem, ...]


@dataclass(frozen=True, slots=True)
class Defence:
    """Whether a defence is required, and of whom (是否答辩及答辩范围, 一（三）15)."""

    required: bool
    scope: str | None


@dataclass(frozen=True, slots=True)
class ExpertPool:
    """Whether there is an expert pool, and how experts of a meeting are found and drawn (专家库、专家来源及抽取方式, 一（三）16)."""

    exists: bool
    source: str | None
    draw: str | None


@dataclass(frozen=True, slots=True)
class Panel:
    """The number of members of the committee and how it is formed (组成人数与组建方式, Order No. 40, article 9)."""

    members: int
    formed_by: str


@dataclass(frozen=True, slots=True)
class Validity:
    """The validity of the approved filing (有效期, Order No. 40, article 8); `until` is the last day."""

    start: Day
    until: Day


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing (备案): its round and day."""

    round: str
    date: Day


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal (撤销登记); `successor` is the id of the committee that takes over."""

    date: Day
    reason: str
    successor: str | None


@dataclass(frozen=True, slots=True)
class Sealed:
    """The SHA-256 of a sealed file (密封文件), as encrypted, and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Committee:
    """The public record of a committee (职称评审委员会)."""

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
    series: tuple[str, ...] = field(init=False, repr=False, compare=False)  # the series reviewed, each once, in the order of the record
    levels: tuple[str, ...] = field(init=False, repr=False, compare=False)  # the levels reviewed, from low to high

    def __post_init__(self) -> None:
        reviewed = {level for review in self.reviews for level in review.levels}
        object.__setattr__(self, "series", tuple(dict.fromkeys(review.series for review in self.reviews)))
        object.__setattr__(self, "levels", tuple(level for level in LEVELS if level in reviewed))

    @property
    def active(self) -> bool:
        return self.status == "active"

    @property
    def specialties(self) -> Iterator[tuple[Competence, FirstLevel, str]]:
        """The second-level specialties, each with its review and its first-level specialty."""
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
    """The reference to a sealed file in a public file, from its value; None if there is none."""
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
