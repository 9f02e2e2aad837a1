"""Destinations by name, imported only when one is used.

Other packages add theirs through the entry-point group `exporter.destinations` (name → "module:Class").
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points

from exporter.destinations.contract import Destination
from exporter.errors import ConfigError

GROUP = "exporter.destinations"
BUILT_IN = {
    "backlog": "exporter.destinations.trackers.backlog:Backlog",
    "ics": "exporter.destinations.calendars.ics:Ics",
    "github": "exporter.destinations.trackers.github:GitHub",
    "gitlab": "exporter.destinations.trackers.gitlab:GitLab",
    "gitea": "exporter.destinations.trackers.gitea:Gitea",
    "jira": "exporter.destinations.trackers.jira:Jira",
    "redmine": "exporter.destinations.trackers.redmine:Redmine",
    "caldav": "exporter.destinations.calendars.caldav:CalDav",
    "memory": "exporter.destinations.memory:Memory",
}


def kinds() -> dict[str, str]:
    """Every known kind → where its class stands; built-in ones win over a package that takes the same name."""
    return {**{point.name: point.value for point in entry_points(group=GROUP)}, **BUILT_IN}


def destination_class(kind: str) -> type[Destination]:
    """The class of a kind.

    Raises:
        ConfigError: no such kind.
    """
    known = BUILT_IN if kind in BUILT_IN else kinds()  # looking through every installed package takes a while
    if kind not in known:
        near = get_close_matches(kind, known, n=1)
        raise ConfigError(
            "{kind} is not a kind of destination",
            hint="Did you mean {near}? Known kinds: {known}." if near else "Known kinds: {known}.",
            kind=kind,
            near=next(iter(near), ""),
            known=", ".join(sorted(known)),
        )
    module, _, name = known[kind].partition(":")
    found = getattr(import_module(module), name)
    assert isinstance(found, type)  # noqa: S101  a wrong entry point is its package's bug
    assert issubclass(found, Destination)  # noqa: S101
    return found
