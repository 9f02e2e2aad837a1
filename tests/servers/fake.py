"""A stateful server on a free loopback port: routes are methods, state is attributes, everything asked is kept.

    class Tracker(Fake):
        @route("GET", "/issues/(?P<number>[0-9]+)")
        def issue(self, asked: Asked, number: str) -> Given:
            return Given(200, self.issues[int(number)])

    with serving(Tracker()) as server:
        requests.get(server.url + "/issues/1")

One request is answered at a time, so a fake needs no locks of its own. The class attribute `root` stands before paths.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

F = TypeVar("F", bound="Fake")


@dataclass(frozen=True)
class Asked:
    """One request. `path` is decoded, `target` is not; `body` is what its JSON says, None where there is none."""

    method: str
    path: str
    query: dict[str, str]
    headers: Message
    content: bytes = b""
    target: str = ""

    @property
    def body(self) -> Any:
        return json.loads(self.content) if self.content else None


@dataclass(frozen=True)
class Given:
    """One answer; `body` is sent as JSON unless it is bytes."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[..., Given]


def route(method: str, path: str) -> Callable[[Answer], Answer]:
    """Answers requests whose decoded path, below the root, matches the whole expression."""

    def mark(function: Answer) -> Answer:
        marks = getattr(function, "routes", ())
        function.routes = (*marks, (method, re.compile(path)))  # type: ignore[attr-defined]
        return function

    return mark


class Fake:
    """Subclass it. `before` may answer in place of a route, for faults; `pause`: seconds before each answer."""

    root: ClassVar[str] = ""

    def __init__(self) -> None:
        self.url = ""
        self.pause = 0.0
        self.asked: list[Asked] = []
        self.given: list[Given] = []
        self.before: Callable[[Asked], Given | None] = lambda _asked: None
        self._routes = [
            (*each, getattr(self, name))
            for name in dir(type(self))
            for each in getattr(getattr(type(self), name), "routes", ())
        ]

    def answer(self, asked: Asked) -> Given:
        """Find the route; an unknown path is 404, as everywhere."""
        given = self.before(asked) or self._by_route(asked)
        self.asked.append(asked)
        self.given.append(given)
        return given

    def _by_route(self, asked: Asked) -> Given:
        for method, path, function in self._routes:
            found = path.fullmatch(asked.path.removeprefix(self.root)) if asked.path.startswith(self.root) else None
            if found and method == asked.method:
                given: Given = function(asked, **found.groupdict())
                return given
        return Given(404, {"message": "Not Found"})

    def writes(self) -> list[Asked]:
        """Everything asked that was no reading."""
        return [asked for asked in self.asked if asked.method != "GET"]


@contextmanager
def serving(fake: F) -> Iterator[F]:
    """Run it; its `url`, root included, is set while it runs."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # head and body leave together

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            asked = Asked(self.command, unquote(parts.path), query, self.headers, content, self.path)
            time.sleep(fake.pause)
            with lock:
                given = fake.answer(asked)
            self._send(given)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815  names that http.server asks for
        do_PROPFIND = do_REPORT = do_MKCALENDAR = _serve  # noqa: N815  as above

        def _send(self, given: Given) -> None:
            raw = isinstance(given.body, bytes)
            body = given.body if raw else b"" if given.body is None else json.dumps(given.body).encode()
            self.send_response(given.status)
            self.send_header("Content-Length", str(len(body)))
            if not raw:
                self.send_header("Content-Type", "application/json; charset=utf-8")
            for name, value in given.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}{fake.root}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
