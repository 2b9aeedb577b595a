"""Days off from calendars: first look at what is in one, then enter what was chosen."""

from collections.abc import Callable, Mapping

from flask import Blueprint, current_app, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from tracker.accounts.calendars import calendar_of
from tracker.accounts.queries.absences import absences_from
from tracker.accounts.queries.teams import team as team_with_hours
from tracker.accounts.rules.throttle import limits_for
from tracker.accounts.use_cases.absences import PlanAbsence, plan_absences
from tracker.accounts.use_cases.teams import ClosingDayWish, add_closing_days
from tracker.accounts.use_cases.throttle import count_attempt
from tracker.accounts.views.absences import account_to_plan_for, address_of, deputies_offered
from tracker.daysoff import rules
from tracker.daysoff.forms import AwayForm, SourceForm, chosen, written
from tracker.daysoff.reading import read
from tracker.daysoff.rules import Offer, Stretch
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid, TooMany
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role
from tracker.kernel.words import N_
from tracker.web.addresses import see_other
from tracker.web.forms import UNPROCESSABLE
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, needs_sign_in, viewer
from tracker.worktime.zones import local_day

blueprint = Blueprint("daysoff", __name__)

Look = Callable[[bytes], tuple[Offer, int]]


@blueprint.route("/admin/teams/<int:team_id>/closing-days/read", methods=["GET", "POST"])
@needs_role(Role.ADMIN)
def read_closing_days(team_id: int) -> ResponseReturnValue:
    team = team_with_hours(db.session(), team_id)
    zone, context = team.time_zone, {"team_id": team.id, "team_name": team.name}

    def look(content: bytes) -> tuple[Offer, int]:
        held = read(content, zone)
        closed = calendar_of(db.session(), team_id).closed_days
        found = rules.stretches(held.entries, local_day(now(), zone))
        return rules.closing_days(found, closed.__contains__), held.unclear

    return _answer(SourceForm(), "daysoff/closing_days.html", look, context)


@blueprint.post("/admin/teams/<int:team_id>/closing-days/enter")
@needs_role(Role.ADMIN)
def enter_closing_days(team_id: int) -> ResponseReturnValue:
    wishes = [ClosingDayWish(each.first, each.title) for each in chosen(request.form.getlist("chosen"))]
    with transaction() as session:
        count = add_closing_days(session, team_id, wishes, actor=viewer(), now=now())
    _say(count, ngettext("One closing day is entered.", "%(num)d closing days are entered.", count))
    return see_other(url_for("accounts.closing_days", team_id=team_id))


@blueprint.route("/accounts/<int:account_id>/absences/read", methods=["GET", "POST"])
@needs_sign_in
def read_absences(account_id: int) -> ResponseReturnValue:
    account = account_to_plan_for(account_id)
    away, zone = AwayForm(formdata=None), account.time_zone
    away.deputy_id.choices = deputies_offered(account)
    context = {"account_id": account_id, "back": address_of(account_id), "away": away}

    def look(content: bytes) -> tuple[Offer, int]:
        held, today = read(content, zone), local_day(now(), zone)
        known = [Stretch(each.first_day, each.last_day) for each in absences_from(db.session(), account_id, today)]
        found = rules.stretches(rules.busy(held.entries), today)
        return rules.absences(found, lambda day: any(each.first <= day <= each.last for each in known)), held.unclear

    return _answer(SourceForm(), "daysoff/absences.html", look, context)


@blueprint.post("/accounts/<int:account_id>/absences/enter")
@needs_sign_in
def enter_absences(account_id: int) -> ResponseReturnValue:
    away = AwayForm()
    away.deputy_id.choices = deputies_offered(account_to_plan_for(account_id))
    if not away.validate_on_submit():
        raise Invalid(N_("Choose who stands in."), field="deputy_id")
    plans = [
        PlanAbsence(account_id=account_id, first_day=each.first, last_day=each.last, deputy_id=away.deputy_id.data)
        for each in chosen(request.form.getlist("chosen"))
    ]
    with transaction() as session:
        plan_absences(session, account_id, plans, actor=viewer(), now=now())
    _say(len(plans), ngettext("One absence is entered.", "%(num)d absences are entered.", len(plans)))
    return see_other(address_of(account_id))


def _say(count: int, words: str) -> None:
    flash(words if count else gettext("Nothing was chosen that would be new."), "ok" if count else "warn")


def _answer(form: SourceForm, template: str, look: Look, context: Mapping[str, object]) -> ResponseReturnValue:
    """Show where a calendar may come from; once one was given, what is in it. Nothing is stored."""
    offer, unclear = None, 0
    if form.validate_on_submit():
        try:
            offer, unclear = look(_content(form))
        except Invalid as refusal:
            form.refuse(refusal)
    shown = {"form": form, "offer": offer, "unclear": unclear, "written": written}
    answer = page_or_block(template, "main", **shown, **context)
    answer.status_code = UNPROCESSABLE if form.is_submitted() and offer is None else answer.status_code
    return answer


def _content(form: SourceForm) -> bytes:
    """Get the calendar, with no transaction open meanwhile, and not as often as somebody likes."""
    limits = limits_for("calendar", str(viewer().id), request.remote_addr)
    with transaction() as session:
        wait = count_attempt(session, limits, now())
    if wait is not None:
        raise TooMany(N_("Too many attempts."), retry_after_s=int(wait.total_seconds()) + 1)
    return form.content(current_app.extensions["outbound"])
