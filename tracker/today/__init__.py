"""The manager's day: what breaks today unless something happens, and what waits for a word."""
