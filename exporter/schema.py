"""The schemas of the records, and what is wrong with a record in plain words.

The files follow JSON Schema 2020-12. A checkout has them in `schemas/`, an installed wheel in `exporter/_schemas`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from exporter.errors import UsageError
from exporter.gate import Gate, gate
from exporter.problem import Problem

if TYPE_CHECKING:
    from jsonschema import FormatChecker
    from jsonschema.protocols import Validator

__all__ = ["Problem", "names", "problems", "schema", "validator"]

_SUFFIX = ".schema.json"


def problems(name: str, record: Any) -> list[Problem]:
    """Everything in which `record` differs from the schema `name`; empty when it is valid.

    Raises:
        UsageError: there is no such schema.
    """
    passes = _gate(name)
    return [] if passes and passes(record) else _problems(validator(name), record)


def problems_against(wanted: Mapping[str, Any], record: Any) -> list[Problem]:
    """The same for a schema that is not among ours: the options of a destination."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  costs 60 ms that `--help` must not pay

    return _problems(Draft202012Validator(wanted, format_checker=_formats()), record)


def names() -> list[str]:
    """Names of the schemas there are, such as "task"."""
    return sorted(_files())


def schema(name: str) -> dict[str, Any]:
    """One schema as data; do not change it.

    Raises:
        UsageError: there is no such schema.
    """
    try:
        return _schemas()[name]
    except KeyError:
        known = ", ".join(names())
        raise UsageError("there is no schema named {name}; there are: {known}", name=name, known=known) from None


@cache
def validator(name: str) -> Validator:
    """The compiled validator of one schema; formats are checked, references among our schemas are known."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415  costs 60 ms that `--help` must not pay
    from referencing import Registry, Resource  # noqa: PLC0415  likewise

    wanted = schema(name)
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in _schemas().values()
    )
    wanted = _inlined(wanted, wanted.get("$defs", {}))
    compiled: Validator = Draft202012Validator(wanted, registry=registry, format_checker=_formats())
    return compiled


@cache
def _gate(name: str) -> Gate | None:
    wanted = schema(name)
    formats = {each: partial(_conforms, each) for each in _formats().checkers}
    return gate(_inlined(wanted, wanted.get("$defs", {})), formats)


def _conforms(form: str, value: str) -> bool:
    return _formats().conforms(value, form)


def _problems(against: Validator, record: Any) -> list[Problem]:
    from exporter.complaints import explained  # noqa: PLC0415  with it comes jsonschema

    found = [problem for error in against.iter_errors(record) for problem in explained(error)]
    unique = {(problem.pointer, problem.sentence): problem for problem in found}
    return sorted(unique.values(), key=lambda problem: problem.pointer)


def _inlined(part: Any, defs: Mapping[str, Any], inside: tuple[str, ...] = ()) -> Any:
    """The schema with its own definitions put where they are referred to: a third faster."""
    if isinstance(part, list):
        return [_inlined(each, defs, inside) for each in part]
    if not isinstance(part, dict):
        return part
    name = str(part.get("$ref", "")).removeprefix("#/$defs/")
    if name in defs and name not in inside:  # a definition that refers to itself stays a reference
        rest = {key: value for key, value in part.items() if key != "$ref"}
        return {**_inlined(defs[name], defs, (*inside, name)), **rest}
    return {key: value if key == "examples" else _inlined(value, defs, inside) for key, value in part.items()}


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in _files().items()}


@cache
def _files() -> dict[str, Traversable]:
    packed = resources.files("exporter") / "_schemas"
    folder: Traversable = packed if packed.is_dir() else Path(__file__).resolve().parent.parent / "schemas"
    return {file.name.removesuffix(_SUFFIX): file for file in folder.iterdir() if file.name.endswith(_SUFFIX)}


@cache
def _formats() -> FormatChecker:
    """The formats our schemas use; the library leaves "date-time" and "uri" to optional packages."""
    from jsonschema import FormatChecker  # noqa: PLC0415  as above

    formats = FormatChecker(["date"])
    formats.checks("date-time", raises=ValueError)(_is_moment)
    formats.checks("uri", raises=ValueError)(_is_address)
    return formats


def _is_moment(value: object) -> bool:
    """RFC 3339 in UTC, whole seconds: the form `to_record` writes."""
    return not isinstance(value, str) or bool(datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ"))  # noqa: DTZ007  only its form is looked at


def _is_address(value: object) -> bool:
    return not isinstance(value, str) or (bool(urlsplit(value).scheme) and not any(c.isspace() for c in value))
