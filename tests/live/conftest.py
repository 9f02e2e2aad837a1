"""Real programs for tests marked `live`. What cannot be had is skipped with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.live.npm import NotInstalled, NpmTool, install


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
