"""Every workflow of the service: read by the worker, by the replay tests and by the gateway."""

from models import administrator_plan, penitentiary_cycle, psychology_service
from models.case import CaseState
from models.ids import Process
from workflows.administrator_plan import AdministratorPlan
from workflows.penitentiary_cycle import PenitentiaryCycle
from workflows.psychology_service import PsychologyService

WORKFLOWS: tuple[type, ...] = (PenitentiaryCycle, AdministratorPlan, PsychologyService)

STATES: dict[Process, type[CaseState]] = {
    Process.penitentiary_cycle: penitentiary_cycle.State,
    Process.administrator_plan: administrator_plan.State,
    Process.psychology_service: psychology_service.State,
}
"""The state with which a case of each process is opened."""
