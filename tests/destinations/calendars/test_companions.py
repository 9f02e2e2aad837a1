from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest

from exporter.destinations.calendars.book import Book
from exporter.destinations.calendars.copies import file_names, sorted_out
from exporter.destinations.calendars.volume import volume_path
from exporter.destinations.marker import digest
from exporter.errors import Refused
from exporter.files import write_chunks
from exporter.model import Criterion, Milestone, Owners, Task
from tests.builders import PLAN, make_task, make_tasks
from tests.destinations.calendars.test_ics import FOREIGN, PARTY, IcsDesk

STEPS = (Milestone("完成选址", date(2026, 3, 31)), Milestone("开工建设", date(2026, 7, 31)))


def read(path: Path) -> Any:
    return icalendar.Calendar.from_ical(path.read_bytes())


def uids(path: Path) -> list[str]:
    return [str(part["UID"]).removesuffix("@exporter") for part in read(path).subcomponents]


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.ics"))


def touch(desk: IcsDesk, tasks: list[Task]) -> None:
    """A run in which one more task makes the file be written."""
    desk.run([*tasks, make_task(99)])


# Steps


def test_each_step_is_an_event_of_its_own_that_names_its_task(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, milestones=True)
    task = make_task(milestones=STEPS)
    desk.run([task])
    first, second, last = read(desk.path).events
    assert [event["SUMMARY"] for event in (first, second, last)] == [
        f"区科委：完成选址（{task.title}）",
        f"区科委：开工建设（{task.title}）",
        f"区科委：{task.title}",
    ]
    assert (first["DTSTART"].dt, second["DTSTART"].dt) == (date(2026, 3, 31), date(2026, 7, 31))
    assert first["RELATED-TO"] == second["RELATED-TO"] == last["UID"]
    assert first["DESCRIPTION"].startswith(f"节点：2026-03-31 完成选址\n\n“{task.text}”")
    assert [item.id for item in desk.make().listing().items] == [task.id]
    assert desk.run([task]).outcome.idle


def test_a_step_in_whose_words_the_task_is_named_does_not_name_it_twice(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, milestones=True)
    said = Milestone("1.2 The Water Board will build 8 stations by 31 March 2026", date(2026, 3, 31))
    then = Milestone("open them by 30 June 2026", date(2026, 6, 30))
    desk.run([make_task(title="Build 8 stations by 31 March 2026…", language="en", milestones=(said, then))])
    assert [str(event["SUMMARY"]).removeprefix("区科委: ") for event in read(desk.path).events[:2]] == [
        "Build 8 stations by 31 March 2026",
        "Open them by 30 June 2026 (Build 8 stations by 31 March 2026…)",
    ]


def test_steps_that_are_ticked_off_are_listed_once(tmp_path: Path) -> None:
    ticked = make_task(
        1, milestones=STEPS, checklist=tuple(Criterion(f"{s.text}（{s.due.isoformat()}）") for s in STEPS)
    )
    desk = IcsDesk(tmp_path)
    desk.run([ticked, make_task(2, milestones=STEPS)])
    once, twice = (event["DESCRIPTION"] for event in read(desk.path).events)
    assert "分步时限" not in once
    assert once.count("完成选址") == 1
    assert "分步时限：\n· 2026-03-31：完成选址" in twice


def test_a_moved_step_keeps_its_uid_and_a_removed_one_goes(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, milestones=True)
    task = make_task(milestones=STEPS)
    desk.run([task])
    before = uids(desk.path)
    moved = replace(task, milestones=(Milestone("完成选址", date(2026, 4, 30)),))
    desk.run([moved])
    assert uids(desk.path) == [before[0], before[2]]
    event = read(desk.path).events[0]
    assert (event["DTSTART"].dt, event["SEQUENCE"]) == (date(2026, 4, 30), 2)


def test_a_step_that_a_person_edited_stays(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, milestones=True)
    task = make_task(milestones=STEPS)
    desk.run([task])
    calendar = desk.calendar()
    calendar.events[0]["SUMMARY"] = icalendar.vText("人改的")
    desk.save(calendar)
    desk.run([replace(task, milestones=STEPS[1:])])
    assert read(desk.path).events[0]["SUMMARY"] == "人改的"
    assert len(read(desk.path).events) == 3


