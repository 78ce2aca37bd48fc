"""The danger level in force of a person."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing in it is ever changed or removed."""
    op.create_table(
        "danger_levels",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.CheckConstraint("kind IN ('low', 'medium', 'increased', 'high')", name=op.f("ck_danger_levels_kind")),
        sa.ForeignKeyConstraint(["case"], ["cases.number"], name=op.f("fk_danger_levels_case")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_danger_levels_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_danger_levels")),
        sa.UniqueConstraint("case", "since", "kind", name=op.f("uq_danger_levels_case_since_kind")),
    )
    op.create_index("ix_danger_levels_person_id", "danger_levels", ["person_id", "since"])
    op.execute("CREATE TRIGGER never BEFORE UPDATE OR DELETE ON danger_levels FOR EACH ROW EXECUTE FUNCTION never()")
    op.execute("CREATE TRIGGER never_all BEFORE TRUNCATE ON danger_levels EXECUTE FUNCTION never()")


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("the record is not taken back; write the next migration")
