"""The kinds of destinations as a page: what each keeps, and its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exporter.destinations.contract import KEPT, Destination, Field
from exporter.report.view import Line, Table, View
from exporter.wording import say

FIELD_NAMES = {
    Field.TITLE: "Title",
    Field.STATUS: "Status",
    Field.DUE: "Due",
    Field.START: "Start",
    Field.ASSIGNEES: "Assignees",
    Field.LABELS: "Labels",
    Field.LIGHT: "Light",
    Field.CHECKLIST: "Checklist",
    Field.PROGRESS: "Progress",
    Field.BODY: "Text",
}
"""Fields of items as people read them (templates)."""

KEEP_WORDS = {"native": "yes", "label": "as a label", "text": "in the text", "no": "no"}
"""How a field is kept (templates)."""


def kind_record(cls: type[Destination]) -> dict[str, Any]:
    """One kind as plain data: what it keeps of each field, and its options."""
    return {
        "kind": cls.kind,
        "about": (cls.__doc__ or "").strip().split("\n", 1)[0],
        "keeps": {str(field): cls.keeps.get(field, "no") for field in KEPT},
        "options": {
            key: {
                "required": key in cls.required_options,
                "about": allowed.get("description", ""),
                "default": allowed.get("default"),
            }
            for key, allowed in cls.options_schema.items()
        },
    }


def kinds_view(records: Sequence[Mapping[str, Any]]) -> View:
    """A row a kind, a column a field."""
    columns = (say("Kind"), *(say(FIELD_NAMES[field]) for field in KEPT))
    rows = tuple((each["kind"], *(say(KEEP_WORDS[each["keeps"][field]]) for field in KEPT)) for each in records)
    return (Table(columns, rows), Line(say("Options of one kind: exporter destinations KIND"), "dim"))


def options_view(record: Mapping[str, Any]) -> View:
    """One kind: what it keeps, and a row an option."""
    keeps = tuple((say(FIELD_NAMES[field]), say(KEEP_WORDS[record["keeps"][field]])) for field in KEPT)
    options = tuple(
        (
            key,
            say("needed") if option["required"] else "",
            say(option["about"]) if option["about"] else "",
            "" if option["default"] is None else str(option["default"]),
        )
        for key, option in record["options"].items()
    )
    pages: list[Line | Table] = [Line(record["kind"], "bold"), Table((say("Field"), say("Kept")), keeps)]
    if options:
        pages += [Line(), Table((say("Option"), "", say("Meaning"), say("Default")), options)]
    return pages
