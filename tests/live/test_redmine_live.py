from __future__ import annotations

from pathlib import Path

import pytest

from tests.destinations.contract import DestinationContract
from tests.live.redmine_desk import RedmineDesk
from tests.servers import redmine as server

pytestmark = pytest.mark.live


class TestRedmine(DestinationContract):
    many = 101  # two pages; a real server takes its time for each

    @pytest.fixture
    def desk(self, tmp_path: Path, redmine_server: server.Redmine) -> RedmineDesk:
        return RedmineDesk(tmp_path, redmine_server)

    def make_desk(self, folder: Path) -> RedmineDesk:
        raise NotImplementedError
