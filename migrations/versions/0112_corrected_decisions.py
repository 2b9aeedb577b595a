"""Decisions that were decided anew count nowhere; a correction that was taken back leaves room for another one.

Revision ID: 0112
Revises: 0114
"""

import sqlalchemy as sa
from alembic import op

revision = "0112"
down_revision = "0114"
branch_labels = None
depends_on = None

INDEX = "uq_decision_corrects_id"
STATES = "state IN ('decided', 'retracted')"
MORE_STATES = "state IN ('decided', 'corrected', 'retracted')"
CORRECTED = """
UPDATE decision SET state = 'corrected', countable = false WHERE state = 'decided' AND id IN
(SELECT later.corrects_id FROM decision AS later WHERE later.corrects_id IS NOT NULL AND later.state <> 'retracted')
"""
COUNTED = """
INSERT INTO decision_count (situation_id, rule_key, zone, team_id, day, asked, granted)
SELECT situation_id, rule_key, zone, team_id, {day}, count(*), sum(CASE WHEN outcome <> 'refused' THEN 1 ELSE 0 END)
FROM decision WHERE state = 'decided' GROUP BY situation_id, rule_key, zone, team_id, {day}
"""
DECIDED = """
UPDATE situation_scale SET decided = (SELECT count(*) FROM decision
WHERE decision.situation_id = situation_scale.situation_id AND decision.state = 'decided')
"""


def upgrade() -> None:
    """Mark what was decided anew, and count without it."""
    op.drop_index(INDEX, table_name="decision")
    _say_states(MORE_STATES)
    _index("corrects_id IS NOT NULL AND state <> 'retracted'")
    op.execute(CORRECTED)
    _recount()


def downgrade() -> None:
    """Count what was decided anew as before; a correction that was taken back does not name its decision any more."""
    op.drop_index(INDEX, table_name="decision")
    op.execute("UPDATE decision SET state = 'decided' WHERE state = 'corrected'")
    op.execute("UPDATE decision SET corrects_id = NULL WHERE state = 'retracted'")
    _say_states(STATES)
    _index("corrects_id IS NOT NULL")
    _recount()


def _say_states(states: str) -> None:
    with op.batch_alter_table("decision") as decision:
        decision.drop_constraint(op.f("ck_decision_state"), type_="check")
        decision.create_check_constraint(op.f("ck_decision_state"), states)


def _index(where: str) -> None:
    op.create_index(
        INDEX, "decision", ["corrects_id"], unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def _recount() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    day = "date(decided_at)" if is_sqlite else "CAST(timezone('UTC', decided_at) AS date)"
    op.execute("DELETE FROM decision_count")
    op.execute(COUNTED.format(day=day))
    op.execute(DECIDED)
