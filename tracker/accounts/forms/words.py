"""Labels that are translated when they are shown, typed as the texts that WTForms takes them for."""

from typing import cast

from flask_babel import lazy_gettext


def _l(message: str) -> str:
    """Mark a label; extractors know this name."""
    return cast("str", lazy_gettext(message))
