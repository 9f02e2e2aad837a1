"""Descriptions of Jira Data Center: wiki markup, our block between two anchors, which the page does not show.

    {anchor:exporter-begin_nankai-2018-1a2b3c4d_title.5f0c2a91_due.88d0f3aa}
    {quote} … {quote}
    * *Source:* …
    * ☐ a line of the checklist; people put ☑, (/) or [x] there
    {anchor:exporter-end}

A backslash makes every sign of the markup plain; two of them would break the line, so a backslash itself is an entity.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from exporter.destinations import body
from exporter.destinations.contract import Field
from exporter.destinations.facts import Fact, facts
from exporter.destinations.markdown import one_line, visible
from exporter.destinations.marker import base_from
from exporter.destinations.remark import Remark
from exporter.destinations.trackers.markup import Lines, Markup, Seen
from exporter.errors import Refused
from exporter.model import Task
from exporter.wording import say

_BEGIN = re.compile(r"\{anchor:exporter-begin_(?P<id>[^\s{}]+?)(?P<base>(?:_[a-z]+\.[0-9a-f]{8})*)\}")
_SAID = re.compile(r"\{anchor:exporter-said_([^\s{}]+)_([a-z]+(?:\.[0-9-]+)?)\}")
_END = re.compile(r"\{anchor:exporter-end\}")
_BOX = re.compile(
    r"^[ \t]*[*-][ \t]+(?P<box>☐|☑|☒|\\?\[[ xX]?\\?\]|\(/\)|\(x\))[ \t]+(?P<text>\S.*?)[ \t]*$", re.MULTILINE
)
_TICKED = re.compile(r"[☑☒/xX]")
_ACTING = re.compile(
    r"[{}\[\]|]"
    r"|(?<![A-Za-z0-9])[*_+^~?-](?=\S)|(?<=\S)[*_+^~?-](?![A-Za-z0-9])"
    r"|!(?=\S)"
    r"|(?<=[A-Z])-(?=\d)"
    r"|[:;](?=[)(DP])"
    r"|\((?=[yni!?/x+*-]\)|\*[rgby]?\)|on\)|off\)|flag)"
    r"|(?<=-)-"
)
_LINE = re.compile(r"^(?:h[1-6](?=\.)|bq(?=\.))|^[*#-](?=[*# -])")


class Wiki(Markup):
    """Anchors hold id and base."""

    def body(self, task: Task) -> str:
        """Quote, facts, and the checklist's heading."""
        quoted = "\n".join(line(each) for each in visible(task.text).strip("\n").split("\n"))
        known = "\n".join(_fact(fact, task) for fact in facts(task))
        heading = f"\n\n*{say('Checklist', language=task.language)}*" if task.checklist else ""
        return body.canonical(f"{{quote}}\n{quoted}\n{{quote}}\n\n{known}{heading}")

    def comment(self, remark: Remark, task_id: str, key: str) -> str:
        """The mark is an anchor, which the page does not show."""
        known = "\n".join(_fact(fact, remark.task) for fact in remark.facts)
        told = body.canonical(f"{line(remark.sentence)}\n\n{known}")
        return f"{told}\n\n{{anchor:exporter-said_{task_id}_{key.replace(':', '.')}}}"

    def keys_in(self, text: str, task_id: str) -> Collection[str]:
        """What the anchors say."""
        return {key.replace(".", ":") for marked, key in _SAID.findall(text) if marked == task_id}

    def line(self, text: str) -> str:
        """Escaped; on one line."""
        return inline(one_line(text)).strip()

    def read(self, text: str) -> Seen | None:
        """Lines with a box are the checklist, wherever in the block a person put them."""
        begins, ends = list(_BEGIN.finditer(text)), list(_END.finditer(text))
        if not begins:
            return None
        begin = begins[0]
        base = base_from(begin["base"].replace("_", " ").replace(".", "="))
        if len(begins) > 1:
            return Seen(begin["id"], base, problem="two markers stand in one description; leave one of them")
        if len(ends) != 1 or ends[0].start() < begin.end():
            problem = "the marker's end is missing or stands alone; put it back or remove both"
            return Seen(begin["id"], base, problem=problem)
        block = body.canonical(text[begin.end() : ends[0].start()])
        boxes = [{"text": box["text"], "done": bool(_TICKED.search(box["box"]))} for box in _BOX.finditer(block)]
        return Seen(begin["id"], base, body.canonical(_BOX.sub("", block)), boxes)

    def write(self, text: str, task_id: str, base: Mapping[Field, str], block: str, checklist: Lines) -> str:
        """See Markup. A box that a person only ticked stays where it stands."""
        seen = self.read(text)
        newline = "\r\n" if "\r\n" in text else "\n"
        if seen is None:
            before = f"{text}{newline * 2}" if text.strip() else ""
            return before + _wrapped(task_id, base, _with_boxes(block, checklist)).replace("\n", newline)
        if seen.problem:
            raise Refused(seen.problem, hint="Then run again.")
        begin, end = next(_BEGIN.finditer(text)), next(_END.finditer(text))
        whole = _with_boxes(block, checklist)
        if (seen.body, list(seen.checklist)) == (block, list(checklist)):
            whole = body.canonical(text[begin.end() : end.start()])
        ours = _wrapped(task_id, base, whole).replace("\n", newline)
        return text[: begin.start()] + ours + text[end.end() :]


def _wrapped(task_id: str, base: Mapping[Field, str], block: str) -> str:
    marks = "".join(f"_{name}.{base[name]}" for name in Field if name in base)
    return f"{{anchor:exporter-begin_{task_id}{marks}}}\n{block}\n{{anchor:exporter-end}}"


def _with_boxes(block: str, checklist: Lines) -> str:
    boxes = "\n".join(f"* {'☑' if each['done'] else '☐'} {each['text']}" for each in checklist)
    return f"{block}\n\n{boxes}" if boxes else block


def inline(text: str) -> str:
    """Text that shows as it is inside a line."""
    return "&#92;".join(_ACTING.sub(lambda found: "\\" + found[0], piece) for piece in visible(text).split("\\"))


def line(text: str) -> str:
    """Text that shows as it is on a line of its own: no heading, list, rule or quote begins with it."""
    text = inline(text).strip(" \t")
    return _LINE.sub(lambda found: f"{found[0]}\\" if found[0][0] in "hb" else f"\\{found[0]}", text)


def _fact(fact: Fact, task: Task) -> str:
    text = inline(" ".join(fact.text.split()))
    if fact.url and re.fullmatch(r"https?://[^\s<>|\]}]+", fact.url):
        text = f"{text} [{fact.url}]"
    head: Any = say("{label}: {text}", language=task.language, label=f"*{fact.label}*", text=text).rstrip()
    lines = [line(each) for each in fact.lines]
    return "\n".join([f"* {head}", *(f"** {each}" for each in lines if each.strip())])
