"""Real programs for tests marked `live`. What cannot be had is skipped with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest
from filelock import FileLock

from tests.live.installing import NotInstalled
from tests.live.npm import NpmTool, install
from tests.servers import redmine


@pytest.fixture(scope="session")
def npm_tool() -> NpmTool:
    """Install an npm package; a reason why it cannot be had is remembered, for npm is slow to give up."""
    reasons: dict[str, str] = {}

    def node_modules(package: str) -> Path:
        if package not in reasons:
            try:
                return install(package)
            except NotInstalled as error:
                reasons[package] = str(error)
        pytest.skip(reasons[package])

    return node_modules


@pytest.fixture(scope="session")
def redmine_server() -> Iterator[redmine.Redmine]:
    """A real Redmine for the whole session; every test makes a project of its own."""
    try:
        with FileLock(Path(gettempdir()) / "exporter-redmine-install.lock"):
            redmine.install()
        with redmine.redmine() as there:
            yield there
    except redmine.NotAvailable as reason:
        pytest.skip(str(reason))
