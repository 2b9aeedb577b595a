"""The forms of promises: they parse what people type into commands."""
