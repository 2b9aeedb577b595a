"""Reading feeds, and what they show."""
