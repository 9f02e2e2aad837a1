"""Records as JSON in UTF-8, one way everywhere."""

from __future__ import annotations

import json
from typing import Any


def json_bytes(record: Any, *, indent: int | None = None) -> bytes:
    """A JSON document and a line end; Chinese stays readable.

    Half a character (a lone surrogate, which UTF-8 cannot hold) makes the whole document ASCII with escapes.
    """
    try:
        return json.dumps(record, ensure_ascii=False, indent=indent).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record, indent=indent).encode() + b"\n"
