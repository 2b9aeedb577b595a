"""Promises as calendar entries."""
