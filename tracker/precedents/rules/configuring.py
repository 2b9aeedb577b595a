"""What can be configured: situations with their factors, and the policies written about them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.rules.conditions import Condition, terms
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.rules.situations import (
    CUSTOMER_FIELDS,
    TIER,
    Factor,
    FactorKind,
    SituationFacts,
)

MOST_FACTORS = 12
MOST_DAYS = 3650
LONGEST_TITLE = 80
LONGEST_FACTOR_NAME = 40
NOT_OF_A_NAME = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationWish:
    """A situation as it shall be. Factors without a name are new."""

    title_de: str
    title_en: str
    factors: tuple[Factor, ...]
    customer_fields: tuple[str, ...] = (TIER,)
    has_amount: bool = False
    amount_basis: str | None = None
    window_days: int = 365
    words: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWish:
    """A version of a policy as it shall be, in force from a moment on."""

    rule: RuleFacts
    text_de: str
    text_en: str
    valid_from: datetime
    reason: str = ""


def check_may_configure(actor: Viewer) -> None:
    """Raise Forbidden unless the actor is a manager or an administrator."""
    if actor.role is Role.AGENT:
        raise Forbidden(N_("Only managers and administrators change situations and policies."))


def with_names(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return the factors, the new ones named after their English label, each name once."""
    named: dict[str, Factor] = {}
    for factor in factors:
        name = factor.name or _free_name(factor.label_en, {*named, *(each.name for each in factors), *CUSTOMER_FIELDS})
        named[name] = replace(factor, name=name)
    return tuple(named.values())


def _free_name(label: str, taken: set[str]) -> str:
    wished = NOT_OF_A_NAME.sub("_", fold(label)).strip("_")[: LONGEST_FACTOR_NAME - 4] or "factor"
    numbered = (wished if number == 1 else f"{wished}_{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)


def check_situation(wish: SituationWish) -> None:
    """Raise Invalid, naming the field, for a situation that cannot be."""
    for name in ("title_de", "title_en"):
        if not getattr(wish, name):
            raise Invalid(N_("Give it a name."), field=name)
    if not wish.factors:
        raise Invalid(N_("By what are its cases told apart? Name one factor at least."), field="factors")
    if len(wish.factors) > MOST_FACTORS:
        raise Invalid(N_("At most %(most)s factors: nobody fills in more."), field="factors", most=MOST_FACTORS)
    _check_measures(wish)


def _check_measures(wish: SituationWish) -> None:
    for factor in wish.factors:
        _check_factor(factor)
    numbers = {each.name for each in wish.factors if each.kind is FactorKind.NUMBER}
    if wish.amount_basis is not None and wish.amount_basis not in numbers:
        raise Invalid(N_("Amounts are measured against one of the numbers."), field="amount_basis")
    if not 0 < wish.window_days <= MOST_DAYS:
        raise Invalid(N_("From 1 to 3650 days."), field="window_days")


def _check_factor(factor: Factor) -> None:
    if not (factor.label_de and factor.label_en):
        raise Invalid(N_("Every factor needs its question in both languages."), field="factors")
    if factor.kind is FactorKind.ENUM and len(set(factor.options)) < 2:  # noqa: PLR2004 - else there is no choice
        raise Invalid(N_("A choice needs two options at least: %(label)s"), field="factors", label=factor.label_en)
    if factor.tolerance is not None and factor.tolerance.amount <= 0:
        raise Invalid(N_("A tolerance is greater than 0."), field="factors")


def check_policy(wish: PolicyWish, situation: SituationFacts, now: datetime, newest_from: datetime | None) -> None:
    """Raise Invalid, naming the field, for a version of a policy that cannot be.

    It starts now or later, for decisions are judged by what was in force when they were made.
    """
    if not (wish.text_de and wish.text_en):
        raise Invalid(N_("Write the policy in both languages."), field="text_de" if not wish.text_de else "text_en")
    if newest_from is not None and not wish.reason:
        raise Invalid(N_("Say why the policy changes."), field="reason")
    if wish.valid_from < now:
        raise Invalid(N_("It cannot start in the past."), field="valid_from")
    if newest_from is not None and wish.valid_from <= newest_from:
        raise Invalid(N_("A version that starts later is planned already."), field="valid_from")
    _check_rule(wish.rule, situation)


def _check_rule(rule: RuleFacts, situation: SituationFacts) -> None:
    if rule.band is not None and not 0 <= rule.band[0] <= rule.band[1]:
        raise Invalid(N_("The lower end of the band comes first."), field="band_from")
    known = {each.name for each in situation.factors} | set(CUSTOMER_FIELDS)
    for name, condition in (("entitled", rule.entitled), ("prohibited", rule.prohibited)):
        if condition is not None and _strangers(condition, known):
            raise Invalid(N_("This is nothing that is known of a case."), field=name)


def _strangers(condition: Condition, known: set[str]) -> set[str]:
    return {term.field for term in terms(condition)} - known
