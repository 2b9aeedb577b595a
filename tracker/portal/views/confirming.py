"""Confirming a promise to its customer by mail: what will be sent is shown before, and can be changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.alerts import words
from tracker.customers.queries import mail_addresses
from tracker.kernel.clock import now
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.extensions import db, transaction
from tracker.portal.confirmation_mails import drafted
from tracker.portal.confirming import Sent, Telling
from tracker.portal.forms import ConfirmationForm
from tracker.portal.queries.confirmations import sent_for
from tracker.portal.use_cases.confirming import Confirm, confirm, telling_of
from tracker.portal.views.managing import blueprint
from tracker.promises.queries import finding
from tracker.promises.records import Promise
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import LANGUAGE_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies before somebody who wants to confirm a promise; `refused` says why there is nothing to confirm."""

    promise: Promise
    addresses: Sequence[str] = ()
    telling: Telling | None = None
    refused: str = ""
    sent: Sent | None = None

    @property
    def state(self) -> str:
        """How the last mail stands, in words."""
        return str(words.STATES.get(self.sent.state, "")) if self.sent else ""

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to send: the date was confirmed, to the only address."""
        return self.sent is not None and not self.sent.is_given_up and list(self.addresses) == [self.sent.email]

    @property
    def language(self) -> str:
        """The customer's language by its own name."""
        return LANGUAGE_NAMES.get(self.telling.language, "") if self.telling else ""


@blueprint.route("/promises/<int:promise_id>/confirmation", methods=["GET", "POST"])
@needs_sign_in
def confirmation(promise_id: int) -> ResponseReturnValue:
    """Show the mail as it will be sent, and send it."""
    desk = _desk(promise_id)
    form = ConfirmationForm(data=_proposed(desk))
    form.email.choices = [(each, each) for each in desk.addresses]

    def save() -> str:
        _send(form, promise_id)
        flash(gettext("The mail is on its way. What was sent stands in the history."), "ok")
        return url_for("promises.show", promise_id=promise_id)

    def context() -> dict[str, object]:
        return {"desk": _desk(promise_id) if form.is_submitted() else desk}

    return answer_form(form, "portal/confirm.html", "form", save=save, context=context)


def _send(form: ConfirmationForm, promise_id: int) -> None:
    """Send it. What has changed meanwhile is shown beside what was typed, which can then be sent knowingly."""
    wish = Confirm(
        promise_id=promise_id,
        actor=viewer(),
        email=form.email.data or "",
        subject=form.subject.data or "",
        text=form.text.data or "",
        seen_version=form.version,
    )
    try:
        with transaction() as session:
            confirm(session, wish, now())
    except ChangedMeanwhile as change:
        form.seen_version.data = finding.promise(db.session(), viewer(), promise_id).row_version
        raise Invalid(change.message) from change


def _desk(promise_id: int) -> Desk:
    """Gather what is needed; a draft has no customer yet, and what cannot be confirmed says why."""
    session = db.session()
    promise = finding.promise(session, viewer(), promise_id)
    customer = promise.customer
    if customer is None:
        return Desk(promise=promise, refused=gettext("A draft is not a promise yet."))
    try:
        telling = telling_of(session, promise, customer, now())
    except Invalid as refusal:
        return Desk(promise=promise, refused=refusal.said(gettext))
    sent = sent_for(session, promise)
    addresses = mail_addresses(session, customer.id)
    return Desk(promise=promise, addresses=addresses, telling=telling, sent=sent[-1] if sent else None)


def _proposed(desk: Desk) -> dict[str, object]:
    if desk.telling is None:
        return {}
    subject, text = drafted(desk.telling)
    return {"seen_version": desk.promise.row_version, "subject": subject, "text": text}
