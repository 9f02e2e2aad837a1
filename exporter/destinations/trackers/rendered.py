"""A task as an issue of a tracker: its fields, reduced to what the tracker keeps.

A lead unit without an account there is the label `owner:<unit>`.
"""

from __future__ import annotations

from typing import Any

from exporter.destinations.clip import clip, utf16
from exporter.destinations.contract import Field, Value, Wanted
from exporter.destinations.markdown import one_line
from exporter.destinations.trackers.commented import Commented
from exporter.destinations.trackers.milestones import section_of
from exporter.errors import Refused
from exporter.model import Task

OWNER = "owner:"
"""What stands before a unit in its label."""


class Rendered(Commented):
    """Gives `render` and `prepare`."""

    def render(self, task: Task) -> Wanted:
        """Start and progress stand in the block unless the tracker has a field for them.

        A run asks for each task more than once, so what was rendered is kept until the next listing.
        """
        kept = self._rendered.get(task.id)
        if kept is None or kept.task != task:
            kept = self._rendered[task.id] = self._render(task)
        return kept

    def prepare(self, task: Task) -> None:
        """The text in the tracker's markup, which is most of the work and has nothing to do with what is listed."""
        self._texts[task.id] = (task, *self._text(task))

    def _text(self, task: Task) -> tuple[str, list[dict[str, Any]]]:
        kept = self._texts.pop(task.id, None)
        if kept and kept[0] == task:
            return kept[1:]
        return self.markup.body(task), self.markup.checklist(task)

    def _render(self, task: Task) -> Wanted:
        assignees, labels = self._owners(task)
        own = [label for label in task.labels if not (self.by_milestone and label == section_of(task))]
        title = one_line(task.title) or task.id
        block, checklist = self._text(task)
        fields: dict[Field, Value] = {
            Field.TITLE: clip(title, self.title_room, self.title_length),
            Field.STATUS: task.status,
            Field.DUE: self.due_held(task.due.isoformat()) if task.due else None,
            Field.START: task.start_date.isoformat() if task.start_date else None,
            Field.ASSIGNEES: self.spelling.sorted(assignees),
            Field.LABELS: self.spelling.sorted(self.plain_labels([*map(self._label, own), *labels])),
            Field.CHECKLIST: checklist,
            Field.PROGRESS: task.progress,
            Field.BODY: block,
        }
        text = "\n".join([block, *(line["text"] for line in checklist)])
        if 2 * len(text) > self.text_room and utf16(text) > self.text_room:  # a sign takes two units at most
            what = "its text is longer than {destination} takes"
            hint = "Split the task in the ledger."
            raise Refused(what, hint=hint, destination=self.setup.name)
        return Wanted(task.id, {name: value for name, value in fields.items() if name in self.native}, task)

    def _owners(self, task: Task) -> tuple[list[str], list[str]]:
        """Accounts to assign, and labels for lead units without a usable one."""
        accounts, labels = [], []
        for unit in task.owners.lead:
            account = self.account(self.setup.accounts.get(unit, ""))
            usable = Field.ASSIGNEES in self.native and self.spelling.key(account) not in self._unassignable
            if account and usable:
                accounts.append(account)
            else:
                labels.append(self._label(f"{OWNER}{unit}"))
        return accounts[: self.most_assignees], labels
