"""A worker that is silent amid a transaction does not hold its rows for ever."""

import pytest
from sqlalchemy import create_engine

from tests.support.databases import Database
from tracker.kernel.extensions import let_go_of_the_frozen


@pytest.mark.parametrize("database", ["postgresql"], indirect=True, scope="session")
def test_postgresql_ends_the_transaction_of_a_worker_that_fell_silent(database: Database):
    engine = create_engine(database.url)
    let_go_of_the_frozen(engine)

    with engine.connect() as connection:
        longest = connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar_one()
    engine.dispose()

    assert longest == "1min"
