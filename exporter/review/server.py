"""The server: waitress on this machine's loopback, with threads for one person."""

from __future__ import annotations

import socket
from typing import Any

from exporter.clock import Clock
from exporter.config import Config
from exporter.feed.server import listening
from exporter.review.desk import Desk
from exporter.review.gate import Gate
from exporter.review.site import LARGEST, site
from exporter.wording import Language

HOST = "127.0.0.1"
_THREADS = 4


class Review:
    """Serves a plan's review until `close`; `url` is the link that opens it once."""

    def __init__(self, config: Config, clock: Clock, *, port: int, language: Language) -> None:
        from waitress import create_server  # noqa: PLC0415  the extra `review`

        with listening(HOST, port):
            listener = socket.create_server((HOST, port))
        self._gate = Gate(listener.getsockname()[1])
        self.site = site(Desk(config, clock), self._gate, language)
        self._server: Any = create_server(
            self.site, sockets=[listener], threads=_THREADS, max_request_body_size=LARGEST, ident="exporter"
        )

    @property
    def url(self) -> str:
        """The link for the person who started this."""
        return self._gate.url

    def run(self) -> None:
        """Serve until Ctrl-C or `close`."""
        self._server.run()

    def close(self) -> None:
        """Listen no more; may be called from another thread."""
        self._server.close()
