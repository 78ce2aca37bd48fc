"""What follows the approval in the penitentiary cycle: articles 14(10)-(11), 15-17 of Order 502.

The running plan and its monitoring, the reassessment with which the next cycle begins, transfer, the end.
"""

from collections.abc import Iterator
from datetime import date

from models.acts import Act, Codes, Told
from models.case import Suspension
from models.ids import Process, related_case
from models.levels import Level
from models.penitentiary_cycle import Facts, RunningPlan
from models.terms import Bound, Duration, Unit
from rules import catalogue
from rules.citing import cites
from rules.terms.dates import days_after, months_after
from workflows.penitentiary_duties import (
    CARRY_OUT,
    FILE,
    MEDICAL_STAY,
    MONITOR,
    REASSESS,
    REPORT,
    RESUME,
    REVIEW_SERVICES,
    WEEK_8,
)
from workflows.steps.duty import Owed, base, cycle_of, occurrence
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words

MEDICAL = "o502.15.1.a"
RELEASED = "o502.17.2.1"
"""A referral to the former prisoners' programme filled in here waits for it (32(5))."""

UNAVAILABLE = "o502.15.1.f"
DEATH = "o502.17.2.3"
OUTCOMES = {"o502.17.2.1": "released", "o502.17.2.2": "sentence_deferred", DEATH: "died"}


# ---------------------------------------------------------------------- what is owed


def plan(f: Facts) -> Iterator[Owed]:
    """Articles 14(1), 14(10), 16(1): the running plan, its monitoring in a week, the reassessment in 6 months."""
    if f.running is not None:
        yield _carry_out(f.running)
    yield from monitoring(f)
    if f.assessed_on is not None:
        yield REASSESS.since(f.assessed_on, n=f.assessments).across()
    if f.services_in_doubt_on is not None:
        yield REVIEW_SERVICES.open_ended(f.services_in_doubt_on, n=f.services_reviews).across()


def monitoring(f: Facts) -> Iterator[Owed]:
    """Article 14(10): a completed plan is monitored, also when another was approved or the case changed hands since."""
    for plan in _plans(f):
        if plan.completed_on is not None:
            yield MONITOR.since(plan.completed_on).in_cycle(plan.cycle)


def _plans(f: Facts) -> list[RunningPlan]:
    return [*f.awaiting, *([f.running] if f.running is not None else [])]


def _carry_out(running: RunningPlan) -> Owed:
    return CARRY_OUT.since(running.approved_on).lasting(_length(running.months)).in_cycle(running.cycle)


def _length(months: int) -> Duration | None:
    """The plan's own length where it is shorter than the article's."""
    cap = catalogue.rule(CARRY_OUT.rule).duration
    if cap is not None and months >= cap.value:
        return None
    return Duration(value=months, unit=Unit.month, bound=Bound.at_most)


def standing_still(ledger: list[Suspension]) -> Iterator[Owed]:
    """Article 15(2): the plan is resumed when the last ground has gone, whose day may be known beforehand. Article
    15(1)(a): a stay in the medical institution suspends the plan for up to 6 months; then somebody looks."""
    terms = [s.until for s in ledger if s.end is None]
    known = [until for until in terms if until is not None]
    if known and len(known) == len(terms) and not all(s.house for s in ledger if s.end is None):
        yield RESUME.since(max(known), n=len(ledger)).across()
    stays = [s for s in ledger if s.ground == MEDICAL]
    for n, stay in enumerate(stays, 1):
        if stay.end is None:
            yield MEDICAL_STAY.since(stay.start, n=n).across()


def ending(f: Facts) -> Iterator[Owed]:
    """Article 17(3), (5): the summary report in 2 weeks (not on death), the file in a week. The holder owes them."""
    if f.ended_on is None or f.handed_over_on is not None:
        return
    if f.ended_ground != DEATH:
        yield REPORT.since(f.ended_on).across()
    yield FILE.since(f.ended_on).across()


def ended(f: Facts, done: set[str]) -> tuple[str, str] | None:
    """Article 17(2): the case is over when what the ending leaves to be done is done."""
    if f.ended_ground is None or any(owed.key not in done for owed in ending(f)):
        return None
    return OUTCOMES[f.ended_ground], f.ended_ground


