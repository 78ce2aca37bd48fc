"""Grounds of suspension that cover a whole institution."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing is ever removed from it."""
    op.create_table(
        "institution_conditions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("processes", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_institution_conditions_in_order")),
        sa.ForeignKeyConstraint(
            ["institution"], ["institutions.number"], name=op.f("fk_institution_conditions_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution_conditions")),
    )
    op.create_index(
        "uq_institution_conditions_running",
        "institution_conditions",
        ["institution", "ground"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.execute("CREATE TRIGGER never BEFORE DELETE ON institution_conditions FOR EACH ROW EXECUTE FUNCTION never()")
    op.execute("CREATE TRIGGER never_all BEFORE TRUNCATE ON institution_conditions EXECUTE FUNCTION never()")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("the record is not taken back; write the next migration")
