"""The one typed way into the cases: open one, act on one. The only writer outside the activities (with its relay)."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from pydantic import Field
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import IntegrityError
from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from models.acts import MISMATCH, REFUSED, Act, Answer, Codes, Refusal, Told
from models.base import Frozen
from models.forms.registry import BadDocument, action_form, as_said, form_of_step, is_action
from models.ids import Process
from models.record import Event
from models.step_keys import exact
from rules.codes import NEEDS_EARLIER, codes_of
from rules.errors import NotAllowed
from rules.order_502.instrument import Instrument
from rules.order_502.scoring import BadScore
from rules.order_502.updating import UPDATED, updated
from rules.terms.dates import local_date
from starter import charge, hearing_day
from starter.clock import Clock, ServiceClock
from starter.opening import OPENERS, new_case, state_of
from storage import cases, documents, lines, outbox, register
from storage.cases import CaseIntake
from storage.errors import CaseMissing
from storage.tables import Case

T = TypeVar("T")
AWAY = (RPCError, RuntimeError)
"""Temporal does not answer: a call failed, or a client made while the server was away cannot connect with its first."""

PATIENCE = timedelta(seconds=15)
"""How long a person waits for the case's answer; the document is stored before, and the relay goes on."""


def new_document_id() -> str:
    """A new document id, which is also the id of the Update that names it."""
    return f"D-{uuid4().hex[:20]}"


class NewAct(Frozen):
    """An act as a person hands it in; ids and codes only, for they travel.

    `step` is a step's key or any of its rules; `document` the form's fields.
    """

    act: str = Field(pattern=r"^[a-z_]{1,40}$")
    by: str = Field(pattern=r"^[a-z_]{1,60}$")
    step: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_.#@-]{1,80}$")
    staff: str | None = Field(default=None, pattern=r"^S-[A-Za-z0-9_-]{1,60}$")
    done_on: date | None = None
    document: dict[str, Any] | None = None
    id: str = Field(default_factory=new_document_id, pattern=r"^[A-Za-z0-9_.:-]{1,64}$")


class Outcome(Frozen):
    """What came of an act: accepted with the case's answer, refused with the reason, or not answered yet."""

    document: str
    accepted: bool
    answer: Answer | None = None
    refusal: Refusal | None = None
    waiting: bool = False


