"""Text → YAML scalars that every YAML 1.1 and 1.2 reader takes for that very text."""

from __future__ import annotations

import json
import re

# What some reader would take for something other than text (YAML 1.1 types: null, bool, int, float, date, base 60).
_NOT_TEXT = re.compile(
    r"""(?ix) ~ | null | true | false | yes | no | on | off | y | n
      | [-+]? (?: 0x[0-9a-f_]+ | 0o?[0-7_]+ | 0b[01_]+ | \.inf | [0-9][0-9_,]* )
      | [-+.0-9] [-+.0-9_eE:]* | \.nan
      | \d{4}-\d\d?-\d\d? (?: (?:t|\s+) .* )? """,
)
# Letters of any script, digits and the marks that open Chinese headings; never an indicator of YAML.
_OPENS_PLAIN = re.compile(r"[\w（《〈【“‘①-⑳/$€£¥.+]")
_BREAKS_PLAIN = re.compile(r": | #|:$|^\s|\s$")
_FLOW_MARKS = frozenset(",[]{}:#?")
# C0 and C1 controls, line separators, BOM, bidi controls: shown as escapes so that nothing in the file is invisible
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LONG_ESCAPE = 0xFFFF


def scalar(text: str, *, flow: bool = False) -> str:
    """The text on one line: plain where that is safe, else in double quotes. `flow`: inside [ ]."""
    safe = (
        _OPENS_PLAIN.match(text)
        and not _BREAKS_PLAIN.search(text)
        and not _NOT_TEXT.fullmatch(text)
        and not _HIDDEN.search(text)
        and "\n" not in text
        and "\t" not in text
        and not (flow and _FLOW_MARKS.intersection(text))
    )
    return text if safe else quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes; JSON's escapes are YAML's too."""
    return _HIDDEN.sub(_escape, json.dumps(text, ensure_ascii=False)).replace("\x7f", "\\u007f")


def is_hidden(text: str) -> bool:
    """Whether some character of the text could not be seen."""
    return bool(_HIDDEN.search(text))


def literal(text: str) -> tuple[str, list[str]] | None:
    """Header and lines of a block scalar, or None where the text cannot safely be one."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if (
        len(lines) == 1
        or not lines[0]
        or not lines[-1]
        or lines[0][0] in " \t"
        or any(line != line.rstrip() or line.startswith("\t") for line in lines)
        or _HIDDEN.search(text)
    ):
        return None
    return ("|" if text.endswith("\n") else "|-"), lines


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
