"""Office hours, working days, holidays and time zones: pure date arithmetic over a WorkCalendar."""
