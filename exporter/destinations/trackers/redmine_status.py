"""Redmine's statuses are the office's own: which of them mean open, in progress, done and dropped."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exporter.model import Status

NAMES: Mapping[Status, tuple[str, ...]] = {
    "open": ("new", "新建", "open", "待处理", "未开始"),
    "in_progress": ("in progress", "进行中", "处理中", "assigned", "已分配"),
    "done": ("closed", "已关闭", "关闭", "done", "已完成", "完成", "办结"),
    "dropped": ("rejected", "已拒绝", "拒绝", "cancelled", "canceled", "已取消", "取消", "dropped", "已撤销"),
}
"""Usual names, the most usual first."""
OPTION = {
    "title": "Statuses 状态名称",
    "description": "Redmine's names for our statuses, where it should not use the usual ones.",
    "type": "object",
    "properties": {name: {"type": "string", "minLength": 1} for name in NAMES},
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Statuses:
    """All statuses of a server.

    Args:
        known: as `/issue_statuses.json` lists them, in the office's order.
        born: ids of the statuses in which trackers make new issues.
        chosen: names from exporter.toml.
    """

    known: Sequence[Mapping[str, Any]] = ()
    born: Collection[int] = frozenset()
    chosen: Mapping[Status, str] = field(default_factory=dict)

    def read(self, status_id: int) -> Status:
        """What a status means: a name that was chosen, else closed or not, and whether new issues begin with it."""
        found = next((each for each in self.known if each["id"] == status_id), None)
        if found is None:
            return "open"
        name = found["name"].casefold()
        for status, chosen in self.chosen.items():
            if chosen.casefold() == name:
                return status
        if found.get("is_closed"):
            return "dropped" if name in NAMES["dropped"] else "done"
        return "open" if status_id in self.born or status_id == self._first_open() else "in_progress"

    def _first_open(self) -> int | None:
        return next((each["id"] for each in self.known if not each.get("is_closed")), None)

    def choose(self, status: Status, allowed: Collection[int] | None = None) -> int | None:
        """The id to write: the chosen name, a usual name, any that means this; None where there is none.

        Args:
            status: ours.
            allowed: ids that the workflow allows, or None where that is not known.
        """
        fitting = [each for each in self.known if self.read(each["id"]) == status]
        if allowed is not None:
            fitting = [each for each in fitting if each["id"] in allowed]
        names = (self.chosen.get(status, "").casefold(), *NAMES[status])
        rank = {name: place for place, name in reversed(list(enumerate(names)))}
        ranked = sorted(fitting, key=lambda each: rank.get(each["name"].casefold(), len(rank)))
        return next((int(each["id"]) for each in ranked), None)

    def missing(self) -> list[Status]:
        """Those of ours that no status means."""
        return [status for status in NAMES if self.choose(status) is None]
