"""An erased customer's case stays a precedent of which no number is its own."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from tests.support import builders as b
from tests.support import deciding as d
from tests.support.clock import MOMENT
from tracker.erasure.use_cases import EraseCustomer, erase_customer
from tracker.precedents.rules import schema
from tracker.precedents.rules.situations import VOLUME
from tracker.precedents.use_cases.counting import recount

DAY = timedelta(days=1)


def test_neither_a_rare_basket_nor_a_rare_turnover_is_left_and_nothing_is_counted_otherwise(session: Session) -> None:
    # given usual customers, and one whom everybody would know by basket and turnover
    agent = b.an_agent(session, team=b.a_team(session))
    for place in range(8):
        usual = b.a_customer(session)
        usual.yearly_volume = Decimal(1000 + place)
        d.a_decision(session, agent, customer_id=usual.id, basket=40 + place, now=MOMENT - 9 * DAY)
    known = b.a_customer(session)
    known.yearly_volume = Decimal(6_213_400)
    decision = d.a_decision(session, agent, customer_id=known.id, basket=9876, now=MOMENT - DAY)

    # when that one is erased
    erase_customer(session, EraseCustomer(actor=None, customer_id=known.id, typed=known.reference), MOMENT)

    # then the case is a precedent like the others
    facts = schema.facts_from_json(decision.facts)
    assert (decision.state, decision.countable, recount(session)) == ("decided", True, 0)
    assert facts[d.DAYS] == 12
    assert facts[d.BASKET] is None
    assert facts[VOLUME] is None


def test_a_case_that_was_blurred_contradicts_nothing_that_it_did_not_contradict(session: Session) -> None:
    # given a grant in a strong case among weaker ones, by which a refusal of a weaker case was not contradicted
    agent = b.an_agent(session, team=b.a_team(session))
    for place in range(6):
        d.a_decision(
            session, agent, days=3, basket=40 + place, now=MOMENT - 9 * DAY, customer_id=b.a_customer(session).id
        )
    known = b.a_customer(session)
    decision = d.a_decision(session, agent, days=5, customer_id=known.id, now=MOMENT - DAY)
    erase_customer(session, EraseCustomer(actor=None, customer_id=known.id, typed=known.reference), MOMENT)

    # when a weaker case is refused
    refused = d.a_decision(session, agent, "refused", days=30)

    # then nothing is found
    assert decision.countable
    assert d.flags_of(session, refused) == []


def test_what_was_found_against_an_erased_case_does_not_wait_again_when_what_shows_it_is_decided_anew(
    session: Session,
) -> None:
    # given a refusal that is flagged by a grant, among enough others that it is kept when its customer is erased
    agent = b.an_agent(session, team=b.a_team(session))
    for place in range(8):
        weaker = b.a_customer(session)
        d.a_decision(session, agent, "refused", days=60, basket=40 + place, customer_id=weaker.id, now=MOMENT - 9 * DAY)
    granted = d.a_decision(session, agent, now=MOMENT - 2 * DAY, reason="Their train was late.")
    known = b.a_customer(session)
    refused = d.a_decision(session, agent, "refused", customer_id=known.id, reason="A copy.", now=MOMENT - DAY)
    [flag] = d.flags_of(session, refused)
    erase_customer(session, EraseCustomer(actor=None, customer_id=known.id, typed=known.reference), MOMENT)
    session.expire_all()
    assert (refused.state, flag.state) == ("decided", "evidence_removed")

    # when the grant is granted anew
    d.answer(
        session,
        d.a_request(session, agent),
        "granted",
        corrects_id=granted.id,
        reason="Their train was late, by the paper.",
        now=MOMENT + DAY,
    )

    # then nobody is asked to look into what is nobody's
    session.expire_all()
    assert flag.state == "evidence_removed"
