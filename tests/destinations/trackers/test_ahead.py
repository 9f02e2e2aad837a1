from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest

from exporter.destinations.trackers.ahead import ahead
from exporter.destinations.trackers.record import Page
from exporter.errors import Unreachable
from exporter.wording import say, speak, spoken

PAGES = [Page([1]), Page([2]), Page([])]


def test_the_same_pages_in_the_same_order() -> None:
    assert list(ahead(iter(PAGES))) == PAGES
    assert list(ahead(iter([]))) == []


def test_the_next_page_is_fetched_while_the_last_one_is_read() -> None:
    fetched = Event()

    def pages() -> Iterator[Page]:
        yield PAGES[0]
        fetched.set()
        yield PAGES[1]

    reading = ahead(pages())
    assert next(reading) == PAGES[0]
    assert fetched.wait(timeout=30)  # nobody has asked for the second page yet
    assert list(reading) == [PAGES[1]]


def test_only_one_page_is_fetched_ahead() -> None:
    begun: list[int] = []

    def pages() -> Iterator[Page]:
        for number, page in enumerate(PAGES, 1):
            begun.append(number)
            yield page

    with closing(ahead(pages())) as reading:
        next(reading)
    assert begun == [1, 2]


def test_an_error_comes_after_the_pages_before_it() -> None:
    def pages() -> Iterator[Page]:
        yield PAGES[0]
        raise Unreachable("the page is gone")

    reading = ahead(pages())
    assert next(reading) == PAGES[0]
    with pytest.raises(Unreachable, match="the page is gone"):
        next(reading)


def test_a_page_is_fetched_in_the_language_of_the_run() -> None:
    def pages() -> Iterator[Page]:
        yield Page([say("Due")])

    before = spoken()
    speak("zh")
    try:
        assert list(ahead(pages())) == [Page([say("Due")])]
        assert say("Due") != "Due"
    finally:
        speak(before)


def test_other_work_is_done_while_a_page_is_waited_for_and_no_more_of_it() -> None:
    allowed = Event()
    done: list[int] = []

    def pages() -> Iterator[Page]:
        allowed.wait(timeout=30)
        yield PAGES[0]

    def work() -> Iterator[None]:
        for number in range(3):
            done.append(number)
            yield None
        allowed.set()

    assert list(ahead(pages(), work())) == [PAGES[0]]
    assert done == [0, 1, 2]
