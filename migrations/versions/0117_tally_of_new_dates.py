"""Promises are also counted by how often they got a new date and were handed over; amends are found by their due.

Revision ID: 0117
Revises: 0116
"""

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None

KEY = ("team_id", "facet", "grain", "day", "kind_id", "home_id", "value")
FACETS = {"moves": "renegotiations", "handed": "handovers"}
JUDGED = "outcome IN ('kept_on_time', 'kept_late', 'partly_kept', 'broken')"
MEASURED = "outcome <> 'withdrawn'"
COUNTED = {
    **{name: f"outcome = '{name}'" for name in ("kept_on_time", "kept_late", "partly_kept", "broken", "withdrawn")},
    "open": "outcome = 'open'",
    "as_first_promised": "first",
    "informed_instead": f"{JUDGED} AND informed AND NOT first",
    "open_informed": "outcome = 'open' AND informed",
    "moved": f"{MEASURED} AND renegotiations > 0",
}
NOTED = """
    SELECT 1 AS sign, p.due_on, p.team_id, coalesce(c.team_id, 0) AS home_id, p.kind_id, p.renegotiations, p.handovers,
        CASE WHEN p.state = 'kept' AND p.kept_at <= p.late_at THEN 'kept_on_time'
             WHEN p.state = 'kept' THEN 'kept_late' ELSE p.state END AS outcome,
        coalesce(p.state = 'kept' AND p.kept_at <= p.first_due_at, 1 = 0) AS first,
        coalesce(p.first_informed_at < p.first_due_at, 1 = 0) AS informed
    FROM promise p JOIN customer c ON c.id = p.customer_id
    WHERE p.state <> 'draft' AND (p.renegotiations > 0 OR p.handovers > 0)
    UNION ALL
    SELECT -sign, due_on, team_id, home_id, kind_id, renegotiations, handovers, outcome, as_first_promised, informed
    FROM tally_change WHERE renegotiations > 0 OR handovers > 0
"""
INDEX = "ix_promise_amends_due"


def upgrade() -> None:
    """Count what there is, as far as it does not wait to be folded: that is counted when it is."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    month = "CAST(date_trunc('month', due_on) AS DATE)" if is_postgresql else "date(due_on, 'start of month')"
    for facet, often in FACETS.items():
        for grain, day in (("day", "due_on"), ("month", month)):
            for team in ("team_id", "0"):
                op.execute(_counted(often, f"{team}, '{facet}', '{grain}', {day}"))
    where = sa.text("makes_good_id IS NOT NULL")
    op.create_index(INDEX, "promise", ["due_at", "id"], sqlite_where=where, postgresql_where=where)


def _counted(often: str, cell: str) -> str:
    """Return what adds the cells of a facet: team, facet, grain and day, then kind, home, and how often at most."""
    value = f"CAST(CASE WHEN {often} > 3 THEN 3 ELSE {often} END AS VARCHAR(20))"
    sums = [f"sum(CASE WHEN {which} THEN sign ELSE 0 END)" for which in COUNTED.values()]
    sums += [f"sum(CASE WHEN {MEASURED} THEN sign * {name} ELSE 0 END)" for name in FACETS.values()]
    names = ", ".join((*KEY, *COUNTED, "new_dates", "handovers"))
    keys, many = f"{cell}, kind_id, home_id, {value}", ", ".join(sums)
    return (
        f"INSERT INTO tally ({names}) SELECT {keys}, {many} FROM ({NOTED}) AS noted"  # noqa: S608
        f" WHERE {often} > 0 GROUP BY 1, 2, 3, 4, 5, 6, 7"
    )


def downgrade() -> None:
    """Forget both facets."""
    op.drop_index(INDEX, "promise")
    op.execute("DELETE FROM tally WHERE facet IN ('moves', 'handed')")
