"""One process a file. A process says what is owed; `workflows.steps` keeps it."""
