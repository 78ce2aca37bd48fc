"""A workflow that was changed without a patch: it waits a day before it opens."""

from datetime import timedelta

from temporalio import workflow

from models.administrator_plan import State
from models.ids import Process
from workflows.administrator_plan import AdministratorPlan


@workflow.defn(name=Process.administrator_plan.value)
class Changed(AdministratorPlan):
    """Another sequence of commands under the same name."""

    @workflow.init
    def __init__(self, state: State) -> None:
        super().__init__(state)

    @workflow.run
    async def run(self, state: State) -> str:
        """The change."""
        await workflow.sleep(timedelta(days=1))
        return await self.live()
