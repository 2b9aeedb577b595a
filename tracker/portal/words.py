"""What customers read for how a promise stands, and for what they can say."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from tracker.portal.rules import Word
from tracker.promises.rules import Standing

STANDINGS: dict[Standing, tuple[str, LazyString]] = {
    Standing.OPEN: ("open", _l("In progress")),
    Standing.DUE_SOON: ("open", _l("In progress")),
    Standing.OVERDUE: ("overdue", _l("Late")),
    Standing.KEPT: ("kept", _l("Done")),
    Standing.KEPT_LATE: ("kept_late", _l("Done late")),
    Standing.PARTLY_KEPT: ("partly_kept", _l("Partly done")),
    Standing.BROKEN: ("broken", _l("We could not keep this")),
}
"""The badge and its word; what was withdrawn or is a draft no customer sees."""

BUTTONS: dict[Word, LazyString] = {
    Word.OBJECTS: _l("This date does not suit me"),
    Word.CALL: _l("Please call me"),
    Word.THANKS: _l("Done, thank you"),
}

ADDITIONS: dict[Word, LazyString] = {
    Word.OBJECTS: _l("Add something about the date"),
    Word.CALL: _l("Add something about the call"),
    Word.THANKS: _l("Add something to your thanks"),
}
"""The same, where it was said within a day."""

QUESTIONS: dict[Word, LazyString] = {
    Word.OBJECTS: _l("Tell us that this date does not suit you?"),
    Word.CALL: _l("Ask us to call you about this?"),
    Word.THANKS: _l("Tell us that this is done?"),
}

CONSEQUENCES: dict[Word, LazyString] = {
    Word.OBJECTS: _l("The date above stays agreed until you have agreed another one with us."),
    Word.CALL: _l("No time for the call is agreed by this."),
    Word.THANKS: _l("Nothing else changes by it."),
}
"""What follows from it, besides that somebody is told."""

SAID: dict[Word, LazyString] = {
    Word.OBJECTS: _l("you told us that the date does not suit you."),
    Word.CALL: _l("you asked us for a call."),
    Word.THANKS: _l("you told us that this is done. Thank you!"),
}
"""What the page says afterwards, after the moment at which it was said."""


def learning(moment: str) -> str:
    """Return when the person in charge is told: at this moment, or at once where none is named."""
    if not moment:
        return gettext("The person in charge is told at once.")
    return gettext("The person in charge is told on %(moment)s, when their working time begins.", moment=moment)
