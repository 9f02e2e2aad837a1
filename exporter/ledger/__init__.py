"""4 keep: the ledger, the file of tasks that people review and edit.

ledger = load(path)                 tasks, problems; LedgerError for a damaged file
ledger = with_ids(ledger, plan)     rows added by hand get their ids
update(ledger, tasks)               only the lines that changed are written
save(path, tasks)                   a new file
revise(old, new, now)               counts the revision on
"""

from __future__ import annotations

from exporter.ledger.ledger import Ledger, load, save, stream, update, with_ids
from exporter.ledger.revision import revise

__all__ = ["Ledger", "load", "revise", "save", "stream", "update", "with_ids"]
