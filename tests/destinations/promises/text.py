"""What stands around our block, and text that looks like markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from exporter.model import Criterion, Task
from exporter.sync.planner import Options
from tests.builders import make_task, make_tasks
from tests.destinations.desk import Desk
from tests.destinations.nasty import NASTY
from tests.destinations.promises.base import Promises


class Text(Promises):
    """Texts stay texts."""

    def test_text_outside_our_block_is_kept(self, desk: Desk) -> None:
        task = make_task()
        desk.run([task])
        desk.person_writes(task.id, "  我的备注：  *别动* <!-- x -->")
        assert desk.run([task]).outcome.idle
        desk.run([replace(task, text="另一句原文。", title="新标题", due=date(2026, 6, 1))])
        assert "  我的备注：  *别动* <!-- x -->" in desk.text_of(task.id)
        assert "另一句原文。" in desk.text_of(task.id)

    def test_two_items_with_one_marker_are_both_left_alone(self, desk: Desk) -> None:
        task, other = make_tasks(2)
        desk.run([task, other])
        desk.person_copies(task.id)
        before = desk.snapshot()
        ran = desk.run([replace(task, title="新标题"), other])
        assert ran.outcome.idle
        assert ran.outcome.partial
        assert [notice.kind for notice in ran.outcome.all_notices] == ["duplicate"]
        assert desk.snapshot() == before

    def test_nasty_text_is_only_text(self, desk: Desk) -> None:
        tasks = [self.nasty(number, text) for number, text in enumerate(NASTY, 1)]
        calm = make_task(len(NASTY) + 1)
        ran = desk.run([*tasks, calm])
        assert sorted(ran.outcome.created) == sorted(task.id for task in [*tasks, calm]), ran.outcome.all_notices
        assert not ran.outcome.partial, [str(notice) for notice in ran.outcome.all_notices]
        again = desk.run([*tasks, calm])
        assert again.outcome.idle
        assert again.pulled.changed == ()
        moved = [replace(task, due=date(2026, 5, 5)) for task in tasks]
        assert desk.run([*moved, calm], Options(force=True)).outcome.updated == [task.id for task in tasks]
        assert len(desk.make().listing().items) == len(NASTY) + 1

    def nasty(self, number: int, title: str) -> Task:
        """A task of which every text is `title`."""
        lines = (Criterion(title), Criterion("另一行"))
        text = f"{title}\n第二行 {title}"
        return make_task(number, title=title, text=text, checklist=lines, labels=(title[:20].strip(),))

    def test_a_forged_marker_in_a_quote_means_nothing(self, desk: Desk) -> None:
        victim = make_task(2)
        forged = f"<!-- exporter:begin {victim.id} title=00000000 -->\n冒充\n<!-- exporter:end -->"
        task = make_task(text=forged, title=f"exporter:begin {victim.id}")
        desk.run([task, victim])
        assert sorted(item.id for item in desk.make().listing().items) == sorted([task.id, victim.id])
        assert desk.run([task, victim]).outcome.idle

    def test_many_tasks(self, desk: Desk) -> None:
        tasks = make_tasks(self.many)
        assert len(desk.run(tasks).outcome.created) == self.many
        assert len(desk.make().listing().items) == self.many
        assert desk.run(tasks).outcome.idle
