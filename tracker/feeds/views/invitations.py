"""Inviting a customer to an appointment: what will be sent is shown before."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import EmailField, SelectField
from wtforms.validators import Length

from tracker.alerts import words
from tracker.customers.queries import mail_addresses
from tracker.feeds.following import is_moved
from tracker.feeds.invitation_mails import compose, composing
from tracker.feeds.itip import Appointment, Method, Person
from tracker.feeds.queries import invitations as queries
from tracker.feeds.records import Invitation
from tracker.feeds.use_cases.invitations import (
    Invite,
    Message,
    check_can_be_invited_to,
    invite,
    posting_key,
    told_by,
)
from tracker.feeds.views.settings import blueprint
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.web.forms import LineField, PageForm, answer_form, needed
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import LANGUAGE_NAMES
from tracker.web.texts import clean_line


class InvitationForm(PageForm):
    """To whom, and in which language."""

    email = EmailField(_l("Mail address"), [needed(_l("Which mail address?")), Length(max=254)], filters=[clean_line])
    name = LineField(_l("Name"), [needed(_l("Whom do we write to?")), Length(max=120)])
    language = SelectField(_l("Language"), choices=list(LANGUAGE_NAMES.items()))

    def to(self) -> Person:
        """Return who is invited."""
        return Person(self.name.data or "", self.email.data or "")


@blueprint.route("/promises/<int:promise_id>/invitation", methods=["GET", "POST"])
@needs_sign_in
def invitation(promise_id: int) -> ResponseReturnValue:
    """Show what will be sent, and send it."""
    who, moment, session = viewer(), now(), db.session()
    promise = finding.promise(session, who, promise_id)
    sent = queries.of_promise(session, promise_id)
    form = InvitationForm(data=_usual(session, promise, sent))

    def save() -> str:
        wish = Invite(promise_id=promise_id, actor=who, to=form.to(), language=form.language.data)
        with transaction() as session:
            invite(session, wish, composing(moment), moment)
        flash(gettext("The invitation is on its way. The customer's calendar follows every new date."), "ok")
        return url_for("promises.show", promise_id=promise_id)

    def context() -> dict[str, object]:
        return {"promise": promise, "sent": _sent(session, sent), "mail": _preview(session, promise, form, sent)}

    return answer_form(form, "feeds/invitation.html", "form", save=save, context=context)


def _usual(session: Session, promise: Promise, sent: Invitation | None) -> dict[str, str]:
    if sent is not None:
        return {"email": sent.email, "name": sent.name, "language": sent.language}
    customer = promise.customer
    if customer is None:
        return {}
    email = next(iter(mail_addresses(session, customer.id)), "")
    return {"email": email, "name": customer.name, "language": customer.language}


def _sent(session: Session, sent: Invitation | None) -> dict[str, object] | None:
    """Return what became of the last message."""
    if sent is None:
        return None
    state, said = queries.state_of_delivery(session, posting_key(sent))
    is_off = sent.cancelled_at is not None
    return {"to": sent.email, "at": sent.sent_at, "is_off": is_off, "state": words.STATES.get(state, ""), "said": said}


def _preview(session: Session, promise: Promise, form: InvitationForm, sent: Invitation | None) -> object:
    """Return the mail as it would be sent now; a refusal says why there is none."""
    try:
        appointment: Appointment = check_can_be_invited_to(session, promise)
    except Invalid as refusal:
        return {"refused": refusal.said(gettext)}
    message = Message(
        promise_id=promise.id,
        sequence=sent.sequence + 1 if sent else 0,
        method=Method.REQUEST,
        appointment=appointment,
        is_moved=is_moved(told_by(sent), appointment, form.to().email),
        to=form.to(),
        language=form.language.data if form.language.data in LANGUAGE_NAMES else "en",
        zone=queries.zone_of_customer(session, promise),
    )
    return compose(message, now())
