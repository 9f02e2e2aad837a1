"""What is wrong with a value, itself a value: one bad record stops no other, so problems stand beside the data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exporter.wording import say


class Choice(tuple[str, ...]):
    """Words to choose from, each a template of its own: "text or a number"."""

    __slots__ = ()

    def __str__(self) -> str:
        """The words in the language of the run."""
        return say(" or ").join(say(word) for word in self)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value of a record, as data; `str()` says it in the language of the run.

    `pointer` is a JSON pointer (RFC 6901) into the record, "" for the record itself. `where` and `line` (from 1) say
    in which file the record stands, once somebody knows.
    """

    pointer: str
    value: Any
    what: str
    values: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    line: int | None = None

    @property
    def sentence(self) -> str:
        """What is wrong and what is allowed, without the place."""
        return say(self.what, **self.values)

    @property
    def place(self) -> str:
        """File, line and field, as far as they are known."""
        line = say("line {line}", line=self.line) if self.line else ""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in self.pointer.split("/")[1:]]
        return ", ".join(part for part in (self.where, line, "/".join(steps)) if part)

    def __str__(self) -> str:
        """One line for people."""
        place = self.place
        return say("{where}: {sentence}", where=place, sentence=self.sentence) if place else self.sentence

    def at(self, where: str, line: int | None = None) -> Problem:
        """The same problem with its file and line."""
        return replace(self, where=where, line=line)

    def as_record(self) -> dict[str, Any]:
        """The problem for `--json`."""
        return {
            "where": self.where or None,
            "line": self.line,
            "pointer": self.pointer,
            "value": self.value,
            "what": self.sentence,
        }
