"""What pages say in a language, so that a walk through them can be written down once."""

import re
from collections.abc import Callable
from pathlib import Path

from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).parents[2] / "tracker" / "translations"

Words = Callable[..., str]


def words_in(language: str) -> Words:
    """Return what says a text of the code in a language: `say("in %(num)d day", "in %(num)d days", num=2)`."""
    catalogue = NullTranslations() if language == "en" else Translations.load(CATALOGUES, [language])

    def say(text: str, plural: str = "", *, num: int = 1, **given: object) -> str:
        said = catalogue.ngettext(text, plural, num) if plural else catalogue.gettext(text)
        return said % {"num": num, **given} if plural or given else said

    return say


def begins(words: str) -> re.Pattern[str]:
    """Return what finds a name that begins so: the key of a button is part of its name."""
    return re.compile(rf"^\s*{re.escape(words)}")