# ---------------------------------------------------------------------- what acts and facts change


@cites("o502.3.k.7", "o502.16.1")
def begin_cycle(case: str, f: Facts, day: date, effects: Effects, rule: str) -> None:
    """The next cycle: its weeks count from `day`; the running plan goes on until a new one is approved (16(2))."""
    fresh = Facts(
        adult_woman=f.adult_woman,
        placed=f.placed,
        left_cell=f.left_cell,
        cycle=f.cycle + 1,
        day0=day,
        behaviour=f.behaviour,
        women_on=f.women_on,
        women_services=f.women_services,
        team_on=f.team_on,
        team=f.team,
        running=f.running,
        awaiting=f.awaiting,
        assessed_on=f.assessed_on,
        assessments=f.assessments,
        services_in_doubt_on=f.services_in_doubt_on,
        services_reviews=f.services_reviews,
        release_prepared_on=f.release_prepared_on,
        related=f.related,
    )
    for name in Facts.model_fields:
        setattr(f, name, getattr(fresh, name))
    effects.new_cycle = True
    effects.because = f"cycle {f.cycle} has begun"
    effects.happened("cycle_started", "o502.3.k.7", number=f.cycle, day0=day.isoformat(), by=rule)
    tell_related(case, f, "cycle_started", day, effects, {"number": f.cycle, "day0": day.isoformat()})


def tell_related(case: str, f: Facts, fact: str, day: date, effects: Effects, codes: Codes) -> None:
    """The cases that this one has set going hear of it."""
    for process in f.related:
        effects.inform(related_case(case, Process(process)), process, fact, day, codes)


def assessed(f: Facts, day: date, effects: Effects) -> None:
    """Part IV is agreed: the reassessment that was owed is done, and the next 6 months run (16(1))."""
    if not f.agreed_once:
        if f.assessed_on is not None:
            effects.closes.append(REASSESS.since(f.assessed_on, n=f.assessments).across().key)
        f.assessments += 1
    f.assessed_on, f.agreed_once = day, True


def approved(case: str, f: Facts, day: date, effects: Effects) -> None:
    """The plan runs; it replaces the one before."""
    if f.running is not None and f.running.monitored_on is None:
        effects.because = "the plan of the new cycle takes its place (16(2))"
        if f.running.completed_on is not None:
            f.awaiting = [*f.awaiting, f.running]
    f.running = RunningPlan(cycle=f.cycle, approved_on=day, months=f.plan_months)
    ends = months_after(day, f.plan_months)
    tell_related(case, f, "plan_approved", day, effects, {"ends": ends.isoformat()})
    warn_of_length(f, day, effects, "reassessment_first")


def week_8(f: Facts) -> date:
    """Its last day, on which the plan goes to the director at the latest (8(14))."""
    return days_after(f.weeks_from, 7 * int(catalogue.rule(WEEK_8).values["to_week"]))


def warn_of_length(f: Facts, day: date, effects: Effects, about: str) -> None:
    """Article 16(1): say so when a plan that began on `day` would end after the next reassessment."""
    term = catalogue.rule(REASSESS.rule).duration
    if f.assessed_on is None or term is None:
        return
    ends, until = months_after(day, f.plan_months), months_after(f.assessed_on, term.value)
    if ends > until:
        effects.happened(
            "plan_outlasts_reassessment", REASSESS.rule, plan_ends=ends.isoformat(), reassess_until=until.isoformat()
        )
        effects.notify(about, "case_manager", REASSESS.rule)


