"""What customers open: no sign-in, no cookie, no script; the secret in the address is all that counts.

It also stands for the token against forged requests: whoever does not know it cannot forge an address.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from tracker.alerts.rules.ladders import NoticeKind
from tracker.alerts.use_cases.news import News, owner_told_from, tell_owner
from tracker.kernel.clock import now
from tracker.kernel.errors import NotFound, Refusal, TooMany
from tracker.kernel.extensions import db, transaction
from tracker.kernel.link_secrets import fingerprint, may_be_secret
from tracker.kernel.polls import Polls
from tracker.kernel.words import N_
from tracker.portal import sheet
from tracker.portal.forms import SayForm
from tracker.portal.queries import links, promises
from tracker.portal.queries.links import Opened
from tracker.portal.queries.promises import Told
from tracker.portal.rules import Word, check_holds, check_may_say
from tracker.portal.sheet import Reader
from tracker.portal.use_cases.links import note_opening
from tracker.portal.use_cases.saying import Say, note_telling, say
from tracker.portal.words import BUTTONS, CONSEQUENCES, QUESTIONS, learning
from tracker.promises.rules import standing
from tracker.web.addresses import see_other
from tracker.web.headers import unseen_by_others
from tracker.web.languages import BABEL_NAMES
from tracker.web.pages import csrf

UNPROCESSABLE = 422
NOTICES = {
    Word.OBJECTS: NoticeKind.CUSTOMER_OBJECTS,
    Word.CALL: NoticeKind.CUSTOMER_CALL,
    Word.THANKS: NoticeKind.CUSTOMER_THANKS,
}

blueprint = Blueprint("door", __name__)


@blueprint.record
def prepare(state: BlueprintSetupState) -> None:
    """Give the application its count of openings."""
    cast("Flask", state.app).extensions["page_polls"] = Polls()


@blueprint.get("/p/<secret>")
def show(secret: str) -> ResponseReturnValue:
    """Show what was promised: what is open first, then what was."""
    opened = _admitted(secret)
    if opened.link.facts().is_stamp_old(now()):
        with transaction() as session:
            note_opening(session, opened.link.id, now())
    session, moment, reader = db.session(), now(), _reader(opened)
    owed = promises.open_promises(session, opened.customer)
    earlier = promises.earlier_promises(session, opened.customer, moment)
    with _language_of(opened):
        shown = sheet.entries(session, [*owed, *earlier], reader, moment)
        return _page(
            "portal/page.html",
            secret=secret,
            customer=opened.customer.name,
            owed=[each for each in shown if each.is_open],
            earlier=[each for each in shown if not each.is_open],
            as_of=reader.when(moment),
        )


@blueprint.route("/p/<secret>/<int:promise_id>/<word>", methods=["GET", "POST"])
def ask(secret: str, promise_id: int, word: str) -> ResponseReturnValue:
    """Ask whether that is really to be said; what is sent reaches the owner and settles nothing."""
    opened, chosen = _admitted(secret), _word(word)
    told = promises.one_promise(db.session(), opened.customer, promise_id)
    check_may_say(chosen, standing(told.facts, now()))
    with _language_of(opened):
        form = SayForm()
        if not form.validate_on_submit():
            return _question(form, opened, told, chosen)
        try:
            _pass_on(Say(token_hash=fingerprint(secret), promise_id=promise_id, word=chosen, words=form.said))
        except TooMany as refusal:
            form.words.errors = (refusal.said(gettext),)
            return _not_now(_question(form, opened, told, chosen), refusal)
        return see_other(url_for(".show", secret=secret, language=_wished()) + f"#promise-{promise_id}")


csrf.exempt(ask)


def _question(form: SayForm, opened: Opened, told: Told, word: Word) -> Response:
    """Ask, with what is known of the promise; what was typed stays, if something is wrong with it."""
    reader, moment, session = _reader(opened), now(), db.session()
    told_from = owner_told_from(session, News(promise_id=told.facts.id, kind=NOTICES[word], number=0), moment)
    page = _page(
        "portal/ask.html",
        form=form,
        secret=(request.view_args or {})["secret"],
        entry=sheet.entries(session, [told], reader, moment)[0],
        asked={
            "question": QUESTIONS[word],
            "consequence": f"{learning(reader.when(told_from))} {CONSEQUENCES[word]}",
            "button": BUTTONS[word],
        },
        as_of=reader.when(moment),
    )
    page.status_code = UNPROCESSABLE if form.is_submitted() else page.status_code
    return page


def _not_now(page: Response, refusal: TooMany) -> Response:
    page.status_code, page.headers["Retry-After"] = refusal.status, str(refusal.retry_after_s)
    return page


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    """Answer strangers in a line, in the language of their browser."""
    wished = request.accept_languages.best_match(list(BABEL_NAMES), current_app.extensions["settings"].locale)
    with force_locale(BABEL_NAMES[_wished() or wished]):
        answer = _page("portal/refused.html", words=refusal.said(gettext))
    if isinstance(refusal, TooMany):
        return _not_now(answer, refusal)
    answer.status_code = refusal.status
    return answer


def _admitted(secret: str) -> Opened:
    """Return what the secret opens, if it still holds and is not used far too often."""
    found = links.opened(db.session(), fingerprint(secret)) if may_be_secret(secret) else None
    if found is None:
        raise NotFound(N_("There is no such page. Please check the address, or ask us for a new one."))
    polls: Polls = current_app.extensions["page_polls"]
    if wait := polls.seconds_to_wait(secret, now()):
        raise TooMany(N_("This page is opened far too often. Please wait a minute."), retry_after_s=wait)
    check_holds(found.link.facts(), now())
    return found


def _word(text: str) -> Word:
    try:
        return Word(text)
    except ValueError:
        raise NotFound(N_("There is no such page. Please check the address, or ask us for a new one.")) from None


def _pass_on(said: Say) -> None:
    with transaction() as session:
        number = say(session, said, now())
        if number is not None:
            news = News(promise_id=said.promise_id, kind=NOTICES[said.word], number=number)
            note_telling(session, number, tell_owner(session, news, now()))


def _reader(opened: Opened) -> Reader:
    return Reader(ZoneInfo(opened.customer.time_zone))


def _wished() -> str | None:
    """Return the language that was chosen on the page, None for that of the link."""
    wished = request.args.get("language")
    return wished if wished in BABEL_NAMES else None


@contextmanager
def _language_of(opened: Opened) -> Iterator[None]:
    with force_locale(BABEL_NAMES[_wished() or opened.link.language]):
        yield


def _page(template: str, **context: object) -> Response:
    page = unseen_by_others(make_response(render_template(template, wished=_wished(), **context)))
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
