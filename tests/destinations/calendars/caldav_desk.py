from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import requests
from requests.auth import HTTPBasicAuth

from exporter.destinations.calendars.caldav import CalDav
from exporter.destinations.contract import Field, Setup
from exporter.secrets import Secret
from tests.builders import PLAN
from tests.destinations.desk import Desk

STATUS = {"open": "NEEDS-ACTION", "in_progress": "IN-PROCESS", "done": "COMPLETED", "dropped": "CANCELLED"}
ETAGS = b'<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'


class CalDavDesk(Desk):
    """A person with a calendar program of his own, which reads with icalendar and stores with If-Match.

    Args:
        folder: for the state file.
        address: of the calendar; it is made by the first run that needs it.
        place: puts a file into the calendar behind the server's back: (name, octets).
        login: user and password.
        **options: of the destination.
    """

    def __init__(
        self,
        folder: Path,
        address: str,
        place: Callable[[str, bytes], None],
        login: tuple[str, str] = ("alice", "密码 pass:word"),
        **options: Any,
    ) -> None:
        super().__init__(folder)
        self.calendar = address
        self.place = place
        self.component = options.get("component", "vtodo").upper()
        self.options = {
            "url": address,
            "create": True,
            "pace": "off",
            "user": login[0],
            "password": Secret("command", ("echo", login[1])),
            **options,
        }
        self.web = requests.Session()
        self.web.auth = HTTPBasicAuth(login[0].encode(), login[1].encode())  # bytes: requests writes text as Latin-1

    def make(self) -> CalDav:
        return CalDav(Setup("phone", PLAN, "计划", self.options, folder=self.folder, clock=self.clock()))

    def address(self, task_id: str) -> str:
        return requests.compat.urljoin(self.calendar, self.item(task_id).key)

    def raw(self, task_id: str) -> requests.Response:
        reply = self.web.get(self.address(task_id), timeout=20)
        reply.raise_for_status()
        reply.encoding = "utf-8"
        return reply

    def edit(self, task_id: str, change: Callable[[Any], None]) -> None:
        before = self.raw(task_id)
        calendar = icalendar.Calendar.from_ical(before.content)
        change(next(part for part in calendar.subcomponents if part.name == self.component))
        headers = {
            "If-Match": before.headers["ETag"].removeprefix("W/"),
            "Content-Type": "text/calendar; charset=utf-8",
        }
        self.web.put(before.url, calendar.to_ical(), headers=headers, timeout=20).raise_for_status()

    def person_sets(self, task_id: str, field: Field, value: Any) -> None:
        def change(part: Any) -> None:
            if field is Field.TITLE:
                part["SUMMARY"] = icalendar.vText(value)
            elif field is Field.LABELS:
                part.pop("CATEGORIES", None)
                if value:
                    part.add("CATEGORIES", value)
            elif self.component == "VEVENT":
                assert field is Field.STATUS
                part["X-EXPORTER-STATUS"] = icalendar.vText(value)
            else:
                assert field is Field.STATUS
                part["STATUS"] = icalendar.vText(STATUS[value])
                part.pop("COMPLETED", None)
                part.pop("PERCENT-COMPLETE", None)
                if value == "done":
                    part.add("PERCENT-COMPLETE", 100)

        self.edit(task_id, change)

    def person_writes(self, task_id: str, text: str) -> None:
        def change(part: Any) -> None:
            part["DESCRIPTION"] = icalendar.vText(f"{part['DESCRIPTION']}\n\n{text}")

        self.edit(task_id, change)

    def text_of(self, task_id: str) -> str:
        calendar = icalendar.Calendar.from_ical(self.raw(task_id).content)
        return str(next(part for part in calendar.subcomponents if part.name == self.component)["DESCRIPTION"])

    def person_copies(self, task_id: str) -> None:
        self.place("copy.ics", self.raw(task_id).content)

    def snapshot(self) -> Any:
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        return self.web.request("PROPFIND", self.calendar, data=ETAGS, headers=headers, timeout=20).content
