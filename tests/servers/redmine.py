"""Debian's Redmine on a free loopback port, with a throw-away SQLite database.

What has to be known to start it, each found by trying:

- Debian 12's installer runs into its own two versions of Bundler unless BUNDLER_VERSION names the patched one, when it
  is installed and when it runs.
- Redmine's Gemfile names no web server: a Gemfile of ours includes it and adds Puma.
- The package's own database, with its default trackers, statuses and roles, is copied and never written to.
- The server must not run as root, and reads its seed (redmine_seed.rb) as it starts: one start of Rails instead of two.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

HOME = Path("/usr/share/redmine")
DATABASE = Path("/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default")
SEED = Path(__file__).with_name("redmine_seed.rb")
PACKAGES = ("redmine", "redmine-sqlite", "puma")
ANSWERS = """redmine redmine/instances/default/dbconfig-install boolean true
redmine redmine/instances/default/database-type select sqlite3
redmine redmine/default-language select en
"""
USER = "www-data"
PATIENCE = 120.0
"""Seconds until it must answer."""


class NotAvailable(Exception):
    """Why Redmine cannot be had here."""


@dataclass(frozen=True)
class Redmine:
    """A running server and what its seed told: keys by login, ids by name."""

    url: str
    seed: Mapping[str, Any]

    def key(self, login: str) -> str:
        """The API key of a user."""
        return str(self.seed["keys"][login])


def install() -> None:
    """Install the packages, if they are not.

    Raises:
        NotAvailable: no root, no apt, no network.
    """
    if DATABASE.exists() and shutil.which("puma"):
        return
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NotAvailable("Redmine is not installed, and installing it takes apt and root")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", **_bundler()}
    _run(["apt-get", "update", "-qq"], environ, must=False)
    _run(["debconf-set-selections"], environ, said=ANSWERS)
    lock = ["-o", "DPkg::Lock::Timeout=300"]
    _run(["apt-get", *lock, "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], environ)


@contextmanager
def redmine() -> Iterator[Redmine]:
    """Run it until the block is left, in a folder that its own user can reach (a test's folder is closed to others).

    Raises:
        NotAvailable: it does not start.
    """
    with TemporaryDirectory(prefix="redmine-") as folder, _running(Path(folder)) as there:
        yield there


@contextmanager
def _running(folder: Path) -> Iterator[Redmine]:
    port = _free_port()
    _prepare(folder)
    environ = _environment(folder)
    as_user = [] if os.geteuid() else ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"]
    _run([*as_user, "bundle", "install", "--local", "--quiet"], environ)
    rack = str(folder / "config.ru")
    until_we_end = ["setpriv", "--pdeathsig", "TERM", *as_user[1:]]  # also when this process is killed
    words = [
        *until_we_end,
        "bundle",
        "exec",
        "puma",
        "-e",
        "production",
        "-t",
        "1:4",
        "-b",
        f"tcp://127.0.0.1:{port}",
        rack,
    ]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(words, env=environ, cwd=HOME, stdout=log, stderr=log, start_new_session=True)
    try:
        _wait_for(f"http://127.0.0.1:{port}/login", server, folder)
        yield Redmine(f"http://127.0.0.1:{port}", json.loads((folder / "seed.json").read_text(encoding="utf-8")))
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait(20)


def _bundler() -> dict[str, str]:
    """Debian's patched Bundler, by its version; empty where there is only one."""
    asked = ["apt-cache", "policy", "ruby-bundler"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired):
        return {}
    line = next((line for line in told.splitlines() if "Candidate:" in line), "")
    version = line.partition(":")[2].strip().partition("-")[0]
    return {"BUNDLER_VERSION": version} if version[:1].isdigit() else {}


def _prepare(folder: Path) -> None:
    shutil.copy(DATABASE, folder / "redmine.sqlite3")
    shutil.copy(SEED, folder / "seed.rb")
    (folder / "Gemfile").write_text(f"eval_gemfile '{HOME}/Gemfile'\ngem 'puma'\n", encoding="utf-8")
    lines = [
        f"require '{HOME}/config/environment'",
        "said, $stdout = $stdout, StringIO.new",
        "begin",
        f"  load '{folder}/seed.rb'",
        f"  File.write('{folder}/seed.json', $stdout.string)",
        "ensure",
        "  $stdout = said",
        "end",
        "run Rails.application",
    ]
    (folder / "config.ru").write_text("\n".join(lines), encoding="utf-8")
    if os.geteuid() == 0:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, USER, USER)


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(folder),
        "BUNDLE_GEMFILE": str(folder / "Gemfile"),
        "RAILS_ENV": "production",
        "REDMINE_INSTANCE": "default",
        "DATABASE_URL": f"sqlite3:{folder}/redmine.sqlite3",
        **_compiler(),
        **_bundler(),
    }


def _compiler() -> dict[str, str]:
    """Ruby's own, where it has one: a run of the tests takes much longer than it does to get going."""
    found = subprocess.run(["ruby", "--yjit", "-e", "1"], capture_output=True, check=False)
    return {} if found.returncode else {"RUBYOPT": "--yjit"}


def _wait_for(url: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  our own loopback address
                return
        except (URLError, OSError):
            time.sleep(0.2)
    last = (folder / "server.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
    raise NotAvailable(f"Redmine did not start: {' / '.join(last)}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(words: list[str], environ: Mapping[str, str], *, said: str | None = None, must: bool = True) -> None:
    try:
        ran = subprocess.run(
            words, env=dict(environ), input=said, capture_output=True, text=True, timeout=600, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotAvailable(str(error)) from error
    if must and ran.returncode:
        last = (ran.stderr or ran.stdout).strip().splitlines()[-1:]
        raise NotAvailable(f"{' '.join(words[:2])} failed: {''.join(last)}")
