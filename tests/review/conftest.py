from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.wording import speak
from tests.review.review_desk import Clerk, clerk


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Clerk]:
    """A clerk who has come in."""
    found = clerk(tmp_path)
    assert found.enter().status_code == 200
    yield found
    speak("en")
