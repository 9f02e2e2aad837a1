"""`exporter check` as a page."""

from __future__ import annotations

from typing import Any

from exporter.ledger import Ledger
from exporter.report.view import Line, View
from exporter.wording import say


def check_view(ledger: Ledger) -> View:
    """A line a problem, then how many tasks are in order."""
    lines = [Line(str(problem)) for problem in ledger.problems]
    in_order = len(ledger.tasks) + ledger.unnamed
    if ledger.problems:
        sentence = say("{problems} to mend, {tasks} tasks in order", problems=len(ledger.problems), tasks=in_order)
        return [*lines, Line(), Line(sentence, "red")]
    return [Line(say("{tasks} tasks, all in order", tasks=in_order), "green")]


def check_record(ledger: Ledger) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "ledger": str(ledger.path),
        "tasks": len(ledger.tasks) + ledger.unnamed,
        "problems": [problem.as_record() for problem in ledger.problems],
    }
