"""How a case is shown: its steps, its ledger, and its documents to those who may see them."""

from datetime import date, datetime
from typing import Any

import typer
import yaml
from sqlalchemy import Connection

from models.ids import Process
from models.views import CaseView, DeadlineView, StepView, TimelineView
from rules.order_502.marks import marks
from rules.order_502.team import both_seats
from rules.terms.calendar import shipped_calendar
from starter import document_access, output
from starter.session import Hat, place_of
from storage import access, worklists
from storage import documents as record

NOBODY_LOOKS = "only people with a role in the case read its documents; --as says who looks"
NO_NAME = "not shown: --as somebody with a role in the case shows it"


def case_json(case: CaseView, named: bool) -> dict[str, Any]:
    """A case for programs; the person's name only where it may be known."""
    return case.model_dump() | {"person": case.person if named or case.of_body else None}


HOUSES = {
    "probation_cycle": "bureau",
    "former_prisoner_case": "division",
    "parole_petition": "council",
    "local_council": "council",
}
"""What the place of a case is called where it is no penitentiary institution."""


def house(case: CaseView, *, short: bool = False) -> str:
    """Where a case lives, in words: institution 8, bureau B3, council east_2."""
    if place_of(case) is None:
        return "no bureau yet"
    return f"{HOUSES.get(case.process, 'inst.' if short else 'institution')} {case.institution}"


def print_head(case: CaseView, named: bool) -> None:
    title = Process(case.process).value.replace("_", " ")
    typer.echo(f"{case.number}   {title}, {house(case)}{'   SYNTHETIC' if case.synthetic else ''}")
    if case.of_body:
        typer.echo(f"  body     {case.person}")
    else:
        typer.echo(f"  person   {case.person if named else f'({NO_NAME})'}")
    opened, cycle = output.moment(case.opened_at or case.received_at), case.facts.get("cycle")
    running = f" (cycle {cycle})" if isinstance(cycle, int) and cycle > 1 else ""
    typer.echo(f"  stage    {case.stage or 'starting'}{running}, opened {opened}")
    if case.closed:
        typer.echo(f"  closed   {case.closed}, {output.moment(case.closed_at)}")
    if case.overdue_steps:
        told = f"escalated to level {case.escalation_level}" if case.escalation_level else "no head told yet"
        typer.echo(f"  OVERDUE  {case.overdue_steps} step(s), {told}")


def print_steps(steps: list[StepView], dates: dict[str, tuple[DeadlineView, ...]], today: date) -> None:
    typer.echo(f"\nOwed ({len(steps)})")
    for s in steps:
        age = f", open {_age(s.opened_at, today)} d" if s.opened_at else f", opens {output.moment(s.opens_at)}"
        due = output.until(s.due, today, stopped=stopped(s))
        if s.expected is not None:
            due = f"expected by {s.expected} ({output.OWN_POLICY})"
        typer.echo(f"  {s.key:<18} {due}{age}   {s.actor} ({s.holder or 'nobody holds it'})")
        why = dates[s.key][0].why if dates[s.key] else None
        if why is None:
            none = f"the clock stands still: {s.because}" if stopped(s) else "the act gives no term"
            why = f"{output.cited(s.rule)}, {none}"
        typer.echo(f"  {'':<18} {s.rule}: {why}")


def stopped(step: StepView) -> bool:
    """Whether a suspension stops its clock: it had a date, and has none until the case is resumed."""
    return step.due is None and step.state == "open" and step.because is not None


def _age(since: datetime, today: date) -> int:
    return (today - output.in_tbilisi(since).date()).days


def step_json(step: StepView, dates: tuple[DeadlineView, ...], today: date) -> dict[str, Any]:
    return step.model_dump() | {
        "why": dates[0].why if dates else None,
        "age_days": _age(step.opened_at, today) if step.opened_at else None,
        "stopped": stopped(step),
        "days_left": (step.due - today).days if step.due and step.state in ("open", "waiting") else None,
    }


def suspensions(lines: tuple[TimelineView, ...]) -> list[dict[str, Any]]:
    """The ledger of suspensions as the timeline tells it: ground, first day, last day."""
    ledger: list[dict[str, Any]] = []
    for line in lines:
        if line.event == "suspended":
            term = {"until": line.data["until"]} if line.data.get("until") else {}
            ledger.append({"ground": line.rule, "start": line.data.get("since"), "end": None, **term})
        elif line.event in ("resumed", "ground_ended"):
            for s in ledger:
                if s["end"] is None and (line.event == "resumed" or s["ground"] == line.rule):
                    s["end"] = line.data.get("day")
    return ledger


