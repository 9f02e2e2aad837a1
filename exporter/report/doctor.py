"""What `exporter doctor` found, as a page: a sign, a sentence; the sign says it without colour."""

from __future__ import annotations

from typing import Any

from exporter.doctor import Checkup
from exporter.report.view import Line, View
from exporter.wording import say

SIGNS = ("✓", "✗")
PLAIN_SIGNS = ("+", "x")
"""Where the terminal's encoding lacks the others."""


def doctor_view(found: Checkup, signs: tuple[str, str] = SIGNS) -> View:
    """The plan, then each destination; the last line sums up."""
    page: list[Line] = []
    for ward in found.wards:
        page.append(Line(f"{ward.name} ({ward.kind})" if ward.kind else ward.name, "bold"))
        page += [Line(f"  {signs[not each.ok]} {each.sentence}", "" if each.ok else "red") for each in ward.findings]
        page += [Line(f"  · {remark}", "dim") for remark in ward.remarks]
    faults = sum(not finding.ok for ward in found.wards for finding in ward.findings)
    if faults:
        summary = say("{count} things need a look: the lines with {sign}", count=faults, sign=signs[1])
        return [*page, Line(), Line(summary)]
    return [*page, Line(), Line(say("Everything is in order."), "green")]


def doctor_record(found: Checkup) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "exit_code": int(found.exit_code),
        "ok": all(finding.ok for ward in found.wards for finding in ward.findings),
        "places": [
            {
                "name": ward.name,
                "kind": ward.kind or None,
                "findings": [{"ok": finding.ok, "sentence": finding.sentence} for finding in ward.findings],
                "remarks": list(ward.remarks),
            }
            for ward in found.wards
        ],
    }
