"""The administration of tiers."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.accounts.admin_places import AdminPlace, add_admin_places
from tracker.customers import queries
from tracker.customers.forms.tiers import TierForm
from tracker.customers.use_cases import SaveTier, save_tier
from tracker.customers.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer
from tracker.web.languages import language

add_admin_places(
    blueprint,
    AdminPlace("customers.tiers", _l("Customer tiers"), _l("Who matters how much, and is asked how often"), "tag"),
)


@blueprint.get("/admin/tiers")
@needs_role(Role.ADMIN)
def tiers() -> ResponseReturnValue:
    listed = [(tier, tier.name_in(language())) for tier in reversed(queries.tiers(db.session()))]
    return page_or_block("customers/tiers.html", "list", tiers=listed)


@blueprint.route("/admin/tiers/new", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def new_tier() -> ResponseReturnValue:
    return _answer(TierForm(), gettext("New tier"))


@blueprint.route("/admin/tiers/<int:tier_id>", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def tier(tier_id: int) -> ResponseReturnValue:
    known = queries.tier(db.session(), tier_id)
    return _answer(TierForm(obj=known), known.name_in(language()), tier_id)


def _answer(form: TierForm, title: str, tier_id: int | None = None) -> ResponseReturnValue:
    who = viewer()

    def save() -> str:
        with transaction() as session:
            saved = save_tier(session, SaveTier(actor=who, tier=form.facts(), tier_id=tier_id), now())
        flash(gettext("Saved: %(name)s", name=saved.name_in(language())), "ok")
        return url_for("customers.tiers")

    return answer_form(form, "customers/tier.html", "form", save=save, context={"title": title})
