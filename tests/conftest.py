"""How the suite is spread over processes, and that none of it depends on how fast they are."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")

TOGETHER = {"tests/test_kill.py": "killers", "tests/live/test_redmine_rules_live.py": "tests/live/test_redmine_live.py"}
"""Files whose tests share a process, beside those below."""
WHOLE = ("tests/live/", "tests/interop/")
"""Folders in which each file's tests share one: a server is started and a program installed once, and not by three."""


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a server or another program."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable + 1


class Spread(LoadScopeScheduling):  # type: ignore[misc]  # it comes without types
    """Tests go one by one to whichever process is free, but for those that stay together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return TOGETHER.get(file, file if file.startswith(WHOLE) else nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Spread:
    """In place of --dist loadgroup, which needs other node ids than pytest 9 gives."""
    return Spread(config, log)
