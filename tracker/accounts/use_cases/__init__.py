"""Changing accounts, teams, absences and sign-ins. Every change is an event."""
