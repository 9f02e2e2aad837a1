"""Fields of the contract ↔ a task file of Backlog.md. Pure: no disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from exporter.destinations.contract import Field, Keep, Value
from exporter.destinations.markdown import BACKLOG, one_line, task_block
from exporter.destinations.trackers.backlog_file import TaskFile
from exporter.destinations.trackers.backlog_folder import ARCHIVE, COMPLETED, TASKS
from exporter.destinations.trackers.backlog_status import DEFAULT, Statuses
from exporter.destinations.trackers.light_labels import LightLabels
from exporter.model import Status, Task
from exporter.wording import say

KEEPS: Mapping[Field, Keep] = {
    Field.TITLE: "native",
    Field.STATUS: "native",
    Field.DUE: "native",
    Field.START: "text",
    Field.ASSIGNEES: "native",
    Field.LABELS: "native",
    Field.LIGHT: "label",
    Field.CHECKLIST: "native",
    Field.PROGRESS: "text",
    Field.BODY: "native",
}


def fields_of_task(task: Task, accounts: Mapping[str, str], lights: LightLabels) -> dict[Field, Value]:
    """Start date and progress stand in the block; a lead unit without an account is named as it is."""
    checklist = {one_line(line.text).replace("<!--", "&lt;!--"): line.done for line in task.checklist}
    assignees = {one_line(accounts.get(unit, unit)).removeprefix("@") for unit in task.owners.lead}
    return {
        Field.TITLE: one_line(task.title) or task.id,
        Field.STATUS: task.status,
        Field.DUE: task.due.isoformat() if task.due else None,
        Field.ASSIGNEES: sorted(assignees - {""}),
        Field.LABELS: sorted(lights.without(one_line(label) for label in task.labels) - {""}),
        Field.CHECKLIST: [{"text": text, "done": done} for text, done in checklist.items() if text],
        Field.BODY: task_block(task, BACKLOG),
    }


def fields_of_file(
    file: TaskFile, place: str, statuses: Statuses, lights: LightLabels
) -> tuple[dict[Field, Value], list[str]]:
    """What a file says, and a sentence for each thing in it that cannot be read; such a field is left out."""
    problems: list[str] = []
    fields: dict[Field, Value] = {
        Field.TITLE: file.field("title"),
        Field.STATUS: _status(file, place, statuses),
        Field.ASSIGNEES: sorted({name.removeprefix("@") for name in file.names("assignee")} - {""}),
        Field.LABELS: sorted(lights.without(file.names("labels"))),
        Field.LIGHT: lights.read(file.names("labels")),
        Field.CHECKLIST: file.checklist(),
    }
    try:
        fields[Field.DUE] = file.due()
    except ValueError:
        problems.append(say("its due date is no date"))
    try:
        fields[Field.BODY] = file.block()
    except ValueError as error:
        problems.append(say(str(error)))
    return fields, problems


def _status(file: TaskFile, place: str, statuses: Statuses) -> Status:
    """The tool archives what is cancelled; a finished task that was archived all the same is finished."""
    status = statuses.read(file.field("status"))
    return "dropped" if place.startswith("archive") and status != "done" else status


def with_fields(
    file: TaskFile, changes: Mapping[Field, Value], task_id: str, statuses: Statuses, lights: LightLabels
) -> TaskFile:
    """The file with these fields set.

    Raises:
        Refused: the block's markers are damaged.
    """
    front = file.front
    if Field.TITLE in changes:
        front = front.put("title", changes[Field.TITLE])
    if Field.STATUS in changes:
        front = front.put("status", _status_name(file, changes[Field.STATUS], statuses))
    if Field.DUE in changes:
        front = front.put("due_date", changes[Field.DUE])
    if Field.ASSIGNEES in changes:
        front = front.put("assignee", [f"@{name}" for name in changes[Field.ASSIGNEES]])
    if Field.LABELS in changes or Field.LIGHT in changes:
        held = file.names("labels")
        labels = changes.get(Field.LABELS, lights.without(held))
        front = front.put("labels", sorted(lights.with_light(labels, changes.get(Field.LIGHT, lights.read(held)))))
    file = replace(file, front=front)
    if Field.BODY in changes:
        file = file.with_block(changes[Field.BODY], task_id)
    return file.with_checklist(changes[Field.CHECKLIST]) if Field.CHECKLIST in changes else file


def _status_name(file: TaskFile, status: Status, statuses: Statuses) -> str:
    name = statuses.write(status)
    if name is not None:
        return name
    present = file.field("status")  # the archive says "dropped"; the column stays unless it would say "done"
    return present if present and statuses.read(present) != "done" else statuses.write("open") or DEFAULT[0]


def place_for(status: Status, place: str, statuses: Statuses) -> str:
    """Where a file belongs once it has this status; drafts and finished files stay where a person put them."""
    if status == "dropped" and statuses.write("dropped") is None:
        return place if place.startswith("archive") else ARCHIVE
    return TASKS if place.startswith("archive") or (place == COMPLETED and status != "done") else place
