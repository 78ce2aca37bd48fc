"""The acts that mean the same in every process: suspend, resume, extend, assign, confirm, correct, transfer, end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.acts import Act, Refusal
from models.case import CaseState, StepState, Suspension
from models.record import DoneAct
from models.terms import Bound, Duration, Unit
from rules import catalogue
from rules.terms.arithmetic import plain_end
from workflows.steps.duty import Duty
from workflows.steps.effects import Effects
from workflows.steps.voice import actor, cited, day

HEADS = (
    "head_of_division",
    "resocialisation_division_head",
    "former_prisoners_division_head",
    "head_of_department",
    "head_of_service",
    "director",
)
"""Who may put a person in charge of a step. No act of the law says it: the service's own policy."""

WITHOUT_FACTS = ("suspend", "resume", "extend", "assign", "confirm")
"""Common acts that change the ledger or a step, never the facts of the process."""

COMMON_ACTS = ("complete", "suspend", "resume", "extend", "assign", "confirm", "correct", "transfer", "end")


@dataclass(frozen=True)
class Powers:
    """What the acts of one process may do: grounds of suspension and of ending, each with who may record it.

    `transfer`: the rule of a transfer and who may record it. `told`: which role hears of a suspension and its end.
    """

    suspension: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    resume_rule: str | None = None
    transfer: tuple[str, tuple[str, ...]] | None = None
    told: str = "case_manager"


def check(
    state: CaseState, act: Act, step: StepState | None, duty: Duty | None, powers: Powers, done_on: date
) -> Refusal | None:
    """Refuse a common act that the law or the state does not allow."""
    match act.act:
        case "suspend":
            return _check_suspend(state, act, powers, done_on)
        case "resume":
            return _check_resume(state, act, powers, done_on)
        case "extend":
            return _check_extend(act, step, duty, done_on)
        case "assign":
            return _check_assign(act, step)
        case "confirm":
            return _check_confirm(state, act, step)
        case "end":
            return _grounded(act, powers.endings, "ends")
        case "transfer":
            return _check_transfer(state, act, powers)
        case "correct":
            if step is None:
                return Refusal(
                    rule=None,
                    because=f"Nothing was recorded for '{act.step}' that could be corrected",
                    way_on="Name a step that was done; `vada case timeline` shows them",
                )
            if duty is not None and not duty.may_be_done_by(act.by):
                return Refusal(
                    rule=duty.rule,
                    because=f"What the {actor(duty.actor)} recorded is not for the {actor(act.by)} to correct",
                    way_on=f"Let the {actor(duty.actor)} do it",
                )
    return None


def _grounded(act: Act, grounds: Mapping[str, tuple[str, ...]], verb: str) -> Refusal | None:
    ground = str(act.codes.get("ground") or "")
    if not grounds:
        return Refusal(rule=None, because=f"The law has no ground that {verb} this case", way_on="Nothing to record")
    if ground not in grounds:
        known = ", ".join(f"{g} ({cited(g)})" for g in grounds)
        return Refusal(
            rule=ground if ground in {r.id for r in catalogue.rules()} else None,
            because=f"'{ground}' is no ground that {verb} this case",
            way_on=f"The grounds are: {known}",
        )
    if act.by not in grounds[ground]:
        who = " or ".join(actor(r) for r in grounds[ground])
        return Refusal(
            rule=ground,
            because=f"{cited(ground)} is recorded by the {who}, not the {actor(act.by)}",
            way_on=f"Let the {who} record it",
        )
    return None


def _check_suspend(state: CaseState, act: Act, powers: Powers, done_on: date) -> Refusal | None:
    no = _grounded(act, powers.suspension, "suspends")
    ground = str(act.codes.get("ground"))
    if no is None and any(s.ground == ground and s.end is None for s in state.suspensions):
        return Refusal(
            rule=ground,
            because="This ground already suspends the case",
            way_on="Resume it first, or record another ground; grounds may overlap",
        )
    until = _until(act)
    return no if no is not None or until is None else _check_until(ground, done_on, until)


def _until(act: Act) -> date | None:
    """The last day of the term ordered, where the act gives it."""
    given = act.codes.get("until")
    return date.fromisoformat(str(given)) if given else None


