"""Quick actions as GitLab finds and carries them out in a description (its page "GitLab quick actions").

A line that begins with a slash and a known command is taken out of the text and executed; those in code blocks, HTML
blocks, inline code and `>>>` quotes are not. Carriage returns and trailing blanks go, whether or not there is one.
"""

from __future__ import annotations

import re
from typing import Any

_COMMANDS = (
    "close",
    "reopen",
    "due",
    "remove_due_date",
    "label",
    "labels",
    "unlabel",
    "title",
    "assign",
    "confidential",
)
_PATTERN = re.compile(
    r"(?P<code>^```.+?\n```$)"
    r"|(?P<inline>^.*`\n*.+?\n*`$)"
    r"|(?P<html>^<[^>]+?>\n.+?\n</[^>]+?>$)"
    r"|(?P<quote>^>>>.+?\n>>>$)"
    rf"|(?:^/(?P<cmd>{'|'.join(_COMMANDS)})(?:[ ](?P<arg>[^\n]*))?(?:\s*\n|$))",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def extract(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without commands, and the commands."""
    commands: list[tuple[str, str]] = []

    def take(found: re.Match[str]) -> str:
        if not found["cmd"]:
            return found[0]
        commands.append((found["cmd"].lower(), (found["arg"] or "").strip()))
        return ""

    return _PATTERN.sub(take, text.replace("\r", "")).rstrip(), commands


def execute(issue: dict[str, Any], commands: list[tuple[str, str]]) -> None:
    """What they do to an issue."""
    for name, words in commands:
        if name in {"close", "reopen"}:
            issue["state"] = "closed" if name == "close" else "opened"
        elif name in {"due", "remove_due_date"}:
            issue["due_date"] = words or None
        elif name in {"label", "labels"}:
            issue["labels"] = sorted({*issue["labels"], *re.findall(r'~"?([^"~]+)"?', words)})
        elif name == "unlabel":
            issue["labels"] = []
        elif name == "title":
            issue["title"] = words or issue["title"]
        elif name == "confidential":
            issue["confidential"] = True
