"""Every sentence that people may read has a Chinese translation with the same places to fill, and none is left over."""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import typer.main

import exporter
from exporter import errors
from exporter.cli import app
from exporter.destinations.registry import BUILT_IN, destination_class

HOUSE = Path(exporter.__file__).parent
LOCALES = sorted((HOUSE / "locales" / "zh").glob("*.json"))
ERRORS = {
    name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, errors.ExporterError)
}
TEMPLATE_AT = {"say": 0, "Notice": 1, "Problem": 2, "_problem": 1, "_limit": 0, **dict.fromkeys(ERRORS, 0)}
"""Name that is called → which argument is the template."""


class Module:
    """One source file and the templates in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.assigned: dict[str, list[ast.expr]] = defaultdict(list)
        for node in ast.walk(self.tree):
            for target in node.targets if isinstance(node, ast.Assign) else []:
                if isinstance(target, ast.Name) and isinstance(node, ast.Assign):
                    self.assigned[target.id].append(node.value)
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
                self.assigned[node.target.id].append(node.value)

    def templates(self) -> Iterator[tuple[str, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                for expression in _template_arguments(node):
                    for template in self.strings(expression):
                        yield template, f"{self.path.relative_to(HOUSE)}:{node.lineno}"

    def strings(self, node: ast.expr, depth: int = 3) -> Iterator[str]:
        """Every text an expression can be, as far as can be seen without running it."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            pytest.fail(f"{self.path.name}:{node.lineno}: a template must not be an f-string")
        elif depth:
            for value in self.values(node):
                yield from self.strings(value, depth - isinstance(node, ast.Name))

    def values(self, node: ast.expr) -> list[ast.expr]:
        """The expressions whose value this one takes: branches, members of a table, what a name was given."""
        found: list[ast.expr] = []
        match node:
            case ast.IfExp():
                found = [node.body, node.orelse]
            case ast.Dict():
                found = node.values
            case ast.List() | ast.Tuple():
                found = node.elts
            case ast.Name(id=name):
                found = self.assigned[name]
            case ast.Subscript(value=ast.Name() as table):
                found = [table]
            case ast.Call(func=ast.Attribute(value=ast.Name() as table, attr="get"), args=arguments):
                found = [table, *arguments[1:]]
        return found


def _template_arguments(call: ast.Call) -> Iterator[ast.expr]:
    if isinstance(call.func, ast.Attribute):
        name, at = call.func.attr, 1 if call.func.attr == "say" else None
    elif isinstance(call.func, ast.Name):
        name, at = call.func.id, TEMPLATE_AT.get(call.func.id)
    else:
        return
    if name == "Choice":
        yield from call.args
    if at is not None and len(call.args) > at:
        yield call.args[at]
    if name in ERRORS:
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "hint")


def _with_parts(command: Any) -> Iterator[Any]:
    yield command
    for part in getattr(command, "commands", {}).values():
        yield from _with_parts(part)


def _helps() -> Iterator[tuple[str, str]]:
    for command in _with_parts(typer.main.get_command(app)):
        yield command.help or "", f"help of {command.name}"
        for parameter in command.params:
            yield getattr(parameter, "help", None) or "", f"help of {command.name} {parameter.name}"


def _descriptions() -> Iterator[tuple[str, str]]:
    for kind in BUILT_IN:
        for key, allowed in destination_class(kind).options_schema.items():
            yield allowed["description"], f"option {key} of {kind}"


@cache
def modules() -> list[Module]:
    return [Module(path) for path in sorted(HOUSE.rglob("*.py"))]


@cache
def _said() -> dict[str, str]:
    found = dict(pair for module in modules() for pair in module.templates())
    found.update(_helps())
    found.update(_descriptions())
    return {template: place for template, place in found.items() if any(sign.isalpha() for sign in template)}


def _translations() -> dict[str, str]:
    return {english: chinese for file in LOCALES for english, chinese in json.loads(file.read_text("utf-8")).items()}


def _parts(template: str) -> list[tuple[str, str | None]]:
    """Words and the place to fill after them; a sentence with a lone bracket is one that is never filled."""
    try:
        return [(words, name) for words, name, _, _ in Formatter().parse(template)]
    except ValueError:
        return [(template, None)]


def _fields(template: str) -> set[str]:
    return {name for _, name in _parts(template) if name is not None}


def _only_fields(template: str) -> bool:
    """A template such as "{name}: {reason}" has no words to translate."""
    return not any(sign.isalpha() for words, _ in _parts(template) for sign in words)


def test_the_scan_finds_what_it_should() -> None:
    said = _said()
    assert len(said) > 80
    assert "the disk is full; the file was left as it was" in said
    assert "Choose another folder in exporter.toml, or ask for the right to write there." in said


def test_every_sentence_is_translated() -> None:
    known = _translations()
    missing = {text: place for text, place in _said().items() if text not in known and not _only_fields(text)}
    assert not missing, json.dumps(missing, ensure_ascii=False, indent=1)


def test_translations_have_the_same_places_to_fill() -> None:
    wrong = [english for english, chinese in _translations().items() if _fields(english) != _fields(chinese)]
    assert not wrong


def test_no_place_is_called_like_an_argument_of_say() -> None:
    assert not [text for text in _said() if "language" in _fields(text)]


def test_no_translation_is_left_over() -> None:
    constants = {
        node.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    constants.update(_said())
    assert not [key for key in _translations() if key not in constants]


def test_a_sentence_has_one_translation() -> None:
    chosen = defaultdict(set)
    for file in LOCALES:
        for english, chinese in json.loads(file.read_text("utf-8")).items():
            chosen[english].add(chinese)
    assert not {english: found for english, found in chosen.items() if len(found) > 1}


@pytest.mark.parametrize("file", LOCALES, ids=lambda file: str(file.name))
def test_chinese_is_chinese(file: Path) -> None:
    for english, chinese in json.loads(file.read_text("utf-8")).items():
        if not _only_fields(english):
            assert any("一" <= sign <= "鿿" for sign in chinese), english
