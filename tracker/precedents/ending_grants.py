"""Grants that end soon, as notices and messages tell of them."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.alerts.affairs import Affair, AffairLetter, AffairLine
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.clock import now
from tracker.kernel.people import Viewer
from tracker.precedents.queries import decisions, holders
from tracker.precedents.records import Decision
from tracker.precedents.shown import last_day_of
from tracker.precedents.use_cases.ending import GRANT
from tracker.web.languages import language


def _lines(session: Session, viewer: Viewer, decision_ids: Collection[int]) -> dict[int, AffairLine]:
    standing = holders.standing_of(session, decision_ids, now())
    found = decisions.by_numbers(session, viewer, sorted(decision_ids))
    return {each.id: _line(each, is_over=each.id not in standing) for each in found}


def _line(grant: Decision, *, is_over: bool) -> AffairLine:
    return AffairLine(
        title=grant.situation.title_in(language()),
        customer=grant.customer.name if grant.customer else "",
        path=_path(grant),
        by=grant.expires_at,
        is_over=is_over,
        state=gettext("settled") if is_over else gettext("ends soon"),
    )


def _stands(session: Session, decision_id: int, _kind: NoticeKind) -> bool:
    """Whether it is still to end; it stays so until the end of the transaction."""
    held = decisions.standing_for_update(session, decision_id)
    return held is not None and decision_id in holders.standing_of(session, [decision_id], now())


def _letter(session: Session, decision_id: int, _kind: NoticeKind, zone: str) -> AffairLetter:
    grant = decisions.told_of(session, decision_id)
    title = grant.situation.title_in(language())
    last_day = last_day_of(grant.expires_at or now(), ZoneInfo(zone))
    return AffairLetter(
        subject=gettext("What was granted ends on %(day)s: %(what)s", day=last_day, what=_what(grant, title)),
        opening=gettext("Extend it after a fresh look, or tell the customer that it ends."),
        statement=grant.request or title,
        title=gettext("Open the decision"),
        facts=[
            (gettext("Customer"), grant.customer.name if grant.customer else ""),
            (gettext("Granted until, that day included"), last_day),
        ],
        path=_path(grant),
        by=grant.expires_at,
    )


def _what(grant: Decision, title: str) -> str:
    return f"{title} – {grant.customer.name}" if grant.customer else title


def _path(grant: Decision) -> str:
    return f"/decisions/{grant.id}"


GRANTS = Affair(name=GRANT, lines=_lines, stands=_stands, letter=_letter)