def _check_until(ground: str, start: date, until: date) -> Refusal | None:
    """A term ordered fits into the one that the ground has by law (502 art. 15(1)(a): up to six months)."""
    if until < start:
        return Refusal(
            rule=ground,
            because=f"The term until {day(until)} is over before the ground begins, {day(start)}",
            way_on="Give the last day of the term ordered, or leave it out",
        )
    cap = catalogue.rule(ground).duration
    last = plain_end(cap, start) if cap is not None and cap.bound is Bound.at_most else until
    if until <= last:
        return None
    return Refusal(
        rule=ground,
        because=f"{cited(ground)} is a ground for a term until {day(last)} at the longest, and this one lasts until "
        f"{day(until)}",
        way_on="Record another ground that holds (such as a doctor's recommendation), or reassess early",
    )


def _check_resume(state: CaseState, act: Act, powers: Powers, done_on: date) -> Refusal | None:
    ground = act.codes.get("ground")
    running = [s for s in state.suspensions if s.end is None and ground in (None, s.ground)]
    if running and all(s.house for s in running):
        return Refusal(
            rule=powers.resume_rule,
            because=f"{cited(running[0].ground)} holds in the whole institution, so it ends there and not in one case",
            way_on="When it has gone, the institution enters it: `vada institution resume`",
        )
    running = [s for s in running if not s.house]
    if not running:
        return Refusal(
            rule=powers.resume_rule,
            because="No suspension of that ground is running",
            way_on="See the ledger with `vada case show`",
        )
    by = {r for s in running for r in powers.suspension.get(s.ground, ())}
    if act.by not in by:
        return Refusal(
            rule=powers.resume_rule,
            because=f"Resuming is not for the {actor(act.by)}",
            way_on=f"Let the {' or '.join(actor(r) for r in sorted(by))} record it",
        )
    if any(done_on < s.start for s in running):
        return Refusal(
            rule=powers.resume_rule,
            because=f"{day(done_on)} is before the suspension began",
            way_on="Give the day on which the ground really ended",
        )
    return None


def _check_extend(act: Act, step: StepState | None, duty: Duty | None, done_on: date) -> Refusal | None:
    if step is None or duty is None:
        return Refusal(rule=None, because=f"No step is open for '{act.step}'", way_on="Name an open step")
    if duty.extension is None:
        return Refusal(
            rule=step.rule,
            because=f"The law gives no leave to extend the term of {cited(step.rule)}",
            way_on="Do it as soon as possible; the delay stays on record with its reasons",
        )
    asked = extension_of(act)
    cap = catalogue.rule(duty.extension.rule).duration
    if act.by != duty.extension.by:
        return Refusal(
            rule=duty.extension.rule,
            because=f"Only the {actor(duty.extension.by)} may extend it",
            way_on=f"Ask the {actor(duty.extension.by)}",
        )
    if asked is None or cap is None or asked.unit is not cap.unit or not 0 < asked.value <= cap.value:
        most = f"{cap.value} {cap.unit.value.replace('_', ' ')}s" if cap else "nothing"
        return Refusal(
            rule=duty.extension.rule,
            because=f"An extension is at most {most}",
            way_on="Ask for that or less",
        )
    if step.extended >= duty.extension.times:
        return Refusal(
            rule=duty.extension.rule,
            because="The term has been extended as often as the law allows",
            way_on="Do it as soon as possible; the delay stays on record with its reasons",
        )
    if not duty.extension.asked and (step.overdue or (step.due is not None and done_on > step.due)):
        return Refusal(
            rule=duty.extension.rule,
            because="The term has already ended; an extension is asked for in time",
            way_on="Do it as soon as possible; the delay stays on record with its reasons",
        )
    return None


def _check_transfer(state: CaseState, act: Act, powers: Powers) -> Refusal | None:
    if powers.transfer is None:
        return Refusal(
            rule=None,
            because="Cases of this process are not transferred",
            way_on="The person's other cases move by their own rules",
        )
    rule, roles = powers.transfer
    if act.by not in roles:
        who = " or ".join(actor(r) for r in roles)
        return Refusal(
            rule=rule, because=f"A transfer is not for the {actor(act.by)} to record", way_on=f"Let the {who} do it"
        )
    if str(act.codes.get("to")) == state.institution:
        return Refusal(
            rule=rule,
            because=f"The case is at {state.institution} already",
            way_on="Give the institution or bureau to which the person goes",
        )
    return None


def _check_assign(act: Act, step: StepState | None) -> Refusal | None:
    if step is None:
        return Refusal(rule=None, because=f"No step is open for '{act.step}'", way_on="Name an open step")
    if act.by not in HEADS:
        return Refusal(
            rule=step.rule,
            because=f"Putting somebody in charge is not for the {actor(act.by)}",
            way_on=f"It is for: {', '.join(actor(h) for h in HEADS)}",
        )
    if not act.codes.get("to"):
        return Refusal(rule=step.rule, because="Nobody is named", way_on="Give the staff id in `to`")
    return None


