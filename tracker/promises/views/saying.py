"""What is said when a promise was saved: what was understood, with a link to it."""

from flask import flash
from flask_babel import gettext
from markupsafe import Markup

from tracker.customers.records import Customer
from tracker.kernel.clock import now
from tracker.promises.forms.new import NewPromiseForm
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.promises.shown import due_in_words
from tracker.promises.views.confirming import with_offer
from tracker.promises.views.entering import CLOCK_CHANGES


def say_saved(promise: Promise, customer: Customer | None, form: NewPromiseForm, *, link: str = "") -> None:
    """Say for whom and until when it was saved, and what the clocks do to that time.

    `link` is the promise's page, where another one comes next.
    """
    until = due_in_words(promise.due_at, promise.due_day, now())
    if promise.state == State.DRAFT or customer is None:
        words = gettext("Saved as draft. Only its owner sees it.")
    else:
        words = gettext("Saved for %(name)s, %(due)s.", name=customer.name, due=until)
    shown = Markup('{} <a href="{}">{}</a>').format(words, link, gettext("Show promise"))
    flash(with_offer(shown, promise) if link else words, "ok")
    if change := form.entered_due(promise.zone).clock_change():
        flash(str(CLOCK_CHANGES[change]), "warn")
