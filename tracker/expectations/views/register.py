"""What one customer expects: the register on their page, and writing something into it."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import IntegrityError

from tracker.customers import queries as customers
from tracker.expectations.forms import NoteForm
from tracker.expectations.queries import register as queries
from tracker.expectations.rules import was_disappointed
from tracker.expectations.use_cases.noting import note_expectation
from tracker.expectations.views.room import blueprint, words
from tracker.kernel.bounds import number
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.kernel.words import N_
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.web.languages import language


@blueprint.get("/customers/<int:customer_id>/expectations")
@needs_sign_in
def of_customer(customer_id: int) -> ResponseReturnValue:
    """Show what a customer expects, what is open first; as a page, or as a part of the customer's."""
    session, who, moment = db.session(), viewer(), now()
    entries = queries.of_customer(session, who, customer_id)
    return page_or_block(
        "expectations/customer.html",
        "list",
        customer=customers.customer(session, who, customer_id),
        entries=[(each, was_disappointed(each.facts(), moment)) for each in entries],
        language=language(),
        **words(),
    )


@blueprint.route("/customers/<int:customer_id>/expectations/new", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def note(customer_id: int) -> ResponseReturnValue:
    session, form = db.session(), NoteForm()
    customer = customers.customer(session, viewer(), customer_id)
    topics = queries.topics(session, only_active=True)
    form.topic.choices = [(each.id, each.title_in(language())) for each in topics]
    if request.method == "GET":
        form.topic.data = request.args.get("topic", type=number)
        form.decision.data = request.args.get("decision", "", type=str)
    context = {
        "customer": customer,
        "honest": [(each.title_in(language()), each.honest_in(customer.language)) for each in topics],
    }
    return answer_form(form, "expectations/note.html", "form", save=lambda: _save(form, customer_id), context=context)


def _save(form: NoteForm, customer_id: int) -> str:
    try:
        with transaction() as session:
            noted = note_expectation(session, form.command(viewer(), customer_id), now())
            address = url_for(".of_customer", customer_id=noted.customer_id)
    except IntegrityError:
        raise Invalid(N_("This is in the register already, and open: answer it there."), field="topic") from None
    flash(gettext("Written down."), "ok")
    return address
