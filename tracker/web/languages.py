"""Which language and which time zone a page is written in."""

from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, get_locale

from tracker.web.viewer import viewer_or_none

BABEL_NAMES = {"de": "de", "en": "en_GB"}
"""Our languages and the conventions they follow: plain `en` would give American dates."""

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


def init_languages(app: Flask) -> None:
    """Let Flask-Babel ask us."""
    Babel(app, locale_selector=choose_locale, timezone_selector=choose_time_zone)


def choose_locale() -> str:
    """Return the account's language, else the cookie's, else the browser's, else the installation's."""
    return BABEL_NAMES[_chosen_language()]


def choose_time_zone() -> str:
    """Return the zone of the person who looks, else the installation's."""
    default = str(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    if not has_request_context():
        return default
    who = viewer_or_none()
    return who.time_zone if who else default


def reading_zone() -> ZoneInfo:
    """Return the zone in which moments are shown on this page."""
    return ZoneInfo(choose_time_zone())


def language() -> str:
    """Return the language that is in force, `force_locale` included: `de` or `en`."""
    locale = get_locale()
    return locale.language if locale and locale.language in BABEL_NAMES else "en"


def locale_in_force() -> Locale:
    """Return the conventions for dates and numbers that are in force."""
    return get_locale() or Locale.parse("en_GB")


def page_language() -> str:
    """Return the value of the page's `lang` attribute."""
    return locale_in_force().language if language() == "de" else "en-GB"


def _chosen_language() -> str:
    default = str(current_app.config["BABEL_DEFAULT_LOCALE"]).split("_")[0]
    if not has_request_context():
        return default
    who = viewer_or_none()
    wished = who.locale.split("_")[0] if who else request.cookies.get("language", "")
    if wished in BABEL_NAMES:
        return wished
    return request.accept_languages.best_match(list(BABEL_NAMES), default) or default
