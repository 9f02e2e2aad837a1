"""The site: which address shows what, and what the buttons do. Flask, for it brings little and we have its Jinja."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, Response, redirect, render_template, request, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from exporter.destinations.markdown import visible
from exporter.errors import ExitCode, ExporterError, InputError, Locked
from exporter.ledger import Ledger
from exporter.model import Task
from exporter.review.desk import Desk, Stale
from exporter.review.entrance import guarded, let_in
from exporter.review.form import Answer, answer, edited, form_of, typed_of
from exporter.review.gate import Gate
from exporter.review.merge import merged
from exporter.review.order import Order, order_of
from exporter.review.page import State, asset, clashes, done_page, labelled, other_clashes, task_page, words
from exporter.review.passage import Shelf, passage
from exporter.review.split import spans, split
from exporter.wording import Language, say, speak

Page = tuple[str, int]
_SENT = re.compile(r"[a-z]+|i\d+-[a-z_]+")
_TYPES = {"review.css": "text/css; charset=utf-8", "review.js": "text/javascript; charset=utf-8"}
_UNKNOWN = 404
LARGEST = 4 * 2**20
"""Octets of a form: the longest notes, each letter written as nine."""
_GONE_ON = {"accept": "accepted", "drop": "dropped"}
_STAYED = {"save": "saved", "restore": "restored", "split": "split", "merge": "merged"}


class Unfit(Exception):
    """What was typed does not do."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__()
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Asked:
    """A form as it came: which task, which button, what was typed."""

    name: str
    action: str
    sent: Mapping[str, str]

    @property
    def show(self) -> str:
        """Which tasks are shown."""
        return self.sent.get("show", "all")


def site(desk: Desk, gate: Gate, language: Language) -> Flask:
    """The pages of one plan's review.

    Args:
        desk: the plan's ledger.
        gate: who may come in.
        language: of the pages.
    """
    app = Flask("exporter.review", static_folder=None)
    app.jinja_options = {
        **app.jinja_options,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "finalize": lambda value: visible(value) if type(value) is str else value,
    }
    app.config.update(MAX_CONTENT_LENGTH=LARGEST, MAX_FORM_MEMORY_SIZE=LARGEST)
    pages = _Pages(desk, Shelf(desk.config.plan.documents))
    tongue = "zh-Hans" if language == "zh" else "en"

    def enter() -> Response | None:
        speak(language)  # in this thread: the choice of the main one does not reach here
        return let_in(gate)

    def common() -> dict[str, Any]:
        return {"t": words(), "tongue": tongue, "plan": desk.config.plan.title, "can_undo": desk.can_undo}

    app.before_request(enter)
    app.after_request(guarded)
    app.context_processor(common)
    app.register_error_handler(Exception, pages.failed)
    app.add_url_rule("/", "start", pages.start)
    app.add_url_rule("/tasks/<name>", "task", pages.task)
    app.add_url_rule("/tasks/<name>", "act", pages.act, methods=["POST"])
    app.add_url_rule("/undo", "undo", pages.undo, methods=["POST"])
    app.add_url_rule("/<any('review.css', 'review.js'):file>", "file", _file)
    return app


def _file(file: str) -> Response:
    return Response(asset(file), content_type=_TYPES[file])


