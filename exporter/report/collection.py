"""Commitments of many documents: each record says which one it was read from, and each document is written on its own.

What is written for one document after the other makes a whole: lines of JSON, one YAML list, tables under each other,
or one JSON document between `JSON_OPENING` and `json_closing`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exporter.documents.document import Document
from exporter.extraction import Judged
from exporter.model import Commitment, to_record
from exporter.report.commitments import jsonl_bytes, record, view, yaml_bytes
from exporter.report.explain import explain_record, explain_view
from exporter.report.json_bytes import json_bytes
from exporter.report.view import Line, View

JSON_OPENING = b'{\n  "documents": [\n'
JSON_BETWEEN = b",\n"


def json_closing(*, documents: int, failed: int, commitments: int) -> bytes:
    """The end of the JSON document: how much there was."""
    counts = json_bytes({"read": documents - failed, "failed": failed, "commitments": commitments}, indent=2)
    return b"\n  ]," + counts[1:]


def entry(document: Document, name: str, judged: Sequence[Judged], *, why: bool) -> dict[str, Any]:
    """One document in the JSON document: as `exporter extract FILE --json` says it, under its whole path."""
    told = record(document, [each.commitment for each in judged if each.commitment])
    told["document"]["name"] = name
    return {"document": told["document"], "sentences": explain_record(judged)} if why else told


def json_entry(told: dict[str, Any]) -> bytes:
    """One document's part between opening and closing."""
    return b"    " + json_bytes(told, indent=2).rstrip().replace(b"\n", b"\n    ")


def explained(name: str, judged: Sequence[Judged]) -> View:
    """Every sentence of one document under its name."""
    return (Line(name, "bold"), *explain_view(judged), Line())


def _records(name: str, commitments: Sequence[Commitment]) -> list[dict[str, Any]]:
    return [{"document": name, **to_record(each)} for each in commitments]


def _table(name: str, commitments: Sequence[Commitment]) -> View:
    return (Line(name, "bold"), *view(commitments), Line()) if commitments else ()


WRITERS: dict[str, Callable[[str, Sequence[Commitment]], bytes | View]] = {
    "jsonl": lambda name, commitments: jsonl_bytes(_records(name, commitments)),
    "yaml": lambda name, commitments: yaml_bytes(_records(name, commitments)) if commitments else b"",
    "table": _table,
}
"""Format → what is written for one document; bytes in UTF-8, or a page."""
