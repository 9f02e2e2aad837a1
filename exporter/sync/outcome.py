"""What a run did at one destination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.sync.plan import Notice, Plan


@dataclass(slots=True)
class Outcome:
    """Filled while a plan is carried out; `urls` are links of the items, by task id, where some were written."""

    plan: Plan
    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    commented: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    written: bool = False

    @property
    def all_notices(self) -> tuple[Notice, ...]:
        """The plan's notices, then those of the run itself."""
        return (*self.plan.notices, *self.notices)

    @property
    def partial(self) -> bool:
        """Whether something is left undone that a person should look at (exit code 4)."""
        return any(notice.grave for notice in self.all_notices)

    @property
    def idle(self) -> bool:
        """Whether nothing was written."""
        return not (self.created or self.updated or self.closed or self.commented)

    def say(self, kind: Any, sentence: str, values: Mapping[str, Any], task_id: str | None = None) -> None:
        """Add a notice."""
        self.notices.append(Notice(kind, sentence, values, task_id))

    def as_record(self) -> dict[str, Any]:
        """Plain data for `--json`; links only of what was written."""
        written = (*self.created, *self.updated, *self.closed)
        return {
            "destination": self.plan.destination,
            "kind": self.plan.kind,
            "created": self.created,
            "updated": self.updated,
            "closed": self.closed,
            "commented": self.commented,
            "unchanged": self.plan.unchanged,
            "urls": {task_id: self.urls[task_id] for task_id in written if task_id in self.urls},
            "notices": [notice.as_record() for notice in self.all_notices],
        }
