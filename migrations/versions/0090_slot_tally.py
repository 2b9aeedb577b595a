"""How promises ended by kind, lead time and weekday, for the hint at logging.

What waits to be folded is folded into this tally too, so it begins without that.

Revision ID: 0090
Revises: 0087
"""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0087"
branch_labels = None
depends_on = None

ENDED = "('kept_on_time', 'kept_late', 'partly_kept', 'broken')"


def upgrade() -> None:
    """Create the tally and fill it with what has ended."""
    op.create_table(
        "slot_tally",
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("kind_id", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("lead", sa.SmallInteger(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("judged", sa.Integer(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("team_id", "kind_id", "month", "lead", "weekday", name="pk_slot_tally"),
    )
    dialect = op.get_bind().dialect.name
    op.execute(_filled("team_id", dialect))
    op.execute(_filled("0", dialect))


def downgrade() -> None:
    """Forget the tally."""
    op.drop_table("slot_tally")


def _filled(team: str, dialect: str) -> str:
    """Return the statement that counts what has ended, of each team or (0) of all together."""
    month, weekday = "date(due_on, 'start of month')", "(CAST(strftime('%w', due_on) AS INTEGER) + 6) % 7"
    if dialect == "postgresql":
        month, weekday = "CAST(date_trunc('month', due_on) AS DATE)", "CAST(extract(isodow FROM due_on) AS INTEGER) - 1"
    grouped = "1, 2, 3, 4, 5" if team == "team_id" else "2, 3, 4, 5"
    return f"""
        INSERT INTO slot_tally (team_id, kind_id, month, lead, weekday, kept, judged)
        SELECT {team}, kind_id, {month}, lead, {weekday},
            sum(CASE WHEN outcome = 'kept_on_time' AND renegotiations = 0 THEN sign ELSE 0 END), sum(sign)
        FROM ({_noted(dialect)} UNION ALL
            SELECT -sign AS sign, team_id, kind_id, due_on, outcome, renegotiations, lead FROM tally_change) AS noted
        WHERE outcome IN {ENDED}
        GROUP BY {grouped}
    """  # noqa: S608 - made of names in this file


def _noted(dialect: str) -> str:
    ahead = "round((julianday(first_due_at) - julianday(made_at)) * 86400.0, 3)"
    if dialect == "postgresql":
        ahead = "extract(epoch FROM first_due_at - made_at)"
    return f"""
        SELECT 1 AS sign, team_id, kind_id, due_on,
            CASE WHEN state = 'kept' AND kept_at <= late_at THEN 'kept_on_time'
                WHEN state = 'kept' THEN 'kept_late' ELSE state END AS outcome,
            renegotiations,
            CASE WHEN {ahead} < 14400 THEN 0 WHEN {ahead} < 86400 THEN 1 WHEN {ahead} < 259200 THEN 2
                WHEN {ahead} < 604800 THEN 3 WHEN {ahead} < 1209600 THEN 4 ELSE 5 END AS lead
        FROM promise WHERE state <> 'draft'
    """  # noqa: S608 - made of names in this file
