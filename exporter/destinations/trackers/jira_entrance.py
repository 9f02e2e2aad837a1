"""Which Jira it is, and how we are let in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit


def is_cloud(options: Mapping[str, Any]) -> bool:
    """By the address, unless exporter.toml says it."""
    host = urlsplit(options["url"]).hostname or ""
    told = "cloud" if host.endswith((".atlassian.net", ".atlassian.com", ".jira.com")) else "datacenter"
    return str(options.get("edition", told)) == "cloud"


def authorization(user: str | None, token: str) -> Mapping[str, str]:
    """Cloud's API tokens go with an address, Data Center's stand alone."""
    if user is None:
        return {"Authorization": f"Bearer {token}"}
    return {"Authorization": f"Basic {b64encode(f'{user}:{token}'.encode()).decode()}"}
