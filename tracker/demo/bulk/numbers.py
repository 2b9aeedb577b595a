"""Numbers for rows that are written in bulk, so that their events can tell of them."""

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session


def new_numbers(session: Session, table: Table, many: int) -> list[int]:
    """Return numbers that nobody else gets: from the sequence, on SQLite those after the highest one."""
    if session.get_bind().dialect.name == "sqlite":
        highest = session.scalar(select(func.max(table.c.id))) or 0
        return list(range(highest + 1, highest + many + 1))
    sequence = func.pg_get_serial_sequence(table.name, "id")
    drawn = select(func.nextval(sequence)).select_from(func.generate_series(1, many))
    return list(session.scalars(drawn))
