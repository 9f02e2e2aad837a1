"""When a task's content changes, its revision counts on: calendars and trackers see it by that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from exporter.model import Task


def revise(old: Task, new: Task, now: datetime) -> Task:
    """`new`, with the revision and time of `old` if the content is the same, else counted on and dated `now`.

    Content is everything but `revision`, `revised_at` and `notes`: a private remark changes no calendar.
    """
    same = replace(new, revision=old.revision, revised_at=old.revised_at)
    if replace(same, notes=old.notes) == old:
        return same
    return replace(new, revision=old.revision + 1, revised_at=now.astimezone(UTC).replace(microsecond=0))
