"""Extending a grant: what can go on, for how long, and as what it is written down. Pure."""

from datetime import datetime, timedelta
from decimal import Decimal

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.correcting import Answer
from tracker.precedents.rules.deciding import Wish, is_said
from tracker.precedents.rules.revoking import Grant

DAY = timedelta(days=1)
TOLD_BEFORE = timedelta(days=7)
"""So long before the end there is time for a fresh look."""
INSTANT = timedelta(microseconds=1)


def may_go_on(grant: Grant, now: datetime) -> bool:
    """Whether a grant can be extended: a customer holds it, and it has an end."""
    return grant.expires_at is not None and grant.is_standing(now)


def check_going_on(grant: Grant, now: datetime, *, is_asked_before: bool = False) -> None:
    """Raise Invalid unless a grant can go on. One that ended while its extension was asked for still can."""
    at = min(now, grant.expires_at - INSTANT) if is_asked_before and grant.expires_at is not None else now
    if grant.is_revoked or not may_go_on(grant, at):
        raise Invalid(
            N_("This is no grant with an end that stands: there is nothing to extend. What has ended is decided anew.")
        )


def check_extension(wish: Wish, before: Answer) -> None:
    """Raise Invalid, naming the field, for what would be more than going on, or no going on at all."""
    if not is_said(wish.reason):
        raise Invalid(N_("Say why it goes on."), field="reason")
    check_lasting(wish)
    if wish.outcome.is_grant and before.amount is not None and (wish.amount or 0) > before.amount:
        raise Invalid(N_("That is more than was granted. For more, decide a new request."), field="amount")


def check_lasting(wish: Wish) -> None:
    """Raise Invalid for what is granted for once: that does not go on."""
    if wish.is_one_off:
        raise Invalid(N_("What goes on is not for once."), field="one_off")


def check_end(ends_at: datetime | None, before: datetime, most_days: int | None) -> None:
    """Raise Invalid, naming the field, unless it goes on for longer, and no longer than grants last by the policy."""
    if ends_at is None:
        raise Invalid(N_("Until when?"), field="ends_on")
    if ends_at <= before:
        raise Invalid(N_("It is granted until then already. Choose a later day."), field="ends_on")
    if most_days is not None and ends_at - before >= (most_days + 1) * DAY:
        raise Invalid(
            N_("By the policy a grant goes on for no longer at a time than so many days: %(days)s."),
            field="ends_on",
            days=most_days,
        )


def check_shortened(ends_at: datetime | None, asked: datetime | None, before: datetime | None, now: datetime) -> None:
    """Raise Invalid, naming the field, for another end than was asked for where that is later, or no going on.

    What was asked for may be over by the time of the answer: then nothing is left to grant.
    """
    if ends_at is None or asked is None:
        return
    if asked <= now:
        raise Invalid(
            N_("What was asked for is over by now: nothing is left to grant. A new request can be decided."),
            field="outcome",
        )
    if ends_at == asked:
        return
    if ends_at > asked:
        raise Invalid(N_("That is longer than was asked for."), field="ends_on")
    if before is not None and ends_at <= before:
        raise Invalid(N_("It is granted until then already. Choose a later day."), field="ends_on")
    if ends_at <= now:
        raise Invalid(N_("That is over already. Choose a later day."), field="ends_on")


def outcome_of(before: Answer, amount: Decimal | None) -> Outcome:
    """Return as what an extension is granted: whole as before, in part where it was so or gives less."""
    is_less = before.amount is not None and amount is not None and amount < before.amount
    return Outcome.PARTIAL if is_less else before.outcome