def test_steps_go_with_their_task(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, milestones=True)
    task = make_task(milestones=STEPS)
    other = make_task(2)
    desk.run([task, other])
    dropped = replace(task, status="dropped")
    desk.run([dropped, other])
    assert [event["STATUS"] for event in read(desk.path).events if task.id in event["UID"]] == ["CANCELLED"] * 3
    touch(desk, [dropped, other])
    assert uids(desk.path) == [other.id, make_task(99).id]


def test_two_steps_with_the_same_words_are_two(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, milestones=True)
    twice = tuple(Milestone("召开会议", date(2026, month, 1)) for month in (3, 6))
    desk.run([make_task(milestones=(*twice, Milestone("百年", date(2300, 1, 1))))])
    assert len(set(uids(desk.path))) == 3


def test_an_orphans_steps_stay_with_it(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, milestones=True)
    task = make_task(milestones=STEPS)
    desk.run([task, *make_tasks(3)[1:]])
    touch(desk, make_tasks(3)[1:])
    assert sum(task.id in uid for uid in uids(desk.path)) == 3


# Checkpoints


def test_quarterly_checkpoints_list_what_is_open(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, checkpoints="quarterly")
    early, late = make_task(1, due=date(2026, 6, 15)), make_task(2)
    desk.run([early, late])
    checks = [event for event in read(desk.path).events if ".check-" in event["UID"]]
    assert [event["DTSTART"].dt for event in checks] == [
        date(2026, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
    ]
    assert checks[1]["SUMMARY"] == "2026年第2季度检查：未完成2项，本季到期1项"
    first, second = f"· 2026-06-15 区科委：{early.title}", f"· 2026-12-31 区科委：{late.title}"
    assert [check["DESCRIPTION"] for check in checks] == [
        f"以后到期：\n{first}\n{second}",
        f"本季到期：\n{first}\n以后到期：\n{second}",
        f"本季之前到期：\n{first}\n以后到期：\n{second}",
        f"本季之前到期：\n{first}\n本季到期：\n{second}",
    ]
    assert len(desk.make().listing().items) == 2
    before = desk.snapshot()
    assert not desk.make().commit()
    assert desk.snapshot() == before
    desk.run([replace(early, status="done"), late])
    again = next(event for event in read(desk.path).events if event["UID"] == checks[1]["UID"])
    assert again["SUMMARY"] == "2026年第2季度检查：未完成1项，本季到期0项"
    assert again["SEQUENCE"] == 2


def test_checkpoints_of_a_finished_plan_are_done(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, checkpoints="quarterly")
    desk.run([make_task(status="done", due=date(2026, 2, 1))])
    check = read(desk.path).events[1]
    assert str(check["SUMMARY"]).startswith("已完成：")
    assert "DESCRIPTION" not in check


# To-dos


def test_a_to_do_for_each_task(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, todos=True)
    done, open_ = make_task(1, status="done"), make_task(2, progress=30, start_date=date(2026, 2, 1))
    desk.run([done, open_])
    todos = {str(part["UID"]): part for part in read(tmp_path / "plan-todos.ics").todos}
    first, second = (todos[f"{task.id}.todo@exporter"] for task in (done, open_))
    assert (first["STATUS"], first["PERCENT-COMPLETE"]) == ("COMPLETED", 100)
    assert first["COMPLETED"].dt == done.revised_at
    assert (second["STATUS"], second["PERCENT-COMPLETE"]) == ("NEEDS-ACTION", 30)
    assert (second["DTSTART"].dt, second["DUE"].dt) == (date(2026, 2, 1), date(2026, 12, 31))
    assert second["RELATED-TO"] == f"{open_.id}@exporter"
    assert read(tmp_path / "plan-todos.ics")["X-WR-CALNAME"] == "计划 · 待办"
    before = (tmp_path / "plan-todos.ics").read_bytes()
    assert desk.run([done, open_]).outcome.idle
    assert (tmp_path / "plan-todos.ics").read_bytes() == before


def test_a_ticked_to_do_comes_back_and_marks_the_event(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, todos=True)
    task, other = make_tasks(2)
    desk.run([task, other])
    path = tmp_path / "plan-todos.ics"

    def tick(status: str) -> None:
        calendar = read(path)
        part = next(part for part in calendar.todos if task.id in part["UID"])
        part["STATUS"] = icalendar.vText(status)
        path.write_bytes(calendar.to_ical())

    tick("COMPLETED")
    ran = desk.run([task, other])
    assert [each.status for each in ran.pulled.tasks] == ["done", "open"]
    tasks = list(ran.pulled.tasks)
    touch(desk, tasks)
    event = desk.event(desk.calendar(), task.id)
    assert str(event["SUMMARY"]).startswith("已完成：")
    reopened = [replace(tasks[0], status="open"), other]
    touch(desk, reopened)
    assert not str(desk.event(desk.calendar(), task.id)["SUMMARY"]).startswith("已完成：")
    assert {str(part["STATUS"]) for part in read(path).todos} == {"NEEDS-ACTION"}
    again = desk.run([*reopened, make_task(99)])
    assert again.outcome.idle
    assert again.pulled.changed == ()


def test_what_a_person_wrote_into_a_to_do_stays(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, todos=True)
    task = make_task()
    desk.run([task])
    path = tmp_path / "plan-todos.ics"
    calendar = read(path)
    calendar.todos[0].add("PRIORITY", 1)
    calendar.todos[0]["SUMMARY"] = icalendar.vText("人改的")
    path.write_bytes(calendar.to_ical())
    desk.run([replace(task, title="新标题", due=date(2026, 6, 30))])
    todo = read(path).todos[0]
    assert (todo["PRIORITY"], todo["SUMMARY"], todo["DUE"].dt) == (1, "人改的", date(2026, 6, 30))


def test_a_foreign_file_in_the_to_dos_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plan-todos.ics").write_bytes(FOREIGN)
    with pytest.raises(Refused, match=r"plan-todos\.ics"):
        IcsDesk(tmp_path, todos=True).run([make_task()])


# Copies


def test_a_file_for_each_unit_section_and_quarter(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, files=["owner", "section", "quarter"])
    first = make_task(1, owners=Owners(("区教育局/中心",), ("区财政局",)), due=date(2026, 3, 1), section=("一、民生",))
    second = make_task(2, owners=Owners(("区科委", "区教育局/中心")))
    third = make_task(3, owners=Owners(), section=())
    desk.run([first, second, third])
    assert files(tmp_path) == [
        "plan-owner/区教育局_中心.ics",
        "plan-owner/区科委.ics",
        "plan-owner/区财政局.ics",
        "plan-owner/未定单位.ics",
        "plan-quarter/2026Q1.ics",
        "plan-quarter/2026Q4.ics",
        "plan-section/一、民生.ics",
        "plan-section/一、科技创新.ics",
        "plan-section/未分章节.ics",
        "plan.ics",
    ]
    school = tmp_path / "plan-owner" / "区教育局_中心.ics"
    assert uids(school) == [first.id, second.id]
    assert read(school)["X-WR-CALNAME"] == "计划 · 区教育局/中心"
    main = desk.path.read_bytes()
    for part in read(school).events:
        assert part.to_ical() in {event.to_ical() for event in read(desk.path).events}
    assert desk.run([first, second, third]).outcome.idle
    assert not desk.make().commit()
    assert desk.path.read_bytes() == main


def test_a_copy_that_nobody_asks_for_any_more_goes(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, files=["owner"], checkpoints="quarterly")
    task = make_task(owners=Owners(("甲局",)))
    desk.run([task, make_task(2, owners=Owners(("乙局",)))])
    (tmp_path / "plan-owner" / "手工.ics").write_bytes(FOREIGN)
    guests = tmp_path / "plan-owner" / "甲局.ics"
    desk.run([replace(task, owners=Owners(("丙局",))), make_task(2, owners=Owners(("乙局",)))])
    assert files(tmp_path / "plan-owner") == ["丙局.ics", "乙局.ics", "手工.ics"]
    assert not guests.exists()
    assert (tmp_path / "plan-owner" / "手工.ics").read_bytes() == FOREIGN


def test_orphans_stay_in_their_copies(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, files=["owner"])
    orphan, other = make_task(1, owners=Owners(("甲局", "乙局"))), make_task(2, owners=Owners(("乙局",)))
    desk.run([orphan, other])
    touch(desk, [other])
    assert uids(tmp_path / "plan-owner" / "甲局.ics") == [orphan.id]
    assert uids(tmp_path / "plan-owner" / "乙局.ics") == [orphan.id, other.id]


def test_what_others_add_to_a_copy_stays(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, files=["owner"])
    task = make_task(owners=Owners(("甲局",)))
    desk.run([task])
    copy = tmp_path / "plan-owner" / "甲局.ics"
    copy.write_bytes(copy.read_bytes().replace(b"BEGIN:VEVENT", PARTY + b"BEGIN:VEVENT", 1))
    desk.run([replace(task, title="新标题")])
    assert PARTY in copy.read_bytes()
    assert "新标题" in copy.read_text(encoding="utf-8")
    desk.run([replace(task, title="新标题", owners=Owners(("乙局",)))])
    assert copy.read_bytes().count(b"BEGIN:VEVENT") == 1
    assert PARTY in copy.read_bytes()


def test_a_foreign_file_in_a_copys_place_is_refused_and_the_rest_written(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, files=["owner"])
    folder = tmp_path / "plan-owner"
    folder.mkdir()
    (folder / "区科委.ics").write_bytes(FOREIGN)
    with pytest.raises(Refused, match="made by hand"):
        desk.run([make_task()])
    assert (folder / "区科委.ics").read_bytes() == FOREIGN
    assert uids(folder / "区财政局.ics") == [make_task().id]
    assert uids(desk.path) == [make_task().id]


def test_checkpoints_of_a_copy_are_its_own(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, files=["owner"], checkpoints="quarterly")
    desk.run([make_task(1, owners=Owners(("甲局",))), make_task(2, owners=Owners(("乙局",)))])
    check = next(e for e in read(tmp_path / "plan-owner" / "甲局.ics").events if ".check-" in e["UID"])
    assert "未完成1项" in check["SUMMARY"]
    assert check["UID"].startswith(f"{PLAN}.check-{digest('甲局')}-2026q1")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("区教育局", "区教育局"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("CON", "_CON"),
        ("com1.x", "_com1.x"),
        ("..", "_"),
        ("", "_"),
        ("局 . ", "局"),
        ("局" * 100, "局" * 50),
        ("e\u0301", "é"),
        ("a\nb\x00", "a_b_"),
    ],
)
def test_file_names_are_safe_everywhere(name: str, stem: str) -> None:
    assert file_names([name]) == {name: stem}


