"""Making the demo company, from its founding up to the present moment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tracker.accounts.records import Account
from tracker.alerts.use_cases.firing import fire_alerts
from tracker.alerts.use_cases.offices import Offices
from tracker.alerts.use_cases.planning import plan_alerts
from tracker.demo.casting import Casting
from tracker.demo.clients import clients
from tracker.demo.company import Client, Company, found_company, take_on
from tracker.demo.expectations import expectations
from tracker.demo.history import FOUNDED, PAST_LIVES, absences, check_ins, lives_of_the_past, play, readings
from tracker.demo.lives import Life
from tracker.demo.people import EMMA, JANA
from tracker.demo.post import send_what_waits
from tracker.demo.present import Present
from tracker.demo.requests import requests
from tracker.demo.stage import Stage
from tracker.demo.surveys import surveys
from tracker.demo.terms import terms
from tracker.promises.records import HandOver, Promise
from tracker.promises.rules import State
from tracker.promises.use_cases.filtering import save_filter

SEED = 1962


def is_there(session: Session) -> bool:
    """Whether the demo company was made here before."""
    return session.scalar(select(Account.id).where(Account.email == JANA.email)) is not None


def make_company(
    session: Session, password_hashes: Mapping[str, str], now: datetime, *, past_lives: int = PAST_LIVES
) -> None:
    """Let the demo company live up to `now`, through the use cases, with the moments at which things happened.

    The same dice fall each time; only the moments differ, since everything is told relative to `now`.
    """
    founded = now - FOUNDED
    company = found_company(session, password_hashes, founded)
    known = _customers(session, company, founded)
    stage = Stage(session, company, Casting(Random(SEED), company, known), founded)
    present = Present(stage, now)
    lives = [absences(stage, now), *lives_of_the_past(stage, now, past_lives), *_going_on(present, company)]
    lives += [*(check_ins(stage, client) for client in known), *expectations(stage, known, now)]
    lives += [*requests(stage, known, now), *terms(stage, known, now), *surveys(stage, known, now)]
    play(stage, [*lives, readings(stage, now)], now)
    send_what_waits(session, now)
    _save_filters(session, company)
    plan_only_what_is_ahead(session, now)
    tell_of_hand_overs(session, now)


def plan_only_what_is_ahead(session: Session, now: datetime) -> None:
    """Give every schedule the present moment: what it would have reminded of before that wakes nobody.

    What is settled is not looked at at all; the sweep would find nothing to do.
    """
    is_living = Promise.state.in_((State.OPEN, State.DRAFT))
    living = update(Promise).where(is_living).values(scheduled_at=now, attention_at=now)
    settled = update(Promise).where(~is_living).values(attention_at=None)
    for each in (living, settled):
        session.execute(each, execution_options={"synchronize_session": False})


def tell_of_hand_overs(session: Session, now: datetime) -> None:
    """Tell of offers that wait or came back: a worker that found them untold would seem to be hours late."""
    offices = Offices.read(session)
    offered = select(HandOver.promise_id).join(Promise).where(Promise.state == State.OPEN, HandOver.state != "accepted")
    for promise_id in session.scalars(offered.distinct().order_by(HandOver.promise_id)):
        plan_alerts(session, promise_id, offices, now)
        fire_alerts(session, promise_id, offices, now)
    send_what_waits(session, now)


def _customers(session: Session, company: Company, founded: datetime) -> list[Client]:
    """Take the customers on, one after the other over the first weeks."""
    agents = [company.colleague(person) for person in (JANA, EMMA)]
    speaks = {agent.language: agent.viewer for agent in agents}
    return [
        take_on(session, company, client, by=speaks[client.language], at=founded + timedelta(hours=31 * number))
        for number, client in enumerate(clients(), 1)
    ]


def _save_filters(session: Session, company: Company) -> None:
    """Keep the lists that two people look at again and again."""
    for person, names in ((JANA, ("Eilig", "Rückrufe")), (EMMA, ("Urgent", "Callbacks"))):
        for name, query in zip(names, ("urgent=1", f"kind={company.kinds['callback']}"), strict=True):
            save_filter(session, company.colleague(person).viewer, name, query)


def _going_on(present: Present, company: Company) -> list[Life]:
    busy = [company.colleague(person) for person in (JANA, EMMA)]
    full = (life for owner in busy for life in present.of_a_full_day(owner, company.others_in_team(owner)))
    others = (each for each in company.colleagues.values() if each not in busy)
    return [*full, *(life for owner in others for life in present.of_a_usual_day(owner))]
