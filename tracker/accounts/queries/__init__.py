"""Reading accounts, teams, absences and sign-ins."""
