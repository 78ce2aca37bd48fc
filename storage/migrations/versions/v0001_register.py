"""Tables of the register and of the declared days."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applies_to", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.CheckConstraint("applies_to IN ('all', 'service', 'agency')", name=op.f("ck_calendar_days_applies_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
    )
    op.create_index(
        "uq_calendar_days_in_force",
        "calendar_days",
        ["day", "applies_to"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "calendar_version",
        sa.Column("one", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.CheckConstraint("one", name=op.f("ck_calendar_version_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_calendar_version")),
    )
    op.create_table(
        "institutions",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name_ka", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_management", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_institutions")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name_ka", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), server_default=sa.text("'ka'"), nullable=False),
        sa.Column("synthetic", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("language IN ('ka', 'en')", name=op.f("ck_staff_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_table(
        "absences",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("deputy_staff_id", sa.Text(), nullable=True),
        sa.CheckConstraint("to_date IS NULL OR to_date >= from_date", name=op.f("ck_absences_in_order")),
        sa.ForeignKeyConstraint(["deputy_staff_id"], ["staff.id"], name=op.f("fk_absences_deputy_staff_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absences_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "from_date", name=op.f("pk_absences")),
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("name_ka", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('division', 'institution', 'department', 'service')", name=op.f("ck_units_kind")),
        sa.ForeignKeyConstraint(["institution"], ["institutions.number"], name=op.f("fk_units_institution")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("head", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["institution"], ["institutions.number"], name=op.f("fk_posts_institution")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_posts_staff_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_posts_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index("ix_posts_institution_role", "posts", ["institution", "role"], unique=False)
    op.create_index("ix_posts_staff_id", "posts", ["staff_id"], unique=False)
    op.create_index("ix_posts_unit_id", "posts", ["unit_id"], unique=False)


def downgrade() -> None:
    """The record is never taken back."""
    raise NotImplementedError("the record is not taken back; write the next migration")
