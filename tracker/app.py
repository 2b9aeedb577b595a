"""The application: binds extensions, blueprints, filters, error pages and commands. No logic."""

import os
import time
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Settings
from tracker import cli, tables
from tracker.accounts import sign_in
from tracker.accounts import views as accounts
from tracker.alerts import views as alerts
from tracker.capture import views as capture
from tracker.customers import views as customers
from tracker.daysoff import views as daysoff
from tracker.erasure import views as erasure
from tracker.expectations import views as expectations
from tracker.feeds import views as feeds
from tracker.kernel import clock as clocks
from tracker.kernel import logs, mail, outbound
from tracker.kernel.extensions import db, tune
from tracker.kernel.secrets import Vault
from tracker.portal import views as portal
from tracker.precedents import views as precedents
from tracker.promises import views as promises
from tracker.reports import mails as report_mails
from tracker.reports import views as reports
from tracker.review import views as review
from tracker.surveys import views as surveys
from tracker.today import views as today
from tracker.web.pages import init_pages

ROOT = Path(__file__).parent.parent
migrate = Migrate(directory=str(ROOT / "migrations"), render_as_batch=True, include_object=tables.is_ours)


def create_app(settings: Settings | None = None, clock: clocks.Clock = clocks.read) -> Flask:
    """Return the application for the given settings, by default those of the environment."""
    settings = settings or Settings.from_environment(os.environ)
    if not settings.testing:
        logs.configure(settings.log_level)
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config.from_mapping(_flask_config(settings))
    app.extensions["clock"] = clock
    app.extensions["steady"] = time.monotonic
    app.extensions["settings"] = settings
    app.extensions["mailer"] = mail.mailer_of(settings, Path(app.instance_path) / "mail")
    app.extensions["outbound"] = outbound.outbound_of(settings)
    app.extensions["vault"] = Vault.of(settings)
    app.extensions["gatherers"] = report_mails.GATHERERS
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _bind_database(app, settings)
    init_pages(app, sign_in.find_viewer)
    sign_in.bind(app)
    _bind_rooms(app)
    cli.bind(app)
    return app


def _bind_rooms(app: Flask) -> None:
    for blueprint in (
        accounts.blueprint,
        accounts.security,
        customers.blueprint,
        erasure.blueprint,
        promises.blueprint,
        expectations.blueprint,
        alerts.blueprint,
        feeds.blueprint,
        daysoff.blueprint,
        precedents.blueprint,
        reports.blueprint,
        capture.blueprint,
        portal.blueprint,
        review.blueprint,
        surveys.blueprint,
        today.blueprint,
    ):
        app.register_blueprint(blueprint)


def _bind_database(app: Flask, settings: Settings) -> None:
    url = make_url(settings.database_url)
    if url.drivername == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        tune(db.engine)


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": settings.database_url.startswith("postgresql"),
            # A failing statement is logged; what customers and colleagues wrote is not.
            "hide_parameters": not settings.development,
        },
        "TESTING": settings.testing,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "TRUSTED_HOSTS": list(settings.hosts),
        "SESSION_COOKIE_NAME": "__Host-session" if settings.is_https else "session",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
    }
