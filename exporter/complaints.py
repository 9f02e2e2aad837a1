"""jsonschema's errors → plain sentences. Known only to `exporter.schema`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from jsonschema import ValidationError
from jsonschema.exceptions import best_match

from exporter.problem import Choice, Problem

_Failure = Any  # a ValidationError: its stubs say that each attribute may be unset, which is never so here

_TYPES = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of fields",
    "null": "nothing",
}
_FORMATS = {
    "date": "{value} is not a date; write it as 2018-12-31",
    "date-time": "{value} is not a moment in UTC; write it as 2018-12-31T08:00:00Z",
    "uri": "{value} is not a web address; write it as https://example.org/page",
}
_LONGEST = 60
_CLOSE = 0.6


def explained(error: ValidationError) -> Iterator[Problem]:
    """One error of the validator as one problem for each thing that is wrong."""
    yield from _EXPLAIN.get(str(error.validator), _other)(error)


def nearest(name: str, known: list[str]) -> str | None:
    """The known name that somebody probably meant."""
    return next(iter(get_close_matches(name.casefold(), known, n=1, cutoff=_CLOSE)), None)


def shown(value: Any) -> str:
    """A value as a sentence quotes it, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _pointer(error: _Failure, *more: str) -> str:
    steps = [str(step) for step in [*error.absolute_path, *more]]
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _problem(error: _Failure, what: str, **values: Any) -> Problem:
    return Problem(_pointer(error), error.instance, what, values)


def _type(error: _Failure) -> Iterator[Problem]:
    wanted = error.validator_value
    yield _wrong_type(error, [wanted] if isinstance(wanted, str) else wanted)


def _wrong_type(error: _Failure, wanted: list[str]) -> Problem:
    # "nothing" is only worth naming where nothing else is allowed
    words = Choice(_TYPES[kind] for kind in wanted if kind != "null" or len(wanted) == 1)
    if error.instance is None:
        return _problem(error, "this must not be left empty; write {wanted}", wanted=words)
    return _problem(error, "{value} stands where {wanted} belongs", value=shown(error.instance), wanted=words)


def _enum(error: _Failure) -> Iterator[Problem]:
    allowed = [error.validator_value] if error.validator == "const" else error.validator_value
    named = ", ".join(value if isinstance(value, str) else shown(value) for value in allowed if value is not None)
    yield _problem(error, "{value} is not allowed here; allowed: {allowed}", value=shown(error.instance), allowed=named)


def _format(error: _Failure) -> Iterator[Problem]:
    what = _FORMATS.get(error.validator_value, "{value} is not written as {format} must be")
    yield _problem(error, what, value=shown(error.instance), format=error.validator_value)


def _required(error: _Failure) -> Iterator[Problem]:
    for name in error.validator_value:
        if name not in error.instance:
            yield _problem(error, "the field {field} is missing", field=name)


def _unknown(error: _Failure) -> Iterator[Problem]:
    known = list(error.schema.get("properties", ()))
    for name in error.instance:
        if name in known:
            continue
        values = {"field": name, "near": nearest(name, known), "known": ", ".join(known)}
        what = "{field} is not a known field; known: {known}"
        if values["near"]:
            what = "{field} is not a known field; did you mean {near}?"
        yield Problem(_pointer(error, name), error.instance[name], what, values)


def _pattern(error: _Failure) -> Iterator[Problem]:
    value, example = error.instance, next(iter(error.schema.get("examples", ())), None)
    if not value.strip():
        yield _problem(error, "this must not be left empty; write {wanted}", wanted=Choice(["text"]))
    elif "\n" in value or "\r" in value:
        yield _problem(error, "{value} must be a single line", value=shown(value))
    elif example:
        what = "{value} does not have the right form; right is, for example, {example}"
        yield _problem(error, what, value=shown(value), example=example)
    else:
        yield _problem(error, "{value} does not have the right form", value=shown(value))


def _too_short(error: _Failure) -> Iterator[Problem]:
    if error.instance:
        what = "{value} is too short; at least {limit} characters are needed"
        yield _problem(error, what, value=shown(error.instance), limit=error.validator_value)
    else:
        yield _problem(error, "this must not be left empty; write {wanted}", wanted=Choice(["text"]))


def _limit(what: str) -> Callable[[_Failure], Iterator[Problem]]:
    def explain(error: _Failure) -> Iterator[Problem]:
        count = len(error.instance) if hasattr(error.instance, "__len__") else 0
        yield _problem(error, what, value=shown(error.instance), count=count, limit=error.validator_value)

    return explain


def _twice(error: _Failure) -> Iterator[Problem]:
    seen = [shown(value) for value in error.instance]
    again = next((value for value in seen if seen.count(value) > 1), shown(error.instance))
    yield _problem(error, "{value} stands twice in this list", value=again)


def _alternatives(error: _Failure) -> Iterator[Problem]:
    """`anyOf` and `oneOf`: what the branch says that the value comes nearest to."""
    context = error.context or []
    types = [each for each in context if each.validator == "type" and not each.relative_path]
    if context and len(types) == len(context):
        wanted = [
            kind
            for each in types
            for kind in ([each.validator_value] if isinstance(each.validator_value, str) else each.validator_value)
        ]
        yield _wrong_type(error, wanted)
        return
    near = best_match(each for each in context if each not in types)
    if near is None:
        yield from _other(error)
    else:
        yield from explained(near)


def _other(error: _Failure) -> Iterator[Problem]:
    yield _problem(error, "{value} is not allowed here ({reason})", value=shown(error.instance), reason=error.message)


_EXPLAIN: dict[str, Callable[[_Failure], Iterator[Problem]]] = {
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "format": _format,
    "required": _required,
    "additionalProperties": _unknown,
    "unevaluatedProperties": _unknown,
    "pattern": _pattern,
    "minLength": _too_short,
    "maxLength": _limit("{value} has {count} characters; at most {limit} are allowed"),
    "minimum": _limit("{value} is too small; the least that is allowed is {limit}"),
    "maximum": _limit("{value} is too large; the most that is allowed is {limit}"),
    "exclusiveMinimum": _limit("{value} is too small; it must be more than {limit}"),
    "exclusiveMaximum": _limit("{value} is too large; it must be less than {limit}"),
    "minItems": _limit("this list has {count} entries; at least {limit} are needed"),
    "maxItems": _limit("this list has {count} entries; at most {limit} are allowed"),
    "uniqueItems": _twice,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
}
