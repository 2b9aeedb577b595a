"""One place turns refusals and failures into a page, a line in the page at hand, or problem+json."""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, g, jsonify, make_response, render_template, request
from flask.wrappers import Response
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from tracker.kernel.errors import Refusal, TooMany
from tracker.web.fragments import varying, wants_fragment
from tracker.web.moments import span_in_words
from tracker.web.signed_out import came_from_here, expired_form_answer, typed_text
from tracker.web.viewer import viewer_or_none

log = logging.getLogger(__name__)

SERVER_ERROR = 500
WORTH_KNOWING = {403, 429}
"""What is refused to somebody, or too often, may be an attack: the log tells."""
WORTH_ANOTHER_TRY = frozenset({409, 429, 500, 503})
"""After these the form is offered again, filled."""
WORDS: dict[int, tuple[LazyString, LazyString]] = {
    400: (_l("This request was not understood"), _l("Something in it is missing or has another form than expected.")),
    401: (_l("Please sign in"), _l("This page is for people who are signed in.")),
    403: (_l("Not allowed"), _l("This is for another role or another team.")),
    404: (_l("There is no such page"), _l("It does not exist, or not any more.")),
    405: (_l("Not possible here"), _l("This address answers another kind of request.")),
    409: (_l("Changed meanwhile"), _l("Somebody else changed this in the meantime.")),
    410: (_l("Not here any more"), _l("This was here once and will not come back.")),
    413: (_l("Too large"), _l("That is more than can be taken at once.")),
    415: (_l("Not understood"), _l("This kind of content is not taken here.")),
    422: (_l("That cannot be right"), _l("Something in it does not fit.")),
    429: (_l("Too many attempts"), _l("Please wait a little.")),
    500: (_l("That did not work"), _l("The fault is ours and was noted.")),
    503: (_l("Not available at the moment"), _l("Please try again in a few minutes.")),
}


@dataclass(frozen=True)
class Problem:
    """What went wrong, in words for the person who meets it."""

    status: int
    title: str
    message: str
    reference: str = ""
    retry_after_s: int = 0


def init_errors(app: Flask) -> None:
    """Let every failure end here."""
    app.register_error_handler(CSRFError, lambda _error: expired_form_answer())
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(InternalServerError, answer_failure)


def answer_refusal(refusal: Refusal) -> Response:
    """Answer with the refusal's own words and status."""
    if refusal.status in WORTH_KNOWING:
        who = viewer_or_none()
        log.warning("refused %d at %s to account %s", refusal.status, request.path, who.id if who else "-")
    title, _words = WORDS[refusal.status]
    wait = refusal.retry_after_s if isinstance(refusal, TooMany) else 0
    return answer(Problem(refusal.status, str(title), refusal.said(gettext), retry_after_s=wait))


def answer_http_error(error: HTTPException) -> Response:
    """Answer what the framework refuses: no such page, too large, another method. Redirects pass."""
    if isinstance(error, SecurityError):
        return _plainly(error)
    if error.response is not None or (error.code or SERVER_ERROR) < 400:  # noqa: PLR2004
        return make_response(error.get_response())
    status = error.code or SERVER_ERROR
    title, words = WORDS.get(status, WORDS[400 if status < SERVER_ERROR else SERVER_ERROR])
    made = answer(Problem(status, str(title), str(words)))
    made.headers.extend((name, text) for name, text in error.get_headers() if name != "Content-Type")
    return made


def answer_failure(_error: InternalServerError) -> Response:
    """Answer a fault of ours, which the framework has logged: a reference into the log, no detail.

    Whatever failed may be the database: the page is that of a stranger, so that nothing is asked of it.
    """
    g.viewer = None
    reference = secrets.token_hex(4)
    log.error("the failure above, at %s, has the reference %s", request.path, reference)
    title, words = WORDS[SERVER_ERROR]
    return answer(Problem(SERVER_ERROR, str(title), str(words), reference=reference))


def answer(problem: Problem) -> Response:
    """Choose the form: problem+json for programs, a line for htmx, a page for everybody else."""
    if wants_json():
        made = _as_json(problem)
    elif wants_fragment():
        made = make_response(render_template("errors/line.html", problem=problem))
        made.headers.update({"HX-Retarget": "#status", "HX-Reswap": "innerHTML"})
    else:
        typed = typed_text() if problem.status in WORTH_ANOTHER_TRY and came_from_here() else []
        made = make_response(render_template("errors/page.html", problem=problem, wait=_wait(problem), typed=typed))
    made.status_code = problem.status
    if problem.retry_after_s:
        made.headers["Retry-After"] = str(problem.retry_after_s)
    return varying(made)


def wants_json() -> bool:
    """Whether the client takes JSON and no page."""
    accepts = request.accept_mimetypes
    return bool(accepts) and not accepts.accept_html and accepts.accept_json


def _plainly(error: SecurityError) -> Response:
    """Answer a request for a host that is not ours: no page, since its links would lead to that host."""
    return Response(str(error.name), error.code, mimetype="text/plain")


def _as_json(problem: Problem) -> Response:
    body: dict[str, str | int] = {"title": problem.title, "status": problem.status, "detail": problem.message}
    if problem.reference:
        body["instance"] = f"urn:reference:{problem.reference}"
    made = jsonify(body)
    made.mimetype = "application/problem+json"
    return made


def _wait(problem: Problem) -> str:
    if not problem.retry_after_s:
        return ""
    return gettext("Next try in %(span)s.", span=span_in_words(timedelta(seconds=max(problem.retry_after_s, 60))))
