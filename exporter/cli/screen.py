"""What the program prints on: colour and progress on a terminal only, plain text and exact bytes everywhere else."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import typer

from exporter.report.json_bytes import json_bytes
from exporter.report.view import View, to_plain, to_rich
from exporter.wording import say

if TYPE_CHECKING:
    from rich.progress import TaskID

Progress = Callable[[str, int, int, str], None]
"""Destination, done, total, title of what is worked on."""


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is at the other end."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def wants_colour(stream: TextIO) -> bool:
    """Colour on a terminal, unless NO_COLOR (https://no-color.org) or TERM=dumb asks for none."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def tolerate_any_text() -> None:
    """A character that the terminal's encoding lacks is shown as `?` and never ends the run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_json(record: Any) -> None:
    """One JSON document in UTF-8 on standard output."""
    print_bytes([json_bytes(record, indent=2)])


def print_bytes(chunks: Iterable[bytes]) -> None:
    """Exact bytes on standard output, whatever the terminal's encoding."""
    for chunk in chunks:
        typer.echo(chunk, nl=False)


def print_view(view: View) -> None:
    """A page: with Rich on a terminal, plain when piped."""
    if not view:
        return
    if not is_terminal(sys.stdout):
        typer.echo(to_plain(view), nl=False)
        return
    from rich.console import Console

    colour = wants_colour(sys.stdout)
    Console(no_color=not colour, highlight=False, emoji=False, markup=False).print(to_rich(view))


def note(sentence: str) -> None:
    """A line beside the result, on standard error, where it does not disturb a pipe."""
    typer.echo(sentence, err=True)


def ask(question: str, *, default: bool = False) -> bool:
    """A yes-or-no question; Chinese answers count too."""
    yes, no = say("y"), say("n")
    choice = f"[{yes.upper()}/{no}]" if default else f"[{yes}/{no.upper()}]"
    while True:
        answer = typer.prompt(f"{question} {choice}", default="", show_default=False, prompt_suffix=" ").strip().lower()
        if not answer:
            return default
        if answer in {"y", "yes", "是", "好"}:
            return True
        if answer in {"n", "no", "否", "不"}:
            return False


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """A progress bar on standard error while a terminal is there to show it, else nothing."""
    if not is_terminal(sys.stderr):
        yield lambda _destination, _done, _total, _title: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True, no_color=not wants_colour(sys.stderr))
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bars = Bars(*columns, console=console, transient=True)
    jobs: dict[str, TaskID] = {}

    def step(destination: str, done: int, total: int, title: str) -> None:
        bars.start()  # only now: before, the terminal may be needed for a question
        if destination not in jobs:
            jobs[destination] = bars.add_task(what, total=total)
        shown = f"{what} {destination} {title[:20]}".rstrip()
        bars.update(jobs[destination], completed=done, total=total, description=shown)

    try:
        yield step
    finally:
        bars.stop()
