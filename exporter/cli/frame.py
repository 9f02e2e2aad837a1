"""Help in the language of the run: commands are written once, in English, and translated before they are shown."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, Literal

from typer.core import TyperCommand, TyperGroup

from exporter.errors import UsageError
from exporter.wording import say

Mode = Literal["rich"] | None
HEADINGS = ("Arguments", "Options", "Commands")
OWN_WORDS = ("[default: ", "[required]")


class Spoken:
    """Mixed into commands: the frame around the help in the language of the run."""

    def get_usage(self, ctx: Any) -> str:
        """The line `Usage: …`."""
        line: str = super().get_usage(ctx)  # type: ignore[misc]
        return say("Usage: ") + line.removeprefix("Usage: ")

    def get_help_option(self, ctx: Any) -> Any:
        """The option --help, which Typer makes itself."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say("Show this message and exit.")
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """With Rich on a terminal, else plain text."""
        if self.rich_markup_mode:  # type: ignore[attr-defined]
            _name_panels()
        super().format_help(ctx, formatter)  # type: ignore[misc]
        formatter.buffer = [_spoken(piece) for piece in formatter.buffer]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is meant.

        Raises:
            UsageError: there is none of that name; says the nearest.
        """
        known = list(getattr(self, "commands", ()))
        if args and args[0] not in known and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = get_close_matches(args[0], known, n=1)
            if near:
                raise UsageError("there is no command {name}", hint="Did you mean {near}?", name=args[0], near=near[0])
            raise UsageError("there is no command {name}", hint="See: exporter --help", name=args[0])
        return super().resolve_command(ctx, args)  # type: ignore[misc]


class Command(Spoken, TyperCommand):
    """One command."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002  the signature is Typer's
        """The whole sentence: cut off, it says little."""
        return self.help or ""


class Group(Spoken, TyperGroup):
    """A group of commands below the program itself."""


def translate(group: TyperGroup, mode: Mode) -> None:
    """Put every help text of a freshly built program into the language of the run."""
    for command in (group, *group.commands.values()):
        command.help = say(command.help) if command.help else None
        command.options_metavar = say("[OPTIONS]")
        command.rich_markup_mode = mode  # type: ignore[attr-defined]
        for parameter in command.params:
            parameter.help = say(parameter.help) if getattr(parameter, "help", None) else None  # type: ignore[attr-defined]
        if isinstance(command, TyperGroup) and command is not group:
            translate(command, mode)
    group.subcommand_metavar = say("COMMAND [ARGS]...")


def _spoken(piece: str) -> str:
    """A heading, a usage line or one of Typer's own words in the language of the run; anything else as it is."""
    if piece.startswith("Usage:"):
        return say("Usage: ") + piece.removeprefix("Usage: ")
    heading = piece.strip().removesuffix(":")
    if heading in HEADINGS:
        return piece.replace(heading, say(heading))
    for words in OWN_WORDS:
        piece = piece.replace(words, say(words))
    return piece


def _name_panels() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = say("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("Options")
    rich_utils.COMMANDS_PANEL_TITLE = say("Commands")
    rich_utils.DEFAULT_STRING = say("[default: ") + "{}]"
    rich_utils.REQUIRED_LONG_STRING = say("[required]")
