"""What decides, besides the promise itself, about what can be done with it now."""

from tracker.kernel.clock import now
from tracker.promises.actions import Situation
from tracker.promises.records import HandOver, Promise
from tracker.web.guards import viewer


def situation_of(promise: Promise, offer: HandOver | None, *, is_made_good: bool = False) -> Situation:
    """Return the situation of a promise for which `offer` waits, if any, with the person asked loaded."""
    return Situation(
        viewer=viewer(),
        now=now(),
        offered_to_id=offer.to_id if offer else None,
        offered_to_team_id=offer.to.team_id if offer else None,
        offered_by_id=offer.asked_by_id if offer else None,
        is_apologised=promise.apologised_at is not None,
        is_made_good=is_made_good,
    )
