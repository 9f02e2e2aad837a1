from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.destinations.contract import DestinationContract
from tests.destinations.desk import Desk
from tests.destinations.trackers.gitlab_desk import GitLabDesk
from tests.servers.fake import serving
from tests.servers.gitlab import GitLabFake


class TestGitLab(DestinationContract):
    """gitlab.com and servers of today."""

    keyset = True

    @pytest.fixture(autouse=True)
    def _server(self) -> Iterator[None]:
        with serving(GitLabFake(keyset=self.keyset)) as self.server:
            yield

    def make_desk(self, folder: Path) -> Desk:
        return GitLabDesk(folder, self.server)


class TestOlderGitLab(TestGitLab):
    """Servers before 18.3 number their pages."""

    keyset = False
