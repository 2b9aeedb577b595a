"""What all commands have in common: what cannot be done is said in one line on stderr, and the exit code is 2."""

import click
from sqlalchemy.exc import OperationalError, ProgrammingError


class Unusable(click.ClickException):
    """What a command needs or was given cannot be used; the message says why."""

    exit_code = 2


class DatabaseCommand(click.Command):
    """A command that works on the database, and says so where that is not there or has no tables yet."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (OperationalError, ProgrammingError) as error:
            raise Unusable(f"The database cannot be used ({error.orig}). Was `flask db upgrade` run?") from error
