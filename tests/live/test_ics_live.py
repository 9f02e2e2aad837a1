"""The calendar file as programs of other people read it."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject  # type: ignore[import-untyped]

from exporter.destinations.calendars.ics import Ics
from exporter.destinations.contract import Setup
from exporter.destinations.marker import digests
from exporter.model import Task
from tests.builders import PLAN, make_task
from tests.live.npm import NpmTool

pytestmark = pytest.mark.live

READERS = {
    "ical.js@2.2.1": """
        import { readFileSync } from "node:fs";
        import { createRequire } from "node:module";
        const require = createRequire(process.argv[2] + "/");
        const loaded = await import(require.resolve("ical.js"));
        const ICAL = loaded.default ?? loaded;
        const root = new ICAL.Component(ICAL.parse(readFileSync(process.argv[3], "utf8")));
        console.log(JSON.stringify(root.getAllSubcomponents("vevent").map((part) => {
            const event = new ICAL.Event(part);
            return [event.uid, event.startDate.toString(), event.endDate.toString(), event.summary, event.description];
        })));
    """,
    "node-ical@0.27.2": """
        import { createRequire } from "node:module";
        const require = createRequire(process.argv[2] + "/");
        const ical = require("node-ical");
        const day = (when) => [when.getFullYear(), when.getMonth() + 1, when.getDate()]
            .map((part) => String(part).padStart(2, "0")).join("-");
        const events = Object.values(ical.sync.parseFile(process.argv[3])).filter((part) => part.type === "VEVENT");
        console.log(JSON.stringify(events.map((event) =>
            [event.uid, day(event.start), day(event.end), event.summary])));
    """,
    "ts-ics@2.4.6": """
        import { readFileSync } from "node:fs";
        import { createRequire } from "node:module";
        const require = createRequire(process.argv[2] + "/");
        const { convertIcsCalendar } = require("ts-ics");
        const day = (when) => when.date.toISOString().slice(0, 10);
        const { events } = convertIcsCalendar(undefined, readFileSync(process.argv[3], "utf8"));
        console.log(JSON.stringify(events.map((event) =>
            [event.uid, day(event.start), day(event.end), event.summary, event.description])));
    """,
}
"""How each reads; node-ical turns a literal backslash and n of a description into a line break, so it gives none."""
NASTY = (
    "长" * 400,
    "🎉👨‍👩‍👧‍👦 ZWJ e\u0301 a\u0308\u0323 🇨🇳",
    "a,b;c:d\\n \\N \\\\ \\, \\; \"quoted\" 'single' ^n ^^",
    "\\" * 200,
    " leading and trailing ",
    "line\r\nline\rline\u2028line\x85line\x0bline",
    "controls\x00\x01\x1b\x7f\u202e",
    "مرحبا שלום नमस्ते ไทย 한국어",
    "𠀀𠮷" * 60,
)


def nasty_tasks(count: int = 200) -> list[Task]:
    return [
        make_task(
            number,
            title=f"{number} {NASTY[number % len(NASTY)]}",
            text=f"{NASTY[(number + 3) % len(NASTY)]}{'中' * number}",
            labels=(NASTY[number % len(NASTY)][:30], "a,b"),
            due=date(2026, 1, 1) + timedelta(days=number * 2),
        )
        for number in range(1, count + 1)
    ]


@pytest.fixture
def nasty(tmp_path: Path) -> Path:
    made = Ics(Setup("calendar", PLAN, "计划", {"path": "nasty.ics"}, folder=tmp_path))
    for task in nasty_tasks():
        wanted = made.render(task)
        made.create(wanted, digests(wanted.fields))
    assert made.commit()
    return made.path


def by_icalendar(path: Path) -> list[list[str]]:
    events: list[Any] = list(icalendar.Calendar.from_ical(path.read_bytes()).events)
    rows = [(e["UID"], e["DTSTART"].dt, e["DTEND"].dt, e["SUMMARY"], e["DESCRIPTION"]) for e in events]
    return [list(map(str, row)) for row in rows]


def by_vobject(path: Path) -> list[list[str]]:
    events = vobject.readOne(path.read_bytes().decode()).vevent_list
    rows = [(e.uid, e.dtstart, e.dtend, e.summary, e.description) for e in events]
    return [[str(value.value) for value in row] for row in rows]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles", "UTC"])
@pytest.mark.parametrize("package", READERS)
def test_every_parser_agrees(nasty: Path, npm_tool: NpmTool, package: str, zone: str) -> None:
    modules = npm_tool(package)
    script = nasty.parent / "read.mjs"
    script.write_text(READERS[package], encoding="utf-8")
    done = subprocess.run(
        ["node", str(script), str(modules), str(nasty)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "TZ": zone},
    )
    expected = by_icalendar(nasty)
    assert len(expected) == 200
    found = json.loads(done.stdout)
    assert found == [row[: len(found[0])] for row in expected]
    assert by_vobject(nasty) == expected
