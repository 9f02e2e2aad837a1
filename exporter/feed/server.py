"""The server: the standard library's, with a bound on how many connections there are and how long each may last.

One connection is one request. Nothing a client sends is logged, for the address may be the secret.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer
from typing import Any
from urllib.parse import quote

from exporter.errors import NotAllowed, OutputError
from exporter.feed.answer import Answer, answer, refusal
from exporter.feed.shelf import Shelf
from exporter.wording import Language

_BUSY = b"HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_GLANCE = 0.05
"""Seconds for a client that is sent away; the others wait meanwhile."""
_ROOM = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """How much clients may take."""

    connections: int = 64
    """At one time; further ones are told to come again."""
    silence: float = 10.0
    """Seconds a client may keep us waiting between two bytes."""
    lifetime: float = 60.0
    """Seconds one connection may last, however fast it drips."""


class Feed(ThreadingHTTPServer):
    """Hands out a shelf. `serve_forever` until `shutdown` or Ctrl-C, then `server_close`."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(
        self,
        address: tuple[str, int],
        shelf: Shelf,
        *,
        secret: str = "",
        language: Language = "zh",
        limits: Limits | None = None,
    ) -> None:
        self.shelf = shelf
        self.secret = secret
        self.language = language
        self.limits = limits or Limits()
        self._free = threading.BoundedSemaphore(self.limits.connections)
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)

    @property
    def url(self) -> str:
        """The index page."""
        host, port = self.server_address[:2]
        shown = f"[{host!s}]" if self.address_family is socket.AF_INET6 else str(host)
        return f"http://{shown}:{port}/" + (f"{quote(self.secret, safe='')}/" if self.secret else "")

    def process_request(self, request: Any, client_address: Any) -> None:
        """One thread a connection, and no more of them than there may be."""
        if not self._free.acquire(blocking=False):
            with suppress(OSError):
                request.settimeout(_GLANCE)
                request.sendall(_BUSY)
                request.recv(_ROOM)  # closing over what was not read would reset the line, and the answer be lost
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:  # no thread could be started
            self._free.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """With an end to it: a client that drips is cut off."""
        end = threading.Timer(self.limits.lifetime, _cut, (request,))
        end.daemon = True
        end.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            end.cancel()
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def version_string(self) -> str:
        """Nothing that would tell which weaknesses to look for."""
        return "exporter"

    def setup(self) -> None:
        super().setup()
        self.connection.settimeout(self._feed.limits.silence)

    @property
    def _feed(self) -> Feed:
        server: BaseServer = self.server
        assert isinstance(server, Feed)  # noqa: S101  only Feed makes handlers
        return server

    def do_GET(self) -> None:
        self._give(self._found())

    def do_HEAD(self) -> None:
        self._give(self._found(), body=False)

    def _refuse(self) -> None:
        self._give(refusal())

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _refuse  # noqa: N815  named by the standard library

    def _found(self) -> Answer:
        feed = self._feed
        return answer(feed.shelf, self.path, self.headers, secret=feed.secret, language=feed.language)

    def _give(self, found: Answer, *, body: bool = True) -> None:
        self.close_connection = True
        self.send_response(found.status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        if found.status != 304:  # noqa: PLR2004  not modified: there is no body to measure
            self.send_header("Content-Length", str(len(found.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if body and found.status != 304:  # noqa: PLR2004  as above
            self.wfile.write(found.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the signature is the standard library's
        """Nothing."""


def open_feed(host: str, port: int, shelf: Shelf, *, secret: str = "", language: Language = "zh") -> Feed:
    """Listen; port 0 takes a free one.

    Raises:
        NotAllowed: such a port is not for us.
        OutputError: somebody else listens there, or this machine has no such address.
    """
    with listening(host, port):
        return Feed((host, port), shelf, secret=secret, language=language)


@contextmanager
def listening(host: str, port: int) -> Iterator[None]:
    """Say in our words why nobody can listen there.

    Raises:
        NotAllowed, OutputError: as `open_feed`.
    """
    try:
        yield
    except PermissionError as error:
        raise NotAllowed("port {port} may not be used", hint="Choose one above 1023 with --port.", port=port) from error
    except (OSError, OverflowError) as error:
        raise OutputError(
            "nobody can be served at {host}, port {port} ({reason})",
            hint="Choose another with --host or --port.",
            host=host,
            port=port,
            reason=getattr(error, "strerror", None) or error,
        ) from error


def _cut(request: socket.socket) -> None:
    with suppress(OSError):
        request.shutdown(socket.SHUT_RDWR)
