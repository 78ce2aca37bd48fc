"""The one sandbox: what passes through is named here and nowhere else."""

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

PASSED_THROUGH = ("models", "law", "rules", "activities.contracts", "yaml", "zoneinfo", "tzdata")
"""Pure rooms (no clock, no I/O after import; ruff's DTZ rules keep the clock out). Imported again in every sandbox they
would cost 1.3 MB a cached case."""


def runner() -> SandboxedWorkflowRunner:
    """The runner for workers and replays."""
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH))
