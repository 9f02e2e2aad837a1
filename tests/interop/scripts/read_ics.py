"""PyPI `ics`, run in an environment of its own. It calls a summary a name."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import ics  # only there

calendar = ics.Calendar(Path(sys.argv[1]).read_bytes().decode("utf-8"))
print(  # noqa: T201  the result
    json.dumps(
        [
            [event.uid, event.begin.format("YYYY-MM-DD"), event.end.format("YYYY-MM-DD"), event.name, event.description]
            for event in sorted(calendar.events, key=lambda event: (event.begin, event.uid))
        ]
    )
)
