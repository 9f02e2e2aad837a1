"""Programs from PyPI for live tests, in an environment of their own below .tools, so that ours stays lean."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from tests.live.installing import NotInstalled, install_with

FOLDER = Path(__file__).parents[2] / ".tools" / "pip"


def install(name: str, *packages: str) -> Path:
    """The `bin` folder of an environment with these packages, made now if it is not yet; many processes may ask."""
    home = FOLDER / name
    home.mkdir(parents=True, exist_ok=True)
    done = home / ".installed"
    with FileLock(str(home) + ".lock"):
        if not done.is_file() or done.read_text(encoding="utf-8") != " ".join(packages):
            install_with("pip", [sys.executable, "-m", "venv", "--clear", "--without-pip", str(home)])
            install_with(
                "pip",
                [*_pip(), "--python", str(home / "bin" / "python"), "install", "--quiet", "--no-compile", *packages],
            )
            done.write_text(" ".join(packages), encoding="utf-8")
    return home / "bin"


def _pip() -> list[str]:
    """A pip that works; the environment that runs the tests may have none."""
    for python in (sys.executable, shutil.which("python3")):
        words = [str(python), "-m", "pip"]
        if python and subprocess.run([*words, "--version"], capture_output=True, check=False).returncode == 0:
            return words
    raise NotInstalled("pip is not installed")
