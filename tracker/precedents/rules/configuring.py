"""What can be configured: situations with their factors, and the policies written about them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.folding import fold
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.rules.conditions import Condition, Term, simplified, terms
from tracker.precedents.rules.deciding import is_said
from tracker.precedents.rules.policies import RuleFacts, fingerprint
from tracker.precedents.rules.situations import (
    CUSTOMER_FIELDS,
    FOR_POLICIES,
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
    """A version of a policy as it shall be, in force from a moment on, where it says so until another one.

    One that only writes down what is practice (`keeps_practice`) leaves earlier decisions precedents.
    """

    rule: RuleFacts
    text_de: str
    text_en: str
    valid_from: datetime
    ends_at: datetime | None = None
    reason: str = ""
    keeps_practice: bool = False


def key_of(wish: PolicyWish, before: str) -> str:
    """Return by what decisions under the version are known; `before` is the key of those until then."""
    return before if wish.keeps_practice else fingerprint(wish.rule)


def check_may_configure(actor: Viewer) -> None:
    """Raise Forbidden unless the actor is a manager or an administrator."""
    if actor.role is Role.AGENT:
        raise Forbidden(N_("Only managers and administrators change situations and policies."))


def asked(wished: Sequence[Factor], known: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return the factors, the new ones named after their English label, each name once.

    What is measured otherwise than before, in another unit as well, is new: what is known of older cases stays what it
    was.
    """
    measures = {each.name: (each.kind, each.unit) for each in known if not each.retired}
    named: dict[str, Factor] = {}
    for factor in wished:
        taken = {*named, *(each.name for each in (*wished, *known)), *CUSTOMER_FIELDS, *FOR_POLICIES}
        is_same = measures.get(factor.name) == (factor.kind, factor.unit)
        name = factor.name if is_same else _free_name(factor.label_en, taken)
        named[name] = replace(factor, name=name)
    return tuple(named.values())


def retired(known: Sequence[Factor], now_asked: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return the factors that are no longer asked, which older cases still know."""
    names = {each.name for each in now_asked}
    return tuple(replace(each, retired=True) for each in known if each.name not in names)


def check_still_asked(known: Sequence[Factor], now_asked: Sequence[Factor], rules: Mapping[int, RuleFacts]) -> None:
    """Raise Invalid, naming `factor:` and the factor, where a version of the policy depends on what is asked no more.

    `rules` are those in force and planned, by the number of their version.
    """
    before, after = ({each.name: each for each in factors} for factors in (known, now_asked))
    for number, rule in rules.items():
        for term in rule.terms:
            if _is_answerable(term, before) and not _is_answerable(term, after):
                raise Invalid(
                    N_("Version %(version)s of the policy depends on this. Write a policy without it first."),
                    field=f"factor:{term.field}",
                    version=number,
                )


def _is_answerable(term: Term, factors: Mapping[str, Factor]) -> bool:
    factor = factors.get(term.field)
    return factor is not None and (factor.kind is not FactorKind.ENUM or term.value in factor.options)


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
        raise Invalid(N_("A version that starts later is planned already. Withdraw it first."), field="valid_from")
    if wish.ends_at is not None and wish.ends_at <= wish.valid_from:
        raise Invalid(N_("It ends after it has begun."), field="ends_on")
    _check_rule(wish.rule, situation)


def check_extension(
    ends_at: datetime | None, before: datetime | None, reason: str, followed_from: datetime | None
) -> None:
    """Raise Invalid, naming the field, unless a version goes on for longer than before, for a reason.

    Where one without an end begins at `followed_from`, it goes on no longer than until then.
    """
    if ends_at is None:
        raise Invalid(N_("Until when? For good, write a new version."), field="ends_on")
    if before is None or ends_at <= before:
        raise Invalid(N_("It already holds until then. Choose a later day."), field="ends_on")
    if followed_from is not None and ends_at > followed_from:
        raise Invalid(N_("A version without an end begins before that. Choose an earlier day."), field="ends_on")
    if not is_said(reason):
        raise Invalid(N_("Say why it is to go on."), field="reason")


def _check_rule(rule: RuleFacts, situation: SituationFacts) -> None:
    _check_limits(rule, situation)
    known = {each.name for each in situation.factors} | {*CUSTOMER_FIELDS, *FOR_POLICIES}
    for name, condition in (("entitled", rule.entitled), ("prohibited", rule.prohibited)):
        if condition is not None and _strangers(condition, known):
            raise Invalid(N_("This is nothing that is known of a case."), field=name)
    if rule.entitled is not None and simplified(rule.entitled) == simplified(rule.prohibited):
        raise Invalid(N_("The same cannot be a right and ruled out."), field="prohibited")


def _check_limits(rule: RuleFacts, situation: SituationFacts) -> None:
    if rule.band is not None and not 0 <= rule.band[0] <= rule.band[1]:
        raise Invalid(N_("The lower end of the band comes first."), field="band_from")
    for role, most in rule.authority.items():
        if most < 0:
            raise Invalid(N_("This cannot be less than 0."), field=f"{role}_up_to")
    if rule.authority.get("agent", 0) > rule.authority.get("manager", inf):
        raise Invalid(N_("Agents cannot give more than managers."), field="agent_up_to")
    _check_beyond_band(rule)
    written = [*(["band_to"] if rule.band is not None else []), *(f"{role}_up_to" for role in rule.authority)]
    if written and not situation.has_amount:
        raise Invalid(N_("No amount is granted in this situation."), field=written[0])


def _check_beyond_band(rule: RuleFacts) -> None:
    """Raise Invalid for a limit within the band: nobody needs a right for that, so it would limit nothing."""
    for role, most in rule.authority.items():
        if rule.band is not None and most < rule.band[1]:
            raise Invalid(
                N_("Within these amounts everybody may give: a limit below their upper end would not hold."),
                field=f"{role}_up_to",
            )


def _strangers(condition: Condition, known: set[str]) -> set[str]:
    return {term.field for term in terms(condition)} - known
