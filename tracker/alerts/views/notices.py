"""The inbox: what the tracker has to say to one person."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from tracker.alerts.affairs import AffairLine, things_of
from tracker.alerts.queries import notices as queries
from tracker.alerts.records import Notice
from tracker.alerts.use_cases import reading
from tracker.alerts.views.room import blueprint
from tracker.alerts.words import NOTICES
from tracker.audit.queries import version
from tracker.kernel.bounds import moment as moment_in
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises.checks import UNDO_WINDOW
from tracker.promises.shown import ShownPromise, shown
from tracker.promises.views.my_day import soon_until
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.paging import PAGE_SIZE, page_of, requested_after


@blueprint.get("/notices")
@needs_sign_in
def notices() -> ResponseReturnValue:
    """Show what is new first, then what was read."""
    who, session = viewer(), db.session()
    data = (version(session), queries.inbox_state(session, who.id, now()))
    if (same := not_modified(*data)) is not None:
        return same
    return with_etag(page_or_block("alerts/notices.html", "rows", **_inbox(session, who, now())), *data)


@blueprint.post("/notices/<int:notice_id>/read")
@needs_sign_in
def read_one(notice_id: int) -> ResponseReturnValue:
    """Mark one notice as read."""
    return _changed(lambda session: reading.mark_read(session, viewer().id, notice_id, now()))


@blueprint.post("/notices/read")
@needs_sign_in
def read_all() -> ResponseReturnValue:
    """Mark everything that was shown as read."""
    newest_id = request.form.get("newest", 0, type=number)
    return _changed(lambda session: reading.mark_all_read(session, viewer().id, newest_id, now()))


@blueprint.post("/notices/unread")
@needs_sign_in
def unread() -> ResponseReturnValue:
    """Take the last marking back."""
    read_at = request.form.get("read_at", type=moment_in)
    if read_at is None:
        raise NotFound(_l("There is nothing to take back."))
    return _changed(lambda session: reading.mark_unread(session, viewer().id, read_at))


def _changed(change: Callable[[Session], None]) -> ResponseReturnValue:
    viewer()
    with transaction() as session:
        change(session)
    return see_other(url_for("alerts.notices"))


def _inbox(session: Session, who: Viewer, moment: datetime) -> dict[str, object]:
    found = queries.inbox(session, who.id, _after(), PAGE_SIZE + 1)
    page = page_of(found, "notices", lambda notice: (int(notice.read_at is not None), notice.id))
    lines = _lines(session, who, page.rows, moment)
    return {
        "page": page,
        "unread": [line for line in lines if line[0].read_at is None and not _is_held(line[0], moment)],
        "held": [line for line in lines if line[0].read_at is None and _is_held(line[0], moment)],
        "earlier": [line for line in lines if line[0].read_at is not None],
        "newest_id": max((notice.id for notice in found), default=0),
        "just_read": queries.just_read(session, who.id, moment - UNDO_WINDOW),
        "said": _said,
        "moment": moment,
    }


def _lines(
    session: Session, who: Viewer, notices: Sequence[Notice], moment: datetime
) -> list[tuple[Notice, ShownPromise | AffairLine]]:
    """Return notices with what they are about, as far as that exists for the viewer."""
    promises, soon = queries.promises_of(session, who, notices), soon_until(who.team_id, moment)
    things = things_of(session, who, notices)
    lines: list[tuple[Notice, ShownPromise | AffairLine]] = []
    for each in notices:
        if each.promise_id in promises:
            lines.append((each, shown(promises[each.promise_id], moment, soon)))
        elif each.id in things:
            lines.append((each, things[each.id]))
    return lines


def _is_held(notice: Notice, moment: datetime) -> bool:
    return notice.held_until is not None and notice.held_until > moment


def _after() -> tuple[bool, int] | None:
    key = requested_after("notices")
    return None if key is None else (bool(key[0]), int(str(key[1])))


def _said(notice: Notice) -> object:
    return NOTICES[notice.kind]
