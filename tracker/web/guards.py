"""Who may open a page at all. What they may do with a record is decided by the rules."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from tracker.kernel.errors import Forbidden
from tracker.kernel.people import Role, Viewer
from tracker.web.fragments import wants_fragment
from tracker.web.signed_out import signed_out_answer
from tracker.web.viewer import viewer_or_none

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

ROLE_ALONE = {
    frozenset({Role.ADMIN}): _l("Only administrators may do this."),
    frozenset({Role.MANAGER}): _l("Only managers may do this."),
    frozenset({Role.MANAGER, Role.ADMIN}): _l("Only managers and administrators may do this."),
}


def viewer() -> Viewer:
    """Return who is signed in; only for views behind `needs_sign_in`."""
    found = viewer_or_none()
    if found is None:
        raise Forbidden(_l("Please sign in first."))
    return found


def needs_sign_in(view: View[P]) -> View[P]:
    """Send strangers to the sign-in page; what they had typed is kept for them."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if viewer_or_none() is not None:
            return view(*args, **kwargs)
        if request.method != "GET" or wants_fragment():
            return signed_out_answer()
        here = request.full_path.rstrip("?")
        return redirect(url_for("security.login", next=here), 303)

    return guarded


def needs_role(*names: str) -> Callable[[View[P]], View[P]]:
    """Let only these roles in; everybody else reads whose page it is."""
    roles = frozenset(Role(name) for name in names)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
            if viewer().role not in roles:
                raise Forbidden(ROLE_ALONE.get(roles, _l("This page is for another role.")))
            return view(*args, **kwargs)

        return needs_sign_in(guarded)

    return decorate
