"""What becomes of promises when their owner moves or leaves, and when a team closes itself or a customer to others.

An open promise belongs to its owner and to the owner's team. It follows the owner, where it may; where it may not,
somebody must say first who takes it over. Nobody loses sight of what they owe.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.followers import AccountMove
from tracker.accounts.queries.teams import team_names
from tracker.accounts.records import Account, Team
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.queries import finding, owning
from tracker.promises.queries.owning import Hidden
from tracker.promises.records import HandOver, Promise
from tracker.promises.use_cases.handing_over import withdraw_offer
from tracker.promises.use_cases.telling import Changes, tell

NAMED = 3
"""As many promises are named in a refusal; the others are counted."""

LONGEST = 60


def follow_account(session: Session, move: AccountMove, actor: Viewer, now: datetime) -> None:
    """Let promises follow an owner into another team. Raises Invalid where somebody must take them over first."""
    promises = owning.unsettled_for_update(session, move.account_id)
    if promises and not move.may_own:
        words = N_("Promises that this account owns: %(count)s. Say first who takes them over.")
        raise Invalid(words, field="role", count=len(promises))
    is_moving = move.team_id != move.team_before
    if is_moving and (behind := owning.kept_behind(session, move.account_id, move.team_id)):
        words = N_("A closed team's promises that this account owns: %(count)s. Say first who takes them over.")
        raise Invalid(words, field="team_id", count=behind)
    if is_moving:
        _take_along(session, promises, move, actor=actor, now=now)
    for offered in owning.offers_to(session, move.account_id):
        if not move.may_own or finding.closed_to(session, offered.promise_id, move.account_id, move.team_id):
            _bring_back(session, offered, actor, now)


def answering(session: Session, promise: Promise, actor: Viewer) -> dict[str, object]:
    """Return owner and team of a settled promise that is opened again.

    Its owner answers for it, wherever they are by now. Who can own nothing any more, or not this, is followed by
    whoever opens it: they know that it is open, and can hand it over.
    """
    owner = session.get_one(Account, promise.owner_id)
    heir = owner if may_own(session, promise, owner) else session.get_one(Account, actor.id)
    return {"owner_id": heir.id, "team_id": finding.home_of(session, promise, heir)}


def may_own(session: Session, promise: Promise, owner: Account) -> bool:
    """Whether somebody can answer for this promise: the account is open, no administrator's, and sees it."""
    can_own_any = owner.active and owner.role != Role.ADMIN
    return can_own_any and not finding.closed_to(session, promise.id, owner.id)


def check_closing(session: Session, team_id: int, field: str) -> None:
    """Raise Invalid when people outside of a team owe something, or are asked to, that it would hide from them."""
    if hidden := owning.hidden_by_closing(session, team_id):
        raise _would_vanish(hidden, field)


def check_customer_move(session: Session, customer_id: int, team_id: int) -> None:
    """Raise Invalid when people outside of a closed team owe a customer something that it is about to hide."""
    if hidden := owning.hidden_by_closing(session, team_id, customer_id):
        raise _would_vanish(hidden, "team_id")


def _would_vanish(hidden: Sequence[Hidden], field: str) -> Invalid:
    """Return what is in the way, in words; of a draft only whose it is."""
    count = len({each.promise_id for each in hidden})
    which = "; ".join(f"{_shortened(each)} ({each.person})" for each in hidden[:NAMED])
    words = N_(
        "People outside of this team would lose sight of promises that they own or are asked to own. "
        "In the way: %(count)s. %(which)s"
    )
    return Invalid(words, field=field, count=count, which=which if len(hidden) <= NAMED else f"{which}; …")


def _shortened(hidden: Hidden) -> str:
    if hidden.is_draft:
        return "…"
    return hidden.statement if len(hidden.statement) <= LONGEST else f"{hidden.statement[:LONGEST].rstrip()} …"


def _take_along(
    session: Session, promises: Sequence[Promise], move: AccountMove, *, actor: Viewer, now: datetime
) -> None:
    """Give promises to the team that their owner belongs to now; the reminders of that team are planned.

    What is a closed team's and comes this far belongs to its manager, and stays there.
    """
    name = team_names(session)[move.team_id]
    for promise in promises:
        if session.get_one(Team, promise.team_id).is_closed:
            continue
        changes = promise.change(now, team_id=move.team_id)
        promise.plan_anew(now)
        session.flush()
        changes |= _withdraw_unseen(session, promise, now)
        tell(session, promise, "promise_moved", actor=actor, now=now, changes=changes, words={"team": name})


def _withdraw_unseen(session: Session, promise: Promise, now: datetime) -> Changes:
    """Take back an offer to somebody for whom the promise does not exist any more."""
    offered = finding.waiting_hand_over(session, promise.id)
    if offered is None or not finding.closed_to(session, promise.id, offered.to_id):
        return {}
    return withdraw_offer(session, promise, now)


def _bring_back(session: Session, offered: HandOver, actor: Viewer, now: datetime) -> None:
    """End an offer to somebody who cannot take it any more; the owner hears of it like of a no."""
    promise = session.get_one(Promise, offered.promise_id)
    offered.state, offered.answered_at = "returned", now
    promise.change(now)
    promise.reschedule(now)
    changes: Changes = {"hand_over_to_id": (offered.to_id, None)}
    tell(session, promise, "hand_over_receiver_left", actor=actor, now=now, changes=changes)
