"""What deciding so asks for: nothing more, a reason of its own, or somebody who may."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.precedents.rules.breaches import Breach
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.checking import Findings
from tracker.precedents.rules.policies import RuleFacts, Zone
from tracker.precedents.rules.ranks import reaches
from tracker.precedents.rules.situations import SituationFacts

MOST_AMOUNT = Decimal(10) ** 10
DECIMALS = 2
"""So many of an amount are stored; more are refused, for they would not be kept."""
FEWEST_LETTERS = 3
UNFINISHED = re.compile(r"\u2026|\.{2,}|_{2,}|\?\s*[?.]|\[\s*\]")
"""What was left open: an ellipsis, a line or a bracket to be filled in; a question that was put together."""
OUR_WORDS = ("Kundenstufe", "Customer tier")
NEEDS_RIGHT = frozenset({Breach.OUT_OF_SCOPE, Breach.OVER_AUTHORITY})


class Departure(StrEnum):
    """How a decision stands to the precedents that it contradicts."""

    NONE = ""
    DISTINGUISHED = "distinguished"
    """This case differs, for a reason that was given."""
    OVERRULED = "overruled"
    """From now on it is done this way: what it contradicts is no precedent any more."""
    EXCEPTED = "excepted"
    """Somebody with the right made an exception from the policy."""


class Ask(StrEnum):
    """What has to be given before a decision is recorded."""

    NOTHING = "nothing"
    REASON = "reason"
    RIGHT = "right"
    """A right that who decides does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a request shall be answered. `amount` is what is given, `reason` what makes this case different."""

    outcome: Outcome
    amount: Decimal | None = None
    reason: str = ""
    is_one_off: bool = False
    overrules: bool = False


def asked_for(found: Findings, rule: RuleFacts, role: str) -> Ask:
    """Return what the findings about deciding so ask for from somebody of this role or rank."""
    if found.breach in NEEDS_RIGHT:
        return Ask.REASON if _may_make_exceptions(found.breach, rule, role) else Ask.RIGHT
    is_against_something = found.breach or found.expectation or found.is_unequal or found.amount
    return Ask.REASON if is_against_something else Ask.NOTHING


def _may_make_exceptions(breach: Breach, rule: RuleFacts, role: str) -> bool:
    """Whether a role may depart from the policy alone: not beyond an amount that is written for it."""
    return reaches(role, rule.approver) and not (breach is Breach.OVER_AUTHORITY and role in rule.authority)


def departure(found: Findings, rule: RuleFacts, wish: Wish, role: str) -> Departure:
    """Return how the decision departs from policy and practice, if it does."""
    if asked_for(found, rule, role) is Ask.NOTHING:
        return Departure.NONE
    if found.breach in NEEDS_RIGHT:
        return Departure.EXCEPTED
    is_change = wish.overrules and found.is_unequal and found.breach is None
    return Departure.OVERRULED if is_change else Departure.DISTINGUISHED


def left_over(found: Findings, departed: Departure) -> Findings:
    """Return what is still found against a decision, however it departs.

    An exception is excused from policy and practice, a new practice from the old one; but who got it before, and was
    not told that it was for once, still expects it.
    """
    if departed is Departure.EXCEPTED:
        return replace(found, breach=None, is_unequal=False, amount=None)
    return replace(found, is_unequal=False) if departed is Departure.OVERRULED else found


def is_precedent(departed: Departure, wish: Wish) -> bool:
    """Whether later cases are held against it: it follows practice, or makes it."""
    return departed in {Departure.NONE, Departure.OVERRULED} and not wish.is_one_off


def check_wish(wish: Wish, actor: Viewer, *, has_amount: bool) -> None:
    """Raise Invalid, naming the field, for an answer that cannot be meant."""
    if actor.role is Role.ADMIN:
        raise Forbidden(N_("Administrators configure; agents and managers decide."))
    if wish.overrules and actor.role is not Role.MANAGER:
        raise Forbidden(N_("Only managers change what is done from now on."))
    if wish.outcome is Outcome.REFUSED:
        return
    if wish.amount is not None and not 0 < wish.amount < MOST_AMOUNT:
        raise Invalid(N_("An amount greater than 0."), field="amount")
    if wish.amount is not None and wish.amount != round(wish.amount, DECIMALS):
        raise Invalid(N_("An amount has two decimals at most."), field="amount")
    if has_amount and wish.amount is None:
        raise Invalid(N_("Say how much."), field="amount")


def check_told(told: str) -> None:
    """Raise Invalid for words that no customer should read: unfinished ones, and what we call them among us."""
    if UNFINISHED.search(told):
        raise Invalid(N_("These words are unfinished. Finish them: the customer reads them."), field="told")
    found = next((word for word in OUR_WORDS if word.casefold() in told.casefold()), None)
    if found is not None:
        raise Invalid(N_("“%(word)s” is a word of ours. Say it as the customer would."), field="told", word=found)


def check_active(situation: SituationFacts) -> None:
    """Raise Invalid where nothing new is decided: only what was decided before is set right there."""
    if not situation.active:
        raise Invalid(N_("This situation is switched off: nothing is decided in it any more. Choose another one."))


def check_departure(found: Findings, rule: RuleFacts, wish: Wish, role: str) -> None:
    """Raise Invalid when the decision contradicts policy or practice, and nobody says why it may."""
    if wish.overrules and not found.is_unequal:
        raise Invalid(N_("Nothing like this was decided otherwise: there is no practice to change."), field="overrules")
    asked = asked_for(found, rule, role)
    if asked is Ask.RIGHT:
        raise Invalid(N_("You may not grant this on your own. Ask somebody who may make exceptions."), field="reason")
    if asked is Ask.REASON and not is_said(wish.reason):
        raise Invalid(_question(found), field="reason")


def is_said(reason: str) -> bool:
    """Whether a reason says anything: a dot or a letter does not."""
    return sum(letter.isalnum() for letter in reason) >= FEWEST_LETTERS


def _question(found: Findings) -> str:
    if found.breach is Breach.ENTITLEMENT_DENIED:
        return N_("By the policy the customer has a right to this. Say what makes this case different.")
    if found.breach is not None:
        return N_("This is an exception from the policy. Say why it is made.")
    if found.is_unequal:
        return N_("Equal cases were decided otherwise. Say what makes this case different.")
    if found.expectation:
        return N_("This customer got it before, and was not told that it was for once. Say why not again.")
    return N_("Cases like this one got another amount. Say what makes this case different.")


def check_zone(zone: Zone, wish: Wish) -> None:
    """Raise Invalid for a grant whose eligibility nobody knows: first ask, then grant."""
    if zone is Zone.UNDECIDABLE and wish.outcome is not Outcome.REFUSED:
        raise Invalid(N_("Whether the policy allows this is not known yet: a fact is missing."), field="facts")
