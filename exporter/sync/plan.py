"""A plan as a value: what one run would do at one destination. It can be printed, saved and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from exporter.destinations.contract import Field, Item, Value, Wanted
from exporter.destinations.marker import digest
from exporter.news import News
from exporter.sync.idle import Idle
from exporter.sync.merge import UNKNOWN, Unknown
from exporter.wording import say

Action = Literal["create", "update", "close"]
NoticeKind = Literal[
    "conflict", "orphan", "duplicate", "degraded", "refused", "unresolved", "blocked", "unreadable", "incomplete",
    "stopped", "settled", "unfit",
]  # fmt: skip
"""unfit: a destination cannot show this task at all (a calendar needs a date); said, and no fault of the run."""
GRAVE = frozenset(
    {"conflict", "duplicate", "degraded", "refused", "unresolved", "blocked", "unreadable", "incomplete", "stopped"}
)


@dataclass(frozen=True, slots=True)
class Shift:
    """A field's value before and after."""

    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One write."""

    action: Action
    id: str
    title: str
    fields: Mapping[Field, Shift]
    wanted: Wanted | None = None
    item: Item | None = None
    base: Mapping[Field, str] = field(default_factory=dict)
    parent: str | None = None

    def as_record(self) -> dict[str, Any]:
        """Plain data, without what only a running process needs."""
        return {
            "action": self.action,
            "id": self.id,
            "title": self.title,
            "key": self.item.key if self.item else None,
            "fields": {str(name): {"from": shift.old, "to": shift.new} for name, shift in self.fields.items()},
        }


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, written after the item's update if there is one."""

    id: str
    title: str
    item: Item
    news: News

    def as_record(self) -> dict[str, Any]:
        """Plain data."""
        return {"id": self.id, "title": self.title, "key": self.item.key, "news": self.news.key}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know; the sentence is a template and its values."""

    kind: NoticeKind
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    id: str | None = None
    field: Field | None = None
    known: bool = False
    """Said in an earlier run already: counted, not shown again, and no reason for exit code 4."""

    def __str__(self) -> str:
        """The sentence in the language of the run."""
        return say(self.sentence, **self.values)

    @property
    def grave(self) -> bool:
        """Whether it makes the run's outcome partial."""
        return self.kind in GRAVE and not self.known

    def as_record(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "id": self.id,
            "field": str(self.field) if self.field else None,
            "known": self.known,
            "sentence": str(self),
        }


@dataclass(frozen=True, slots=True)
class Memo:
    """What to remember of an item that needs no write: its key, and fields on which both sides agree."""

    id: str
    key: str
    base: Mapping[Field, Value | Unknown]
    url: str | None = None
    conflicts: Mapping[Field, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one run would do at one destination."""

    destination: str
    kind: str
    changes: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()
    memos: tuple[Memo, ...] = ()
    comments: tuple[Comment, ...] = ()
    unchanged: int = 0
    listed: int = 0
    traces: Callable[[], Value] = field(default=list, compare=False)
    """Gives what the plan was made from: each task as it is wanted, each item as it was found."""
    mailed: bool = True
    """Whether people are sent its comments."""
    idle: Idle | None = field(default=None, compare=False)
    """By which this plan is known again, where it is empty and rests on nothing else."""

    @property
    def seen(self) -> str:
        """Digest of the tasks and items the plan was made from; taken only where a plan is printed or saved."""
        return digest(self.traces())

    def counts(self) -> Counter[str]:
        """How many of each action and notice, and of comments ("comment")."""
        counts = Counter([change.action for change in self.changes] + [notice.kind for notice in self.notices])
        return counts + Counter(comment=len(self.comments))

    @property
    def writes(self) -> bool:
        """Whether anything would be written."""
        return bool(self.changes or self.comments)

    def as_record(self) -> dict[str, Any]:
        """Plain data, valid against schemas/plan.schema.json (one element of `destinations`)."""
        return {
            "destination": self.destination,
            "kind": self.kind,
            "changes": [change.as_record() for change in self.changes],
            "comments": [comment.as_record() for comment in self.comments],
            "notices": [notice.as_record() for notice in self.notices],
            "unchanged": self.unchanged,
            "listed": self.listed,
            "seen": self.seen,
        }


def sharing(values: Mapping[Field, Value], others: Mapping[Field, Value]) -> dict[Field, Value]:
    """The same values. A text that stands in both is the very one in `others`, for large plans hold many long texts."""
    return {
        name: others[name] if isinstance(value, str) and others.get(name) == value else value
        for name, value in values.items()
    }


def base_of(base: Mapping[Field, Value | Unknown]) -> dict[Field, Value]:
    """The fields that are known."""
    return {name: value for name, value in base.items() if value is not UNKNOWN}
