"""Setting a decision right by another one, and bringing it back into force when that one is taken back."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.news import News, tell_owner
from tracker.precedents.queries import decisions as finding
from tracker.precedents.queries import flags as flagged
from tracker.precedents.queries.families import goes_on_bindingly
from tracker.precedents.records import Decision, Flag, FlagEvidence
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.correcting import Answer, binds_again
from tracker.precedents.rules.deciding import Departure
from tracker.precedents.rules.flags import FlagState
from tracker.precedents.use_cases.counting import count_in, count_out

LOOSE = {"synchronize_session": False}


def set_right(session: Session, corrected: Decision, by: Decision, now: datetime) -> None:
    """Let a decision count nowhere any more, because another one stands in its place.

    Findings that rest on it rest on what took its place, or end where that was answered otherwise.
    """
    count_out(session, corrected)
    corrected.state, corrected.countable = "corrected", False
    session.flush()
    give_force_back(session, corrected)
    follow_evidence(session, by, now)
    if _is_grant(corrected) is not _is_grant(by):
        tell_owners(session, corrected, by.id, now)
    _settle_by_answer(session, by, now)


def bring_back(session: Session, correction: Decision, now: datetime) -> None:
    """Let what a correction set right stand again, for that was taken back; flags that it settled are open."""
    if correction.corrects_id is None:
        return
    earlier = session.get_one(Decision, correction.corrects_id, with_for_update=True, populate_existing=True)
    if earlier.state != "corrected":
        return
    earlier.state, earlier.countable = "decided", binds(session, earlier)
    session.flush()
    count_in(session, earlier)
    _settle_by_answer(session, earlier, now)
    take_force(session, earlier)


def follow_evidence(session: Session, newest: Decision, now: datetime) -> None:
    """Let findings rest on that answer to a request which stands, where it is the same as the one that they rest on.

    They end where nothing that shows them stands any more. They wait again where something does, whichever answer they
    ended with: of several that were brought in line the first may be taken back, or set right by what was answered
    before. So do those about an answer that stands again. `newest` is the last answer to the request, be it taken back.
    """
    line = _line(session, newest)
    for is_grant in (True, False):
        alike = [each for each in line if _is_grant(each) is is_grant]
        for cited in alike:
            _cite_instead(session, cited, next((each for each in alike if each.state == "decided"), alike[-1]))
    numbers = [each.id for each in line]
    close(flagged.open_without_evidence(session, numbers), FlagState.EVIDENCE_REMOVED, now)
    _open_again(flagged.closed_with_evidence(session, numbers), now)


def _line(session: Session, newest: Decision) -> list[Decision]:
    """Return every answer to a request, the newest first."""
    line = [newest]
    while line[-1].corrects_id is not None:
        line.append(session.get_one(Decision, line[-1].corrects_id))
    return line


def give_force_back(session: Session, overruling: Decision) -> None:
    """Let what a decision overruled bind again: the change of practice does not stand."""
    if overruling.departure != Departure.OVERRULED:
        return
    for each in finding.overruled_by(session, overruling.id):
        each.countable = binds(session, each)
    session.flush()


def take_force(session: Session, overruling: Decision) -> None:
    """Let what a decision overruled bind nobody: the change of practice stands."""
    overruled = update(Decision).where(Decision.overruled_by_id == overruling.id, Decision.countable)
    values = {"countable": False, "row_version": Decision.row_version + 1}
    session.execute(overruled.values(values), execution_options=LOOSE)


def tell_owners(session: Session, decision: Decision, by_id: int, now: datetime) -> None:
    """Tell the owners of open promises that what they promised by is no longer granted; `by_id` is what undid it.

    Nothing is withdrawn by itself: what a customer was told is kept, or they are told otherwise, by a person.
    """
    for promise_id in finding.open_promises_of(session, decision.id):
        tell_owner(session, News(promise_id=promise_id, kind=NoticeKind.GROUNDLESS, number=by_id), now)


def close(flags: Iterable[Flag], state: FlagState, now: datetime, by_id: int | None = None) -> None:
    """End flags."""
    for each in flags:
        each.state, each.closed_at, each.closed_by_id = state.value, now, by_id


def _open_again(flags: Iterable[Flag], now: datetime) -> None:
    """Let flags wait again, as long as new ones."""
    for each in flags:
        each.state, each.created_at, each.closed_at, each.closed_by_id = FlagState.OPEN.value, now, None, None


def _settle_by_answer(session: Session, stands: Decision, now: datetime) -> None:
    """Settle what was found against earlier answers to a request by the one that stands.

    Another answer than at first settles it; the same one, be it on other facts or after a detour, leaves it open.
    """
    _open_again(flagged.settled_by_another_answer(session, stands.id), now)
    for earlier in _line(session, stands)[1:]:
        if _answer(stands).is_another(_answer(earlier)):
            close(flagged.open_about(session, earlier.id), FlagState.CORRECTED, now, stands.decided_by_id)
        else:
            _open_again(flagged.settled_by_another_answer(session, earlier.id), now)


def _cite_instead(session: Session, before: Decision, after: Decision) -> None:
    if before is after:
        return
    cited = update(FlagEvidence).where(FlagEvidence.decision_id == before.id)
    session.execute(cited.values(decision_id=after.id), execution_options=LOOSE)


def binds(session: Session, decision: Decision) -> bool:
    """Whether a decision that stands is a precedent, as it was made and settled; not where its extension is one."""
    overruling = None if decision.overruled_by_id is None else session.get_one(Decision, decision.overruled_by_id)
    return binds_again(
        Departure(decision.departure),
        is_one_off=decision.one_off,
        is_overruled=(overruling is not None and overruling.state == "decided") or goes_on_bindingly(session, decision),
        flags=[FlagState(each.state) for each in flagged.of_decision(session, decision.id)],
    )


def _answer(decision: Decision) -> Answer:
    return Answer.of(decision.outcome, decision.amount)


def _is_grant(decision: Decision) -> bool:
    return Outcome(decision.outcome).is_grant
