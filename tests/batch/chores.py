"""What processes of a crew are given to do; apart from the tests, for each process imports the room of its work."""

from __future__ import annotations

import os
import signal
from pathlib import Path


def square(number: int) -> int:
    return number * number


def meet(thing: tuple[str, Path]) -> str:
    """A pipe is opened for reading only when somebody opens it for writing, and the other way round."""
    what, pipe = thing
    if what == "first":
        pipe.read_bytes()
    elif what == "last":
        pipe.write_bytes(b"")
    return what


def die(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    if number == 4:
        os._exit(7)
    return number


def pid_of(_number: int) -> int:
    return os.getpid()
