"""A loopback server that answers what it is told, faults below HTTP included."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Heard:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answer = Callable[[socket.socket], None]


@dataclass
class Scripted:
    """`answers` are given in order, the last one again and again."""

    answers: list[Answer]
    heard: list[Heard] = field(default_factory=list)
    port: int = 0
    talking: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def says(status: int, body: bytes | str = b"{}", **headers: str) -> Answer:
    """A whole answer; underscores in header names stand for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    head = {"Content-Length": str(len(content)), **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    return lambda connection: connection.sendall("\r\n".join(lines).encode() + content)


def resets(connection: socket.socket) -> None:
    """Break the connection without an answer."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def half(connection: socket.socket) -> None:
    """Promise more than is sent."""
    connection.sendall(b'HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n{"a":')
    connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def scripted(*answers: Answer) -> Iterator[Scripted]:
    """Run it on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Scripted(list(answers), port=listener.getsockname()[1])
    thread = threading.Thread(target=_serve, args=(listener, server))
    thread.start()
    try:
        yield server
    finally:
        for open_one in (listener, *server.talking):
            with suppress(OSError):
                open_one.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _serve(listener: socket.socket, server: Scripted) -> None:
    while True:
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        server.talking.append(connection)
        with connection, suppress(OSError):
            _talk(connection, server)


def _talk(connection: socket.socket, server: Scripted) -> None:
    with connection.makefile("rb") as stream:
        while line := stream.readline():
            method, path, _version = line.decode().split()
            headers = {}
            while (head := stream.readline().decode().strip()) != "":
                name, _, value = head.partition(": ")
                headers[name.lower()] = value
            body = stream.read(int(headers.get("content-length", "0")))
            server.heard.append(Heard(method, path, headers, body))
            answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
            answer(connection)
