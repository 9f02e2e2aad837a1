"""An indicator as a person reads it alone, away from its sentence.

A sentence that gives several figures names what it counts only once (新增企业12家，力争15家): the second, 15家, says
nothing by itself, so the metric goes before it.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from exporter.model import Indicator


def in_words(indicator: Indicator) -> str:
    """The indicator's own words, on one line, with its metric before them where they do not name it."""
    text = " ".join(indicator.text.split())
    metric = " ".join(indicator.metric.split())
    shared = SequenceMatcher(None, metric.casefold(), text.casefold(), autojunk=False).find_longest_match().size
    if shared * 2 >= len(metric):  # a metric put together from both sides of the figure shares only a part
        return text
    return f"{metric}{'：' if _wide(text + metric) else ': '}{text}"


def _wide(text: str) -> bool:
    return any(sign >= "\u2e80" for sign in text)
