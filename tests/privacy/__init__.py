"""No personal data in Temporal: not in histories, lists, logs or failures."""
