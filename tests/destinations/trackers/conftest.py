from __future__ import annotations

from pathlib import Path

import pytest

from tests.destinations.trackers.backlog_desk import BacklogDesk


@pytest.fixture
def desk(tmp_path: Path) -> BacklogDesk:
    return BacklogDesk(tmp_path)
