"""The administrator's plan: article 13 of Order 502. Opened by the hand-over of a case; so far its first step."""

from collections.abc import Iterable, Iterator
from datetime import date

from temporalio import workflow

from models.acts import Act, Told
from models.administrator_plan import Facts, State
from models.ids import Process
from workflows.steps.case import CaseWorkflow
from workflows.steps.common_acts import Powers
from workflows.steps.duty import Duty, Owed
from workflows.steps.effects import Effects

HOLDER = ("case_administrator",)
ENDINGS = dict.fromkeys(("o502.17.2.1", "o502.17.2.2", "o502.17.2.3"), HOLDER)
OUTCOMES = {"o502.17.2.1": "released", "o502.17.2.2": "sentence_deferred", "o502.17.2.3": "died"}

ASSESS = Duty("assess", ("o502.13.1",), "case_administrator", "case_handed_to_administrator", "annex-08")


@workflow.defn(name=Process.administrator_plan.value)
class AdministratorPlan(CaseWorkflow[Facts]):
    """One convict's case with the case administrator."""

    process = Process.administrator_plan
    duties = (ASSESS,)
    powers = Powers(endings=ENDINGS)

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state, state.facts)

    @workflow.run
    async def run(self, state: State) -> str:
        """Keep the case's terms until it is over; the outcome."""
        return await self.live()

    def owed(self, f: Facts) -> Iterator[Owed]:
        """Article 13(1): assessment and plan on Annex 8 in four weeks from the hand-over."""
        if f.handed_over:
            yield ASSESS.since(f.handed_over)

    def stage(self, f: Facts) -> tuple[str, str]:
        """Where the case stands."""
        return "assessment", "o502.13.1"

    def over(self, f: Facts, done: Iterable[str]) -> tuple[str, str] | None:
        """Article 17(2)."""
        return (OUTCOMES[f.ended_ground], f.ended_ground) if f.ended_ground else None

    def hear(self, f: Facts, told: Told) -> Effects:
        """The hand-over, and what happens to the convict."""
        if told.fact == "handed_over":
            f.handed_over = told.on
        elif told.fact == "ended":
            f.ended_ground, f.ended_on = str(told.codes["ground"]), told.on
        return Effects()

    def apply(self, f: Facts, act: Act, key: str | None, day: date) -> Effects:
        """What an act changes."""
        if act.act == "end":
            f.ended_ground, f.ended_on = str(act.codes["ground"]), day
        elif key == "assess":
            f.assessed_on = day
        return Effects()
