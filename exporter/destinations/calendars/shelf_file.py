"""What was last read from a calendar, kept in a file between runs; losing it costs only time."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from exporter.destinations.calendars.shelf import Shelf
from exporter.errors import ExporterError
from exporter.files import write_file


def load(path: Path, shelf: Shelf) -> None:
    """Begin where the last run ended. A file that is missing, damaged or of another calendar is passed over."""
    with suppress(OSError, ValueError):
        shelf.recall(json.loads(path.read_bytes()))


def save(path: Path, shelf: Shelf) -> None:
    """Keep what is known now. A full disk is no reason to stop."""
    text = json.dumps(shelf.record(), ensure_ascii=False, indent=0)
    with suppress(ExporterError):
        write_file(path, text.encode())
