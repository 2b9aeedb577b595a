"""Somebody leaves: a promise never has no owner, so all of theirs go to somebody else at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.kernel.errors import Forbidden, Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.queries import finding
from tracker.promises.queries.owning import unsettled_for_update
from tracker.promises.use_cases.handing_over import withdraw_offer
from tracker.promises.use_cases.telling import tell


def take_over(session: Session, *, from_id: int, to_id: int, actor: Viewer, now: datetime) -> int:
    """Give every open promise and draft of one account to another, and return how many there were.

    Nobody has to accept: the account is about to be closed, and whoever closes it decides. What the
    leaving person had offered to others is withdrawn.
    """
    if actor.role is not Role.ADMIN:
        raise Forbidden(N_("Only administrators close accounts."))
    if from_id == to_id:
        raise Invalid(N_("Choose somebody else."), field="to")
    heir = finding.active_account(session, to_id, "to")
    promises = unsettled_for_update(session, from_id)
    for promise in promises:
        finding.check_sees(session, promise, heir, "to")
        withdrawn = withdraw_offer(session, promise, now)
        home = finding.home_of(session, promise, heir)
        changes = withdrawn | promise.change(now, owner_id=heir.id, team_id=home)
        promise.reschedule(now)
        tell(session, promise, "promise_taken_over", actor=actor, now=now, changes=changes)
    return len(promises)