class _Pages:
    """What each address answers."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self.desk = desk
        self.shelf = shelf

    def start(self) -> Any:
        """The first task that waits, or word that none does."""
        order = self._order(request.args.get("show", "all"))
        first = order.waiting() or (next(iter(order.shown), None) if order.show in {"nobody", "undated"} else None)
        if first is not None:
            return redirect(url_for("task", name=first.id, show=order.show), 303)
        return render_template("done.html", **done_page(order))

    def task(self, name: str) -> Any:
        """One task."""
        order = self._order(request.args.get("show", "all"))
        task = order.find(name)
        if task is None:
            return self._trouble(say("there is no task {id} in the ledger", id=name), 404)
        return self._page(task, order, State(self.desk.show(task), said=request.args.get("said", "")))

    def act(self, name: str) -> Any:
        """A button was pressed."""
        sent = {key: text for key, text in request.form.items() if _SENT.fullmatch(key)}
        asked = Asked(name, sent.get("action", "save"), sent)
        work = self._works(asked).get(asked.action)
        if work is None:
            return self._trouble(say("there is no such button"), 400, asked)
        seen = [(name, sent.get("version", ""))]
        if asked.action == "merge":
            seen.append((sent.get("behind", ""), sent.get("behindversion", "")))
        try:
            changed = self.desk.change(seen, work)
        except Unfit as unfit:
            return self._again(asked, 422, mistakes=unfit.mistakes)
        except Stale as stale:
            return self._stale(asked, stale)
        except InputError as error:
            return self._again(asked, 409, trouble=str(error))
        except ExporterError as error:
            return self._again(asked, 423 if isinstance(error, Locked) else 500, trouble=str(error))
        return self._on(asked, changed=changed)

    def undo(self) -> Any:
        """Take the last change back."""
        show = request.form.get("show", "all")
        try:
            name = self.desk.undo()
        except LookupError:
            return redirect(url_for("task", name=request.form.get("name", ""), show=show, said="nothing"), 303)
        except Stale as stale:
            what = "{id} was changed by somebody else since; nothing was undone"
            return self._trouble(say(what, id=stale.name), 409)
        return redirect(url_for("task", name=name, show=show, said="undone"), 303)

    def failed(self, error: Exception) -> Any:
        """Whatever goes wrong is said in a sentence."""
        if isinstance(error, HTTPException):
            what = (
                "there is nothing at this address" if error.code == _UNKNOWN else "this cannot be answered ({reason})"
            )
            return self._trouble(say(what, reason=error.name), error.code or 500)
        if isinstance(error, ExporterError):
            code = 423 if isinstance(error, Locked) else 409 if error.exit_code == ExitCode.BAD_INPUT else 500
            return self._trouble(str(error), code)
        what = "something unexpected happened ({kind}: {reason})"
        return self._trouble(say(what, kind=type(error).__name__, reason=error), 500)

    def _order(self, show: str) -> Order:
        return order_of(self.desk.look().tasks, show)

    def _page(self, task: Task, order: Order, state: State, status: int = 200) -> Page:
        behind = order.behind(task.id)
        values = task_page(
            task,
            order,
            passage(task, self.shelf.sheet(task.source)),
            state,
            behind=(behind.id, self.desk.show(behind)) if behind else None,
            unreadable=sum(entry.task is None for entry in self.desk.look().entries),
        )
        return render_template("task.html", **values), status

    def _again(self, asked: Asked, status: int, *, mistakes: Mapping[str, str] | None = None, trouble: str = "") -> Any:
        """The same page with what was typed; its version stays that of what was shown."""
        order = self._order(asked.show)
        seen = asked.sent.get("version", "")
        shown = self.desk.shown(seen) or order.find(asked.name)
        if shown is None:
            return self._trouble(trouble or say("there is no task {id} in the ledger", id=asked.name), status)
        typed = typed_of(asked.sent, form_of(shown))
        state = State(seen, typed, mistakes or {}, trouble=trouble, parts=asked.sent.get("parts"))
        return self._page(shown, order, state, status)

    def _stale(self, asked: Asked, stale: Stale) -> Any:
        """Both versions, in one page; nothing was written."""
        order = self._order(asked.show)
        task = order.find(asked.name)
        base = self.desk.shown(asked.sent.get("version", ""))
        if task is None:
            what = "{id} is no longer in the ledger; somebody took it out meanwhile, and nothing was written"
            return self._trouble(say(what, id=asked.name), 409, asked)
        if stale.name != asked.name:
            what = "the task behind this one was changed meanwhile; nothing was written"
            return self._again(asked, 409, trouble=say(what))
        now = form_of(task)
        was = form_of(base) if base else dict.fromkeys(now, "")
        rows, form = clashes(now, was, typed_of(asked.sent, was))
        rows += other_clashes(task, base) if base else ()
        trouble = "Somebody else changed this task meanwhile, in an editor or by a sync; nothing was written over it."
        state = State(self.desk.show(task), form, {}, rows, say(trouble), parts=asked.sent.get("parts"))
        return self._page(task, order, state, 409)

    def _trouble(self, sentence: str, status: int, asked: Asked | None = None) -> Page:
        sent = dict(request.form) if request.method == "POST" else {}
        base = self.desk.shown(sent.get("version", ""))
        typed = typed_of(sent, form_of(base)) if base else sent
        names = edited(typed, form_of(base)) if base else set()
        again = {} if asked else sent
        rows = labelled(typed, names)
        return render_template("trouble.html", sentence=sentence, typed=rows, again=again, at=request.path), status

    def _on(self, asked: Asked, *, changed: bool) -> Any:
        """Where to go after a button."""
        order = self._order(asked.show)
        wanted = asked.sent.get("go", "")
        if asked.action in _GONE_ON:
            there = order.waiting(asked.name)
            if there is None:
                return redirect(url_for("start", show=order.show), 303)
            return redirect(url_for("task", name=there.id, show=order.show, said=_GONE_ON[asked.action]), 303)
        there = {"next": order.after, "previous": order.before}.get(wanted, lambda _name: None)(asked.name)
        said = _STAYED[asked.action] if changed else "same"
        return redirect(url_for("task", name=there.id if there else asked.name, show=order.show, said=said), 303)

    def _works(self, asked: Asked) -> Mapping[str, Callable[[list[Task], Ledger], Sequence[Task]]]:
        plan = self.desk.config.plan

        def typed(task: Task) -> Task:
            found: Answer = answer(task, typed_of(asked.sent, form_of(task)), year=plan.year)
            if found.mistakes:
                raise Unfit(found.mistakes)
            return found.task

        def parts(tasks: list[Task], ledger: Ledger) -> Sequence[Task]:
            task = typed(tasks[0])
            try:
                where = spans(task.text, asked.sent.get("parts", ""))
            except InputError as error:
                raise Unfit({"parts": str(error)}) from error
            return split(task, where, plan=plan.name, taken={each.id for each in ledger.entries}, year=plan.year)

        def together(tasks: list[Task], _ledger: Ledger) -> Sequence[Task]:
            first, second = tasks
            document = self.shelf.sheet(first.source).document
            return merged(typed(first), second, document.text if document else None)

        return {
            "save": lambda tasks, _: [typed(tasks[0])],
            "accept": lambda tasks, _: [replace(typed(tasks[0]), confidence="reviewed")],
            "drop": lambda tasks, _: [replace(typed(tasks[0]), status="dropped", confidence="reviewed")],
            "restore": lambda tasks, _: [replace(typed(tasks[0]), status="open", confidence="high")],
            "split": parts,
            "merge": together,
        }
