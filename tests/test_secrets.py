from __future__ import annotations

import sys
import types

import pytest

from exporter.errors import ConfigError
from exporter.secrets import Secret, has_login, is_secret_key, secret_from


def printing(text: str, code: int = 0) -> Secret:
    return Secret("command", (sys.executable, "-c", f"import sys; sys.stdout.write({text!r}); sys.exit({code})"))


def test_the_environment_is_asked_only_when_the_secret_is_used() -> None:
    secret = Secret("env", "TOKEN")
    assert secret.reveal({"TOKEN": "hunter2"}) == "hunter2"
    assert secret.reveal({"TOKEN": "changed\n"}) == "changed"


def test_a_secret_is_never_shown() -> None:
    secret = Secret("env", "TOKEN")
    secret.reveal({"TOKEN": "hunter2"})
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert "TOKEN" in str(secret)


@pytest.mark.parametrize("environ", [{}, {"TOKEN": ""}, {"TOKEN": "  "}])
def test_an_unset_variable_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match="TOKEN is not set"):
        Secret("env", "TOKEN").reveal(environ)


def test_a_command_gives_its_first_line() -> None:
    assert printing("hunter2\nuser: me\n").reveal() == "hunter2"
    assert printing("hunter2").reveal() == "hunter2"


def test_a_command_is_no_shell_line() -> None:
    with pytest.raises(ConfigError, match="was not found"):
        Secret("command", ("echo hunter2; true",)).reveal()


def test_a_command_that_fails_or_prints_nothing_is_told_without_its_output() -> None:
    with pytest.raises(ConfigError, match=r"exit code 3") as caught:
        printing("hunter2", 3).reveal()
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ConfigError, match="gave no secret"):
        printing("\n").reveal()


def test_a_command_that_waits_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.secrets.PATIENCE", 0.05)
    with pytest.raises(ConfigError, match="did not answer"):
        Secret("command", (sys.executable, "-c", "import threading; threading.Event().wait()")).reveal()


def keyring(monkeypatch: pytest.MonkeyPatch, entries: dict[tuple[str, str], str] | None) -> None:
    def get_password(service: str, user: str) -> str | None:
        if entries is None:
            message = "locked"
            raise RuntimeError(message)
        return entries.get((service, user))

    module = types.ModuleType("keyring")
    module.get_password = get_password  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", module)


def test_the_keyring_is_asked_for_service_and_user(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring(monkeypatch, {("exporter", "issues"): "hunter2"})
    assert Secret("keyring", "exporter", "issues").reveal() == "hunter2"
    with pytest.raises(ConfigError, match="keyring set exporter phone"):
        Secret("keyring", "exporter", "phone").reveal()


def test_a_locked_or_missing_keyring_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring(monkeypatch, None)
    with pytest.raises(ConfigError, match="cannot be opened"):
        Secret("keyring", "exporter").reveal()
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match="pip install keyring"):
        Secret("keyring", "exporter").reveal()


def test_the_three_ways_are_understood() -> None:
    assert secret_from({"env": "X"}, "board") == Secret("env", "X", "board")
    assert secret_from({"command": ["pass", "x"]}, "board") == Secret("command", ("pass", "x"))
    assert secret_from({"keyring": "s"}, "board") == Secret("keyring", "s", "board")
    assert secret_from({"keyring": "s", "user": "me"}, "board") == Secret("keyring", "s", "me")


@pytest.mark.parametrize(
    "value",
    ["x", None, {}, [], {"env": ""}, {"env": "X", "keyring": "s"}, {"command": "pass x"}, {"command": ["a", 1]},
     {"env": "X", "user": "me"}, {"command": ["a"], "user": "me"}],
)  # fmt: skip
def test_anything_else_is_no_secret(value: object) -> None:
    assert secret_from(value, "board") is None


def test_keys_and_addresses_that_hold_secrets_are_known() -> None:
    assert all(map(is_secret_key, ["token", "password", "client_secret", "apikey", "API_KEY"]))
    assert not any(map(is_secret_key, ["tokens_per_minute", "path", "secretary", "user"]))
    assert has_login("https://a:b@example.org/x")
    assert not any(map(has_login, ["https://example.org/a:b@c", "https://user@example.org", 3, None, "a:b@c"]))
