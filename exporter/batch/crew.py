"""A few processes that work on many things, one thing at a time each; results come in the order of the things.

The pool of the standard library gives up all that is under way when one process is killed, and cannot say over which
thing it died. Here each process has its own pipe, so what a dead one was working on is known, and it alone is lost.
Processes are spawned, never forked: the terminal's bar runs in a thread, and a fork would copy its locks.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from exporter.errors import ExporterError

Thing = TypeVar("Thing")
Result = TypeVar("Result")
AHEAD = 8
"""Things a process may have finished before their turn: what waits stays small, however many there are."""
GRACE = 5.0
"""Seconds that a process has to end when it is told to."""
_READY = "ready"


@dataclass(frozen=True, slots=True)
class Lost:
    """In place of a result: the process ended over this thing; below zero the number of the signal that ended it."""

    code: int | None


def in_order(work: Callable[[Thing], Result], things: Sequence[Thing], processes: int) -> Iterator[Result | Lost]:
    """What `work` makes of each thing, in the order of the things.

    `work`, the things and the results travel between processes and must be picklable. Left early, by an error or by
    Ctrl-C, the processes are ended at once.

    Raises:
        ExporterError: no process can be started.
    """
    crew = _Crew(work, min(processes, len(things)))
    try:
        yield from crew.results(things)
    finally:
        crew.end()


class _Worker:
    """One process, and the number of the thing it works on."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.at: int | None = None
        self.began = False
        try:
            with _undisturbed():
                self.process.start()
        except OSError as error:
            raise _cannot_start() from error
        finally:
            theirs.close()

    def give(self, at: int, thing: object) -> None:
        """Hand over the next thing; a process that is already dead is noticed when its answer is taken."""
        self.at = at
        with contextlib.suppress(BrokenPipeError):
            self.pipe.send(thing)

    def answer(self) -> tuple[Any] | None:
        """A result, or none yet: what came only says that the process has begun."""
        try:
            message = self.pipe.recv()
        except (EOFError, ConnectionError) as error:
            self.process.join(GRACE)
            if not self.began:
                raise _cannot_start() from error
            return (Lost(self.process.exitcode),)
        if message == _READY:
            self.began = True
            return None
        return (message[0],)

    def end(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join(GRACE)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()


class _Crew(Generic[Thing, Result]):
    def __init__(self, work: Callable[[Thing], Result], processes: int) -> None:
        self.work = work
        self.workers: list[_Worker] = []
        self.wanted = processes

    def results(self, things: Sequence[Thing]) -> Iterator[Result | Lost]:
        done: dict[int, Result | Lost] = {}
        given = shown = 0
        while shown < len(things):
            while len(self.workers) < self.wanted:
                self.workers.append(_Worker(self.work))
            for worker in self.workers:
                if worker.at is None and given < min(len(things), shown + AHEAD * self.wanted):
                    worker.give(given, things[given])
                    given += 1
            done |= self._answers()
            while shown in done:
                yield done.pop(shown)
                shown += 1

    def _answers(self) -> dict[int, Result | Lost]:
        """What has come by now, by the number of the thing; waits until there is something."""
        busy = {worker.pipe: worker for worker in self.workers if worker.at is not None}
        found: dict[int, Result | Lost] = {}
        for pipe in wait(list(busy)):
            worker = next(each for each in busy.values() if each.pipe is pipe)
            answer = worker.answer()
            if answer is None or worker.at is None:
                continue
            found[worker.at], worker.at = answer[0], None
            if isinstance(answer[0], Lost):
                worker.end()
                self.workers.remove(worker)
        return found

    def end(self) -> None:
        for worker in self.workers:
            worker.end()


def _serve(pipe: Any, work: Callable[[Any], Any]) -> None:
    """What a process does until nobody gives it anything more; Ctrl-C is for the one that gives."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(_READY)
        while True:
            thing = pipe.recv()
            pipe.send((work(thing),))


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the process is made, and the process is born deaf to it: it would die with a traceback."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _cannot_start() -> ExporterError:
    return ExporterError(
        "a process that helps to read could not be started",
        hint='Read with --jobs 1; in a program of your own, call it below `if __name__ == "__main__":`.',
    )
