from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from exporter.batch.crew import AHEAD, Lost, in_order
from exporter.batch.reading import read_all
from exporter.wording import spoken
from tests.batch.chores import die, meet, pid_of, square
from tests.batch.deadly import Deadly


class Counted(Sequence[int]):
    """Remembers how far it was asked."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.asked = 0

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, at: int) -> int:  # type: ignore[override]
        self.asked = max(self.asked, at + 1)
        return at


def test_results_come_in_the_order_of_the_things(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    things = [("first", pipe), ("a", pipe), ("b", pipe), ("last", pipe)]
    assert list(in_order(meet, things, 2)) == ["first", "a", "b", "last"]


@pytest.mark.parametrize("processes", [1, 9])
def test_every_thing_has_its_result(processes: int) -> None:
    assert list(in_order(square, range(3), processes)) == [0, 1, 4]


def test_a_dead_process_costs_one_thing_and_no_more() -> None:
    assert list(in_order(die, range(6), 2)) == [0, 1, Lost(-signal.SIGKILL), 3, Lost(7), 5]


def test_what_waits_for_its_turn_stays_small() -> None:
    things = Counted(200)
    shown = 0
    for result in in_order(square, things, 2):
        assert result == shown * shown
        shown += 1
        assert things.asked <= shown + 2 * AHEAD
    assert shown == 200


def test_left_early_no_process_stays() -> None:
    results: Iterator[object] = in_order(pid_of, range(9), 2)
    pid = next(results)
    assert isinstance(pid, int)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_file_over_which_a_process_died_is_named(tmp_path: Path) -> None:
    for name in ("a.txt", "deadly.txt", "z.txt"):
        (tmp_path / name).write_text("2026年底前，新建社区食堂3处。\n", "utf-8")
    paths = sorted(tmp_path.iterdir())
    a, deadly, z = read_all(Deadly("jsonl", "zh", 2026), paths, 2)
    assert (a.error, a.commitments, z.error, z.commitments) == ("", 1, "", 1)
    assert deadly.document.endswith("deadly.txt")
    assert "SIGKILL" in deadly.error
    assert "deadly.txt" in deadly.error
    assert spoken() == "en"
