"""What the tests of this folder ask for."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection

from tracker.kernel.extensions import transaction


@pytest.fixture
def connection(app: Flask) -> Iterator[Connection]:
    """Yield a connection amid a transaction that is rolled back, on which questions can be explained."""
    with app.app_context(), transaction() as session:
        yield session.connection()
        session.rollback()
