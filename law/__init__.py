"""The law as data: one YAML an act, the calendar, the policy, the instruments; and their loaders."""