def test_file_names_differ_without_regard_to_case() -> None:
    assert file_names(["Bank", "BANK", "a/b", "a:b"]) == {
        "BANK": "BANK",
        "Bank": "Bank_2",
        "a/b": "a_b",
        "a:b": "a_b_2",
    }


@pytest.mark.parametrize(("month", "quarter"), [(1, "2026Q1"), (3, "2026Q1"), (4, "2026Q2"), (12, "2026Q4")])
def test_quarters(month: int, quarter: str) -> None:
    assert sorted_out("quarter", {"a": make_task(due=date(2026, month, 1))}) == {quarter: ["a"]}


def test_sections_are_told_apart_below_the_headings_they_share() -> None:
    sections = (("计划", "一、甲", "（一）"), ("计划", "一、甲", "（二）"), ("计划", "二、乙"), ("计划",))
    tasks = {str(i): make_task(i, section=section) for i, section in enumerate(sections)}
    assert sorted_out("section", tasks) == {"一、甲": ["0", "1"], "二、乙": ["2"], "计划": ["3"]}
    del tasks["3"]
    assert sorted_out("section", tasks) == {"一、甲": ["0", "1"], "二、乙": ["2"]}
    assert sorted_out("section", {"0": tasks["0"]}) == {"（一）": ["0"]}
    assert sorted_out("section", {}) == {}


