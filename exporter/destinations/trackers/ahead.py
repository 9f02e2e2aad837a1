"""The next page is fetched while the last one is read, or while something else is done that will be needed.

One request at a time all the same: what a page is asked with stands in the page before it (a cursor, a token, the last
id), which is also why no issue can hide between two pages; and GitHub asks its clients not to send two at once.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextvars import copy_context
from threading import Thread

from exporter.destinations.trackers.record import Page

NOTHING: Iterator[object] = iter(())
_DONE = object()


class _Step(Thread):
    """Fetches one page; a daemon, so that Ctrl-C need not wait for a server."""

    def __init__(self, pages: Iterator[Page]) -> None:
        super().__init__(daemon=True)
        self._pages = pages
        self._context = copy_context()  # the language of the run
        self._page: Page | None = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._page = self._context.run(next, self._pages, None)
        except BaseException as error:  # noqa: BLE001  raised where the page is asked for
            self._error = error

    def result(self, meanwhile: Iterator[object]) -> Page | None:
        """The page, None after the last one."""
        while self.is_alive() and next(meanwhile, _DONE) is not _DONE:
            time.sleep(0)  # lets the other thread go on at once when its answer has come, not milliseconds later
        self.join()
        if self._error:
            raise self._error
        return self._page


def ahead(pages: Iterator[Page], meanwhile: Iterator[object] = NOTHING) -> Generator[Page]:
    """The same pages, and the same error in its place. Who stops early waits for the one under way.

    Args:
        pages: fetched in a thread, one after the other.
        meanwhile: short steps that are done here while a page is waited for, as many as there is time for.
    """
    step = _Step(pages)
    try:
        while (page := step.result(meanwhile)) is not None:
            step = _Step(pages)
            yield page
    except GeneratorExit:
        step.join()
        raise
