"""Plays a story against the real workflows and activities, on a Temporal server that skips time.

Each case has its own clock there. The player moves the cases to the nearest act or wake-up, lets each handle it, drains
the relay, and repeats; so a fact that one case tells another arrives at its moment.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.testing import TimeSkipper

from models.base import Frozen
from models.forms.probation import house
from models.forms.registry import ACTIONS_OF, actions, faults
from models.ids import Process
from models.register import sample_register, with_persons
from models.terms import DayOff
from models.views import CaseFilter, CaseView, StepView
from notices.channels import FileChannel
from rules import catalogue
from rules.leaders import leader
from rules.order_502.instrument import Instrument
from rules.terms.dates import TBILISI, local_date
from starter.clock import StoryClock
from starter.gateway import Gateway, NewAct
from starter.opening import OPENERS
from starter.relay import Relay
from starter.scenario import BadScenario, Scenario, StoryAct
from starter.verdict import Verdict, judge
from storage import calendar, outbox, register, worklists

SETTLE = timedelta(seconds=20)
"""How long one alarm may take in real time before the player says that the case is stuck."""


class Stuck(RuntimeError):
    """A case did not answer; the message says which and for how long."""


class Cost(Frozen):
    """What a workflow cost: events and bytes of history over all its runs."""

    events: int
    bytes: int
    runs: int


class Played(Frozen):
    """What came of a story, as `vada simulate --json` prints it."""

    scenario: str
    process: str
    case: str
    workflow_id: str
    timeline: tuple[dict[str, Any], ...]
    status: dict[str, Any]
    expectations: Verdict
    cost: dict[str, Cost]
    seconds: float


class Player:
    """Plays stories on given servers; the worker is somebody else's."""

    def __init__(self, client: Client, engine: Engine, instrument: Instrument, *, task_queue: str = "vada") -> None:
        self._engine = engine
        self._instrument = instrument
        self._client = client
        self._task_queue = task_queue
        self._skipper = TimeSkipper(client)

    async def play(self, story: Scenario) -> Played:
        """Play it to its end and judge what was expected. The database is to hold no other open case."""
        began = time.monotonic()
        clock = StoryClock(story.now)
        gateway = Gateway(self._client, self._engine, self._instrument, task_queue=self._task_queue, clock=clock)
        number = str(story.case.get("number"))
        with tempfile.TemporaryDirectory(prefix="vada-story-mail-") as mail:
            relay = Relay(gateway, FileChannel(Path(mail)))
            stage = _Stage(self._skipper, gateway, relay, clock)
            await stage.set_up(story)
            for other in story.beside:
                await gateway.open_case(other.process.value, other.case, synthetic=True, by="story")
                await stage.opened(str(other.case.get("number")))
            await gateway.open_case(story.process.value, story.case, synthetic=True, by="story")
            await stage.opened(number)
            for act in story.acts:
                await stage.go_to(act.at)
                await stage.act(number, act)
            await stage.go_to(story.until)
            views = await stage.cases()
        return await self._told(story, number, views, began)

    async def _told(self, story: Scenario, number: str, views: tuple[CaseView, ...], began: float) -> Played:
        numbers = [v.number for v in views]
        with self._engine.connect() as conn:
            lines = worklists.timeline(conn, *numbers)
            steps = {v.number: worklists.steps(conn, v.number) for v in views}
        timeline = tuple(
            flat(line.at, line.event, line.rule, line.step, line.case, line.process, line.data)
            for line in sorted(lines, key=lambda x: (x.at.replace(microsecond=0), x.case != number, x.case, x.seq))
        )
        main = next(v for v in views if v.number == number)
        cost = {v.workflow_id: await self._cost(v.workflow_id) for v in views}
        return Played(
            scenario=story.scenario,
            process=story.process.value,
            case=number,
            workflow_id=main.workflow_id,
            timeline=timeline,
            status=status(main, steps[number])
            | {"cases": {v.number: status(v, steps[v.number]) for v in views if v.number != number}},
            expectations=judge(story.expect, timeline, steps),
            cost=cost,
            seconds=round(time.monotonic() - began, 1),
        )

    async def _cost(self, workflow: str) -> Cost:
        """Events and bytes over every run of the workflow, each followed to the one before it."""
        events = size = runs = 0
        run: str | None = None
        while True:
            history = await self._client.get_workflow_handle(workflow, run_id=run).fetch_history()
            runs += 1
            events += len(history.events)
            size += sum(e.ByteSize() for e in history.events)
            run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id or None
            if run is None:
                return Cost(events=events, bytes=size, runs=runs)


