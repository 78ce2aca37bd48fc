"""A council has one open case (Order 320 art. 3), also when two are opened at the same instant."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "uq_cases_one_open_council",
        "cases",
        ["institution"],
        unique=True,
        postgresql_where=sa.text("process = 'local_council' AND closed IS NULL"),
    )


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("the record is not taken back; write the next migration")
