"""What customers open from the mail: no sign-in, no cookie, no script; the signature of the address counts.

It also stands for the token against forged requests. Looking changes nothing: mail scanners open every link.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.news import News, tell_owner
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound, Refusal, TooMany
from tracker.kernel.extensions import db, transaction
from tracker.kernel.polls import Polls
from tracker.kernel.words import N_
from tracker.surveys.forms import SurveyForm
from tracker.surveys.links import read_token
from tracker.surveys.queries import asked as queries
from tracker.surveys.queries.asked import Opened
from tracker.surveys.rules import Kept, check_can_be_answered
from tracker.surveys.use_cases.answering import NO_SUCH_SURVEY, AnswerSurvey, answer_survey, refuse_surveys
from tracker.web.addresses import see_other
from tracker.web.headers import unseen_by_others
from tracker.web.languages import BABEL_NAMES
from tracker.web.pages import csrf

UNPROCESSABLE = 422

blueprint = Blueprint("door", __name__)


@blueprint.record
def prepare(state: BlueprintSetupState) -> None:
    """Give the application its count of openings."""
    cast("Flask", state.app).extensions["survey_polls"] = Polls()


@blueprint.route("/s/<token>", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """Ask both questions, and take the answer; once answered, say so."""
    opened, form = _admitted(token), SurveyForm()
    with _language_of(opened):
        if not form.is_submitted() and opened.survey.answered_at is not None:
            return _page("surveys/thanks.html", opened, token)
        check_can_be_answered(opened.survey.facts(), now())
        if form.validate_on_submit():
            _take(opened, form)
            return see_other(url_for(".answer", token=token, language=_wished()))
        page = _page("surveys/ask.html", opened, token, form=form)
    page.status_code = UNPROCESSABLE if form.is_submitted() else page.status_code
    return page


@blueprint.post("/s/<token>/no-more")
def no_more(token: str) -> ResponseReturnValue:
    """Remember that the customer wants no more such mails, whatever became of this one."""
    opened = _admitted(token)
    with transaction() as session:
        refuse_surveys(session, opened.survey.id, now())
    return see_other(url_for(".refused", token=token, language=_wished()))


@blueprint.get("/s/<token>/no-more")
def refused(token: str) -> ResponseReturnValue:
    """Say whether the customer gets more such mails; asking for none is the button, never the link."""
    opened = _admitted(token)
    with _language_of(opened):
        return _page("surveys/no_more.html", opened, token)


csrf.exempt(answer)
csrf.exempt(no_more)


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    """Answer in a line, in the language of the mail, or of the browser where nobody knows which mail."""
    wished = request.accept_languages.best_match(list(BABEL_NAMES), current_app.extensions["settings"].locale)
    with force_locale(BABEL_NAMES[_wished() or wished]):
        page = make_response(render_template("portal/refused.html", words=refusal.said(gettext), wished=_wished()))
    page.status_code = refusal.status
    if isinstance(refusal, TooMany):
        page.headers["Retry-After"] = str(refusal.retry_after_s)
    return unseen_by_others(page)


def _take(opened: Opened, form: SurveyForm) -> None:
    given = AnswerSurvey(survey_id=opened.survey.id, kept=Kept(form.kept.data), words=form.words.data or "")
    with transaction() as session:
        promise_id = answer_survey(session, given, now())
        if promise_id is not None:
            news = News(promise_id=promise_id, kind=NoticeKind.CUSTOMER_DOUBTS, number=given.survey_id)
            tell_owner(session, news, now())


def _admitted(token: str) -> Opened:
    """Return the survey of a link that we signed, unless it is opened far too often."""
    survey_id = read_token(token)
    found = None if survey_id is None else queries.opened(db.session(), survey_id)
    if found is None:
        raise NotFound(NO_SUCH_SURVEY)
    polls: Polls = current_app.extensions["survey_polls"]
    if wait := polls.seconds_to_wait(token, now()):
        raise TooMany(N_("This page is opened far too often. Please wait a minute."), retry_after_s=wait)
    return found


def _wished() -> str | None:
    """Return the language that was chosen on the page, None for that of the mail."""
    wished = request.args.get("language")
    return wished if wished in BABEL_NAMES else None


@contextmanager
def _language_of(opened: Opened) -> Iterator[None]:
    wished = _wished() or opened.survey.language
    with force_locale(BABEL_NAMES.get(wished, "en_GB")):
        yield


def _page(template: str, opened: Opened, token: str, **context: object) -> Response:
    is_refused = queries.refused_at(db.session(), opened.customer.id) is not None
    shown = {"token": token, "wished": _wished(), "is_refused": is_refused, **context}
    page = unseen_by_others(make_response(render_template(template, **shown)))
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
