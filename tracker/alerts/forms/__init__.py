"""The forms of the alert engine."""
