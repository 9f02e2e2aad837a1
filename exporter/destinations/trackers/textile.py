"""Task → Textile as Redmine reads it, with everything in it that Redmine would act on made harmless.

Textile has no escape sign that works everywhere; a numeric entity shows the sign and does nothing. The rules follow
what Redmine 5's own formatter and link finder match: phrases open after a blank, a bracket or at a line's start,
`@login` notifies people, `#12`, `r5`, `commit:…`, `[[page]]` and `{{macro}}` become links or content. HTML comments
are left out of what is shown, so our markers are hidden there as in Markdown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.destinations import body
from exporter.destinations.facts import Fact, facts
from exporter.destinations.markdown import Dialect, one_line, visible
from exporter.destinations.remark import Remark
from exporter.destinations.trackers.markup import Markdown
from exporter.model import Task
from exporter.wording import say

_LINKED = r"(?<![A-Za-z0-9_])(?:attachment|document|version|forum|news|message|project|commit|source|export|user)"
"""Words that become a link when a colon and a name follow."""
_REVISION = r"(?<![A-Za-z0-9_])r(?=\d)"
COMMON_MARK = Dialect(
    "redmine",
    mentions=True,
    references=re.compile(rf"#(?=#?\d|#?note)|{_REVISION}|\[(?=\[)|\{{(?=\{{)|{_LINKED}(?=:\S)"),
    acting=re.compile(r"[\\`*_#&<>\[\]~$@{:r]"),
)
"""Redmine's Markdown."""
_ACTING = re.compile(
    r"[@|<]"
    r"|&(?=#?\w+;)"
    r"|(?<=--)>"
    r"|(?:(?<=[\s>(])|^)[*?_%+^~-](?=\S)"
    r"|(?:(?<=[\s>])|^)!(?=\S)"
    r'|"(?=:)'
    r"|\[(?=[\d\[])"
    r"|\{(?=\{)"
    r"|=(?==)"
    r"|#(?=#?\d|#?note)"
    rf"|{_REVISION}"
    r"|(?<=[A-Z0-9]{3})\((?=[^)]*\))",
    re.MULTILINE,
)
_LINK = re.compile(rf"({_LINKED}):(?=\S)")
_BLOCK = re.compile(r"^(?:[#*>|]|-(?=\s)|[A-Za-z](?=\w*[^\s.]*\.{1,2}[ :]))")


@dataclass(frozen=True, slots=True)
class Textile(Markdown):
    """Blocks, markers and boxes stand as in Markdown; only what is written between them differs."""

    dialect: Dialect = COMMON_MARK

    def body(self, task: Task) -> str:
        """Quote and facts, then the checklist's heading."""
        quoted = "\n".join(f"> {line(each)}".rstrip() for each in visible(task.text).strip("\n").split("\n"))
        known = "\n".join(_fact(fact, task) for fact in facts(task))
        heading = f"\n\n*{say('Checklist', language=task.language)}*" if task.checklist else ""
        return body.canonical(f"{quoted}\n\n{known}{heading}")

    def told(self, remark: Remark) -> str:
        """Sentence and facts."""
        known = "\n".join(_fact(fact, remark.task) for fact in remark.facts)
        return body.canonical(f"{line(remark.sentence)}\n\n{known}")

    def line(self, text: str) -> str:
        """Escaped; on one line."""
        return inline(one_line(text)).strip()


def inline(text: str) -> str:
    """Text that shows as it is inside a line."""
    text = _ACTING.sub(lambda found: f"&#{ord(found[0])};", visible(text))
    return _LINK.sub(r"\1&#58;", text)


def line(text: str) -> str:
    """Text that shows as it is on a line of its own: no heading, list, table, rule or quote begins with it."""
    return _BLOCK.sub(lambda found: f"&#{ord(found[0])};", inline(text).strip(" \t"))


def _fact(fact: Fact, task: Task) -> str:
    text = inline(" ".join(fact.text.split()))
    if fact.url and re.fullmatch(r"https?://[^\s<>]+", fact.url):
        text = f"{text} {fact.url}"
    head = say("{label}: {text}", language=task.language, label=f"*{fact.label}*", text=text).rstrip()
    lines = [line(each) for each in fact.lines]
    return "\n".join([f"* {head}", *(f"** {each}" for each in lines if each.strip())])
