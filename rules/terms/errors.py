"""What a term cannot be counted for."""


class NoTerm(ValueError):
    """The rule gives nothing to count."""


class StillPaused(ValueError):
    """The clock stands still, so the last day is not known yet."""
