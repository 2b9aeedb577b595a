"""Remember which invitations were called off: such a one begins anew when its promise is open again.

Revision ID: 0095
Revises: 0092
"""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0092"
branch_labels = None
depends_on = None

CALLED_OFF = """
    UPDATE invitation SET cancelled_at = ended_at WHERE ended_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM event WHERE event.subject_type = 'promise' AND event.subject_id = invitation.promise_id
        AND event.kind = 'invitation_cancelled'
    )
"""


def upgrade() -> None:
    """Add the column, and fill it from history."""
    op.add_column("invitation", sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(CALLED_OFF)


def downgrade() -> None:
    """Take it away."""
    op.drop_column("invitation", "cancelled_at")
