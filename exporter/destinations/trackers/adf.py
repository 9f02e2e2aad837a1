"""Descriptions of Jira Cloud: documents in the Atlassian Document Format, our block one panel among people's nodes.

    panel
      paragraph, all in italics     a line of the quote             > …
      bulletList                    what is known of the task       - …   and below an entry:   - …
      paragraph                     a heading                       …
      taskList                      the checklist, with boxes that people tick
      paragraph, code               exporter:nankai-2018-1a2b3c4d   the marker

To the right, the lines that stand for it in a canonical body. Text nodes are plain text: nothing in a quote acts. The
digests do not fit into a document; they stand in a property of the issue. A panel must not hold a block quote, says
the format's published JSON schema.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from exporter.destinations import body
from exporter.destinations.contract import Field
from exporter.destinations.facts import Fact, facts
from exporter.destinations.markdown import one_line, visible
from exporter.destinations.marker import said_in, said_text
from exporter.destinations.remark import Remark
from exporter.destinations.trackers.markup import Lines, Markup, Seen
from exporter.errors import Refused
from exporter.model import Task
from exporter.wording import say

Node = Mapping[str, Any]
_MARK = re.compile(r"exporter:(?P<id>\S+)")
_URL = re.compile(r"https?://[^\s<>]+$")
_QUOTE, _ENTRY, _BELOW = "> ", "- ", "  - "


class Adf(Markup):
    """`text` is the document as JSON; an empty one is the empty text."""

    def body(self, task: Task) -> str:
        """Quote, facts, and the checklist's heading."""
        lines = [line.strip() for line in visible(task.text).split("\n")]
        quoted = "\n".join(_QUOTE + line for line in lines if line)
        known = "\n".join(_fact(fact, task) for fact in facts(task))
        heading = say("Checklist", language=task.language) if task.checklist else ""
        return body.canonical(f"{quoted}\n\n{known}\n\n{heading}")

    def comment(self, remark: Remark, task_id: str, key: str) -> str:
        """A document of its own; nothing can be hidden in it, so the mark is a short line of code at the end."""
        known = "\n".join(_fact(fact, remark.task) for fact in remark.facts)
        nodes = _nodes(body.canonical(f"{one_line(remark.sentence)}\n\n{known}"))
        content = [*nodes, _paragraph(said_text(task_id, key), "code")]
        return json.dumps({"version": 1, "type": "doc", "content": content}, ensure_ascii=False)

    def keys_in(self, text: str, task_id: str) -> Collection[str]:
        """What paragraphs of nothing but code say."""
        marks = [
            node for node in _content(_document(text)) if node["type"] == "paragraph" and _all_marked(node, "code")
        ]
        return said_in(map(_words, marks), task_id)

    def line(self, text: str) -> str:
        """As it is, on one line."""
        return one_line(text)

    def read(self, text: str) -> Seen | None:
        """The panel that bears our marker."""
        found = [(node, mark) for node in _content(_document(text)) if (mark := _marker(node))]
        if not found:
            return None
        panel, task_id = found[0]
        problem = "two markers stand in one description; leave one of them" if len(found) > 1 else None
        return Seen(task_id, {}, _read_body(panel), list(_read_boxes(panel)), problem)

    def write(self, text: str, task_id: str, base: Mapping[Field, str], block: str, checklist: Lines) -> str:  # noqa: ARG002  the base stands in a property
        """See Markup. What people formatted in the panel stays while its words do."""
        document = _document(text)
        nodes = list(_content(document))
        seen = self.read(text)
        if seen and seen.problem:
            raise Refused(seen.problem, hint="Then run again.")
        place = next((number for number, node in enumerate(nodes) if _marker(node)), None)
        if place is None:
            nodes.append(_panel(task_id, _nodes(block), checklist))
        elif seen and (seen.body, list(seen.checklist)) != (block, list(checklist)):
            same = seen.body == block
            kept = [node for node in _content(nodes[place]) if node["type"] != "taskList" and not _is_mark(node)]
            nodes[place] = _panel(task_id, kept if same else _nodes(block), checklist, nodes[place])
        return json.dumps({"version": 1, "type": "doc", **document, "content": nodes}, ensure_ascii=False)


def _fact(fact: Fact, task: Task) -> str:
    text = " ".join(visible(fact.text).split())
    if fact.url and _URL.fullmatch(fact.url):
        text = f"{text} {fact.url}"
    head = say("{label}: {text}", language=task.language, label=fact.label, text=text).rstrip()
    lines = [" ".join(visible(line).split()) for line in fact.lines]
    return "\n".join([_ENTRY + head, *(_BELOW + line for line in lines if line)])


# Reading


def _document(text: str) -> Node:
    document = json.loads(text) if text else {}
    return document if isinstance(document, dict) else {}


def _content(node: Node) -> Sequence[Node]:
    return node.get("content") or ()


def _marker(node: Node) -> str | None:
    """The id in the marker of a panel."""
    marks = [each for each in _content(node) if _is_mark(each)] if node["type"] == "panel" else []
    found = _MARK.fullmatch(_words(marks[-1]).strip()) if marks else None
    return found["id"] if found else None


