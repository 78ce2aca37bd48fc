"""The statutory record in PostgreSQL: tables, units of work, read side, migrations. It reads no clock."""
