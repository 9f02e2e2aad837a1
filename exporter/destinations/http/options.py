"""The keys of exporter.toml that everything on the web has, and the client made from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from exporter.destinations.contract import Setup
from exporter.destinations.http.client import Http
from exporter.destinations.http.pace import Pace, shared_pace

if TYPE_CHECKING:
    from requests.auth import AuthBase

WEB: Mapping[str, Any] = {
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


@dataclass(frozen=True, slots=True)
class Entrance:
    """How we are let in; see `Http` for each."""

    authorize: Callable[[], Mapping[str, str]] = dict
    login: Callable[[], AuthBase] | None = None
    secrets: Callable[[], Collection[str]] = list


def open_client(
    setup: Setup,
    url: str,
    entrance: Entrance,
    *,
    rules: Sequence[tuple[int, float]] = (),
    gap: float = 0.0,
    headers: Mapping[str, str] | None = None,
) -> Http:
    """A client for `url`; touches no network.

    Args:
        setup: whose options are read.
        url: the root of what is asked.
        entrance: how we are let in.
        rules: writes a number of seconds, as in Pace.
        gap: seconds between two writes.
        headers: sent with each request.

    Raises:
        ConfigError: the address cannot be used.
    """
    options, patience = setup.options, setup.patience
    host = urlsplit(url).hostname or url
    max_wait = options.get("max_wait", 600.0) if patience.max_wait is None else patience.max_wait
    chosen = options.get("pace")
    every = (*rules, (chosen, 60.0)) if isinstance(chosen, int) else rules  # never faster than the server's own rules
    return Http(
        url,
        setup.clock,
        authorize=entrance.authorize,
        login=entrance.login,
        secrets=entrance.secrets,
        pace=Pace() if chosen == "off" else shared_pace(url, setup.clock, every, gap),
        max_wait=float(max_wait),
        ca=str(setup.folder / Path(options["ca"]).expanduser()) if "ca" in options else True,
        insecure=bool(options.get("insecure", False)),
        headers=headers or {},
        on_wait=lambda seconds: patience.on_wait(host, seconds),
    )
