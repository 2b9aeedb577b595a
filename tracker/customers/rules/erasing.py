"""Erasing a customer: who may, what stays in the place of a word, and that an erased one comes back to nobody."""

from datetime import datetime

from tracker.kernel.errors import Forbidden, Gone, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_

BLANK = "–"
"""What is stored where a word was that must not be empty."""


def erased_name(customer_id: int) -> str:
    """Return the name and reference of an erased customer: the number, which stands beside nothing personal."""
    return f"ERASED-{customer_id}"


def check_may_erase(actor: Viewer | None) -> None:
    """Refuse everybody but administrators. No actor is the system itself, asked by a shell."""
    if actor is not None and actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators erase customers."))


def check_typed(reference: str, typed: str) -> None:
    """Refuse an erasure that was not confirmed by typing the reference."""
    if typed.strip().upper() != reference.upper():
        raise Invalid(N_("Type the reference of the customer exactly."), field="typed")


def check_is_there(merged_into_id: int | None, erased_at: datetime | None) -> None:
    """Refuse to go on with a record that was merged into another one, or erased."""
    if merged_into_id is not None:
        raise Gone(N_("This customer was merged into another one."))
    if erased_at is not None:
        raise Gone(N_("This customer was erased."))
