"""`flask demo`: a company to look at."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from config import Settings
from tracker.accounts.records import Account
from tracker.demo import living, sign_in
from tracker.demo.boston import filling
from tracker.demo.boston import people as boston_people
from tracker.demo.bulk.writing import write_bulk
from tracker.demo.sign_in import SignIn
from tracker.kernel.clock import now
from tracker.kernel.commands import DatabaseCommand, Unusable
from tracker.kernel.errors import Refusal
from tracker.kernel.extensions import db, transaction


@click.command("demo", cls=DatabaseCommand)
@click.option("--if-empty", is_flag=True, help="Make nothing where there are accounts already.")
@click.option("--promises", type=click.IntRange(min=1), help="Make so many promises more, for benchmarks.")
@click.option(
    "--boston",
    type=click.Path(path_type=Path),
    help="Make the City of Boston instead, from its service requests: a CSV file, or a folder of them.",
)
@with_appcontext
def demo(*, if_empty: bool, promises: int | None, boston: Path | None) -> None:
    """Make a demo company, and print EMAIL PASSWORD ROLE for each of its accounts.

    Where it is there already nothing is made; who still signs in with the known password is printed.
    """
    if boston is not None:
        _print(_city(boston))
        return
    if living.is_there(db.session()) or (if_empty and _has_accounts()):
        sign_ins = list(sign_in.known_sign_ins(db.session()))
        click.echo("There are accounts already: no demo data was made.", err=True)
    else:
        sign_ins = _made()
    if promises is not None:
        write_bulk(promises, now(), _say)
    elif not sign_ins and not if_empty:
        raise Unusable("The demo accounts are there, but none of them has the demo password any more.")
    _print(sign_ins)


def _print(sign_ins: list[SignIn]) -> None:
    for each in sign_ins:
        click.echo(f"{each.email} {each.password} {each.role}")


def _city(path: Path) -> list[SignIn]:
    """Make the City of Boston, unless it is there, and return who can sign in."""
    mapping = filling.city()
    people = boston_people.people(mapping)
    if boston_people.is_there(db.session(), mapping):
        click.echo("The City of Boston is here already: no demo data was made.", err=True)
        return list(sign_in.known_sign_ins(db.session(), people))
    settings: Settings = current_app.extensions["settings"]
    sign_ins = sign_in.new_sign_ins(people, is_development=settings.development)
    paths = filling.exports(path)
    filling.fill(mapping, paths, sign_ins, now=now(), say=lambda words: click.echo(words, err=True))
    return sign_ins


def _made() -> list[SignIn]:
    settings: Settings = current_app.extensions["settings"]
    sign_ins = sign_in.new_sign_ins(is_development=settings.development)
    hashes = sign_in.hashes(sign_ins)
    try:
        with transaction() as session:
            living.make_company(session, hashes, now())
    except Refusal as refusal:
        raise Unusable(f"The demo data does not fit to what is there: {refusal}") from None
    return sign_ins


def _say(what: str, done: int, many: int) -> None:
    click.echo(f"{done:,} of {many:,} {what}", err=True)


def _has_accounts() -> bool:
    return bool(db.session().scalar(select(func.count()).select_from(Account)))
