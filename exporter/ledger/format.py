"""What every kind of ledger file can do: its bytes ↔ entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from exporter.ledger.entry import Entry
from exporter.model import Language, Task
from exporter.problem import Problem

Change = tuple[Entry, Task]
"""An entry of the file, and what it must say."""


class Format(Protocol):
    """How one kind of file holds tasks."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of file names."""

    def read(self, name: str, content: bytes) -> tuple[list[Entry], list[Problem]]:
        """Entries in their order, and everything that is wrong with them; LedgerError for a damaged file."""

    def new(self, name: str, tasks: Iterable[Task], *, heading: str, language: Language) -> bytes:
        """A new file; LedgerError where this kind of file cannot hold what a task says."""

    def updated(self, name: str, content: bytes, changes: Sequence[Change], added: Sequence[Task]) -> bytes:
        """The file with changed entries (in the order of the file) and new tasks; everything else as it was."""
