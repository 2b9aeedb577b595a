"""A fixed cast, and every address of the site filled in with what belongs to one of them.

New routes are covered by the tests that walk over them without being named anywhere: an argument
`<int:promise_id>` is filled with the number of a promise, and so on.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Table, select
from sqlalchemy.orm import Session
from werkzeug.routing import BaseConverter, IntegerConverter, Rule

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.accounts_forms import PASSWORD
from tests.support.clock import MOMENT
from tracker import tables
from tracker.accounts import passwords
from tracker.accounts.records import Account, Team
from tracker.expectations.records import Topic
from tracker.expectations.rules import Source
from tracker.expectations.use_cases.noting import NoteExpectation, note_expectation
from tracker.kernel.people import Role, Viewer
from tracker.precedents.queries.situations import versions
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.use_cases.policies import WritePolicy, write_policy
from tracker.reports.rules.rhythms import Rhythm, Timetable
from tracker.reports.use_cases.scheduling import Wanted, schedule_export
from tracker.review.records import Review, ReviewItem

NOBODY = 987_654_321
"""A number that no record has."""

PUBLIC = {
    "static",
    "web.keys",
    "web.preferences",
    "web.states",
    "web.robots",
    "web.favicon",
    "web.manifest",
    "alerts.live",
    "alerts.ready",
    "alerts.alerts",
    "alerts.metrics",
    "security.login",
    "security.login_by_habit",
    "security.change_password_by_program",
    "security.logout",
    "security.forgot_password",
    "security.reset_password",
}
"""Pages for everybody. Whatever else needs no sign-in must be named here, and so be seen in review."""

SECRET_IN_ADDRESS = {
    "feeds.subscription.fetch",
    "alerts.answer",
    "alerts.answered",
    "portal.door.show",
    "portal.door.ask",
    "surveys.door.answer",
    "surveys.door.no_more",
    "surveys.door.refused",
}
"""Pages that ask for a secret of their own."""

WITHOUT_COOKIE = {"portal.door.ask", "surveys.door.answer", "surveys.door.no_more"}
"""Forms of customers: the secret in the address stands for the token."""

APP_PASSWORD = {"feeds.tasks.show", "feeds.tasks.tick_off"}
"""Addresses for programs: they ask for an app password with every request, and never look at a cookie."""

DEVELOPMENT_ONLY = {"alerts.list_mails", "alerts.show_mail", "alerts.show_html"}
"""Pages that a real installation does not have."""

RECORD = re.compile(r"(\w+)_id$")


@dataclass(frozen=True)
class Company:
    """Who is there: an agent, the manager and an administrator of an open team, and a member of a closed one."""

    agent: Viewer
    manager: Viewer
    admin: Viewer
    insider: Viewer
    outer: Mapping[str, int] = field(default_factory=dict)
    inner: Mapping[str, int] = field(default_factory=dict)

    @property
    def cast(self) -> dict[str, Viewer]:
        """Everybody by part."""
        return {"agent": self.agent, "manager": self.manager, "admin": self.admin, "insider": self.insider}


def a_company(session: Session, name: str = "Sommer") -> Company:
    """Make the cast, with a customer and a promise in the open team and in the closed one."""
    team, closed = b.a_team(session, f"Open {name}"), b.a_team(session, f"Closed {name}", is_closed=True)
    manager = b.a_manager(session, f"Marie {name}", of=team)
    agent, insider = b.an_agent(session, f"Ann {name}", team=team), b.an_agent(session, f"Ivy {name}", team=closed)
    return Company(
        agent=agent,
        manager=manager,
        admin=b.an_admin(session),
        insider=insider,
        outer=_belongings(session, agent, name, team.id) | {"export": _a_report(session, manager, name)},
        inner=_belongings(session, insider, name, closed.id),
    )


def _belongings(session: Session, owner: Viewer, name: str, team_id: int) -> dict[str, int]:
    team = session.get_one(Team, team_id)
    customer = b.a_customer(session, f"{name} Ltd {team_id}", team=team)
    promise = b.a_promise(session, owner, customer_id=customer.id, statement=f"{name} gets an answer.")
    review = _a_review(session, owner, promise.id)
    return {
        "team": team_id,
        "account": owner.id,
        "customer": customer.id,
        "promise": promise.id,
        "review": review.id,
        **_expected(session, owner, name, customer.id),
        **_decided(session, owner, name, customer.id),
    }


def _expected(session: Session, owner: Viewer, name: str, customer_id: int) -> dict[str, int]:
    """Let the customer count on something that nobody promised."""
    topic = session.scalars(select(Topic).order_by(Topic.id)).first()
    assert topic is not None
    noted = NoteExpectation(
        actor=owner, customer_id=customer_id, topic_id=topic.id, source=Source.WORD_OF_MOUTH, words=f"{name} says so."
    )
    return {"topic": topic.id, "expectation": note_expectation(session, noted, MOMENT).id}


def _write_for_a_while(session: Session, owner: Viewer, situation_id: int) -> None:
    """Write a policy that ends on a day, so that it can be extended; there is one for all."""
    if not versions(session, situation_id):
        manager = replace(owner, role=Role.MANAGER)
        ends_at = MOMENT + timedelta(days=30)
        wish = PolicyWish(rule=RuleFacts(), text_de="So.", text_en="So.", valid_from=MOMENT, ends_at=ends_at)
        write_policy(session, WritePolicy(actor=manager, situation_id=situation_id, wish=wish), MOMENT)


def _decided(session: Session, owner: Viewer, name: str, customer_id: int) -> dict[str, int]:
    """Let somebody grant what they refused a minute before, for a reason that their manager looks into."""
    refused = d.a_decision(session, owner, "refused", customer_id=customer_id, now=MOMENT - timedelta(minutes=1))
    granted = d.a_decision(session, owner, "granted", customer_id=customer_id, reason=f"{name} is nice.", request=name)
    [flag] = d.flags_of(session, granted)
    granted.expires_at = MOMENT + timedelta(days=5)
    approval = d.an_approval(session, owner, customer_id)
    _write_for_a_while(session, owner, refused.situation_id)
    return {"situation": refused.situation_id, "decision": granted.id, "flag": flag.id, "approval": approval.id}


def _a_review(session: Session, owner: Viewer, promise_id: int) -> Review:
    """Let somebody be about to hand over a promise before an absence."""
    until = MOMENT + timedelta(days=3)
    review = Review(kind="absence", account_id=owner.id, about_id=owner.id, until=until, started_at=MOMENT)
    session.add(review)
    session.flush()
    session.add(ReviewItem(review_id=review.id, promise_id=promise_id, position=0))
    session.flush()
    return review


def _a_report(session: Session, manager: Viewer, name: str) -> int:
    """Let the manager have a report mailed every Monday."""
    timetable = Timetable(rhythm=Rhythm.WEEKLY, minute=7 * 60, weekday=0)
    wanted = Wanted(name=f"{name} by mail", query="by=kind&period=last_week", file_format="csv", timetable=timetable)
    return schedule_export(session, manager, wanted, MOMENT).id


def give_passwords(session: Session) -> None:
    """Let everybody sign in with PASSWORD."""
    hashed = passwords.hashed_password(PASSWORD)
    for account in session.scalars(select(Account)):
        account.password = hashed


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """Yield the routes of the site that answer a method."""
    return (rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()))


def address(app: Flask, rule: Rule, numbers: Mapping[str, int]) -> str:
    """Return the address of a route, its arguments filled in: numbers by the record's name, else NOBODY."""
    given = {name: _argument(name, converter, numbers) for name, converter in rule._converters.items()}  # noqa: SLF001
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, given))


