"""What every destination promises: five verbs, and the exception each must raise.

A destination maps a task to the fields it can hold (`render`), and reads, creates and updates items. It decides
nothing: comparing, merging, ordering, journalling and repeating belong to `exporter.sync`, which knows only this file.

**Fields are canonical.** `render(task)` and the items that `listing`, `create` and `update` return speak the same
language: what a destination cannot hold exactly (a shortened title, a status it lacks) is already reduced in `render`,
and what a server rewrites (line ends, trailing space) is already undone when it is read. So equality of two values
means: nothing to do. Values are JSON data; lists stand sorted, except checklists, which keep their order.

    title      str, one line
    body       str, our block of the description, without its markers; foreign text around it is not ours to see
    due        "2018-12-31" or None
    start      "2018-05-01" or None
    labels     sorted list of str: every label the item bears, ours and others', but no label of a light
    light      "late" | "at_risk" | "on_track" | "done", as far as the destination shows them, or None
    assignees  sorted list of str: accounts of this destination, every one the item bears
    status     "open" | "in_progress" | "done" | "dropped"
    checklist  list of {"text": str, "done": bool}
    progress   0..100 or None

**The marker** makes an item ours and carries the task's id and, where there is room, `base`: a digest of each field as
we last wrote it. With it the three-way merge survives a lost state file.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, Literal, Self

from exporter.clock import Clock, real_clock
from exporter.errors import ExitCode, ExporterError
from exporter.lights import Light, Rules
from exporter.model import Language, Task
from exporter.news import News

Value = Any


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer of a server: its ETag, its Link header, and its body, compressed."""

    etag: str
    link: str
    packed: bytes


@dataclass(frozen=True, slots=True)
class Expected:
    """What a listing read in an earlier run that had nothing to do."""

    answers: tuple[str, ...]
    """A digest of each answer."""
    unsure: tuple[str, ...] = ()
    """Accounts for which it asked whether they can be assigned; all of them could."""
    still: Callable[[], bool] = lambda: True
    """Whether this run would have nothing to do either, were the answers the same. May take its time."""
    over: Callable[[], bool] = lambda: False
    """Whether it is known already that it would not be so."""


class Field(StrEnum):
    """What an item can hold; the order is the order in which changes are shown."""

    TITLE = "title"
    STATUS = "status"
    DUE = "due"
    START = "start"
    ASSIGNEES = "assignees"
    LABELS = "labels"
    LIGHT = "light"
    CHECKLIST = "checklist"
    PROGRESS = "progress"
    BODY = "body"
    SAID = "said"
    """No field that people see: the key of the news that comments told last. It stands in the marker only."""


KEPT = tuple(name for name in Field if name is not Field.SAID)
"""The fields of an item."""


Keep = Literal["native", "label", "text", "no"]
"""How a destination keeps a field: as its own, as a label, inside the body, or not at all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task as this destination should show it. A field that is absent is not kept there (or lives in the body)."""

    id: str
    fields: Mapping[Field, Value]
    task: Task


@dataclass(frozen=True, slots=True)
class Item:
    """A task as a destination holds it."""

    id: str
    key: str
    fields: Mapping[Field, Value]
    base: Mapping[Field, str] = field(default_factory=dict)
    version: str | None = None
    url: str | None = None
    note: Any = None
    """Whatever the destination needs to update the item later; nobody else looks at it."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Every item of the plan, closed ones too."""

    items: tuple[Item, ...]
    complete: bool = True
    """False: some page could not be read. Nothing is then created or closed."""
    problems: tuple[str, ...] = ()
    """Items that look like ours and cannot be read, a sentence each."""
    remarks: tuple[str, ...] = ()
    """What this destination cannot show as asked and shows otherwise (an account it refuses); no fault of the run."""
    answers: tuple[str, ...] = ()
    """A digest of each answer of the server; empty where nothing says that equal digests mean equal items."""
    unsure: tuple[str, ...] = ()
    """As in Expected."""
    unchanged: bool = False
    """Everything is as `expected` said, and was not looked at any closer: `items` is empty."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `exporter doctor`."""

    ok: bool
    sentence: str
    code: ExitCode = ExitCode.PARTIAL
    """With which the process ends where it is not ok and nothing else is wrong."""

    @classmethod
    def of(cls, error: ExporterError) -> Self:
        """What stopped the look."""
        return cls(ok=False, sentence=str(error), code=error.exit_code)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a run waits for the limits of servers, and who is told."""

    max_wait: float | None = None
    """Seconds that one request may be kept waiting; None: what exporter.toml says."""
    on_wait: Callable[[str, float], None] = lambda _host, _seconds: None
    """Told the host and the seconds before each wait, and 0 seconds after it."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a destination is made from."""

    name: str
    plan: str
    plan_title: str
    options: Mapping[str, Any]
    language: Language = "zh"
    folder: Path = Path()
    """Paths in `options` are relative to it."""
    clock: Clock = field(default_factory=real_clock)
    accounts: Mapping[str, str] = field(default_factory=dict)
    """Owner unit → account of this destination, from owners.toml."""
    patience: Patience = field(default_factory=Patience)
    force: bool = False
    """A person said --force: tasks may go into a file that others made, beside what it holds."""
    today: date | None = None
    """The day of the run, on which lights depend; None: no light is shown."""
    rules: Rules = field(default_factory=Rules)
    """When a light changes."""
    links: dict[str, str] = field(default_factory=dict)
    """Task id → web page of its item at a tracker; the run fills it for a destination that shows links."""