def monitored(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """Article 14(10): the results are evaluated; the next cycle opens, if it has not begun for another reason."""
    evaluated = next((plan for plan in _plans(f) if plan.cycle == cycle_of(key)), None)
    if evaluated is None:
        return
    evaluated.monitored_on = day
    f.awaiting = [plan for plan in f.awaiting if plan is not evaluated]
    effects.happened("monitored", MONITOR.rule, cycle=evaluated.cycle)
    if evaluated.cycle == f.cycle and f.handed_over_on is None:
        begin_cycle(case, f, day, effects, MONITOR.rule)


def carried_out(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """All measures were done before the term's end: the plan is completed."""
    if f.running is not None:
        f.running.completed_on = day


def term_ended(f: Facts, last_day: date, effects: Effects) -> None:
    """The plan's term has ended: it is completed (14(10)), whatever was done."""
    if f.running is not None:
        f.running.completed_on, f.running.by_term = last_day, True
    effects.because = "the plan's term has ended"


def stood_still(f: Facts, since: date) -> Effects:
    """Article 15 entered after the plan's last day: the plan stood still before its term ended, so it has not ended.
    What has been evaluated stays evaluated."""
    effects = Effects()
    running = f.running
    if running is None or running.completed_on is None or not running.by_term or since > running.completed_on:
        return effects
    if running.monitored_on is not None or f.handed_over_on is not None:
        return effects
    ended = running.completed_on
    running.completed_on, running.by_term = None, False
    effects.reopen.append(_carry_out(running).key)
    effects.because = f"the plan stood still from {in_words(since)}, before its term ended"
    effects.happened("term_had_not_ended", CARRY_OUT.rule, since=since.isoformat(), was=ended.isoformat())
    return effects


def monitored_early(case: str, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """Article 14(11)."""
    effects.happened("monitored", "o502.14.11", early=True, follows=act.codes.get("follows"))
    if act.codes.get("follows") == "reassessment":
        begin_cycle(case, f, day, effects, "o502.14.11")


def stopped(case: str, f: Facts, fact: str, ground: str, day: date) -> Effects:
    """The person's other cases hear of a suspension and its end: the psychologist's plan is a part of this one
    (12(2)(e)), and article 15 holds for the administrator's (3(i)). He hears of what begins while he has the case."""
    effects = Effects()
    codes: Codes = {"ground": ground}
    for process in f.related:
        if process != Process.administrator_plan or fact == "resumed" or f.handed_over_on is not None:
            effects.inform(related_case(case, Process(process)), process, fact, day, codes)
    return effects


def grounds_go_along(ledger: list[Suspension], to: str, process: Process, effects: Effects) -> None:
    """What suspends a plan goes along when the case changes hands; what holds in the whole house is known there."""
    for s in ledger:
        if s.end is None and not s.house:
            effects.inform(to, process, "suspended", s.start, {"ground": s.ground})


def resumed_by(ledger: list[Suspension], key: str | None, act: Act) -> tuple[str, ...]:
    """Article 15(2): the grounds that end with its step. What holds in the whole institution ends there."""
    if key is None or act.act != "complete" or base(key) != RESUME.key:
        return ()
    return tuple(s.ground for s in ledger if s.end is None and not s.house)


def services_reviewed(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """Article 15(1)(f): with some services missing the holder suspends the plan or changes it."""
    f.services_in_doubt_on = None
    effects.decided(UNAVAILABLE, str(act.codes["decision"]))
    if act.codes["decision"] == "suspend":
        effects.suspends.append((UNAVAILABLE, day))
        effects.add(stopped(case, f, "suspended", UNAVAILABLE, day))


def transferred(case: str, f: Facts, act: Act, day: date, effects: Effects, unavailable_here: bool) -> None:
    """Article 17(1): the file goes along with the person; the clocks run on. 15(1)(f): what is missing there."""
    to = str(act.codes["to"])
    effects.happened("file_sent", "o502.17.1", what="doc-case-file", to=to)
    effects.notify("case_transferred", "case_manager", "o502.17.1")
    services = act.codes.get("services", "all")
    tell_related(case, f, "transferred", day, effects, {"to": to, "services": str(services)})
    effects.inform_every(Process.danger_review.value, "transferred", day, {"to": to})
    if services == "none":
        effects.suspends.append((UNAVAILABLE, day))
        effects.add(stopped(case, f, "suspended", UNAVAILABLE, day))
    elif unavailable_here:
        effects.resumes.append((UNAVAILABLE, day))
        effects.add(stopped(case, f, "resumed", UNAVAILABLE, day))
    doubtful = services == "some" and f.handed_over_on is None
    f.services_in_doubt_on = day if doubtful else None
    f.services_reviews += doubtful


def end(case: str, f: Facts, ground: str, day: date, effects: Effects, besides: str | None = None) -> None:
    """Article 17(2). `besides`: the case from which it was heard, which need not be told.

    The administrator hears who holds the case: one that he has sent back and the case manager has not got yet is his.
    """
    f.ended_ground, f.ended_on = ground, day
    effects.because = OUTCOMES[ground]
    effects.happened("plan_terminated", ground, day=day.isoformat())
    told: Codes = {"ground": ground, "holder": "case_administrator" if f.handed_over_on else "case_manager"}
    for process in f.related:
        number = related_case(case, Process(process))
        if number != besides:
            effects.inform(number, process, "ended", day, told)
    if Process.psychology_service.value not in f.related:
        effects.inform_every(Process.psychology_service.value, "ended", day, told)
    effects.inform_every(Process.parole_petition.value, "ended", day, told)
    if ground in (RELEASED, DEATH):
        effects.inform_every(Process.danger_review.value, "ended", day, told)
    if ground == RELEASED:
        effects.inform_every(Process.former_prisoner_case.value, "released", day)


def hear(case: str, f: Facts, told: Told) -> Effects:
    """What other cases and registers tell: the administrator sends the case back, the person is released or dies."""
    effects = Effects()
    match told.fact:
        case "handed_back":
            _handed_back(case, f, told, effects)
        case "ended" | "released":
            if f.ended_ground is None:
                end(case, f, str(told.codes["ground"]), told.on, effects, told.source)
        case "transferred":
            others = [p for p in f.related if related_case(case, Process(p)) != told.source]
            for process in others:
                effects.inform(related_case(case, Process(process)), process, told.fact, told.on, told.codes)
            effects.inform_every(Process.danger_review.value, told.fact, told.on, {"to": told.codes["to"]})
    return effects


def _handed_back(case: str, f: Facts, told: Told, effects: Effects) -> None:
    """Article 13(7): harm has risen; the day of the new level is day 0 of a new cycle with the case manager."""
    level = told.codes["serious_harm"]
    if f.handed_over_on is None or level not in ("medium", "high"):
        return
    day = date.fromisoformat(str(told.codes.get("day0") or told.on))
    begin_cycle(case, f, day, effects, "o502.13.7")
    f.screened_elsewhere, f.screened_on = True, day
    f.serious_harm = as_level(level)
    f.instant = bool(told.codes.get("instant"))
    if Process.psychology_service.value in f.related:
        effects.inform(
            related_case(case, Process.psychology_service), Process.psychology_service, "handed_back", told.on
        )
    effects.happened("handed_over", "o502.13.7", to="case_manager")
    effects.notify("case_handed_back", "case_manager", "o502.13.7")
    effects.routed("o502.8.9.1" if level == "medium" else "o502.8.10.b.1", serious_harm=level)
    if level == "high":
        codes: Codes = {"left_cell": f.weeks_from.isoformat()}
        psychology = Process.psychology_service
        effects.inform(related_case(case, psychology), psychology, "high_risk", told.on, codes)
        f.related = sorted({*f.related, psychology.value})
        effects.notify("psychologist_referred", "psychologist", "o502.8.10.a.1")


def filed(case: str, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """Article 17(5): the case file is with the special registration unit, in the personal file."""
    effects.happened("handed_over", FILE.rule, what="doc-case-file", to="special_registration_officer")


def as_level(value: object) -> Level:
    """A level out of an act's codes."""
    if value == "low" or value == "medium" or value == "high":
        return value
    raise ValueError(f"'{value}' is no level")


def stay_over(key: str, effects: Effects) -> None:
    """Six months in the medical institution: the law says nothing more, so the case manager is asked to look."""
    effects.happened("medical_stay_over", MEDICAL, stay=occurrence(key))
    effects.notify("medical_stay_over", "case_manager", MEDICAL)
    effects.because = "six months in the medical institution are over"
