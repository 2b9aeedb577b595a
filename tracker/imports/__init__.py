"""Customers and promises of other systems, read from their exports."""
