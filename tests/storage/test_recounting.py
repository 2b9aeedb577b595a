"""While everything is counted anew, everybody goes on working; what they change meanwhile is no drift."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

from tests.conftest import Store
from tests.support import builders as b
from tests.support.databases import Database
from tracker.kernel.extensions import db
from tracker.reports.jobs import compare_with_recount, fold_everything

NO_PATIENCE = {"sqlite": "PRAGMA busy_timeout = 0", "postgresql": "SET lock_timeout = '100ms'"}


@contextmanager
def somebody_works_meanwhile(app: Flask, database: Database) -> Iterator[list[str]]:
    """Let somebody change promises just when they are counted, and wait for nobody; yield what was changed."""
    done: list[str] = []
    other = create_engine(database.url, poolclass=NullPool)

    def work(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if "anew" in statement:
            with other.connect() as theirs:
                theirs.execute(text(NO_PATIENCE[other.dialect.name]))
                theirs.execute(text("UPDATE promise SET channel = 'chat'"))
                theirs.commit()
            done.append(statement)

    with app.app_context():
        event.listen(db.engine, "after_cursor_execute", work)
        yield done
        event.remove(db.engine, "after_cursor_execute", work)
    other.dispose()


def test_nobody_waits_for_a_recount_and_what_changes_meanwhile_is_no_drift(
    app: Flask, store: Store, database: Database, caplog: pytest.LogCaptureFixture
):
    with store() as session:
        agent = b.an_agent(session)
        for _ in range(3):
            b.a_promise(session, agent)
    caplog.set_level(logging.INFO, logger="tracker.reports.jobs")

    with somebody_works_meanwhile(app, database) as done:
        compare_with_recount(lambda: False)
        compare_with_recount(lambda: False)

    assert len(done) == 4
    assert caplog.messages == ["the tallies are what a full recount gives"] * 2


def test_drift_is_told_and_mended(app: Flask, store: Store, caplog: pytest.LogCaptureFixture):
    with store() as session:
        b.a_promise(session, b.an_agent(session))
    caplog.set_level(logging.INFO, logger="tracker.reports.jobs")

    with app.app_context():
        fold_everything()
        compare_with_recount(lambda: False)
        with store() as session:
            session.execute(text("UPDATE tally SET open = 7 WHERE facet = 'lead' AND grain = 'day'"))
        compare_with_recount(lambda: False)
        compare_with_recount(lambda: False)

    right, drifted, mended = caplog.messages
    assert "tally had drifted in 2 rows" in drifted
    assert right == mended == "the tallies are what a full recount gives"
