"""Promises as calendar entries; the only importer of icalendar."""
