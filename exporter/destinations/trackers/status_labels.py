"""Statuses that a tracker lacks, kept as a label beside the nearest one that it has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exporter.model import Language, Status

_NEAREST: Mapping[Status, Status] = {"in_progress": "open", "dropped": "done"}
_NAMES: Mapping[Language, Mapping[Status, str]] = {
    "zh": {"in_progress": "进行中", "dropped": "已撤销"},
    "en": {"in_progress": "in progress", "dropped": "dropped"},
}


def option(*statuses: Status) -> dict[str, Any]:
    """The key `statuses` of exporter.toml, for a tracker that lacks these."""
    return {
        "title": "Statuses 状态标签",
        "description": "Labels for the statuses that this tracker lacks.",
        "type": "object",
        "properties": {name: {"type": "string", "minLength": 1, "maxLength": 40} for name in statuses},
        "additionalProperties": False,
    }


OPTION = option(*_NEAREST)
"""For a tracker that knows only open and closed."""


@dataclass(frozen=True)
class StatusLabels:
    """`native`: the statuses that the tracker tells apart by itself. `names`: a label for each of the others."""

    native: Collection[Status]
    names: Mapping[Status, str]

    @classmethod
    def chosen(cls, native: Collection[Status], language: Language, chosen: Mapping[Status, str]) -> StatusLabels:
        """Names from exporter.toml, else in the plan's language."""
        names = {**_NAMES[language], **chosen}
        return cls(native, {status: names[status] for status in _NEAREST if status not in native})

    def read(self, native: Status, labels: Iterable[str]) -> Status:
        """What status and labels say together. A label that contradicts the status says nothing."""
        present = {label.casefold() for label in labels}
        for status, name in self.names.items():
            if _NEAREST[status] == native and name.casefold() in present:
                return status
        return native

    def native_for(self, status: Status) -> Status:
        """The status that the tracker itself is given."""
        return _NEAREST[status] if status in self.names else status

    def with_labels(self, labels: Iterable[str], status: Status) -> set[str]:
        """Labels with the one for this status, and without those for others."""
        own = {self.names[status]} if status in self.names else set()
        return self.without(labels) | own

    def without(self, labels: Iterable[str]) -> set[str]:
        """Labels that say nothing about the status."""
        ours = {name.casefold() for name in self.names.values()}
        return {label for label in labels if label.casefold() not in ours}
