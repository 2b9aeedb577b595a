"""What people read for sources and answers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.expectations.queries.counting import Counted
from tracker.expectations.rules import Answer, Source

SOURCES: dict[str, LazyString] = {
    Source.EXPERIENCE: _l("Own experience with us"),
    Source.WORD_OF_MOUTH: _l("Word of mouth or reviews"),
    Source.OTHER_COMPANIES: _l("Practice of other companies"),
    Source.COMMUNICATION: _l("Our own communication"),
}

ANSWERS: dict[str, LazyString] = {
    Answer.OPEN: _l("Still open"),
    Answer.MET: _l("We meet it"),
    Answer.CORRECTED: _l("Corrected"),
}

COUNTED: dict[str | None, LazyString] = {
    Counted.OPEN: _l("Still open"),
    Counted.IN_TIME: _l("Corrected before disappointed"),
    Counted.MEASURED: _l("Corrected or disappointed"),
}

BADGES: dict[str, tuple[str, str]] = {
    Answer.OPEN: ("waiting", "hourglass"),
    Answer.MET: ("kept", "handshake"),
    Answer.CORRECTED: ("kept", "message-square"),
}
"""The look and the icon of an answer."""
