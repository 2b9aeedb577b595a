"""Planned notices about promises, and their deliveries."""
