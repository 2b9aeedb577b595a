"""For machines that watch this one: does it live, can it serve, do alerts go out; and figures for Prometheus."""

import hmac
from collections.abc import Callable
from functools import cache

from alembic.script import ScriptDirectory
from flask import Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from config import Settings
from tracker.alerts.queries import health as queries
from tracker.alerts.rules.health import Health, examine
from tracker.alerts.rules.metrics import Figures, exposition
from tracker.alerts.views.alarms import serious_lag
from tracker.alerts.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.extensions import db
from tracker.web.addresses import see_other
from tracker.web.fragments import varying, wants_fragment
from tracker.web.guards import needs_sign_in

UNAVAILABLE = 503
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
"""Who sends these came through a proxy, and may be anybody."""
HERE = {"127.0.0.1", "::1", "::ffff:127.0.0.1"}

Answer = tuple[dict[str, object], int]


@blueprint.get("/healthz/live")
def live() -> Response:
    """Say that this process answers."""
    return _told({"status": "ok"}, 200)


@blueprint.get("/healthz/ready")
def ready() -> Response:
    """Say whether pages can be served: the database answers, and has the tables that this code wants."""
    return _told(*_asked(_readiness))


@blueprint.get("/healthz/alerts")
def alerts() -> Response:
    """Say whether alerts go out in time."""
    return _told(*_asked(_alertness))


@blueprint.get("/alarm")
@needs_sign_in
def alarm() -> ResponseReturnValue:
    """Give the red line for a page that stands open; asked for otherwise, it is nothing to look at."""
    if not wants_fragment():
        return see_other("/")
    return varying(make_response(render_template("alerts/_alarm.html", alerts_lag=serious_lag(db.session(), now()))))


@blueprint.get("/metrics")
def metrics() -> Response:
    """Give figures in the text format of Prometheus, all from the database: each web process tells the same."""
    if (refusal := _refusal()) is not None:
        return refusal
    session, moment = db.session(), now()
    figures = Figures(
        health=examine(queries.vitals(session, moment), moment),
        due_alerts=queries.count_due_alerts(session, moment),
        unplanned_promises=queries.count_unplanned_promises(session, moment),
        deliveries=queries.count_deliveries(session),
        attempts=queries.count_recent_attempts(session, moment),
    )
    return _fresh(Response(exposition(figures), content_type="text/plain; version=0.0.4; charset=utf-8"))


def _asked(question: Callable[[Session], Answer]) -> Answer:
    """Ask the database; one that does not answer is an answer, too."""
    try:
        return question(db.session())
    except SQLAlchemyError as error:
        current_app.logger.warning("the database does not answer: %s", type(error).__name__)
        return {"status": "no database"}, UNAVAILABLE


def _readiness(session: Session) -> Answer:
    there, wanted = queries.schema_version(session), _newest_migration()
    is_ready = there == wanted
    return {"status": "ok" if is_ready else "not migrated", "migration": there}, 200 if is_ready else UNAVAILABLE


def _alertness(session: Session) -> Answer:
    health = examine(queries.vitals(session, now()), now())
    return _report(health), 200 if health.is_well else UNAVAILABLE


def _report(health: Health) -> dict[str, object]:
    clock: dict[str, object] = {"status": "ok" if health.clock_is_right else "degraded"}
    if health.jumped_at is not None:
        clock |= {"jumped_at": health.jumped_at.isoformat(), "jump_s": health.jump_s}
    return {
        "status": health.condition,
        "lag_s": round(health.lag.total_seconds(), 1),
        "oldest_unsent_s": round(health.oldest_unsent.total_seconds(), 1),
        "heartbeat_s": None if health.heartbeat is None else round(health.heartbeat.total_seconds(), 1),
        "workers": health.workers,
        "clock": clock | {"behind_s": round(health.behind.total_seconds(), 1)},
    }


@cache
def _newest_migration() -> str | None:
    config = current_app.extensions["migrate"].migrate.get_config()
    return ScriptDirectory.from_config(config).get_current_head()


def _refusal() -> Response | None:
    """Figures are for who knows the token; without one for programs on this very machine."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.metrics_token:
        return None if _is_from_here() else Response("Set METRICS_TOKEN to read this from elsewhere.\n", 403, TEXT)
    given = request.headers.get("Authorization", "").encode()
    if hmac.compare_digest(given, f"Bearer {settings.metrics_token}".encode()):
        return None
    return Response("This wants METRICS_TOKEN as a bearer token.\n", 401, TEXT | {"WWW-Authenticate": "Bearer"})


TEXT = {"Content-Type": "text/plain; charset=utf-8"}


def _is_from_here() -> bool:
    before_proxies = request.environ.get("werkzeug.proxy_fix.orig", request.environ)
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return before_proxies["REMOTE_ADDR"] in HERE and not is_forwarded


def _told(told: dict[str, object], status: int) -> Response:
    answer = jsonify(told)
    answer.status_code = status
    return _fresh(answer)


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
