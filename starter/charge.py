"""Who may be put in charge: checked at the door, for only the register of posts knows who is there.

A case cannot see the register, and what it decides must not change when the register does. So the gateway asks it, on
the day of the act, before the case is asked; what is refused is kept like every refused document.
"""

from datetime import date

from sqlalchemy import Connection

from models.acts import Codes, Refusal
from models.views import CaseView, StepView
from rules.leaders import leader
from storage import register, worklists


def check(conn: Connection, case: str, act: str, step: str | None, codes: Codes, on: date) -> Refusal | None:
    """Why the member of staff whom the document puts in charge (`to`) cannot be, or None.

    Nobody is put in charge while absent. Where the document names the specialist (`specialist`), the person must hold
    that post at the case's institution or bureau, or above all of them. Who is given another's step (`assign`) must
    hold the post that owes it, or stand in for somebody who does: else nobody could do it.
    """
    to = codes.get("to")
    if not isinstance(to, str) or not to.startswith("S-"):
        return None
    view, owed = _where(conn, case, step)
    rule = owed.rule if owed is not None else step if step is not None and "." in step else None
    absence = register.away(conn, to, on)
    if absence is not None:
        until = f" until {absence.to_date}" if absence.to_date else ""
        deputy = f"; {absence.deputy_staff_id} stands in" if absence.deputy_staff_id else ""
        return Refusal(
            rule=rule,
            because=f"{to} is absent from {absence.from_date}{until}{deputy}",
            way_on="Name somebody who is there, or the one who stands in",
        )
    role = str(codes["specialist"]) if "specialist" in codes else None
    if act == "assign" and owed is not None:
        role = leader(owed.actor, view.process)
        if not register.staff_for(conn, role, view.institution, on):
            return None
    if role is None or role in _roles(conn, to, on):
        return None
    return Refusal(
        rule=rule,
        because=f"{to} holds no post of {role.replace('_', ' ')} on {on}",
        way_on=f"Name somebody who does: {_some(conn, role, view.institution, on)}",
    )


def _roles(conn: Connection, staff: str, on: date) -> set[str]:
    """The roles of a person that day, those in whose place they stand in among them."""
    held = [staff, *register.stands_in_for(conn, staff, on)]
    return {p.role for who in held for p in register.posts_of(conn, who, on)}


def _where(conn: Connection, case: str, step: str | None) -> tuple[CaseView, StepView | None]:
    """The case, and the open step that is meant."""
    owed = worklists.steps(conn, case, open_only=True)
    meant = (s for s in owed if step in (s.key, s.key.split("#")[0].split("@")[0], s.rule, *s.rules))
    return worklists.case(conn, case), next(meant, None)


def _some(conn: Connection, role: str, institution: str, on: date) -> str:
    there = [s.id for s in register.staff_for(conn, role, institution, on) if register.away(conn, s.id, on) is None]
    return ", ".join(there) or "nobody does here; ask the service"
