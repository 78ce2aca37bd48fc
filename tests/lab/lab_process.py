"""A process of no law: one duty of each kind that the shared steps know, and faults to order."""

from collections.abc import Iterator
from datetime import date

from pydantic import Field
from temporalio import workflow

from models.acts import Act, Refusal, Told
from models.base import Mutable
from models.case import CaseState
from models.ids import Process
from models.record import Counting
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Extension, Owed
from workflows.steps.effects import Effects

BY = "psychologist"

ASSESS = Duty("assess", ("o502.21.5.1",), BY, extension=Extension("o502.21.5.5", "resocialisation_division_head"))
NOTICE = Duty("notice", ("o320.16.3.1",), BY, counting=Counting.before)
REFER = Duty("refer", ("o502.12.3",), BY, counting=Counting.at_once)
OBSERVE = Duty("observe", ("o502.11.2",), BY)
MOTIVATE = Duty("motivate", ("o502.14.9.3",), BY, period=True)
PLAN = Duty("plan", ("o502.14.1",), BY, stopped_by_suspension=True)
AFTER = Duty("after", ("o502.8.4",), BY, counting=Counting.none)


class Facts(Mutable):
    """Days on which things happened; `fault` says where the process is to stumble."""

    begun: date | None = None
    session: date | None = None
    found: date | None = None
    observed: list[date] = Field(default_factory=list)
    refused: date | None = None
    approved: date | None = None
    motivated: date | None = None
    fault: str = ""


class State(CaseState):
    """The whole state."""

    facts: Facts


@workflow.defn(name="lab")
class Lab(CaseWorkflow[Facts]):
    """Runs under the name of no process; its record is kept as a psychological service."""

    process = Process.psychology_service
    duties = (ASSESS, NOTICE, REFER, OBSERVE, MOTIVATE, PLAN, AFTER)
    powers = Powers({"o502.15.1.a": (BY,), "o502.15.1.d": (BY,)}, {"o502.17.2.1": (BY,)}, resume_rule="o502.15.2")

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)
        self.stumbled = False

    @workflow.run
    async def run(self, state: State) -> str:
        """Live until told to end."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Everything whose day is known."""
        if f.fault == "owed" or (f.fault == "opening" and not self.stumbled):
            self.stumbled = True
            raise KeyError("ordered")
        if f.begun:
            yield ASSESS.since(f.begun)
        if f.session:
            yield NOTICE.before(f.session)
        if f.found:
            yield REFER.at_once(f.found)
        if f.observed:
            yield OBSERVE.since(f.observed[-1], n=len(f.observed))
        if f.refused:
            yield MOTIVATE.since(f.refused)
        if f.approved:
            yield PLAN.since(f.approved)
        if f.motivated:
            yield AFTER.open_ended(f.motivated)

    def stage(self, f: Facts) -> tuple[str, str]:
        """One stage."""
        return "assessment", "o502.12.1"

    def acts(self) -> dict[str, tuple[str, ...]]:
        """Acts that stumble: inside the handler, inside the validator."""
        return {"stumble": (BY,), "trip": (BY,)}

    def check(self, f: Facts, act: Act, key: str | None) -> Refusal | None:
        """Refuse nothing; trip when ordered."""
        if act.act == "trip":
            raise ZeroDivisionError("ordered")
        return None

    def elapsed(self, f: Facts, key: str, day: date) -> Effects:
        """The period is over."""
        if f.fault == "elapsed":
            raise LookupError("ordered")
        f.motivated = day
        return Effects()

    def hear(self, f: Facts, told: Told) -> Effects:
        """A day becomes known, or a fault is ordered."""
        if told.fact == "fault":
            f.fault = str(told.codes.get("where", ""))
        elif told.fact == "observed":
            f.observed = [*f.observed, told.on]
        else:
            setattr(f, told.fact, told.on)
        return Effects(because=f"told {told.fact}")

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """Observing again; stumbling when ordered."""
        if act.act == "stumble":
            f.approved = day
            raise RuntimeError("ordered")
        if key is not None and key.startswith("observe"):
            f.observed = [*f.observed, day]
        return Effects()
