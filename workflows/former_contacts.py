"""What a call, a meeting or a monitoring changes in a former prisoner's case (arts. 32(10), 33, 35(f), 36(4), 37).

Each is a line of the contact log, which is read anew whenever one is entered or corrected.
"""

from collections.abc import Mapping
from datetime import date

from models.acts import Act, Codes
from models.case import CaseState, StepState
from models.former_prisoner_case import Contact, Facts, Standing, Status
from rules.order_502.former_grounds import SILENT, B, C
from rules.order_502.former_log import due_call, snapshot, standing
from workflows.steps.checks import INSTEAD_OF
from workflows.steps.duty import base, occurrence
from workflows.steps.effects import Effects

Steps = Mapping[str, StepState]
IN_ERROR = "entered_in_error"
CORRECTED = ("contact", "first_meeting", "call", "call_two_weekly", "quarterly_call", "monitor")
"""The steps whose entries are lines of the contact log."""


def open_step(steps: Steps, name: str) -> StepState | None:
    """The open step of a duty, whichever its number."""
    return next((s for k, s in steps.items() if base(k) == name), None)


def fulfil(effects: Effects, steps: Steps, key: str | None, *names: str) -> None:
    """The open steps of these duties are done by the same act, besides the one that the act names."""
    for name in names:
        step = open_step(steps, name)
        if step is not None and step.key != key:
            effects.closes.append(step.key)


def slot(f: Facts) -> date | None:
    """The day of the next call two weeks apart, while a run is not full."""
    return due_call(f.run) if f.status == "active" else None


def phase_on(f: Facts, day: date) -> Status:
    """The status that the case had on a day: 'active' until the plan was signed."""
    return "active" if f.plan_signed_on is not None and day < f.plan_signed_on else f.status


def line_of(f: Facts, steps: Steps, codes: Codes, day: date) -> Contact:
    """A call or a meeting as a line of the log."""
    step = open_step(steps, "call_two_weekly")
    result = str(codes.get("result"))
    return Contact.model_validate(
        {
            "kind": "meeting" if result in ("held", "missed") else "call",
            "on": day,
            "phase": phase_on(f, day),
            "result": result,
            "extra": bool(codes.get("extra")),
            "home": codes.get("way") == "home_visit",
            "due": step.due if step is not None else None,
        }
    )


def enter(f: Facts, line: Contact) -> Standing:
    """Write a line into the log and read the log anew; what stood before is returned."""
    before = snapshot(f)
    if not f.log and f.before_log is None and before != Standing():
        f.before_log = before
    f.log = [*f.log, line]
    read(f, before)
    return before


def read(f: Facts, before: Standing) -> None:
    """Take over what the log comes to: runs keep their number, and what has ripened stays, while they are the same."""
    now = standing(f)
    if now.run is not None:
        same = before.run is not None and (before.run.kind, before.run.since) == (now.run.kind, now.run.since)
        f.runs += not same
        now.run.n = before.run.n if same and before.run is not None else f.runs
    if now.run is None or before.run is None or now.run.n != before.run.n:
        f.ripe = {k: v for k, v in f.ripe.items() if k not in (B, C)}
    if before.silence and now.silence[:1] != before.silence[:1]:
        f.silence_rows += 1
    if now.silence[:1] != before.silence[:1]:
        f.ripe = {k: v for k, v in f.ripe.items() if k != SILENT}
    for name, value in now:
        setattr(f, name, value)
    since = f.absence_extra_since
    f.resumed_on = next((d for d in sorted(f.meetings) if since is not None and d > since), None)


def counts(f: Facts, line: Contact) -> bool:
    """Whether a call would count in the schedule that runs."""
    draft = f.model_copy(deep=True)
    before = enter(draft, line)
    return len(draft.counted_calls) > len(before.counted_calls) or _in_turn(before, draft)


def _in_turn(before: Standing, now: Standing) -> bool:
    """Whether a run went on with the call, or began anew with it."""
    if before.run is None or now.run is None:
        return False
    return before.run.since != now.run.since or now.run.calls > before.run.calls


def call(f: Facts, steps: Steps, codes: Codes, key: str | None, day: date, effects: Effects) -> None:
    """A call or another attempt: it reaches the beneficiary or not; it counts in the schedule, or is extra."""
    line = line_of(f, steps, codes, day)
    before = enter(f, line)
    done: list[str] = []
    if _in_turn(before, f):
        f.run_calls += 1
        done.append("call_two_weekly")
        _broken(f, before, effects)
    if len(f.counted_calls) > len(before.counted_calls):
        done.append("call")
    if len(f.quarterly) > len(before.quarterly):
        done.append("quarterly_call")
    in_time = (step := steps.get("contact")) is None or step.due is None or day <= step.due
    if line.phase == "active":
        done.append("contact")
    if line.result == "reached":
        effects.happened("contact_made", "o502.32.10", day=day.isoformat())
        if before.run is None and f.run is not None:
            effects.because = "the beneficiary was reached"
    else:
        rule, counted = _attempt(f, line)
        effects.happened("attempt_failed", rule, day=day.isoformat(), counted=counted)
        if line.phase == "active" and "contact" in steps and in_time:
            effects.happened("attempted_in_time", "o502.32.10", day=day.isoformat())
    named = base(key) if key is not None else None
    effects.keeps_open = named in ("call", "call_two_weekly") and named not in done and line.result == "failed"
    fulfil(effects, steps, key, *done)
    _completed(line, key, effects)


