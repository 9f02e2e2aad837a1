"""What the program prints on: colour on a terminal only, plain text and exact bytes everywhere else."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import typer

from exporter.report.json_bytes import json_bytes
from exporter.report.view import View, to_plain, to_rich
from exporter.wording import say


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


def can_show(stream: TextIO, signs: str) -> bool:
    """Whether the terminal's encoding has these signs."""
    try:
        signs.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


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
