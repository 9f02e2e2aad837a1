"""The command that hands out calendar files for subscriptions: `feed`."""

from __future__ import annotations

import contextlib
import signal
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile, To
from exporter.cli.screen import note, print_json
from exporter.errors import ConfigError, ExitCode, UsageError
from exporter.wording import say, spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exporter.config import Config
    from exporter.feed import Feed, Shelf

PORT = 8610
SHORTEST = 16
"""Characters of a secret path that nobody guesses."""


def feed(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    to: To = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Listen there; by default for this machine only.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", help="Listen on this port; 0 takes a free one.")
    ] = PORT,
    secret: Annotated[
        bool,
        typer.Option("--secret", help="Hand out only below a path that nobody guesses, kept beside the state file."),
    ] = False,
    secret_path: Annotated[
        str | None, typer.Option("--secret-path", metavar="TEXT", help="Choose that path yourself.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Hand out the calendar files for subscriptions until Ctrl-C; nothing can be changed through it."""
    from exporter.config import read_config
    from exporter.destinations.http.address import is_loopback
    from exporter.feed import open_feed

    settings = read_config(config)
    shelf = _shelf(settings, to or [])
    chosen = _secret(settings, secret_path, kept=secret)
    server = open_feed(host, port, shelf, secret=chosen, language=spoken())
    with server:
        _say_where(server, shelf, as_json=as_json)
        if not chosen and not is_loopback(host):
            note(say("Everybody who reaches {host} can read the calendars; --secret keeps them apart.", host=host))
        with _until_stopped(server):
            server.serve_forever()
    return ExitCode.DONE


@contextlib.contextmanager
def _until_stopped(server: Feed) -> Iterator[None]:
    """Ctrl-C asks the server to end; an exception, raised wherever the signal falls, would be lost in some places."""

    def stop(*_signal: object) -> None:
        Thread(target=server.shutdown, daemon=True).start()  # it waits for the loop, which runs in this thread

    before = signal.signal(signal.SIGINT, stop)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def _shelf(config: Config, names: list[str]) -> Shelf:
    """The destinations that have files to hand out; others in the file are no business of the feed."""
    from exporter.destinations.contract import Destination
    from exporter.destinations.registry import destination_class
    from exporter.feed import Shelf
    from exporter.owners import OwnerRules
    from exporter.work import open_destination

    language = config.plan.language or "zh"
    there = [
        open_destination(each, config, language, OwnerRules())
        for each in config.chosen(names)
        if destination_class(each.kind).published is not Destination.published
    ]
    if not there:
        raise ConfigError(
            "no destination here writes a calendar file", where=str(config.file), hint='Add one of kind = "ics".'
        )
    return Shelf(config.plan.title, there)


def _secret(config: Config, chosen: str | None, *, kept: bool) -> str:
    from exporter.feed.secret import secret_beside

    if chosen is not None:
        if len(chosen) < SHORTEST or "/" in chosen:
            raise UsageError(
                "--secret-path must have at least {count} characters and no slash",
                hint="With --secret a good one is made and kept.",
                count=SHORTEST,
            )
        return chosen
    return secret_beside(config.plan.state) if kept else ""


def _say_where(server: Feed, shelf: Shelf, *, as_json: bool) -> None:
    entries = shelf.entries()
    if as_json:
        print_json({"url": server.url, "calendars": [f"{server.url}{entry.address}" for entry in entries]})
        return
    note(say("{count} calendar files at {url} – stop with Ctrl-C.", count=len(entries), url=server.url))
    for entry in entries[:20]:
        note(f"  {server.url}{entry.address}")
