"""Erasing a customer through all rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.use_cases.erasing import forget_messages
from tracker.audit.rules import Happening
from tracker.audit.use_cases import forget_details, record_all
from tracker.customers.rules.erasing import check_may_erase, check_typed
from tracker.customers.use_cases.erasing import customers_to_erase, forget_customers, records_of
from tracker.expectations.use_cases.erasing import forget_expectations
from tracker.feeds.use_cases.erasing import forget_calendars
from tracker.imports.use_cases.erasing import forget_prints
from tracker.kernel.people import Viewer
from tracker.portal.use_cases.erasing import forget_links
from tracker.precedents.use_cases.erasing import forget_decisions
from tracker.promises.use_cases.erasing import forget_promises
from tracker.promises.use_cases.merging import hold_promises
from tracker.surveys.use_cases.erasing import forget_surveys


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseCustomer:
    """Whom to erase; `typed` is the reference as it was typed to confirm that. No actor is the system itself."""

    actor: Viewer | None
    customer_id: int
    typed: str
    seen_version: int | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """How many promises and decisions lost their words."""

    promises: int
    decisions: int


def erase_customer(session: Session, erase: EraseCustomer, now: datetime) -> Erased:
    """Let every room forget a customer, with the records that were merged into it. Nobody can take that back.

    Rooms know nothing of those above them, so this is where all of them are asked: promises first, because everybody
    locks these first, and the history last. Raises a refusal before anything is changed.
    """
    check_may_erase(erase.actor)
    ids = records_of(session, erase.customer_id)
    for each in ids:
        hold_promises(session, each)
    found = customers_to_erase(session, erase.actor, ids, seen_version=erase.seen_version)
    check_typed(found[erase.customer_id].reference, erase.typed)
    promises = forget_promises(session, ids, erase.actor, now)
    forget_messages(session, promises)
    forget_prints(session, promises)
    forget_surveys(session, ids)
    links, feeds = forget_links(session, ids, promises), forget_calendars(session, ids, promises)
    decisions, approvals = forget_decisions(session, ids, now)
    expectations = forget_expectations(session, ids)
    forget_customers(session, ids, now)
    subjects = {"customer": ids, "promise": promises, "decision": decisions, "approval": approvals}
    for subject, numbers in {**subjects, "customer_link": links, "feed": feeds, "expectation": expectations}.items():
        forget_details(session, subject, numbers)
    record_all(session, [(each, now) for each in _told(erase, ids, promises)])
    return Erased(len(promises), len(decisions))


def _told(erase: EraseCustomer, ids: Sequence[int], promises: Sequence[int]) -> list[Happening]:
    """Return the events: who erased what, and not a word of what it was."""
    actor_id = None if erase.actor is None else erase.actor.id
    subjects = [*(("promise", each) for each in promises), *(("customer", each) for each in ids)]
    return [
        Happening(kind=f"{subject}_erased", subject_type=subject, subject_id=number, actor_id=actor_id)
        for subject, number in subjects
    ]
