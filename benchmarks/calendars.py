"""10,000 events written as a calendar: ours beside a hand-written writer and the libraries, in the same run.

    python -m benchmarks.calendars [events]

Every writer gets the same fields and gives UID, stamps, days, summary, description and categories; ours and the
hand-written one also what the calendar profile asks for beside them. The hand-written one is the floor: string
formatting and nothing else, correct only because it borrows our folding. Ratios count, not seconds.
"""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from exporter.destinations.calendars.component import make_component, render_task
from exporter.destinations.calendars.fold import fold
from exporter.destinations.calendars.profile import Profile
from exporter.destinations.contract import Field, Wanted
from exporter.destinations.marker import base_text
from exporter.model import Indicator, Owners, Source, Task

EVENTS = 10_000
ROUNDS = 3
DAY = timedelta(days=1)
STAMP = datetime(2026, 1, 9, 8, tzinfo=UTC)
PROFILE = Profile(reminders=())
BASE = dict.fromkeys((Field.TITLE, Field.STATUS, Field.DUE, Field.LABELS, Field.BODY), "0123abcd")

Writer = Callable[[Sequence[Wanted]], Iterator[bytes]]


def task(number: int) -> Task:
    """A task with a text of the usual length."""
    text = f"第{number}项：推进城市修补工程，综合整治{number}条支路两侧环境，拆除违法建设30万平方米；年底前完成。"
    return Task(
        id=f"bench-{number:08x}",
        title=text[:30],
        text=text,
        source=Source("plan.md", "0" * 64, 0, len(text), number, f"line {number}"),
        owners=Owners(("区市容园林委",), ("区综合执法局", "各街道办事处")),
        due=date(2026, 1, 1) + DAY * (number % 365),
        section=("三、绿色发展", "城区管理"),
        indicators=(Indicator("30万平方米", "拆除违法建设", "=", 300000, "平方米"),),
        labels=("城市建设",),
        revised_at=STAMP,
    )


def ours(wanted: Sequence[Wanted]) -> Iterator[bytes]:
    """What the ics destination writes; asserted once to be what the floor writes."""
    assert next(iter(by_hand(wanted))) == make_component(wanted[0], BASE, PROFILE).octets()
    for each in wanted:
        yield make_component(each, BASE, PROFILE).octets()


def by_hand(wanted: Sequence[Wanted]) -> Iterator[bytes]:
    """String formatting."""

    def escape(text: str) -> str:
        return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")

    for each in wanted:
        fields, stamp, due = each.fields, f"{STAMP:%Y%m%dT%H%M%SZ}", date.fromisoformat(each.fields[Field.DUE])
        lines = (
            "BEGIN:VEVENT",
            f"UID:{each.id}@exporter",
            f"DTSTAMP:{stamp}",
            f"CREATED:{stamp}",
            f"LAST-MODIFIED:{stamp}",
            "SEQUENCE:1",
            f"DTSTART;VALUE=DATE:{due:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due + DAY:%Y%m%d}",
            f"SUMMARY:区市容园林委：{escape(fields[Field.TITLE])}",
            f"DESCRIPTION:{escape(fields[Field.BODY])}",
            f"CATEGORIES:{','.join(map(escape, fields[Field.LABELS]))}",
            "STATUS:CONFIRMED",
            "TRANSP:TRANSPARENT",
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            "X-EXPORTER-PREFIX:区市容园林委：",
            f"X-EXPORTER-BASE:{base_text(BASE)}",
            "END:VEVENT",
        )
        yield b"\r\n".join(map(fold, lines)) + b"\r\n"


def by_icalendar(wanted: Sequence[Wanted]) -> Iterator[bytes]:
    """The icalendar library as its manual shows it."""
    event_class = importlib.import_module("icalendar").Event
    for each in wanted:
        due = date.fromisoformat(each.fields[Field.DUE])
        event = event_class()
        event.add("uid", f"{each.id}@exporter")
        for name in ("dtstamp", "created", "last-modified"):
            event.add(name, STAMP)
        event.add("sequence", 1)
        event.add("dtstart", due)
        event.add("dtend", due + DAY)
        event.add("summary", each.fields[Field.TITLE])
        event.add("description", each.fields[Field.BODY])
        event.add("categories", each.fields[Field.LABELS])
        yield event.to_ical()


def by_vobject(wanted: Sequence[Wanted]) -> Iterator[bytes]:
    """The vobject library, a calendar an event as CalDAV clients do."""
    calendar = importlib.import_module("vobject").iCalendar
    stamp = STAMP.replace(tzinfo=importlib.import_module("dateutil.tz").tzutc())  # it knows no other UTC
    for each in wanted:
        due = date.fromisoformat(each.fields[Field.DUE])
        event = calendar().add("vevent")
        event.add("uid").value = f"{each.id}@exporter"
        for name in ("dtstamp", "created", "last-modified"):
            event.add(name).value = stamp
        event.add("sequence").value = "1"
        event.add("dtstart").value = due
        event.add("dtend").value = due + DAY
        event.add("summary").value = each.fields[Field.TITLE]
        event.add("description").value = each.fields[Field.BODY]
        event.add("categories").value = each.fields[Field.LABELS]
        yield event.serialize().encode()


def by_ics(wanted: Sequence[Wanted]) -> Iterator[bytes]:
    """The library of PyPI's name `ics`."""
    event_class = importlib.import_module("ics").Event
    for each in wanted:
        event = event_class(
            uid=f"{each.id}@exporter",
            name=each.fields[Field.TITLE],
            description=each.fields[Field.BODY],
            begin=each.fields[Field.DUE],
            created=STAMP,
            last_modified=STAMP,
            categories=set(each.fields[Field.LABELS]),
        )
        event.make_all_day()
        serialize = getattr(event, "serialize", None)
        yield (serialize() if serialize else str(event)).encode()


WRITERS: dict[str, Writer] = {
    "hand-written (floor)": by_hand,
    "exporter": ours,
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ics": by_ics,
}


def seconds(writer: Writer, wanted: Sequence[Wanted]) -> float | None:
    """The best of a few rounds, or None where the library is not installed."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        try:
            size = sum(map(len, writer(wanted)))
        except ImportError:
            return None
        best = min(best, time.perf_counter() - begin)
        assert size > len(wanted) * 300, "too little was written to be true"
    return best


def main(events: int = EVENTS) -> None:
    """Print a table."""
    wanted = [render_task(task(number), PROFILE) for number in range(events)]
    floor = None
    print(f"{events} events    seconds   × the floor")
    for name, writer in WRITERS.items():
        best = seconds(writer, wanted)
        if best is None:
            print(f"{name:24} not installed: pip install {name}")
            continue
        floor = floor or best
        print(f"{name:24}{best:8.2f}{best / floor:12.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
