"""Making, changing and ending calendar feeds."""
