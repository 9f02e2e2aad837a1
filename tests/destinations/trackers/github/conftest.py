from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.destinations.trackers.github_desk import GitHubDesk
from tests.servers.fake import serving
from tests.servers.github import GitHubFake


@pytest.fixture
def server() -> Iterator[GitHubFake]:
    with serving(GitHubFake()) as fake:
        yield fake


@pytest.fixture
def desk(tmp_path: Path, server: GitHubFake) -> GitHubDesk:
    return GitHubDesk(tmp_path, server)
