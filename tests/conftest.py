"""How the suite is spread over processes, and that none of it depends on how fast they are."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")

TOGETHER = {
    "tests/live/test_redmine_live.py": "redmine",
    "tests/live/test_redmine_rules_live.py": "redmine",
    "tests/test_kill.py": "killers",
}
"""Files whose tests share a process and are begun first: one Redmine is enough, and the longest must not be last."""


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a server or another program."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable + 1


class Spread(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """Tests go one by one to whichever process is free, but for those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(nodeid.partition("::")[0], nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Spread:
    """In place of --dist loadgroup, which needs other node ids than pytest 9 gives."""
    return Spread(config, log)
