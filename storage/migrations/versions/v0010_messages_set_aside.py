"""Messages that no further try can bring in."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say when a message was set aside."""
    op.add_column("messages", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("the record is not taken back; write the next migration")
