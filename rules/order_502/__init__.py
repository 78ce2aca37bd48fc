"""Order 502 on case management: its rules as functions, a module a subject."""
