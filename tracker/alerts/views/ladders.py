"""The reminders that go out by themselves: a list of ladders, and one form for each."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from tracker.accounts.admin_places import AdminPlace, add_admin_places
from tracker.accounts.calendars import calendar_if
from tracker.accounts.forms.teams import TeamForm
from tracker.alerts import previews, words
from tracker.alerts.forms.ladders import FORMS, LadderForm, filled
from tracker.alerts.queries import ladders as queries
from tracker.alerts.records import Ladder, Rung
from tracker.alerts.rules.ladders import About
from tracker.alerts.rules.moving import Moves
from tracker.alerts.use_cases import configuring
from tracker.alerts.views.room import blueprint
from tracker.kernel.clock import now
from tracker.kernel.errors import Forbidden
from tracker.kernel.extensions import db, transaction
from tracker.kernel.people import Role, Viewer
from tracker.promises.shown import name_of
from tracker.web.addresses import see_other
from tracker.web.forms import answer_form
from tracker.web.fragments import page_or_block
from tracker.web.guards import needs_role, viewer

add_admin_places(
    blueprint,
    AdminPlace("alerts.ladders", _l("Reminders"), _l("Who is reminded when, how, and how often"), "bell"),
)
BOTH = ["GET", "POST"]


@blueprint.get("/ladders")
@needs_role(Role.MANAGER, Role.ADMIN)
def ladders() -> ResponseReturnValue:
    """List every ladder with its rungs in words."""
    who, session = viewer(), db.session()
    teams, kinds = dict(queries.teams(session)), {kind.id: name_of(kind) for kind in queries.kinds(session)}
    shown = [each for each in queries.ladders(session) if who.may_see(each.team_id)]
    lines = [(each, _whose(each, teams, kinds), _rungs(each)) for each in shown]
    return page_or_block("alerts/ladders.html", "list", ladders=lines, may_change=lambda each: _may(who, each))


@blueprint.route("/ladders/new", methods=BOTH)
@needs_role(Role.MANAGER, Role.ADMIN)
def new_ladder() -> ResponseReturnValue:
    """Make a ladder, about promises unless the address asks for another sort."""
    about = About(wanted) if (wanted := request.args.get("about", "")) in set(About) else About.PROMISE
    form = FORMS[about](data={"rungs": [{}]})
    return _answer(form, gettext("New reminders"), None)


@blueprint.route("/ladders/<int:ladder_id>", methods=BOTH)
@needs_role(Role.MANAGER, Role.ADMIN)
def ladder(ladder_id: int) -> ResponseReturnValue:
    """Change a ladder."""
    stored = queries.ladder(db.session(), ladder_id)
    if not _may(viewer(), stored):
        raise Forbidden(_l("Managers change the reminders of their teams, administrators all of them."))
    return _answer(FORMS[About(stored.about)](data=filled(stored)), stored.name, ladder_id)


@blueprint.post("/admin/teams/<int:team_id>/moves")
@needs_role(Role.ADMIN)
def moves_by_hours(team_id: int) -> ResponseReturnValue:
    """Say what other hours of a team would do to its reminders; the form is that of the team."""
    session, form = db.session(), TeamForm()
    wish = form.wish()
    place = (wish.country, wish.region or None)
    calendar = calendar_if(session, team_id, zone=wish.time_zone, week=wish.week, place=place)
    words = _moves_in_words(previews.moves_by_hours(session, team_id, calendar, now()))
    back = url_for("accounts.team", team_id=team_id)
    return page_or_block("alerts/moves.html", "moves", moves=words, back=back)


@blueprint.post("/ladders/<int:ladder_id>/remove")
@needs_role(Role.MANAGER, Role.ADMIN)
def remove_ladder(ladder_id: int) -> ResponseReturnValue:
    """Take a ladder away."""
    who = viewer()
    with transaction() as session:
        configuring.remove_ladder(session, ladder_id, actor=who, now=now())
    flash(gettext("Removed. The more general reminders count now."), "ok")
    return see_other(url_for("alerts.ladders"))


def _answer(form: LadderForm, title: str, ladder_id: int | None) -> ResponseReturnValue:
    who, session = viewer(), db.session()
    _offer(form, who, session)
    if request.form.get("do") == "add":
        form.rungs.append_entry({})
        return page_or_block("alerts/ladder.html", "form", form=form, title=title, ladder_id=ladder_id, moves=None)
    if request.form.get("do") == "preview" and form.validate():
        seen = previews.moves_by_ladder(session, ladder_id, form.wish(), now())
        words = _moves_in_words(seen)
        return page_or_block("alerts/ladder.html", "form", form=form, title=title, ladder_id=ladder_id, moves=words)

    def save() -> str:
        with transaction() as writing:
            _save(writing, form, ladder_id, who)
        flash(gettext("Saved. What is open is being planned anew."), "ok")
        return url_for("alerts.ladders")

    context = {"title": title, "ladder_id": ladder_id, "moves": None}
    return answer_form(form, "alerts/ladder.html", "form", save=save, context=context)


def _save(session: Session, form: LadderForm, ladder_id: int | None, who: Viewer) -> Ladder:
    wish, moment = form.wish(), now()
    if ladder_id is None:
        return configuring.add_ladder(session, wish, actor=who, now=moment)
    seen = int(form.row_version.data) if str(form.row_version.data).isdecimal() else 0
    return configuring.change_ladder(session, ladder_id, seen, wish, actor=who, now=moment)


def _offer(form: LadderForm, who: Viewer, session: Session) -> None:
    teams = [(number, name) for number, name in queries.teams(session) if configuring.may_change(who, number)]
    everybody = [(0, gettext("every team"))] if configuring.may_change(who, None) else []
    kinds = [(0, gettext("every kind")), *((kind.id, name_of(kind)) for kind in queries.kinds(session))]
    form.offer([*everybody, *teams], kinds)


def _may(who: Viewer, ladder: Ladder) -> bool:
    return configuring.may_change(who, ladder.team_id)


def _whose(ladder: Ladder, teams: dict[int, str], kinds: dict[int, str]) -> str:
    of_approvals = gettext("requests for approval") if ladder.about == About.APPROVAL else None
    named = [of_approvals, teams.get(ladder.team_id or 0), kinds.get(ladder.kind_id or 0)]
    return " · ".join(filter(None, named)) or gettext("everything that has none of its own")


def _rungs(ladder: Ladder) -> list[str]:
    return [_rung(rung) for rung in sorted(ladder.rungs, key=lambda rung: (rung.offset_s, rung.position))]


def _rung(rung: Rung) -> str:
    facts = rung.facts()
    whom = ", ".join(str(words.AUDIENCES[each]) for each in words.AUDIENCES if each in facts.audience)
    ways = ", ".join(str(words.CHANNELS[each]) for each in words.CHANNELS if each in facts.channels)
    again = ""
    if facts.repeat is not None:
        span = words.amount_of(facts.repeat, in_office_time=facts.in_office_time)
        again = gettext("again every %(span)s", span=span)
    return " · ".join(filter(None, [words.when(facts), whom, ways, again]))


def _moves_in_words(seen: Moves) -> str:
    if not seen.promises:
        return gettext("No reminder that is planned now would change.")
    return gettext(
        "Open promises touched: %(promises)s. Reminders at another moment: %(moved)s, new: %(added)s, gone: %(gone)s.",
        promises=seen.promises,
        moved=seen.moved,
        added=seen.added,
        gone=seen.removed,
    )
