"""Measures over many promises."""
