"""Binds everything that pages share to the application."""

import secrets
from typing import Any

from flask import Flask, url_for
from flask_wtf import CSRFProtect
from werkzeug.routing import IntegerConverter, Map

from config import Settings
from tracker.kernel.bounds import BIGGEST
from tracker.kernel.clock import now
from tracker.web import navigation
from tracker.web.assets import asset
from tracker.web.compression import init_compression
from tracker.web.errors import init_errors
from tracker.web.filters import init_filters
from tracker.web.fragments import panel
from tracker.web.headers import init_headers
from tracker.web.icons import icon
from tracker.web.languages import BABEL_NAMES, LANGUAGE_NAMES, init_languages, language, page_language
from tracker.web.macros import Macros
from tracker.web.preferences import Preferences
from tracker.web.sessions import init_sessions
from tracker.web.standings import badge_of, new_date_words
from tracker.web.viewer import FindViewer, viewer_or_none
from tracker.web.views import blueprint

csrf = CSRFProtect()


class RecordNumber(IntegerConverter):
    """A number in an address; one that no record can have leads nowhere."""

    def __init__(self, url_map: Map, **given: Any) -> None:
        super().__init__(url_map, max=BIGGEST, **given)


def init_pages(app: Flask, find_viewer: FindViewer) -> None:
    """Bind languages, filters, macros, headers, errors and the pages of this room.

    `find_viewer` says who is signed in; the room of the accounts knows.
    """
    app.extensions["find_viewer"] = find_viewer
    app.url_map.converters["int"] = RecordNumber
    app.config.from_mapping(_config(app.extensions["settings"]))
    csrf.init_app(app)
    init_languages(app)
    init_filters(app)
    init_errors(app)
    init_compression(app)
    init_headers(app)
    init_sessions(app)
    app.jinja_env.globals.update(ui=Macros(app.jinja_env), icon=icon, asset=asset, badge_of=badge_of)
    app.jinja_env.globals.update(
        new_date_words=new_date_words, language_names=LANGUAGE_NAMES, moment_now=now, panel=panel
    )
    app.context_processor(_page_facts)
    app.register_blueprint(blueprint)


def _config(settings: Settings) -> dict[str, object]:
    """Translate the settings into what the extensions and pages ask for."""
    return {
        "DEVELOPMENT": settings.development,
        "ORGANISATION": settings.organisation,
        "BABEL_DEFAULT_LOCALE": BABEL_NAMES[settings.locale],
        "BABEL_DEFAULT_TIMEZONE": settings.time_zone,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _page_facts() -> dict[str, object]:
    """Return what the layout needs on every page."""
    who = viewer_or_none()
    return {
        "viewer": who,
        "preferences": Preferences.of_request(),
        "language": language(),
        "page_language": page_language(),
        "main_places": navigation.places(who, navigation.MAIN_PLACES),
        "more_places": navigation.places(who, navigation.MORE_PLACES),
        "search_address": url_for("customers.list_customers"),
        "new_promise_address": navigation.new_promise_address(who),
        "line_address": navigation.line_address(who),
        "line_key": secrets.token_hex(8),
        "notices_address": url_for("alerts.notices"),
        "sign_in_address": url_for("security.login"),
        "sign_out_address": url_for("security.logout"),
    }
