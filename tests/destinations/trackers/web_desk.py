"""What desks of trackers on the web share: a destination made from its fake's address and token."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from exporter.destinations.contract import Setup
from exporter.secrets import Secret
from tests.builders import PLAN
from tests.destinations.desk import Desk


class Served(Protocol):
    """A fake that is running."""

    url: str
    token: str


class WebDesk(Desk):
    """A person at the website, which answers with what the server holds. Options are those of exporter.toml."""

    def __init__(self, folder: Path, served: Served, **options: Any) -> None:
        super().__init__(folder)
        self.accounts: dict[str, str] = {}
        self.options: dict[str, Any] = {
            "url": served.url,
            "pace": "off",
            "token": Secret("command", ("echo", served.token)),
            **options,
        }

    def setup(self) -> Setup:
        """What the destination is made from, as a new process would."""
        setup = Setup("issues", PLAN, "计划", self.options, folder=self.folder, clock=self.clock())
        return replace(setup, accounts=self.accounts)
