"""A loopback proxy that stands in front of a server and goes wrong in every way a network can.

Each request draws one fault from `faults`. Some happen before the server has seen the request, some after it has
carried it out: only the second kind makes duplicates. "connection refused" takes the proxy away until `come_back`; a
dropped field reaches the server without anybody being told.
"""

from __future__ import annotations

import http.client
import json
import random
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

BEFORE = ("reset before", "connection refused", "429", "429 without a word", "503 before", "401")
AFTER = ("reset after", "500 after", "502 after", "503 after", "half an answer", "html", "truncated json", "slow drip")
LISTS = ("lagging list",)
DROPS = ("field dropped",)
ALL = (*BEFORE, *AFTER, *LISTS, *DROPS)
DROPPED = ("milestone", "due_date", "duedate", "labels", "assignees", "assignee_ids", "assignee")
"""What servers leave out in silence, for want of rights or of a field on their screen."""
_HOPS = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}


@dataclass
class Proxy:
    """`share` of the requests go wrong, by the dice of `seed`; `drawn` is what happened, in order."""

    target: str
    faults: Sequence[str] = ()
    share: float = 0.0
    seed: int = 0
    port: int = 0
    drawn: list[tuple[str, str, str]] = field(default_factory=list)
    forwarded: int = 0
    old_lists: dict[str, tuple[int, list[tuple[str, str]], bytes]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    dice: random.Random = field(default_factory=random.Random)
    server: _Server | None = None

    def __post_init__(self) -> None:
        self.dice.seed(self.seed)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{urlsplit(self.target).path}"

    def draw(self, method: str, path: str) -> str:
        """Which fault this request gets, "" for none."""
        with self.lock:
            fault = ""
            if self.faults and self.dice.random() < self.share:
                fault = self.dice.choice(self.faults)
            if (fault in LISTS and method != "GET") or (fault in DROPS and method == "GET"):
                fault = ""
            self.drawn.append((method, path, fault))
            return fault

    def come_back(self) -> None:
        """Listen, on the same port as before."""
        if self.server is None:
            self.server = _Server(self)
            self.port = self.server.server_address[1]
            threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def leave(self) -> None:
        """From now on connections are refused."""
        with self.lock:
            server, self.server = self.server, None
        if server:
            server.shutdown()
            server.server_close()


@contextmanager
def faulty(target: str) -> Iterator[Proxy]:
    """Run a proxy on a free port; it is honest until `faults` and `share` are set."""
    proxy = Proxy(target)
    proxy.come_back()
    try:
        yield proxy
    finally:
        proxy.leave()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, proxy: Proxy) -> None:
        super().__init__(("127.0.0.1", proxy.port), _Handler)
        self.proxy = proxy

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A broken connection is what we are here for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's name
        """Say nothing."""

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        proxy = self.server.proxy
        if proxy.server is not self.server:  # it has left, and this is a connection from before
            self._reset()
            return
        fault = proxy.draw(self.command, self.path)
        if fault in BEFORE:
            self._refuse(fault)
            return
        if fault == "lagging list" and self.path in proxy.old_lists:
            self._answer(*proxy.old_lists[self.path])
            return
        status, headers, content = self._forward(_without_field(body) if fault in DROPS else body)
        if self.command == "GET":
            proxy.old_lists.setdefault(self.path, (status, headers, content))
        self._spoil(fault, status, headers, content)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_REPORT = do_PROPFIND = do_MKCALENDAR = handle_any  # noqa: N815

    def _refuse(self, fault: str) -> None:
        if fault == "connection refused":
            self.server.proxy.leave()
            self._reset()
        elif fault == "reset before":
            self._reset()
        elif fault == "429":
            self._answer(429, [("Retry-After", "3")], b"{}")
        elif fault == "429 without a word":
            self._answer(429, [], b"slow down")
        elif fault == "401":
            self._answer(401, [], b'{"message": "Bad credentials"}')
        else:
            self._answer(503, [], b"busy")

    def _forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        proxy = self.server.proxy
        proxy.forwarded += 1
        parts = urlsplit(proxy.target)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        try:
            sent = {name: value for name, value in self.headers.items() if name.lower() not in _HOPS}
            sent["Host"] = self.headers.get("Host", "")
            connection.request(self.command, self.path, body or None, sent)
            response = connection.getresponse()
            here, there = (f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in (proxy.url, proxy.target))
            kept = [
                (name, value.replace(there, here))  # links to the next page lead back through us
                for name, value in response.getheaders()
                if name.lower() not in _HOPS
            ]
            return response.status, kept, response.read()
        finally:
            connection.close()

    def _spoil(self, fault: str, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        if fault == "reset after":
            self._reset()
        elif fault in {"500 after", "502 after", "503 after"}:
            self._answer(int(fault[:3]), [], b"something went wrong")
        elif fault == "html":
            self._answer(200, [("Content-Type", "text/html")], b"<html>Please log in</html>")
        elif fault == "truncated json":
            self._answer(status, headers, content[: len(content) // 2] or b"{")
        elif fault == "half an answer":
            self._half(status, content)
        elif fault == "slow drip":
            self._half(status, content[:1])
        else:
            self._answer(status, headers, content)

    def _half(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content) + 50))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()
        self.close_connection = True

    def _reset(self) -> None:
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def _without_field(body: bytes) -> bytes:
    """Without the first field of an issue that a server may drop; everything else is as it was sent."""
    sent = json.loads(body) if body else None
    if not isinstance(sent, dict):
        return body
    fields = sent["fields"] if isinstance(sent.get("fields"), dict) else sent
    name = next((name for name in DROPPED if fields.get(name)), None)
    if name is None or not {"title", "summary", "body", "description"} & fields.keys():
        return body
    del fields[name]
    return json.dumps(sent).encode()
