"""A mail, chat or transcript: what we promised in it, and one click to take that over."""

from collections.abc import Sequence

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from tracker.capture.forms import TranscriptForm, once
from tracker.capture.queries.naming import Named, named_from
from tracker.capture.queries.reaching import customers_at
from tracker.capture.rules.texts.mails import MailText
from tracker.capture.use_cases.reading import ReadPromise, ReadText, read_text
from tracker.capture.views.found import segments, shown_promises
from tracker.capture.views.room import blueprint
from tracker.capture.views.saving import store
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db
from tracker.kernel.folding import fold
from tracker.kernel.people import Role
from tracker.kernel.words import N_
from tracker.promises.rules import Channel
from tracker.web.addresses import see_other
from tracker.web.forms import UNPROCESSABLE
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer

TEMPLATE = "capture/transcript.html"
MOST_SHOWN = 200
"""So many promises can be looked through on a page, and no form is refused for as many ticks."""


@blueprint.route("/transcript", methods=["GET", "POST"])
@needs_role(Role.AGENT, Role.MANAGER)
def transcript() -> ResponseReturnValue:
    """Ask for a text; show what was promised in it; take over what is ticked."""
    form = TranscriptForm()
    if not form.is_submitted():
        return page_or_block(TEMPLATE, "main", form=form)
    try:
        if form.validate():
            return _read(form)
    except Invalid as refusal:
        form.refuse(refusal)
    answer = page_or_block(TEMPLATE, "main", form=form)
    answer.status_code = UNPROCESSABLE
    return answer


def _read(form: TranscriptForm) -> ResponseReturnValue:
    who, do = viewer(), request.form.get("do")
    mail = form.mail()
    if not form.text.data:
        raise Invalid(N_("Paste a text, or choose a file."), field="text")
    if do == "change":
        return page_or_block(TEMPLATE, "main", form=form)
    said_at = mail.sent_at if mail and mail.sent_at and mail.sent_at <= now() else form.said_at(who.time_zone, now())
    customer, others = _whom(form, mail)
    read = read_text(db.session(), form.text.data, who, said_at, most=MOST_SHOWN)
    if do == "take":
        return _taken(form, read.promises, customer)
    form.fill("said", said_at, who.time_zone)
    form.customer.data = customer.reference if customer and mail else form.customer.data
    return _shown(form, read, customer, others)


def _shown(
    form: TranscriptForm, read: ReadText, customer: Named | None, others: Sequence[Named]
) -> ResponseReturnValue:
    context = {
        "customer": customer,
        "others": others,
        "segments": segments(form.text.data or "", read.promises),
        "left_out": read.left_out,
    }
    return page_or_block(TEMPLATE, "main", form=form, found=shown_promises(read.promises, customer), **context)


def _whom(form: TranscriptForm, mail: MailText | None) -> tuple[Named | None, Sequence[Named]]:
    """Return who was promised: as it was typed, or else whoever is reached at an address of the mail."""
    session, who, typed = db.session(), viewer(), form.customer.data or ""
    found = (
        named_from(session, who, [typed])[0] if typed else customers_at(session, who, mail.addresses if mail else ())
    )
    exact = [each for each in found if fold(typed) in {fold(each.name), fold(each.reference)}]
    likely = exact if len(exact) == 1 else found
    return (likely[0], ()) if len(likely) == 1 else (None, found)


def _taken(form: TranscriptForm, promises: Sequence[ReadPromise], customer: Named | None) -> ResponseReturnValue:
    """Promise what is ticked and complete, and make drafts of what is ticked and not."""
    ticked = set(request.form.getlist("take"))
    chosen = [each for each in promises if f"{each.sentence.start}" in ticked]
    if not chosen:
        raise Invalid(N_("Tick at least one promise."))
    drafts = 0
    for each in chosen:
        log = each.command(viewer(), customer, channel=Channel(form.channel.data))
        is_complete = each.is_complete(customer, now())
        drafts += not is_complete
        key = once(form.key.data, f"{each.sentence.start} {each.sentence.quote}")
        store(log, is_complete=is_complete, form_key=key, unclear=form.customer.data or "")
    _say(len(chosen) - drafts, drafts)
    return see_other(url_for("promises.my_day"))


def _say(promises: int, drafts: int) -> None:
    if promises:
        flash(ngettext("%(num)d promise saved.", "%(num)d promises saved.", promises), "ok")
    if drafts:
        flash(ngettext("%(num)d draft saved.", "%(num)d drafts saved.", drafts), "ok")
