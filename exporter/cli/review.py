"""`review`: the page in which a clerk looks through what was extracted."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from exporter.cli.options import DEFAULT_CONFIG, AsJson, ConfigFile
from exporter.cli.screen import note, print_json
from exporter.errors import ExitCode, UsageError
from exporter.wording import say, spoken


def review(
    *,
    config: ConfigFile = DEFAULT_CONFIG,
    port: Annotated[
        int, typer.Option("--port", metavar="NUMBER", help="Listen on this port; 0, the default, takes a free one.")
    ] = 0,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    as_json: AsJson = False,
) -> int:
    """Look through the commitments one by one in the browser, on this machine only, until Ctrl-C."""
    from exporter.clock import real_clock
    from exporter.config import read_config
    from exporter.ledger import load
    from exporter.sync.lock import only_run
    from exporter.work import first_ledger

    _require_extra()
    from exporter.review.server import Review

    settings, clock = read_config(config), real_clock()
    if not settings.plan.ledger.exists():
        with only_run(settings.plan.state, clock.now()):
            made = first_ledger(settings, clock.now())
        note(say("{count} commitments found", count=made.found if made else 0))
        for problem in made.problems if made else ():
            note(str(problem))
    load(settings.plan.ledger)  # a damaged one is said here, before there is a page
    server = Review(settings, clock, port=port, language=spoken())
    try:
        if as_json:
            print_json({"url": server.url})
        else:
            note(say("Review at {url} – the link opens once; stop with Ctrl-C.", url=server.url))
        if open_it:
            typer.launch(server.url)
        server.run()
    finally:
        server.close()
    return ExitCode.DONE


def _require_extra() -> None:
    missing = [name for name in ("flask", "waitress") if find_spec(name) is None]
    if missing:
        raise UsageError(
            "the review page needs {packages}, which are not installed",
            hint="Install them with the extra: pip install 'exporter[review]'",
            packages=", ".join(missing),
        )
