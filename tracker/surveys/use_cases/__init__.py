"""Asking, answering, wanting no more of it, and forgetting all of it."""
