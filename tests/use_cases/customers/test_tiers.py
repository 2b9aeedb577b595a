"""Configuring tiers, and what that means for their customers."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import an_admin, an_agent
from tests.support.clock import MOMENT
from tracker.audit.queries import history
from tracker.customers.records import Tier
from tracker.customers.rules.tiers import TierFacts
from tracker.customers.use_cases import AddCustomer, SaveTier, add_customer, save_tier
from tracker.kernel.errors import Forbidden, Invalid

GOLD = TierFacts(name_de="Gold", name_en="Gold", rank=30, check_in_days=30)


def test_a_new_tier_has_a_key_of_its_own(session: Session) -> None:
    ada = an_admin(session)

    one, two = (save_tier(session, SaveTier(actor=ada, tier=GOLD), MOMENT) for _ in range(2))

    assert (one.key, two.key) == ("gold", "gold_2")
    told = history(session, "tier", one.id)[0]
    assert (told.kind, told.changes["rank"]) == ("tier_added", (None, 30))


def test_check_ins_follow_the_interval(session: Session) -> None:
    ada, ann = an_admin(session), an_agent(session)
    standard = session.scalars(select(Tier).where(Tier.key == "standard")).one()
    customer = add_customer(session, AddCustomer(actor=ann, name="Sommer"), MOMENT)
    often = TierFacts(name_de="Standard", name_en="Standard", check_in_days=10)
    never = TierFacts(name_de="Standard", name_en="Standard")

    save_tier(session, SaveTier(actor=ada, tier=often, tier_id=standard.id), MOMENT)
    session.refresh(customer)
    planned = customer.next_check_in_at
    save_tier(session, SaveTier(actor=ada, tier=never, tier_id=standard.id), MOMENT)
    session.refresh(customer)

    assert planned == MOMENT + timedelta(days=10)
    assert customer.next_check_in_at is None


def test_one_tier_stays_active(session: Session) -> None:
    ada = an_admin(session)
    off = TierFacts(name_de="X", name_en="X", active=False)
    *others, last = session.scalars(select(Tier.id))
    for tier_id in others:
        save_tier(session, SaveTier(actor=ada, tier=off, tier_id=tier_id), MOMENT)

    with pytest.raises(Invalid) as refused:
        save_tier(session, SaveTier(actor=ada, tier=off, tier_id=last), MOMENT)

    assert refused.value.field == "active"


@pytest.mark.parametrize(
    ("tier", "field"),
    [
        (TierFacts(name_de=" ", name_en="Gold"), "name_de"),
        (TierFacts(name_de="Gold", name_en="x" * 61), "name_en"),
        (TierFacts(name_de="Gold", name_en="Gold", rank=-1), "rank"),
        (TierFacts(name_de="Gold", name_en="Gold", check_in_days=0), "check_in_days"),
    ],
)
def test_what_nobody_can_mean_is_refused(session: Session, tier: TierFacts, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        save_tier(session, SaveTier(actor=an_admin(session), tier=tier), MOMENT)

    assert refused.value.field == field


def test_only_administrators_configure(session: Session) -> None:
    with pytest.raises(Forbidden):
        save_tier(session, SaveTier(actor=an_agent(session), tier=GOLD), MOMENT)
