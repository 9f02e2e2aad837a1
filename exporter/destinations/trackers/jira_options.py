"""The keys of exporter.toml that Jira has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.destinations.trackers import connection, jira_status
from exporter.destinations.trackers.signals import SIGNALS

OPTIONS: Mapping[str, Any] = {
    **connection.OPTIONS,
    "project": {
        "title": "Project 项目",
        "description": "The project's key, as it begins its issues' numbers.",
        "type": "string",
        "pattern": "^[A-Za-z][A-Za-z0-9_]*$",
    },
    "user": {
        "title": "User 用户",
        "description": "E-mail address that belongs to the API token of Jira Cloud; Data Center needs none.",
        "type": "string",
        "minLength": 1,
    },
    "edition": {
        "title": "Edition 版本",
        "description": "Jira Cloud or Data Center; told by the address, unless it is the organisation's own.",
        "enum": ["cloud", "datacenter"],
    },
    "issue_type": {
        "title": "Issue type 问题类型",
        "description": "Type of the issues that are made; Task if it is left out.",
        "type": "string",
        "minLength": 1,
    },
    **SIGNALS,
    "statuses": jira_status.OPTION,
}
