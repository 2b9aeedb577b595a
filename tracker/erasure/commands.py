"""`flask erase-customer`: the same from the shell, also for customers of a closed team."""

import click
from flask.cli import with_appcontext

from tracker.erasure.queries import number_of
from tracker.erasure.use_cases import EraseCustomer, erase_customer
from tracker.kernel.clock import now
from tracker.kernel.commands import DatabaseCommand, Unusable
from tracker.kernel.errors import Refusal
from tracker.kernel.extensions import transaction


@click.command("erase-customer", cls=DatabaseCommand)
@click.argument("reference")
@click.option("--yes", is_flag=True, help="Do not ask whether that is meant.")
@with_appcontext
def erase(reference: str, *, yes: bool) -> None:
    """Erase the customer with this REFERENCE for good, and print how many promises and decisions lost their words."""
    if not yes:
        click.confirm(f"Erase {reference} for good?", abort=True, err=True)
    try:
        with transaction() as session:
            customer_id = number_of(session, reference)
            if customer_id is None:
                raise Unusable(f"There is no customer {reference}.")
            erased = erase_customer(session, EraseCustomer(actor=None, customer_id=customer_id, typed=reference), now())
    except Refusal as refusal:
        raise Unusable(str(refusal)) from None
    click.echo(f"promises: {erased.promises}\ndecisions: {erased.decisions}")
