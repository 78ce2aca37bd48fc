"""The notice before a hearing, checked at the door: only the record knows the days that were declared.

A petition's own check counts plain days, which is never more than the law asks; the days off and the declared days are
reckoned here, by the arithmetic that dates the step of the notice. What is refused is kept like every refused document.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection

from models.acts import Codes, Refusal
from models.ids import Process
from models.parole_petition import Facts
from rules.council import hearing
from rules.council.seats import Refused
from rules.terms.calendar import WorkCalendar, body_of, calendar_with
from storage import calendar, worklists

SETS = {"schedule": Process.parole_petition, "convene": Process.local_council}
OPENS = "open_session"


def check(conn: Connection, case: str, act: str, codes: Codes, on: date) -> Refusal | None:
    """Why a hearing cannot be set, or opened, in the time of the notice that the parties are owed; or None.

    Where the case itself will refuse (nothing is admitted, no hearing is set) it is left to say so.
    """
    if act not in SETS and act != OPENS:
        return None
    view = worklists.case(conn, case)
    process = SETS.get(act, Process.parole_petition)
    if view.process != process.value:
        return None
    found = _opened(conn, view.facts, on) if act == OPENS else _set(conn, view.facts, process, codes, on)
    return None if found is None else Refusal(rule=found.rule, because=found.because, way_on=found.way_on)


def _set(conn: Connection, facts: Mapping[str, Any], process: Process, codes: Codes, on: date) -> Refused | None:
    form, day = str(codes.get("format", "in_person")), date.fromisoformat(str(codes["session_on"]))
    if codes.get("kind") != "hearing" or day < on:
        return None
    if process is Process.parole_petition:
        f = Facts.model_validate(facts)
        if f.admitted_on is None or f.result is not None or (form == "video" and not f.video):
            return None
    return hearing.too_soon(form, day, on, _days(conn))


def _opened(conn: Connection, facts: Mapping[str, Any], on: date) -> Refused | None:
    s = Facts.model_validate(facts).session
    if s is None or s.kind != "hearing" or s.opened or s.on != on:
        return None
    return hearing.told_late(s.form, s.on, s.told, _days(conn))


def _days(conn: Connection) -> WorkCalendar:
    return calendar_with(calendar.declared(conn), body_of(Process.parole_petition))
