"""A committee's record (registry/committees/…/<id>.yaml) as dataclasses, made from a value that fits its schema, with text normalised.

Numbers such as 一（三）2 are clauses of the letter of 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812 - several records have a field `date`

from zhicheng.documents.codes import USUAL
from zhicheng.documents.yaml_reading import Value
from zhicheng.registry.records import competence as competence_records
from zhicheng.registry.records import office as office_records
from zhicheng.registry.records.competence import Competence, Entrusted, Exclusion, FirstLevel, Scope, competence
from zhicheng.registry.records.office import Application, Office, Power
from zhicheng.registry.records.scoring import ScoringTable, UnscoredLevel, scoring_table
from zhicheng.registry.records.values import day, each, if_any, optional_document, optional_text
from zhicheng.text import narrow, plain

LEVELS = dict(USUAL.levels)  # those of every registry, from low to high; Registry.levels has what its rulebooks add, too
NOTICES = {"correction": "更正", "suspension": "暂停评审", "resumption": "恢复评审"}
FORMED_BY = {"series": "按系列组建", "specialty": "按专业组建", "merged": "几个系列或专业合并组建"}


@dataclass(frozen=True, slots=True)
class Approval:
    """Date, authority and document number of the approval (批准时间、批准单位、批准文件号, 一（三）2–4), each optional.

    `date` is YYYY, YYYY-MM or YYYY-MM-DD.
    """

    date: str | None
    authority: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class PastValidity:
    """A validity of the past (以往的有效期), by which certificates of that time are judged; `until` is the last day."""

    start: Day
    until: Day
    document: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that stays on the page (更正启事): of a correction, or that reviews are suspended or go on."""

    date: Day
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the reviews are based on (评审依据, 一（三）12)."""

    title: str
    document: str | None


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
class Subgroup:
    """A group of a committee (专业组): its name and number of members."""

    name: str
    members: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The number of members of the committee and how it is formed (组成人数与组建方式, Order No. 40, article 9).

    Either `members` or `at_least` is given; `chair` and `vice_chairs` are numbers.
    """

    members: int | None
    formed_by: str
    at_least: int | None = None
    chair: int | None = None
    vice_chairs: int | None = None
    subgroups: tuple[Subgroup, ...] = ()

    @property
    def size(self) -> int:
        """The number of members, or the least there are."""
        return self.members or self.at_least or 0


@dataclass(frozen=True, slots=True)
class Validity:
    """The validity of the approved filing (有效期, Order No. 40, article 8); `until` is the last day."""

    start: Day
    until: Day


RECEIPTS = {"platform": "平台录入", "paper": "纸质表"}  # fields of a filing that the centre writes down later


@dataclass(frozen=True, slots=True)
class FilingReceipt:
    """That something of a filing was done or came in: the day, and the office that wrote it down (`by`)."""

    date: Day
    by: str


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing (备案): its round and day; where the centre wrote it down, that the platform was filled in and the signed paper came."""

    round: str
    date: Day
    platform: FilingReceipt | None = None
    paper: FilingReceipt | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal (撤销登记); `successor` is the id of the committee that takes over, `successors` where several do."""

    date: Day
    reason: str
    successor: str | None
    successors: tuple[str, ...] = ()

    @property
    def all_successors(self) -> tuple[str, ...]:
        """The ids of the committees that take over, however they are written."""
        return (self.successor, *self.successors) if self.successor else self.successors


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
    nature: str | None = None
    power: Power | None = None
    seat: str | None = None
    office: Office | None = None
    applications: tuple[Application, ...] = ()
    entrusts: tuple[Entrusted, ...] = ()
    scoring_none: tuple[UnscoredLevel, ...] = ()
    past: tuple[PastValidity, ...] = ()
    predecessors: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    ladder: tuple[str, ...] = field(default=tuple(LEVELS), repr=False, compare=False)  # the levels of the registry, from low to high
    series: tuple[str, ...] = field(init=False, repr=False, compare=False)  # the series reviewed, each once, in the order of the record
    levels: tuple[str, ...] = field(init=False, repr=False, compare=False)  # the levels reviewed, from low to high

    def __post_init__(self) -> None:
        reviewed = {level for review in self.reviews for level in review.levels}
        object.__setattr__(self, "series", tuple(dict.fromkeys(review.series for review in self.reviews)))
        object.__setattr__(self, "levels", tuple(level for level in self.ladder if level in reviewed))

    @property
    def active(self) -> bool:
        return self.status == "active"

    @property
    def founded(self) -> Day | None:
        """The first day on which it can have been there: of its approval, else of its only validity; None where the record says neither."""
        if self.approval is not None and self.approval.date is not None:
            return Day.fromisoformat(f"{self.approval.date}-01-01"[:10])  # of a year or month its first day
        return self.valid.start if self.valid is not None and not self.past else None

    @property
    def specialties(self) -> Iterator[tuple[Competence, FirstLevel, str]]:
        """The second-level specialties, each with its review and its first-level specialty."""
        return ((review, first, second) for review in self.reviews for first in review.catalog for second in first.seconds)

    def open_to(self, review: Competence) -> str | None:
        """For whom a review is open: what it states itself, else what the record states."""
        return review.open_to or self.scope.open_to

    def excludes(self, review: Competence) -> tuple[Exclusion, ...]:
        """Who may not apply for a review: those of the record and its own add up."""
        return (*self.scope.excludes, *review.excludes)


