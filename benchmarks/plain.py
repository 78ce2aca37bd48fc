"""What ours is measured against: a Temporal workflow with Updates, and nothing of law, record or steps in it."""

from datetime import timedelta

from temporalio import activity, workflow

from models.base import Frozen


class Step(Frozen):
    """A human step as an ordinary program would send it: the form rides in the payload."""

    document: str
    case: str
    form: str


@activity.defn(name="insert")
def insert(step: Step) -> int:
    """One row; the worker gives the real one."""
    raise NotImplementedError


@workflow.defn(name="plain")
class Plain:
    """A case that only counts its steps."""

    def __init__(self) -> None:
        self.steps = 0

    @workflow.run
    async def run(self) -> int:
        """Live on."""
        await workflow.wait_condition(lambda: self.steps < 0)
        return self.steps

    @workflow.update
    async def bare(self, step: Step) -> int:
        """No activity: what the engine itself costs."""
        self.steps += 1
        return self.steps

    @bare.validator
    def may_bare(self, step: Step) -> None:
        """Anything goes."""

    @workflow.update
    async def ordinary(self, step: Step) -> int:
        """One ordinary activity, which inserts one row."""
        await workflow.execute_activity(insert, step, start_to_close_timeout=timedelta(seconds=10))
        self.steps += 1
        return self.steps

    @ordinary.validator
    def may_ordinary(self, step: Step) -> None:
        """Anything goes."""
