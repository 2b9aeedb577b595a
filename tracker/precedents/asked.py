"""Requests for approval as notices and messages tell of them."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.alerts.affairs import Affair, AffairLetter, AffairLine
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel import clock
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.queries import approvals as queries
from tracker.precedents.records import Approval, Decision
from tracker.precedents.rules.approvals import ApprovalState
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.shown import amount_in_words, last_day_of
from tracker.precedents.use_cases.reminding import AFFAIR
from tracker.precedents.words import OUTCOMES
from tracker.web.languages import language, locale_in_force
from tracker.web.moments import calendar_day, clock_time

SUBJECTS = {
    NoticeKind.APPROVAL_ASKED: N_("To approve: %(what)s"),
    NoticeKind.APPROVAL_WAITS: N_("To approve by %(when)s: %(what)s"),
    NoticeKind.APPROVAL_LATE: N_("Still to approve, late since %(when)s: %(what)s"),
    NoticeKind.APPROVAL_ANSWERED: N_("Your request is answered (%(answer)s): %(what)s"),
    NoticeKind.APPROVAL_STRANDED: N_("Nobody can answer: %(what)s"),
}
OPENINGS = {
    NoticeKind.APPROVAL_ASKED: N_("%(name)s asks for an exception. The customer waits for your answer."),
    NoticeKind.APPROVAL_WAITS: N_("This request of %(name)s is to be answered soon. The customer waits."),
    NoticeKind.APPROVAL_LATE: N_("This request of %(name)s should have been answered by now. The customer waits."),
    NoticeKind.APPROVAL_ANSWERED: N_("The customer can be told now."),
    NoticeKind.APPROVAL_STRANDED: N_(
        "Nobody is left who may answer this request of %(name)s: the team needs a manager. The customer waits."
    ),
}


def _lines(session: Session, viewer: Viewer, approval_ids: Collection[int]) -> dict[int, AffairLine]:
    return {each.id: _line(each) for each in queries.approvals_of(session, viewer, approval_ids)}


def _line(approval: Approval) -> AffairLine:
    is_over = approval.state != ApprovalState.WAITING
    return AffairLine(
        title=approval.situation.title_in(language()),
        customer=approval.customer.name if approval.customer else "",
        path=_path(approval),
        by=approval.answer_by,
        is_over=is_over,
        state=gettext("answered") if is_over else gettext("Waiting"),
    )


def _stands(session: Session, approval_id: int, kind: NoticeKind) -> bool:
    wanted = ApprovalState.ANSWERED if kind is NoticeKind.APPROVAL_ANSWERED else ApprovalState.WAITING
    return queries.stands(session, approval_id) is wanted


def _letter(session: Session, approval_id: int, kind: NoticeKind, zone: str) -> AffairLetter:
    approval = queries.told_of(session, approval_id)
    title = approval.situation.title_in(language())
    what = f"{title} – {approval.customer.name}" if approval.customer else title
    is_answered = kind is NoticeKind.APPROVAL_ANSWERED
    when = _when(approval.answer_by, zone)
    return AffairLetter(
        subject=gettext(SUBJECTS[kind], what=what, when=when, answer=_answer(approval)),
        opening=gettext(OPENINGS[kind], name=approval.asked_by.name),
        statement=approval.note if is_answered else approval.request or approval.reason,
        title=gettext("Open the request"),
        facts=_answered(approval, zone) if is_answered else _facts(approval, zone),
        path=_path(approval),
        by=None if is_answered else approval.answer_by,
    )


def _facts(approval: Approval, zone: str) -> list[tuple[str, str]]:
    return [
        (gettext("Customer"), approval.customer.name if approval.customer else ""),
        (gettext("Asked for"), _worth(approval, approval)),
        (gettext("Granted until, that day included"), _last_day(approval.ends_at, zone)),
        (gettext("Why"), approval.reason if approval.request else ""),
        (gettext("Asked by"), approval.asked_by.name),
        (gettext("Answer by"), _when(approval.answer_by, zone)),
    ]


def _answered(approval: Approval, zone: str) -> list[tuple[str, str]]:
    extension = approval.decision if approval.extends_id is not None else None
    ends_at = None if extension is None else extension.expires_at
    return [
        (gettext("Customer"), approval.customer.name if approval.customer else ""),
        (gettext("Answer"), _answer(approval)),
        (gettext("Granted until, that day included"), _last_day(ends_at, zone)),
        (gettext("Answered by"), approval.answered_by.name if approval.answered_by else ""),
    ]


def _last_day(ends_at: datetime | None, zone: str) -> str:
    return "" if ends_at is None else last_day_of(ends_at, ZoneInfo(zone))


def _answer(approval: Approval) -> str:
    return "" if approval.decision is None else _worth(approval, approval.decision)


def _worth(approval: Approval, given: Approval | Decision) -> str:
    words, amount = str(OUTCOMES[Outcome(given.outcome)]), amount_in_words(approval.situation.facts(), given.amount)
    return f"{words}, {amount}" if amount else words


def _when(moment: datetime, zone: str) -> str:
    """Name the day in full: a mail is read later than it is written."""
    place, locale = ZoneInfo(zone), locale_in_force()
    day = calendar_day(moment.astimezone(place).date(), clock.now().astimezone(place).date(), locale)
    return f"{day}, {clock_time(moment, place, locale)}"


def _path(approval: Approval) -> str:
    return f"/approvals/{approval.id}"


APPROVALS = Affair(name=AFFAIR, lines=_lines, stands=_stands, letter=_letter)
