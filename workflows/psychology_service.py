"""Psychological service in prison: articles 8(10) and 12 of Order 502. So far the first steps of its ways in."""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Told
from models.ids import Process
from models.psychology_service import Facts, State
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Owed
from workflows.steps.effects import Effects

BY = ("psychologist", "case_manager", "case_administrator")
ENDINGS = dict.fromkeys(("o502.17.2.1", "o502.17.2.2", "o502.17.2.3"), BY)
OUTCOMES = {"o502.17.2.1": "released", "o502.17.2.2": "sentence_deferred", "o502.17.2.3": "died"}

START = Duty("start", ("o502.8.10.a.1",), "psychologist", "shr_high_found")
STRATEGY = Duty("strategy", ("o502.8.10.a.2",), "psychologist", "high_risk_work_started", "doc-short-term-strategy")
ASSESS_INSTANT = Duty(
    "assess_instant", ("o502.12.4.1",), "psychologist", "referred_to_psychology", "doc-psych-assessment"
)
ASSESS_PLANNED = Duty(
    "assess_planned", ("o502.12.2.c",), "psychologist", "left_classification_cell", "doc-psych-assessment"
)


@workflow.defn(name=Process.psychology_service.value)
class PsychologyService(CaseWorkflow[Facts]):
    """One convict's psychological service."""

    process = Process.psychology_service
    duties = (START, STRATEGY, ASSESS_INSTANT, ASSESS_PLANNED)
    powers = Powers(endings=ENDINGS)

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Three ways in, side by side (12(2)(a), 8(10)(a), 12(3)-(4))."""
        if f.high_risk:
            yield START.since(f.high_risk)
        if f.high_risk and f.started_on:
            yield STRATEGY.since(f.started_on)
        if f.instant:
            yield ASSESS_INSTANT.since(f.instant)
        if f.planned and f.left_cell and not (f.instant or f.high_risk):
            yield ASSESS_PLANNED.since(f.left_cell)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Where the service stands."""
        return "assessment", "o502.12.1"

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Article 17(2)."""
        return (OUTCOMES[f.ended_ground], f.ended_ground) if f.ended_ground else None

    def hear(self, f: Facts, told: Told) -> Effects:
        """A way in opens; the first day of each counts."""
        effects = Effects(because="an earlier way to the psychologist serves")
        if told.codes.get("left_cell"):
            f.left_cell = date.fromisoformat(str(told.codes["left_cell"]))
        match told.fact:
            case "instant":
                f.instant = f.instant or told.on
            case "high_risk":
                f.high_risk = f.high_risk or told.on
            case "planned":
                f.planned = f.planned or told.on
            case "ended":
                f.ended_ground, f.ended_on = str(told.codes["ground"]), told.on
        return effects

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        match key:
            case "start":
                f.started_on = day
            case "strategy":
                f.strategy_on = day
            case "assess_instant" | "assess_planned":
                f.assessed_on = day
        if act.act == "end":
            f.ended_ground, f.ended_on = str(act.codes["ground"]), day
        return Effects()
