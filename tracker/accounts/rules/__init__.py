"""What holds for people, teams and sign-ins, without database or web."""
