"""The customer's own page: what was promised to them, behind a secret link, and what they have to say about it."""