# Volumes


def volumes(desk: IcsDesk) -> list[Path]:
    return [path for number in range(1, 50) if (path := volume_path(desk.path, number)).exists()]


def all_uids(desk: IcsDesk) -> list[str]:
    return [uid for path in volumes(desk) for uid in uids(path)]


def test_a_large_calendar_is_split_between_events(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, max_bytes=10_000)
    tasks = make_tasks(40)
    desk.run(tasks)
    assert len(volumes(desk)) > 3
    assert all(path.stat().st_size <= 10_000 for path in volumes(desk))
    assert all_uids(desk) == [task.id for task in tasks]
    assert read(volumes(desk)[1])["X-WR-CALNAME"] == "计划 (2)"
    before = [path.read_bytes() for path in volumes(desk)]
    assert desk.run(tasks).outcome.idle
    assert [path.read_bytes() for path in volumes(desk)] == before
    desk.run([replace(tasks[-1], due=date(2026, 1, 1)), *tasks[:-1]])
    assert sorted(all_uids(desk)) == sorted(task.id for task in tasks)
    assert uids(desk.path)[0] == tasks[-1].id


def test_fewer_volumes_leave_none_behind(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, max_bytes=10_000)
    tasks = make_tasks(40)
    desk.run(tasks)
    whole = IcsDesk(tmp_path)
    whole.run([replace(tasks[0], title="新标题"), *tasks[1:]])
    assert volumes(desk) == [desk.path]
    assert len(uids(desk.path)) == 40


