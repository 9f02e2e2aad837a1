"""Who may come in: whoever holds the link, from this machine, on a page of ours.

The link's token opens once and is exchanged for a cookie, so that an address left in a history or a list of processes
opens nothing. Host is checked against rebound names, Origin and Sec-Fetch-Site against forms on other pages: to a
browser every port of this machine is the same site, so SameSite alone would not keep them out.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

COOKIE_BYTES = 32
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every answer. Referrer-Policy is not no-referrer, for then a browser sends our own forms with Origin: null."""
_ALIKE = {"same-origin", "none"}
"""Sec-Fetch-Site of our own pages, and of an address that a person typed."""


def _secret() -> str:
    return secrets.token_urlsafe(COOKIE_BYTES)


@dataclass(slots=True)
class Gate:
    """One run's keys; both are forgotten with the process."""

    port: int
    token: str = field(default_factory=_secret)
    cookie: str = field(default_factory=_secret)
    used: bool = False

    @property
    def url(self) -> str:
        """The link for the person who started this."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    @property
    def cookie_name(self) -> str:
        """One for each port: cookies do not tell ports apart."""
        return f"exporter-review-{self.port}"

    def knows_host(self, host: str) -> bool:
        """Whether a request names this very server."""
        return host in {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}

    def is_own(self, origin: str | None, host: str, site: str | None) -> bool:
        """Whether a form was sent by one of our own pages; a browser always says where a form comes from."""
        return origin == f"http://{host}" and (site is None or site == "same-origin")

    def may_read(self, site: str | None) -> bool:
        """Whether a page may be asked for: not by another one."""
        return site is None or site in _ALIKE

    def opens(self, token: str) -> bool:
        """Whether the token is the right one and was not used before; it is used then."""
        if self.used or not secrets.compare_digest(token.encode(), self.token.encode()):
            return False
        self.used = True
        return True

    def holds(self, cookie: str) -> bool:
        """Whether somebody has come in before."""
        return secrets.compare_digest(cookie.encode(), self.cookie.encode())
