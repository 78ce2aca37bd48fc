"""All tables together, for migrations and tests."""

from storage import access_tables, outbox_tables, register_tables, tables
from storage.base import Base

TABLES = (access_tables, outbox_tables, register_tables, tables)
metadata = Base.metadata
