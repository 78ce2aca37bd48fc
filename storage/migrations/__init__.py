"""Alembic migrations of the record; run by storage.migrate, which passes the connection."""
