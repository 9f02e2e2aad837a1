"""Gates before costly patterns: a cheap look tells that most sentences cannot hold a match.

Python's engine asks every alternative of a pattern at every character. Two things that can be told from the pattern
alone make that rare, and change nothing of what is found:

- Every match holds one of a few characters (圆满完成|荣获 needs 圆 or 荣). A text without any of them is not searched.
- A match can only begin with some characters; a look-ahead asks for those before the alternatives are tried.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

COMMON = frozenset(
    "的一在和是有为年月日发展建设工作推进实施完成全市区新大中人到以加强强化与及不上下国要项目个业化行动力务管理重点会公"
    "社民城对能企产服体质高提升改生"
)
"""Characters of every second sentence: a gate that asks for one of them stands open most of the time."""
_OFTEN, _SELDOM = 12.0, 1.0
_WORTH = 90.0
"""A gate that asks for more than this lets nearly everything through and would only cost."""
_Needs = tuple[float, frozenset[str]]
"""How often a gate stands open, by a rough measure, and what it asks for, as parts of a character class."""


class Gate:
    """A compiled pattern behind its gate, with the methods of `re.Pattern`.

    The methods are made when the pattern is: without a gate they are the pattern's own, at no cost at all.
    """

    __slots__ = ("finditer", "fullmatch", "match", "needs", "pattern", "search")
    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]

    def __init__(self, plain: re.Pattern[str], needs: re.Pattern[str] | None) -> None:
        self.pattern, self.needs = plain.pattern, needs
        self.search, self.match = _behind(needs, plain.search, None), _behind(needs, plain.match, None)
        self.fullmatch = _behind(needs, plain.fullmatch, None)
        self.finditer = _behind(needs, plain.finditer, iter(()))


def _behind(needs: re.Pattern[str] | None, method: Callable[..., Any], nothing: Any) -> Callable[..., Any]:
    """A method that is asked only where the text holds what is needed; `where` is as for `re.Pattern.search`."""
    if needs is None:
        return method
    ask = needs.search

    def asked(text: str, *where: int) -> Any:
        return method(text, *where) if ask(text, *where) else nothing

    return asked


def gated(pattern: str) -> Gate:
    """`pattern` compiled, behind what can be told of its matches; where nothing can, it is only compiled."""
    try:
        items = list(importlib.import_module("re._parser").parse(pattern))
    except (ImportError, AttributeError):  # the parser of `re` is out of reach
        return Gate(re.compile(pattern), None)
    needed = _needed(items)
    needs = re.compile(_class(needed[1])) if needed and needed[0] <= _WORTH else None
    letters = _first_letters(items)
    return Gate(re.compile(f"(?={_class(letters)})(?:{pattern})" if letters else pattern), needs)


def _class(parts: Iterable[str]) -> str:
    return f"[{''.join(sorted(parts))}]"


def _needed(items: Iterable[tuple[Any, Any]]) -> _Needs | None:
    """Of all parts of a sequence the one that is met least often; None where no part must be there."""
    return min(filter(None, (_needed_by(str(kind), value) for kind, value in items)), default=None, key=lambda n: n[0])


def _needed_by(kind: str, value: Any) -> _Needs | None:
    """What must stand in a text for one part of a pattern to match; None where anything may, or nothing."""
    match kind:
        case "LITERAL":
            found: _Needs | None = (_OFTEN if chr(value) in COMMON else _SELDOM, frozenset({re.escape(chr(value))}))
        case "IN":
            found = _needed_of_class(value)
        case "BRANCH":
            found = _any_of([_needed(part) for part in value[1]])
        case "SUBPATTERN":
            found = None if value[1] else _needed(value[-1])  # flags of its own
        case "ATOMIC_GROUP":
            found = _needed(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            found = _needed(value[2]) if value[0] else None
        case _:
            found = None
    return found


def _needed_of_class(parts: Iterable[tuple[Any, Any]]) -> _Needs | None:
    found: list[_Needs | None] = []
    for kind, value in parts:
        if str(kind) == "LITERAL":
            found.append(_needed_by("LITERAL", value))
        elif str(kind) == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found.append((_OFTEN, frozenset({r"\d"})))
        else:
            return None
    return _any_of(found)


def _any_of(parts: list[_Needs | None]) -> _Needs | None:
    known = [part for part in parts if part]
    if len(known) < len(parts):
        return None
    return sum(weight for weight, _ in known), frozenset[str]().union(*(letters for _, letters in known))


def _first_letters(items: Iterable[tuple[Any, Any]]) -> set[str]:
    """What a match can begin with; empty where anything can."""
    try:
        letters, empty = _first(items)
    except _Anything:
        return set()
    return set() if empty else letters


class _Anything(Exception):
    """No list of characters tells where a match begins."""


def _first(items: Iterable[tuple[Any, Any]]) -> tuple[set[str], bool]:
    """The first characters of a sequence, and whether it can be empty."""
    letters: set[str] = set()
    for kind, value in items:
        found, empty = _of_item(str(kind), value)
        letters |= found
        if not empty:
            return letters, False
    return letters, True


def _of_item(kind: str, value: Any) -> tuple[set[str], bool]:
    if kind == "LITERAL":
        return {re.escape(chr(value))}, False
    if kind == "IN":
        return {_of_class(str(inner), each) for inner, each in value}, False
    if kind in {"ASSERT", "ASSERT_NOT", "AT"}:
        return set(), True
    if kind == "SUBPATTERN":
        return _first(value[-1])
    if kind == "BRANCH":
        parts = [_first(part) for part in value[1]]
        return {letter for found, _ in parts for letter in found}, any(empty for _, empty in parts)
    if kind in {"MAX_REPEAT", "MIN_REPEAT"}:
        least, _, inner = value
        found, empty = _first(inner)
        return found, empty or least == 0
    raise _Anything


_CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s"}


def _of_class(kind: str, value: Any) -> str:
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    if kind == "CATEGORY" and str(value) in _CLASSES:
        return _CLASSES[str(value)]
    raise _Anything