def test_a_foreign_file_in_a_volumes_place_is_refused(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, max_bytes=10_000)
    (tmp_path / "plan-2.ics").write_bytes(FOREIGN)
    with pytest.raises(Refused, match="next volume"):
        desk.run(make_tasks(40))
    assert not desk.path.exists()
    assert (tmp_path / "plan-2.ics").read_bytes() == FOREIGN


def test_a_run_killed_between_volumes_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = IcsDesk(tmp_path, max_bytes=10_000)
    tasks = make_tasks(30)
    desk.run(tasks)
    before = {path: path.read_bytes() for path in volumes(desk)}
    moved = [replace(tasks[-1], due=date(2026, 1, 1)), replace(tasks[0], due=date(2027, 1, 1)), *tasks[1:-1]]

    class Killed(BaseException):
        pass

    for survive in range(12):
        for path in volumes(desk):
            path.unlink()
        for path, data in before.items():
            path.write_bytes(data)
        left = survive

        def write(path: Path, chunks: Iterable[bytes]) -> bool:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return write_chunks(path, chunks)

        with monkeypatch.context() as patch:
            patch.setattr("exporter.destinations.calendars.book.write_chunks", write)
            with contextlib.suppress(Killed):
                desk.run(moved)
        assert {item.id for item in desk.make().listing().items} == {task.id for task in tasks}
        assert len(desk.make().listing().items) == 30
        desk.run(moved)
        touch(desk, moved)
        assert sorted(all_uids(desk)) == sorted(task.id for task in [*tasks, make_task(99)])


def test_a_run_killed_between_volumes_doubles_nothing_of_others(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, max_bytes=10_000)
    tasks = make_tasks(30)
    desk.run(tasks)
    second = volume_path(desk.path, 2)
    changed = read(second).events[0]  # a person changed one occurrence of an event in the second volume
    changed.add("RECURRENCE-ID", date(2026, 12, 31))
    changed["SUMMARY"] = icalendar.vText("改到第二天")
    calendar = read(second)
    calendar.add_component(changed)
    second.write_bytes(calendar.to_ical())
    unions: list[dict[Path, bytes]] = []

    def write(path: Path, chunks: Iterable[bytes]) -> bool:
        done = write_chunks(path, chunks)
        unions.append({each: each.read_bytes() for each in volumes(desk)})
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exporter.destinations.calendars.book.write_chunks", write)
        touch(desk, tasks)
    assert len(unions) > 3
    for state in unions:  # as each of the writes would have left it, had the run been killed there
        for path, data in state.items():
            path.write_bytes(data)
        book = Book.read(desk.path, PLAN)
        assert [len(parts) for parts in book.ours.values()] == [1] * len(book.ours)
        assert [held.part().value("SUMMARY") for held in book.others] == ["改到第二天"]


def test_a_volume_of_another_plan_is_not_read(tmp_path: Path) -> None:
    desk = IcsDesk(tmp_path, max_bytes=10_000)
    desk.run(make_tasks(40))
    assert Book.read(desk.path, "other").ours == {}
