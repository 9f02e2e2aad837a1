"""What exporter.toml may say: secrets kept elsewhere, known keys, values that fit their kind."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from exporter import schema
from exporter.destinations.contract import Destination
from exporter.destinations.registry import destination_class
from exporter.errors import ConfigError
from exporter.problem import Problem
from exporter.secrets import has_login, is_secret_key, secret_from
from exporter.toml_places import Path as Keys
from exporter.toml_places import line_of

_MISSING = "the field {field} is missing"
"""Told last: most often a key is missing because it is misspelt."""


def check_config(data: Mapping[str, Any], text: str, file: Path) -> None:
    """Check the whole file; `text` is what it was parsed from.

    Raises:
        ConfigError: the first thing that is wrong, with its line, and how many more there are.
    """
    places = _Places(text, file)
    _refuse_plain_secrets(data, (), places)
    _refuse(schema.problems("config", data), (), places)
    destinations = data.get("destinations", {})
    for name, options in destinations.items():
        _check_destination(name, options, places)
    _refuse_doubles(destinations, places)


class _Places:
    """File and line of a key, as people read it."""

    def __init__(self, text: str, file: Path) -> None:
        self.text = text
        self.file = file

    def of(self, keys: Keys) -> str:
        return self.problem(Problem("/" + "/".join(keys), None, "")).place

    def problem(self, problem: Problem) -> Problem:
        keys = tuple(step.replace("~1", "/").replace("~0", "~") for step in problem.pointer.split("/")[1:])
        return problem.at(str(self.file), line_of(self.text, keys))


def _refuse_plain_secrets(value: Any, keys: Keys, places: _Places) -> None:
    """Before anything else, so that no later sentence can quote one."""
    if has_login(value):
        raise ConfigError(
            "this address holds a password",
            where=places.of(keys),
            hint="Leave name and password out of the address and give them as `user` and `password`.",
        )
    if isinstance(value, list):
        for item in value:
            _refuse_plain_secrets(item, keys, places)
    if not isinstance(value, Mapping):
        return
    for key, inner in value.items():
        if is_secret_key(key) and len(keys) > 0 and keys[0] == "destinations":
            _check_secret(inner, (*keys, key), places)
        else:
            _refuse_plain_secrets(inner, (*keys, key), places)


def _check_secret(value: Any, keys: Keys, places: _Places) -> None:
    if secret_from(value, keys[-1]) is not None:
        return
    what = (
        "a secret does not belong in this file"
        if not isinstance(value, Mapping)
        else "this does not say where the secret is kept"
    )
    raise ConfigError(
        what,
        where=places.of(keys),
        hint=(
            'Keep it elsewhere and write one of: {key} = {{ env = "NAME" }} for an environment variable, '
            '{key} = {{ command = ["pass", "show", "x"] }} for a command that prints it, '
            '{key} = {{ keyring = "exporter" }} for the system\'s keyring.'
        ),
        key=keys[-1],
    )


def _check_destination(name: str, options: Mapping[str, Any], places: _Places) -> None:
    keys = ("destinations", name)
    try:
        cls = destination_class(options["kind"])
    except ConfigError as error:
        raise ConfigError(error.what, where=places.of((*keys, "kind")), hint=error.hint, **error.values) from None
    _refuse(_option_problems(cls, options), keys, places)
    if options.get("pace") == "off" and not _on_this_machine(options.get("url")):
        raise ConfigError(
            "pauses may only be turned off for a server on this machine",
            where=places.of((*keys, "pace")),
            hint="Remove the line `pace`.",
        )


def _option_problems(cls: type[Destination], options: Mapping[str, Any]) -> list[Problem]:
    """The destination's own keys; its secrets have been looked at already."""
    common = schema.schema("config")["$defs"]["destination"]["properties"]
    own = {key: {} if is_secret_key(key) else allowed for key, allowed in cls.options_schema.items()}
    return schema.problems_against(
        {
            "type": "object",
            "properties": {**common, **own},
            "required": list(cls.required_options),
            "additionalProperties": False,
        },
        options,
    )


def _refuse(problems: list[Problem], inside: Keys, places: _Places) -> None:
    """Raise the problem that stands first in the file."""
    if not problems:
        return
    prefix = "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in inside)
    placed = [places.problem(Problem(prefix + each.pointer, each.value, each.what, each.values)) for each in problems]
    first = min(placed, key=lambda each: (each.what == _MISSING, each.line or 0, each.pointer))
    raise ConfigError(
        first.what,
        where=first.place,
        hint="There is more to mend in this file: {more}." if len(placed) > 1 else None,
        **{**first.values, "more": len(placed) - 1},
    )


def _refuse_doubles(destinations: Mapping[str, Mapping[str, Any]], places: _Places) -> None:
    """Two names for one place would write over each other."""
    for name, other in _doubles(destinations):
        raise ConfigError(
            "{name} and {other} are the same place",
            where=places.of(("destinations", other)),
            hint="Remove one of them.",
            name=name,
            other=other,
        )


def _doubles(destinations: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    seen: dict[tuple[Any, ...], str] = {}
    for name, options in destinations.items():
        target = tuple(options.get(key) for key in ("kind", "path", "url", "repo", "project", "component", "calendar"))
        if any(part is not None for part in target[1:]):
            if target in seen:
                yield seen[target], name
            seen.setdefault(target, name)


def _on_this_machine(url: Any) -> bool:
    host = (urlsplit(url).hostname or "") if isinstance(url, str) else ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
