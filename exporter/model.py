"""The records that travel the road: frozen, typed, no input or output.

The names are those of schemas/commitment.schema.json and schemas/task.schema.json, which say what each may hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Literal

Comparator = Literal["=", ">=", "<=", "approx", "range"]
Change = Literal["growth", "reduction", "level"]
Basis = Literal["explicit", "inherited", "rule", "default"]
Status = Literal["open", "in_progress", "done", "dropped"]
Language = Literal["zh", "en"]
Confidence = Literal["high", "check"]
Trust = Literal["high", "check", "reviewed"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured on one day, in the indicator's own unit."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """The measurable part of a commitment; values in the base unit (150亿元 → 15000000000 元)."""

    text: str
    metric: str
    comparator: Comparator
    value: float
    unit: str
    value_max: float | None = None
    change: Change | None = None
    stretch: bool = False
    current: float | None = None
    measured_on: date | None = None
    series: tuple[Reading, ...] = ()
    """Everything that was measured, by day; the newest is `current`, `measured_on`."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Units or posts as the document names them."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody is named."""
        return bool(self.lead or self.support)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One dated step of a commitment."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Commitment:
    """One sentence or table row in which the issuing body undertakes something.

    `text == document.text[start:end]`, in characters of the decoded document.
    """

    text: str
    start: int
    end: int
    paragraph: int = 0
    place: str = ""
    language: Language = "zh"
    section: tuple[str, ...] = ()
    owners: Owners = field(default_factory=Owners)
    owner_basis: Basis | None = None
    due: date | None = None
    due_text: str | None = None
    due_basis: Basis | None = None
    start_date: date | None = None
    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    actions: tuple[str, ...] = ()
    confidence: Confidence = "high"
    """check: a person should look whether this is a commitment."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the quote stands."""

    document: str
    sha256: str
    start: int
    end: int
    paragraph: int = 0
    place: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a task's checklist."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A commitment with an identity, owners, a due date and a status: what the ledger keeps."""

    id: str
    title: str
    text: str
    source: Source
    owners: Owners
    due: date | None
    language: Language = "zh"
    section: tuple[str, ...] = ()
    owner_basis: Basis | None = None
    due_text: str | None = None
    due_basis: Basis | None = None
    start_date: date | None = None
    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    actions: tuple[str, ...] = ()
    checklist: tuple[Criterion, ...] = ()
    labels: tuple[str, ...] = ()
    confidence: Trust = "high"
    """check: a person should look; reviewed: a person has looked, in `exporter review` or by writing so."""
    status: Status = "open"
    progress: float | None = None
    parent: str | None = None
    revision: int = 1
    revised_at: datetime | None = None
    notes: str = ""


def to_record(value: Any) -> Any:
    """A model value as plain JSON data: tuples become lists, dates ISO text, whole floats integers.

    A series stands only where something was measured: a commitment has none.
    """
    if is_dataclass(value) and not isinstance(value, type):
        names = [item.name for item in fields(value) if item.name != "series" or getattr(value, "series", None)]
        return {name: to_record(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [to_record(item) for item in value]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


def _moment(text: str | datetime | None) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else text


def _indicator(record: dict[str, Any]) -> Indicator:
    series = tuple(Reading(date.fromisoformat(each["on"]), each["value"]) for each in record.get("series") or ())
    return Indicator(**{**record, "measured_on": _day(record.get("measured_on")), "series": series})


def _owners(record: dict[str, Any]) -> Owners:
    return Owners(tuple(record.get("lead") or ()), tuple(record.get("support") or ()))


def _shared(record: dict[str, Any]) -> dict[str, Any]:
    """What commitments and tasks have in common, from plain data that a schema has already accepted."""
    return {
        **record,
        "section": tuple(record.get("section") or ()),
        "owners": _owners(record.get("owners") or {}),
        "due": _day(record.get("due")),
        "start_date": _day(record.get("start_date")),
        "milestones": tuple(Milestone(m["text"], date.fromisoformat(m["due"])) for m in record.get("milestones") or ()),
        "indicators": tuple(_indicator(i) for i in record.get("indicators") or ()),
        "actions": tuple(record.get("actions") or ()),
    }


def commitment_from(record: dict[str, Any]) -> Commitment:
    """A record that is valid against the commitment schema → Commitment; from which of many documents is left out."""
    return Commitment(**_shared({name: value for name, value in record.items() if name != "document"}))


def task_from(record: dict[str, Any]) -> Task:
    """A record that is valid against the task schema → Task."""
    return Task(
        **{
            **_shared(record),
            "source": Source(**record["source"]),
            "checklist": tuple(Criterion(**line) for line in record.get("checklist") or ()),
            "labels": tuple(record.get("labels") or ()),
            "revised_at": _moment(record.get("revised_at")),
        }
    )
