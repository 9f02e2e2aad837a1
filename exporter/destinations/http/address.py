"""Where requests may go: https, or this machine, or what somebody called insecure on purpose."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from exporter.errors import ConfigError


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_address(url: str, *, insecure: bool = False) -> str:
    """The address of a server, without its last slash.

    Raises:
        ConfigError: it is no address, carries a password, or would send a secret in plain text.
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigError(
            "{url} is not the address of a server", hint="Write it in full: https://host/path.", url=_without_login(url)
        )
    if parts.username or parts.password:
        raise ConfigError(
            "the address {url} carries a password",
            hint="Put user and password into keys of their own.",
            url=_without_login(url),
        )
    if parts.scheme == "http" and not insecure and not is_loopback(parts.hostname):
        raise ConfigError(
            "{url} would send the token in plain text",
            hint="Use https, or say `insecure = true` if you trust every machine on the way.",
            url=url,
        )
    return url.strip().rstrip("/")


def same_origin(one: str, other: str) -> bool:
    """Whether two addresses are one server: scheme, host and port."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _without_login(url: str) -> str:
    head, at, tail = url.rpartition("@")
    return f"{head.partition('://')[0]}://{tail}" if at else url
