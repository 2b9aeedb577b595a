"""What the reports ask the database: counting anew, the tally, and what is live."""
