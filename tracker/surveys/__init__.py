"""Asking customers of whom nothing was heard for long whether we do what we promise: by mail, twice a question."""