def _completed(line: Contact, key: str | None, effects: Effects) -> None:
    line.steps = [*([key] if key is not None and not effects.keeps_open else []), *effects.closes]


def _broken(f: Facts, before: Standing, effects: Effects) -> None:
    assert f.run is not None and before.run is not None
    if f.run.since != before.run.since:
        rule = B if f.run.kind == "b" else C
        effects.happened("run_broken", rule, since=f.run.since.isoformat())
        effects.because = "a call was left out; three unbroken months begin with the call made"


def _attempt(f: Facts, line: Contact) -> tuple[str, int | None]:
    """The rule under which an attempt failed, and how many of its schedule have been made."""
    if line.phase == "active" and f.run is not None:
        return ("o502.37.2.b.3" if f.run.kind == "b" else "o502.37.2.c.3"), f.run.calls
    if line.phase == "active":
        return "o502.37.2.a.2", len(f.counted_calls)
    return "o502.35.f.3", None


def meeting(f: Facts, steps: Steps, codes: Codes, key: str | None, day: date, effects: Effects) -> None:
    """A meeting held or missed."""
    line = line_of(f, steps, codes, day)
    before = enter(f, line)
    if line.result == "missed":
        effects.keeps_open = key == "first_meeting"
        effects.happened("agreed_meeting_missed", C if before.meetings else B, day=day.isoformat())
        if before.run is None and f.run is not None:
            effects.because = "the agreed meeting was missed"
    else:
        if line.home:
            effects.happened("home_visit", "o502.33.3.4", day=day.isoformat())
        if before.meetings:
            effects.happened("meeting_held", "o502.33.3.3", day=day.isoformat(), meetings=len(f.meetings))
        else:
            effects.happened("assessment_started", "o502.33.2.1", day=day.isoformat())
        fulfil(effects, steps, key, "contact", "first_meeting")
        effects.because = "a meeting was held"
    _completed(line, key, effects)


def monitored(f: Facts, codes: Codes, key: str, day: date) -> None:
    """A month's monitoring: the beneficiary was reached in it, or not."""
    result: dict[str, object] = {"result": "failed" if codes.get("contact") == "failed" else "reached"}
    enter(
        f,
        Contact.model_validate(
            {
                **result,
                "kind": "monitoring",
                "on": day,
                "phase": phase_on(f, day),
                "not_done": codes.get("not_done") or 0,
                "steps": [key],
            }
        ),
    )


def form(f: Facts, key: str, day: date) -> None:
    """The form at the end of a month of calls."""
    f.run_forms += 1
    enter(f, Contact(kind="form", on=day, phase=f.status, steps=[key]))


def found(f: Facts, act: Act, key: str) -> Contact | None:
    """The line that a correction means: that of the step, or of the day that it stands under."""
    on = act.codes.get(INSTEAD_OF)
    if on is not None:
        return next((x for x in reversed(f.log) if x.on.isoformat() == on and x.kind in ("call", "meeting")), None)
    return next((x for x in reversed(f.log) if key in x.steps), None)


def corrected(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """The line is put right, or taken out; the log is read anew, and what rested on it opens, closes or moves."""
    line = found(f, act, key)
    assert line is not None
    before = snapshot(f)
    was = {"on": line.on.isoformat(), "result": line.result}
    f.log = [x for x in f.log if x is not line]
    if (act.codes.get("result") or act.codes.get("contact")) != IN_ERROR:
        f.log = [*f.log, _put_right(f, line, act, day)]
    f.silence_since = None
    read(f, before)
    effects.happened("entry_replaced", _rule_of(line), step=key, was=was, now=_now(f, act, day))
    effects.because = "what was entered of a contact was corrected"
    effects.reopen += [k for k in s.done if _undone(f, k)]


def _put_right(f: Facts, line: Contact, act: Act, day: date) -> Contact:
    said: dict[str, object] = {"on": day, "phase": phase_on(f, day)}
    if line.kind == "monitoring":
        said |= {"result": act.codes.get("contact"), "not_done": act.codes.get("not_done") or 0}
    else:
        result = str(act.codes["result"])
        said |= {
            "kind": "meeting" if result in ("held", "missed") else "call",
            "result": result,
            "extra": bool(act.codes.get("extra")),
            "home": act.codes.get("way") == "home_visit",
        }
    return Contact.model_validate({**line.model_dump(), **said})


def _rule_of(line: Contact) -> str:
    if line.kind == "monitoring":
        return "o502.36.4.1"
    return "o502.33.3.3" if line.kind == "meeting" else "o502.37.2.b.3"


def _now(f: Facts, act: Act, day: date) -> dict[str, object]:
    return {"on": day.isoformat(), "result": act.codes.get("result") or act.codes.get("contact")}


def _undone(f: Facts, key: str) -> bool:
    """Whether a step that was done is not done by the log as it reads now."""
    n = occurrence(key) or 1
    match base(key):
        case "contact":
            return not (f.failed or f.reached or f.meetings)
        case "first_meeting":
            return not f.meetings
        case "call":
            return n > len(f.counted_calls)
        case "quarterly_call":
            return n > len(f.quarterly)
        case "monitor":
            return n > f.monitored
    return False
