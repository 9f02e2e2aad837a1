"""The few characters by which an item is known as ours.

    nankai-2018-1a2b3c4d title=5f0c2a91 due=88d0f3aa

First the task's id, then a digest of each field as we last wrote it. Trackers hide this line in an HTML comment
(body.py), calendars keep the two halves in UID and X-EXPORTER-BASE. The digests let the three-way merge tell a person's
edit from our own last write even when the state file is lost.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from exporter.destinations.contract import Field, Value

_KNOWN = {str(name): name for name in Field}
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SAID = re.compile(r"exporter:said[ \t]+(?P<id>[^\s<>]+)[ \t]+(?P<key>[a-z]+(?::[0-9-]+)?)")
_PAIR = re.compile(r"([a-z]+)=([0-9a-f]{8})\b")


def digest(value: Value) -> str:
    """Eight hex digits that stand for a canonical field value."""
    text = _ENCODER.encode(value)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def digests(fields: Mapping[Field, Value]) -> dict[Field, str]:
    """A digest for each field."""
    return {name: digest(value) for name, value in fields.items()}


def base_text(base: Mapping[Field, str]) -> str:
    """`title=5f0c2a91 due=88d0f3aa`, in the order of Field."""
    return " ".join(f"{name}={base[name]}" for name in Field if name in base)


def base_from(text: str) -> dict[Field, str]:
    """The digests found in a marker; names that a later version invented are passed over."""
    return {_KNOWN[name]: value for name, value in _PAIR.findall(text) if name in _KNOWN}


def said_text(task_id: str, key: str) -> str:
    """What marks a comment as ours, with the key of its news: `exporter:said nankai-2018-1a2b3c4d late:2018-12-31`."""
    return f"exporter:said {task_id} {key}"


def said_in(marks: Iterable[str], task_id: str) -> frozenset[str]:
    """Keys of the news of a task in such marks; what is no mark is passed over."""
    found = [_SAID.fullmatch(mark.strip()) for mark in marks]
    return frozenset(each["key"] for each in found if each and each["id"] == task_id)


def plan_of(task_id: str) -> str:
    """The plan's name in an id: everything before the last hyphen."""
    return task_id.rpartition("-")[0]
