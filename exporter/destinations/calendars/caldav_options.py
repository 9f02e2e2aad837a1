"""What exporter.toml may say of a calendar server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exporter.destinations.calendars.profile import OPTIONS as PROFILE
from exporter.destinations.http.options import WEB

OPTIONS: Mapping[str, Any] = {
    "url": {
        "type": "string",
        "minLength": 1,
        "title": "Address 地址",
        "description": "The calendar service's address, or that of one calendar.",
    },
    "user": {
        "type": "string",
        "minLength": 1,
        "title": "User 用户",
        "description": "The name you sign in with; often an e-mail address.",
    },
    "password": {
        "type": "object",
        "title": "Password 密码",
        "description": "Where the password is kept; many services want an app password.",
    },
    "calendar": {
        "type": "string",
        "minLength": 1,
        "title": "Calendar 日历",
        "description": "Which calendar, by its name or path; may be left out where only one fits.",
    },
    "create": {
        "type": "boolean",
        "title": "Create 新建",
        "description": "Whether to make the calendar if it is not there. Default false.",
    },
    "component": {
        "enum": ["vtodo", "vevent"],
        "title": "Component 类型",
        "description": "vtodo: a to-do for each task, to be ticked on the phone. vevent: an all-day event on its due "
        "date. Default vtodo.",
    },
    "cache": {
        "type": "string",
        "minLength": 1,
        "title": "Cache 缓存",
        "description": "A file, relative to exporter.toml, that remembers what was last read, so that only changes are "
        "fetched. Default none.",
    },
    **WEB,
    **PROFILE,
}
