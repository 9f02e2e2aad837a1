"""Commitments as a table, JSON lines or YAML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from exporter.documents.document import Document
from exporter.model import Commitment, to_record
from exporter.naming.figure import in_words
from exporter.report.json_bytes import json_bytes
from exporter.report.view import Line, Table, View, to_plain
from exporter.wording import say


def view(commitments: Sequence[Commitment]) -> View:
    """A row a commitment, and what there is of each sort."""
    rows = tuple(
        (
            str(number),
            each.text,
            each.due.isoformat() if each.due else "",
            say(", ").join(each.owners.lead),
            say("; ").join(map(in_words, each.indicators)),
        )
        for number, each in enumerate(commitments, 1)
    )
    columns = (say("No."), say("Commitment"), say("Due"), say("Lead"), say("Indicators"))
    return (Table(columns, rows, right=frozenset({0})), Line(), Line(_summary(commitments), "bold"))


def record(document: Document, commitments: Sequence[Commitment]) -> dict[str, Any]:
    """Everything in one JSON document."""
    return {
        "document": {
            "name": document.name,
            "title": document.title,
            "sha256": document.sha256,
            "warnings": list(document.warnings),
        },
        "commitments": [to_record(each) for each in commitments],
    }


def _summary(commitments: Sequence[Commitment]) -> str:
    counts = Counter(
        {
            "dated": sum(each.due_basis in {"explicit", "inherited"} for each in commitments),
            "owned": sum(bool(each.owners) for each in commitments),
            "indicators": sum(len(each.indicators) for each in commitments),
        }
    )
    return say(
        "{count} commitments, {dated} with a date of their own, {owned} with an owner, {indicators} indicators",
        count=len(commitments),
        dated=counts["dated"],
        owned=counts["owned"],
        indicators=counts["indicators"],
    )


def jsonl_bytes(records: Sequence[dict[str, Any]]) -> bytes:
    """A record a line."""
    return b"".join(map(json_bytes, records))


def yaml_bytes(records: Sequence[dict[str, Any]]) -> bytes:
    """The records as a YAML list."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = BytesIO()
    yaml.dump(records, stream)
    return stream.getvalue()


WRITERS: dict[str, Callable[[Sequence[Commitment]], bytes]] = {
    "jsonl": lambda commitments: jsonl_bytes([to_record(each) for each in commitments]),
    "yaml": lambda commitments: yaml_bytes([to_record(each) for each in commitments]),
    "table": lambda commitments: to_plain(view(commitments)).encode(),
}
"""Format → bytes in UTF-8. A line of jsonl is `to_record` of one commitment."""
