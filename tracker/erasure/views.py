"""The page on which an administrator erases a customer: what goes, what stays, and that it is for good."""

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.customers import queries as customers
from tracker.customers.records import Customer
from tracker.customers.rules.erasing import check_is_there, check_may_erase
from tracker.customers.use_cases.erasing import records_of
from tracker.erasure.forms import EraseForm
from tracker.erasure.queries import known_of
from tracker.erasure.use_cases import EraseCustomer, erase_customer
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.web.forms import answer_form
from tracker.web.guards import needs_sign_in, viewer

blueprint = Blueprint("erasure", __name__)


@blueprint.route("/customers/<int:customer_id>/erase", methods=["GET", "POST"])
@needs_sign_in
def erase(customer_id: int) -> ResponseReturnValue:
    customer = _customer(customer_id)
    form = EraseForm(data={"seen_version": customer.row_version})
    context = {"customer": customer, "known": known_of(db.session(), records_of(db.session(), customer_id))}

    def save() -> str:
        with transaction() as writing:
            erase_customer(writing, _command(form, customer_id), now())
        flash(gettext("Erased."), "ok")
        return url_for("customers.list_customers")

    return answer_form(form, "erasure/erase.html", "main", save=save, context=context)


def _customer(customer_id: int) -> Customer:
    """Return who is to be erased. NotFound comes first: nobody learns of customers who do not exist for them."""
    customer = customers.customer(db.session(), viewer(), customer_id)
    check_may_erase(viewer())
    check_is_there(customer.merged_into_id, customer.erased_at)
    return customer


def _command(form: EraseForm, customer_id: int) -> EraseCustomer:
    return EraseCustomer(
        actor=viewer(), customer_id=customer_id, typed=form.typed.data or "", seen_version=form.version
    )