def _check_confirm(state: CaseState, act: Act, step: StepState | None) -> Refusal | None:
    if step is None or step.key not in state.late_entries:
        waiting = ", ".join(state.late_entries) or "none"
        return Refusal(
            rule=step.rule if step else None,
            because=f"'{act.step}' was not entered late, or is confirmed already",
            way_on=f"Waiting to be confirmed: {waiting}",
        )
    if act.by not in HEADS:
        return Refusal(
            rule=step.rule,
            because=f"Confirming a late entry is not for the {actor(act.by)}",
            way_on=f"It is for: {', '.join(actor(h) for h in HEADS)}",
        )
    return None


def extension_of(act: Act) -> Duration | None:
    """The length asked for, from the act's codes `value` and `unit`."""
    value, unit = act.codes.get("value"), act.codes.get("unit", "working_day")
    if not isinstance(value, int) or unit not in list(Unit):
        return None
    return Duration(value=value, unit=Unit(str(unit)), bound=Bound.at_most)


def suspended(
    ledger: list[Suspension], ground: str, day: date, powers: Powers, effects: Effects, until: date | None = None
) -> None:
    """A ground begins; one that holds already is not doubled."""
    if any(s.ground == ground and s.end is None for s in ledger):
        return
    ledger.append(Suspension(ground=ground, start=day, until=until))
    term = {"until": until.isoformat()} if until is not None else {}
    effects.happened("suspended", ground, since=day.isoformat(), **term)
    effects.notify("suspended", powers.told, ground)
    effects.because = f"the case is suspended ({cited(ground)})"


def of_the_house(ledger: list[Suspension], grounds: list[str], holds: bool) -> None:
    """Mark running grounds as holding in the whole institution, or no longer."""
    for s in ledger:
        if s.end is None and s.ground in grounds:
            s.house = holds


def resumed(ledger: list[Suspension], ground: str | None, day: date, powers: Powers, effects: Effects) -> None:
    """A ground has gone (all of the case's own, when none is named); the clock runs on when none is left."""
    ended = [s for s in ledger if s.end is None and not s.house and ground in (None, s.ground)]
    for s in ended:
        s.end = max(day, s.start)
    if not ended:
        return
    if all(s.end is not None for s in ledger):
        rule = powers.resume_rule or ended[-1].ground
        effects.happened("resumed", rule, day=day.isoformat())
        effects.notify("resumed", powers.told, rule)
        effects.because = f"resumed on {day.isoformat()} ({cited(rule)})"
    else:
        for s in ended:
            effects.happened("ground_ended", s.ground, day=day.isoformat())


def grounds_of(ledger: Iterable[Suspension], act: Act) -> tuple[str, ...]:
    """The grounds that a suspension or a resumption is about: the one named, else all of the case's own that run."""
    named = act.codes.get("ground")
    return (str(named),) if named else tuple(s.ground for s in ledger if s.end is None and not s.house)


def assignment(act: DoneAct | None) -> dict[str, str]:
    """Step key → staff id, when the act puts a person in charge."""
    if act is None or act.act != "assign" or act.step is None:
        return {}
    return {act.step: str(act.codes["to"])}


def apply(ledger: list[Suspension], act: Act, step: StepState | None, done_on: date, powers: Powers) -> Effects:
    """What a common act brings about; suspend and resume change the `ledger`."""
    effects = Effects()
    match act.act:
        case "suspend":
            suspended(ledger, str(act.codes["ground"]), done_on, powers, effects, _until(act))
        case "resume":
            named = act.codes.get("ground")
            resumed(ledger, str(named) if named else None, done_on, powers, effects)
        case "transfer":
            if powers.transfer is not None:
                effects.moves_to = str(act.codes["to"])
                effects.happened("transferred", powers.transfer[0], to=effects.moves_to, day=done_on.isoformat())
                effects.because = f"transferred to {effects.moves_to} ({cited(powers.transfer[0])})"
        case "extend":
            if step is not None:
                effects.because = f"extended by {act.codes.get('value')} {act.codes.get('unit', 'working_day')}(s)"
        case "assign":
            if step is not None:
                effects.happened("assigned", step.rule, step=step.key, to=act.codes["to"])
                effects.notify("case_assigned", step.actor, step.rule, step.key)
        case "confirm":
            if step is not None:
                effects.happened("late_entry_confirmed", step.rule, step=step.key, by=act.by)
        case "correct":
            if step is not None:
                effects.happened("corrected", step.rule, step=step.key, by=act.by)
                effects.because = f"what was recorded for {step.key} was corrected"
    return effects
