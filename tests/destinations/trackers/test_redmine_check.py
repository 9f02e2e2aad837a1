"""What `exporter doctor` says of the rights of a Redmine user."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from exporter.destinations.contract import Listing, Setup
from exporter.destinations.http import Http
from exporter.destinations.trackers.redmine_check import findings
from exporter.destinations.trackers.redmine_fields import Fields
from exporter.destinations.trackers.redmine_status import Statuses
from tests.builders import PLAN


class Roles:
    """A Redmine as `doctor` asks it: its user's roles in the project, and what they allow."""

    url = "https://redmine.test"

    def __init__(self, *roles: list[str], admin: bool = False) -> None:
        here = {"project": {"id": 1}, "roles": [{"id": number} for number, _ in enumerate(roles)]}
        other = {"project": {"id": 2}, "roles": [{"id": 99}]}
        fields = ["assigned_to_id", "start_date", "due_date", "done_ratio", "description"]
        modules, trackers = [{"name": "issue_tracking"}], [{"id": 7, "name": "Task"}]
        project = {"id": 1, "name": "计划", "trackers": trackers, "enabled_modules": modules}
        self.answers: dict[str, Any] = {
            "users/current.json": {"user": {"login": "office", "admin": admin, "memberships": [here, other]}},
            "projects/1.json": {"project": project},
            "trackers.json": {"trackers": [{"id": 7, "name": "Task", "enabled_standard_fields": fields}]},
            **{f"roles/{number}.json": {"role": {"permissions": held}} for number, held in enumerate(roles)},
        }

    def get(self, path: str, _query: Any = None) -> Any:
        return self.answers[path]


WRITES = ["view_issues", "add_issues", "edit_issues"]
NOTES = ["add_issue_notes"]


class There:
    """A project without issues in which all but the rights is well."""

    project = "projects/1"

    def __init__(self, roles: Roles, *, comments: bool) -> None:
        self.setup = Setup("issues", PLAN, "计划", {})
        self.http = cast("Http", roles)
        self.fields = Fields()
        names = ("New", "In Progress", "Closed", "Rejected")
        known = [{"id": n, "name": name, "is_closed": n > 2} for n, name in enumerate(names, 1)]
        self.statuses = Statuses(known, {1})
        self.comments = comments

    def meet(self) -> None: ...

    def refused_accounts(self) -> Iterator[str]:
        return iter(())

    def listing(self) -> Listing:
        return Listing(())


@pytest.mark.parametrize(
    ("roles", "comments", "wrong"),
    [
        (Roles([*WRITES, *NOTES]), True, []),
        (Roles(WRITES, NOTES), True, []),
        (Roles(WRITES), True, ["lacks the right add_issue_notes"]),
        (Roles(WRITES), False, []),
        (Roles(["view_issues"]), True, ["lacks the rights add_issues, edit_issues", "lacks the right add_issue_notes"]),
        (Roles(["view_issues"]), False, ["lacks the rights add_issues, edit_issues"]),
        (Roles(admin=True), True, []),
    ],
)
def test_doctor_says_which_right_is_missing(roles: Roles, comments: bool, wrong: list[str]) -> None:  # noqa: FBT001  a case
    said = [each.sentence for each in findings(There(roles, comments=comments)) if not each.ok]
    assert len(said) == len(wrong)
    assert all(words in sentence for words, sentence in zip(wrong, said, strict=True))
