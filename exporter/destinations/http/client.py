"""The client: one method that sends a request and either returns a reply or raises what certainly happened.

not sent (refused, unknown host)      tried again, then Unreachable
429, 403 for limits                   not carried out: waited for, then sent again
401, 403                              NotAllowed
404, 410                              Missing
409, 412                              Changed
other 4xx                             Refused, with the server's own reason
5xx, reset, silence, half an answer   a read is tried again, then Unreachable; a write is OutcomeUnknown, not repeated
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from exporter.clock import Clock
from exporter.destinations.http.address import checked_address, same_origin
from exporter.destinations.http.echo import Echo
from exporter.destinations.http.limits import is_limited, reason_for, wait_for
from exporter.destinations.http.pace import Pace
from exporter.destinations.http.reason import reason_of, redacted
from exporter.destinations.http.transport import Reply, Request, Transport, new_session
from exporter.errors import Changed, ExporterError, Missing, NotAllowed, OutcomeUnknown, Refused, Unreachable

if TYPE_CHECKING:
    from requests.auth import AuthBase

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
TRIES = 4
BACK_OFF = 1.0
"""Seconds before a request is tried again; doubled each time."""
MOST_REDIRECTS = 5
_MOVED = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_FAULT = 500
_ERRORS: dict[int, type[ExporterError]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: Missing,
    410: Missing,
    409: Changed,
    412: Changed,
}


@dataclass(slots=True)
class Http:
    """One server.

    Args:
        url: the API's root; https unless it is this machine or `insecure`.
        clock: for waits.
        authorize: gives the headers that let us in; called once, at the first request, so that a secret is fetched only
            when it is used.
        login: for servers that ask first (Basic, Digest), in place of `authorize`: gives what answers their question;
            called once, as above.
        secrets: gives words that must appear in no sentence; called after `authorize`.
        pace: of writes.
        max_wait: seconds that one request may be kept waiting in all.
        timeout: seconds to connect, and between two bytes.
        deadline: seconds for one whole answer.
        ca: file of a certificate authority, or True for the system's.
        insecure: plain http to another machine is meant.
        headers: sent with each request.
        on_wait: told the seconds before each wait, and 0 after it, to show them.
    """

    url: str
    clock: Clock
    authorize: Callable[[], Mapping[str, str]] = dict
    login: Callable[[], AuthBase] | None = None
    secrets: Callable[[], Collection[str]] = list
    pace: Pace = field(default_factory=Pace)
    max_wait: float = 600.0
    timeout: tuple[float, float] = (10.0, 60.0)
    deadline: float = 180.0
    ca: str | bool = True
    insecure: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    on_wait: Callable[[float], None] = lambda _seconds: None
    echo: Echo | None = None
    """Hears what is read while it is set."""
    _transport: Transport | None = None

    def __post_init__(self) -> None:
        """Refuse an address that would leak the secret."""
        self.url = checked_address(self.url, insecure=self.insecure)

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """GET as JSON."""
        return self.send("GET", path, params=params).json()

    def send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        data: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
        as_json: bool = True,
        follow: bool = True,
    ) -> Reply:
        """Send one request.

        Args:
            method: SAFE ones are repeated; others never, once they may have been carried out.
            path: below the server's url, or a whole address on the same server.
            params: of the query.
            data: sent as JSON.
            body: sent as it is, instead of `data`.
            headers: beside the client's own.
            accept: statuses that are answers here and no errors, beside every 2xx and 304.
            as_json: whether a body must be JSON.
            follow: whether to go where the server sends us, on the same server.

        Raises:
            NotAllowed, Missing, Changed, Refused, OutcomeUnknown, Unreachable: see the module.
        """
        sent = {**self.headers, **(headers or {})}
        if data is not None:
            body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
            sent.setdefault("Content-Type", "application/json")
        request = Request(method, self._whole(path), params, body, sent, as_json, follow, self.echo)
        reply = self._patient(request)
        if self.echo and reply.ok:
            self.echo.hear(reply.content)
        if reply.ok or reply.status == _UNCHANGED or reply.status in accept:
            return reply
        raise self._error(request, reply)

    def close(self) -> None:
        """Close the connections."""
        if self._transport:
            self._transport.session.close()
            self._transport = None

    def _patient(self, request: Request) -> Reply:
        """Wait for limits and follow redirects on the same server."""
        waited, refusals, moves = 0.0, 0, 0
        while True:
            if request.method not in SAFE:
                waited = self._wait(self.pace.delay(self._now()), waited)
                self.pace.record(self._now())
            reply, waited = self._steady(request, waited)
            if not reply.ok and is_limited(reply.status, reply.headers, reply.text):
                refusals += 1
                seconds = wait_for(reply.headers, self.clock.now(), refusals)
                waited = self._wait(seconds, waited, redacted(reason_for(reply.headers), self.secrets()))
            elif request.follow and reply.status in _MOVED and "Location" in reply.headers and moves < MOST_REDIRECTS:
                moves += 1
                request = self._moved(request, reply)
            else:
                return reply

    def _steady(self, request: Request, waited: float) -> tuple[Reply, float]:
        """Try again what certainly was not sent, and reads whose answer was lost."""
        for attempt in range(1, TRIES + 1):
            try:
                reply = self._connection().exchange(request)
            except (Unreachable, OutcomeUnknown) as error:
                if isinstance(error, OutcomeUnknown) and request.method not in SAFE:
                    raise
                if attempt == TRIES:
                    raise Unreachable(error.what, hint=error.hint, **error.values) from error
            else:
                if reply.status < _FAULT or request.method not in SAFE or attempt == TRIES:
                    return reply, waited
            waited = self._wait(BACK_OFF * 2 ** (attempt - 1), waited)
        raise AssertionError  # the last attempt returned or raised

    def _connection(self) -> Transport:
        if self._transport is None:
            session = new_session(self.ca)
            session.headers.update(self.authorize())
            if self.login:
                session.auth = self.login()
            self._transport = Transport(session, self.timeout, self.deadline)
        return self._transport

    def _wait(self, seconds: float, waited: float, reason: str = "") -> float:
        """Sleep, if patience allows; returns the seconds waited for this request so far."""
        if seconds <= 0:
            return waited
        if waited + seconds > self.max_wait:
            sentence = "{host} asks to wait {seconds} s, longer than --max-wait allows"
            if reason:
                sentence = "{host} asks to wait {seconds} s ({reason}), longer than --max-wait allows"
            hint = "Run again later: what was done stays done."
            raise Unreachable(sentence, hint=hint, host=self._host(), seconds=round(seconds), reason=reason)
        self.on_wait(seconds)
        try:
            self.clock.sleep(seconds)
        finally:
            self.on_wait(0)
        return waited + seconds

    def _moved(self, request: Request, reply: Reply) -> Request:
        target = urljoin(reply.url, reply.headers["Location"])
        self._require_home(target)
        if redacted(target, self.secrets()) != target:  # an address is logged on its way, here and there
            raise Refused("{host} sends us on to an address that holds the secret", host=self._host())
        if request.method not in SAFE and reply.status not in {307, 308}:
            raise Refused(
                "{host} has moved to {target}",
                hint="Write the new address into exporter.toml.",
                host=self._host(),
                target=target,
            )
        return replace(request, url=target, params=None)

    def _error(self, request: Request, reply: Reply) -> ExporterError:
        values: dict[str, Any] = {
            "host": self._host(),
            "status": reply.status,
            "reason": reason_of(reply.text, request.method, self.secrets()),
        }
        if reply.status >= _FAULT:
            kind = Unreachable if request.method in SAFE else OutcomeUnknown
            return kind("{host} has a fault of its own ({status}: {reason})", hint="Run again later.", **values)
        kinds = _ERRORS.get(reply.status, Refused)
        hints: dict[type[ExporterError], str] = {
            NotAllowed: "Check the token and its rights.",
            Missing: "Check the address, the project's name and the token's rights.",
        }
        return kinds("{host} refused ({status}: {reason})", hint=hints.get(kinds), **values)

    def _whole(self, path: str) -> str:
        if path.startswith(("http://", "https://")):
            self._require_home(path)
            return path
        return f"{self.url}/{path.lstrip('/')}"

    def _require_home(self, url: str) -> None:
        if not same_origin(url, self.url):
            raise Refused(
                "{host} sends us on to {other}, and the token does not go there",
                hint="If that is the right server, write its address into exporter.toml.",
                host=self._host(),
                other=urlsplit(url).netloc.rpartition("@")[2],
            )

    def _host(self) -> str:
        return urlsplit(self.url).netloc

    def _now(self) -> float:
        return self.clock.now().timestamp()
