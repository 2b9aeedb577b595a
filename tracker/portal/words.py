"""What customers read for how a promise stands, and for what they can say."""

from flask_babel import LazyString
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
    Word.OBJECTS: _l(
        "The person in charge learns it at once and gets in touch. Until then the date above stays agreed."
    ),
    Word.CALL: _l("The person in charge learns it at once and will call you."),
    Word.THANKS: _l("The person in charge learns it at once. Nothing else changes by it."),
}

SAID: dict[Word, LazyString] = {
    Word.OBJECTS: _l("We know that the date does not suit you, and will get in touch."),
    Word.CALL: _l("We know that you would like a call."),
    Word.THANKS: _l("Thank you for telling us that this is done."),
}
"""What the page says afterwards."""
