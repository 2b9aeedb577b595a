"""Which language and which time zone a page is written in."""

from functools import cached_property
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, Domain, get_locale, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from tracker.web.texts import fill
from tracker.web.viewer import viewer_or_none

BABEL_NAMES = {"de": "de", "en": "en_GB"}
"""Our languages and the conventions they follow: plain `en` would give American dates."""

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}


def init_languages(app: Flask) -> None:
    """Let Flask-Babel ask us."""
    Languages(app, locale_selector=choose_locale, timezone_selector=choose_time_zone)
    app.jinja_env.globals.update(gettext=_said, ngettext=_said_of_many)


class Texts(Domain):
    """Our texts, with their values filled in as `fill` does."""

    def gettext(self, string: str, **variables: object) -> str:
        """Return a text in the language in force."""
        text = str(self.get_translations().ugettext(string))
        return fill(text, variables) if variables else text

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        """Return a text about a number of things."""
        return fill(str(self.get_translations().ungettext(singular, plural, num)), {"num": num} | variables)


class Languages(Babel):
    """Flask-Babel with our texts."""

    @cached_property
    def domain_instance(self) -> Texts:
        """Return the texts, read from their files once and not with every request."""
        return Texts(domain=self.domain)


@pass_context
def _said(context: Context, text: str, /, **values: object) -> str:
    """Return a text of a template; in HTML what it is filled with is escaped."""
    return _filled(context, get_translations().ugettext(text), values)


@pass_context
def _said_of_many(context: Context, one: str, many: str, num: int, /, **values: object) -> str:
    """Return a text of a template about a number of things."""
    return _filled(context, get_translations().ungettext(one, many, num), {"num": num} | values)


def _filled(context: Context, text: str, values: dict[str, object]) -> str:
    # Texts are ours; only what fills them is somebody else's, and is escaped.
    return fill(Markup(text) if context.eval_ctx.autoescape else text, values)  # noqa: S704


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
