"""Flags that nobody may settle, as notices and messages tell of them."""

from collections.abc import Collection

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.alerts.affairs import Affair, AffairLetter, AffairLine
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.people import Viewer
from tracker.precedents.queries import stranded as queries
from tracker.precedents.queries.flags import state_shared
from tracker.precedents.records import Flag
from tracker.precedents.rules.flags import LOOKED_INTO, FlagState, FlagType
from tracker.precedents.shown import day_of
from tracker.precedents.use_cases.stranding import AFFAIR
from tracker.precedents.words import FLAG_TYPES
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
    return state_shared(session, flag_id) is FlagState.OPEN


def _letter(session: Session, flag_id: int, _kind: NoticeKind, _zone: str) -> AffairLetter:
    [flag] = queries.told_of(session, None, [flag_id])
    ends = flag.created_at + LOOKED_INTO
    return AffairLetter(
        subject=gettext("Nobody looks into it: %(what)s", what=_title(flag)),
        opening=_opening(flag),
        statement=gettext("Unless somebody does, it ends by itself on %(day)s.", day=day_of(ends)),
        title=_link(flag),
        facts=[(gettext("Decided by"), flag.decision.decided_by.name if flag.decision is not None else "")],
        path=_path(flag),
        by=None,
    )


def _opening(flag: Flag) -> str:
    if flag.decision is not None:
        return gettext(
            "Something was found against this decision, and nobody may settle it: the team has no manager, or it is the"
            " manager's own and nobody stands above."
        )
    if flag.account_id is not None:
        return gettext(
            "You grant otherwise than others did in cases like yours, and nobody may settle it: your team has no"
            " manager, or you are the manager and nobody stands above. Nobody but you is told."
        )
    return gettext(
        "Something was found about how this team decides, and nobody may settle it: the team has no manager."
    )


def _title(flag: Flag) -> str:
    """Return what it is about; of a team no more than its name, for who reads this does not answer for it."""
    if flag.decision is not None:
        number = gettext("Decision no. %(number)s", number=flag.decision_id)
        return f"{flag.decision.situation.title_in(language())} · {number}"
    return str(FLAG_TYPES[FlagType(flag.type)]) if flag.account_id is not None else flag.team.name


def _link(flag: Flag) -> str:
    if flag.decision is not None:
        return gettext("Open the decision")
    return gettext("Open what was found") if flag.account_id is not None else gettext("Open the team")


def _path(flag: Flag) -> str:
    """Return what exists for whoever is told: the decision, where the flag does not; the team, to give it a manager."""
    if flag.decision_id is not None:
        return f"/decisions/{flag.decision_id}"
    return f"/flags/{flag.id}" if flag.account_id is not None else f"/admin/teams/{flag.team_id}"


STRANDED = Affair(name=AFFAIR, lines=_lines, stands=_stands, letter=_letter)
