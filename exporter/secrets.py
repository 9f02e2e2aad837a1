"""Secrets are named in exporter.toml and kept elsewhere: in the environment, behind a command, in the keyring."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from exporter.errors import ConfigError

Way = Literal["env", "command", "keyring"]
WAYS: tuple[Way, ...] = ("env", "command", "keyring")
PATIENCE = 120
"""Seconds a command may take: a person may have to type a passphrase."""

_SECRET_KEY = re.compile(r"(^|_)(token|password|passwd|secret|api_?key)$")
_LOGIN_IN_URL = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#@]*:[^/?#@]+@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is kept; the secret itself is read by `reveal` and never held here, so it cannot be printed.

    Args:
        way: "env", "command" or "keyring".
        source: name of the variable, words of the command, or service in the keyring.
        user: entry of the keyring service.
    """

    way: Way
    source: str | tuple[str, ...]
    user: str = "exporter"

    def __str__(self) -> str:
        """Where it is kept, never what it is."""
        source = self.source if isinstance(self.source, str) else self.source[0]
        return f"<secret from {self.way} {source}>"

    __repr__ = __str__

    def reveal(self, environ: Mapping[str, str] | None = None) -> str:
        """Fetch the secret now.

        Raises:
            ConfigError: nothing is there.
        """
        if self.way == "env":
            return _from_environment(str(self.source), os.environ if environ is None else environ)
        if self.way == "command":
            return _from_command(tuple(self.source))
        return _from_keyring(str(self.source), self.user)


def is_secret_key(key: str) -> bool:
    """Whether a key of exporter.toml must not hold its value in plain text."""
    return bool(_SECRET_KEY.search(key.lower()))


def has_login(value: Any) -> bool:
    """Whether a value is an address with a password inside (https://user:password@host)."""
    return isinstance(value, str) and bool(_LOGIN_IN_URL.match(value))


def secret_from(value: Any, user: str) -> Secret | None:
    """`{ env = "X" }`, `{ command = ["pass", "x"] }` or `{ keyring = "service" }` → Secret; anything else → None."""
    if not isinstance(value, dict) or not value:
        return None
    way = next((known for known in WAYS if known in value), None)
    source = value.get(way) if way else None
    if way == "command":
        words = isinstance(source, list) and source and all(isinstance(word, str) and word for word in source)
        return Secret(way, tuple(source)) if words and len(value) == 1 else None  # type: ignore[arg-type]
    if way is None or not isinstance(source, str) or not source.strip():
        return None
    if set(value) - {way, "user"} or ("user" in value and way != "keyring"):
        return None
    return Secret(way, source, str(value.get("user", user)))


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    value = environ.get(name, "").strip()
    if not value:
        raise ConfigError(
            "the environment variable {name} is not set",
            hint="Set it to the secret, then run again.",
            name=name,
        )
    return value


def _from_command(words: tuple[str, ...]) -> str:
    """First line of what the command prints; it may talk to the person through the terminal."""
    try:
        done = subprocess.run(words, stdout=subprocess.PIPE, check=False, timeout=PATIENCE)
    except FileNotFoundError as error:
        raise ConfigError(
            "the program {program}, which should print a secret, was not found",
            hint="Install it, or keep the secret in the environment or the keyring.",
            program=words[0],
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigError(
            "the program {program}, which should print a secret, did not answer",
            hint="Run it by hand to see what it waits for.",
            program=words[0],
        ) from error
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    if done.returncode or not lines:
        raise ConfigError(
            "the program {program} gave no secret (exit code {code})",
            hint="Run it by hand to see why.",
            program=words[0],
            code=done.returncode,
        )
    return lines[0].strip()


def _from_keyring(service: str, user: str) -> str:
    try:
        keyring = import_module("keyring")
    except ImportError as error:
        raise ConfigError(
            "the secret is in the keyring, and the package keyring is not installed",
            hint="Install it with: pip install keyring",
        ) from error
    try:
        value = keyring.get_password(service, user)
    except Exception as error:  # each keyring backend has errors of its own
        raise ConfigError(
            "the keyring cannot be opened",
            hint="Unlock it, or keep the secret in an environment variable.",
        ) from error
    if not value:
        raise ConfigError(
            "the keyring holds nothing for service {service}, user {user}",
            hint="Put it there with: keyring set {service} {user}",
            service=service,
            user=user,
        )
    return str(value)
