"""Forms that ask somebody else: sent twice, even in one instant, they ask once."""

from collections.abc import Callable

from flask import flash, url_for
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.precedents.queries import approvals


def ask_once(who: Viewer, key: str, ask: Callable[[], int]) -> str:
    """Let `ask` store the request and return where it is; a form whose `key` was sent before leads to what it asked."""
    earlier = approvals.asked_with(db.session(), who, key)
    if earlier is None:
        try:
            earlier = ask()
        except (Invalid, IntegrityError):
            earlier = approvals.asked_with(db.session(), who, key)
            if earlier is None:
                raise
        else:
            flash(gettext("Asked. You are told of the answer, and see it here."), "ok")
    return url_for(".approval", approval_id=earlier)