def _is_mark(node: Node) -> bool:
    return node["type"] == "paragraph" and _all_marked(node, "code") and bool(_MARK.fullmatch(_words(node).strip()))


def _all_marked(node: Node, mark: str) -> bool:
    """Whether every text in a paragraph that has some is formatted so."""
    texts = [each for each in _content(node) if each["type"] == "text" and each["text"].strip()]
    return bool(texts) and all(mark in {each["type"] for each in text.get("marks", ())} for text in texts)


def _words(node: Node) -> str:
    """What a node says; mentions, dates and the like by their own words."""
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] == "hardBreak":
        return "\n"
    attrs = node.get("attrs") or {}
    own = next((str(attrs[key]) for key in ("text", "shortName", "timestamp", "url") if attrs.get(key)), "")
    return own + "".join(_words(each) for each in _content(node))


def _read_body(panel: Node) -> str:
    whole, before = "", ""
    for node in _content(panel):
        if node["type"] == "taskList" or _is_mark(node):
            continue
        text = "\n".join(_lines(node))
        if text.strip():
            between = "\n" if before == text[:2] == _QUOTE else "\n\n"
            whole += between + text
            before = text[:2]
    return body.canonical(whole)


def _lines(node: Node, indent: str = "") -> Iterator[str]:
    if node["type"] in {"bulletList", "orderedList"}:
        for item in _content(node):
            yield from _item_lines(item, indent)
    else:
        sign = _QUOTE if _all_marked(node, "em") else ""
        yield from (sign + line for line in _words(node).split("\n"))


def _item_lines(item: Node, indent: str) -> Iterator[str]:
    sign = indent + _ENTRY
    for node in _content(item):
        if node["type"] in {"bulletList", "orderedList"}:
            yield from _lines(node, indent + "  ")
        else:
            yield sign + _words(node).replace("\n", " ")
            sign = indent + "  "


def _read_boxes(node: Node) -> Iterator[dict[str, Any]]:
    """Boxes of the panel, of lists in lists too."""
    for each in _content(node):
        if each["type"] == "taskItem":
            yield {"text": one_line(_words(each)), "done": each["attrs"].get("state") == "DONE"}
        elif each["type"] in {"taskList", "blockTaskItem"}:
            yield from _read_boxes(each)


# Writing


def _nodes(block: str) -> list[Node]:
    """Nodes for the lines of a canonical body."""
    nodes: list[Any] = []
    for line in block.split("\n"):
        if line.startswith(_QUOTE):
            nodes.append(_paragraph(line.removeprefix(_QUOTE), "em"))
        elif line.startswith((_ENTRY, _BELOW)):
            if not nodes or nodes[-1]["type"] != "bulletList":
                nodes.append({"type": "bulletList", "content": []})
            _add_entry(nodes[-1]["content"], line)
        elif line.strip():
            nodes.append(_paragraph(line))
    return nodes


def _add_entry(entries: list[Any], line: str) -> None:
    if line.startswith(_ENTRY) or not entries:
        entries.append({"type": "listItem", "content": [_entry(line.strip().removeprefix(_ENTRY))]})
        return
    above = entries[-1]["content"]
    if above[-1]["type"] != "bulletList":
        above.append({"type": "bulletList", "content": []})
    above[-1]["content"].append({"type": "listItem", "content": [_paragraph(line.removeprefix(_BELOW))]})


def _entry(text: str) -> Node:
    """The label in bold, an address at the end as a link."""
    label = re.match(r"[^:：\s]{1,20}[:：]", text)
    end = label.end() if label else 0
    url = _URL.search(text, end)
    stop = url.start() if url else len(text)
    pieces: list[tuple[str, Node | None]] = [(text[:end], {"type": "strong"}), (text[end:stop], None)]
    if url:
        pieces.append((url[0], {"type": "link", "attrs": {"href": url[0]}}))
    return {"type": "paragraph", "content": [_text(words, mark) for words, mark in pieces if words]}


def _paragraph(text: str, mark: str | None = None) -> Node:
    return {"type": "paragraph", "content": [_text(text, {"type": mark} if mark else None)] if text else []}


def _text(text: str, mark: Node | None) -> Node:
    return {"type": "text", "text": text, **({"marks": [mark]} if mark else {})}


def _panel(task_id: str, nodes: Sequence[Node], checklist: Lines, before: Node | None = None) -> Node:
    content = [*nodes]
    if checklist:
        content.append(_task_list(task_id, checklist))
    content.append(_paragraph(f"exporter:{task_id}", "code"))
    return {"type": "panel", "attrs": {"panelType": "info"}, **(before or {}), "content": content}


def _task_list(task_id: str, checklist: Lines) -> Node:
    items = [
        {
            "type": "taskItem",
            "attrs": {"localId": _local_id(task_id, line["text"]), "state": "DONE" if line["done"] else "TODO"},
            "content": [_text(line["text"], None)],
        }
        for line in checklist
    ]
    return {"type": "taskList", "attrs": {"localId": _local_id(task_id, "")}, "content": items}


def _local_id(task_id: str, text: str) -> str:
    """The same for the same line, so that writing again changes nothing."""
    return str(uuid5(NAMESPACE_URL, f"exporter:{task_id}:{text}"))
