from __future__ import annotations

import gc
import tempfile
import tracemalloc
from dataclasses import replace
from pathlib import Path
from weakref import ref

import pytest

from exporter.destinations.calendars import spool
from exporter.destinations.calendars.spool import Spool
from exporter.destinations.contract import Field
from exporter.destinations.marker import digests
from exporter.errors import OutputError
from tests.builders import make_tasks
from tests.destinations.calendars.test_ics import IcsDesk
from tests.destinations.calendars.test_volume import event

FULL = Path("/dev/full")


@pytest.mark.parametrize("room", [1, 1000, 1_000_000])
def test_components_come_back_as_they_were(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", room)
    kept = Spool()
    parts = list(map(event, range(9)))
    held = [kept.hold(part) for part in parts]
    assert [each.part() for each in reversed(held)] == parts[::-1]
    first = held[0].part()
    first.put("SUMMARY", "SUMMARY:new")
    assert kept.hold(first).octets() != held[0].octets()
    assert held[0].part() == parts[0]
    assert held[0].digest == Spool().hold(parts[0]).digest
    assert sum(each.size for each in held) == sum(len(part.octets()) for part in parts)


def test_the_file_goes_with_the_last_component() -> None:
    kept = Spool()
    held, file = kept.hold(event(1)), kept._file
    gone = ref(kept)
    del kept
    gc.collect()
    assert held.part() == event(1)
    del held
    gc.collect()
    assert gone() is None
    assert file.closed


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_full_disk_is_one_sentence_and_leaves_the_calendar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = IcsDesk(tmp_path)
    desk.run(make_tasks(3))
    before = desk.snapshot()
    monkeypatch.setattr(spool, "IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: FULL.open("r+b"))
    with pytest.raises(OutputError, match="the disk is full; the file was left as it was"):
        desk.run([replace(task, title="新标题") for task in make_tasks(3)])
    assert desk.snapshot() == before


def test_memory_holds_an_index_and_no_events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the events: what is kept of each, and what more a commit needs, is a small part of what it is."""
    monkeypatch.setattr(spool, "IN_MEMORY", 1)
    small, large = (_needs(IcsDesk(tmp_path / str(count)), count) for count in (20, 80))
    size, kept, more = ((after - before) / 60 for before, after in zip(small, large, strict=True))
    assert size > 1200
    assert kept < 1200
    assert more < 400


def _needs(desk: IcsDesk, count: int) -> tuple[int, int, int]:
    """Octets of the file, of what stays in memory when every event was listed and changed, and of the commit beside."""
    desk.folder.mkdir()
    tasks = make_tasks(count)
    made = desk.make()
    made.listing()
    for task in tasks:
        made.create(made.render(task), {})
    made.commit()
    made = desk.make()
    tracemalloc.start()
    try:
        for item in made.listing().items:
            made.update(item, {Field.TITLE: "新标题"}, digests({Field.TITLE: "新标题"}))
        del item
        gc.collect()
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        assert made.commit()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return desk.path.stat().st_size, kept, peak - kept
