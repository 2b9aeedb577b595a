"""What is said when a promise was saved: what was understood, with a link to it."""

from flask import flash, url_for
from flask_babel import gettext
from markupsafe import Markup

from tracker.customers.records import Customer
from tracker.kernel.clock import now
from tracker.promises.forms.new import NewPromiseForm
from tracker.promises.records import Promise
from tracker.promises.rules import State
from tracker.promises.shown import due_in_words
from tracker.promises.views.entering import CLOCK_CHANGES


def say_saved(promise: Promise, customer: Customer | None, form: NewPromiseForm) -> None:
    """Say for whom and until when it was saved, and what the clocks do to that time."""
    until = due_in_words(promise.due_at, promise.due_day, now())
    if promise.state == State.DRAFT or customer is None:
        words = gettext("Saved as draft. Only its owner sees it.")
    else:
        words = gettext("Saved for %(name)s, %(due)s.", name=customer.name, due=until)
    address = url_for("promises.show", promise_id=promise.id)
    flash(Markup('{} <a href="{}">{}</a>').format(words, address, gettext("Show promise")), "ok")
    if change := form.entered_due(promise.zone).clock_change():
        flash(str(CLOCK_CHANGES[change]), "warn")
