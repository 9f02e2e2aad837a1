from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from exporter.destinations.contract import Expected
from exporter.destinations.http.echo import Echo
from exporter.destinations.trackers.gather import Old, gather
from exporter.destinations.trackers.record import Issue, Page
from exporter.errors import NotAllowed, Unreachable

Pages = Callable[[], Iterator[Page]]


def read(raw: str) -> Issue | None:
    return Issue(key=raw, labels=(f"label {raw}",), assignees=("octocat",)) if raw != "pull" else None


def in_turn(*listings: list[Page]) -> Pages:
    """One listing a call, the last one again and again."""
    left = list(listings)
    return lambda: iter(left.pop(0) if len(left) > 1 else left[0])


def keys(pages: Pages) -> list[str]:
    return [issue.key for issue in gather(pages, read).issues]


def test_each_issue_once_and_others_not_at_all() -> None:
    assert keys(in_turn([Page(["1", "pull", "2"]), Page(["2", "3"])])) == ["1", "2", "3"]


def old(answers: str, *, still: bool = True, over: bool = False) -> Old:
    """An earlier run's answers, as letters."""
    digests = tuple(Echo._digest(Echo(), letter.encode()) for letter in answers)
    return Old.of(Expected(digests, (), lambda: still, lambda: over))


def heard(echo: Echo, letters: str) -> Pages:
    """Pages whose answers are these letters."""

    def pages() -> Iterator[Page]:
        for letter in letters:
            echo.hear(letter.encode())
            yield Page([letter])

    return pages


def test_pages_of_an_earlier_run_are_not_read() -> None:
    same = old("abc")
    gathered = gather(heard(same.echo, "abc"), read, old=same)
    assert (gathered.unchanged, list(gathered.issues)) == (True, [])


@pytest.mark.parametrize("answers", ["abd", "ab", "abcd", "xbc", ""])
def test_pages_that_differ_anywhere_are_all_read_in_order(answers: str) -> None:
    other = old("abc")
    gathered = gather(heard(other.echo, answers), read, old=other)
    assert not gathered.unchanged
    assert "".join(issue.key for issue in gathered.issues) == answers


@pytest.mark.parametrize(("still", "over"), [(False, False), (False, True), (True, True)])
def test_the_same_pages_are_read_for_other_tasks(*, still: bool, over: bool) -> None:
    same = old("abc", still=still, over=over)
    gathered = gather(heard(same.echo, "abc"), read, old=same)
    assert (gathered.unchanged, len(gathered.by_key)) == (False, 3)


def test_names_in_use() -> None:
    gathered = gather(in_turn([Page(["1", "2"])]), read)
    assert list(gathered.labels) == ["label 1", "label 2"]
    assert list(gathered.assignees) == ["octocat"]


def test_a_count_that_is_not_reached_is_listed_again() -> None:
    shifted, whole = [Page(["1", "2"], 4), Page(["4"], 4)], [Page(["1", "2"], 4), Page(["3", "pull"], 4)]
    gathered = gather(in_turn(shifted, whole), read)
    assert list(gathered.by_key) == ["1", "2", "3"]
    assert gathered.complete
    assert not gathered.may_have_shifted


def test_a_count_that_is_never_reached_is_an_incomplete_listing() -> None:
    assert not gather(in_turn([Page(["1"], 3), Page(["2"], 3)]), read).complete


@pytest.mark.parametrize(("pages", "doubtful"), [([Page(["1"])], False), ([Page(["1"]), Page(["2"])], True)])
def test_several_pages_without_a_count_are_doubtful(pages: list[Page], doubtful: bool) -> None:  # noqa: FBT001
    assert gather(in_turn(pages), read).may_have_shifted is doubtful


def broken(error: Exception, *pages: Page) -> Pages:
    def turn() -> Iterator[Page]:
        yield from pages
        raise error

    return turn


def test_a_later_page_that_cannot_be_read_leaves_an_incomplete_listing() -> None:
    gathered = gather(broken(Unreachable("the page is gone"), Page(["1"])), read)
    assert list(gathered.by_key) == ["1"]
    assert not gathered.complete
    assert gathered.problems == ["the page is gone"]


def test_a_first_page_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(Unreachable):
        gather(broken(Unreachable("no")), read)


def test_losing_the_right_to_read_is_an_error_on_any_page() -> None:
    with pytest.raises(NotAllowed):
        gather(broken(NotAllowed("no"), Page(["1"])), read)
