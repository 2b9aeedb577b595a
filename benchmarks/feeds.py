"""Calendar feeds: full ones against icalendar making and writing the same entries, and many subscribers."""

import random
from datetime import timedelta
from functools import partial

from flask.testing import FlaskClient
from icalendar import Calendar, Component, Event
from sqlalchemy.orm import Session

from benchmarks import report
from benchmarks.pages import statements
from benchmarks.places import Place
from benchmarks.report import Figure, median, timed
from tests.support.builders import a_customer, a_promise, an_agent
from tests.support.calendars import a_feed
from tracker.feeds.ics import written_entry
from tracker.feeds.tags import Tags
from tracker.kernel.clock import now
from tracker.kernel.extensions import transaction
from tracker.promises.rules import Due

ENTRIES, USUAL, CUSTOMERS, ROUNDS, WARM_UP = 900, 30, 90, 9, 2
COLD, WARM, MOST_QUERIES = 1.5, 0.15, 3
SUBSCRIBERS, AN_HOUR_MS, MOST_OF_A_CORE = 5_000, 3_600_000, 20
OK, NOT_MODIFIED = 200, 304
STATEMENTS = "I will send you the corrected invoice, and call you about the {} parcels; by Friday at the latest."


class Feed:
    """A feed, and a program that fetches it."""

    def __init__(self, place: Place, entries: int) -> None:
        self.place = place
        self._client: FlaskClient = place.app.test_client()
        with place.app.app_context(), transaction() as session:
            self._address = _feed_of(session, entries)
        answer = self._client.get(self._address)
        self._tag = answer.headers["ETag"]
        self.events = [each for each in Calendar.from_ical(answer.data).subcomponents if isinstance(each, Event)]
        if len(self.events) != entries:
            raise RuntimeError(f"the feed has {len(self.events)} entries")

    def fetch(self) -> None:
        """Fetch all of it. Raises RuntimeError when it does not come."""
        self._expect(OK, {})

    def fetch_first(self) -> None:
        """Fetch it from a process that remembers nothing."""
        written_entry.cache_clear()
        self.place.app.extensions["feed_tags"] = Tags()
        self.fetch()

    def ask_for_news(self) -> None:
        """Fetch it as a program does that has it already."""
        self._expect(NOT_MODIFIED, {"If-None-Match": self._tag})

    def ask_after_a_change(self) -> None:
        """Fetch it as such a program does when somewhere in the company something has happened."""
        self.place.app.extensions["feed_tags"] = Tags()
        self.ask_for_news()

    def serialise(self) -> None:
        """Let icalendar make the same entries and write them: what everything is compared with."""
        whole = Calendar()
        for event in self.events:
            whole.add_component(_made_anew(event))
        whole.to_ical()

    def _expect(self, status: int, headers: dict[str, str]) -> None:
        answered = self._client.get(self._address, headers=headers).status_code
        if answered != status:
            raise RuntimeError(f"the feed answers {answered}")


def measure(place: Place) -> list[Figure]:
    """Return what fetches cost beside icalendar alone, all of them in turn."""
    feed, usual = Feed(place, ENTRIES), Feed(place, USUAL)
    acts = (feed.serialise, feed.fetch_first, feed.fetch, feed.ask_for_news, usual.ask_after_a_change)
    rounds = [[timed(act) for act in acts] for _ in range(WARM_UP + ROUNDS)]
    alone, cold, warm, news, change = (median(times) for times in zip(*rounds[WARM_UP:], strict=True))
    feed.fetch()
    with statements(place) as asked:
        feed.ask_for_news()
    many = f"{USUAL} entries, read anew each time; {_share(warm):.0f} % with {ENTRIES}"
    figure = partial(Figure, database=place.database)
    figures = (
        figure(what="feed, first fetch", value=cold / alone, unit="times", limit=COLD, how=_ms(cold, alone)),
        figure(what="feed, again", value=warm / alone, unit="times", limit=WARM, how=_ms(warm, alone)),
        figure(what="feed, 304", value=len(asked), unit="queries", limit=MOST_QUERIES, how=f"{news:.1f} ms"),
        figure(what="5,000 subscribers", value=_share(change), unit="% core", limit=MOST_OF_A_CORE, how=many),
    )
    return [report.show(figure) for figure in figures]


def _feed_of(session: Session, entries: int) -> str:
    dice, moment = random.Random(1), now()
    ann = an_agent(session)
    customers = [a_customer(session).id for _ in range(CUSTOMERS)]
    for number in range(entries):
        due = Due(moment + timedelta(minutes=dice.randrange(60, 60 * 24 * 60)))
        words = STATEMENTS.format(number)
        a_promise(session, ann, now=moment, due=due, statement=words, customer_id=dice.choice(customers))
    return a_feed(session, ann, now=moment)


def _made_anew(component: Component) -> Component:
    made = type(component)()
    for name, value in component.items():
        made.add(name, value)
    for part in component.subcomponents:
        made.add_component(_made_anew(part))
    return made


def _share(milliseconds: float) -> float:
    """Return how much of a core so many subscribers take, who fetch every hour, in percent."""
    return 100 * SUBSCRIBERS * milliseconds / AN_HOUR_MS


def _ms(ours: float, alone: float) -> str:
    return f"{ours:.1f} ms against {alone:.1f} ms of icalendar alone"
