"""Customers and promises in any number, for benchmarks: the same rows and events as the use cases write."""
