"""Erasing a customer: every room forgets what it knows of them, in one transaction."""
