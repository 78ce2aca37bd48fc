"""Looking into a case file and taking from it: what is asked, by whom, and what came of it."""

from datetime import datetime
from typing import Literal

from models.base import Frozen

What = Literal["view", "request", "exchange"]
"""A look of a member of staff (17(6)); a request of the convict or of a representative (17(6)); the exchange of the
last Annex 1 with another agency (17(8))."""


class Looked(Frozen):
    """One entry of the access log: who asked for which document, whether it was given, by which rule, and why.

    `staff` is the member of staff who looked or handed it out; `role` the one in whose role it was asked. `authority`
    is the representative's document of authority; `receiver` the agency that got it.
    """

    case: str
    document: str | None = None
    form: str | None = None
    what: What
    role: str
    staff: str | None = None
    receiver: str | None = None
    authority: str | None = None
    allowed: bool
    rule: str
    reason: str
    at: datetime
