"""What tests ask for. A test that asks for anything that stores runs on SQLite and on PostgreSQL."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import flask
import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.support import databases
from tests.support.clock import MOMENT, FrozenClock
from tests.support.mailbox import Mailbox
from tracker.accounts.records import Account
from tracker.accounts.sign_in import enter
from tracker.kernel.extensions import WRITES, db, transaction
from tracker.kernel.people import Viewer

# A busy machine is slow at times; that says nothing about the code.
# The same examples in every run, so that a change is judged by itself; `HYPOTHESIS_PROFILE=search` looks for new ones.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

pytest_plugins = ["tests.support.browser", "tests.support.counting", "tests.support.lengths"]

GENERATIONS = (20_000, 20, 50)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays: thousands of tests and all modules, a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GENERATIONS)


Store = Callable[[], AbstractContextManager[Session]]
SignIn = Callable[[Account | Viewer], FlaskClient]


@pytest.fixture(scope="session", params=sorted(databases.BY_NAME, reverse=True))
def database(request: pytest.FixtureRequest) -> Iterator[databases.Database]:
    """Yield a migrated database; it holds what tests left there unless `app` empties it."""
    with databases.BY_NAME[request.param]() as database:
        yield database


@pytest.fixture
def spare(database: databases.Database) -> databases.Database:
    """Return a second migrated database of the same sort, for tests that change more than rows."""
    spare = database.sibling()
    spare.build()
    return spare


@pytest.fixture(scope="session")
def _clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="session")
def _app(database: databases.Database, _clock: FrozenClock) -> Iterator[Flask]:
    """Make the application once per database: that takes longer than most tests."""
    app = databases.application(database.url, _clock)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def clock(_clock: FrozenClock) -> FrozenClock:
    """Return the application's clock; it stands at MOMENT until the test moves it."""
    _clock.moment = MOMENT
    return _clock


@pytest.fixture
def app(_app: Flask, database: databases.Database, clock: FrozenClock) -> Flask:
    """Return the application over an empty database."""
    with _app.app_context():
        database.empty(db.engine)
    _app.extensions["mailer"] = Mailbox()
    _app.extensions.pop("alarm", None)
    return _app


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    """Return the mailer of the application: it keeps every mail."""
    mailbox: Mailbox = app.extensions["mailer"]
    return mailbox


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """Yield the session of a use case: in a writing transaction that is rolled back in the end.

    Nobody else sees what is stored with it; where a page or a second connection shall see it, ask for `store`.
    """
    with app.app_context():
        session: Session = db.session()
        session.connection(execution_options=WRITES)
        yield session
        session.rollback()


@pytest.fixture
def store(app: Flask) -> Store:
    """Return what stores for good: `with store() as session: an_agent(session)`."""

    @contextmanager
    def store() -> Iterator[Session]:
        with app.app_context(), transaction() as session:
            yield session

    return store


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser without scripts, signed out."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Return what gives a stored person a browser of their own, without scripts, in which they are signed in."""

    def sign_in(person: Account | Viewer) -> FlaskClient:
        with app.test_request_context():
            enter(person.id)
            signed_in = dict(flask.session)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(signed_in)
            cookie.permanent = True
        return client

    return sign_in
