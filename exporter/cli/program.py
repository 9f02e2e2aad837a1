"""The program: its commands, the language it speaks, and how a run begins and ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
import typer.main
from typer.core import TyperGroup

from exporter import __version__
from exporter.cli import keep, look, reading, start, work
from exporter.cli.doctor import doctor
from exporter.cli.feed import feed
from exporter.cli.frame import Command, Group, Spoken, translate
from exporter.cli.guard import guarded, leave_quietly
from exporter.cli.record import record
from exporter.cli.report import report
from exporter.cli.review import review
from exporter.cli.screen import tolerate_any_text, wants_colour
from exporter.cli.words import Words, words_from
from exporter.errors import UsageError
from exporter.wording import speak


class Program(Spoken, TyperGroup):
    """The group of all commands. It owns the run: language first, then parsing, then the exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,  # noqa: ARG002  the name people type, however Python was started
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002, FBT001, FBT002  the signature is Typer's
        windows_expand_args: bool = True,  # noqa: FBT001, FBT002  likewise
        **extra: Any,
    ) -> Any:
        """Run one command line and leave with its exit code."""
        tolerate_any_text()
        words = words_from(sys.argv[1:] if args is None else list(args))
        sys.exit(guarded(lambda: self._run(words, complete_var, windows_expand_args, extra), words))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; Typer would take a closed pipe for a failure."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return leave_quietly()

    def _run(self, words: Words, complete_var: str | None, expand: bool, extra: dict[str, Any]) -> Any:  # noqa: FBT001
        speak(words.language)
        if words.refused is not None:
            raise UsageError("{asked} is not a language of this program", hint="Use en or zh.", asked=words.refused)
        translate(self, "rich" if wants_colour(sys.stdout) else None)
        return super().main(
            words.rest, "exporter", complete_var, standalone_mode=False, windows_expand_args=expand, **extra
        )


app = typer.Typer(
    cls=Program,
    name="exporter",
    help="Turns published promises into tracked work: commitments become issues and calendar milestones.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
)


@app.callback()
def begin(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    language: Annotated[
        str | None, typer.Option("--lang", metavar="en|zh", help="Language of messages; by default the system's.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the technical details of an unexpected error.")] = False,
) -> None:
    """Without a command: the help, or the version."""
    del language, debug  # taken from the command line before it is parsed, so that they may stand anywhere
    if version:
        typer.echo(f"exporter {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


COMMANDS = (
    *(start.init, reading.extract, review, reading.check),
    *(work.plan, work.apply, work.sync, work.pull),
    *(look.status, look.show, record, report),
    *(doctor, feed, start.destinations, reading.schema),
)
"""In the order in which a newcomer meets them."""

for command in COMMANDS:
    app.command(cls=Command)(command)

ledger = typer.Typer(cls=Group, no_args_is_help=True, help="What can be done with a ledger's file.")
ledger.command(cls=Command)(keep.convert)
app.add_typer(ledger, name="ledger")


def main() -> None:
    """The console script."""
    typer.main.get_command(app).main()