class _Stage:
    """The servers as the story sees them."""

    def __init__(self, skipper: TimeSkipper, gateway: Gateway, relay: Relay, clock: StoryClock) -> None:
        self._skipper = skipper
        self._gateway = gateway
        self._relay = relay
        self._clock = clock
        self._shifts: dict[str, timedelta] = {}

    async def set_up(self, story: Scenario) -> None:
        """Staff for the institution and wherever the story takes a case, and the days that it declares."""
        opener = OPENERS[story.process]
        moves = [(act.content or {}).get("to") for act in story.acts if act.act == "transfer"]
        elsewhere = [opener.place_of({**story.case, "institution": to, "bureau": to}) for to in moves]
        places = dict.fromkeys((opener.place_of(story.case), *elsewhere))
        handed_to = [(act.document or {}).get("bureau") for act in story.acts]
        bureaus = [str(house(b)) for b in (story.case.get("probation_bureau"), *handed_to) if b]

        def write(conn: Any) -> None:
            staff = sample_register(places, opener.place)
            register.load(conn, with_persons(staff, story.persons()), at=story.now, by="story")
            register.load(conn, sample_register(bureaus, "bureau"), at=story.now, by="story")
            for other in story.beside:
                beside = OPENERS[other.process]
                there = sample_register([beside.place_of(other.case)], beside.place)
                register.load(conn, there, at=story.now, by="story")
            for day in (*story.calendar.days_off, *story.calendar.days_on):
                off = day in story.calendar.days_off
                calendar.declare(
                    conn, DayOff(day=day, off=off, act="declared in the story", entered_by="story"), story.now
                )

        await self._gateway.in_transaction(write)

    async def cases(self) -> tuple[CaseView, ...]:
        """Every case that the story has set going."""
        wanted = CaseFilter(open_only=False, limit=100)
        return await self._gateway.in_transaction(lambda conn: worklists.cases(conn, wanted))

    async def opened(self, number: str) -> None:
        """Wait until the case has opened and everything that it sent has arrived."""
        await self._until(lambda v: v.opened_at is not None, number, "open")
        await self._relayed()

    async def go_to(self, moment: datetime) -> None:
        """Let time pass until `moment`, every alarm on the way in its turn."""
        while True:
            views = [v for v in await self.cases() if v.closed is None]
            ringing = [v for v in views if v.next_alarm_at is not None and v.next_alarm_at <= moment]
            if not ringing:
                break
            at = min(v.next_alarm_at for v in ringing if v.next_alarm_at is not None)
            self._clock.set(at)
            here = [v for v in ringing if v.next_alarm_at == at]
            await asyncio.gather(*(self._move(v, at) for v in here))
            for v in here:
                await self._until(
                    lambda now, was=at: now.closed is not None or now.next_alarm_at != was,
                    v.number,
                    f"handle its alarm of {at.astimezone(TBILISI):%Y-%m-%d %H:%M}",
                )
            await self._relayed()
        self._clock.set(moment)
        await asyncio.gather(*(self._move(v, moment) for v in views))

    async def act(self, main: str, act: StoryAct) -> None:
        """Do the act in the case where its step is open; a refusal stays in the timeline."""
        number = act.case or await self._case_of(main, act)
        step = act.step or act.rule
        view = next((v for v in await self.cases() if v.number == number), None)
        staff = act.person
        if staff is None and view is not None:
            role = leader(act.actor, view.process) if act.actor == "team" else act.actor
            on = local_date(self._clock.now())
            found = await self._gateway.in_transaction(
                lambda conn: register.staff_for(conn, role, view.institution, on)
            )
            staff = found[0].id if found else None
        try:
            new = NewAct(act=act.act, by=act.actor, step=step, staff=staff, done_on=act.done_on, document=act.content)
        except ValidationError as error:
            raise BadScenario(f"The act '{act.act}' at {act.at:%Y-%m-%d %H:%M}: {faults(error)}") from None
        outcome = await self._gateway.act(number, new)
        if outcome.waiting:
            raise Stuck(f"{number} did not answer '{act.act}' within {self._patience()}")
        await self._relayed()

    async def _case_of(self, main: str, act: StoryAct) -> str:
        """The case in which the step is open, or was, or whose process knows the act: the main one first, then those
        that it set going."""
        named = act.step or act.rule
        if named is None:
            return await self._case_that_knows(main, act.act)
        cases = sorted(await self.cases(), key=lambda v: v.number != main)
        for open_only in (False,) if act.act in ("correct", "confirm") else (True, False):
            for view in cases:
                steps = await self._gateway.in_transaction(
                    lambda conn, n=view.number, o=open_only: worklists.steps(conn, n, open_only=o)  # type: ignore[misc]
                )
                if any(named in (s.key, _bare(s.key), s.rule, *s.rules) for s in steps):
                    return view.number
        if act.rule is not None:
            process = catalogue.rule(act.rule).process
            for view in await self.cases():
                if view.process == process:
                    return view.number
        return main

    async def _case_that_knows(self, main: str, act: str) -> str:
        """The main case, unless the act is another process's own and a case of that is running."""
        running = {v.number: Process(v.process) for v in await self.cases() if v.closed is None or v.number == main}
        own = [number for number, process in running.items() if act in ACTIONS_OF.get(process, {})]
        return main if act in actions(running[main]) or not own else own[0]

    async def _move(self, view: CaseView, to: datetime) -> None:
        """Skip the clock of one case to a moment of the story."""
        handle = self._gateway.client.get_workflow_handle(view.workflow_id)
        if view.number not in self._shifts:
            state = await handle.query("shift", result_type=timedelta)
            self._shifts[view.number] = state
        now = await self._skipper.get_current_time(handle) + self._shifts[view.number]
        if to > now:
            await self._skipper.fast_forward(handle, to - now)

    async def _relayed(self) -> None:
        """Everything that left a case has arrived, and each case that was told has taken it in."""
        while await self._relay.drain():
            waiting = [v for v in await self.cases() if v.opened_at is None and v.closed is None]
            for v in waiting:
                await self._until(lambda now: now.opened_at is not None, v.number, "open")
            await self._heard()

    async def _heard(self) -> None:
        """Signals are answered by nobody: wait until the record shows that each fact was taken in."""
        until = time.monotonic() + SETTLE.total_seconds()
        while waiting := await self._gateway.in_transaction(outbox.unheard):
            if time.monotonic() > until:
                raise Stuck(f"{len(waiting)} fact(s) were told and not heard within {self._patience()}")
            await asyncio.sleep(0.01)

    async def _until(self, reached: Any, number: str, what: str) -> None:
        until = time.monotonic() + SETTLE.total_seconds()
        while time.monotonic() < until:
            view = await self._gateway.in_transaction(lambda conn: worklists.case(conn, number))
            if reached(view):
                return
            await asyncio.sleep(0.01)
        raise Stuck(f"{number} did not {what} within {self._patience()}; its worker's log may say why")

    @staticmethod
    def _patience() -> str:
        return f"{SETTLE.total_seconds():.0f} s"


def _bare(key: str) -> str:
    """A step's key without its cycle and number."""
    return key.partition("@")[0].partition("#")[0]


def flat(
    at: datetime, event: str, rule: str | None, step: str | None, case: str, process: str, data: dict[str, Any]
) -> dict[str, Any]:
    """One line of a timeline as programs read it."""
    line: dict[str, Any] = {"at": at.astimezone(TBILISI).isoformat(timespec="seconds"), "event": event}
    if rule is not None:
        line["rule"] = rule
    if step is not None:
        line["step"] = step
    return {**line, **{k: v for k, v in data.items() if k not in line}, "case": case, "process": process}


def status(view: CaseView, steps: Iterable[StepView]) -> dict[str, Any]:
    """Where a case stands."""
    waiting = [s for s in steps if s.state in ("open", "waiting")]
    return {
        "stage": view.stage,
        "open_steps": [
            {
                "step": s.key,
                "rule": s.rule,
                "rules": list(s.rules),
                "actor": s.actor,
                "due": s.due.isoformat() if s.due else None,
                "overdue": s.overdue,
                "state": s.state,
            }
            for s in sorted(waiting, key=lambda s: (s.due or date.max, s.key))
        ],
        "closed": view.closed,
    }
