"""exporter.toml → Config: one plan, its files, and the destinations of its tasks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from exporter.config_check import check_config
from exporter.errors import ConfigError, UsageError
from exporter.lights import Rules
from exporter.model import Language
from exporter.problem import Problem
from exporter.secrets import is_secret_key, secret_from
from exporter.toml_places import position_of

DEFAULT_DESTINATIONS: dict[str, dict[str, Any]] = {
    "board": {"kind": "backlog", "path": "board"},
    "calendar": {"kind": "ics", "path": "milestones.ics"},
}
"""Where tasks go when exporter.toml names no destination."""

_FULL_WIDTH = "“”‘’＝［］｛｝，。："
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class PlanConfig:
    """What was published and where its tasks are kept; all paths are absolute."""

    name: str
    title: str
    year: int
    documents: tuple[Path, ...]
    ledger: Path
    state: Path
    owners: Path | None = None
    language: Language | None = None
    """None: the document's own."""
    url: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class DestinationConfig:
    """One tracker or calendar. `options` are its own keys; a secret in them is a `Secret`, revealed when it is used."""

    name: str
    kind: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Config:
    """A checked exporter.toml. Paths in a destination's options are relative to `folder`."""

    plan: PlanConfig
    destinations: tuple[DestinationConfig, ...]
    folder: Path
    file: Path
    lights: Rules = field(default_factory=Rules)

    def chosen(self, names: Sequence[str] = ()) -> tuple[DestinationConfig, ...]:
        """The destinations of these names, in the file's order; without names, all.

        Raises:
            UsageError: there is none of that name.
        """
        known = {each.name: each for each in self.destinations}
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                raise UsageError(
                    "there is no destination named {name} in {file}",
                    hint="Did you mean {near}?" if near else "There are: {known}.",
                    name=name,
                    file=self.file.name,
                    near=next(iter(near), ""),
                    known=", ".join(known),
                )
        return tuple(each for each in self.destinations if not names or each.name in names)


def read_config(path: Path) -> Config:
    """Read and check exporter.toml.

    Raises:
        ConfigError: it is missing, is not TOML, or says something that cannot be used; names file, line and key.
    """
    text = _text(path)
    data = _parsed(text, path)
    check_config(data, text, path)
    return _config(data, path)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ConfigError(
            "there is no such file",
            where=str(path),
            hint="Make one with `exporter init`, or name another with --config FILE.",
        ) from None
    except OSError as error:
        raise ConfigError(
            "the file cannot be read ({reason})",
            where=str(path),
            hint="Name another with --config FILE.",
            reason=error.strerror or error,
        ) from error
    try:
        return content.decode("utf-8").removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            "the file is not written in UTF-8",
            where=_place(path, line),
            hint="Open it in an editor and save it as UTF-8.",
        ) from None


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        line, reason = position_of(error, text)
        raise ConfigError(
            "this line is not TOML ({reason})", where=_place(path, line), hint=_advice(text, line), reason=reason
        ) from None


def _place(path: Path, line: int) -> str:
    return Problem("", None, "").at(str(path), line).place


def _advice(text: str, line: int) -> str:
    """What is most often wrong with such a line."""
    wrong = next(iter(text.splitlines()[line - 1 : line]), "")
    if any(sign in wrong for sign in _FULL_WIDTH):
        return 'Use straight quotes and half-width signs: title = "…"'
    if "\\" in wrong:
        return "Write folders with / or put the path in single quotes: path = 'C:\\plans'"
    return 'Text stands in straight quotes: title = "…"'


def _plain(value: Any) -> Any:
    """TOML's own dates and times as ISO text: a day may be written with quotes or without."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _config(data: Mapping[str, Any], path: Path) -> Config:
    folder = path.resolve().parent
    destinations = data.get("destinations") or DEFAULT_DESTINATIONS
    return Config(
        _plan(data["plan"], folder),
        tuple(_destination(name, options) for name, options in destinations.items()),
        folder,
        path,
        Rules(date(data["plan"]["year"], 1, 1), **data.get("lights", {})),
    )


def _plan(plan: Mapping[str, Any], folder: Path) -> PlanConfig:
    documents = plan["document"]
    owners = plan.get("owners")
    published = plan.get("published")
    return PlanConfig(
        name=plan["name"],
        title=plan.get("title", plan["name"]),
        year=plan["year"],
        documents=tuple(_path(one, folder) for one in ([documents] if isinstance(documents, str) else documents)),
        ledger=_path(plan.get("ledger", "ledger.yaml"), folder),
        state=_path(plan.get("state", "state.sqlite"), folder),
        owners=_path(owners, folder) if owners else None,
        language=plan.get("language"),
        url=plan.get("url"),
        published=date.fromisoformat(published) if published else None,
    )


def _destination(name: str, options: Mapping[str, Any]) -> DestinationConfig:
    own = {
        key: secret_from(value, name) if is_secret_key(key) else value
        for key, value in options.items()
        if key != "kind"
    }
    return DestinationConfig(name, options["kind"], own)


def _path(text: str, folder: Path) -> Path:
    return folder / Path(text).expanduser()
