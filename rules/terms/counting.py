"""Terms by rule: takes the length from the catalogue, counts it, explains it."""

from datetime import date

from law.catalogue import UnknownName
from law.endings import ENDINGS, End
from models.law import Rule
from models.terms import Bound, Counted, Duration, Interval, Unit
from rules import catalogue
from rules.citing import cites, ran
from rules.terms.arithmetic import Method, solve
from rules.terms.calendar import ONE_DAY, WorkCalendar
from rules.terms.errors import NoTerm
from rules.terms.wording import Source, explain, explain_ka

DAY_ZERO = "left_classification_cell"
"""The event from which week windows are counted, whatever opens the step (Order 502 art. 8(1))."""

_NAME = "rules.terms.counting:count"
_DAYS = (Unit.calendar_day, Unit.working_day)


def method_of(rule: Rule, on: date) -> Method:
    """How the rule's term is counted, in the edition of `on`."""
    chosen = ENDINGS.get(rule.id)
    if chosen is not None and chosen.end in (End.at_once, End.batch):
        return Method(chosen.end)
    if "to_week" in rule.values:
        return Method(End.rolled, weeks=(rule.values["from_week"], rule.values["to_week"]))
    term = rule.term_on(on)
    if term is None:
        raise NoTerm(f"{rule.id} ({catalogue.cite(rule.id)}) gives no term to count; its kind is '{rule.kind}'")
    opens_after = rule.values.get("opens_after")
    return Method(
        chosen.end if chosen is not None else end_of_bound(term.duration),
        duration=term.duration,
        opens_after=Duration(**opens_after) if opens_after else None,
        opens_next_day=chosen is not None and chosen.opens_next_day,
    )


def end_of_bound(duration: Duration) -> End:
    """How a term ends by its bound alone (T8-T10)."""
    if duration.bound is Bound.at_least:
        return End.back if duration.unit in _DAYS else End.bar
    return End.rolled


def count(
    rule_id: str,
    start: date,
    calendar: WorkCalendar,
    *,
    paused: tuple[Interval, ...] = (),
    on: date | None = None,
    event: str | None = None,
) -> Counted:
    """The last day of a rule's term that counts from `start` (day 0).

    A week window counts from the case's day 0; a notice owed before an event counts back from that event,
    which is then `start`. `paused` are the days on which the clock stood still: the term gets as many days
    back (a counting back has none). `on` is the day whose edition of the term applies, `start` unless told.
    `event` is the word for the start in the explanation, the rule's trigger unless told.
    """
    rule = catalogue.rule(rule_id)
    ran(rule_id, _NAME)
    method = method_of(rule, on or start)
    if method.end is End.batch:
        return batch_target(start, calendar)
    return _counted(rule, method, start, calendar, paused, event)


def count_back(
    rule_id: str, start: date, calendar: WorkCalendar, *, on: date | None = None, event: str | None = None
) -> Counted:
    """The rule's length counted back from `start` (T10), whatever its bound."""
    rule = catalogue.rule(rule_id)
    ran(rule_id, _NAME)
    duration_now = method_of(rule, on or start).duration
    if duration_now is None:
        raise NoTerm(f"{rule_id} has no length to count back")
    return _counted(rule, Method(End.back, duration_now), start, calendar, (), event)


def at_once(start: date, calendar: WorkCalendar, rule_id: str, *, event: str | None = None) -> Counted:
    """The same working day, else the next (T11)."""
    rule = catalogue.rule(rule_id)
    ran(rule_id, "rules.terms.counting:at_once")
    return _counted(rule, Method(End.at_once), start, calendar, (), event)


