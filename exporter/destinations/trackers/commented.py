"""Comments of a tracker: a tracker's own file lists and adds texts, here they get and give up their marks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from exporter.destinations.contract import Item
from exporter.destinations.remark import remark_of
from exporter.destinations.trackers.labelled import Labelled
from exporter.errors import DestinationError, NotAllowed, OutcomeUnknown, Refused, Unreachable
from exporter.news import News


class Commented(Labelled):
    """Map `comments_of` and `add_comment`."""

    takes_comments: ClassVar[bool] = True
    drops_comments: ClassVar[bool] = False
    """A comment of somebody who may write none is dropped without a word, so it is looked for afterwards."""

    @abstractmethod
    def comments_of(self, key: str) -> Iterator[str]:
        """The texts of an issue's comments, on all pages, as the server keeps them.

        Raises:
            Missing, NotAllowed, Unreachable: they cannot be read.
        """

    @abstractmethod
    def add_comment(self, key: str, text: str) -> None:
        """One more comment. Raises as `Destination.create`."""

    def told(self, item: Item) -> frozenset[str]:
        """See Destination."""
        try:
            return frozenset(key for text in self.comments_of(item.key) for key in self.markup.keys_in(text, item.id))
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise Unreachable(
                "{destination} answered with something that is not a list of comments", destination=self.setup.name
            ) from problem

    def tell(self, item: Item, news: News) -> None:
        """See Destination."""
        self.add_comment(item.key, self.markup.comment(remark_of(news), item.id, news.key))
        if self.drops_comments and not self._kept(item, news):
            hint = "Give the token's owner the right to write comments."
            raise Refused("{destination} kept no comment", hint=hint, destination=self.setup.name)

    def _kept(self, item: Item, news: News) -> bool:
        try:
            return news.key in self.told(item)
        except (DestinationError, NotAllowed) as error:
            raise OutcomeUnknown(error.what, hint=error.hint, **error.values) from error