class Gateway:
    """Opens cases and takes acts."""

    def __init__(
        self,
        client: Client,
        engine: Engine,
        instrument: Instrument,
        *,
        task_queue: str = "vada",
        clock: Clock | None = None,
    ) -> None:
        self.client = client
        self.engine = engine
        self.instrument = instrument
        self.task_queue = task_queue
        self.clock: Clock = clock or ServiceClock()

    async def in_transaction(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction of its own, off the event loop."""

        def whole() -> T:
            with self.engine.begin() as conn:
                return work(conn)

        return await asyncio.to_thread(whole)

    # ------------------------------------------------------------------ opening

    async def open_case(
        self,
        process: str,
        intake: Mapping[str, Any],
        *,
        by: str = "registry",
        synthetic: bool = False,
        source: str = "opened",
        state: Mapping[str, Any] | None = None,
    ) -> bool:
        """Store person and case, then start the workflow. False when the same case was opened before.

        Raises NotOpened (bad intake) or CaseExists. When Temporal is away the case is stored all the same and the
        relay starts it. `state` brings a case in at its stage: facts and what was done.
        """
        new = new_case(process, intake, self.clock.now(), by=by, synthetic=synthetic, source=source)
        known = OPENERS[Process(process)].known
        if known is not None:
            new = await self.in_transaction(lambda conn: known(conn, new))
        if state is not None:
            new = new.model_copy(update={"intake": {**new.intake, **state}})
        try:
            made = await self.in_transaction(lambda conn: cases.create(conn, new))
        except IntegrityError:
            if known is not None:  # somebody was quicker: what was free at the first look is refused at the second
                await self.in_transaction(lambda conn: known(conn, new))
            raise
        stored = await self.in_transaction(lambda conn: cases.intake(conn, new.number))
        with contextlib.suppress(*AWAY):
            await self.start(stored)
            await self.in_transaction(lambda conn: outbox.start_sent(conn, new.number, datetime.now(UTC)))
        return made

    async def start(self, case: CaseIntake, told: Told | None = None) -> None:
        """Start the workflow of a stored case, with the fact that opens it if there is one. Again changes nothing."""
        process = Process(case.process)
        state = state_of(case, self.clock.shift())
        place = f"institution {case.institution}{', SYNTHETIC' if case.synthetic else ''}"
        try:
            await self.client.start_workflow(
                process.value,
                state,
                id=case.workflow_id,
                task_queue=self.task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=f"{case.number} · {process.value.replace('_', ' ')} · {place}",
                start_signal="tell" if told else None,
                start_signal_args=[told] if told else [],
            )
        except WorkflowAlreadyStartedError:
            return

    # ------------------------------------------------------------------ acts

    async def act(self, case: str, new: NewAct) -> Outcome:
        """Store the document first, then ask the case. A repeat with the same id is the same act."""
        at = self.clock.now()
        received = await self.in_transaction(lambda conn: self._receive(conn, case, new, at))
        if isinstance(received, Outcome):
            return received
        workflow, act = received
        return await self.deliver(workflow, act, case)

    async def deliver(self, workflow: str, act: Act, case: str) -> Outcome:
        """Send an act's Update and keep what came of it. Used again by the relay for what was not answered."""
        try:
            answer = await self.client.get_workflow_handle(workflow).execute_update(
                "act", act, id=act.document, rpc_timeout=PATIENCE, result_type=Answer
            )
        except WorkflowUpdateFailedError as failed:
            return await self._refused(case, act, failed)
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            return Outcome(document=act.document, accepted=False, waiting=True)
        except AWAY as error:
            if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
                return await self._no_workflow(workflow, case, act)
            return Outcome(document=act.document, accepted=False, waiting=True)
        await self.in_transaction(lambda conn: documents.settle(conn, act.document, answer))
        return Outcome(document=act.document, accepted=True, answer=answer)

    async def _refused(self, case: str, act: Act, failed: WorkflowUpdateFailedError) -> Outcome:
        cause = failed.cause
        if not isinstance(cause, ApplicationError) or cause.type not in (REFUSED, MISMATCH):
            return Outcome(document=act.document, accepted=False, waiting=True)
        if cause.details:
            refusal = Refusal.model_validate(cause.details[0])
        else:
            refusal = Refusal(rule=None, because=cause.message, way_on="Hand the document in again as it should be")
        return await self._keep_refusal(case, act, refusal)

    async def _keep_refusal(self, case: str, act: Act, refusal: Refusal) -> Outcome:
        def keep(conn: Connection) -> None:
            if documents.refuse(conn, act.document, refusal, act.at):
                _line_of_refusal(conn, case, act.act, act.step, act.by, refusal, act.at)

        await self.in_transaction(keep)
        return Outcome(document=act.document, accepted=False, refusal=refusal)

    async def _no_workflow(self, workflow: str, case: str, act: Act) -> Outcome:
        """No open workflow answers to the id: the case is closed, or its start is still on the way."""
        closed = await self.in_transaction(
            lambda conn: conn.execute(select(Case.closed).where(Case.number == case)).scalar_one()
        )
        if closed is not None:
            return await self._keep_refusal(
                case,
                act,
                Refusal(
                    rule=None,
                    because=f"The case was closed ({str(closed).replace('_', ' ')})",
                    way_on="Nothing more can be done in it; look for the person's open case with `vada case list`",
                ),
            )
        return Outcome(document=act.document, accepted=False, waiting=True)

    def _receive(self, conn: Connection, case: str, new: NewAct, at: datetime) -> tuple[str, Act] | Outcome:
        """Store what was handed in, whatever it is; mark it refused at once when it does not hold in itself."""
        workflow, rule, form, corrects = _meant(conn, case, new)
        content = dict(new.document or {})
        no_step = form is None
        if "form" in content and not is_action(form):
            form = as_said(form, str(content["form"]))
        in_parts = form in documents.IN_PARTS and workflow.startswith(f"{Process.probation_cycle.value}/")
        if form in UPDATED and new.act == "complete" and not in_parts:
            content = updated(form, content, documents.latest_filed(conn, case, form))
        codes, refusal = self._codes(conn, case, rule, form, content) if form is not None else ({}, None)
        if no_step:
            refusal = None  # nothing says which form was asked for: the case itself says what is wrong with the step
        if new.act == "transfer" and refusal is None:
            told, refusal = _destination(conn, content, str(codes.get("to", content["to"])))
            if refusal is None and isinstance(codes.get("services"), str):
                content, codes = told, {**codes, "services": told.get("services", codes["services"])}
        refusal = refusal or charge.check(conn, case, new.act, new.step, codes, new.done_on or local_date(at))
        if refusal is None:
            refusal = hearing_day.check(conn, case, new.act, codes, new.done_on or local_date(at))
        document = documents.NewDocument(
            id=new.id, case=case, act=new.act, form=form, content=content, step=new.step, by_role=new.by,
            by_staff=new.staff, done_on=new.done_on, received_at=at, codes=codes, corrects=corrects,
        )  # fmt: skip
        if not documents.receive(conn, document):
            return _again(conn, workflow, new.id)
        if refusal is not None:
            documents.refuse(conn, new.id, refusal, at)
            _line_of_refusal(conn, case, new.act, new.step, new.by, refusal, at)
            return Outcome(document=new.id, accepted=False, refusal=refusal)
        return workflow, Act(
            document=new.id, act=new.act, by=new.by, staff=new.staff, step=new.step, form=form, at=at, on=new.done_on,
            codes=codes,
        )  # fmt: skip

    def _codes(
        self, conn: Connection, case: str, rule: str | None, form: str, content: dict[str, Any]
    ) -> tuple[Codes, Refusal | None]:
        """The codes of the document, or why it does not hold."""
        try:
            earlier = {
                f: found
                for f in NEEDS_EARLIER.get(form, ())
                if (found := documents.latest_filed(conn, case, f)) is not None
            }
            return codes_of(form, content, earlier, self.instrument), None
        except (BadDocument, BadScore) as fault:
            return {}, Refusal(
                rule=getattr(fault, "rule", None) or rule,
                because=f"The document does not hold: {fault}",
                way_on="Mend it and hand it in again; this one is kept as refused",
            )
        except NotAllowed as fault:
            return {}, Refusal(rule=fault.rule, because=str(fault), way_on="Mend the document and hand it in again")


def _destination(conn: Connection, content: dict[str, Any], to: str) -> tuple[dict[str, Any], Refusal | None]:
    """A transfer goes to a house of the register; one without case management has no services (502 art. 15(1)(f))."""
    there = next((i for i in register.institutions(conn) if i.number == to), None)
    if there is None:
        known = ", ".join(i.number for i in register.institutions(conn))
        return content, Refusal(
            rule=None,
            because=f"The register knows no institution or bureau '{to}'",
            way_on=f"Give one of: {known}; a new one is added with `vada register load`",
        )
    return (content if there.case_management else {"services": "none", **content}), None


def _line_of_refusal(
    conn: Connection, case: str, act: str, step: str | None, by: str, refusal: Refusal, at: datetime
) -> None:
    lines.add(
        conn,
        case,
        at,
        Event(
            event="act_refused",
            rule=refusal.rule,
            step=step,
            data={"act": act, "by": by, "because": refusal.because, "way_on": refusal.way_on},
        ),
    )


def _again(conn: Connection, workflow: str, document: str) -> tuple[str, Act] | Outcome:
    """The same document once more: its answer when it has one, else the same act again."""
    stored = documents.get(conn, document)
    assert stored is not None
    if stored.refusal is not None:
        return Outcome(document=document, accepted=False, refusal=stored.refusal)
    if stored.answer is not None:
        return Outcome(document=document, accepted=True, answer=stored.answer)
    return workflow, stored.as_act()


_MEANT = text("""
SELECT c.workflow_id, c.process, s.key, s.rule, s.form, s.document, s.due, s.state, s.entered_at, s.period
FROM cases c LEFT JOIN steps s ON s."case" = c.number
  AND (s.key = :step OR split_part(split_part(s.key, '#', 1), '@', 1) = :step
       OR s.rule = :step OR s.rules @> to_jsonb(CAST(:step AS text)))
WHERE c.number = :case
""")


def _meant(conn: Connection, case: str, new: NewAct) -> tuple[str, str | None, str | None, str | None]:
    """The workflow of the case, the rule of the step that is meant, the form it is recorded in, the document corrected.

    Acts other than complete and correct have a form of their own. For a step that is not open the form it had is
    taken, or none: then the case itself says what is wrong. A bare name means the nearest due of what is open, and for
    a correction the newest of what was done.
    """
    named = new.step if new.step is not None and "." in new.step else None
    exactly = exact(new.step) if new.step is not None else None
    wanted = ("done",) if new.act == "correct" else ("open", "waiting")
    rows = conn.execute(_MEANT, {"case": case, "step": exactly or new.step}).all()
    if not rows:
        raise CaseMissing(f"there is no case {case}: see `vada case list`")
    workflow = str(rows[0].workflow_id)
    if new.act not in ("complete", "correct"):
        return workflow, named, action_form(Process(rows[0].process), new.act) or "note", None
    meant = [r for r in rows if r.key is not None]
    fitting = [r for r in meant if r.state in wanted and exactly in (None, r.key)]
    if new.act == "correct":
        fitting = sorted(fitting, key=lambda r: (r.entered_at, r.key))[-1:]
    nearest = min(
        fitting,
        key=lambda r: (r.key != new.step, r.rule != new.step, r.period and r.due is not None, r.due or date.max, r.key),
        default=None,
    )
    if nearest is None:
        return workflow, named, form_of_step(meant[0].rule, meant[0].form) if meant else None, None
    corrects = nearest.document if new.act == "correct" else None
    return workflow, named or nearest.rule, form_of_step(nearest.rule, nearest.form), corrects
