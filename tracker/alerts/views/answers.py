"""Answering a mail by its links: a page that asks once more, for whoever received it. Opening it changes nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import flash, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import SelectField

from tracker.accounts.queries.viewers import viewer_of
from tracker.alerts.answer_links import AnswerLink, read_token
from tracker.alerts.queries import answering as queries
from tracker.alerts.queries.answering import Answerable
from tracker.alerts.rules.messages import Action
from tracker.alerts.saying import language_of
from tracker.alerts.use_cases.acknowledging import Acknowledge, acknowledge, usual_end
from tracker.alerts.use_cases.answering import answerable, use_up
from tracker.alerts.views import reminders
from tracker.alerts.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.promises.use_cases.following_up import FollowUp, snooze_promise
from tracker.web.forms import PageForm, answer_form
from tracker.web.headers import unseen_by_others
from tracker.web.languages import BABEL_NAMES, locale_in_force
from tracker.web.moments import day_in_words, moment_in_words

SPANS = {length: words for length, words in reminders.SPANS.items() if length != "at"}
"""A moment by the clock is named in the application."""

TITLES = {Action.ACKNOWLEDGE: _l("I am on it"), Action.SNOOZE: _l("Remind me later")}
HINTS = {
    Action.ACKNOWLEDGE: _l("Until then nobody is reminded; after that the promise comes back."),
    Action.SNOOZE: _l("Only the reminder moves. The date that the customer was told stays."),
}


class AnswerForm(PageForm):
    """For how long."""

    span = SelectField(_l("For how long?"), choices=list(SPANS.items()), default="")


VIA = "mail"


@dataclass(frozen=True, slots=True)
class Asked:
    """A link that works, who received it, and what it is about."""

    link: AnswerLink
    found: Answerable
    who: Viewer
    promise: Promise


@blueprint.route("/answers/<token>", methods=["GET", "POST"])
def answer(token: str) -> ResponseReturnValue:
    """Ask once more, then answer in the name of whoever received the mail."""
    link, moment, session = read_token(token), now(), db.session()
    found = answerable(session, link.key, link.action, moment)
    with force_locale(BABEL_NAMES[language_of(found.locale)]):
        who = viewer_of(session, found.account_id)
        asked = Asked(link, found, who, finding.promise(session, who, found.promise_id))
        return unseen_by_others(make_response(_page(asked, token, moment)))


@blueprint.get("/answers/<token>/done")
def answered(token: str) -> ResponseReturnValue:
    """Say that it was answered; what exactly stands above."""
    link = read_token(token)
    found = queries.answerable(db.session(), link.key, link.action)
    with force_locale(BABEL_NAMES[language_of(found.locale if found else "")]):
        return render_template("alerts/answered.html")


def _page(asked: Asked, token: str, moment: datetime) -> ResponseReturnValue:
    form = AnswerForm()
    action = asked.link.action

    def save() -> str:
        with transaction() as session:
            use_up(session, asked.found, action, moment)
            until = _until(session, asked.promise, form, moment)
            said = _done(session, asked, until, moment)
        flash(said, "ok")
        return url_for("alerts.answered", token=token)

    context = {
        "promise": asked.promise,
        "who": asked.who,
        "due": _due(asked, moment),
        "title": TITLES[action],
        "hint": HINTS[action],
    }
    return answer_form(form, "alerts/answer.html", "card", save=save, context=context)


def _due(asked: Asked, moment: datetime) -> str:
    promise, zone, locale = asked.promise, asked.who.zone, locale_in_force()
    if promise.due_day is not None:
        return day_in_words(promise.due_day, moment.astimezone(zone).date(), locale)
    return moment_in_words(promise.due_at, moment, zone, locale) if promise.due_at else ""


def _until(session: Session, promise: Promise, form: AnswerForm, moment: datetime) -> datetime:
    span = form.span.data
    return moment + timedelta(minutes=int(span)) if span else usual_end(session, promise.team_id, moment)


def _done(session: Session, asked: Asked, until: datetime, moment: datetime) -> str:
    """Answer, and return what is said about it."""
    promise_id = asked.promise.id
    shown = moment_in_words(until, moment, asked.who.zone, locale_in_force())
    if asked.link.action is Action.ACKNOWLEDGE:
        acknowledge(session, Acknowledge(promise_id=promise_id, actor=asked.who, until=until, via=VIA), moment)
        return gettext("On it until %(moment)s. Then it comes back.", moment=shown)
    snooze_promise(session, FollowUp(promise_id=promise_id, actor=asked.who, via=VIA), until, moment)
    return gettext("The reminder comes %(moment)s; the date stays.", moment=shown)
