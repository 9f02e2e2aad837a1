from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk
from tests.destinations.trackers.github_desk import GitHubDesk
from tests.servers.fake import serving
from tests.servers.github import GitHubFake


@pytest.fixture
def server() -> Iterator[GitHubFake]:
    with serving(GitHubFake()) as fake:
        yield fake


class TestGitHub(DestinationContract):
    @pytest.fixture(autouse=True)
    def _server(self, server: GitHubFake) -> None:
        self.server = server

    def make_desk(self, folder: Path) -> Desk:
        return GitHubDesk(folder, self.server)
