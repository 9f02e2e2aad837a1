"""Installing what live tests need; why it cannot be had is a reason to skip."""

from __future__ import annotations

import subprocess


class NotInstalled(Exception):
    """Why a package cannot be had here."""


def install_with(tool: str, words: list[str]) -> None:
    """Run an installer.

    Raises:
        NotInstalled: in one line, why it failed.
    """
    try:
        ran = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(str(error)) from error
    if ran.returncode != 0:
        reason = (ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"])[-1]
        raise NotInstalled(f"{tool} could not install {words[-1]}: {reason}")
