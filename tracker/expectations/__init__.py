"""What customers count on that nobody here promised, and what we answered."""
