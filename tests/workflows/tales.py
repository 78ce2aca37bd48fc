"""Drives one case by hand through the real gateway, for tests that look at what a story cannot show."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle
from temporalio.testing import TimeSkipper

from models.acts import Refusal
from models.case import CaseState
from models.ids import Process, related_case, workflow_id
from models.penitentiary_cycle import State
from models.views import TimelineView
from notices.channels import FileChannel
from rules.terms.dates import TBILISI
from starter.clock import StoryClock
from starter.gateway import NewAct, Outcome
from starter.player import _Stage
from starter.relay import Relay
from starter.scenario import Scenario
from storage import documents, worklists
from tests.support.servers import House, fresh_number

DAY0 = date(2026, 6, 1)
"""A Monday; no holiday but one follows until the end of August."""


def at(moment: str) -> datetime:
    """A moment in Tbilisi, written YYYY-MM-DD HH:MM."""
    return datetime.fromisoformat(moment).replace(tzinfo=TBILISI)


def intake(number: str, **given: Any) -> dict[str, Any]:
    """An intake that leaves the classification cell on day 0."""
    person = {"first_name": "ნიმუში", "last_name": "სინთეზური", "sex": "male", "birth_date": date(1990, 2, 11)}
    return {
        "number": number,
        "person": person | {k: given.pop(k) for k in ("sex", "birth_date") if k in given},
        "institution": 8,
        "placed_in_institution": date(2026, 5, 25),
        "left_classification_cell": DAY0,
        **given,
    }


def screening(points: int, **marks: Any) -> dict[str, Any]:
    """Part I with all its points on the first item."""
    return {"form": "annex-01-part-1", "points": {1: points, **dict.fromkeys(range(2, 11), 0)}, **marks}


def static(points: int) -> dict[str, Any]:
    """Part II."""
    return {"form": "annex-01-part-2", "points": {1: min(points, 189), 2: max(points - 189, 0)}}


def dynamic(each: int = 3) -> dict[str, Any]:
    """Part III, the same points in every block."""
    return {"form": "annex-01-part-3", "points": dict.fromkeys(range(3, 17), each)}


def conclusion(outcome: str) -> dict[str, Any]:
    """The concluding comment, with its reasons."""
    return {"form": "annex-01", "outcome": outcome, "reason": "reasons of the case manager"}


PLAN = {"form": "annex-04", "months": 6, "measures": [{"service": "programme", "block": 10}]}
MINUTES = {"form": "doc-minutes", "present": ["case_manager", "case_administrator", "legal_regime_officer"]}


class Tale:
    """One case under its own clock."""

    def __init__(self, house: House, now: str) -> None:
        self.house = house
        self.clock = StoryClock(at(now))
        self.gateway = house.gateway(self.clock)
        self.relay = Relay(self.gateway, FileChannel(house.mail))
        self.stage = _Stage(TimeSkipper(house.client), self.gateway, self.relay, self.clock)
        self.number = ""

    async def open(self, now: str, number: str | None = None, **given: Any) -> "Tale":
        """Open a penitentiary cycle."""
        self.number = number or fresh_number()
        case = intake(self.number, **given)
        story = Scenario(process=Process.penitentiary_cycle, now=at(now), until=at(now), case=case)
        await self.stage.set_up(story)
        await self.gateway.open_case(story.process.value, case, synthetic=True, by="tests")
        await self.stage.opened(self.number)
        return self

    async def go(self, moment: str) -> "Tale":
        """Let time pass."""
        await self.stage.go_to(at(moment))
        return self

    async def act(self, name: str, by: str, step: str | None = None, **given: Any) -> Outcome:
        """Any act; the document's fields by keyword, or the whole as `document`."""
        known = {k: given.pop(k) for k in ("done_on", "staff", "id", "case") if k in given}
        number = str(known.pop("case", self.number))
        document = given.pop("document", None) or given or None
        outcome = await self.gateway.act(number, NewAct(act=name, by=by, step=step, document=document, **known))
        await self.stage._relayed()
        return outcome

    async def done(self, step: str, by: str, document: Mapping[str, Any] | None = None, **given: Any) -> Outcome:
        """Complete a step, which must be accepted."""
        outcome = await self.act("complete", by, step, document=dict(document) if document else None, **given)
        assert outcome.accepted, outcome.refusal
        return outcome

    async def refused(self, name: str, by: str, step: str | None = None, **given: Any) -> Refusal:
        """An act that must be refused: the document is kept as refused, with its way on, and nothing else changes."""
        before = await self.state()
        outcome = await self.act(name, by, step, **given)
        refusal = outcome.refusal
        assert not outcome.accepted
        assert refusal is not None, f"{name} of {step} by {by} was neither accepted nor refused"
        assert refusal.because, refusal
        assert refusal.way_on, refusal
        kept = await self.gateway.in_transaction(lambda conn: documents.get(conn, outcome.document))
        assert kept is not None
        assert (kept.state, kept.refusal) == ("refused", refusal)
        assert await self.state() == before
        lines = await self.events("act_refused")
        assert lines[-1].data["because"] == refusal.because
        return refusal

    def handle(self, process: Process = Process.penitentiary_cycle) -> WorkflowHandle[Any, Any]:
        """The workflow of the case, or of its related case of another process."""
        return self.house.client.get_workflow_handle(workflow_id(process.value, related_case(self.number, process)))

    async def state(self) -> CaseState:
        """The state as the workflow holds it."""
        state: CaseState = await self.handle().query("state", result_type=State)
        return state

    async def events(self, event: str | None = None, **wanted: Any) -> list[TimelineView]:
        """Lines of the case's timeline."""
        lines = await self.gateway.in_transaction(lambda conn: worklists.timeline(conn, self.number))
        return [
            x
            for x in lines
            if event in (None, x.event) and all((getattr(x, k, None) or x.data.get(k)) == v for k, v in wanted.items())
        ]

    async def moments(self, event: str, step: str) -> list[str]:
        """When an event of a step happened, in Tbilisi."""
        return [f"{x.at.astimezone(TBILISI):%Y-%m-%d %H:%M}" for x in await self.events(event, step=step)]

    # ------------------------------------------------------------------ the usual way, as far as it is wanted

    async def assessed(self) -> "Tale":
        """Medium harm, everything in time, the team's order given."""
        await self.go("2026-06-03 12:00")
        await self.done("screening", "case_manager", screening(20))
        await self.done("coordinator", "case_manager")
        await self.done("static", "special_registration_officer", static(80))
        await self.done("dynamic", "case_manager", dynamic())
        await self.done("conclusion", "case_manager", conclusion("case_manager"))
        await self.done("team_order", "director", {"form": "doc-team-order"})
        return self

    async def met(self) -> "Tale":
        """The team has met in week 7 and agreed."""
        await self.assessed()
        await self.go("2026-06-22 10:00")
        await self.done("behaviour", "legal_regime_officer", {"form": "annex-03"})
        await self.go("2026-07-14 10:00")
        await self.done("meeting", "team", MINUTES)
        await self.done("part_iv", "team", {"form": "annex-01-part-4"})
        return self

    async def drafted(self) -> "Tale":
        """There is a working version to vote on."""
        await self.met()
        await self.done("draft#1", "case_manager", PLAN)
        return self

    async def presented(self) -> "Tale":
        """The working version is adopted and presented."""
        await self.drafted()
        assert (await self.act("vote", "case_manager", vote="for")).accepted
        await self.done("adopt#1", "case_manager")
        await self.go("2026-07-16 10:00")
        await self.done("present#1", "case_manager")
        return self

    async def approved(self) -> "Tale":
        """The plan is signed, submitted and approved on 24 July."""
        await self.presented()
        await self.go("2026-07-22 10:00")
        await self.done("sign#1", "case_manager")
        await self.done("submit#1", "case_manager")
        await self.go("2026-07-24 10:00")
        await self.done("approve#1", "director")
        return self


async def tale(house: House, now: str = "2026-06-01 09:00", **given: Any) -> Tale:
    """A case opened at `now`."""
    return await Tale(house, now).open(now, **given)


async def most_timers(handle: WorkflowHandle[Any, Any]) -> tuple[int, int]:
    """How many timers were open at once at most, and how many were started, by the recorded history."""
    now: set[int] = set()
    most = started = 0
    async for e in handle.fetch_history_events():
        if e.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            now.add(e.event_id)
            started += 1
        elif e.event_type == EventType.EVENT_TYPE_TIMER_FIRED:
            now.discard(e.timer_fired_event_attributes.started_event_id)
        elif e.event_type == EventType.EVENT_TYPE_TIMER_CANCELED:
            now.discard(e.timer_canceled_event_attributes.started_event_id)
        most = max(most, len(now))
    return most, started


def in_order(lines: Iterable[TimelineView]) -> bool:
    """Whether a timeline is told in the order of its moments (a case opens within the minute of its story)."""
    moments = [x.at.replace(second=0, microsecond=0) for x in lines]
    return moments == sorted(moments)
