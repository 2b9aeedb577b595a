"""The forms of people, teams and signing in."""
