"""All tables together, for migrations and tests."""

from storage import outbox_tables, register_tables, tables
from storage.base import Base

TABLES = (outbox_tables, register_tables, tables)
metadata = Base.metadata
