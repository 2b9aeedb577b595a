"""Several promises at once: each in its own transaction, and the answer says what happened to which."""

from collections.abc import Callable, Iterable
from datetime import datetime

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from tracker.accounts.calendars import calendar_of
from tracker.audit.queries import last_events
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid, Refusal
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises import checks
from tracker.promises.forms.bulk import ENDS, Bulk, Deed, DoneForm, read_done, write_done
from tracker.promises.queries import choices, lists
from tracker.promises.records import Promise
from tracker.promises.rules import Settlement, State
from tracker.promises.shown import shown
from tracker.promises.use_cases.following_up import FollowUp, snooze_promise
from tracker.promises.use_cases.handing_over import HandOverPromise, hand_over_promise
from tracker.promises.use_cases.settling import SettlePromise, settle_promise
from tracker.promises.use_cases.undoing import undo
from tracker.promises.views.room import blueprint
from tracker.web.addresses import next_address, see_other
from tracker.web.forms import UNPROCESSABLE
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_sign_in, viewer
from tracker.worktime.arithmetic import next_opening
from tracker.worktime.working_days import end_of_working_day
from tracker.worktime.zones import local_day

Do = Callable[[Session, int, int], object]


@blueprint.post("/promises/together")
@needs_sign_in
def together() -> ResponseReturnValue:
    """Do one thing with every selected promise; endings are asked about on a page of their own first."""
    bulk = Bulk.of_request()
    if bulk.asks_first:
        return _ask(bulk)
    lacking = _lacking(bulk, now())
    if lacking is not None:
        return _ask(bulk, lacking)
    done, refused = _each(bulk.versions.items(), _deed(bulk, viewer(), now()))
    _say(bulk.deed, len(done), refused)
    if not done:
        return see_other(bulk.back)
    events = last_events(db.session(), "promise", done)
    joint = "&" if "?" in bulk.back else "?"
    return see_other(f"{bulk.back}{joint}done={write_done(events)}")


@blueprint.post("/promises/together/undo")
@needs_sign_in
def undo_together() -> ResponseReturnValue:
    """Take back what was done to several promises at once."""
    who, moment = viewer(), now()
    events = read_done(request.form.get("done"))
    done, refused = _each(
        events.items(), lambda session, promise, event: undo(session, promise, event, actor=who, now=moment)
    )
    flash(ngettext("%(num)d promise is as it was.", "%(num)d promises are as they were.", len(done)), "ok")
    _say_refused(refused)
    return see_other(next_address("/promises"))


def _ask(bulk: Bulk, lacking: Invalid | None = None) -> ResponseReturnValue:
    """Ask what it needs, or once more; with what was lacking nothing is lost of what was chosen and typed."""
    session, moment = db.session(), now()
    found = lists.these(session, viewer(), sorted(bulk.versions))
    answer = page_or_block(
        "promises/together.html",
        "main",
        bulk=bulk,
        promises=[shown(promise, moment) for promise in found],
        causes=choices.causes(session),
        people=choices.possible_owners(session, viewer()),
        needs_cause=bulk.deed in ENDS and _needs_cause(bulk, found, moment),
        done=_done_form(moment),
        lacking=lacking and {"field": lacking.field, "words": lacking.said(gettext)},
    )
    answer.status_code = UNPROCESSABLE if lacking else answer.status_code
    return answer


def _lacking(bulk: Bulk, moment: datetime) -> Invalid | None:
    """Return what the form lacks for any of the promises: then nothing happens to the others either."""
    if bulk.deed is Deed.HAND_OVER and bulk.to_id is None:
        return Invalid(N_("Choose who takes them over."), field="to")
    if bulk.deed is Deed.KEEP and not _is_said_when(_done_form(moment)):
        return Invalid(N_("Say when it was done."), field="kept_at")
    if bulk.deed in ENDS and bulk.cause_id is None:
        found = lists.these(db.session(), viewer(), sorted(bulk.versions))
        return Invalid(checks.CHOOSE_A_CAUSE, field="cause") if _needs_cause(bulk, found, moment) else None
    return None


