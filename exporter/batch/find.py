"""Which documents a person means: files, folders with all that lies in them, and patterns such as 计划/**/*.docx."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from exporter.documents.read import SUFFIXES
from exporter.errors import DocumentError

_OPEN_ELSEWHERE = "~$"
"""How the notes are named that Office keeps beside open files."""


@dataclass(frozen=True, slots=True)
class Found:
    """The documents in the order in which they are read.

    `others` counts what else lay in the folders, by the end of its name; `refused` says which could not be looked into.
    """

    documents: tuple[Path, ...]
    others: Counter[str] = field(default_factory=Counter)
    refused: tuple[DocumentError, ...] = ()


def is_one(names: Sequence[str]) -> bool:
    """Whether a single file is meant (`-` too), and not a folder or a pattern."""
    return len(names) == 1 and not Path(names[0]).is_dir() and not _is_pattern(names[0])


def find(names: Iterable[str], output: Path | None = None) -> Found:
    """The documents meant by some names.

    What is named is taken in the order of the names, whatever it is; in a folder only kinds that can be read, by name,
    files before folders. Hidden files, the notes that Office keeps beside open files (~$…) and `output` are passed
    over; a file that is meant twice is taken once.

    Raises:
        DocumentError: nothing fits a pattern, or no document was found at all.
    """
    documents: dict[str, Path] = {}
    others: Counter[str] = Counter()
    refused: list[DocumentError] = []
    own = os.path.realpath(output) if output is not None else None
    for path in _meant(names):
        for document in _within(path, others, refused) if path.is_dir() else (path,):
            place = os.path.realpath(document)
            if place != own and not document.name.startswith(_OPEN_ELSEWHERE):
                documents.setdefault(place, document)
    if refused and not documents:
        raise refused[0]
    if not documents:
        raise DocumentError(
            "there is no document that can be read",
            where=", ".join(names),
            hint="Name a folder that holds .docx, .pdf, .xlsx, .csv, .html, .md or .txt files.",
        )
    return Found(tuple(documents.values()), others, tuple(refused))


def _meant(names: Iterable[str]) -> Iterator[Path]:
    for name in names:
        if not _is_pattern(name):
            yield Path(name)
            continue
        matches = sorted(map(Path, glob.glob(name, recursive=True)), key=lambda path: path.parts)  # noqa: PTH207  pathlib's finds hidden files too
        if not matches:
            raise DocumentError("no file fits this pattern", where=name, hint="Check the name and the folder.")
        yield from matches


def _is_pattern(name: str) -> bool:
    """A name with *, ? or [ that is not simply the name of something."""
    return glob.has_magic(name) and not os.path.lexists(name)


def _within(folder: Path, others: Counter[str], refused: list[DocumentError]) -> Iterator[Path]:
    """Every document below a folder; links to other folders are not followed, for they may lead in a circle."""
    for place, folders, files in os.walk(folder, onerror=lambda error: refused.append(_closed(error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(place, name)
            if name.startswith((".", _OPEN_ELSEWHERE)) or (path.exists() and not path.is_file()):
                continue  # a pipe or a device would never end
            suffix = path.suffix.lower()
            if suffix in SUFFIXES:
                yield path
            else:
                others[suffix or name] += 1


def _closed(error: OSError) -> DocumentError:
    return DocumentError(
        "the folder cannot be looked into ({reason})",
        where=str(error.filename),
        hint="Ask for the right to read it, or copy it elsewhere.",
        reason=error.strerror or error,
    )
