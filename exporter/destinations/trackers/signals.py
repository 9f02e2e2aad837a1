"""The keys of exporter.toml for what changes with the day: lights and comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.destinations.trackers.light_labels import OPTION as LIGHTS

SIGNALS: Mapping[str, Any] = {
    "lights": LIGHTS,
    "comments": {
        "title": "Comments 评论",
        "description": "false writes no comment when a task turns late or is done.",
        "type": "boolean",
        "default": True,
    },
}
