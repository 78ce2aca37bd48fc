"""The one sandbox: what passes through is named here and nowhere else."""

from pkgutil import iter_modules

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

import workflows
from workflows.registry import WORKFLOWS

PURE = ("models", "law", "rules", "activities.contracts", "yaml", "zoneinfo", "tzdata")
"""Pure rooms (no clock, no I/O after import; ruff's TID251 and DTZ rules keep clock, chance and environment out).
Imported again in every sandbox they would cost 1.3 MB a cached case."""

DEFINING = frozenset(w.__module__ for w in WORKFLOWS) | {"workflows.registry", "workflows.sandbox"}
"""The modules that define workflows, each imported again by every case in its own sandbox, and the list of them."""

OURS = tuple(name for name in (f"workflows.{m.name}" for m in iter_modules(workflows.__path__)) if name not in DEFINING)
"""What workflows are made of besides: duties, acts, checks, the shared steps. The same lint rules hold there; imported
again they cost 0.5 MB a cached case and most of the processor time of opening one (docs/performance.md)."""

PASSED_THROUGH = (*PURE, *OURS)


def runner() -> SandboxedWorkflowRunner:
    """The runner for workers and replays."""
    return SandboxedWorkflowRunner(restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH))
