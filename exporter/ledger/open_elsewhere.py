"""A ledger that somebody has open in an office program: what that program saves later would undo what we write now."""

from __future__ import annotations

from pathlib import Path

from exporter.errors import LedgerError


def refuse_open(path: Path) -> None:
    """Refuse to write beside the lock file of Excel and WPS (`~$name`) or LibreOffice (`.~lock.name#`).

    Excel leaves out the first two characters of a long name.

    Raises:
        LedgerError: with the lock file's name.
    """
    names = {f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#"}
    for lock in sorted(names):
        if (path.parent / lock).exists():
            raise LedgerError(
                "the ledger is open in Excel, WPS or LibreOffice; it was left as it is",
                where=str(path),
                hint="Save and close it there, then run again. If nobody has it open, remove the file {lock}.",
                lock=lock,
            )
