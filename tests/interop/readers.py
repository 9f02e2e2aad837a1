"""Programs of other people that read calendars, each turned into one question: which events does it see?"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar

from tests.interop.cases import Case
from tests.live import npm, pip
from tests.live.installing import NotInstalled

SCRIPTS = Path(__file__).parent / "scripts"
Seen = tuple[str | None, ...]
"""UID, first day, day after the last, summary, description; shorter or None where a program tells less."""
APT = (
    "php-cli", "php-sabre-vobject", "ruby", "ruby-icalendar", "libdata-ical-perl", "libical-dev", "gcc", "libc6-dev",
    "khal", "todoman", "vdirsyncer", "calcurse",
    "dbus", "evolution-data-server", "gir1.2-ecal-2.0", "python3-gi",
)  # fmt: skip
"""What `make interop` installs; tests never do."""
_DAYS = 800
_TAB = "\t"


class NotHere(Exception):
    """Why a program cannot be asked on this machine."""


@dataclass(frozen=True)
class Reader:
    """A program, and how it is asked: a case and an empty folder go in, what it sees comes out."""

    name: str
    read: Callable[[Case, Path], list[Seen]]
    of_todos: bool = False
    """It reads the to-dos beside the calendar: UID, None, due day, summary."""


def by_icalendar(case: Case, _folder: Path) -> list[Seen]:
    events: list[Any] = list(icalendar.Calendar.from_ical(case.path.read_bytes()).events)
    rows = [(e["UID"], e["DTSTART"].dt, e["DTEND"].dt, e["SUMMARY"], e["DESCRIPTION"]) for e in events]
    return [tuple(map(str, row)) for row in rows]


def by_vobject(case: Case, _folder: Path) -> list[Seen]:
    import vobject  # type: ignore[import-untyped]  # noqa: PLC0415  a test dependency only

    events = vobject.readOne(case.path.read_bytes().decode()).vevent_list
    rows = [(e.uid, e.dtstart, e.dtend, e.summary, e.description) for e in events]
    return [tuple(str(value.value) for value in row) for row in rows]


def by_ics(case: Case, _folder: Path) -> list[Seen]:
    """In an environment of its own, for it wants old versions of what others want new."""
    try:
        python = pip.install("ics", "ics==0.7.2") / "python"
    except NotInstalled as error:
        raise NotHere(str(error)) from error
    return _rows([str(python), str(SCRIPTS / "read_ics.py"), str(case.path)])


def by_node(package: str, script: str) -> Callable[[Case, Path], list[Seen]]:
    """A package of npm."""

    def read(case: Case, _folder: Path) -> list[Seen]:
        try:
            modules = npm.install(package)
        except NotInstalled as error:
            raise NotHere(str(error)) from error
        return _rows(["node", str(SCRIPTS / script), str(modules), str(case.path)])

    return read


def by_script(program: str, script: str, probe: tuple[str, ...]) -> Callable[[Case, Path], list[Seen]]:
    """A language with its library; `probe` are words that fail where the library is not there."""

    def read(case: Case, _folder: Path) -> list[Seen]:
        _require(program)
        if _ran([program, *probe]).returncode:
            raise NotHere(f"{program} has no library for it")
        return _rows([program, str(SCRIPTS / script), str(case.path)])

    return read


def by_libical(case: Case, folder: Path) -> list[Seen]:
    """Compiled here, for it has no program of its own."""
    _require("gcc")
    program = folder / "libical"
    built = _ran(["gcc", "-O1", "-o", str(program), str(SCRIPTS / "libical.c"), "-lical"])
    if built.returncode:
        raise NotHere("libical-dev is not installed")
    return _rows([str(program), str(case.path)])


def by_khal(case: Case, folder: Path) -> list[Seen]:
    _require("khal")
    config = folder / "khal.conf"
    dates = "\n".join(f"{name} = %Y-%m-%d" for name in ("dateformat", "longdateformat"))
    times = "timeformat = %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M"
    zones = "local_timezone = UTC\ndefault_timezone = UTC"
    config.write_text(
        f"[calendars]\n[[c]]\npath = {folder}/khal\n[locale]\n{dates}\n{times}\n{zones}\n"
        f"[sqlite]\npath = {folder}/khal.db\n",
        encoding="utf-8",
    )
    (folder / "khal").mkdir()
    _must(["khal", "-c", str(config), "import", "--batch", "-a", "c", str(case.path)])
    first, days = _span(case)
    form = _TAB.join(("{uid}", "{start-date}", "{end-date}", "{title}")) + "\x1e"
    words = ["khal", "-c", str(config), "list", "--once", "--day-format", "", "--format", form, first, f"{days}d"]
    rows = [piece.strip("\n").split(_TAB) for piece in _must(words).split("\x1e") if _TAB in piece]
    return [(uid, start, _next(end), title) for uid, start, end, title in rows]


def by_calcurse(case: Case, folder: Path) -> list[Seen]:
    """It keeps no UID."""
    _require("calcurse")
    home = ["calcurse", "-q", "-C", str(folder), "-D", str(folder / "calcurse")]
    (folder / "calcurse").mkdir()
    _must([*home, "-i", str(case.path)])
    first, days = _span(case)
    asked = [*home, "-Q", "--input-datefmt", "4", "--output-datefmt", "%Y-%m-%d", "--from", first, "--days", str(days)]
    told = _must([*asked, "--filter-type", "event", "--format-event", "\t%m\n"])
    rows: list[Seen] = []
    day = ""
    for line in told.splitlines():
        if line.startswith(_TAB):
            rows.append((None, day, None, line.removeprefix(_TAB)))
        elif re.fullmatch(r"\d{4}-\d\d-\d\d:?", line):
            day = line.rstrip(":")
    return rows


def by_vdirsyncer(case: Case, folder: Path) -> list[Seen]:
    """It takes a calendar apart into items: UIDs are its own reading, the rest is read from the items it made."""
    _require("vdirsyncer")
    copy = folder / "copy.ics"
    shutil.copyfile(case.path, copy)
    config = folder / "vdirsyncer.conf"
    sides = (
        ("a", f'type = "singlefile"\npath = "{copy}"'),
        ("b", f'type = "filesystem"\npath = "{folder}/items"\nfileext = ".ics"'),
    )
    config.write_text(
        f'[general]\nstatus_path = "{folder}/status"\n[pair p]\na = "a"\nb = "b"\ncollections = null\n'
        + "".join(f"[storage {name}]\n{text}\n" for name, text in sides),
        encoding="utf-8",
    )
    (folder / "items").mkdir()
    words = ["vdirsyncer", "-c", str(config)]
    _ran([*words, "discover", "p"], said="y\n")
    _must([*words, "sync", "p"])
    rows: list[Seen] = []
    for item in (folder / "items").iterdir():
        rows += by_icalendar(Case("", item, ()), folder)
    return rows


def by_todoman(case: Case, folder: Path) -> list[Seen]:
    """It reads folders with one to-do a file."""
    program = shutil.which("todo") or shutil.which("todoman")  # Debian's name
    if not program:
        raise NotHere("todoman is not installed")
    home = folder / "todoman" / "list"
    home.mkdir(parents=True)
    for number, todo in enumerate(icalendar.Calendar.from_ical(case.todos.read_bytes()).todos):
        raw = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + todo.to_ical(sorted=False) + b"END:VCALENDAR\r\n"
        (home / f"{number}.ics").write_bytes(raw)
    config = folder / "todoman.py"
    config.write_text(
        f'path = "{folder}/todoman/*"\ncache_path = "{folder}/todoman.sqlite"\ndate_format = "%Y-%m-%d"\n'
        'time_format = ""\n',
        encoding="utf-8",
    )
    told = json.loads(_must([program, "--config", str(config), "--porcelain", "list", "--status", "ANY"]))
    days = [date(1970, 1, 1) + timedelta(seconds=each["due"]) if each["due"] else None for each in told]
    return [
        (None, None, day.isoformat() if day else None, each["summary"]) for day, each in zip(days, told, strict=True)
    ]


def by_eds(case: Case, folder: Path) -> list[Seen]:
    """Its daemons live as long as the session bus that is made for them here, in a home of their own."""
    _require("dbus-run-session")
    python = shutil.which("python3", path="/usr/bin:/bin") or "python3"
    if _ran([python, "-c", "import gi; gi.require_version('ECal', '2.0')"]).returncode:
        raise NotHere("evolution-data-server and its bindings for Python are not installed")
    places = {name: folder / name.lower() for name in ("CONFIG", "DATA", "CACHE", "RUNTIME")}
    held = places["DATA"] / "evolution" / "calendar" / "case"
    sources = places["CONFIG"] / "evolution" / "sources"
    for each in (held, sources, places["RUNTIME"]):
        each.mkdir(parents=True, mode=0o700)
    shutil.copyfile(case.path, held / "calendar.ics")
    told = "[Data Source]\nDisplayName=case\nEnabled=true\nParent=local-stub\n\n[Calendar]\nBackendName=local\n"
    (sources / "case.source").write_text(told, encoding="utf-8")
    environ = {f"XDG_{name}_{'DIR' if name == 'RUNTIME' else 'HOME'}": str(path) for name, path in places.items()}
    words = ["dbus-run-session", "--", python, str(SCRIPTS / "eds.py"), "case"]
    return _rows(words, {**environ, "HOME": str(folder), "GSETTINGS_BACKEND": "memory"})


READERS = (
    Reader("icalendar", by_icalendar),
    Reader("vobject", by_vobject),
    Reader("ics", by_ics),
    Reader("ical.js", by_node("ical.js@2.2.1", "icaljs.mjs")),
    Reader("node-ical", by_node("node-ical@0.27.2", "nodeical.mjs")),
    Reader("ts-ics", by_node("ts-ics@2.4.6", "tsics.mjs")),
    Reader(
        "sabre/vobject",
        by_script("php", "sabre.php", ("-r", 'exit((int) !stream_resolve_include_path("Sabre/VObject/Reader.php"));')),
    ),
    Reader("icalendar (Ruby)", by_script("ruby", "icalendar.rb", ("-e", 'require "icalendar"'))),
    Reader("Data::ICal", by_script("perl", "dataical.pl", ("-MData::ICal", "-e", "1"))),
    Reader("libical", by_libical),
    Reader("evolution", by_eds),
    Reader("khal", by_khal),
    Reader("vdirsyncer", by_vdirsyncer),
    Reader("calcurse", by_calcurse),
    Reader("todoman", by_todoman, of_todos=True),
)


def _span(case: Case) -> tuple[str, int]:
    first, last = min(row[1] for row in case.rows), max(row[1] for row in case.rows)
    return first, (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _require(program: str) -> None:
    if not shutil.which(program):
        raise NotHere(f"{program} is not installed")


def _rows(words: list[str], environ: Mapping[str, str] | None = None) -> list[Seen]:
    return [tuple(row) for row in json.loads(_must(words, environ))]


def _must(words: list[str], environ: Mapping[str, str] | None = None) -> str:
    ran = _ran(words, environ=environ)
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no reason"])[-1]
        raise AssertionError(f"{words[0]} ended with {ran.returncode}: {last[:200]}")
    return ran.stdout


def _ran(
    words: list[str], said: str = "", environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "PYTHONWARNINGS": "ignore", **(environ or {})}
    return subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", timeout=180, check=False, input=said, env=env
    )
