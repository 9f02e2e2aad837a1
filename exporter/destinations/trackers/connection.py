"""The keys of exporter.toml that every tracker on the web has, and the client made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exporter.destinations.contract import Setup
from exporter.destinations.http import Http
from exporter.destinations.http.options import WEB, Entrance, open_client
from exporter.errors import ConfigError
from exporter.secrets import Secret

OPTIONS: Mapping[str, Any] = {
    "url": {
        "title": "Address 地址",
        "description": "The root of the server's API, in full.",
        "type": "string",
        "minLength": 1,
    },
    "token": {
        "title": "Token 令牌",
        "description": "Where the access token is kept.",
        "type": "object",
    },
    **WEB,
}


def connect(
    setup: Setup,
    url: str,
    authorize: Callable[[str], Mapping[str, str]],
    *,
    rules: Sequence[tuple[int, float]] = (),
    gap: float = 0.0,
    headers: Mapping[str, str] | None = None,
) -> Http:
    """A client for `url`; touches no network.

    Args:
        setup: whose options are read.
        url: the API's root; may be the kind's default.
        authorize: token → the headers that carry it. Without a token in exporter.toml, none are sent.
        rules: writes a number of seconds, as in Pace.
        gap: seconds between two writes.
        headers: sent with each request.

    Raises:
        ConfigError: the address cannot be used.
    """
    secret: Secret | None = setup.options.get("token")
    revealed: list[str] = []

    def enter() -> Mapping[str, str]:
        if secret is None:
            return {}
        token = secret.reveal()
        if not (token.isascii() and token.isprintable()):
            raise ConfigError(
                "the token of {destination} holds a sign that no token can hold",
                hint="Copy it once more, without anything before or after it.",
                destination=setup.name,
            )
        sent = authorize(token)
        revealed[:] = [*(value.rpartition(" ")[2] for value in sent.values()), token]  # as it travels, and as it is
        return sent

    entrance = Entrance(authorize=enter, secrets=lambda: revealed)
    return open_client(setup, url, entrance, rules=rules, gap=gap, headers=headers)


def api_root(url: str, path: str) -> str:
    """The root of an API: people write a server's address with or without it."""
    url = url.strip().rstrip("/")
    return url if url.endswith(path) else url + path
