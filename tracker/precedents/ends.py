"""Policies that end soon, as notices and messages tell of them."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.alerts.affairs import Affair, AffairLetter, AffairLine
from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.clock import now
from tracker.kernel.people import Viewer
from tracker.precedents.queries import situations as queries
from tracker.precedents.records import PolicyVersion, Situation
from tracker.precedents.rules.extending import TOLD_BEFORE
from tracker.precedents.shown import last_day_of
from tracker.precedents.use_cases.ending import AFFAIR
from tracker.web.languages import language


def _lines(session: Session, _viewer: Viewer, version_ids: Collection[int]) -> dict[int, AffairLine]:
    """Return the lines; what is written is read by everybody."""
    return {version.id: _line(version, about) for version, about in queries.versions_told_of(session, version_ids)}


def _line(version: PolicyVersion, about: Situation) -> AffairLine:
    goes_on = version.ends_at is not None and version.ends_at > now() + TOLD_BEFORE
    return AffairLine(
        title=about.title_in(language()),
        customer="",
        path=_path(version),
        by=version.ends_at,
        is_over=not _ends_soon(version),
        state=gettext("ends soon") if _ends_soon(version) else gettext("goes on") if goes_on else gettext("has ended"),
    )


def _ends_soon(version: PolicyVersion) -> bool:
    """Whether it is still to end as it was said, and soon: once it was extended, that is told anew in time."""
    ends_at = version.ends_at
    return ends_at is not None and ends_at == version.valid_to and now() < ends_at <= now() + TOLD_BEFORE


def _stands(session: Session, version_id: int, _kind: NoticeKind) -> bool:
    version = queries.version_shared(session, version_id)
    return version is not None and _ends_soon(version)


def _letter(session: Session, version_id: int, _kind: NoticeKind, zone: str) -> AffairLetter:
    [(version, about)] = queries.versions_told_of(session, [version_id])
    title = about.title_in(language())
    last_day = last_day_of(version.ends_at or now(), ZoneInfo(zone))
    return AffairLetter(
        subject=gettext("A policy ends on %(day)s: %(what)s", day=last_day, what=title),
        opening=_afterwards(session, version),
        statement=version.text_in(language()),
        title=gettext("Open the policy"),
        facts=[(gettext("In force until, that day included"), last_day)],
        path=_path(version),
        by=version.ends_at,
    )


def _afterwards(session: Session, version: PolicyVersion) -> str:
    """Return what holds after the end, and what can be done about it."""
    stored = queries.versions(session, version.situation_id)
    follows = queries.version_at(stored, version.ends_at or now())
    holds = gettext("After that nothing is written.")
    if follows is not None:
        holds = gettext("After that version %(number)s is in force.", number=follows.number)
    then = gettext("Extend it after a look at what was decided under it, or let it end.")
    return f"{holds} {then}"


def _path(version: PolicyVersion) -> str:
    return f"/situations/{version.situation_id}"


ENDS = Affair(name=AFFAIR, lines=_lines, stands=_stands, letter=_letter)
