"""Real programs for tests marked `live`. What cannot be had is skipped with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest
from filelock import FileLock

from tests.live.installing import NotInstalled
from tests.live.npm import NpmTool, install, unpack
from tests.servers import redmine


@pytest.fixture(scope="session")
def npm_tool() -> NpmTool:
    """Install an npm package with all that it needs."""
    return _or_skip(install)


@pytest.fixture(scope="session")
def npm_data() -> NpmTool:
    """Fetch an npm package that is only read."""
    return _or_skip(unpack)


def _or_skip(fetch: NpmTool) -> NpmTool:
    """A reason why a package cannot be had is remembered, for npm is slow to give up."""
    reasons: dict[str, str] = {}

    def folder(package: str) -> Path:
        if package not in reasons:
            try:
                return fetch(package)
            except NotInstalled as error:
                reasons[package] = str(error)
        pytest.skip(reasons[package])

    return folder


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
