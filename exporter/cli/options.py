"""Options that several commands share: written once, so that they are called the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli.complete import destination_names
from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.destinations.contract import Field
    from exporter.sync.merge import Prefer
    from exporter.sync.planner import Options

ConfigFile = Annotated[Path, typer.Option("--config", "-c", metavar="FILE", help="The plan's configuration.")]
To = Annotated[
    list[str] | None,
    typer.Option(
        "--to",
        metavar="NAME",
        help="Only this destination; may be given several times.",
        autocompletion=destination_names,
    ),
]
OnDay = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="As of this day (2018-06-30); by default today.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Force = Annotated[
    bool,
    typer.Option("--force", help="Go on although very much would change, or somebody else made the calendar file."),
]
CloseOrphans = Annotated[
    bool, typer.Option("--close-orphans", help="Close items whose task is no longer in the ledger.")
]
PreferSide = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        metavar="ours|theirs|FIELD=…",
        help="Settle conflicts: ours or theirs for all fields, or for one (title=ours); may be given several times.",
    ),
]


def _not_negative(seconds: float | None) -> float | None:
    if seconds is not None and not seconds >= 0:
        raise UsageError("{seconds} is no length of time", hint="Write seconds, such as 60, or 0.", seconds=seconds)
    return seconds


MaxWait = Annotated[
    float | None,
    typer.Option(
        "--max-wait",
        metavar="SECONDS",
        callback=_not_negative,
        help="How long one request may wait for a server's limits; by default what exporter.toml says, else 600.",
    ),
]
DEFAULT_CONFIG = Path("exporter.toml")


def options_of(*, force: bool, close_orphans: bool, prefer: list[str] | None) -> Options:
    """What a person asks of a run; `prefer` holds words such as `ours` and `title=theirs`.

    Raises:
        UsageError: no such field or side.
    """
    from exporter.sync.planner import Options

    return Options(force, close_orphans, dict(_preference(word) for word in prefer or ()))


def _preference(word: str) -> tuple[Field | None, Prefer]:
    from exporter.destinations.contract import KEPT, Field

    name, _, side = word.rpartition("=")
    if side not in {"ours", "theirs"} or name not in {"", *KEPT}:
        raise UsageError(
            "--prefer {word} is not understood",
            hint="Write ours or theirs, or one field such as title=ours; fields: {fields}.",
            word=word,
            fields=", ".join(KEPT),
        )
    return (Field(name) if name else None), ("ours" if side == "ours" else "theirs")
