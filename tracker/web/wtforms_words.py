"""What WTForms says by itself: in our words where it has none in a language, else in its own."""

from collections.abc import Callable
from functools import cache
from typing import Protocol, cast

from flask_babel import get_translations
from flask_babel import lazy_ngettext as ngettext
from wtforms.i18n import get_translations as theirs

from tracker.kernel.words import N_
from tracker.web.languages import language

WITHOUT_GERMAN = (
    N_("Not a valid time value."),
    N_("Not a valid week value."),
    N_("Date must be at least %(min)s."),
    N_("Date must be at most %(max)s."),
    N_("Date must be between %(min)s and %(max)s."),
    N_("This field cannot be edited."),
    N_("This field is disabled and cannot have a value."),
    N_("Choices cannot be None."),
    ngettext("Field must be exactly %(max)d character long.", "Field must be exactly %(max)d characters long.", 1),
    ngettext(
        "'%(value)s' is not a valid choice for this field.", "'%(value)s' are not valid choices for this field.", 1
    ),
)
"""Named here to be extracted, the last ones by a name that extractors know.

A test asks for the German of everything that the installed WTForms can say."""


class Texts(Protocol):
    """What WTForms asks for words."""

    def gettext(self, text: str) -> str:
        """Return the words for a text."""

    def ngettext(self, one: str, many: str, num: int) -> str:
        """Return the words for a number of things."""


class OurTexts:
    """Words in the language in force: our own first."""

    def gettext(self, text: str) -> str:
        """Return the words for a text."""
        return _first(get_translations().ugettext(text), text, lambda: _theirs(language()).gettext(text))

    def ngettext(self, one: str, many: str, num: int) -> str:
        """Return the words for a number of things."""
        ours = get_translations().ungettext(one, many, num)
        said = one if num == 1 else many
        return _first(ours, said, lambda: _theirs(language()).ngettext(one, many, num))


def _first(ours: str, said: str, other: Callable[[], str]) -> str:
    return ours if ours != said else other()


@cache
def _theirs(code: str) -> Texts:
    """Return the texts of WTForms, read from its files once and not with every request."""
    return cast("Texts", theirs([code]))
