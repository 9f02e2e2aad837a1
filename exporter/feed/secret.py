"""The unguessable part of the feed's address, made once and kept beside the state file."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from exporter.errors import InputError
from exporter.files import write_file

_BYTES = 24
_FITS = re.compile(r"[A-Za-z0-9_-]{16,128}")


def secret_beside(state: Path) -> str:
    """Read it, or make it; only its owner may read the file.

    Raises:
        InputError: what stands in the file is no secret.
        NotAllowed, OutputError: it cannot be written.
    """
    path = state.with_name(state.name + ".feed")
    try:
        found = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return _made(path)
    except (OSError, UnicodeDecodeError) as error:
        raise _unfit(path) from error
    if not _FITS.fullmatch(found):
        raise _unfit(path)
    return found


def _made(path: Path) -> str:
    made = secrets.token_urlsafe(_BYTES)
    before = os.umask(0o077)
    try:
        write_file(path, f"{made}\n".encode())
    finally:
        os.umask(before)
    return made


def _unfit(path: Path) -> InputError:
    return InputError(
        "the feed's secret cannot be used", where=str(path), hint="Remove the file: a new secret is then made."
    )
