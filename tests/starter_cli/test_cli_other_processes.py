"""The command line and Temporal's Web UI on a case of each process beyond the prison: they read, and do not break."""

from collections.abc import Iterator
from datetime import date

import pytest

from models.ids import Process, workflow_id
from starter import samples
from starter.sample_data import Sample
from starter.sample_others import OTHERS, others
from tests.starter_cli.conftest import TODAY, Cli
from workflows.registry import STATES
from workflows.steps import voice

PLACE = {
    Process.local_council: "council east_2",
    Process.parole_petition: "council east_2",
    Process.risk_team: "institution 8",
    Process.data_group: "institution 8",
    Process.danger_review: "institution 8",
    Process.probation_cycle: "bureau B3",
    Process.former_prisoner_case: "division 1",
}


def one_of_each(base: date) -> Iterator[Sample]:
    """The first sample of each process, under a number that no other test opens."""
    for sample in others(base):
        if sample.number.endswith("900001"):
            number = sample.number.replace("900001", "900901")
            yield sample.model_copy(update={"number": number, "intake": {**sample.intake, "number": number}})


async def test_every_process_reads(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "caseload", lambda base: iter(()))
    monkeypatch.setattr(samples, "others", one_of_each)
    assert await samples.Loader(cli.house.gateway()).load()
    listed = (await cli("case", "list")).out
    for process in OTHERS:
        number = next(s.number for s in one_of_each(TODAY) if s.process == process)
        assert number in listed
        shown = (await cli("case", "show", number, "--json")).json
        assert shown["stage"]
        pages = [(await cli("case", what, number)).out for what in ("show", "timeline")]
        for step in shown["steps"]:
            pages.append((await cli("case", "why", number, step["key"])).out)
            if step.get("holder"):
                pages.append((await cli("inbox", "--as", step["holder"])).out)
        handle = cli.house.client.get_workflow_handle(workflow_id(Process(process), number))
        state = await handle.query("state", result_type=STATES[process])
        pages.append(voice.details(process, state))
        said = "\n".join(pages)
        assert f"{PLACE[process]}   SYNTHETIC" in said
        assert state.stage.replace("_", " ") in pages[-1]
        assert "Traceback" not in said and "None" not in said, said
