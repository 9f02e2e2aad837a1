from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork to kill a process at an exact step")
@pytest.mark.parametrize("killer", ["tests.killer", "tests.web_killer"])
def test_kill_at_any_step_leaves_no_task_twice_and_none_missing(tmp_path: Path, killer: str) -> None:
    root = Path(__file__).parent.parent
    ran = subprocess.run(
        [sys.executable, "-m", killer, str(tmp_path)], cwd=root, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    result = json.loads(ran.stdout)
    assert result["faults"] == []
    assert result["steps"] > 60
