"""Running cases brought in at their stage: the case, its related cases, in one transaction. Beside the gateway.

The acts of before are lived again (workflows/rehearsal.py), so that the case owes what it would owe had it been kept
here from the beginning. The documents of before are not in the service.
"""

import contextlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from models.acts import Refusal
from models.brought_in import Brought, BroughtIn, PastAct
from models.ids import PREFIX, BadCaseNumber, Process, check_case_number, related_case
from models.penitentiary_cycle import State
from rules.order_502 import brought_acts, brought_later, brought_others
from rules.order_502 import brought_in as law
from rules.terms.calendar import WorkCalendar, body_of, calendar_with
from rules.terms.dates import local_date
from starter.gateway import Gateway
from starter.openers import NotOpened
from starter.opening import new_case, state_of
from storage import calendar, cases, outbox
from storage.cases import CaseIntake, NewCase
from storage.documents import fingerprint
from storage.errors import CaseExists, CaseMissing
from workflows.rehearsal import Family, NotSo, Rehearsal

PRISON, ADMIN, PSYCHOLOGY = Process.penitentiary_cycle, Process.administrator_plan, Process.psychology_service
OF_PREFIX = {PREFIX[process]: process for process in (PRISON, ADMIN, PSYCHOLOGY)}
"""Whose running cases are brought in at their stage."""

OTHER_DATA = "another case with other data has this number: correct that case, or give the next number"


def calendar_of(conn: Connection) -> WorkCalendar:
    """The calendar of the prison's cases, with the days declared so far."""
    return calendar_with(calendar.declared(conn), body_of(PRISON))


def family(
    given: Mapping[str, Any],
    brought: BroughtIn,
    at: datetime,
    days: WorkCalendar,
    *,
    by: str,
    lines: tuple[PastAct, ...] = (),
    synthetic: bool = False,
) -> tuple[NewCase, ...]:
    """The case of a row and the cases that belong to it, the one that stands for the row first: an administrator's
    row is the prison case in his hands. `lines`: what the file of acts tells of them. Raises NotOpened."""
    new, cases_of = lived(given, brought, at, days, by=by, lines=lines, synthetic=synthetic)
    told = brought.told() | ({"lines": [x.model_dump(mode="json", exclude={"line"}) for x in lines]} if lines else {})
    whole: list[NewCase] = []
    for process, case in cases_of.items():
        if case.s.case == new.number:
            kept = {**new.intake, **({"told": told} if told else {}), **_state(case, by)}
            whole.insert(0, new.model_copy(update={"intake": kept}))
            continue
        other = {"number": case.s.case, "process": process.value, "parent_case": new.number}
        whole.append(new.model_copy(update={**other, "intake": _state(case, by)}))
    return tuple(whole)


def lived(
    given: Mapping[str, Any],
    brought: BroughtIn,
    at: datetime,
    days: WorkCalendar,
    *,
    by: str,
    lines: tuple[PastAct, ...] = (),
    synthetic: bool = False,
) -> tuple[NewCase, dict[Process, Rehearsal]]:
    """The case of a row with its related cases as they stand at `at`, lived again. Raises NotOpened."""
    number, presumed = str(given.get("number", "")), frozenset[str]()
    process = _process_of(number)
    if process is ADMIN:
        stands_on = brought_others.of_administrator(brought)
        if isinstance(stands_on, Refusal):
            raise NotOpened(stands_on)
        (brought, presumed), process = stands_on, PRISON
        given = {**given, "number": related_case(number, PRISON)}
    new = new_case(process.value, given, at, by=by, source="imported", synthetic=synthetic)
    whole = _begun(process, new, brought, at, days, synthetic)
    acts = brought_acts.past_acts(brought) if process is PRISON else tuple(brought_others.acts(brought))
    acts = tuple(a.model_copy(update={"presumed": a.presumed or a.column in presumed}) for a in acts)
    try:
        whole.live((*acts, *lines), local_date(at))
    except NotSo as no:
        raise NotOpened(no.refusal.model_copy(update={"because": f"{_where(no.act)}: {no.refusal.because}"})) from None
    return new, whole.cases


def _process_of(number: str) -> Process:
    try:
        return OF_PREFIX[check_case_number(number)[:3]]
    except BadCaseNumber as no:
        raise NotOpened(Refusal(rule=None, because=str(no), way_on="Choose such a number")) from None
    except KeyError:
        because = f"Running cases under the number '{number}' are not brought in"
        way_on = "Give PEN- for a case in prison, ADM- for one with the administrator, PSY- for psychological service"
        raise NotOpened(Refusal(rule=None, because=because, way_on=way_on)) from None


