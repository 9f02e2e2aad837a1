"""Calendars, one file each."""