class Destination(ABC):
    """One tracker or calendar. Constructing it must not touch disk or network."""

    kind: ClassVar[str]
    keeps: ClassVar[Mapping[Field, Keep]]
    options_schema: ClassVar[Mapping[str, Any]]
    """JSON Schema properties of the destination's own keys in exporter.toml."""
    required_options: ClassVar[tuple[str, ...]] = ()
    safe_creates: ClassVar[bool] = False
    """A create carries a key of ours (UID, id) that the server refuses to take twice: it may be repeated."""
    settle_after: ClassVar[float] = 0.0
    """For how many seconds a listing may lag behind a create; 0 where it never does."""
    takes_comments: ClassVar[bool] = False
    """`told` and `tell` work: its items can bear comments."""
    mails_comments: ClassVar[bool] = True
    """People are sent each comment, so many at once are asked about first."""
    staged: ClassVar[bool] = False
    """Creates and updates only take effect, all at once, in `commit`."""
    batch: int = 1
    """How many items one request can make; a constructor may set it."""
    shows_links: ClassVar[bool] = False
    """Renders `setup.links`: it is written after the others, planned once more if they made new pages."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.meanwhile: Iterator[object] = iter(())
        """Work that `listing` may do, a step at a time, while it waits for a server; none of it has to be done."""
        self.answers: dict[str, Kept] | None = None
        """Answers of earlier runs; a listing may ask whether they are unchanged. None: nothing is kept."""
        self.expected: Expected | None = None
        """What the next listing, and only that one, need only compare; it may pass over it."""

    @property
    def lights(self) -> Collection[Light] | None:
        """The lights that it shows; the others, and those that a person does not want, are shown as none.

        None: it keeps no lights. `render` leaves them out, for they depend on the day and not on the task alone.
        """
        return None

    @property
    def page(self) -> str | None:
        """The web page on which people see its items; None where there is none."""
        return None

    @abstractmethod
    def listing(self) -> Listing:
        """Read every item that bears a marker of this plan: all pages, closed items too, never a search.

        Raises:
            ListingIncomplete: as an alternative to `complete=False`, when nothing is worth returning.
            NotAllowed, Missing, Unreachable: the whole destination is out of reach.
        """

    @abstractmethod
    def render(self, task: Task) -> Wanted:
        """Reduce a task to the fields this destination holds, in canonical form. Pure."""

    def prepare(self, task: Task) -> None:  # noqa: B027  most have nothing to prepare
        """Do ahead what `render` will need and no listing changes, or nothing."""

    @abstractmethod
    def create(self, wanted: Wanted, base: Mapping[Field, str]) -> Item:
        """Make one item, its marker carrying `base`, and return it as the server now holds it (read back).

        Raises:
            Refused: certainly nothing was made.
            OutcomeUnknown: it may have been made. Never retried blindly.
            NotAllowed, Missing, Unreachable: nothing was made.
        """

    def create_many(self, drafts: Sequence[tuple[Wanted, Mapping[Field, str]]]) -> Sequence[Item | ExporterError]:
        """Make up to `batch` items at once; for each, in order, what `create` would return or raise.

        Raises:
            NotAllowed, Missing, Unreachable: none was made.
        """
        raise NotImplementedError

    @abstractmethod
    def update(self, item: Item, changes: Mapping[Field, Value], base: Mapping[Field, str]) -> Item:
        """Write `changes` (fields already merged) and the marker's new `base`; return the item read back.

        Text outside our block, foreign properties and everything not in `changes` stay to the byte.

        Raises:
            Changed: the item is no longer the one that was listed.
            Refused, Missing, NotAllowed, Unreachable, OutcomeUnknown: as for `create`.
        """

    @property
    def comments(self) -> bool:
        """Whether comments are written there."""
        return self.takes_comments and self.setup.options.get("comments", True) is not False

    def told(self, item: Item) -> frozenset[str]:  # noqa: ARG002  where there are comments, they are read
        """Keys of the news that our comments on an item tell, all pages of them.

        Raises:
            Missing, NotAllowed, Refused, Unreachable: they cannot be read.
        """
        return frozenset()

    def tell(self, item: Item, news: News) -> None:
        """Write one comment that bears the key of the news. Raises as `create`."""
        raise NotImplementedError

    def commit(self) -> bool:
        """Put staged writes into effect in one step; returns whether anything changed."""
        return False

    def published(self) -> list[tuple[Path, PurePosixPath]]:
        """Files of its own that may be handed out to be subscribed to, each with a name below the destination's."""
        return []

    def check(self) -> list[Finding]:
        """Preflight: reachable, allowed, able to hold what the plan needs. Writes nothing."""
        return []
