from __future__ import annotations

import json
from email.message import Message
from typing import Any

import pytest

from tests.servers.fake import Asked, Given
from tests.servers.openapi import Description

THING = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "due": {"type": "string", "format": "date-time", "nullable": True},
        "parent": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/Parent"}]},
        "count": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
    },
}
DOCUMENT = {
    "openapi": "3.0.3",
    "servers": [{"url": "https://example.org/api/v1"}],
    "paths": {
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "put": {
                "requestBody": {"required": True, "content": {"application/json": {"schema": THING}}},
                "responses": {"200": {"$ref": "#/components/responses/Thing"}},
            },
            "get": {
                "parameters": [{"name": "deep", "in": "query", "schema": {"type": "boolean"}}],
                "responses": {"200": {"$ref": "#/components/responses/Thing"}},
            },
        }
    },
    "components": {
        "schemas": {"Parent": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}},
        "responses": {"Thing": {"content": {"application/json": {"schema": THING}}}},
    },
}
SWAGGER = {
    "swagger": "2.0",
    "basePath": "/api/v1",
    "paths": {
        "/things": {
            "post": {
                "parameters": [
                    {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Thing"}},
                    {"name": "limit", "in": "query", "type": "integer", "required": True},
                ],
                "responses": {"201": {"schema": {"$ref": "#/definitions/Thing"}}},
            }
        }
    },
    "definitions": {"Thing": {"type": "object", "properties": {"name": {"type": "string"}}}},
}


def asked(method: str, path: str, body: Any = None, **query: str) -> Asked:
    headers = Message()
    headers["Content-Type"] = "application/json"
    return Asked(method, f"/api/v1{path}", query, headers, b"" if body is None else json.dumps(body).encode())


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"name": "x", "due": None, "parent": None, "count": 1}, None),
        ({"name": "x", "due": "2026-12-31T00:00:00Z", "parent": {"id": 1}}, None),
        ({"due": None}, "'name' is a required property"),
        ({"name": "x", "due": 3}, "$.due"),
        ({"name": "x", "due": "2026-12-31"}, "$.due"),
        ({"name": "x", "parent": {}}, "$.parent"),
        ({"name": "x", "count": 0}, "$.count"),
        ({"name": "x", "nmae": "x"}, "nmae is not known"),
        (None, "the body is missing"),
    ],
)
def test_bodies(body: Any, words: str | None) -> None:
    problems = Description(DOCUMENT).problems(asked("PUT", "/things/1", body))
    assert problems == [] if words is None else any(words in problem for problem in problems), problems


def test_queries_and_paths() -> None:
    description = Description(DOCUMENT)
    assert description.problems(asked("GET", "/things/a b", deep="true")) == []
    assert "query deep" in description.problems(asked("GET", "/things/1", deep="yes"))[0]
    assert "query depe is not known" in description.problems(asked("GET", "/things/1", depe="true"))[0]
    assert "no such operation" in description.problems(asked("GET", "/things/1/2"))[0]
    assert "a body is not expected" in description.problems(asked("GET", "/things/1", {}))[0]


def test_answers() -> None:
    description, request = Description(DOCUMENT), asked("GET", "/things/1")
    assert description.answer_problems(request, Given(200, {"name": "x"})) == []
    assert "'name' is a required" in description.answer_problems(request, Given(200, {}))[0]
    assert "no such answer" in description.answer_problems(request, Given(418, {}))[0]


def test_swagger() -> None:
    description = Description(SWAGGER)
    assert description.problems(asked("POST", "/things", {"name": "x"}, limit="5")) == []
    assert "limit is missing" in description.problems(asked("POST", "/things", {"name": "x"}))[0]
    assert "query limit" in description.problems(asked("POST", "/things", {"name": "x"}, limit="five"))[0]
    assert "$.name" in description.problems(asked("POST", "/things", {"name": 1}, limit="5"))[0]
    assert "$.name" in description.answer_problems(asked("POST", "/things", {}), Given(201, {"name": 1}))[0]
