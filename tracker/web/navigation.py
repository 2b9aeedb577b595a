"""The places of the application, in the order of the navigation."""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.kernel.people import Role, Viewer

EVERYBODY: frozenset[Role] = frozenset(Role)


@dataclass(frozen=True)
class Place:
    """One entry: where it leads, what it is called, who sees it, and the keys that go there."""

    endpoint: str
    label: LazyString
    icon: str
    keys: str
    roles: frozenset[Role] = EVERYBODY

    @property
    def address(self) -> str:
        """The page's address."""
        return url_for(self.endpoint)

    @property
    def is_here(self) -> bool:
        """Whether this is the page being shown."""
        return request.endpoint == self.endpoint


MAIN_PLACES = (
    Place("promises.my_day", _l("My day"), "sun", "g d"),
    Place("promises.list_promises", _l("Promises"), "list", "g p"),
    Place("promises.board", _l("Team board"), "columns-3", "g t"),
    Place("promises.overdue", _l("Overdue"), "triangle-alert", "g r", frozenset({Role.MANAGER})),
    Place("precedents.decisions", _l("Decisions"), "scale", "g e"),
    Place("customers.list_customers", _l("Customers"), "building-2", "g c"),
    Place("reports.overview", _l("Reports"), "chart-column", "g b"),
)
MORE_PLACES = (
    Place(
        "capture.transcript", _l("Promises in a text"), "message-square", "g i", frozenset({Role.AGENT, Role.MANAGER})
    ),
    Place("today.today", _l("Today at risk"), "hourglass", "g o", frozenset({Role.MANAGER})),
    Place("precedents.approvals", _l("Approvals"), "handshake", "g f", frozenset({Role.AGENT, Role.MANAGER})),
    Place("expectations.topics", _l("Expectations"), "message-circle", "g x"),
    Place("alerts.notices", _l("Notices"), "bell", "g n"),
    Place("alerts.ladders", _l("Reminders"), "alarm-clock", "g l", frozenset({Role.MANAGER})),
    Place("feeds.settings", _l("Calendar"), "calendar-days", "g k"),
    Place("accounts.settings", _l("Settings"), "settings", "g s"),
    Place("accounts.admin", _l("Administration"), "shield", "g a", frozenset({Role.ADMIN})),
)


def new_promise_address(viewer: Viewer | None) -> str:
    """Return where a promise is logged, nothing for those who make none: administrators configure."""
    return url_for("promises.new") if viewer is not None and viewer.role is not Role.ADMIN else ""


def line_address(viewer: Viewer | None) -> str:
    """Return where the quick line is sent to, nothing for those who promise nothing."""
    return url_for("capture.line") if viewer is not None and viewer.role is not Role.ADMIN else ""


def places(viewer: Viewer | None, among: tuple[Place, ...]) -> list[Place]:
    """Return the places that this person may go to."""
    if viewer is None:
        return []
    return [place for place in among if viewer.role in place.roles]
