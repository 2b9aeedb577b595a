"""Tiers: what may be configured."""

import re
from dataclasses import dataclass

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_

LONGEST_TIER_NAME = 60
LONGEST_KEY = 40
MOST_DAYS = 3660
FEWEST_SILENT_DAYS = 30
"""Whoever is asked more often than monthly soon answers no more."""
MOST_RANK = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class TierFacts:
    """What is configured of a tier. A higher rank matters more.

    Check-ins recur every so many days; who was not in touch for so many is asked by mail. None for never.
    """

    name_de: str
    name_en: str
    rank: int = 0
    check_in_days: int | None = None
    survey_after_days: int | None = None
    active: bool = True


def check_tier(tier: TierFacts) -> None:
    """Refuse a tier without a name, and numbers that nobody can mean."""
    for field, name in (("name_de", tier.name_de), ("name_en", tier.name_en)):
        if not name.strip():
            raise Invalid(N_("A name is needed in both languages."), field=field)
        if len(name) > LONGEST_TIER_NAME:
            raise Invalid(N_("At most %(most)d characters."), field=field, most=LONGEST_TIER_NAME)
    if not 0 <= tier.rank <= MOST_RANK:
        raise Invalid(N_("A number from 0 to %(most)d."), field="rank", most=MOST_RANK)
    if tier.check_in_days is not None and not 1 <= tier.check_in_days <= MOST_DAYS:
        raise Invalid(N_("A number from 1 to %(most)d, or nothing."), field="check_in_days", most=MOST_DAYS)

    silent = tier.survey_after_days
    if silent is not None and not FEWEST_SILENT_DAYS <= silent <= MOST_DAYS:
        raise Invalid(
            N_("A number from %(fewest)d to %(most)d, or nothing."),
            field="survey_after_days",
            fewest=FEWEST_SILENT_DAYS,
            most=MOST_DAYS,
        )


def check_may_configure(actor: Viewer) -> None:
    """Refuse everybody but administrators."""
    if actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators may do this."))


def tier_key(name: str) -> str:
    """Return the key of a new tier, made of its English name."""
    return re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:LONGEST_KEY] or "tier"
