"""Status names of a board ↔ our four statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exporter.model import Status

DEFAULT = ("To Do", "In Progress", "Done")
_KNOWN: Mapping[str, Status] = {
    "todo": "open", "open": "open", "backlog": "open", "draft": "open", "new": "open",
    "待办": "open", "未开始": "open", "待开始": "open",
    "inprogress": "in_progress", "doing": "in_progress", "进行中": "in_progress", "推进中": "in_progress",
    "done": "done", "completed": "done", "closed": "done", "finished": "done",
    "完成": "done", "已完成": "done", "办结": "done", "已办结": "done",
    "dropped": "dropped", "cancelled": "dropped", "canceled": "dropped", "wontdo": "dropped",
    "已取消": "dropped", "已撤销": "dropped", "终止": "dropped",
}  # fmt: skip


@dataclass(frozen=True)
class Statuses:
    """The board's columns, left to right, and the names that exporter.toml chose for ours.

    Backlog.md takes the last column for the finished one, and so do we where a name says nothing.
    """

    columns: Sequence[str] = DEFAULT
    chosen: Mapping[str, str] = field(default_factory=dict)

    def read(self, name: str) -> Status:
        """What a name means. One that a person invented is work under way."""
        key = _key(name)
        if not key:
            return "open"
        for status, chosen in self._chosen():
            if _key(chosen) == key:
                return status
        if key in _KNOWN:
            return _KNOWN[key]
        keys = [_key(column) for column in self.columns]
        return "done" if key == keys[-1] else "open" if key == keys[0] else "in_progress"

    def write(self, status: Status) -> str | None:
        """The name to write; None for a dropped task on a board without a column for it."""
        for mine, chosen in self._chosen():
            if mine == status:
                return chosen
        fitting = [column for column in self.columns if self.read(column) == status]
        if fitting or status == "dropped":
            return fitting[0] if fitting else None
        return {"open": self.columns[0], "done": self.columns[-1]}.get(status, self.columns[len(self.columns) // 2])

    def missing(self) -> list[str]:
        """Chosen names for which the board has no column."""
        columns = {_key(column) for column in self.columns}
        return [chosen for _, chosen in self._chosen() if _key(chosen) not in columns]

    def _chosen(self) -> list[tuple[Status, str]]:
        names: tuple[Status, ...] = ("open", "in_progress", "done", "dropped")
        return [(status, self.chosen[status]) for status in names if status in self.chosen]


def _key(name: str) -> str:
    """Backlog.md compares status names without case and spaces."""
    return "".join(name.split()).casefold()
