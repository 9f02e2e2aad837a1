"""A server's own words for why it refused, in one line."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

LONGEST = 240
_KEYS = ("message", "errorMessages", "errors", "error", "error_description", "detail", "title")


def reason_of(text: str, fallback: str, secrets: Collection[str] = ()) -> str:
    """The reason in an answer's body (GitHub, GitLab, Gitea, Jira and Redmine each have their form), or `fallback`."""
    try:
        words = list(dict.fromkeys(_words(json.loads(text))))
    except ValueError:
        words = []
    whole = redacted(" ".join("; ".join(words).split()) or fallback, secrets)  # before it is cut, or a half would stay
    return whole[:LONGEST]


def redacted(text: str, secrets: Collection[str]) -> str:
    """The text without any secret."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return text


def _words(value: Any, under: str = "") -> Iterator[str]:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        yield f"{under}: {value}" if under else str(value)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each, under)
    elif isinstance(value, dict):
        known = [key for key in _KEYS if value.get(key)]
        if "field" in value and not known:
            yield " ".join(str(value[key]) for key in ("resource", "field", "code") if value.get(key))
            return
        for key in known or value:
            yield from _words(value[key], "" if key in _KEYS else f"{under} {key}".strip())
