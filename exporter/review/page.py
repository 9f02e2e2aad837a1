"""What the review page shows: one task with its passage, its form, what is wrong with it, and the way on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from typing import Any

from exporter.destinations.facts import due_basis, facts, owner_basis
from exporter.ledger.cell_forms import shown as cell_text
from exporter.ledger.cell_forms import to_cell
from exporter.ledger.columns import TASK, Column, heading
from exporter.model import Task, to_record
from exporter.report.status import STATUS_NAMES
from exporter.review.form import PLAIN, Fields, form_of
from exporter.review.measures import MEASURES
from exporter.review.order import SHOWS, Order
from exporter.review.passage import Passage
from exporter.wording import say, spoken

_WORDS = {
    "review": "Review",
    "skip": "To the task",
    "show": "Show",
    "choose": "Go",
    "previous": "Previous",
    "next": "Next",
    "source": "Source",
    "legend": "Marked:",
    "fields": "What was read",
    "mistakes": "Some fields do not do yet; nothing was written and nothing you typed is lost.",
    "now": "In the ledger now",
    "yours": "What you typed",
    "theirs": "Take what the ledger says",
    "save": "Save",
    "accept": "Accept",
    "accept_again": "Accept again",
    "drop": "Drop",
    "restore": "Take it back up",
    "split": "Split",
    "split_how": "Put the cursor where the second part begins and press Enter; several parts are fine.",
    "split_go": "Split here",
    "merge": "Merge with the next",
    "undo": "Undo",
    "indicator_new": "A new indicator",
    "remove": "Remove",
    "stretch": "a stretch target",
    "reviewed": "reviewed",
    "check": "to be checked",
    "high": "clear by its words",
    "help": "Keys",
    "keys_on": "Turn single keys on",
    "keys_off": "Turn single keys off",
    "unreadable": "{count} entries of the ledger cannot be read: exporter check",
    "date_hint": "2018-06-30, or in words: by the end of June.",
    "units_hint": "Several units: a comma or semicolon between them.",
    "back": "Back to the review",
    "again": "Send it again",
    "leave": "What you typed is not written yet.",
}
LABELS = {
    "title": "Title",
    "lead": "Lead",
    "support": "Support",
    "due": "Due",
    "notes": "Notes",
    "metric": "Counted",
    "comparator": "Comparison",
    "value": "Figure",
    "value_max": "Upper end of a range",
    "unit": "Unit",
    "change": "Change",
    "stretch": "Stretch target",
    "remove": "Remove",
    "parts": "Quote, with a line break where it is split",
}
_SHOWS = {
    "all": "all tasks",
    "open": "not reviewed yet",
    "check": "to be checked",
    "nobody": "without a lead",
    "undated": "without a date of their own",
}
_KINDS = {"quote": "quote", "due": "date", "owner": "unit", "indicator": "indicator"}
_COMPARATORS = {
    "=": "= exactly",
    ">=": "≥ at least",
    "<=": "≤ at most",
    "approx": "≈ about",
    "range": "↔ from … to",
}
_CHANGES = {"": "none", "growth": "growth", "reduction": "reduction", "level": "reaches"}
KEYS = {
    "j →": "next task",
    "k ←": "previous task",
    "a": "accept, and go to the next",
    "t": "title",
    "o": "lead",
    "d": "date",
    "i": "indicators",
    "s": "split",
    "m": "merge with the next",
    "x": "drop, or take it back up",
    "u": "undo",
    "/": "choose what is shown",
    "Enter": "save, in a field",
    "Esc": "leave a field, so that the keys work again",
    "?": "show or hide this table",
}
_IN_FORM = {*PLAIN, "indicators", "due_text", "due_basis", "owner_basis", "revision", "revised_at"}
SAID = {
    "saved": "Saved.",
    "same": "The ledger says all this already.",
    "accepted": "Accepted.",
    "dropped": "Dropped; it stays in the ledger as given up, so that a later edition does not bring it back.",
    "restored": "Taken back up.",
    "split": "Split; both parts wait for a look.",
    "merged": "Merged; the second stays in the ledger as given up.",
    "undone": "The last change is undone.",
    "nothing": "There is nothing to undo.",
}


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed, or that was typed otherwise: both stand on the page."""

    label: str
    now: str
    yours: str


