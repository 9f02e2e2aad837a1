"""Custom fields of Redmine issues, by name: one may hold our marker, one the labels that Redmine lacks.

Only administrators may list custom fields, and nobody but they may make one. Every issue shows the ones it has,
so their numbers are learnt from any issue that is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.destinations.contract import Field
from exporter.destinations.marker import base_from, base_text

_BETWEEN = re.compile(r"[,\r\n]+")
_MARK = re.compile(r"(?P<id>[^\s<>]+-[^\s<>-]+)(?P<base>(?: [a-z]+=[0-9a-f]{8})*)")


@dataclass(slots=True)
class Fields:
    """The two fields that we use.

    Args:
        marker: name of the one for the marker, or None.
        labels: name of the one for labels, or None; a text, or a list with several values.
    """

    marker: str | None = None
    labels: str | None = None
    _ids: dict[str, int] = field(default_factory=dict)
    _lists: set[str] = field(default_factory=set)
    asked: bool = False
    """Whether an issue, or the server's list, has told its fields."""

    @property
    def unknown(self) -> set[str]:
        """Names whose number no issue has told yet."""
        return {name for name in (self.marker, self.labels) if name} - set(self._ids)

    def learn(self, raws: Iterable[Mapping[str, Any]]) -> None:
        """Take numbers and kinds from the custom fields of an issue, or from the server's list of them."""
        self.asked = True
        for raw in raws:
            if raw.get("customized_type", "issue") == "issue" and raw["name"] in {self.marker, self.labels}:
                self._ids[raw["name"]] = int(raw["id"])
                if raw.get("multiple"):
                    self._lists.add(raw["name"])

    def mark_in(self, raw: Mapping[str, Any]) -> tuple[str, Mapping[Field, str]] | None:
        """Id and base, where the marker's field holds them."""
        value = self._value(raw, self.marker)
        found = _MARK.fullmatch(value.strip()) if isinstance(value, str) else None
        return (found["id"], base_from(found["base"])) if found else None

    def labels_in(self, raw: Mapping[str, Any]) -> tuple[str, ...]:
        """Labels of an issue."""
        value = self._value(raw, self.labels) or ()
        names = _BETWEEN.split(value) if isinstance(value, str) else value
        return tuple(name.strip() for name in map(str, names) if name.strip())

    def _value(self, raw: Mapping[str, Any], name: str | None) -> Any:
        return next((each.get("value") for each in raw.get("custom_fields", ()) if name and each["name"] == name), None)

    def to_send(self, issue: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What stands in `task_id`, `base` and `labels`, as far as the numbers of the fields are known."""
        sent = []
        if self.marker in self._ids and "task_id" in issue:
            value: Any = f"{issue['task_id']} {base_text(issue['base'])}".strip()
            sent.append({"id": self._ids[self.marker], "value": value})
        if self.labels in self._ids and "labels" in issue:
            value = list(issue["labels"]) if self.labels in self._lists else ", ".join(issue["labels"])
            sent.append({"id": self._ids[self.labels], "value": value})
        return sent

    def without_labels(self, sent: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """`to_send`, but for the labels: a list field refuses values that it does not have."""
        return [each for each in sent if each["id"] != self._ids.get(self.labels or "")]
