"""Jira's statuses by category, and the way to one of them through the workflow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.model import Status

_CATEGORIES: Mapping[str, Status] = {"new": "open", "undefined": "open", "indeterminate": "in_progress", "done": "done"}
_DROPPED = frozenset(
    {"cancelled", "canceled", "rejected", "won't do", "won’t do", "declined", "dropped", "withdrawn"}
    | {"已取消", "取消", "已拒绝", "拒绝", "已撤销", "不做"}
)
OPTION = {
    "title": "Statuses 状态名称",
    "description": "Names of the workflow's statuses, where its categories do not say enough.",
    "type": "object",
    "properties": {name: {"type": "string", "minLength": 1} for name in ("open", "in_progress", "done", "dropped")},
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Workflow:
    """`chosen`: names from exporter.toml."""

    chosen: Mapping[Status, str] = field(default_factory=dict)

    def read(self, status: Mapping[str, Any]) -> Status:
        """What a status means: a chosen name, else its category; a closed one with a usual name is dropped."""
        name = str(status["name"]).casefold()
        for ours, chosen in self.chosen.items():
            if chosen.casefold() == name:
                return ours
        category = _CATEGORIES.get(str((status.get("statusCategory") or {}).get("key")), "open")
        return "dropped" if category == "done" and name in _DROPPED else category

    def way(self, status: Status, transitions: Iterable[Mapping[str, Any]]) -> str | None:
        """The id of a transition that leads there now, to the chosen name if one does; None where none does."""
        fitting = [each for each in transitions if self.read(each["to"]) == status]
        chosen = self.chosen.get(status, "").casefold()
        fitting.sort(key=lambda each: str(each["to"]["name"]).casefold() != chosen)
        return next((str(each["id"]) for each in fitting), None)
