"""Radicale and Xandikos as processes of their own on free loopback ports, each with one user, alice."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from requests.auth import HTTPBasicAuth

from tests.live.pip import install

PACKAGES = ("radicale==3.9.0", "xandikos==0.4.10", "vdirsyncer==0.21.0")
USER, PASSWORD = "alice", "密码 pass:word"
COMMIT = (
    "import sys; from dulwich import porcelain as p; p.add(sys.argv[1], [sys.argv[2]]); p.commit(sys.argv[1], b'x')"
)


@dataclass
class CalendarServer:
    """A running server. `home` is where alice's calendars are made, `folder` where they lie on the disk."""

    name: str
    url: str
    home: str
    folder: Path
    programs: Path

    def place_beside(self, calendar: str, name: str, data: bytes) -> None:
        """Put a file where the server keeps a calendar, as a restored backup would."""
        folder = self.folder / calendar
        (folder / name).write_bytes(data)
        if self.name == "xandikos":
            words = [str(self.programs / "python"), "-c", COMMIT, str(folder), str(folder / name)]
            subprocess.run(words, check=True, capture_output=True)


@contextmanager
def running(name: str, folder: Path, *, tls: tuple[Path, Path] | None = None) -> Iterator[CalendarServer]:
    """Start `radicale` or `xandikos`; stopped by its own process when done. `tls`: certificate and key."""
    programs = install("caldav", *PACKAGES)
    port = _free_port()
    begin = _radicale if name == "radicale" else _xandikos
    words, data = begin(folder, port, tls)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([str(programs / words[0]), *words[1:]], stdout=log, stderr=log)
    url = f"{'https' if tls else 'http'}://{'localhost' if tls else '127.0.0.1'}:{port}"
    try:
        _wait(port, process, folder / "log")
        if name == "radicale":  # it makes the principal when its user is first seen
            requests.request(
                "PROPFIND",
                f"{url}/{USER}/",
                auth=HTTPBasicAuth(USER.encode(), PASSWORD.encode()),
                verify=str(tls[0].with_name("ca.pem")) if tls else True,
                timeout=20,
            ).raise_for_status()
        yield CalendarServer(
            name, url, f"{url}{'/alice/' if name == 'radicale' else '/alice/calendars/'}", data, programs
        )
    finally:
        process.terminate()
        process.wait(20)


def _radicale(folder: Path, port: int, tls: tuple[Path, Path] | None) -> tuple[list[str], Path]:
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    secure = f"ssl = True\ncertificate = {tls[0]}\nkey = {tls[1]}\n" if tls else ""
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n{secure}"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[rights]\ntype = owner_only\n[storage]\nfilesystem_folder = {folder / 'data'}\n[logging]\nlevel = warning\n",
        encoding="utf-8",
    )
    return ["radicale", "-C", str(folder / "config")], folder / "data" / "collection-root" / USER


def _xandikos(folder: Path, port: int, tls: tuple[Path, Path] | None) -> tuple[list[str], Path]:
    assert tls is None
    data = folder / "data"
    data.mkdir()
    words = ["xandikos", "serve", "-d", str(data), "-l", "127.0.0.1", "-p", str(port), "--defaults", "--autocreate"]
    return [*words, "--current-user-principal", f"/{USER}/"], data / USER / "calendars"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)  # a real process takes real time to start
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))
