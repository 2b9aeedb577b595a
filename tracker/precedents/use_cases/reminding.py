"""Telling people of requests for approval: who is to answer, who asked, and who is next when nobody does."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.alerts.queries.planning import all_ladders
from tracker.alerts.rules.ladders import About, Audience, NoticeKind, most_specific
from tracker.alerts.use_cases.affairs import Telling, tell_of
from tracker.alerts.use_cases.offices import Offices
from tracker.precedents.queries.answering import administrators_seeing, answers_to
from tracker.precedents.queries.approvals import note_put_to, note_told, waiting_for_update
from tracker.precedents.queries.checking import ground
from tracker.precedents.records import Approval
from tracker.precedents.rules import approvals as rules
from tracker.precedents.rules.answering import Passed, passed

AFFAIR = "approval"
NO_KIND = 0
"""Requests have none: their ladders name none either."""


def tell_asked(session: Session, approval: Approval, now: datetime) -> None:
    """Tell who is to answer at once."""
    telling = Telling(affair=AFFAIR, affair_id=approval.id, kind=NoticeKind.APPROVAL_ASKED, step="asked")
    people = _first_of(answers_to(session, approval, now)[:1])
    tell_of(session, telling, people, Offices.read(session), now=now)


def tell_answered(session: Session, approval: Approval, now: datetime) -> None:
    """Tell who asked what became of it."""
    telling = Telling(affair=AFFAIR, affair_id=approval.id, kind=NoticeKind.APPROVAL_ANSWERED, step="answered")
    tell_of(session, telling, [approval.asked_by_id], Offices.read(session), now=now)


def remind(session: Session, approval_id: int, offices: Offices, now: datetime) -> None:
    """Tell what the ladder says about a request that waits, as ladder, hours and people are now.

    Of several rungs that passed together the last one stands for all, and reaches everybody whom one of them would
    have reached. The same transaction notes until when everything is told.
    """
    approval = waiting_for_update(session, approval_id)
    if approval is None:
        return
    _follow_policy(session, approval, now)
    _tell_if_stranded(session, approval, offices, now)
    rungs = most_specific(all_ladders(session, About.APPROVAL), approval.team_id, NO_KIND)
    since = approval.told_until or approval.asked_at
    calendar = offices.calendar(session, approval.team_id)
    found = passed(rungs, approval.answer_by, since, now, calendar=calendar)
    if found:
        note_told(session, approval.id, now)
        people = _people(session, approval, {each for rung in found for each in rung.rung.audience}, now)
        tell_of(session, _telling(approval, found), people, offices, now=now)


def _follow_policy(session: Session, approval: Approval, now: datetime) -> None:
    """Put a request to whom the policy in force now names, for it may have changed since; and tell them."""
    needed = rules.needed(ground(session, approval.situation_id, now)[1].rule).value
    if needed != approval.approver_role:
        note_put_to(session, approval, needed)
        tell_asked(session, approval, now)


def _tell_if_stranded(session: Session, approval: Approval, offices: Offices, now: datetime) -> None:
    """Tell who asked and who runs the installation, once, that nobody is left who may answer."""
    if answers_to(session, approval, now):
        return
    kind = NoticeKind.APPROVAL_STRANDED
    telling = Telling(affair=AFFAIR, affair_id=approval.id, kind=kind, step="stranded", is_mandatory=True)
    people = {approval.asked_by_id, *administrators_seeing(session, approval.team_id)}
    tell_of(session, telling, people, offices, now=now)


def _telling(approval: Approval, found: list[Passed]) -> Telling:
    last = found[-1]
    return Telling(
        affair=AFFAIR,
        affair_id=approval.id,
        kind=NoticeKind.APPROVAL_WAITS if last.rung.kind is NoticeKind.BEFORE_DUE else NoticeKind.APPROVAL_LATE,
        step=f"r{last.rung.key}:o{last.occurrence}",
        channels=frozenset().union(*(each.rung.channels for each in found)),
        is_urgent=any(each.rung.is_urgent for each in found),
        is_mandatory=any(each.rung.is_mandatory for each in found),
    )


def _people(session: Session, approval: Approval, audiences: Iterable[Audience], now: datetime) -> set[int]:
    """Return who these are today; the next one above is the first where nobody is above."""
    line = answers_to(session, approval, now)
    meant = {
        Audience.ASKER: [approval.asked_by_id],
        Audience.APPROVER: _first_of(line[:1]),
        Audience.APPROVERS_MANAGER: _first_of(line[1:2] or line[:1]),
    }
    return {account_id for audience in audiences for account_id in meant.get(audience, [])}


def _first_of(steps: Iterable[list[int]]) -> list[int]:
    return [step[0] for step in steps]
