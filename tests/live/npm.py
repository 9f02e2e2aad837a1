"""npm packages for live tests, each installed once into .tools/node, in a folder of its own."""

from __future__ import annotations

import shutil
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from tests.live.installing import NotInstalled, install_with

NpmTool = Callable[[str], Path]
"""`npm_tool("backlog.md@1.52.0")` → the folder `node_modules` in which that package and its programs stand.

`npm_data("@octokit/openapi@23")` → the folder of that package alone.
"""
FOLDER = Path(__file__).parents[2] / ".tools" / "node"
_FAILED = FOLDER / ".failed"
_FRESH = 600.0
"""Seconds for which a failure of npm is taken to last."""


def install(package: str) -> Path:
    """The `node_modules` of a package, installed now if it is not yet; safe with several test processes."""
    return _once(package, _with_all_it_needs) / "node_modules"


def unpack(package: str) -> Path:
    """The folder of a package that holds only data: nothing that it needs is fetched."""
    return _once(package, _alone) / "package"


def _once(package: str, fetch: Callable[[str, str, Path], None]) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotInstalled("node and npm are not installed")
    home = FOLDER / package.lstrip("@").replace("/", "-")
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(str(home) + ".lock"):
        if not (home / ".installed").is_file():
            _refuse_again()
            try:
                fetch(npm, package, home)
            except NotInstalled as error:
                _FAILED.write_text(str(error), encoding="utf-8")
                raise
            (home / ".installed").touch()
    return home


def _with_all_it_needs(npm: str, package: str, home: Path) -> None:
    install_with("npm", [npm, "install", "--prefix", str(home), "--no-save", "--no-audit", "--no-fund", package])


def _alone(npm: str, package: str, home: Path) -> None:
    install_with("npm", [npm, "pack", "--silent", "--pack-destination", str(home), package])
    with tarfile.open(next(home.glob("*.tgz"))) as archive:
        for each in archive:
            content = archive.extractfile(each) if each.isfile() else None
            if content:
                file = home / each.name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.read())


def _refuse_again() -> None:
    """Where npm has just failed it would only take its minute of retries once more."""
    if _FAILED.is_file() and time.time() - _FAILED.stat().st_mtime < _FRESH:
        raise NotInstalled(_FAILED.read_text(encoding="utf-8"))
