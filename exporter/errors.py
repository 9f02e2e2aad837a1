"""Everything that can go wrong, as a tree; each leaf owns its exit code.

ExporterError                 1  unexpected
├── UsageError                2  the command line does not fit
├── InputError                3  something given to us cannot be used
│   ├── DocumentError            the published document
│   ├── LedgerError              the ledger
│   └── ConfigError              exporter.toml or owners.toml
├── DestinationError          4  one destination or one item of it; the run goes on with the others
│   ├── Refused                  the request certainly changed nothing
│   │   └── Changed              the item is no longer what we listed (412, edited file)
│   ├── Missing                  the item or the project is not there (404)
│   ├── OutcomeUnknown           a create was sent and nobody can say whether it happened
│   ├── ListingIncomplete        not every page was read; creates and closes are forbidden
│   └── Unreachable              refused connection, unknown host, gave up waiting
├── SafetyStop                5  the run would change more than it should without --force
├── NotAllowed                6  no right to read or write (401, 403, read-only folder)
├── Locked                    7  another run holds the state file
└── OutputError               1  a file could not be written (disk full)

Every sentence is a template and its values, so that it can be said in English or Chinese (see wording.py).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, ClassVar

from exporter.wording import say


class ExitCode(IntEnum):
    """What the process answers; the table of the README."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    BAD_INPUT = 3
    PARTIAL = 4
    SAFETY_STOP = 5
    NOT_ALLOWED = 6
    LOCKED = 7
    PENDING = 10


class ExporterError(Exception):
    """One clear sentence: what went wrong, where, and what to do next.

    Args:
        what: template of the sentence, without the final full stop ("{file} is empty").
        where: place, as data: "plan.md:12", "ledger.yaml, line 40, due".
        hint: template of the next step.
        **values: what the two templates are filled with.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.UNEXPECTED

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None, **values: Any) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint
        self.values = values

    def __str__(self) -> str:
        """The whole sentence in the language of the run."""
        sentence = say(self.what, **self.values)
        if self.where:
            sentence = say("{where}: {sentence}", where=self.where, sentence=sentence)
        if self.hint:
            sentence = say("{sentence}. {hint}", sentence=sentence, hint=say(self.hint, **self.values))
        return sentence

    def as_record(self) -> dict[str, Any]:
        """The error for `--json`."""
        return {
            "error": type(self).__name__,
            "what": say(self.what, **self.values),
            "where": self.where,
            "hint": say(self.hint, **self.values) if self.hint else None,
            "exit_code": int(self.exit_code),
        }


class UsageError(ExporterError):
    """The command line does not fit."""

    exit_code = ExitCode.USAGE


class InputError(ExporterError):
    """Something given to us cannot be used."""

    exit_code = ExitCode.BAD_INPUT


class DocumentError(InputError):
    """The published document cannot be read or promises nothing."""


class LedgerError(InputError):
    """The ledger is damaged or breaks its schema."""


class ConfigError(InputError):
    """exporter.toml or owners.toml is not usable."""


class DestinationError(ExporterError):
    """A destination or one item of it; the run goes on with the others."""

    exit_code = ExitCode.PARTIAL


class Refused(DestinationError):
    """The destination said no: the request certainly changed nothing."""


class Changed(Refused):
    """The item is no longer what we listed."""


class Missing(DestinationError):
    """The item, or the whole project, is not there."""


class OutcomeUnknown(DestinationError):
    """A create was sent and nobody can say whether it happened."""


class ListingIncomplete(DestinationError):
    """Not everything could be listed, so nothing may be created or closed."""


class Unreachable(DestinationError):
    """Nothing was sent: no connection, unknown host, or the wait would be too long."""


class SafetyStop(ExporterError):
    """The run would change more than a run should."""

    exit_code = ExitCode.SAFETY_STOP


class NotAllowed(ExporterError):
    """No right to read or write there."""

    exit_code = ExitCode.NOT_ALLOWED


class Locked(ExporterError):
    """Another run is at work."""

    exit_code = ExitCode.LOCKED


class OutputError(ExporterError):
    """A file could not be written."""


def unexpected(error: Exception) -> ExporterError:
    """What nobody foresaw, as one sentence."""
    told = ExporterError(
        "something unexpected happened ({kind}: {reason})",
        hint="Nothing is lost: run again. With --debug the technical details are shown, which help to mend it.",
        kind=type(error).__name__,
        reason=" ".join(str(error).split())[:300],
    )
    told.__cause__ = error
    return told
