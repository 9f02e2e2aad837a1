"""Tasks for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from exporter.model import Criterion, Indicator, Owners, Source, Task

PLAN = "plan-2026"
WRITTEN = datetime(2026, 1, 9, 8, 0, tzinfo=UTC)


def make_task(number: int = 1, **changes: Any) -> Task:
    """A complete task; `number` makes it another one."""
    text = f"第{number}项：新增科技型企业{number}家，年底前完成。"
    values: dict[str, Any] = {
        "id": f"{PLAN}-{number:08x}",
        "title": f"新增科技型企业{number}家",
        "text": text,
        "source": Source("plan.md", "0" * 64, 10 * number, 10 * number + len(text), number, f"line {number}"),
        "owners": Owners(("区科委",), ("区财政局",)),
        "owner_basis": "rule",
        "due": date(2026, 12, 31),
        "due_text": "年底前",
        "due_basis": "explicit",
        "section": ("一、科技创新",),
        "indicators": (Indicator(f"新增科技型企业{number}家", "新增科技型企业", "=", number, "家"),),
        "checklist": (Criterion(f"新增科技型企业{number}家"), Criterion("召开一次会议")),
        "labels": ("科技创新",),
        "revised_at": WRITTEN,
    }
    return Task(**{**values, **changes})


def make_tasks(count: int, **changes: Any) -> list[Task]:
    """Tasks 1..count."""
    return [make_task(number, **changes) for number in range(1, count + 1)]
