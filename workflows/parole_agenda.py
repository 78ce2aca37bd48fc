"""A session is set for a petition: by the chair in the case, or by the council's own case (Order 320 arts. 8, 11)."""

from datetime import date

from models.case import CaseState
from models.parole_petition import Facts, Session
from rules.council import voting
from workflows.steps.effects import Effects


def hard_limit(state: CaseState) -> date | None:
    """The last day of 11(3), as the record dated it."""
    step = state.steps.get("hear") or state.steps.get("limit")
    return step.due if step else None


def convene(f: Facts, kind: str, on: date, form: str, by: str, effects: Effects, *, limit: date | None) -> None:
    """A session is set; one that was set and not held gives way to it."""
    s = f.session
    ballot = list(voting.choices(kind, str(f.matter)))
    n = len(f.sessions) + 1
    materials = n
    if s is not None and s.result is None:
        effects.happened("session_moved", "o320.8.3.a", n=s.n, was=s.on.isoformat())
        s.moved, materials = True, s.materials_n
    f.sessions.append(Session(n=n, kind=kind, on=on, form=form, convened_by=by, ballot=ballot, materials_n=materials))
    effects.because = f"the session is set for {on.isoformat()}"
    effects.happened("session_set", "o320.8.3.b", n=n, kind=kind, day=on.isoformat(), format=form)
    effects.happened("form_chosen", "o320.11.3.1" if kind == "hearing" else "o320.8.3.a", format=form)
    if form == "video" and f.moved:
        effects.happened("outside_territory", "o320.17.9", n=n, because="the convict was moved after the receipt")
    if kind == "hearing" and limit is not None and on > limit:
        effects.happened("beyond_limit", "o320.11.3.2", day=on.isoformat(), limit=limit.isoformat())
        effects.notify("hearing_late", "council_chair", "o320.11.3.2")
