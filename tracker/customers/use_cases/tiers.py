"""Configuring tiers."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import chain, count

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.audit.rules import Happening
from tracker.audit.use_cases import record
from tracker.customers import queries
from tracker.customers.records import Customer, Tier
from tracker.customers.rules.tiers import LONGEST_KEY, TierFacts, check_may_configure, check_tier, tier_key
from tracker.customers.use_cases.changes import changes
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_

NOTHING = dict.fromkeys(("name_de", "name_en", "rank", "check_in_days", "survey_after_days", "active"))


@dataclass(frozen=True, kw_only=True, slots=True)
class SaveTier:
    """A tier as it shall be; without a number a new one."""

    actor: Viewer
    tier: TierFacts
    tier_id: int | None = None


def save_tier(session: Session, save: SaveTier, now: datetime) -> Tier:
    """Add or change a tier and return it. Its customers' next check-ins follow a new interval."""
    check_may_configure(save.actor)
    check_tier(save.tier)
    tier = queries.tier_for_update(session, save.tier_id) if save.tier_id else Tier(key=_free_key(session, save.tier))
    before = asdict(tier.facts()) if save.tier_id else NOTHING
    differences = changes(before, asdict(save.tier))
    if not differences:
        return tier
    tier.take(save.tier)
    session.add(tier)
    session.flush()
    _check_one_is_left(session)
    if save.tier_id and "check_in_days" in differences:
        _plan_check_ins(session, tier, now)
    record(session, _told(save, tier, differences), now)
    return tier


def _told(save: SaveTier, tier: Tier, differences: dict[str, tuple[object, object]]) -> Happening:
    return Happening(
        kind="tier_changed" if save.tier_id else "tier_added",
        subject_type="tier",
        subject_id=tier.id,
        actor_id=save.actor.id,
        changes=differences,
    )


def _free_key(session: Session, tier: TierFacts) -> str:
    wished = tier_key(tier.name_en)
    taken = {each.key for each in queries.tiers(session)}
    return next(
        key for key in chain([wished], (f"{wished[: LONGEST_KEY - 4]}_{n}" for n in count(2))) if key not in taken
    )


def _check_one_is_left(session: Session) -> None:
    if not any(each.active for each in queries.tiers(session)):
        raise Invalid(N_("At least one tier must stay active: new customers need one."), field="active")


def _plan_check_ins(session: Session, tier: Tier, now: datetime) -> None:
    """Plan what was not planned before; what is planned stays, and without an interval nothing is."""
    those = update(Customer).where(
        Customer.tier_id == tier.id, Customer.merged_into_id.is_(None), Customer.erased_at.is_(None)
    )
    if tier.check_in_days is None:
        session.execute(those.values(next_check_in_at=None))
        return
    first = now + timedelta(days=tier.check_in_days)
    session.execute(those.where(Customer.next_check_in_at.is_(None)).values(next_check_in_at=first))