def committee(value: Value, ladder: tuple[str, ...] = tuple(LEVELS)) -> Committee:
    """A committee from a value that fits schemas/committee.schema.json. `ladder` are the levels of the registry, from low to high."""
    defence, pool = value["defence"], value["expert_pool"]
    panel, valid, withdrawn, approval = (value.get(key) for key in ("panel", "valid", "withdrawn", "approval"))
    return Committee(
        id=value["id"],
        name=plain(value["name"]),
        organiser=plain(value["organiser"]),
        authority=value["authority"],
        area=value["area"],
        approval=None
        if approval is None
        else Approval(approval.get("date"), optional_text(approval.get("authority")), optional_document(approval.get("document"))),
        address=plain(value["address"]),
        phones=tuple(map(narrow, value["phones"])),
        reviews=tuple(map(competence, value["reviews"])),
        scope=competence_records.scope(value["scope"]),
        basis=tuple(Basis(plain(b["title"]), optional_document(b.get("document"))) for b in value["basis"]),
        scoring=tuple(map(scoring_table, value.get("scoring", ()))),
        procedure=tuple(map(plain, value["procedure"])),
        defence=Defence(defence["required"], optional_text(defence.get("scope"))),
        expert_pool=ExpertPool(pool["exists"], optional_text(pool.get("source")), optional_text(pool.get("draw"))),
        panel=None if panel is None else _panel(panel),
        valid=None if valid is None else Validity(day(valid["from"]), day(valid["until"])),
        filings=tuple(Filing(f["round"], day(f["date"]), *(_receipt(f.get(what)) for what in RECEIPTS)) for f in value["filings"]),
        contacts=sealed(value.get("contacts")),
        status=value["status"],
        withdrawn=None
        if withdrawn is None
        else Withdrawal(
            day(withdrawn["date"]), plain(withdrawn["reason"]), withdrawn.get("successor"), tuple(withdrawn.get("successors", ()))
        ),
        nature=value.get("nature"),
        power=if_any(value.get("power"), lambda power: Power(power["kind"], optional_document(power.get("document")))),
        seat=value.get("seat"),
        office=if_any(value.get("office"), office_records.office),
        applications=each(value.get("applications"), office_records.application),
        entrusts=each(value.get("entrusts"), competence_records.entrusted),
        scoring_none=each(value.get("scoring_none"), lambda none: UnscoredLevel(none["level"], plain(none["words"]))),
        past=each(
            value.get("past"), lambda past: PastValidity(day(past["from"]), day(past["until"]), optional_document(past.get("document")))
        ),
        predecessors=tuple(value.get("predecessors", ())),
        notices=each(value.get("notices"), lambda notice: Notice(day(notice["date"]), notice["kind"], plain(notice["text"]))),
        ladder=ladder,
    )


def _receipt(value: Value | None) -> FilingReceipt | None:
    return None if value is None else FilingReceipt(day(value["date"]), plain(value["by"]))


def _panel(value: Value) -> Panel:
    members, at_least, chair, vice_chairs = (
        None if value.get(key) is None else int(value[key]) for key in ("members", "at_least", "chair", "vice_chairs")
    )
    subgroups = each(value.get("subgroups"), lambda group: Subgroup(plain(group["name"]), int(group["members"])))
    return Panel(members, value["formed_by"], at_least, chair, vice_chairs, subgroups)


def sealed(value: Value | None) -> Sealed | None:
    """The reference to a sealed file in a public file, from its value; None if there is none."""
    return None if value is None else Sealed(value["sha256"], value["size"])
