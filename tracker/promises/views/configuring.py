"""The administration of kinds and causes."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.accounts.admin_places import AdminPlace, add_admin_places
from tracker.kernel.clock import now
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.promises.forms.configuring import MINUTE, CauseForm, KindForm, wording_of
from tracker.promises.queries import configuring as queries
from tracker.promises.shown import name_of
from tracker.promises.use_cases.configuring import save_cause, save_kind
from tracker.promises.views.room import blueprint
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer

add_admin_places(
    blueprint,
    AdminPlace(
        "promises.kinds", _l("Kinds of promises"), _l("What is promised, and how late is still on time"), "list"
    ),
    AdminPlace("promises.causes", _l("Causes"), _l("Why promises are not kept as they were made"), "triangle-alert"),
)


@blueprint.get("/admin/kinds")
@needs_role(Role.ADMIN)
def kinds() -> ResponseReturnValue:
    listed = [(each, name_of(each)) for each in queries.all_kinds(db.session())]
    return page_or_block("promises/kinds.html", "list", kinds=listed)


@blueprint.route("/admin/kinds/new", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def new_kind() -> ResponseReturnValue:
    return _answer_kind(KindForm(), gettext("New kind"))


@blueprint.route("/admin/kinds/<int:kind_id>", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def kind(kind_id: int) -> ResponseReturnValue:
    known = queries.kind(db.session(), kind_id)
    form = KindForm(data={**wording_of(known), "tolerance": known.tolerance // MINUTE})
    return _answer_kind(form, name_of(known), kind_id)


@blueprint.get("/admin/causes")
@needs_role(Role.ADMIN)
def causes() -> ResponseReturnValue:
    listed = [(each, name_of(each)) for each in queries.all_causes(db.session())]
    return page_or_block("promises/causes.html", "list", causes=listed)


@blueprint.route("/admin/causes/new", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def new_cause() -> ResponseReturnValue:
    return _answer_cause(CauseForm(), gettext("New cause"))


@blueprint.route("/admin/causes/<int:cause_id>", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def cause(cause_id: int) -> ResponseReturnValue:
    known = queries.cause(db.session(), cause_id)
    return _answer_cause(CauseForm(data=wording_of(known)), name_of(known), cause_id)


def _answer_kind(form: KindForm, title: str, kind_id: int | None = None) -> ResponseReturnValue:
    def save() -> str:
        with transaction() as session:
            wording, span = form.wording(), form.span()
            saved = save_kind(session, kind_id, wording, tolerance=span, actor=viewer(), now=now())
        flash(gettext("Saved: %(name)s", name=name_of(saved)), "ok")
        return url_for("promises.kinds")

    context = {"title": title, "back": url_for("promises.kinds"), "back_label": gettext("Kinds of promises")}
    return answer_form(form, "promises/configure.html", "form", save=save, context=context)


def _answer_cause(form: CauseForm, title: str, cause_id: int | None = None) -> ResponseReturnValue:
    def save() -> str:
        with transaction() as session:
            saved = save_cause(session, cause_id, form.wording(), actor=viewer(), now=now())
        flash(gettext("Saved: %(name)s", name=name_of(saved)), "ok")
        return url_for("promises.causes")

    context = {"title": title, "back": url_for("promises.causes"), "back_label": gettext("Causes")}
    return answer_form(form, "promises/configure.html", "form", save=save, context=context)
