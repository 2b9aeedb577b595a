"""What people read for what speaks against a promise."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.today.rules import Danger

DANGERS: dict[str, LazyString] = {
    Danger.ABSENT: _l("Absent today"),
    Danger.OFFERED: _l("Hand-over not accepted"),
    Danger.OVERLOADED: _l("Owner overloaded"),
    Danger.SCARCE: _l("Hardly any time left"),
}
