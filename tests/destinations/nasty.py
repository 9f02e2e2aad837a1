"""Texts that a destination may take for something else than text."""

from __future__ import annotations

NASTY = (
    "长" * 300,
    "🎉👨‍👩‍👧‍👦 é combining é",
    "@all please look at #12 and GH-7",
    "/close",
    "<!-- --> <b>bold</b> -->",
    "a | b | c",
    "back\\slash \\n \\, \\;",
    "\u202eright to left\u202c",
    "- [ ] not a box",
    "---",
    "yes: 'no' \"maybe\" #comment",
    "tab\there",
)