@dataclass(frozen=True, slots=True)
class State:
    """What is particular about this look at a task."""

    version: str
    typed: Fields | None = None
    mistakes: Mapping[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()
    trouble: str = ""
    """A sentence about what could not be done."""
    said: str = ""
    parts: str | None = None
    """The quote with line breaks, as it was typed."""


def words() -> dict[str, str]:
    """The fixed words of the page, in the language of the run."""
    return {name: say(text) for name, text in _WORDS.items() if "{" not in text}


def task_page(
    task: Task, order: Order, shown: Passage, state: State, *, behind: tuple[str, str] | None, unreadable: int
) -> dict[str, Any]:
    """The values of the template `task.html`.

    Args:
        task: the one to look at.
        order: all tasks and the choice.
        shown: its paragraph.
        state: what is particular.
        behind: id and version of the task that it could be merged with.
        unreadable: how many entries of the ledger have mistakes.
    """
    spoken_task = replace(task, language=spoken())
    place = next(iter(facts(spoken_task)))
    ours = order.shown
    return {
        "task": task,
        "place": place.text,
        "passage": shown,
        "state": state,
        "fields": state.typed or form_of(task),
        "numbers": range(len(task.indicators) + 1),
        "labels": {name: say(LABELS[name]) for name in LABELS},
        "hints": {"due": due_basis(spoken_task), "lead": owner_basis(spoken_task) if task.owners else ""},
        "status": say(STATUS_NAMES[task.status]),
        "kinds": {name: say(_KINDS[name]) for name in _KINDS},
        "comparators": {name: say(_COMPARATORS[name]) for name in _COMPARATORS},
        "changes": {name: say(_CHANGES[name]) for name in _CHANGES},
        "keys": {name: say(KEYS[name]) for name in KEYS},
        "shows": [(name, say(_SHOWS[name]), sum(map(SHOWS[name], order.tasks))) for name in _SHOWS],
        "show": order.show,
        "number": next((number for number, each in enumerate(ours, 1) if each.id == task.id), None),
        "count": len(ours),
        "progress": progress_of(order),
        "previous": order.before(task.id),
        "next": order.after(task.id),
        "behind": behind,
        "units": units_of(order.tasks),
        "quote": " ".join(task.text.splitlines()) if state.parts is None else state.parts,
        "unreadable": say(_WORDS["unreadable"], count=unreadable) if unreadable else "",
        "said": say(SAID[state.said]) if state.said in SAID else "",
    }


def done_page(order: Order) -> dict[str, Any]:
    """The values of the template `done.html`: nothing of the choice waits any more."""
    shows = [(name, say(_SHOWS[name]), sum(map(SHOWS[name], order.tasks))) for name in _SHOWS]
    firsts = {name: next((each.id for each in order.tasks if SHOWS[name](each)), "") for name in _SHOWS}
    all_done = order.reviewed == len(order.tasks)
    finished = "Every task is reviewed." if all_done else "Nothing of this choice waits for a review."
    onward = "Next: exporter plan shows what would go to board and calendar, exporter sync writes it."
    return {
        "progress": progress_of(order),
        "finished": say(finished),
        "onward": say(onward),
        "shows": shows,
        "firsts": firsts,
        "show": order.show,
    }


def progress_of(order: Order) -> dict[str, Any]:
    """How far the review is."""
    done, all_ = order.reviewed, len(order.tasks)
    return {"done": done, "all": all_, "text": say("{done} of {all} reviewed", done=done, all=all_)}


def units_of(tasks: Iterable[Task]) -> list[str]:
    """Every unit that the ledger names."""
    return sorted({unit for task in tasks for unit in (*task.owners.lead, *task.owners.support)})


def clashes(now: Fields, base: Fields, typed: Fields) -> tuple[tuple[Clash, ...], dict[str, str]]:
    """What was changed elsewhere since a form was shown, against what was typed; and the form to go on with.

    What somebody typed stays in the form; fields that were left alone take what the ledger says now.

    Args:
        now: the form of the task as it is now.
        base: the form that was shown.
        typed: what came back.
    """
    own = {name for name, text in typed.items() if text != base.get(name, "").strip()}
    if any(_is_measure(name) and now.get(name) != base.get(name) for name in {**now, **base}):
        kept = {name for name in own if not _is_measure(name)}  # another list of indicators: numbers no longer fit
    else:
        kept = own
    form = {**now, **{name: typed[name] for name in kept if name in now}}
    differing = [name for name in {**now, **typed} if now.get(name, "") != base.get(name, "") or name in own]
    rows = tuple(
        Clash(_label(name), now.get(name, ""), typed.get(name, "") if name in own else base.get(name, ""))
        for name in differing
        if now.get(name, "").strip() != (typed.get(name, "") if name in own else base.get(name, "")).strip()
    )
    return rows, form


def other_clashes(now: Task, base: Task) -> tuple[Clash, ...]:
    """The same for what the form does not show: status, checklist, labels and the like."""
    was, is_ = to_record(base), to_record(now)
    return tuple(
        Clash(heading(column, spoken()), _cell(is_[column.name], column), _cell(was[column.name], column))
        for column in TASK
        if column.path == column.name and column.name not in _IN_FORM and is_[column.name] != was[column.name]
    )


def _cell(value: Any, column: Column) -> str:
    return "" if value in (None, [], "") else cell_text(to_cell(value, column, spoken()))


def labelled(fields: Fields, names: Collection[str]) -> list[tuple[str, str]]:
    """Fields with their labels, in the order of the form."""
    return [(_label(name), text) for name, text in fields.items() if name in names and text]


def asset(name: str) -> str:
    """A file of the page; the style is the report's, and a little of our own."""
    own = (resources.files("exporter.review") / "templates" / name).read_text(encoding="utf-8")
    if not name.endswith(".css"):
        return own
    return (resources.files("exporter.report") / "templates" / "report.css").read_text(encoding="utf-8") + own


def _is_measure(name: str) -> bool:
    return name not in PLAIN and name.rpartition("-")[2] in MEASURES


def _label(name: str) -> str:
    if not _is_measure(name):
        return say(LABELS.get(name, name))
    number, _, measure = name.partition("-")
    return say("Indicator {number}: {field}", number=int(number[1:]) + 1, field=say(LABELS[measure]))
