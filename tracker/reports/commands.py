"""`flask measures`: the measures on the command line, for people and for programs."""

import json
from datetime import date, datetime

import click
from flask.cli import with_appcontext

from tracker.kernel.arguments import Day, Moment
from tracker.kernel.clock import now
from tracker.kernel.commands import DatabaseCommand
from tracker.kernel.extensions import db
from tracker.reports import answers
from tracker.reports.queries import measuring as queries
from tracker.reports.queries.measuring import Selection


@click.command("measures", cls=DatabaseCommand)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
@click.option("--as-of", type=Moment(), help="Judge at this moment (ISO, with offset); now by default.")
@click.option("--from", "first_day", type=Day(), help="First day on which the promises are due.")
@click.option("--to", "last_day", type=Day(), help="Last day on which they are due.")
@click.option("--kind", help="Only this kind, by key or name.")
@click.option("--team", help="Only this team, by name.")
@with_appcontext
def measures(
    *,
    as_json: bool,
    as_of: datetime | None,
    first_day: date | None,
    last_day: date | None,
    kind: str | None,
    team: str | None,
) -> None:
    """Count the promises that are due in a period, and how they were kept."""
    selection = _selection(first_day, last_day, kind=kind, team=team)
    session, moment = db.session(), as_of or now()
    counted = queries.measures(session, selection, moment)
    if as_json:
        click.echo(json.dumps(answers.as_json(counted)))
    else:
        click.echo(answers.as_table(counted, queries.office_lateness(session, selection, moment)))


def _selection(first_day: date | None, last_day: date | None, *, kind: str | None, team: str | None) -> Selection:
    """Return what was asked for."""
    if first_day and last_day and first_day > last_day:
        raise click.BadParameter("The first day comes after the last one.", param_hint="--from")
    team_id = _team(team) if team is not None else None
    kind_id = _kind(kind) if kind is not None else None
    return Selection(first_day=first_day, last_day=last_day, kind_id=kind_id, team_id=team_id)


def _team(text: str) -> int:
    found = queries.team_called(db.session(), text)
    if found is None:
        raise click.BadParameter(f"There is no team called {text!r}.", param_hint="--team")
    return found.id


def _kind(text: str) -> int:
    found = queries.kind_called(db.session(), text)
    if found is None:
        raise click.BadParameter(f"There is no kind with the key or name {text!r}.", param_hint="--kind")
    return found.id
