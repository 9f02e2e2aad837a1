"""Where tasks go: issue trackers and calendars behind one contract."""
