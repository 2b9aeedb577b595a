"""Keeping the tally: folding changes into it, and holding it to a recount."""
