"""Days off, read from calendars that others keep: when a team is closed, when a person is away."""
