"""Who may be put in charge: checked at the door, for only the register of posts knows who is there.

A case cannot see the register, and what it decides must not change when the register does. So the gateway asks it, on
the day of the act, before the case is asked; what is refused is kept like every refused document.
"""

from datetime import date

from sqlalchemy import Connection

from models.acts import Codes, Refusal
from storage import register, worklists


def check(conn: Connection, case: str, step: str | None, codes: Codes, on: date) -> Refusal | None:
    """Why the member of staff whom the document puts in charge (`to`) cannot be, or None.

    Nobody is put in charge while absent. Where the document names the specialist (`specialist`), the person must hold
    that post at the case's institution or bureau, or above all of them.
    """
    to = codes.get("to")
    if not isinstance(to, str) or not to.startswith("S-"):
        return None
    institution, rule = _where(conn, case, step)
    absence = register.away(conn, to, on)
    if absence is not None:
        until = f" until {absence.to_date}" if absence.to_date else ""
        deputy = f"; {absence.deputy_staff_id} stands in" if absence.deputy_staff_id else ""
        return Refusal(
            rule=rule,
            because=f"{to} is absent from {absence.from_date}{until}{deputy}",
            way_on="Name somebody who is there, or the one who stands in",
        )
    role = codes.get("specialist")
    if role is None:
        return None
    held = [p for p in register.posts_of(conn, to, on) if p.role == role]
    if not held:
        return Refusal(
            rule=rule,
            because=f"{to} holds no post of {str(role).replace('_', ' ')} on {on}",
            way_on=f"Name somebody who does: {_some(conn, str(role), institution, on)}",
        )
    return None


def _where(conn: Connection, case: str, step: str | None) -> tuple[str, str | None]:
    """Where the case is, and the rule of the open step that is meant."""
    view = worklists.case(conn, case)
    owed = worklists.steps(conn, case, open_only=True)
    steps = [s for s in owed if step in (s.key, s.key.split("#")[0].split("@")[0], s.rule, *s.rules)]
    first = next((s.rule for s in steps), step if step is not None and "." in step else None)
    return view.institution, first


def _some(conn: Connection, role: str, institution: str, on: date) -> str:
    there = [s.id for s in register.staff_for(conn, role, institution, on) if register.away(conn, s.id, on) is None]
    return ", ".join(there) or "nobody does here; ask the service"
