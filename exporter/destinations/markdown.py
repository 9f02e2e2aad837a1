"""Task → Markdown, with everything in it that a tracker would act on made harmless.

A quote is data: it must look as it was published and do nothing. Trackers differ in what they act on, so each names
its Dialect. Rules follow CommonMark 0.31 (backslash escapes, entities), GitHub's and GitLab's reference pages for
autolinked references and quick actions. `&#8203;` is a zero-width space: it parts `@` from a name and shows nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from exporter.destinations.body import canonical
from exporter.destinations.facts import Fact, facts
from exporter.destinations.remark import Remark
from exporter.model import Task
from exporter.wording import say

_BREAK = "&#8203;"
_ZERO_WIDTH = "\u200b"
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LONE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_EMPHASIS = re.compile(r"[\\`*]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|#(?=#)|(?<=#)#")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"\](?=[(\[:])|\[(?=[\[^])")
_MENTION = re.compile(r"(?<![A-Za-z0-9._%+-])@(?=\w)")
_ACTIVE = re.compile(r"[\\`*_#&<>\[\]~$]")
"""Without one of these, CommonMark has nothing to act on; most Chinese text has none."""
_ANYTHING = re.compile(r"[\\`*_#&<>\[\]~$@!%-]")
"""Without one of these, no tracker has: the last ones begin mentions and references."""
_BLOCK = re.compile(r"^([#>+=-]|~~~|\[(?=[ xX]\]))|^(\d{1,9})([.)])(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one tracker's Markdown acts on, beyond CommonMark.

    `references` matches the sign that turns what follows into a link, such as the `#` of `#12`. `acting` finds nothing
    in most texts, and then there is nothing to escape.
    """

    name: str
    mentions: bool = False
    references: re.Pattern[str] | None = None
    quick_actions: bool = False
    math: bool = False
    acting: re.Pattern[str] = _ANYTHING


BACKLOG = Dialect("backlog")
GITHUB = Dialect("github", mentions=True, references=re.compile(r"#(?=\d)|(?<=\bGH-)(?=\d)", re.IGNORECASE), math=True)
GITEA = Dialect("gitea", mentions=True, references=re.compile(r"[#!](?=\d)"), math=True)
GITLAB = Dialect(
    "gitlab",
    mentions=True,
    references=re.compile(r"[#!&$](?=\d)|~(?=[\w\"])|%(?=[0-9A-Za-z\"])|\[(?=\w+:)"),
    quick_actions=True,
    math=True,
)


def visible(text: str) -> str:
    r"""Without control, bidirectional and zero-width characters and halves of surrogate pairs; line ends are `\n`.

    The zero-width joiner stays: it holds emoji and some scripts together.
    """
    if text.isprintable():  # so it has none of them
        return text
    return _LONE.sub("\ufffd", _HIDDEN.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """`visible`, on one line, with single spaces: what a title, label or checklist line can hold."""
    return unicodedata.normalize("NFC", " ".join(visible(text).split()))


def inline(text: str, dialect: Dialect) -> str:
    """Text that shows as it is inside a line."""
    text = visible(text)
    if not dialect.acting.search(text):
        return text
    if _ACTIVE.search(text):
        text = _escaped(text, dialect)
    if dialect.references:
        text = dialect.references.sub(lambda found: found[0] + _BREAK, text)
    return _MENTION.sub("@" + _BREAK, text) if dialect.mentions else text


def _escaped(text: str, dialect: Dialect) -> str:
    text = _EMPHASIS.sub(lambda found: "\\" + found[0], text)
    text = _TAG.sub("&lt;", _ENTITY.sub("&amp;", text)).replace("-->", "--&gt;")
    text = _LINK.sub(lambda found: "\\" + found[0], text)
    if text.count("~") > 1:
        text = text.replace("~", "\\~")
    return text.replace("$", "\\$") if dialect.math else text


def plain(text: str, dialect: Dialect) -> str:
    """Text for a field that is no Markdown and in which the tracker links and notifies all the same, such as a title.

    `one_line` takes the zero-width spaces out again.
    """
    if dialect.references:
        text = dialect.references.sub(lambda found: found[0] + _ZERO_WIDTH, text)
    return _MENTION.sub("@" + _ZERO_WIDTH, text) if dialect.mentions else text


def line(text: str, dialect: Dialect) -> str:
    """Text that shows as it is on a line of its own: no heading, list, rule, quote or command begins with it."""
    text = inline(text, dialect).strip(" \t")
    if dialect.quick_actions and text.startswith("/"):
        return "\\" + text
    return _BLOCK.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", text)


def quote(text: str, dialect: Dialect) -> str:
    """A block quote, line by line."""
    return "\n".join(f"> {line(each, dialect)}".rstrip() for each in visible(text).strip("\n").split("\n"))


def task_block(task: Task, dialect: Dialect) -> str:
    """The whole block: the quote to the letter, then what is known of it. Canonical (see body.canonical)."""
    known = "\n".join(_fact(fact, task, dialect) for fact in facts(task))
    return canonical(f"{quote(task.text, dialect)}\n\n{known}")


def remark_block(remark: Remark, dialect: Dialect) -> str:
    """A comment: a sentence, then the facts."""
    known = "\n".join(_fact(fact, remark.task, dialect) for fact in remark.facts)
    return canonical(f"{line(remark.sentence, dialect)}\n\n{known}")


def _fact(fact: Fact, task: Task, dialect: Dialect) -> str:
    text = inline(" ".join(fact.text.split()), dialect)
    if fact.url and re.fullmatch(r"https?://[^\s<>]+", fact.url):
        text = f"{text} <{fact.url}>"
    head = say("{label}: {text}", language=task.language, label=f"**{fact.label}**", text=text).rstrip()
    lines = [line(each, dialect) for each in fact.lines]
    return "\n".join([f"- {head}", *(f"  - {each}" for each in lines if each.strip())])
