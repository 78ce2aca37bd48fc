"""Record the histories that `tests/replay` replays: play stories on real servers and keep what Temporal wrote.

    python tools/record_histories.py            record what is missing
    python tools/record_histories.py --again    record all of it anew

A recorded history is a promise to the cases that are open now: code that cannot replay it would wedge them. So it is
recorded anew only when a new stage or process is added to it, never to make a failing replay pass; then the change
needs `workflow.patched`, and the old file stays.
"""

import argparse
import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHistory

from ops.connection import connect
from ops.postgres import EmbeddedPostgres, temporary_postgres
from ops.process import exit_now
from ops.search_attributes import register
from ops.settings import Settings
from ops.temporal_server import TemporalServer
from starter.player import Played
from starter.scenario import Scenario, StoryAct, load
from storage.engine import engine
from storage.migrate import upgrade
from tests.support.servers import SCENARIOS, House, a_house, eventually

HISTORIES = Path(__file__).resolve().parent.parent / "tests" / "replay" / "histories"
RELEASED = "o502.17.2.1"


@dataclass(frozen=True)
class Chosen:
    """A story, and what is done besides: which cases end a day later (prefix, actor) or renew."""

    story: str
    ends: tuple[tuple[str, str], ...] = ()
    renews: tuple[str, ...] = ()


CHOSEN = (
    Chosen("danger_o70_sentence_ends"),
    Chosen("danger_dr2_increased"),
    Chosen("danger_dr2_temporary_runs_out"),
    Chosen("danger_dr2_hospital_after_the_decision"),
    Chosen("danger_o70_petition_soft_term"),
    Chosen("danger_o70_team"),
    Chosen("danger_dr2_team"),
    Chosen("danger_o70_group"),
    Chosen("danger_dr2_group"),
    Chosen("high_harm_nobody_late", renews=("PEN",)),
    Chosen("two_cycles_in_a_row"),
    Chosen("sentence_deferred"),
    Chosen("released"),
    Chosen("nobody_answers"),
    Chosen("suspension_two_grounds"),
    Chosen("convict_refuses_plan"),
    Chosen("low_low_to_administrator"),
    Chosen("administrator_plan_year"),
    Chosen("administrator_plan_released"),
    Chosen("instant_and_high_side_by_side"),
    Chosen("instant_and_high_side_by_side", ends=(("PSY", "psychologist"),)),
    Chosen("probation_medium_whole_plan"),
    Chosen("probation_dies_summary_report"),
    Chosen("probation_disagreed_refused_suspended"),
    Chosen("psychology_accused"),
    Chosen("parole_granted_without_hearing"),
    Chosen("parole_recusals_move_the_case"),
    Chosen("parole_council_life"),
    Chosen("parole_granted_ends_the_prison_case"),
    Chosen("former_four_calls_in_vain"),
    Chosen("former_prison_referral"),
    Chosen("former_ongoing_waiting_ended"),
    Chosen("former_two_years_and_a_half"),
    Chosen("former_assessed_anew"),
    Chosen("across_level_three_cases"),
)
"""Every workflow of the registry open and closed, and the shapes that differ: rings, redating, a plan offered twice, a
case handed over, a case that continued as new."""


def name_of(chosen: Chosen) -> str:
    """The story and what was done besides."""
    added = [
        *(f"{prefix.lower()}-ended" for prefix, _ in chosen.ends),
        *(f"{p.lower()}-renewed" for p in chosen.renews),
    ]
    return "_".join([chosen.story, *added])


def extended(chosen: Chosen) -> Scenario:
    """The story, with the endings a day after its last moment."""
    story = load(SCENARIOS / f"{chosen.story}.yaml")
    number = str(story.case["number"])
    at = story.until + timedelta(days=1)
    ends = tuple(
        StoryAct.model_validate({"at": at, "act": "end", "by": actor, "ground": RELEASED, "case": prefix + number[3:]})
        for prefix, actor in chosen.ends
    )
    if not ends:
        return story
    return story.model_copy(update={"acts": (*story.acts, *ends), "until": at + timedelta(days=1), "expect": ()})


async def runs_of(client: Client, workflow: str) -> list[WorkflowHistory]:
    """The history of every run, the first one first."""
    found: list[WorkflowHistory] = []
    run: str | None = None
    while True:
        history = await client.get_workflow_handle(workflow, run_id=run).fetch_history()
        found.insert(0, history)
        run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id or None
        if run is None:
            return found


async def renew(house: House, played: Played, prefix: str) -> None:
    """Let a case of the story continue as new, and wait for its next run to have begun."""
    workflow = next(w for w in played.cost if w.split("/")[1].startswith(prefix))
    handle = house.client.get_workflow_handle(workflow)
    before = (await handle.describe()).run_id
    await handle.signal("renew")

    async def begun() -> bool:
        shown = await handle.describe()
        if shown.run_id == before:
            return False
        return len((await handle.fetch_history()).events) >= 4

    await eventually(begun, "the next run has begun")


async def record(client: Client, postgres: EmbeddedPostgres, chosen: Chosen, number: int) -> Iterator[tuple[str, str]]:
    """Play it on a database of its own; the files to keep, by name."""
    url = postgres.create_database(f"recorded_{number}", template="template_of_tests")
    pool = engine(url, pool_size=24)
    with tempfile.TemporaryDirectory(prefix="vada-record-") as mail:
        async with a_house(client, pool, url, Path(mail)) as house:
            played = await house.play(extended(chosen))
            if played.expectations.failed:
                raise SystemExit(f"{chosen.story} does not come out as expected: {played.expectations.failed[0]}")
            for prefix in chosen.renews:
                await renew(house, played, prefix)
            kept: list[tuple[str, str]] = []
            for workflow in played.cost:
                process = workflow.split("/")[0]
                status = (await client.get_workflow_handle(workflow).describe()).status
                state = "open" if status is WorkflowExecutionStatus.RUNNING else "closed"
                histories = await runs_of(client, workflow)
                for n, history in enumerate(histories, 1):
                    last = n == len(histories)
                    word = state if last else f"run{n}"
                    kept.append((f"{process}.{word}.{name_of(chosen)}.json", compact(history)))
    pool.dispose()
    return iter(kept)


def compact(history: WorkflowHistory) -> str:
    """As Temporal's own tools export it, without the white space."""
    return re.sub(r"\n\s*", "", history.to_json()) + "\n"


async def main(again: bool) -> None:
    """Play, and write what is missing (or all of it)."""
    HISTORIES.mkdir(parents=True, exist_ok=True)
    wanted: Sequence[Chosen] = [c for c in CHOSEN if again or not list(HISTORIES.glob(f"*.{name_of(c)}.json"))]
    if not wanted:
        print("Nothing is missing.")
        return
    with temporary_postgres() as postgres, tempfile.TemporaryDirectory(prefix="vada-record-") as folder:
        upgrade(postgres.create_database("template_of_tests"))
        server = TemporalServer(Path(folder), port=0, ui_port=None, in_memory=True, time_skipping=True)
        client = await connect(Settings(temporal_address=await server.start()), identity="vada-recorder")
        await register(client)
        try:
            for number, chosen in enumerate(wanted):
                for old in HISTORIES.glob(f"*.{name_of(chosen)}.json"):
                    old.unlink()
                for name, text in await record(client, postgres, chosen, number):
                    (HISTORIES / name).write_text(text, encoding="utf-8")
                    print(f"{name}  {len(text) // 1024} KiB")
        finally:
            await server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--again", action="store_true", help="record everything anew")
    asyncio.run(main(parser.parse_args().again))
    exit_now(0)
