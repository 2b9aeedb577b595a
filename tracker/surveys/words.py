"""What people read for the answers to a survey."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.surveys.rules import Kept

KEPT: dict[Kept, LazyString] = {Kept.YES: _l("Yes"), Kept.PARTLY: _l("Partly"), Kept.NO: _l("No")}

BADGES = {Kept.YES: ("kept", "circle-check"), Kept.PARTLY: ("partly_kept", "contrast"), Kept.NO: ("broken", "circle-x")}
"""How an answer looks to colleagues."""
