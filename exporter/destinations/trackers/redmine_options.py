"""The keys of exporter.toml that Redmine has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.destinations.trackers import connection, redmine_status
from exporter.destinations.trackers.signals import SIGNALS

_NAME = {"type": "string", "minLength": 1}
OPTIONS: Mapping[str, Any] = {
    **connection.OPTIONS,
    "project": {"title": "Project 项目", "description": "The project's identifier, as in its address.", **_NAME},
    "markup": {
        "title": "Markup 文本格式",
        "description": "What descriptions are written in there (Administration, Settings, Text formatting).",
        "enum": ["textile", "markdown"],
    },
    "tracker": {"title": "Tracker 跟踪标签", "description": "Kind of the issues that are made.", **_NAME},
    "priority": {"title": "Priority 优先级", "description": "Priority of the issues that are made.", **_NAME},
    "categories": {
        "title": "Categories 类别",
        "description": "true puts a new issue into the category that is called like its section.",
        "type": "boolean",
    },
    "marker_field": {
        "title": "Field for the marker 标记字段",
        "description": "Name of a custom text field that holds the task's id.",
        **_NAME,
    },
    "labels_field": {
        "title": "Field for labels 标签字段",
        "description": "Name of a custom field for labels: long text, or a list with several values.",
        **_NAME,
    },
    **SIGNALS,
    "statuses": redmine_status.OPTION,
}
