"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from exporter.errors import NotAllowed, OutputError


def write_file(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step: temporary file beside it, fsync, replace.

    Nothing is written when the file already holds these bytes. Missing folders are made.

    Returns:
        Whether the file changed.

    Raises:
        NotAllowed: the folder is read-only.
        OutputError: the disk is full or fails; what stood there before still stands.
    """
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
    except OSError as error:
        raise output_error(path, error) from error
    return write_chunks(path, [content])


def write_chunks(path: Path, chunks: Iterable[bytes]) -> bool:
    """As `write_file`, for a content of any size: one chunk at a time is in memory."""
    with _beside(path) as (part, target):
        with part.open("wb") as stream:
            stream.writelines(chunks)
            _to_disk(stream)
        if target.is_file() and filecmp.cmp(part, target, shallow=False):
            return False
        _put(part, target)
    return True


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes take the place of `path` when the block ends well; otherwise all stays as it was.

    Raises:
        NotAllowed, OutputError: as for `write_file`; an OSError of the block is taken for one of the stream.
    """
    with _beside(path) as (part, target):
        with part.open("wb") as stream:
            yield stream
            _to_disk(stream)
        _put(part, target)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, Path]]:
    """A new empty file beside the one to be written, and that one, links followed; what is left at the end goes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = Path(os.path.realpath(path))
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
        os.close(handle)
        try:
            yield Path(name), target
        finally:
            with contextlib.suppress(OSError):
                Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise output_error(path, error) from error


def _to_disk(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _put(part: Path, target: Path) -> None:
    part.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
    part.replace(target)
    _sync_folder(target.parent)


def require_writable(path: Path) -> None:
    """Look whether a file may be written, or made in the nearest folder above it that is there; writes nothing.

    Raises:
        NotAllowed: it may not.
    """
    there = next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
    if not os.access(there, os.W_OK):
        raise _not_allowed(there)


def near(path: str | Path) -> str:
    """A path as seen from the current folder, where that is shorter."""
    whole = os.path.normpath(path)
    try:
        return min(os.path.relpath(whole), whole, key=len)
    except ValueError:  # another drive
        return whole


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # other systems cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _not_allowed(path: Path) -> NotAllowed:
    return NotAllowed(
        "this place cannot be written to",
        where=str(path),
        hint="Choose another folder in exporter.toml, or ask for the right to write there.",
    )


def output_error(path: Path, error: OSError) -> OutputError | NotAllowed:
    """What the system says of a file that was to be written, in a sentence of ours."""
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _not_allowed(path)
    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return OutputError(
            "the disk is full; the file was left as it was",
            where=str(path),
            hint="Free some space and run again.",
        )
    return OutputError(
        "the file could not be written ({reason})", where=str(path), hint="Run again.", reason=error.strerror or error
    )
