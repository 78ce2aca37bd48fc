"""What a case of 25 human steps costs Temporal's history: events and bytes, by act and by kind, before encryption.

    python -m benchmarks.history               # a quarter of a minute; --json for programs
    python -m benchmarks.history STORY ...     # what the cases of these stories cost, run by run

A case of high serious harm is played from intake to the end of its plan on the real workflows with time skipped. The
events that skipping itself writes are left out: no real case has them.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client

from ops.connection import connect
from ops.postgres import temporary_postgres
from ops.process import ChildProcess, exit_now
from ops.search_attributes import register
from ops.settings import Settings
from ops.temporal_server import TemporalServer
from rules.order_502.instrument import development_instrument
from starter.player import Player
from starter.scenario import Scenario, StoryAct, load
from storage.engine import engine
from storage.migrate import upgrade

ROOT = Path(__file__).resolve().parent.parent
STORY = ROOT / "tests" / "scenarios" / "high_harm_nobody_late.yaml"
AGAIN = {"act": "complete", "rule": "o502.11.2", "by": "legal_regime_officer", "document": {"form": "annex-03"}}
MORE: tuple[dict[str, Any], ...] = (
    {"at": "2026-05-04 10:00", "act": "suspend", "by": "case_manager", "ground": "o502.15.1.a"},
    {"at": "2026-05-18 10:00", "act": "resume", "by": "case_manager", "ground": "o502.15.1.a"},
    {
        "at": "2026-05-20 10:00",
        "act": "assign",
        "by": "head_of_division",
        "step": "o502.11.2",
        "to": "S-08-legal_regime_officer-2",
    },
    {"at": "2026-06-22 10:00", **AGAIN},
    {"at": "2026-09-21 10:00", **AGAIN},
    {"at": "2026-12-21 10:00", **AGAIN},
    {"at": "2027-03-19 10:00", **AGAIN},
)
AIM_EVENTS, AIM_BYTES, STEPS = 10, 45_000, 25


def story() -> Scenario:
    """The public story, and the months after its plan was approved."""
    told = load(STORY)
    acts = (*told.acts, *(StoryAct.model_validate(a) for a in MORE))
    return told.model_copy(update={"acts": acts, "until": acts[-1].at.replace(hour=23), "expect": ()})


def skipping(event: HistoryEvent) -> bool:
    """Whether only the skipping of time wrote it: each skip, and the setting sent before it."""
    name = EventType.Name(event.event_type)
    return "TIME_SKIPPING" in name or name.endswith("EXECUTION_OPTIONS_UPDATED")


def kind(event: HistoryEvent) -> str:
    """The event's type, as Temporal's UI calls it."""
    return EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower()


def by_cause(events: Sequence[HistoryEvent]) -> list[tuple[str, list[HistoryEvent]]]:
    """The history cut into what each cause wrote: an act, an alarm, a fact, the opening."""
    pieces: list[list[HistoryEvent]] = [[]]
    for event in events:
        begins = kind(event) in ("workflow_task_scheduled", "timer_fired", "workflow_execution_signaled")
        whole = any(kind(e) == "workflow_task_completed" for e in pieces[-1])
        if begins and whole:
            pieces.append([])
        pieces[-1].append(event)
    return [(_cause(piece), piece) for piece in pieces if piece]


def _cause(piece: Sequence[HistoryEvent]) -> str:
    for event in piece:
        if event.HasField("workflow_execution_update_accepted_event_attributes"):
            accepted = event.workflow_execution_update_accepted_event_attributes
            act = json.loads(accepted.accepted_request.input.args.payloads[0].data)
            return f"act: {act['act']} {act['step'] or ''}".strip()
    kinds = [kind(e) for e in piece]
    if "workflow_execution_started" in kinds:
        return "opening"
    if "timer_fired" in kinds:
        return "alarm"
    return "fact" if "workflow_execution_signaled" in kinds else "other"


async def measure(client: Client, url: str) -> dict[str, Any]:
    """Play it, and count."""
    pool = engine(url, pool_size=16)
    played = await Player(client, pool, development_instrument()).play(story())
    refused = [e for e in played.timeline if e["event"] == "act_refused"]
    if refused:
        raise RuntimeError(f"the story does not fit the law any more: {refused[0]}")
    history = await client.get_workflow_handle(played.workflow_id).fetch_history()
    events = [e for e in history.events if not skipping(e)]
    pool.dispose()
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for event in events:
        kinds[kind(event)].update(count=1, bytes=event.ByteSize())
    causes = [
        {"cause": cause, "events": len(piece), "bytes": sum(e.ByteSize() for e in piece)}
        for cause, piece in by_cause(events)
    ]
    acts = [c for c in causes if str(c["cause"]).startswith("act")]
    return {
        "human_steps": kinds["workflow_execution_update_accepted"]["count"],
        "events": len(events),
        "bytes": sum(e.ByteSize() for e in events),
        "bytes_of_human_steps": sum(int(str(a["bytes"])) for a in acts),
        "alarms": sum(1 for c in causes if c["cause"] == "alarm"),
        "events_of_skipping_left_out": len(history.events) - len(events),
        "events_a_human_step": round(sum(int(str(a["events"])) for a in acts) / len(acts), 1),
        "most_events_of_a_human_step": max(int(str(a["events"])) for a in acts),
        "by_cause": causes,
        "by_kind": {name: dict(count) for name, count in sorted(kinds.items(), key=lambda k: -k[1]["bytes"])},
    }


async def lives(client: Client, url: str, file: Path) -> dict[str, Any]:
    """What each case of a story cost, over all its runs."""
    pool = engine(url, pool_size=16)
    told = load(file)
    played = await Player(client, pool, development_instrument()).play(told)
    pool.dispose()
    return {
        "days": (told.until - told.now).days,
        "seconds": played.seconds,
        "cases": {case.split("/")[0]: await _life(client, case) for case in played.cost},
    }


async def _life(client: Client, workflow: str) -> list[tuple[int, int]]:
    """Events and bytes of each run, the first one first."""
    run: str | None = None
    runs: list[tuple[int, int]] = []
    while True:
        history = await client.get_workflow_handle(workflow, run_id=run).fetch_history()
        events = [e for e in history.events if not skipping(e)]
        runs.insert(0, (len(events), sum(e.ByteSize() for e in events)))
        run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id or None
        if run is None:
            return runs


def table_of_lives(found: dict[str, Any]) -> str:
    """As a person reads it."""
    lines = [f"{'days':>5} {'events':>6} {'bytes':>7}  story, process (each run)"]
    for story, told in found.items():
        for process, runs in told["cases"].items():
            each = ", ".join(f"{events} / {size}" for events, size in runs)
            total = f"{sum(e for e, _ in runs):6} {sum(b for _, b in runs):7}"
            lines.append(f"{told['days']:5} {total}  {story}, {process} ({each})")
    return "\n".join(lines)


def table(found: dict[str, Any]) -> str:
    """As a person reads it."""
    lines = [f"{'events':>6} {'bytes':>7}  cause"]
    lines += [f"{c['events']:6} {c['bytes']:7}  {c['cause']}" for c in found["by_cause"]]
    lines += ["", f"{'count':>6} {'bytes':>7} {'each':>6}  kind of event"]
    lines += [
        f"{n['count']:6} {n['bytes']:7} {n['bytes'] // n['count']:6}  {name}" for name, n in found["by_kind"].items()
    ]
    met = found["most_events_of_a_human_step"] <= AIM_EVENTS and found["bytes_of_human_steps"] <= AIM_BYTES
    lines += [
        "",
        f"{found['human_steps']} human steps: {found['bytes_of_human_steps']} bytes; "
        f"{found['events_a_human_step']} events each on average, {found['most_events_of_a_human_step']} at most",
        f"Whole life with opening and {found['alarms']} alarms: {found['events']} events, {found['bytes']} bytes",
        f"Aim (at most {AIM_EVENTS} events a step, {AIM_BYTES} bytes for {STEPS} steps): {'met' if met else 'MISSED'}",
    ]
    return "\n".join(lines)


async def everything(folder: Path, file: Path | None = None) -> dict[str, Any]:
    """Servers, worker, story."""
    with temporary_postgres() as postgres:
        url = postgres.url()
        upgrade(url)
        server = TemporalServer(folder, port=0, ui_port=None, in_memory=True, time_skipping=True)
        address = await server.start()
        worker = ChildProcess(
            "worker",
            [sys.executable, str(ROOT / "worker.py")],
            log=folder / "worker.log",
            cwd=ROOT,
            env={**os.environ, "VADA_DATABASE_URL": url, "TEMPORAL_ADDRESS": address},
        )
        try:
            client = await connect(Settings(temporal_address=address), identity="vada-benchmark")
            await register(client)
            worker.start()
            await asyncio.to_thread(worker.wait_for_line, "ready", 30)
            return await lives(client, url, file) if file else await measure(client, url)
        finally:
            worker.stop()
            await server.stop()


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stories", nargs="*", type=Path, help="stories whose cases are to be counted")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    for file in given.stories:
        load(file)
    found: dict[str, Any] = {}
    for file in given.stories or (None,):
        with tempfile.TemporaryDirectory(prefix="vada-bench-") as folder:
            counted = asyncio.run(everything(Path(folder), file))
        found = {**found, file.stem: counted} if file else counted
    shown = table_of_lives(found) if given.stories else table(found)
    print(json.dumps(found, indent=1) if given.json else shown, flush=True)
    exit_now(0)


if __name__ == "__main__":
    main()
