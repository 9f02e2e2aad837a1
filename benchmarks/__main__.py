"""Every benchmark in turn: `make bench`."""

from __future__ import annotations

from benchmarks import calendars

if __name__ == "__main__":
    calendars.main()
