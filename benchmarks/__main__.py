"""Every benchmark in turn: `make bench`."""

from __future__ import annotations

from benchmarks import calendars, extraction, growth, trackers

if __name__ == "__main__":
    calendars.main()
    trackers.main()
    print()
    extraction.main()
    print()
    growth.main()