def _argument(name: str, converter: BaseConverter, numbers: Mapping[str, int]) -> int | str:
    if not isinstance(converter, IntegerConverter):
        return "app.css" if name == "filename" else "x"
    record = RECORD.match(name)
    return numbers.get(record[1], NOBODY) if record else NOBODY


def concerns(rule: Rule, numbers: Mapping[str, int]) -> bool:
    """Whether every number in a route's address is that of a record given here."""
    found = [RECORD.match(name) for name in rule.arguments]
    return bool(found) and all(match is not None and match[1] in numbers for match in found)


def everything_stored(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, but for the notes of when somebody was last here."""
    return {table.name: _rows(session, table) for table in tables.metadata.sorted_tables}


def _rows(session: Session, table: Table) -> list[tuple[object, ...]]:
    stamps = {
        ("sign_in_session", "seen_at"),
        ("feed", "fetched_at"),
        ("feed", "fetched_by"),
        ("customer_link", "opened_at"),
    }
    stamps |= {("app_password", "used_at"), ("app_password", "used_by")}
    columns = [column for column in table.columns if (table.name, column.name) not in stamps]
    return sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)


def token_of(client: FlaskClient) -> str:
    """Return a token with which this browser may send forms."""
    page = client.get("/keys").text + client.get("/sign-in", follow_redirects=True).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]
