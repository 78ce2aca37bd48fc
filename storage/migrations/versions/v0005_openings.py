"""What a step's date was counted from is kept with it, so that it can be counted again when the calendar changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; steps that are there already have none."""
    op.add_column("steps", sa.Column("opening", postgresql.JSONB(none_as_null=True), nullable=True))


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("the record is not taken back; write the next migration")
