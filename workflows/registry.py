"""Every workflow of the service: read by the worker, by the replay tests and by the gateway."""

from models import (
    administrator_plan,
    danger_review,
    data_group,
    former_prisoner_case,
    local_council,
    parole_petition,
    penitentiary_cycle,
    probation_cycle,
    psychology_service,
    risk_team,
)
from models.case import CaseState
from models.ids import Process
from workflows.administrator_plan import AdministratorPlan
from workflows.danger_review import DangerReview
from workflows.data_group import DataGroup
from workflows.former_prisoner_case import FormerPrisonerCase
from workflows.local_council import LocalCouncil
from workflows.parole_petition import ParolePetition
from workflows.penitentiary_cycle import PenitentiaryCycle
from workflows.probation_cycle import ProbationCycle
from workflows.psychology_service import PsychologyService
from workflows.risk_team import RiskTeam

WORKFLOWS: tuple[type, ...] = (
    PenitentiaryCycle,
    AdministratorPlan,
    PsychologyService,
    DangerReview,
    RiskTeam,
    DataGroup,
    ParolePetition,
    FormerPrisonerCase,
    ProbationCycle,
    LocalCouncil,
)

STATES: dict[Process, type[CaseState]] = {
    Process.penitentiary_cycle: penitentiary_cycle.State,
    Process.administrator_plan: administrator_plan.State,
    Process.psychology_service: psychology_service.State,
    Process.danger_review: danger_review.State,
    Process.risk_team: risk_team.State,
    Process.data_group: data_group.State,
    Process.parole_petition: parole_petition.State,
    Process.former_prisoner_case: former_prisoner_case.State,
    Process.probation_cycle: probation_cycle.State,
    Process.local_council: local_council.State,
}
"""The state with which a case of each process is opened."""