def _is_said_when(form: DoneForm) -> bool:
    return form.validate() and form.kept_at_day.data is not None


def _done_form(moment: datetime) -> DoneForm:
    return DoneForm.of_request(viewer().time_zone, moment)


def _needs_cause(bulk: Bulk, promises: Iterable[Promise], moment: datetime) -> bool:
    settlement = _settlement(bulk, moment)
    return any(checks.needs_cause(promise.facts(), settlement) for promise in promises)


def _each(pairs: Iterable[tuple[int, int]], do: Do) -> tuple[list[int], list[Refusal]]:
    """Do it with each (promise, version or event); return those done, and why the others were not."""
    done: list[int] = []
    refused: list[Refusal] = []
    for promise_id, seen in pairs:
        try:
            with transaction() as session:
                do(session, promise_id, seen)
            done.append(promise_id)
        except Refusal as refusal:
            refused.append(refusal)
    return done, refused


def _deed(bulk: Bulk, who: Viewer, moment: datetime) -> Do:
    """Return the use case that is called for each promise."""
    if bulk.deed is Deed.HAND_OVER:
        return _hand_over(bulk, who, moment)
    if bulk.deed is Deed.REMIND:
        return _remind(who, moment)
    return _end(bulk, who, moment)


def _hand_over(bulk: Bulk, who: Viewer, moment: datetime) -> Do:
    to_id = bulk.to_id or 0
    return lambda session, promise_id, seen: hand_over_promise(
        session,
        HandOverPromise(promise_id=promise_id, actor=who, seen_version=seen, to_id=to_id, words=bulk.words),
        moment,
    )


def _remind(who: Viewer, moment: datetime) -> Do:
    calendar = calendar_of(db.session(), who.team_id)
    tomorrow = next_opening(end_of_working_day(local_day(moment, calendar.zone), calendar), calendar)
    return lambda session, promise_id, _seen: snooze_promise(
        session, FollowUp(promise_id=promise_id, actor=who), tomorrow, moment
    )


def _settlement(bulk: Bulk, moment: datetime) -> Settlement:
    is_kept = bulk.deed is Deed.KEEP
    return Settlement(
        outcome=State.KEPT if is_kept else State.BROKEN,
        kept_at=_done_form(moment).moment("kept_at", viewer().time_zone, moment) if is_kept else None,
        cause_id=bulk.cause_id,
        note=bulk.words,
    )


def _end(bulk: Bulk, who: Viewer, moment: datetime) -> Do:
    settlement = _settlement(bulk, moment)
    return lambda session, promise_id, seen: settle_promise(
        session, SettlePromise(promise_id=promise_id, actor=who, seen_version=seen, settlement=settlement), moment
    )


def _say(deed: Deed, many: int, refused: list[Refusal]) -> None:
    words = {
        Deed.HAND_OVER: ngettext("%(num)d promise offered.", "%(num)d promises offered.", many),
        Deed.REMIND: ngettext(
            "%(num)d reminder moved to the next working day.", "%(num)d reminders moved to the next working day.", many
        ),
        Deed.KEEP: ngettext("%(num)d promise marked as kept.", "%(num)d promises marked as kept.", many),
        Deed.BREAK: ngettext("%(num)d promise marked as broken.", "%(num)d promises marked as broken.", many),
    }
    if many:
        flash(words[deed], "ok")
    _say_refused(refused)


def _say_refused(refused: list[Refusal]) -> None:
    for reason in dict.fromkeys(refusal.said(gettext) for refusal in refused):
        many = sum(refusal.said(gettext) == reason for refusal in refused)
        flash(ngettext("%(num)d not: %(reason)s", "%(num)d not: %(reason)s", many, reason=reason), "warn")
