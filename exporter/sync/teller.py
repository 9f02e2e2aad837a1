"""Writing comments: journal, list, one request, remember. One that fails never fails its task."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from exporter.clock import Clock
from exporter.destinations.contract import Destination, Field, Item
from exporter.errors import DestinationError, ExporterError, NotAllowed, OutcomeUnknown, Unreachable
from exporter.news import told
from exporter.sync.journal import WAITS
from exporter.sync.outcome import Outcome
from exporter.sync.plan import Comment, Notice, NoticeKind, Plan
from exporter.sync.state import Owed, Remembered, State

_REFUSED = "{id}: the comment was refused: {reason}"
_UNRESOLVED = "{id}: no answer came to the comment; the next run looks before it writes one"


class Teller:
    """Of one destination in one run."""

    def __init__(self, destination: Destination, state: State, clock: Clock, outcome: Outcome) -> None:
        self.destination = destination
        self.name = destination.setup.name
        self.state = state
        self.clock = clock
        self.outcome = outcome
        self._before = state.owed(self.name)

    def promise(self, comment: Comment) -> None:
        """Before the update whose marker will say that it was told: say that it is still owed."""
        before = self._before.get(comment.id)
        if before is None or before.news != comment.news.key:
            self.state.owe(self.name, Owed(comment.id, comment.news.key, self.clock.now(), "owed"))

    def recall(self, comment: Comment) -> None:
        """The update was certainly not carried out, and its marker says nothing."""
        if comment.id not in self._before:
            self.state.acquit(self.name, comment.id)

    def tell(self, comment: Comment, item: Item) -> None:
        """List the item's comments, write one if none tells the news, and remember.

        Raises:
            Unreachable: the server is gone, and this comment was certainly not written.
        """
        before = self._before.get(comment.id)
        before = before if before and before.news == comment.news.key else None
        try:
            if told(comment.news.key, self.destination.told(item)):
                self._settle(comment, item)
                return
            if before and self._may_come(before):
                self._say("unresolved", _UNRESOLVED, comment, known=before.outcome == "unknown")
                self.state.owe(self.name, replace(before, outcome="unknown"))
                return
            self._owe(comment, "begun")
            self.destination.tell(item, comment.news)
        except OutcomeUnknown:
            self._owe(comment, "unknown")
            if not self._appears(comment, item):
                self._say("unresolved", _UNRESOLVED, comment)
                return
        except Unreachable:
            if not (before and self._may_come(before)):
                self._owe(comment, "owed")
            raise
        except (DestinationError, NotAllowed) as error:
            known = before is not None and before.outcome == "refused"
            self._owe(comment, "refused")
            self._say("refused", _REFUSED, comment, reason=str(error), known=known)
            return
        self._settle(comment, item)
        self.outcome.commented.append(comment.id)

    def forget(self, plan: Plan) -> None:
        """Comments that nobody waits for any more: the news is stale, or they were found."""
        waited = {comment.id for comment in plan.comments}
        for memo in plan.memos:
            if memo.id in self._before and memo.id not in waited:
                self.state.acquit(self.name, memo.id)

    def _may_come(self, before: Owed) -> bool:
        """Whether it may have been written and lists do not show it yet."""
        horizon = timedelta(seconds=self.destination.settle_after)
        return before.outcome in {"begun", "unknown"} and self.clock.now() - before.since < horizon

    def _appears(self, comment: Comment, item: Item) -> bool:
        for wait in WAITS:
            self.clock.sleep(wait)
            try:
                if told(comment.news.key, self.destination.told(item)):
                    return True
            except ExporterError:
                continue
        return False

    def _owe(self, comment: Comment, outcome: str) -> None:
        self.state.owe(self.name, Owed(comment.id, comment.news.key, self.clock.now(), outcome))

    def _settle(self, comment: Comment, item: Item) -> None:
        known = self.state.remembered_one(self.name, comment.id) or Remembered(item.key, {}, {}, item.url)
        with self.state.together():
            said = {**known.base, Field.SAID: comment.news.key}
            self.state.remember(self.name, comment.id, replace(known, base=said))
            self.state.acquit(self.name, comment.id)

    def _say(self, kind: NoticeKind, sentence: str, comment: Comment, *, known: bool = False, reason: str = "") -> None:
        values = {"id": comment.id, "reason": reason}
        self.outcome.notices.append(Notice(kind, sentence, values, comment.id, known=known))
