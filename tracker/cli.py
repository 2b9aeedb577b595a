"""The flask commands: thin, each one reads its arguments, calls one use case and prints the answer."""

from flask import Flask


def bind(app: Flask) -> None:
    """Give the application its commands."""
