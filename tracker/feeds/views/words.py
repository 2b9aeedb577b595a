"""What feeds are called, in the language in force."""

from flask import current_app
from flask_babel import gettext

from tracker.feeds.rules import Detail, Scope


def title_of(scope: Scope, about: str, reference: str = "", detail: Detail = Detail.FULL) -> str:
    """Return what a calendar is called until its owner names it; one that tells little names no customer either."""
    match scope:
        case Scope.MINE:
            return gettext("My promises")
        case Scope.TEAM:
            return gettext("Promises of %(team)s", team=about)
        case Scope.OVERDUE:
            return gettext("Overdue in my teams")
        case Scope.CUSTOMER:
            return gettext("Promises to %(name)s", name=about if detail is Detail.FULL else reference)
        case Scope.FOR_CUSTOMER:
            return gettext("Promises by %(organisation)s", organisation=current_app.config["ORGANISATION"])
        case Scope.FILTER:
            return about
