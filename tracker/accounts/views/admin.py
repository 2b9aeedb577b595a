"""The overview of the administration."""

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from tracker.accounts.admin_places import AdminPlace, add_admin_places, admin_places
from tracker.accounts.views.blueprints import blueprint
from tracker.kernel.people import Role
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role

add_admin_places(
    blueprint,
    AdminPlace("accounts.accounts", _l("Accounts"), _l("Who signs in, and as what"), "users"),
    AdminPlace("accounts.teams", _l("Teams"), _l("Office hours, holidays, managers"), "building-2"),
)


@blueprint.get("/admin")
@needs_role(Role.ADMIN)
def admin() -> ResponseReturnValue:
    return page_or_block("accounts/admin.html", "list", places=admin_places(current_app))
