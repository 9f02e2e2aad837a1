"""Checking requests and answers against a published OpenAPI (2.0, 3.0, 3.1) description, with nothing but jsonschema.

    github = Description.read(file)
    assert github.problems(asked) == []

Two things are stricter than the descriptions themselves: a query parameter or a top-level key of a body that is not
described is a problem, for servers pass over what they do not know, and a misspelt key would go unnoticed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.servers.fake import Asked, Given

_NAME = "urn:description"
_FORMATS = FormatChecker(formats=("date",))
_JSON = "application/json"


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@dataclass(frozen=True)
class Operation:
    """One method of one path; `pointer` leads to it in the document."""

    method: str
    template: str
    pointer: str
    found: Mapping[str, Any]
    shared: list[Any]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        parts = re.split(r"\{[^}]+\}", self.template)
        return re.compile("([^/]+)".join(re.escape(part) for part in parts))


class Description:
    """A whole description. `prefix`: what the requests' paths begin with and those of the description do not."""

    def __init__(self, document: dict[str, Any], prefix: str | None = None) -> None:
        self.document: dict[str, Any] = _plain_schemas(document)
        self.prefix = _prefix_of(document) if prefix is None else prefix
        self._operations = list(self._all_operations())
        self._registry: Registry[Any] = Registry().with_resource(_NAME, DRAFT202012.create_resource(self.document))
        self._validators: dict[str, Draft202012Validator] = {}

    @classmethod
    def read(cls, file: Path, prefix: str | None = None) -> Description:
        return cls(json.loads(file.read_text(encoding="utf-8")), prefix)

    def _all_operations(self) -> Iterator[Operation]:
        for template, methods in self.document["paths"].items():
            for method, found in methods.items():
                if method in {"get", "put", "post", "patch", "delete"}:
                    pointer = f"/paths/{_escaped(template)}/{method}"
                    yield Operation(method, template, pointer, found, methods.get("parameters", []))

    def operation(self, asked: Asked) -> Operation | None:
        """The one with the fewest placeholders, as servers choose."""
        path = asked.path.removeprefix(self.prefix)
        fitting = [
            each
            for each in self._operations
            if each.method == asked.method.lower()
            and asked.path.startswith(self.prefix)
            and each.pattern.fullmatch(path)
        ]
        return min(fitting, key=lambda each: each.template.count("{"), default=None)

    def problems(self, asked: Asked) -> list[str]:
        """What is wrong with a request, a sentence each."""
        operation = self.operation(asked)
        if operation is None:
            return [f"{asked.method} {asked.path}: no such operation"]
        name = f"{asked.method} {operation.template}"
        wrong = [*self._query_problems(operation, asked), *self._body_problems(operation, asked)]
        return [f"{name}: {each}" for each in wrong]

    def answer_problems(self, asked: Asked, given: Given) -> list[str]:
        """What is wrong with a fake's answer: a status or a body that the description does not know."""
        operation = self.operation(asked)
        if operation is None:
            return [] if given.status == 404 else [f"{asked.method} {asked.path}: no such operation"]
        name = f"{asked.method} {operation.template} {given.status}"
        responses = operation.found["responses"]
        key = next((key for key in (str(given.status), "default") if key in responses), None)
        if key is None:
            return [f"{name}: no such answer"]
        pointer, response = self._followed(f"{operation.pointer}/responses/{key}", responses[key])
        media = response.get("content", {}).get(_JSON, response)
        if "schema" not in media:
            return []
        inside = "" if media is response else f"/content/{_escaped(_JSON)}"
        return [f"{name}: {each}" for each in self._validated(f"{pointer}{inside}/schema", given.body)]

    # Requests

    def _parameters(self, operation: Operation) -> Iterator[tuple[str, Mapping[str, Any]]]:
        own = [(f"{operation.pointer}/parameters", operation.found.get("parameters", []))]
        shared = (operation.pointer.rpartition("/")[0] + "/parameters", operation.shared)
        for pointer, parameters in [*own, shared]:
            for number, parameter in enumerate(parameters):
                yield self._followed(f"{pointer}/{number}", parameter)

    def _query_problems(self, operation: Operation, asked: Asked) -> Iterator[str]:
        known = {
            each["name"]: (pointer, each) for pointer, each in self._parameters(operation) if each["in"] == "query"
        }
        for name, (_, parameter) in known.items():
            if parameter.get("required") and name not in asked.query:
                yield f"query {name} is missing"
        for name, text in asked.query.items():
            if name not in known:
                yield f"query {name} is not known"
                continue
            pointer, schema = known[name]
            if "schema" in schema:  # of OpenAPI 3; Swagger's parameters are schemas themselves
                pointer, schema = self._followed(f"{pointer}/schema", schema["schema"])
            value = _value(text, schema)
            yield from (f"query {name}: {each}" for each in self._validated(pointer, value))

    def _body_problems(self, operation: Operation, asked: Asked) -> Iterator[str]:
        place = self._body_schema(operation)
        if place is None:
            if asked.content:
                yield "a body is not expected"
            return
        pointer, schema, required = place
        if not asked.content:
            if required:
                yield "the body is missing"
            return
        if asked.headers.get("Content-Type", "").partition(";")[0] != _JSON:
            yield f"the body is {asked.headers.get('Content-Type')}"
        yield from self._validated(pointer, asked.body)
        open_ended = {"additionalProperties", "allOf", "anyOf", "oneOf"} & set(schema)
        if "properties" in schema and not open_ended and isinstance(asked.body, dict):
            yield from (f"{key} is not known" for key in asked.body if key not in schema["properties"])

    def _body_schema(self, operation: Operation) -> tuple[str, Mapping[str, Any], bool] | None:
        """Where the schema of the body stands, the schema itself, and whether a body is required."""
        if "requestBody" in operation.found:
            pointer, body = self._followed(f"{operation.pointer}/requestBody", operation.found["requestBody"])
            pointer += f"/content/{_escaped(_JSON)}/schema"
            inner, schema = self._followed(pointer, body["content"][_JSON]["schema"])
            return inner, schema, body.get("required", False)
        for pointer, parameter in self._parameters(operation):
            if parameter["in"] == "body":
                inner, schema = self._followed(f"{pointer}/schema", parameter["schema"])
                return inner, schema, parameter.get("required", False)
        return None

    # Schemas

    def _followed(self, pointer: str, value: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        """Where a reference leads, and what stands there."""
        while "$ref" in value:
            pointer = value["$ref"].removeprefix("#")
            value = self._at(pointer)
        return pointer, value

    def _at(self, pointer: str) -> Any:
        found: Any = self.document
        for part in pointer.split("/")[1:]:
            key = unquote(part).replace("~1", "/").replace("~0", "~")
            found = found[int(key)] if isinstance(found, list) else found[key]
        return found

    def _validated(self, pointer: str, value: Any) -> Iterator[str]:
        if pointer not in self._validators:
            schema = {"$ref": _NAME + "#" + pointer}
            self._validators[pointer] = Draft202012Validator(schema, registry=self._registry, format_checker=_FORMATS)
        for error in self._validators[pointer].iter_errors(value):
            yield f"{error.json_path}: {error.message}"


def _prefix_of(document: Mapping[str, Any]) -> str:
    """Of Swagger's basePath, or the first server of OpenAPI where it is no template."""
    servers = document.get("servers") or [{"url": ""}]
    path = document.get("basePath") or urlsplit(servers[0]["url"]).path
    return "" if "{" in path else path.rstrip("/")


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1").replace("%", "%25").replace("{", "%7B").replace("}", "%7D")


def _value(text: str, schema: Mapping[str, Any]) -> Any:
    """A parameter's text as its schema counts it."""
    types = schema.get("type")
    if types == "array":
        return [_value(each, schema.get("items", {})) for each in text.split(",")]
    try:
        loaded = json.loads(text)
    except ValueError:
        return text
    wanted = {"integer": int, "number": int | float, "boolean": bool}.get(types if isinstance(types, str) else "")
    return loaded if wanted and isinstance(loaded, wanted) else text


def _plain_schemas(value: Any) -> Any:
    """OpenAPI 3.0's own keywords in those of JSON Schema: `nullable`, and limits that are excluded by a flag.

    A validator passes over `nullable`, and beside a reference it would pass over the reference's siblings too, so that
    a body would be judged by less than was written.
    """
    if isinstance(value, list):
        return [_plain_schemas(each) for each in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _plain_schemas(each) for key, each in value.items()}
    for limit, flag in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if plain.get(flag) is True and limit in plain:
            plain[flag] = plain.pop(limit)
        elif plain.get(flag) is False:
            del plain[flag]
    nullable = plain.get("nullable") is True or plain.get("x-nullable") is True
    if not nullable:
        return plain
    rest = {key: each for key, each in plain.items() if key not in {"nullable", "x-nullable"}}
    return rest if not rest else {"anyOf": [rest, {"type": "null"}]}
