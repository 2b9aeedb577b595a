"""People, roles, teams, absences, sign-in and sessions."""
