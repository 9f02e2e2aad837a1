"""The front matter of a Backlog.md task, edited line by line so that untouched lines keep their bytes.

Backlog.md itself reads it with js-yaml, after quoting bare `@names`, and writes every field it knows anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_FENCED = re.compile(r"\A(\ufeff?---[ \t]*\r?\n)(.*?)(^---[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?=\s|$)")
_BARE_NAME = re.compile(r"^([ \t]*(?:assignee|reporter):[ \t]*)(@[^\r\n]*?)[ \t]*$", re.MULTILINE)
_FLOW_NAMES = re.compile(r"^([ \t]*assignee:[ \t]*\[)([^\]\r\n]*)\]", re.MULTILINE)
_PLAIN = re.compile(r"[^\W\d_][\w \u3000-\u303f\uff00-\uffef-]*(?<! )")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_ORDER = (
    "id", "title", "status", "assignee", "reporter", "created_date", "updated_date", "due_date", "labels", "milestone",
    "dependencies", "references", "documentation", "modified_files", "parent_task_id", "subtasks", "priority", "type",
    "ordinal",
)  # fmt: skip


@dataclass(frozen=True)
class Front:
    """`opening`, the lines between the fences, `closing`; together they are the file's beginning to the byte."""

    opening: str = "---\n"
    text: str = ""
    closing: str = "---\n"

    @property
    def newline(self) -> str:
        """The line end in use."""
        return "\r\n" if self.opening.endswith("\r\n") else "\n"

    def __str__(self) -> str:
        """As it stands in the file."""
        return self.opening + self.text + self.closing

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every field that can be read, as YAML sees it. A field that cannot does not hide the others."""
        whole = _load(self.text)
        if whole is not None:
            return whole
        found: dict[str, Any] = {}
        for key, lines in _parts(self.text):
            if key:
                found.update(_load("".join(lines)) or {key: "".join(lines).partition(":")[2].strip()})
        return found

    def put(self, key: str, value: str | int | Sequence[str] | None) -> Front:
        """The same with one field set, or taken out (None). Comments and all other lines stay."""
        parts = _parts(self.text)
        new = [] if value is None else [line + self.newline for line in _field(key, value)]
        places = [index for index, (name, _) in enumerate(parts) if name == key]
        if places:
            last = places[-1]
            lines = parts[last][1]
            parts[last] = (key, new + lines[_end_of_value(lines) :])
        else:
            parts.insert(_place(key, [name for name, _ in parts]), (key, new))
        return replace(self, text="".join("".join(lines) for _, lines in parts))


def split(text: str) -> tuple[Front, str] | None:
    """A file → its front matter and the rest, or None where there is no front matter."""
    found = _FENCED.match(text)
    return (Front(found[1], found[2], found[3]), text[found.end() :]) if found else None


def _load(text: str) -> dict[str, Any] | None:
    text = _BARE_NAME.sub(lambda found: found[1] + _quoted(found[2]), text)
    text = _FLOW_NAMES.sub(lambda found: f"{found[1]}{_quoted_names(found[2])}]", text)
    try:
        loaded = YAML(typ="safe").load(text)
    except (YAMLError, ValueError):  # ValueError: a date such as 2018-02-31
        return None
    if loaded is None:
        return {}
    return loaded if isinstance(loaded, dict) else None


def _quoted_names(text: str) -> str:
    names = [name.strip() for name in text.split(",")]
    return ", ".join(_quoted(name) if name.startswith("@") else name for name in names)


def _parts(text: str) -> list[tuple[str | None, list[str]]]:
    """Runs of lines, each beginning with a key at the margin (None: what stands before the first)."""
    parts: list[tuple[str | None, list[str]]] = []
    for line in _LINE.findall(text):
        key = _KEY.match(line)
        if key or not parts:
            parts.append((key[1] if key else None, []))
        parts[-1][1].append(line)
    return parts


def _end_of_value(lines: list[str]) -> int:
    """How many of a field's lines are its value; blank lines and comments after it are not."""
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _place(key: str, names: list[str | None]) -> int:
    before = _ORDER[: _ORDER.index(key)]
    return max((index + 1 for index, name in enumerate(names) if name in before), default=0)


def _field(key: str, value: str | int | Sequence[str]) -> list[str]:
    if isinstance(value, int):
        return [f"{key}: {value}"]
    if isinstance(value, str):
        return [f"{key}: {_scalar(value)}"]
    return [f"{key}:", *(f"  - {_scalar(each)}" for each in value)] if value else [f"{key}: []"]


def _scalar(text: str) -> str:
    """Bare where no reader can mistake it, else in single quotes; `text` is one line without control characters."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else _quoted(text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
