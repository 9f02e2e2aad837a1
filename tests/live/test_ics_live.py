"""The calendar file in programs of other people, wherever on earth they run. Which programs agree: tests/interop."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from tests.interop.cases import Case, less_nasty
from tests.interop.readers import SCRIPTS
from tests.live.npm import NpmTool

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return less_nasty(tmp_path_factory.mktemp("nasty"))


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles", "UTC"])
@pytest.mark.parametrize(
    ("package", "script"),
    [("ical.js@2.2.1", "icaljs.mjs"), ("node-ical@0.27.2", "nodeical.mjs"), ("ts-ics@2.4.6", "tsics.mjs")],
)
def test_a_day_is_the_same_day_in_every_zone(
    case: Case, npm_tool: NpmTool, package: str, script: str, zone: str
) -> None:
    modules = npm_tool(package)
    done = subprocess.run(
        ["node", str(SCRIPTS / script), str(modules), str(case.path)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "TZ": zone},
    )
    found = [tuple(row) for row in json.loads(done.stdout)]
    assert sorted(found) == [row[: len(found[0])] for row in case.rows]
