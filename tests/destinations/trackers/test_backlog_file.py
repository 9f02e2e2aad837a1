from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from exporter.destinations.contract import Field
from exporter.destinations.markdown import one_line
from exporter.destinations.trackers.backlog_fields import fields_of_file, fields_of_task, with_fields
from exporter.destinations.trackers.backlog_file import new_file, parse
from exporter.destinations.trackers.backlog_front import Front, split
from exporter.destinations.trackers.backlog_status import Statuses
from exporter.destinations.trackers.light_labels import LightLabels
from exporter.model import Criterion, Owners
from tests.builders import make_task
from tests.destinations.trackers.backlog_desk import BacklogDesk

TASK = make_task()


def test_an_empty_old_list_gets_its_lines(desk: BacklogDesk) -> None:
    desk.run([TASK])
    desk.edit(TASK.id, r"^<!-- AC:BEGIN -->[\s\S]*<!-- AC:END -->\n", "说明文字\n\n- [X] 召开一次会议\n")
    assert desk.item(TASK.id).fields[Field.CHECKLIST] == [{"text": "召开一次会议", "done": True}]
    desk.run([replace(TASK, checklist=(*TASK.checklist, Criterion("第三条")))])
    assert "说明文字\n\n- [x] #1 召开一次会议\n- [ ] #2 第三条\n" in desk.text_of(TASK.id)
    for start in ("<!-- AC:BEGIN --><!-- AC:END -->", "<!-- AC:BEGIN -->\n<!-- AC:END -->"):
        file = parse(f"---\nid: x\n---\n## Acceptance Criteria\n{start}\n")
        assert file is not None
        filled = file.with_checklist([{"text": "一", "done": False}])
        assert filled.text == "## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 一\n<!-- AC:END -->\n"
        assert filled.with_checklist([]).text == "## Acceptance Criteria\n<!-- AC:BEGIN -->\n<!-- AC:END -->\n"


@given(
    st.dictionaries(st.sampled_from(["title", "labels", "due_date", "status"]), st.text(max_size=30)),
    st.text(max_size=30),
)
def test_front_matter_reads_what_it_wrote(values: dict[str, str], label: str) -> None:
    front = Front()
    wanted: dict[str, object] = {key: one_line(value) for key, value in values.items()}
    for key, value in wanted.items():
        front = front.put(key, str(value))
    front = front.put("documentation", [one_line(label), "x"]).put("ordinal", 3)
    parts = split(f"{front}\nrest")
    assert parts is not None
    assert parts[1] == "\nrest"
    assert parts[0].values == {**wanted, "documentation": [one_line(label), "x"], "ordinal": 3}
    for key in wanted:
        front = front.put(key, None)
    assert front.values == {"documentation": [one_line(label), "x"], "ordinal": 3}


ANY = st.one_of(st.text(max_size=40), st.text(alphabet="<!-> :#'\"@[]{}&*|`\\\n\r\t-x1长AC/", max_size=40))


@given(ANY, ANY, ANY, ANY, st.sampled_from(["\n", "\r\n"]))
def test_any_task_is_read_as_it_was_written(title: str, text: str, line: str, unit: str, newline: str) -> None:
    statuses, lights = Statuses(), LightLabels.chosen("zh", {})
    task = make_task(
        title=title, text=text, checklist=(Criterion(line), Criterion(text)), labels=(unit,), owners=Owners((unit,))
    )
    wanted = fields_of_task(task, {}, lights)
    file = with_fields(new_file(Front(), wanted[Field.BODY], task.id), wanted, task.id, statuses, lights).stamped(
        task.id, {}
    )
    written = parse(str(file).replace("\n", newline))
    assert written is not None
    assert written.task_id == task.id
    assert fields_of_file(written, "tasks", statuses, lights) == ({**wanted, Field.LIGHT: None}, [])
    again = with_fields(written, wanted, task.id, statuses, lights).stamped(task.id, {})
    assert fields_of_file(again, "tasks", statuses, lights) == ({**wanted, Field.LIGHT: None}, [])
    assert str(again) == str(file).replace("\n", newline)
