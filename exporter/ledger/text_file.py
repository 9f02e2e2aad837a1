"""Ledgers that are text, UTF-8, an entry's lines together: only the lines of changed entries are written anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from exporter.errors import LedgerError
from exporter.ledger.entry import Entry
from exporter.ledger.format import Change
from exporter.model import Language, Task
from exporter.problem import Problem

_BOM = "\ufeff"


class TextFormat(Protocol):
    """How one kind of text holds tasks."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of file names."""

    def read(self, name: str, text: str) -> tuple[list[Entry], list[Problem]]:
        """Entries in their order, and everything that is wrong with them; LedgerError for a damaged file."""

    def text(self, tasks: Iterable[Task], *, heading: str, language: Language) -> str:
        """A new file."""

    def changed(self, text: str, entry: Entry, task: Task) -> str:
        """An entry's own lines as they must be to say `task`."""

    def appended(self, text: str, tasks: Sequence[Task]) -> str:
        """The text with new tasks at its end."""


class TextFile:
    """A text format as a `Format`: BOM, line ends and every unchanged line are kept."""

    def __init__(self, form: TextFormat) -> None:
        self._form = form
        self.suffixes = form.suffixes

    def read(self, name: str, content: bytes) -> tuple[list[Entry], list[Problem]]:
        """See `Format`."""
        return self._form.read(name, _decoded(name, content).removeprefix(_BOM))

    def new(self, name: str, tasks: Iterable[Task], *, heading: str, language: Language) -> bytes:
        """See `Format`."""
        return encoded(name, self._form.text(tasks, heading=heading, language=language))

    def updated(self, name: str, content: bytes, changes: Sequence[Change], added: Sequence[Task]) -> bytes:
        """See `Format`."""
        text = _decoded(name, content)
        body = text.removeprefix(_BOM)
        edits = [
            (entry.start, entry.end, _with_line_ends(self._form.changed(body, entry, task), body))
            for entry, task in changes
        ]
        whole = edited(body, edits)
        if added:
            whole = _with_line_ends(self._form.appended(whole, added), body)
        return encoded(name, text[: len(text) - len(body)] + whole)

    def entries_after(
        self, name: str, content: bytes, entries: Iterable[Entry], changes: Sequence[Change]
    ) -> list[Entry] | None:
        """The entries as `updated` has left them: the changed ones read again, the others moved; None where unsure."""
        body = _decoded(name, content).removeprefix(_BOM)
        wanted = {entry.start: task for entry, task in changes}
        found: list[Entry] = []
        moved = lines = 0
        for entry in entries:
            task = wanted.get(entry.start)
            if task is None:
                found.append(_moved(entry, moved, lines))
                continue
            words = _with_line_ends(self._form.changed(body, entry, task), body)
            read, problems = self._form.read(name, words)
            if problems or len(read) != 1:
                return None
            found.append(_moved(read[0], entry.start + moved, body.count("\n", 0, entry.start) + lines))
            moved += len(words) - (entry.end - entry.start)
            lines += words.count("\n") - body.count("\n", entry.start, entry.end)
        return found


def _moved(entry: Entry, characters: int, lines: int) -> Entry:
    return replace(entry, start=entry.start + characters, end=entry.end + characters, line=entry.line + lines)


def edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The text with other words from start to end of each edit; edits are in order and do not overlap."""
    pieces, position = [], 0
    for start, end, words in edits:
        pieces += [text[position:start], words]
        position = end
    return "".join([*pieces, text[position:]])


def encoded(name: str, text: str, encoding: str = "utf-8") -> bytes:
    """The text's bytes.

    Raises:
        LedgerError: it holds half a character.
    """
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        what = "a task holds half a character that cannot be written"
        raise LedgerError(what, where=name, hint="Correct the text of the document.") from error


def _decoded(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise not_text(name, content[: error.start].count(b"\n") + 1) from error


def not_text(name: str, line: int) -> LedgerError:
    """The bytes are not UTF-8."""
    what = "the ledger is not UTF-8 text; the file was left as it is"
    return LedgerError(what, where=f"{name}, line {line}", hint="Save it again with the encoding UTF-8.")


def _with_line_ends(lines: str, like: str) -> str:
    """New lines end as the file's lines end."""
    first = like.find("\n")
    if first <= 0 or like[first - 1] != "\r":
        return lines
    return lines.replace("\r\n", "\n").replace("\n", "\r\n")
