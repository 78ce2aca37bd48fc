"""Who reads the papers of a petition: those whom the catalogue names for each; nobody who is recused (8(5), 12(2))."""

from collections.abc import Collection, Mapping

from models.base import Frozen
from models.council import MP
from rules import catalogue
from rules.citing import cites

CHAIRS = ("council_chair", "acting_chair", "oldest_member")
MEMBERS = ("council_member", *CHAIRS)
OF_BODY = {
    **dict.fromkeys(MEMBERS, ("council", "council_member", "council_chair")),
    MP: ("mp",),
    "apparatus_employee": ("council_apparatus",),
    **dict.fromkeys(("convict", "defender", "legal_representative", "institution"), ("interested_party",)),
}
RULE, MEMBER = "o320.9.1", "o320.8.5.d"


class Reader(Frozen):
    """Whether a role may read a paper of a petition, by which rule, and why."""

    allowed: bool
    rule: str
    reason: str


@cites("o320.8.5.d")
def reader(
    form: str | None,
    role: str | None,
    *,
    seat: str | None = None,
    recused: Collection[str] = (),
    own_document: bool = False,
) -> Reader:
    """Who reads what: by the catalogue's list; what it does not list (a vote, a convening) is the council's and its
    apparatus's. `seat` is the seat that the reader holds in this case; once it is recused its papers are closed to the
    reader, the own ones apart. `role` None: no post there.
    """
    if role is None:
        return Reader(allowed=False, rule=RULE, reason="no post of theirs is in this case")
    if own_document:
        return Reader(allowed=True, rule=MEMBER if role in MEMBERS else RULE, reason=f"{role} filled it in")
    if seat is not None and seat in recused:
        return Reader(
            allowed=False, rule=MEMBER, reason=f"the seat '{seat}' is recused from this case, and so from its materials"
        )
    name = (form or "").removeprefix("o320.")
    bodies = {role, *OF_BODY.get(role, ())}
    known = name in catalogue.form_ids("o320")
    named = set(catalogue.form(name, "o320").visible_to) if known else {"council", "council_apparatus"}
    if bodies & named:
        return Reader(allowed=True, rule=MEMBER if role in MEMBERS else RULE, reason=f"{role} is named for this paper")
    return Reader(allowed=False, rule=RULE, reason=f"{role} is not named for this paper")


def seat_of(staff: str | None, role: str | None, held: Mapping[str, str | None], chair: str | None) -> str | None:
    """The seat of a reader: the one that the composition names this staff id for; the chair's by the role."""
    found = next((seat for seat, holder in held.items() if staff and holder == staff), None)
    if found is None and role == MP:
        return MP
    return chair if found is None and role == "council_chair" else found