def _begun(
    process: Process, new: NewCase, brought: BroughtIn, at: datetime, days: WorkCalendar, synthetic: bool
) -> Family:
    """The family on its first day. Raises NotOpened with everything that is wrong with the columns."""
    today = local_date(at)
    start = CaseIntake(
        number=new.number, process=new.process, institution=new.institution, workflow_id="", person_id=new.person.id,
        received_at=at, intake=new.intake, source="imported", synthetic=synthetic,
    )  # fmt: skip
    state = state_of(start, timedelta(0))
    if process is PSYCHOLOGY:
        if (strange := brought_others.of_psychologist(brought)) is not None:
            raise NotOpened(strange)
        asked = [str(new.intake["opened_on"]), *new.intake["ways"].values()]
        return Family(state, process, days, date.fromisoformat(min(asked)))
    left = date.fromisoformat(str(new.intake["left_cell"]))
    wrong = law.faults(brought, left, today)
    if not wrong and (off := law.on_route(brought)) is not None:
        wrong = (off,)
    if wrong:
        raise NotOpened(_all(wrong))
    if isinstance(state, State) and brought_later.in_later(brought):
        facts, done = brought_later.before(brought, state.facts)
        state = state.model_copy(update={"facts": facts, "done": done})
    return Family(state, process, days, left)


def _where(act: PastAct) -> str:
    """Where the file tells of an act."""
    return f"'{act.column}' {act.on}" if act.line is None else f"{act.column}, '{act.step}' on {act.on}"


def _all(wrong: tuple[Refusal, ...]) -> Refusal:
    """All faults of a row as one refusal, each with its own rule and way on."""
    first, *rest = wrong
    if not rest:
        return first
    return first.model_copy(update={"way_on": ". ".join((first.way_on, *(r.sentence().rstrip(".") for r in rest)))})


def _state(case: Rehearsal, by: str) -> dict[str, Any]:
    state = case.outcome().model_copy(update={"brought": Brought(by=by, steps=tuple(case.past))})
    kept: dict[str, Any] = state.model_dump(
        mode="json", exclude_defaults=True, exclude={"case", "institution", "clock_shift", "synthetic"}
    )
    facts: dict[str, Any] = state.model_dump(mode="json")["facts"]
    facts.pop("votes", None)
    return {"brought": {**kept, "facts": facts}}


def stands(conn: Connection, new: NewCase) -> bool:
    """Whether the case is there already, as the same row brought it in. Raises CaseExists when it is another one."""
    try:
        stored = cases.intake(conn, new.number)
    except CaseMissing:
        return False
    if (stored.process, stored.person_id, stored.institution, _row(stored.intake)) != (
        new.process, new.person.id, new.institution, _row(new.intake),
    ):  # fmt: skip
        raise CaseExists(OTHER_DATA)
    return True


def _row(intake: Mapping[str, Any]) -> str:
    """What the row itself said: the state that came of it depends on the day on which it was brought in."""
    return fingerprint({k: v for k, v in intake.items() if k != "brought"})


async def bring_in(
    gateway: Gateway,
    given: Mapping[str, Any],
    brought: BroughtIn,
    *,
    by: str,
    lines: tuple[PastAct, ...] = (),
    synthetic: bool = False,
) -> bool:
    """Store the whole family in one transaction, then start its workflows. False when it was there already.

    Raises NotOpened or StorageError. What Temporal does not take now the relay starts later, each case once.
    """
    at = gateway.clock.now()

    def store(conn: Connection) -> tuple[bool, list[str]]:
        whole = family(given, brought, at, calendar_of(conn), by=by, lines=lines, synthetic=synthetic)
        there = stands(conn, whole[0])
        for new in () if there else whole:
            cases.create(conn, new)
        return not there, [new.number for new in whole]

    made, numbers = await gateway.in_transaction(store)
    for number in numbers:
        with contextlib.suppress(CaseMissing):
            stored = await gateway.in_transaction(lambda conn, n=number: cases.intake(conn, n))  # type: ignore[misc]
            await gateway.start(stored)
            await gateway.in_transaction(lambda conn, n=number: outbox.start_sent(conn, n, datetime.now(UTC)))  # type: ignore[misc]
    return made