def cycle_marks(case: CaseView) -> list[dict[str, Any]]:
    """The days of the running cycle that are shown for orientation (3(k)); none of other processes."""
    day0 = case.facts.get("day0") or case.facts.get("left_cell")
    if case.process != Process.penitentiary_cycle or not day0:
        return []
    found = marks(date.fromisoformat(str(day0)), shipped_calendar(), case.facts.get("serious_harm"))
    return [m.model_dump() for m in found]


def same_person(steps: list[StepView]) -> tuple[str, ...]:
    """Who holds both seats of a social worker in the case (3(m)): worth a look, not forbidden."""
    holders: dict[str, set[str]] = {}
    for s in steps:
        if s.holder:
            holders.setdefault(s.actor, set()).add(s.holder)
    return both_seats(holders)


def print_cycle(case: CaseView, steps: list[StepView]) -> None:
    for m in cycle_marks(case):
        typer.echo(f"  {m['day']}  {m['what']} ({output.cited(m['rule'])}, for information)")
    for staff in same_person(steps):
        said = "is case manager and case administrator here"
        typer.echo(f"  NOTE     {staff} {said}: two members of one team ({output.cited('o502.3.m')})")


def brought_in(lines: tuple[TimelineView, ...]) -> dict[str, Any] | None:
    """By whom and from what a case was brought in at its stage, and what was done in it before; None for others."""
    line = next((x for x in lines if x.event == "brought_in" and "steps" in x.data), None)
    return None if line is None else {"at": line.at, **{k: line.data[k] for k in ("by", "source", "steps")}}


def print_brought_in(before: dict[str, Any]) -> None:
    typer.echo(
        f"\nBrought in on {output.moment(before['at'])} by {before['by']} ({before['source']}); done before, its "
        "documents are not kept here"
    )
    for s in before["steps"]:
        late = f", late: it was due on {s['due']}" if s["late"] else ""
        said = "not later than" if s["presumed"] else "on"
        typer.echo(f"  {s['step']:<18} {said} {s['on']}{late}   {s['rule']}")


def papers(conn: Connection, case: CaseView, hat: Hat | None, *, content: bool) -> list[dict[str, Any]]:
    """The documents of a case; with what they say, for those who may read them, each look logged (17(6))."""
    papers, looks = [], []
    for d in worklists.documents(conn, case.number):
        answer = document_access.access_of(conn, case, d, hat)
        because = f"{answer.reason} ({output.cited(answer.rule)})" if hat else NOBODY_LOOKS
        paper = d.model_dump() | {"may_see": answer.allowed, "because": because}
        if answer.allowed and content and hat is not None:
            paper["content"] = record.content(conn, d.id)
            looks.append(document_access.looked(case, d, "view", hat.role, answer, staff=hat.staff))
        elif d.refusal is not None and not answer.allowed:
            paper["refusal"] = {"rule": d.refusal.get("rule")}
        papers.append(paper)
    access.note(conn, looks)
    return papers


def print_papers(papers: list[dict[str, Any]], content: bool) -> None:
    if papers:
        typer.echo("\nDocuments")
    for p in papers:
        day = output.moment(p["received_at"])
        by = p["by_staff"] or p["by_role"]
        typer.echo(f"  {p['id']}  {p['form'] or '-':<16} v{p['version']} {p['state']:<8} {day}  {by}")
        if p["state"] == "refused" and p["may_see"]:
            typer.echo(f"      refused: {p['refusal']['because']}. {p['refusal']['way_on']}")
        typer.echo(f"      {'may be read' if p['may_see'] else 'closed'}: {p['because']}")
        if content and p.get("content"):
            said = yaml.safe_dump(p["content"], allow_unicode=True, sort_keys=False)
            typer.echo("".join(f"      | {line}\n" for line in said.splitlines()), nl=False)


KNOWN = ("at", "event", "rule", "case", "process", "rules", "document", "proof", "channel")


def words(value: Any) -> str:
    """A value of a line as a person reads it."""
    if isinstance(value, dict):
        return " ".join(f"{k} {v}" for k, v in value.items() if v is not None)
    return " ".join(map(words, value)) if isinstance(value, list) else str(value)


def event_json(line: TimelineView) -> dict[str, Any]:
    """A line of the timeline as programs and stories know it."""
    event: dict[str, Any] = {"at": output.in_tbilisi(line.at).isoformat(), "event": line.event}
    if line.rule:
        event["rule"] = line.rule
    if line.step:
        event["step"] = line.step
    return {**event, **output.plain(line.data), "case": line.case, "process": line.process}
