"""A played story as a person reads it."""

from typing import Any

from starter.player import Played

SHOWN = {
    "step_opened": ("actor", "due", "why"),
    "step_scheduled": ("actor", "opens", "due"),
    "step_completed": ("by", "late"),
    "reminder_sent": ("to", "due"),
    "step_overdue": ("actor", "due"),
    "escalated": ("to", "level", "days_late"),
    "due_changed": ("from", "to", "because"),
    "act_refused": ("act", "because", "way_on"),
    "notice_sent": ("to", "about"),
}
QUIET = ("notice_sent",)


def told(played: Played) -> str:
    """The timeline, where the case stands, what it cost, and whether it came out as expected."""
    lines = [f"{played.scenario or played.case} — {played.process.replace('_', ' ')}, case {played.case}", ""]
    lines += [_line(e, played.case) for e in played.timeline if e["event"] not in QUIET]
    lines += ["", f"Stage: {played.status['stage']}; closed: {played.status['closed'] or 'no'}"]
    for step in played.status["open_steps"]:
        late = "  OVERDUE" if step["overdue"] else ""
        lines.append(f"  owed: {step['rule']} ({step['step']}) by {step['actor']} until {step['due'] or '—'}{late}")
    for workflow, cost in played.cost.items():
        lines.append(f"Cost of {workflow}: {cost.events} events, {cost.bytes} bytes, {cost.runs} run(s)")
    verdict = played.expectations
    if verdict.met or verdict.failed:
        lines.append(f"Expected: {verdict.met} met, {len(verdict.failed)} not")
    for failed in verdict.failed:
        lines.append(f"  NOT MET: {failed['expected']}")
        lines.append(f"     found: {failed.get('nearest') or failed.get('but')}")
    lines.append(f"Played in {played.seconds} s")
    return "\n".join(lines)


def _line(e: dict[str, Any], main: str) -> str:
    names = SHOWN.get(e["event"])
    known = ("at", "event", "rule", "step", "case", "process", "rules", "document", "staff")
    data = {k: e[k] for k in names if k in e} if names else {k: v for k, v in e.items() if k not in known}
    said = ", ".join(f"{k}: {v}" for k, v in data.items() if v is not None)
    where = "" if e["case"] == main else f" [{e['case']}]"
    when = e["at"][:16].replace("T", " ")
    return f"{when}  {e['event']:<16} {e.get('rule', ''):<16} {e.get('step', ''):<14} {said}{where}"
