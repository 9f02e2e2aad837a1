"""What a tracker's own file gives to IssueTracker: its JSON mapped to `Issue` and back, its limits, what it lacks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from exporter.destinations.clip import clip, utf16
from exporter.destinations.contract import Destination, Field, Item, Keep, Setup, Wanted
from exporter.destinations.http import Http
from exporter.destinations.markdown import one_line
from exporter.destinations.marker import digest
from exporter.destinations.trackers.markup import Markup, Seen
from exporter.destinations.trackers.milestones import section_of
from exporter.destinations.trackers.record import Issue, Page
from exporter.destinations.trackers.spelling import Spelling
from exporter.destinations.trackers.status_labels import StatusLabels
from exporter.errors import Missing, NotAllowed, OutcomeUnknown, Refused
from exporter.model import Status, Task


class _Postponed(Refused):
    """Not swallowed by an outer `beside`."""


class Mapped(Destination):
    """Map `pages`, `read`, `fetch`, `post` and `patch`, set `markup`; class data say what is native."""

    keeps: ClassVar[Mapping[Field, Keep]] = {
        **dict.fromkeys(Field, "native"),
        Field.START: "text",
        Field.PROGRESS: "text",
        Field.LIGHT: "label",
    }
    http: Http
    """Made in the subclass's constructor."""
    markup: Markup
    """Set by the subclass, for the class or in its constructor."""
    native_statuses: ClassVar[Collection[Status]] = frozenset({"open", "done"})
    born: ClassVar[Collection[Status]] = frozenset({"open"})
    """Native statuses that a create can carry; others take a second request."""
    title_room: ClassVar[int] = 255
    label_room: ClassVar[int] = 50
    label_signs: ClassVar[Mapping[str, str]] = {}
    """Signs that a label cannot hold, and what stands for them."""
    text_room: ClassVar[int] = 65_000
    """UTF-16 units that our block may take."""
    most_assignees: int = 10
    """A constructor may set it."""
    names_ignore_case: ClassVar[bool] = False
    """Whether `Bug` and `bug` are one label, and `Octocat` and `octocat` one account."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self.native = frozenset(name for name, keep in self.keeps.items() if keep in {"native", "label"})
        """Fields that this very destination holds; a constructor may take some out."""
        chosen = setup.options.get("statuses") or {}
        self.status_labels = StatusLabels.chosen(self.native_statuses, setup.language, chosen)
        self.by_milestone = setup.options.get("sections") == "milestone"
        self._texts: dict[str, tuple[Task, str, list[dict[str, Any]]]] = {}
        self._forget()

    def _forget(self) -> None:
        self.spelling = Spelling(self.names_ignore_case)
        self._labels_there: set[str] = set()
        self._marks: dict[str, Seen | None] = {}
        self._unassignable: frozenset[str] = frozenset()
        self._seen_ids: frozenset[str] = frozenset()
        self._doubtful = False
        self.recalled = False
        """Whether some page of the listing was only said to be unchanged since an earlier run."""
        self._overlooked: dict[str, Item] = {}
        self._rendered: dict[str, Wanted] = {}

    # What a tracker's own file gives

    @abstractmethod
    def pages(self) -> Iterator[Page]:
        """Every issue there, closed ones too, the oldest first, so that a new one only joins at the end."""

    @abstractmethod
    def read(self, raw: Any) -> Issue | None:
        """One issue from the server's JSON; None for what is no issue (a pull request)."""

    @abstractmethod
    def fetch(self, key: str) -> Any:
        """One issue as it is now.

        Raises:
            Missing: it is gone.
        """

    @abstractmethod
    def post(self, draft: Issue) -> Any:
        """Make an issue with title, text, labels, assignees, due, start and progress; returns it as the server has it.

        Its `status` is one of `born`. Raises as `Destination.create`.
        """

    @abstractmethod
    def patch(self, issue: Issue, changes: Mapping[str, Any]) -> Any:
        """Write `changes`, which are fields of Issue with their new values, whole sets included; returns it read back.

        `text`, `task_id` and `base` are always among them. Where it takes several requests, the one with the text and
        its marker goes last: should it fail, the marker tells the truth about what came before.
        """

    def make_labels(self, names: Collection[str]) -> Collection[str]:
        """Make labels that no listed issue bears, where there are none yet; returns those that can be used."""
        return names

    def milestone_of(self, task: Task) -> str:
        """The milestone that a new issue gets; empty for none."""
        return self._label(section_of(task)) if self.by_milestone else ""

    def _label(self, text: str) -> str:
        text = one_line(text)
        for sign, other in self.label_signs.items():
            text = text.replace(sign, other)
        return clip(text.strip(), self.label_room, utf16)

    def unassignable(self, accounts: Collection[str]) -> Collection[str]:
        """Those of the accounts that cannot be assigned here; called once a listing."""
        return set[str]() if accounts else accounts

    def account(self, text: str) -> str:
        """An account of owners.toml as the server spells it."""
        return one_line(text).removeprefix("@")

    def without_status(self, issue: Issue, changes: Mapping[str, Any]) -> dict[str, Any]:
        """`changes` for `patch` where the workflow forbids the status: the marker tells the one that stays.

        So the next run tries again; a marker that claimed it would make it look like a person's doing.
        """
        stays = self.status_labels.read(issue.status, issue.labels)
        base = {**changes["base"], Field.STATUS: digest(stays)}
        text = self.markup.mark_again(changes["text"], changes["task_id"], base)
        return {name: value for name, value in changes.items() if name != "status"} | {"base": base, "text": text}

    def title_length(self, text: str) -> int:
        """A title's length, compared with `title_room`, as the server counts."""
        return utf16(text)

    def due_held(self, day: str) -> str:
        """A due date as far as it can be held (a quarter's end, where only quarters are)."""
        return day

    @contextmanager
    def beside(self) -> Iterator[None]:
        """For requests beside the issue itself (labels, milestones): one that is refused must not cost the task.

        Raises:
            Refused: nobody knows whether it happened; the issue is not written, and the next run tries both again.
        """
        try:
            yield
        except _Postponed:
            raise
        except OutcomeUnknown as error:
            raise _Postponed(error.what, hint=error.hint, **error.values) from error
        except (NotAllowed, Missing, Refused):  # the read-back will say what is missing
            return
