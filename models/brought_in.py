"""A running case as a prison brings it in: what was done before the service kept it, when, and with which level."""

from datetime import date
from typing import Literal

from pydantic import Field

from models.acts import Codes
from models.base import Frozen
from models.ids import Process
from models.levels import Level

Holder = Literal["case_administrator", "case_manager", "case_manager_with_psychologist"]
Women = Literal["information", "programme", "psychological_service"]
Ground = Literal["a", "b", "c", "d", "e", "f"]


class Stopped(Frozen):
    """One interval in which the plan stood still: the letter of its ground in article 15(1), from when, until when."""

    ground: Ground
    since: date
    until: date | None = None


def _told(what: str) -> date | None:
    field: date | None = Field(default=None, description=what)
    return field


class BroughtIn(Frozen):
    """What was done in a case so far; each field is a column of the file. Dates, levels and choices only.

    A column that is left empty was not done. Levels come with the day on which they were found.
    """

    screened_on: date | None = _told("serious-harm screening done, Annex 1 part I")
    serious_harm: Level | None = Field(default=None, description="its level: low, medium or high")
    instant: bool = Field(default=False, description="yes when items 8-10 call for the psychologist at once (12(3))")
    coordinated_on: date | None = _told("assessment coordinated (8(4))")
    static_on: date | None = _told("static part done, Annex 1 part II")
    static: Level | None = Field(default=None, description="its level")
    behaviour_on: tuple[date, ...] = Field(
        default=(), description="behaviour questionnaires, Annex 3: their days, or the last one alone"
    )
    women_on: date | None = _told("women's questionnaire done, Annex 2")
    women_services: tuple[Women, ...] = Field(
        default=(), description="what it brought: information, programme, psychological_service"
    )
    women_referred_on: date | None = _told("referred to those services (9(7))")
    dynamic_on: date | None = _told("dynamic part done, Annex 1 part III")
    dynamic: Level | None = Field(default=None, description="its level")
    concluded_on: date | None = _told("concluding comment written (8(8), 8(9))")
    conclusion: Holder | None = Field(
        default=None, description="case_administrator, case_manager or case_manager_with_psychologist"
    )
    handed_over_on: date | None = _told("case handed to the case administrator (8(7), 8(8))")
    team_on: date | None = _told("director's order that creates the team")
    met_on: date | None = _told("team met (8(11))")
    disagreed_on: date | None = _told("team did not agree on the results (10(7))")
    supervisor_on: date | None = _told("professional supervisor invited (10(7))")
    agreed_on: date | None = _told("team agreed on the results, Annex 1 part IV")
    reoffending: Level | None = Field(default=None, description="level of reoffending risk by part IV")
    drafted_on: date | None = _told("working version of the plan ready")
    adopted_on: date | None = _told("team voted for it (14(6))")
    presented_on: date | None = _told("presented to the convict (14(7))")
    plan_refused_on: date | None = _told("convict refused the plan (14(9)) and has not come to agree since")
    director_informed_on: date | None = _told("director informed of that refusal")
    plan_signed_on: date | None = _told("plan signed by both (14(8))")
    submitted_on: date | None = _told("plan submitted to the director (8(14))")
    plan_approved_on: date | None = _told("plan approved by the director (8(15))")
    plan_months: int | None = Field(default=None, ge=1, description="the plan's length in months")
    plan_completed_on: date | None = _told("all its measures done before its term ended (14(10)); else empty")
    suspended_since: date | None = _told("carrying out of the plan suspended since (art. 15)")
    suspended_ground: Ground | None = Field(default=None, description="letter of the ground in 15(1): a to f")
    suspended_before: tuple[Stopped, ...] = Field(
        default=(), description="earlier suspensions: 'a 2026-03-02 2026-03-20', several apart by |"
    )
    admin_plan_on: date | None = _told("administrator's assessment and plan, Annex 8 (13(1), 13(4))")
    admin_reassessed: bool = Field(
        default=False, description="yes when that was a reassessment (13(4)): the rounds before it are then not told"
    )
    admin_plan_months: int | None = Field(default=None, ge=1, description="the administrator's plan in months")
    admin_plan_agreed_on: date | None = _told("administrator's plan agreed by the director (13(2))")
    admin_monitored_on: date | None = _told("administrator's plan monitored, Annex 9 (13(3), 13(6))")
    psychologist_started_on: date | None = _told("psychologist began work on high risk (8(10)(a))")
    strategy_on: date | None = _told("short-term strategy drawn up (8(10)(a))")
    psychologist_assessed_on: date | None = _told("psychologist's assessment done (art. 12)")
    cycle: int | None = Field(
        default=None, ge=1, description="number of the running cycle, from 2 on; the columns above then tell it alone"
    )
    cycle_began_on: date | None = _told("its first day: the last plan's monitoring (14(10)) or an early start (14(11))")
    last_assessed_on: date | None = _told("part IV of the cycle before: 16(1) counts from it")
    last_plan_approved_on: date | None = _told("plan of the cycle before approved; empty when the convict refused it")
    last_plan_months: int | None = Field(default=None, ge=1, description="its length in months")
    last_plan_completed_on: date | None = _told("all its measures done before its term ended; else empty")
    last_plan_monitored_on: date | None = _told("its results evaluated, Annex 5 (14(10))")
    psychologist_before: bool = Field(
        default=False, description="yes when a psychologist served, and sat in the team, before this cycle"
    )

    def told(self) -> dict[str, object]:
        """The columns that were filled in, as they are kept."""
        return self.model_dump(mode="json", exclude_defaults=True)


STANDS = "stands"


class PastAct(Frozen):
    """Something done in a case before it was brought in: the step by its key (`suspend` and the like have none).

    `column` is where it was told, or `line` of the file of acts; `presumed` says that nothing tells it and something
    later presupposes it. `either`: `step` is the name of a step or, when none is open, of an act of the process's own.
    `act` may be STANDS: the facts that the running round of a case stands on, not lived again.
    """

    process: Process = Process.penitentiary_cycle
    act: str = "complete"
    step: str | None = None
    either: bool = False
    line: int | None = None
    staff: str | None = None
    on: date
    codes: Codes = Field(default_factory=dict)
    by: str | None = None
    column: str
    presumed: bool = False


class PastStep(Frozen):
    """A step done before the case was brought in, as its timeline tells it: a breach stays a fact."""

    step: str
    rule: str
    on: date
    due: date | None = None
    late: bool = False
    presumed: bool = False


class Brought(Frozen):
    """By whom a case was brought in at its stage, from what, and what was done in it before."""

    by: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    source: Literal["import"] = "import"
    steps: tuple[PastStep, ...] = ()
