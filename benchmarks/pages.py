"""The pages that are opened all day: a large archive must not slow them down."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import event, select

from benchmarks import report
from benchmarks.browsers import Browser, Inside, sign_in
from benchmarks.places import Place
from benchmarks.report import Figure, median, timed
from tracker.customers.records import Customer
from tracker.demo.people import JANA, PEOPLE, DemoPerson
from tracker.kernel.extensions import db
from tracker.kernel.people import Role

ROUNDS, WARM_UP = 25, 5
SLOWER, MOST_QUERIES = 1.3, 20
OK = 200
KATRIN = next(person for person in PEOPLE if person.role is Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and who opens it. `{customer}` in its address is one of the customers that were made in bulk."""

    name: str
    path: str
    reader: DemoPerson = JANA


PAGES = (
    Page("my day", "/"),
    Page("team board", "/board"),
    Page("overdue list", "/overdue", KATRIN),
    Page("customer search: a name", "/customers?q=schäfer"),
    Page("customer search: two words", "/customers?q=handel example"),
    Page("customer search: part of a phone", "/customers?q=0001"),
    Page("customer search: nobody", "/customers?q=xylophonverleih"),
    Page("customer list", "/customers"),
    Page("promise list: open", "/promises"),
    Page("promise list: kept late", "/promises?standing=kept_late"),
    Page("promise list: one owner", "/promises?standing=settled&owner=1"),
    Page("customer page", "/customers/{customer}"),
    Page("form for a new promise", "/promises/new"),
)


class Reader:
    """The people who read pages of one database, signed in."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._browsers: dict[str, Browser] = {}
        with place.app.app_context():
            self._customers = list(db.session.scalars(select(Customer.id).where(Customer.id > len(PEOPLE) * 10)))
        self._dice = random.Random(1)

    def read(self, page: Page) -> None:
        """Open a page as its reader does. Raises RuntimeError when it does not come."""
        status = self._browser(page.reader).get(page.path.format(customer=self._dice.choice(self._customers))).status
        if status != OK:
            raise RuntimeError(f"{page.path} answers {status}")

    def _browser(self, person: DemoPerson) -> Browser:
        if person.email not in self._browsers:
            self._browsers[person.email] = Inside(self.place.app)
            sign_in(self._browsers[person.email], person.email)
        return self._browsers[person.email]


def compare(small: Place, large: Place) -> list[Figure]:
    """Return how much slower each page is in the large database, opened in turn with the small one."""
    readers = (Reader(small), Reader(large))
    return [_compared(readers, page) for page in PAGES]


def timed_in_turns(readers: tuple[Reader, Reader], page: Page) -> tuple[float, float]:
    """Return the medians of how many milliseconds a page takes in the small and in the large database."""
    pairs = [[timed(reader.read, page) for reader in readers] for _ in range(WARM_UP + ROUNDS)]
    short, long = (median(times) for times in zip(*pairs[WARM_UP:], strict=True))
    return short, long


def _compared(readers: tuple[Reader, Reader], page: Page) -> Figure:
    short, long = timed_in_turns(readers, page)
    how = f"{long:.1f} ms against {short:.1f} ms"
    database = readers[0].place.database
    return report.show(
        Figure(database=database, what=page.name, value=long / short, unit="times", limit=SLOWER, how=how)
    )


def count_queries(place: Place) -> list[Figure]:
    """Return how many questions each page asks the database."""
    reader = Reader(place)
    figures = []
    for page in PAGES:
        reader.read(page)
        with statements(place) as asked:
            reader.read(page)
        figures.append(
            Figure(database=place.database, what=page.name, value=len(asked), unit="queries", limit=MOST_QUERIES)
        )
    return [report.show(figure) for figure in figures]


@contextmanager
def statements(place: Place) -> Iterator[list[tuple[str, object]]]:
    """Yield a list that takes down every statement with its values."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "EXPLAIN")):
            asked.append((statement, values))

    with place.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
