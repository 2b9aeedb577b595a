"""What everything is compared with: an empty page from a template, and one bare insert that is committed."""

import os
import sqlite3
from collections.abc import Callable
from threading import local

import psycopg
from flask import Flask, render_template_string

PAGE = "<!doctype html><html lang=en><title>{{ title }}</title><body></body></html>"
TABLE = "CREATE TABLE IF NOT EXISTS yardstick (words TEXT)"
WORDS = "I will call you back about invoice 4711."

Insert = Callable[[], object]


def create_app(url: str) -> Flask:
    """Return the application over the database at an address; its table is made there."""
    app = Flask(__name__)
    insert = _into_sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else _into_postgresql(url)

    @app.post("/")
    def measure() -> str:
        insert()
        return render_template_string(PAGE, title="Empty")

    return app


def _into_sqlite(file: str) -> Insert:
    each_thread = local()

    def insert() -> object:
        if not hasattr(each_thread, "connection"):
            each_thread.connection = sqlite3.connect(file, timeout=15, isolation_level=None)
            for line in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", TABLE):
                each_thread.connection.execute(line)
        return each_thread.connection.execute("INSERT INTO yardstick VALUES (?)", (WORDS,))

    return insert


def _into_postgresql(url: str) -> Insert:
    each_thread = local()

    def insert() -> object:
        if not hasattr(each_thread, "connection"):
            each_thread.connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
            each_thread.connection.execute(TABLE)
        return each_thread.connection.execute("INSERT INTO yardstick VALUES (%s)", (WORDS,))

    return insert


def from_environment() -> Flask:
    """Return the application for the server."""
    return create_app(os.environ["DATABASE_URL"])