def duration(
    length: Duration,
    start: date,
    calendar: WorkCalendar,
    *,
    rule: str = "policy",
    event: str | None = None,
    cited: str = "the service's own policy",
    cited_ka: str = "სამსახურის საკუთარი წესი",
    paused: tuple[Interval, ...] = (),
) -> Counted:
    """A length that is no rule's own: a policy term, or an extension whose ground `rule` and `cited` name."""
    method = Method(end_of_bound(length), length)
    return _worded(rule, method, start, calendar, paused, Source(event, cited), Source(event, cited_ka))


def open_after_notice(rule_id: str, notice: date, calendar: WorkCalendar) -> date:
    """The first day on which the event may take place after a notice that was owed n days before it.

    Working days: the n-th working day after the notice, which is day 0. Calendar days: the first day whose
    last good day for the notice is not before it.
    """
    rule = catalogue.rule(rule_id)
    length = method_of(rule, notice).duration
    if length is None:
        raise NoTerm(f"{rule_id} has no length to count")
    if length.unit is Unit.working_day:
        return calendar.working_days_after(notice, length.value)
    day = notice
    while count(rule_id, day, calendar).due < notice:
        day += ONE_DAY
    return day


@cites("o320.11.1")
def batch_target(received: date, calendar: WorkCalendar) -> Counted:
    """The target day of the first session for a petition (a target, not a hard limit).

    Received before the 15th: before the 10th of the next month; from the 15th: of the month after that. The
    last day is the one before the 10th; on a day off, the working day before.
    """
    rule = catalogue.rule("o320.11.1")
    before, until = (
        rule.values["received_before_day_of_month"],
        rule.values["considered_before_day_of_next_month"],
    )
    months = 1 if received.day < before else 2
    year, month0 = divmod(received.year * 12 + received.month - 1 + months, 12)
    tenth = date(year, month0 + 1, until)
    method = Method(End.back, Duration(value=1, unit=Unit.calendar_day, bound=Bound.at_least))
    source = Source(f"petition received {received}", catalogue.cite(rule.id))
    source_ka = Source(f"შუამდგომლობა მიღებულია {received}", catalogue.cite(rule.id, "ka"))
    counted = _worded(rule.id, method, tenth, calendar, (), source, source_ka)
    return counted.model_copy(update={"start": received})


def _event_names(rule: Rule, event: str | None, windowed: bool) -> tuple[str | None, str | None]:
    name = event or (DAY_ZERO if windowed else None)
    if name is None:
        ending = ENDINGS.get(rule.id)
        if ending is not None and ending.anchor:
            return ending.anchor, ending.anchor_ka or ending.anchor
        name = rule.trigger
    if name is None:
        return None, None
    try:
        return name, catalogue.event(name, rule.act).ka or name
    except UnknownName:
        return name, name


def _counted(
    rule: Rule,
    method: Method,
    start: date,
    calendar: WorkCalendar,
    paused: tuple[Interval, ...],
    event: str | None,
) -> Counted:
    name, name_ka = _event_names(rule, event, method.weeks is not None)
    return _worded(
        rule.id,
        method,
        start,
        calendar,
        paused,
        Source(name, catalogue.cite(rule.id)),
        Source(name_ka, catalogue.cite(rule.id, "ka")),
    )


def _worded(
    rule_id: str,
    method: Method,
    start: date,
    calendar: WorkCalendar,
    paused: tuple[Interval, ...],
    source: Source,
    source_ka: Source,
) -> Counted:
    solved = solve(method, start, calendar, paused)
    statute = solve(method, start, calendar.by_statute(), paused).due
    return Counted(
        rule=rule_id,
        start=start,
        raw_end=solved.raw_end,
        due=solved.due,
        skipped=solved.skipped,
        skipped_because={d.isoformat(): calendar.why_off(d) or "" for d in solved.skipped},
        why=explain(method, start, solved, calendar, paused, statute, source),
        why_ka=explain_ka(method, start, solved, calendar, paused, statute, source_ka),
        strict_due=statute if statute < solved.due else None,
        first_open=solved.first_open,
        opens=solved.opens,
        calendar_version=calendar.version,
    )
