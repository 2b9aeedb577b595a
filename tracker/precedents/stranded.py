"""Flags that nobody may settle, as notices and messages tell of them."""

from collections.abc import Collection

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.alerts.affairs import Affair, AffairLetter, AffairLine
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.people import Viewer
from tracker.precedents.queries import flags as queries
from tracker.precedents.records import Flag
from tracker.precedents.rules.flags import LOOKED_INTO, FlagState
from tracker.precedents.shown import day_of
from tracker.precedents.use_cases.stranding import AFFAIR
from tracker.web.languages import language


def _lines(session: Session, viewer: Viewer, flag_ids: Collection[int]) -> dict[int, AffairLine]:
    return {each.id: _line(each) for each in queries.told_of(session, viewer, flag_ids)}


def _line(flag: Flag) -> AffairLine:
    is_over = flag.state != FlagState.OPEN
    return AffairLine(
        title=_title(flag),
        customer="",
        path=_path(flag),
        by=None if is_over else flag.created_at + LOOKED_INTO,
        is_over=is_over,
        state=gettext("settled") if is_over else gettext("Waiting"),
    )


def _stands(session: Session, flag_id: int, _kind: NoticeKind) -> bool:
    return queries.state_shared(session, flag_id) is FlagState.OPEN


def _letter(session: Session, flag_id: int, _kind: NoticeKind, _zone: str) -> AffairLetter:
    [flag] = queries.told_of(session, None, [flag_id])
    ends = flag.created_at + LOOKED_INTO
    return AffairLetter(
        subject=gettext("Nobody looks into it: %(what)s", what=_title(flag)),
        opening=gettext(
            "Something was found against this decision, and nobody may settle it: the team has no manager, or it is the"
            " manager's own and nobody stands above."
        ),
        statement=gettext("Unless somebody does, it ends by itself on %(day)s.", day=day_of(ends)),
        title=gettext("Open the decision"),
        facts=[(gettext("Decided by"), flag.decision.decided_by.name if flag.decision is not None else "")],
        path=_path(flag),
        by=None,
    )


def _title(flag: Flag) -> str:
    number = gettext("Decision no. %(number)s", number=flag.decision_id)
    return number if flag.decision is None else f"{flag.decision.situation.title_in(language())} · {number}"


def _path(flag: Flag) -> str:
    """Return the decision: it exists for whoever is told, the flag not."""
    return f"/decisions/{flag.decision_id}"


STRANDED = Affair(name=AFFAIR, lines=_lines, stands=_stands, letter=_letter)
