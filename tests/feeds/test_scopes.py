"""Whose promises a feed shows, and that it ends with the right to see them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.conftest import Store
from tests.support.builders import (
    a_customer,
    a_manager,
    a_promise,
    a_team,
    an_account,
    an_admin,
    an_agent,
    kind_id,
    viewer_of,
)
from tests.support.calendars import a_feed, events_in
from tests.support.clock import MOMENT, FrozenClock
from tracker.accounts.queries.viewers import viewer_of as viewer_now
from tracker.accounts.records import Account, Team
from tracker.accounts.use_cases.accounts import ChangeAccount, ChangeProfile, change_account, change_profile
from tracker.accounts.use_cases.teams import ClosingDayWish, add_closing_day
from tracker.customers.records import Customer
from tracker.feeds.records import Feed
from tracker.feeds.rules import Detail, Scope, Standing, Subject, file_name, may_read
from tracker.feeds.use_cases.feeds import ChangeFeed, Style, change_feed, rotate_feed
from tracker.kernel.errors import Forbidden
from tracker.kernel.link_secrets import fingerprint
from tracker.kernel.people import Role, Viewer
from tracker.promises.records import Promise, SavedFilter
from tracker.promises.use_cases.filtering import forget_filter, save_filter

ANN = Viewer(id=1, name="Ann", role=Role.AGENT, team_id=10, hidden_team_ids=frozenset({30}))
MARIE = replace(ANN, role=Role.MANAGER, managed_team_ids=frozenset({20}))


@pytest.mark.parametrize(
    ("viewer", "subject", "team_id", "may"),
    [
        (ANN, Subject(), None, True),
        (ANN, Subject(Scope.TEAM, 10), None, True),
        (ANN, Subject(Scope.TEAM, 20), None, False),
        (MARIE, Subject(Scope.TEAM, 20), None, True),
        (ANN, Subject(Scope.OVERDUE), None, False),
        (MARIE, Subject(Scope.OVERDUE), None, True),
        (ANN, Subject(Scope.CUSTOMER, 5), None, True),
        (ANN, Subject(Scope.CUSTOMER, 5), 30, False),
        (ANN, Subject(Scope.FOR_CUSTOMER, 5), 30, False),
        (ANN, Subject(Scope.FILTER, 5), None, True),
    ],
)
def test_a_feed_is_read_by_those_who_may(
    viewer: Viewer,
    subject: Subject,
    team_id: int | None,
    may: bool,  # noqa: FBT001
) -> None:
    standing = Standing(subject=subject, viewer=viewer, is_account_active=True, is_there=True, team_id=team_id)

    assert may_read(standing) is may
    assert not may_read(replace(standing, is_account_active=False))
    assert not may_read(replace(standing, is_there=False))


@pytest.mark.parametrize("subject", [Subject(), Subject(Scope.OVERDUE), Subject(Scope.FOR_CUSTOMER, 7)])
def test_a_subject_is_written_and_read(subject: Subject) -> None:
    assert Subject.of(str(subject)) == subject


@pytest.mark.parametrize("text", ["", "team", "mine-4", "everything", "team-x", "team-"])
def test_what_is_no_subject_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Subject.of(text)


@pytest.mark.parametrize(
    ("name", "file"),
    [("Meine Zusagen", "meine-zusagen"), ("Größe: „Ä“/B\r\n", "grosse-a-b"), ("…", "promises"), ("日本", "promises")],
)
def test_a_calendars_file_is_named_in_plain_letters(name: str, file: str) -> None:
    assert file_name(name) == file


def test_a_teams_feed_shows_its_promises_with_their_owners(client: FlaskClient, store: Store) -> None:
    with store() as session:
        team = a_team(session, "Service")
        ann, ben = an_agent(session, "Ann", team=team), an_agent(session, "Ben", team=team)
        theirs = [a_promise(session, ann), a_promise(session, ben)]
        a_promise(session, an_agent(session))
        feed = a_feed(session, ann, Subject(Scope.TEAM, team.id))

    answer = client.get(feed)
    events = events_in(answer.data)

    assert set(events) == {f"promise-{promise.id}@127.0.0.1" for promise in theirs}
    owners = {str(event["DESCRIPTION"]).splitlines()[-2] for event in events.values()}
    assert owners == {"Ann", "Ben"}
    assert "NAME:Promises of Service" in answer.text
    assert 'filename="promises-of-service.ics"' in answer.headers["Content-Disposition"]


def test_an_owner_with_a_new_name_reaches_programs(client: FlaskClient, store: Store, clock: FrozenClock) -> None:
    with store() as session:
        account = an_account(session, "Ann")
        ann = viewer_of(account)
        a_promise(session, ann)
        feed = a_feed(session, ann, Subject(Scope.TEAM, ann.team_id))
    (before,) = events_in(client.get(feed).data).values()
    later = clock.advance(timedelta(hours=1))

    with store() as session:
        wish = ChangeProfile(name="Anna", locale="en", time_zone="Europe/Berlin", deputy_id=None, row_version=1)
        change_profile(session, wish, ann, later)
    (after,) = events_in(client.get(feed).data).values()

    assert "Anna" in str(after["DESCRIPTION"])
    assert before["LAST-MODIFIED"].dt < after["LAST-MODIFIED"].dt == later
    assert before["SEQUENCE"] < after["SEQUENCE"]


def test_stamps_never_fall_when_somebody_changes_to_a_team_that_changed_long_ago(
    client: FlaskClient, store: Store, clock: FrozenClock
) -> None:
    with store() as session:
        admin, old, new = an_admin(session), a_team(session), a_team(session)
        account = an_account(session, "Ann", team=old)
        a_promise(session, viewer_of(account))
        feed = a_feed(session, viewer_of(account))
        closed = ClosingDayWish(MOMENT.date(), "Outing")
        add_closing_day(session, old.id, closed, actor=admin, now=clock.advance(timedelta(hours=1)))
    (before,) = events_in(client.get(feed).data).values()

    with store() as session:
        stored = session.get_one(Account, account.id)
        moved = ChangeAccount(
            account_id=stored.id,
            email=stored.email,
            name=stored.name,
            role=Role.AGENT,
            team_id=new.id,
            locale=stored.locale,
            time_zone=stored.time_zone,
            deputy_id=None,
            row_version=stored.row_version,
        )
        change_account(session, moved, admin, clock.advance(timedelta(hours=1)))
    (after,) = events_in(client.get(feed).data).values()

    assert before["LAST-MODIFIED"].dt == MOMENT + timedelta(hours=1)
    assert after["LAST-MODIFIED"].dt == MOMENT + timedelta(hours=2)
    assert before["SEQUENCE"] < after["SEQUENCE"]


def test_a_teams_feed_ends_with_the_membership(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        feed = a_feed(session, ann, Subject(Scope.TEAM, ann.team_id))
    before = client.get(feed)

    with store() as session:
        session.execute(update(Account).where(Account.id == ann.id).values(team_id=a_team(session).id))

    assert (before.status_code, client.get(feed).status_code) == (200, 410)


def test_what_is_overdue_comes_by_itself(client: FlaskClient, store: Store, clock: FrozenClock) -> None:
    with store() as session:
        team = a_team(session)
        marie = a_manager(session, of=team)
        promise = a_promise(session, an_agent(session, team=team))
        a_promise(session, an_agent(session))
        feed = a_feed(session, marie, Subject(Scope.OVERDUE))
    before = client.get(feed)
    clock.advance(timedelta(days=2))

    after = client.get(feed, headers={"If-None-Match": before.headers["ETag"]})

    assert list(events_in(before.data)) == ["nothing-open@127.0.0.1"]
    assert list(events_in(after.data)) == [f"promise-{promise.id}@127.0.0.1"]


def test_a_customers_feed_follows_a_merge(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann, merged, kept = an_agent(session), a_customer(session, "Sommer"), a_customer(session, "Sommer Ltd")
        promise = a_promise(session, ann, customer_id=kept.id)
        a_promise(session, ann)
        feed = a_feed(session, ann, Subject(Scope.CUSTOMER, merged.id))
        session.execute(update(Customer).where(Customer.id == merged.id).values(merged_into_id=kept.id))

    answer = client.get(feed)

    assert list(events_in(answer.data)) == [f"promise-{promise.id}@127.0.0.1"]
    assert "NAME:Promises to Sommer Ltd" in answer.text


def test_a_calendar_that_tells_little_is_not_called_after_its_customer(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann, customer = an_agent(session), a_customer(session, "Sommer")
        feed = a_feed(session, ann, Subject(Scope.CUSTOMER, customer.id), detail=Detail.REFERENCE)

    answer = client.get(feed)

    assert "Sommer" not in answer.text
    assert "sommer" not in answer.headers["Content-Disposition"]


def test_a_feed_for_the_customer_tells_what_they_may_see(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session, "Ann Secret")
        customer = a_customer(session, "Sommer")
        customer.language = "de"
        shown = a_promise(session, ann, customer_id=customer.id, statement="We call.", conditions="If paid.")
        a_promise(session, ann, customer_id=customer.id, visible_to_customer=False, statement="Hidden")
        feed = a_feed(session, ann, Subject(Scope.FOR_CUSTOMER, customer.id))

    answer = client.get(feed)
    ((uid, event),) = events_in(answer.data).items()

    assert uid == f"promise-{shown.id}@127.0.0.1"
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == ("We call.", f"#{shown.id}")
    assert not [word for word in ("Secret", "Hidden", "Sommer", "paid", customer.reference) if word in answer.text]
    assert "NAME:Zusagen von Promise Tracker" in answer.text


@pytest.mark.parametrize("detail", [Detail.INITIALS, Detail.REFERENCE])
def test_a_feed_for_the_customer_tells_words_and_due_whatever_was_chosen(
    client: FlaskClient, store: Store, detail: Detail
) -> None:
    with store() as session:
        ann, customer = an_agent(session), a_customer(session, "Sommer")
        a_promise(session, ann, customer_id=customer.id, statement="We call.")
        feed = a_feed(session, ann, Subject(Scope.FOR_CUSTOMER, customer.id), detail=detail)

    (event,) = events_in(client.get(feed).data).values()

    assert str(event["SUMMARY"]) == "We call."


def test_what_may_not_be_read_any_more_is_not_replaced(store: Store) -> None:
    with store() as session:
        ann, team = an_agent(session), a_team(session)
        a_feed(session, ann, Subject(Scope.CUSTOMER, a_customer(session, team=team).id))
        number = session.scalars(select(Feed.id)).one()
        team.is_closed = True
        session.flush()

        with pytest.raises(Forbidden):
            rotate_feed(session, viewer_now(session, ann.id), number, MOMENT)
        assert session.get_one(Feed, number).revoked_at is None


def test_a_customers_feeds_end_when_the_team_is_closed_to_their_maker(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann, team = an_agent(session), a_team(session)
        customer = a_customer(session, team=team)
        scopes = (Scope.CUSTOMER, Scope.FOR_CUSTOMER)
        feeds = [a_feed(session, ann, Subject(scope, customer.id)) for scope in scopes]
    before = [client.get(feed).status_code for feed in feeds]

    with store() as session:
        session.execute(update(Team).where(Team.id == team.id).values(is_closed=True))

    assert before == [200, 200]
    assert [client.get(feed).status_code for feed in feeds] == [410, 410]


def test_a_saved_filter_is_asked_anew_each_time_and_ends_when_forgotten(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        urgent, usual = a_promise(session, ann, urgent=True), a_promise(session, ann)
        saved = save_filter(session, ann, "Urgent", "urgent=1")
        feed = a_feed(session, ann, Subject(Scope.FILTER, saved.id))
    first = client.get(feed)

    with store() as session:
        save_filter(session, ann, "Urgent", f"owner={ann.id}")
    second = client.get(feed, headers={"If-None-Match": first.headers["ETag"]})
    with store() as session:
        forget_filter(session, ann, saved.id)

    assert list(events_in(first.data)) == [f"promise-{urgent.id}@127.0.0.1"]
    assert set(events_in(second.data)) == {f"promise-{promise.id}@127.0.0.1" for promise in (urgent, usual)}
    assert client.get(feed).status_code == 410


def test_a_filter_of_settled_promises_shows_nothing(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        a_promise(session, ann)
        session.execute(update(Promise).values(state="withdrawn", settled_at=MOMENT))
        saved = save_filter(session, ann, "Settled", "standing=settled")
        feed = a_feed(session, ann, Subject(Scope.FILTER, saved.id))

    assert list(events_in(client.get(feed).data)) == ["nothing-open@127.0.0.1"]


def test_nobody_makes_a_feed_of_what_they_may_not_read(store: Store) -> None:
    with store() as session:
        ann, other = an_agent(session), an_agent(session)
        closed = a_customer(session, team=a_team(session, is_closed=True))
        saved = SavedFilter(account_id=other.id, name="Mine", query="")
        session.add(saved)
        session.flush()
        for subject in (
            Subject(Scope.TEAM, other.team_id),
            Subject(Scope.OVERDUE),
            Subject(Scope.CUSTOMER, closed.id),
            Subject(Scope.CUSTOMER, 987_654_321),
            Subject(Scope.FILTER, saved.id),
        ):
            with pytest.raises(Forbidden):
                a_feed(session, ann, subject)
        assert session.scalars(select(Feed)).all() == []


def test_tasks_are_asked_for_in_the_address(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        promise = a_promise(session, ann)
        feed = a_feed(session, ann)
    events, tasks = client.get(feed), client.get(f"{feed}?type=todo")

    again = [
        client.get(feed, headers={"If-None-Match": events.headers["ETag"]}).status_code,
        client.get(f"{feed}?type=todo", headers={"If-None-Match": tasks.headers["ETag"]}).status_code,
        client.get(f"{feed}?type=todo", headers={"If-None-Match": events.headers["ETag"]}).status_code,
    ]

    assert list(events_in(tasks.data, "VTODO")) == [f"promise-{promise.id}@127.0.0.1"]
    assert b"VEVENT" not in tasks.data
    assert again == [304, 304, 200]


def test_the_alarm_comes_when_the_ladder_reminds(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        a_promise(session, ann, kind_id=kind_id(session, "reply"))  # due at nine; its team opens at eight
        feed = a_feed(session, ann)

    (event,) = events_in(client.get(feed).data).values()

    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].to_ical().decode() == "-PT17H45M"  # four office hours before: the day before at 15:00


def test_a_feed_keeps_its_subject_and_name_when_its_link_is_replaced(client: FlaskClient, store: Store) -> None:
    with store() as session:
        ann = an_agent(session)
        feed = a_feed(session, ann, Subject(Scope.TEAM, ann.team_id))
        stored = session.scalars(select(Feed).where(Feed.token_hash == fingerprint(feed.split("/")[2]))).one()
        change_feed(session, ChangeFeed(actor=ann, feed_id=stored.id, style=Style(name="Wall")), MOMENT)
        made = rotate_feed(session, ann, stored.id, MOMENT)
        successor = session.get_one(Feed, made.id)

    assert (successor.scope, successor.scope_id, successor.name) == ("team", ann.team_id, "Wall")
    assert "NAME:Wall" in client.get(f"/cal/{made.secret}/x.ics").text
