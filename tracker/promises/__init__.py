"""The heart: what was promised, to whom, by when, and how it ended."""
