"""The one error of this room: a sentence for the person at the terminal, with a way on."""


class OpsError(Exception):
    """Something outside the code stands in the way. `str(error)` is the whole message: show it without a
    traceback."""
