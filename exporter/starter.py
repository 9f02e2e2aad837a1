"""A first exporter.toml: commented, in the language of the person who will edit it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from exporter.config import DEFAULT_DESTINATIONS
from exporter.destinations.contract import Destination
from exporter.secrets import is_secret_key
from exporter.wording import say

_DOCUMENTS = (".md", ".txt", ".html", ".htm")
_NOT_A_PLAN = re.compile(r"^(readme|changelog|license|contributing|notice)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FORBIDDEN = re.compile(r"[<>/\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")

_PLAN = Template("""\
# $about
# $paths

[plan]
name = $name  # $about_name
title = $title
year = $year  # $about_year
document = $document  # $about_document
ledger = "ledger.yaml"  # $about_ledger
state = "state.sqlite"  # $about_state
# owners = "owners.toml"  # $about_owners
""")


@dataclass(frozen=True, slots=True)
class Answers:
    """What a newcomer says about the plan."""

    title: str
    year: int
    document: str
    name: str


def suggested_document(files: Iterable[Path]) -> str | None:
    """The file in a folder that looks most like a plan: the first document that is no README."""
    names = sorted(file.name for file in files if file.suffix.lower() in _DOCUMENTS)
    return next((name for name in names if not _NOT_A_PLAN.match(name)), None)


def suggested_year(text: str, this_year: int) -> int:
    """The year a title or file name speaks of, else this one."""
    found = _YEAR.search(text)
    return int(found[0]) if found else this_year


def suggested_name(title: str) -> str:
    """A title as a plan's name: without what a name may not hold; Chinese stays Chinese."""
    return re.sub(r"\s+", "-", _FORBIDDEN.sub(" ", title).strip())[:40].strip("-").lower() or "plan"


def starter(answers: Answers, destinations: Mapping[str, type[Destination]]) -> str:
    """Text of exporter.toml; `destinations` are classes by kind."""
    plan = _PLAN.substitute(
        about=say("What `exporter sync` works from. Lines that begin with # are remarks."),
        paths=say("Paths are relative to this file."),
        name=_toml(answers.name),
        about_name=say("short name, part of every task's id; do not change it later"),
        title=_toml(answers.title),
        year=answers.year,
        about_year=say("a commitment without a date is due on the last day of this year"),
        document=_toml(answers.document),
        about_document=say("the published document; several as a list"),
        about_ledger=say("the tasks, for people to review and edit; after the first run this is the truth"),
        about_state=say("what was synchronised; rebuilt when it is lost"),
        about_owners=say("which unit is responsible for what, where the document does not say"),
    )
    return "\n".join([plan, *(_block(kind, cls) for kind, cls in destinations.items())])


def _block(kind: str, cls: type[Destination]) -> str:
    name = next((name for name, each in DEFAULT_DESTINATIONS.items() if each["kind"] == kind), kind)
    lines = [f"[destinations.{_key(name)}]", f"kind = {_toml(kind)}"]
    for key in cls.required_options:
        allowed = cls.options_schema.get(key, {})
        remark = say(allowed["description"]) if allowed.get("description") else ""
        lines.append(f"{key} = {_value(kind, key, allowed)}" + (f"  # {remark}" if remark else ""))
    return "\n".join(lines) + "\n"


def _value(kind: str, key: str, allowed: Mapping[str, Any]) -> str:
    if is_secret_key(key):
        return f'{{ env = "{kind.upper()}_{key.upper()}" }}'
    usual = next((each[key] for each in DEFAULT_DESTINATIONS.values() if each["kind"] == kind and key in each), "…")
    return _toml(next(iter(allowed.get("examples", ())), allowed.get("default", usual)))


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: Any) -> str:
    """A text, number, truth value or list of them as TOML, which writes these as JSON does (but escapes DEL)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
