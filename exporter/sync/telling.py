"""Which news a plan tells in comments: each once, and only what turned since the item was there. Pure but for `unsaid`.

What was told stands in the item's marker (`said`, a digest), in the state file, and as a mark in the comment itself. An
item that is made late says so by its date and its light; it gets a comment only for what happens later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from exporter.destinations.contract import Destination, Field, Item, Wanted
from exporter.destinations.marker import digest
from exporter.errors import ExporterError, NotAllowed, Unreachable
from exporter.model import Task
from exporter.news import DONE, News, news_of, told
from exporter.sync.merge import UNKNOWN
from exporter.sync.plan import Change, Comment, Memo, Plan
from exporter.sync.state import Owed, Remembered


@dataclass(frozen=True, slots=True)
class Telling:
    """`news`: of the tasks that have some. `active`: whether the destination's items can bear comments at all."""

    active: bool = False
    wanted: bool = False
    """Whether a person wants comments there."""
    news: Mapping[str, News] = field(default_factory=dict)
    owed: Mapping[str, Owed] = field(default_factory=dict)
    """Comments that were begun and not settled."""

    @classmethod
    def of(
        cls, destination: Destination, tasks: Sequence[Task], owed: Mapping[str, Owed], origins: Mapping[str, str]
    ) -> Telling:
        """Of the tasks as they are, not as they are shown: a rounded percentage reaches no target."""
        today = destination.setup.today
        if not destination.takes_comments or today is None:
            return cls()
        found = {task.id: news_of(task, today, origins.get(task.id, "")) for task in tasks}
        news = {task_id: each for task_id, each in found.items() if each}
        return cls(active=True, wanted=destination.comments, news=news, owed=owed)

    def born(self, change: Change) -> Change:
        """A create, its marker saying what needs no comment any more."""
        return self._marked(change) if self.active else change

    def met(
        self, wanted: Wanted, item: Item, memory: Remembered | None, change: Change | None, memo: Memo
    ) -> tuple[Change | None, Memo, Comment | None]:
        """An item that is there: its update and what to remember, with what is told; and the comment, if it is due."""
        if not self.active:
            return change, memo, None
        change = self._marked(change) if change else None
        news = self.news.get(wanted.id)
        known = memory.base.get(Field.SAID, UNKNOWN) if memory else UNKNOWN
        new = Field.SAID not in item.base and known is UNKNOWN
        if news is None:
            return change, _remembering(memo, None) if new else memo, None
        owed = wanted.id in self.owed and self.owed[wanted.id].news == news.key
        said = item.base.get(Field.SAID) == digest(news.key) or (isinstance(known, str) and told(news.key, {known}))
        closed = news.key == DONE and item.fields.get(Field.STATUS) == "done"  # whoever closed it there knows
        if not self.wanted or not (owed or not (said or new or closed)):
            return change, _remembering(memo, news.key), None
        return change, memo, Comment(wanted.id, wanted.task.title, item, news)

    def _marked(self, change: Change) -> Change:
        news = self.news.get(change.id)
        if news is None and Field.SAID in change.base:
            return change
        return replace(change, base={**change.base, Field.SAID: digest(news.key if news else None)})


def unsaid(plan: Plan, destination: Destination, heard: dict[str, frozenset[str]]) -> Plan:
    """The plan without comments that stand there already: another machine wrote them, or the state file was lost.

    Args:
        plan: as the pure diff made it.
        destination: whose comments are listed, an item at a time, for those few that are to get one.
        heard: what was listed earlier in this run, by the items' keys; it is added to.
    """
    found: set[str] = set()
    for comment in plan.comments:
        key = comment.item.key
        if key not in heard:
            try:
                heard[key] = destination.told(comment.item)
            except (Unreachable, NotAllowed):
                break  # the run itself will say so
            except ExporterError:
                continue
        if told(comment.news.key, heard[key]):
            found.add(comment.id)
    if not found:
        return plan
    news = {comment.id: comment.news.key for comment in plan.comments}
    memos = tuple(_remembering(memo, news[memo.id]) if memo.id in found else memo for memo in plan.memos)
    return replace(plan, comments=tuple(each for each in plan.comments if each.id not in found), memos=memos)


def _remembering(memo: Memo, key: str | None) -> Memo:
    return replace(memo, base={**memo.base, Field.SAID: key})
