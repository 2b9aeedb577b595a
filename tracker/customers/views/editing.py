"""Adding a customer, and changing one."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.accounts.forms.choices import suggested_zones
from tracker.accounts.views.editing import answer_edit
from tracker.customers import queries
from tracker.customers.forms.customers import LIKENESS_WORDS, CustomerForm, as_typed
from tracker.customers.rules.erasing import check_is_there
from tracker.customers.use_cases import add_customer, change_customer
from tracker.customers.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.web.forms import answer_form
from tracker.web.guards import needs_role, viewer
from tracker.web.texts import clean_line


@blueprint.route("/customers/new", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def new_customer() -> ResponseReturnValue:
    form, who = _new_form(), viewer()

    def save() -> str:
        with transaction() as session:
            wish = form.addition(who, even_if_alike=request.form.get("do") == "even-if-alike")
            added = add_customer(session, wish, now())
        flash(gettext("Added: %(name)s", name=added.name), "ok")
        return url_for("promises.customer_page", customer_id=added.id)

    context = {"zones": suggested_zones(), "likeness_words": LIKENESS_WORDS}
    return answer_form(form, "customers/new.html", "form", save=save, context=context)


@blueprint.route("/customers/<int:customer_id>/edit", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def edit_customer(customer_id: int) -> ResponseReturnValue:
    form, who = _form_of(customer_id), viewer()

    def save() -> str:
        with transaction() as session:
            changed = change_customer(session, form.change(who, customer_id), now())
        flash(gettext("Saved: %(name)s", name=changed.name), "ok")
        return url_for("promises.customer_page", customer_id=customer_id)

    context = {"customer_id": customer_id, "title": queries.customer(db.session(), who, customer_id).name}
    context["zones"] = suggested_zones()
    return answer_edit(
        form, "customers/edit.html", save=save, fresh=lambda: _form_of(customer_id, formdata=None), context=context
    )


def _new_form() -> CustomerForm:
    """Return an empty form, with what was looked for in vain as the name."""
    who, session = viewer(), db.session()
    usual = {"language": who.locale, "time_zone": who.time_zone, "tier_id": queries.tier_or_lowest(session, None).id}
    form = CustomerForm(data={**usual, "name": clean_line(request.args.get("name"))})
    form.offer(queries.tiers(session), queries.teams_of(session, who))
    return form


def _form_of(customer_id: int, **given: object) -> CustomerForm:
    """Return the form as it was sent, or filled with what is stored. Raises NotFound, Gone after a merge or erasure."""
    who, session = viewer(), db.session()
    known = queries.customer(session, who, customer_id)
    check_is_there(known.merged_into_id, known.erased_at)
    form = CustomerForm(data=as_typed(known), **given)
    form.offer(queries.tiers(session), queries.teams_of(session, who, also=known.team_id))
    return form
