"""Notices about other things than promises, and a ladder for requests for approval.

Revision ID: 0104
Revises: 0095
"""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0095"
branch_labels = None
depends_on = None

NAME = "Requests for approval"
RUNGS = (
    (-7200, "approver", "app,mail", None, None),
    (0, "approver,asker", "app,mail", None, None),
    (3600, "approver,approvers_manager", "app,mail", 7200, 4),
)
"""The ladder that ships: offset in seconds of office time, audience, channels, repeat, how often."""


def upgrade() -> None:
    """Add the columns, and plant the ladder."""
    with op.batch_alter_table("ladder") as ladder:
        ladder.add_column(sa.Column("about", sa.String(10), server_default="promise", nullable=False))
        ladder.create_check_constraint(op.f("ck_ladder_about"), "about IN ('promise', 'approval')")
        ladder.create_check_constraint(op.f("ck_ladder_kind"), "about = 'promise' OR kind_id IS NULL")
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("affair", sa.String(20), nullable=True))
        notice.add_column(sa.Column("affair_id", sa.Integer(), nullable=True))
        notice.create_check_constraint(op.f("ck_notice_affair"), "(affair IS NULL) = (affair_id IS NULL)")
    op.add_column("approval", sa.Column("told_until", sa.DateTime(timezone=True), nullable=True))
    _plant()


def _plant() -> None:
    ladder = sa.table("ladder", *map(sa.column, ("id", "name", "about")))
    columns = ("ladder_id", "position", "offset_s", "audience", "channels", "repeat_s", "repeat_most")
    rung = sa.table("rung", *map(sa.column, columns))
    op.execute(ladder.insert().values(name=NAME, about="approval"))
    made = sa.select(sa.func.max(ladder.c.id)).where(ladder.c.about == "approval").scalar_subquery()
    for position, facts in enumerate(RUNGS, start=1):
        op.execute(rung.insert().values(dict(zip(columns, (made, position, *facts), strict=True))))


def downgrade() -> None:
    """Take all of it away, the ladders for approvals and what was told of them too."""
    op.drop_column("approval", "told_until")
    op.execute("DELETE FROM notice WHERE affair IS NOT NULL")
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("ck_notice_affair"), type_="check")
        notice.drop_column("affair_id")
        notice.drop_column("affair")
    op.execute("DELETE FROM rung WHERE ladder_id IN (SELECT id FROM ladder WHERE about <> 'promise')")
    op.execute("DELETE FROM ladder WHERE about <> 'promise'")
    with op.batch_alter_table("ladder") as ladder:
        ladder.drop_constraint(op.f("ck_ladder_kind"), type_="check")
        ladder.drop_constraint(op.f("ck_ladder_about"), type_="check")
        ladder.drop_column("about")
