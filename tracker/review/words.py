"""What reviews and their reasons are called."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.review.rules import ReviewKind

TITLES: dict[str, LazyString] = {
    ReviewKind.OVERDUE: _l("Overdue review"),
    ReviewKind.ABSENCE: _l("Hand-over before an absence"),
}
