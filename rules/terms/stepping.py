"""The last day of a step, as its way of counting says: the record dates steps by it, previews count them again."""

from datetime import date

from law.policy import POLICY
from models.record import Counting, Opening
from models.terms import Counted, Duration
from rules import catalogue
from rules.terms import counting
from rules.terms.calendar import WorkCalendar


def count(o: Opening, today: date, calendar: WorkCalendar) -> Counted | None:
    """The last day of a step, as its way of counting says; None when the act gives it no term."""
    rule = o.term_rule or o.rule
    anchor = o.anchor or today
    counted: Counted
    match o.counting:
        case Counting.none | Counting.policy:
            return None
        case Counting.at_once:
            counted = counting.at_once(anchor, calendar, rule, event=o.anchor_event)
        case Counting.before:
            counted = counting.count_back(rule, anchor, calendar, event=o.anchor_event)
        case _ if o.length is not None:
            counted = counting.duration(
                o.length,
                anchor,
                calendar,
                rule=rule,
                event=o.anchor_event,
                cited=catalogue.cite(rule),
                cited_ka=catalogue.cite(rule, "ka"),
                paused=o.paused,
            )
        case _:
            counted = counting.count(rule, anchor, calendar, paused=o.paused, event=o.anchor_event)
    counted = _within(o, counted, calendar)
    if o.extended_by is not None:
        counted = _longer(o.extended_by, counted, rule, calendar)
    for away in o.stood:
        if away.end is not None and away.start <= counted.due < away.end:
            counted = counting.at_once(away.end, calendar, rule, event="the act holds again")
    return counted


def _longer(extension: Duration, counted: Counted, rule: str, calendar: WorkCalendar) -> Counted:
    longer = counting.duration(extension, counted.due, calendar, rule=rule, cited="the extension granted")
    return counted.model_copy(
        update={
            "due": longer.due,
            "skipped": (*counted.skipped, *longer.skipped),
            "skipped_because": {**counted.skipped_because, **longer.skipped_because},
            "why": f"{counted.why}; then {longer.why}",
            "why_ka": f"{counted.why_ka}; {longer.why_ka}",
            "strict_due": None,
        }
    )


def _within(o: Opening, own: Counted, calendar: WorkCalendar) -> Counted:
    """The earlier of the step's own last day and the end of the outer limit, which says that it has shortened it."""
    if o.outer is None:
        return own
    limit = counting.count(o.outer.rule, o.outer.since, calendar, event=o.outer.event)
    if limit.due >= own.due:
        return own
    return limit.model_copy(
        update={
            "why": f"{limit.why}; shortened: its own term would end on {own.due} ({own.why})",
            "why_ka": f"{limit.why_ka}; შემცირებულია: საკუთარი ვადა იწურება {own.due} ({own.why_ka})",
            "shortened_from": own.due,
            "opens": own.opens,
        }
    )


def expected(o: Opening, today: date, calendar: WorkCalendar) -> Counted | None:
    """The day by which the service's own policy expects a step for which the act gives no term; None without one."""
    return by_policy(o, today, calendar) if o.counting is Counting.policy else None


def by_policy(o: Opening, today: date, calendar: WorkCalendar) -> Counted | None:
    """The day of the service's own policy for a step, None without one."""
    if o.policy is None:
        return None
    if o.policy not in POLICY.terms:
        raise ValueError(f"the policy has no term '{o.policy}': it has {', '.join(POLICY.terms)}")
    return counting.duration(
        POLICY.terms[o.policy],
        o.anchor or today,
        calendar,
        rule=o.rule,
        event=o.anchor_event,
        cited=POLICY.words.en,
        cited_ka=POLICY.words.ka,
    )
