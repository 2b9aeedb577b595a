"""The quick line: read while it is typed, saved with Enter, opened as a form with Tab."""

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response

from tracker.capture.forms import QuickLineForm
from tracker.capture.queries.naming import Named
from tracker.capture.rules.line.parts import LONGEST_LINE
from tracker.capture.use_cases.understanding import understand
from tracker.capture.use_cases.understood import Understood
from tracker.capture.views.room import blueprint
from tracker.capture.views.saving import as_fields, saved_words, store
from tracker.capture.views.showing import chips
from tracker.customers.queries import customer as customer_with
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db
from tracker.kernel.people import Role
from tracker.promises.shown import name_of
from tracker.web.addresses import next_address, see_other
from tracker.web.forms import UNPROCESSABLE
from tracker.web.fragments import varying, wants_fragment
from tracker.web.guards import needs_role, viewer
from tracker.web.texts import clean_line


@blueprint.get("/line")
@needs_role(Role.AGENT, Role.MANAGER)
def line() -> ResponseReturnValue:
    """Show what a line says: under the line while it is typed, on a page of its own without scripts."""
    form = QuickLineForm(request.args)
    text = clean_line(form.line.data)[:LONGEST_LINE]
    if wants_fragment():
        return varying(make_response(render_template("capture/_says.html", **_meaning(form, text))))
    return _page(form, text)


@blueprint.post("/line")
@needs_role(Role.AGENT, Role.MANAGER)
def save() -> ResponseReturnValue:
    """Promise what the line says, save it as a draft, or show it: as another line, or as a form."""
    form = QuickLineForm()
    if "instead" in request.form:
        return _page(form, clean_line(request.form["instead"])[:LONGEST_LINE])
    if not form.validate():
        return _refused(form)
    said = _understood(form, form.line.data or "")
    if request.form.get("do") == "form":
        return see_other(url_for("promises.new", **as_fields(said, viewer())))
    if said.is_doubtful and not form.is_seen:
        return _page(form, said.line, asks=True)
    return _saved(form, said)


def _saved(form: QuickLineForm, said: Understood) -> ResponseReturnValue:
    try:
        promise_id, is_new = store(
            said.command(viewer(), name_of(said.kind)),
            is_complete=said.is_complete,
            form_key=form.form_key,
            unclear=said.whom.words,
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return _refused(form)
    if is_new:
        flash(saved_words(promise_id), "ok")
    return see_other(next_address(url_for("promises.show", promise_id=promise_id)))


def _refused(form: QuickLineForm) -> Response:
    fault = " ".join(words for _field, words in form.faults())
    answer = _page(form, (form.line.data or "")[:LONGEST_LINE], fault=fault)
    answer.status_code = UNPROCESSABLE
    return answer


def _page(form: QuickLineForm, text: str, *, fault: str = "", asks: bool = False) -> Response:
    more = {"fault": fault, "asks": asks, "line_next": next_address(), "line_customer": form.customer_id}
    return varying(make_response(render_template("capture/line.html", **_meaning(form, text), **more)))


def _meaning(form: QuickLineForm, text: str) -> dict[str, object]:
    """Return what a line says, in words."""
    if not text:
        return {"text": "", "chips": ()}
    said = _understood(form, text)
    return {
        "text": text,
        "chips": chips(said, viewer()),
        "statement": said.statement or name_of(said.kind),
        "is_complete": said.is_complete,
    }


def _understood(form: QuickLineForm, text: str) -> Understood:
    session, who = db.session(), viewer()
    return understand(session, text, who, now(), customer=_of_page(form.customer_id))


def _of_page(customer_id: int | None) -> Named | None:
    if customer_id is None:
        return None
    here = customer_with(db.session(), viewer(), customer_id)
    return Named(here.id, here.name, here.reference, here.region)
