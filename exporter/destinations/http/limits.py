"""What a server says about its limits, and how long to wait.

Read from the answers themselves, for a vendor's documented limit is not always the real one:

    Retry-After                     seconds or an HTTP date (RFC 9110)
    X-RateLimit-Remaining, -Reset   GitHub: epoch seconds; Jira: an ISO 8601 moment
    RateLimit-Remaining, -Reset     GitLab: epoch seconds; others: seconds to wait (IETF draft)
    RateLimit-Reason                Jira Cloud: which of its limits it was
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

TOO_MANY = 429
FORBIDDEN = 403
WITHOUT_A_WORD = 60.0
"""Seconds, where a server refuses for its limits and says no time; doubled each time."""
_EPOCH = 1_000_000_000
_WORDS = ("rate limit", "abuse detection", "too many requests")


def is_limited(status: int, headers: Mapping[str, str], text: str) -> bool:
    """Whether a request was refused for the server's limits, and so certainly not carried out."""
    if status == TOO_MANY:
        return True
    if status != FORBIDDEN:
        return False
    spent = headers.get("X-RateLimit-Remaining", headers.get("RateLimit-Remaining")) == "0"
    return spent or "Retry-After" in headers or any(word in text[:2000].lower() for word in _WORDS)


def reason_for(headers: Mapping[str, str]) -> str:
    """Which limit it was, in the server's own word; empty where it gives none."""
    return headers.get("RateLimit-Reason", "").strip()[:80]


def wait_for(headers: Mapping[str, str], now: datetime, refusals: int = 1) -> float:
    """Seconds until the server wants to hear from us again.

    Args:
        headers: of the refusal; names are looked up without regard to case.
        now: with a time zone.
        refusals: how many there have been in a row.
    """
    told = [
        seconds
        for name in ("Retry-After", "X-RateLimit-Reset", "RateLimit-Reset")
        if (seconds := _seconds(headers.get(name, ""), now)) is not None
    ]
    return max(0.0, told[0]) if told else WITHOUT_A_WORD * 2 ** (refusals - 1)


def _seconds(text: str, now: datetime) -> float | None:
    try:
        number = float(text)
    except ValueError:
        moment = _moment(text)
        return None if moment is None else (moment - now).total_seconds()
    return number - now.timestamp() if number > _EPOCH else number


def _moment(text: str) -> datetime | None:
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except ValueError:
            continue
        return moment if moment.tzinfo else None
    return None
