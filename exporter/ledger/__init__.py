"""4 keep: the ledger, the file of tasks that people review and edit.

ledger = load(path)                 tasks, problems; LedgerError for a damaged file
ledger = with_ids(ledger, plan)     rows added by hand get their ids
update(ledger, tasks)               only the lines that changed are written
save(path, tasks)                   a new file
rewritten, put, refreshed           the same in three steps, for who goes on with the ledger
convert(source, target)             the same tasks in a file of another format
"""

from __future__ import annotations

from exporter.ledger.ledger import (
    Ledger,
    convert,
    free_id,
    load,
    put,
    refreshed,
    rewritten,
    save,
    stream,
    update,
    with_ids,
)

__all__ = [
    "Ledger",
    "convert",
    "free_id",
    "load",
    "put",
    "refreshed",
    "rewritten",
    "save",
    "stream",
    "update",
    "with_ids",
]
