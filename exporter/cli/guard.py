"""How a run ends: every failure becomes one sentence and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import typer
from typer.exceptions import TyperException

from exporter.cli.screen import print_json, wants_colour
from exporter.cli.words import Words
from exporter.errors import ExitCode, ExporterError, UsageError, unexpected
from exporter.wording import say

INTERRUPTED = 130
"""128 + SIGINT, as shells expect."""


def guarded(run: Callable[[], Any], words: Words) -> int:
    """Run, say what went wrong if something did, and return the exit code."""
    try:
        code = run()
        sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        return leave_quietly()
    except Exception as error:  # noqa: BLE001  the last line of defence: no traceback for people
        return _tell(_in_our_words(error, words), words)
    if code == INTERRUPTED:
        typer.echo(say("Stopped. What was finished is kept; the next run goes on from there."), err=True)
    return code if isinstance(code, int) else ExitCode.DONE


def leave_quietly() -> int:
    """Whoever read our output has seen enough; nothing may be written to it at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.DONE


def complain(sentence: str) -> None:
    """One line on standard error."""
    label = say("Error: ")
    typer.echo(f"{typer.style(label, fg='red', bold=True)}{sentence}", err=True, color=wants_colour(sys.stderr))


def _tell(error: ExporterError, words: Words) -> int:
    sentence = str(error)
    complain(sentence if sentence.endswith((".", "。", "?", "？")) else sentence + say("."))
    if words.as_json:
        print_json(error.as_record())
    if words.debug:
        traceback.print_exception(error)
    return int(error.exit_code)


def _in_our_words(error: Exception, words: Words) -> ExporterError:
    if isinstance(error, ExporterError):
        return error
    if isinstance(error, TyperException):
        return _usage(error, words)
    return unexpected(error)


def _usage(error: TyperException, words: Words) -> UsageError:
    """Typer's errors in our words; they are known by name, for their classes are private."""
    context = getattr(error, "ctx", None)
    values = {"command": context.command_path if context else " ".join(["exporter", *words.rest[:1]])}
    see = "See: {command} --help"
    parameter = getattr(error, "param", None)
    name = parameter.get_error_hint().replace("'", "") if parameter else ""
    match type(error).__name__:
        case "NoSuchOption":
            option = getattr(error, "option_name", "")
            near = getattr(error, "possibilities", None)
            if near:
                return UsageError(
                    "there is no option {option}", hint="Did you mean {near}?", option=option, near=", ".join(near)
                )
            return UsageError("there is no option {option}", hint=see, option=option, **values)
        case "BadOptionUsage":
            return UsageError("{option} needs a value", hint=see, option=getattr(error, "option_name", ""), **values)
        case "MissingParameter":
            return UsageError("{name} is missing", hint=see, name=name, **values)
        case "BadParameter" if name:
            return UsageError(
                "the value of {name} does not fit ({reason})",
                hint=see,
                name=name,
                reason=error.message.rstrip("."),
                **values,
            )
        case _:
            return UsageError("{reason}", hint=see, reason=error.message.rstrip("."), **values)
