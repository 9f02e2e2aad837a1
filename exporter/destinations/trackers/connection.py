"""The keys of exporter.toml that every tracker on the web has, and the client made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exporter.destinations.contract import Setup
from exporter.destinations.http import Http, Pace, shared_pace
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
    "ca": {
        "title": "Certificate authority 证书",
        "description": "File of the certificate authority, where the server has one of its own.",
        "type": "string",
        "minLength": 1,
    },
    "insecure": {
        "title": "Plain http 明文传输",
        "description": "true allows plain http to another machine; the token can then be read on the way.",
        "type": "boolean",
    },
    "max_wait": {
        "title": "Longest wait 最长等待",
        "description": "Seconds that one request may be kept waiting for the server's limits.",
        "type": "number",
        "minimum": 0,
    },
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
    options = setup.options
    secret: Secret | None = options.get("token")
    revealed: list[str] = []

    def enter() -> Mapping[str, str]:
        if secret is None:
            return {}
        revealed[:] = [secret.reveal()]
        return authorize(revealed[0])

    off = options.get("pace") == "off"
    return Http(
        url,
        setup.clock,
        authorize=enter,
        secrets=lambda: revealed,
        pace=Pace() if off else shared_pace(url, setup.clock, rules, gap),
        max_wait=float(options.get("max_wait", 600.0)),
        ca=str(setup.folder / Path(options["ca"]).expanduser()) if "ca" in options else True,
        insecure=bool(options.get("insecure", False)),
        headers=headers or {},
    )


def api_root(url: str, path: str) -> str:
    """The root of an API: people write a server's address with or without it."""
    url = url.strip().rstrip("/")
    return url if url.endswith(path) else url + path
