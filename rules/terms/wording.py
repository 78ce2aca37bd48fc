"""The explanation of a date, in English and Georgian: the length, its start, the article, what moved."""

from dataclasses import dataclass
from datetime import date

from law.endings import End
from models.terms import Interval, Unit
from rules.terms.arithmetic import Method, Solved
from rules.terms.calendar import WorkCalendar

_UNITS_EN = {
    Unit.working_day: "working day",
    Unit.calendar_day: "calendar day",
    Unit.week: "week",
    Unit.month: "month",
    Unit.year: "year",
}
_UNITS_KA = {
    Unit.working_day: "სამუშაო დღე",
    Unit.calendar_day: "კალენდარული დღე",
    Unit.week: "კვირა",
    Unit.month: "თვე",
    Unit.year: "წელი",
}


@dataclass(frozen=True)
class Source:
    """What a term is counted from and by: the event and the article, in one language."""

    event: str | None
    cited: str

    def after(self) -> str:
        """The end of the first clause."""
        return f"{f' ({self.event})' if self.event else ''}, {self.cited}"


def explain(
    method: Method,
    start: date,
    solved: Solved,
    calendar: WorkCalendar,
    paused: tuple[Interval, ...],
    statute: date,
    source: Source,
) -> str:
    """The English sentence."""
    said = [_length(method, start) + source.after()]
    if method.opens_after:
        said.append(f"the window opens on {solved.opens}, the day after day {method.opens_after.value}")
    elif solved.opens:
        said.append(f"from {solved.opens} to {solved.raw_end}")
    if solved.clamped:
        said.append(f"{solved.unpaused:%Y-%m} has no such day, so its last day counts")
    if solved.lost:
        spans = ", ".join(f"{p.start} to {p.end}" for p in paused)
        said.append(
            f"the clock stood still for {solved.lost} day{'s' * (solved.lost != 1)} ({spans}), "
            f"so {solved.unpaused} became {solved.raw_end}"
        )
    if _counts_working_days(method):
        if solved.skipped:
            said.append(f"not counted: {_not_counted(solved.skipped, calendar, 'en')}")
    elif solved.skipped:
        back = "back " if method.end is End.back else ""
        days = solved.skipped[::-1] if back else solved.skipped
        said.append(", ".join(f"{d} is {calendar.name(d)}" for d in days) + f", moved {back}to {solved.due}")
    if method.end is End.bar:
        said.append(f"the bar ends with {solved.raw_end} and is not moved; first open day {solved.first_open}")
    elif method.end is End.raw:
        said.append(f"ends on {solved.raw_end} and is not moved")
    if statute != solved.due:
        said.append(f"by statute alone {statute}")
    return "; ".join(said)


def explain_ka(
    method: Method,
    start: date,
    solved: Solved,
    calendar: WorkCalendar,
    paused: tuple[Interval, ...],
    statute: date,
    source: Source,
) -> str:
    """The Georgian sentence."""
    said = [_length_ka(method, start) + source.after()]
    if method.opens_after:
        said.append(f"იწყება {solved.opens}-ს, მე-{method.opens_after.value} დღის მომდევნო დღეს")
    elif solved.opens:
        said.append(f"{solved.opens}-დან {solved.raw_end}-ის ჩათვლით")
    if solved.clamped:
        said.append(f"{solved.unpaused:%Y-%m} თვეში ასეთი რიცხვი არ არის, ითვლება თვის ბოლო დღე")
    if solved.lost:
        spans = ", ".join(f"{p.start} – {p.end}" for p in paused)
        said.append(f"ვადის დინება შეჩერდა {solved.lost} დღით ({spans}), {solved.unpaused} გახდა {solved.raw_end}")
    if _counts_working_days(method):
        if solved.skipped:
            said.append(f"არ ჩაითვალა: {_not_counted(solved.skipped, calendar, 'ka')}")
    elif solved.skipped:
        back = method.end is End.back
        days = solved.skipped[::-1] if back else solved.skipped
        moved = "გადმოვიდა უკან" if back else "გადავიდა"
        named = ", ".join(f"{d} არის {calendar.name(d, 'ka')}" for d in days)
        said.append(f"{named}, ვადა {moved} {solved.due}-ზე")
    if method.end is End.bar:
        said.append(f"შეზღუდვა მთავრდება {solved.raw_end}-ს და არ გადადის; პირველი ღია დღეა {solved.first_open}")
    elif method.end is End.raw:
        said.append(f"მთავრდება {solved.raw_end}-ს და არ გადადის")
    if statute != solved.due:
        said.append(f"მხოლოდ კანონით: {statute}")
    return "; ".join(said)


def _counts_working_days(method: Method) -> bool:
    return method.duration is not None and method.duration.unit is Unit.working_day


def _length(method: Method, start: date) -> str:
    if method.end is End.at_once:
        return f"at once from {start}, the same working day or else the next"
    if method.weeks:
        first, last = method.weeks
        return f"{f'week {last}' if first == last else f'weeks {first}-{last}'} from {start}"
    assert method.duration is not None
    value, unit = method.duration.value, _UNITS_EN[method.duration.unit]
    length = f"{value} {unit}{'s' * (value != 1)}"
    if method.end is End.back:
        return f"{length} before {start}"
    if method.end is End.lookback:
        return f"{length} back from {start}"
    if method.opens_after:
        return f"{length} after {method.opens_after.value} days from {start}"
    return f"{length} from {start}"


def _length_ka(method: Method, start: date) -> str:
    if method.end is End.at_once:
        return f"დაუყოვნებლივ {start}-დან, იმავე სამუშაო დღეს ან მომდევნო სამუშაო დღეს"
    if method.weeks:
        first, last = method.weeks
        return f"მე-{last} კვირა {start}-დან" if first == last else f"{first}-{last} კვირები {start}-დან"
    assert method.duration is not None
    length = f"{method.duration.value} {_UNITS_KA[method.duration.unit]}"
    if method.end is End.back:
        return f"{length} {start}-მდე"
    if method.end is End.lookback:
        return f"{length} {start}-დან უკან"
    if method.opens_after:
        return f"{length} {start}-დან {method.opens_after.value} დღის გასვლის შემდეგ"
    return f"{length} {start}-დან"


def _not_counted(skipped: tuple[date, ...], calendar: WorkCalendar, lang: str) -> str:
    weekends = [d for d in skipped if calendar.is_weekend(d)]
    named = [f"{d} ({calendar.name(d, lang)})" for d in skipped if not calendar.is_weekend(d)]
    if weekends:
        word = "weekend days" if lang == "en" else "შაბათ-კვირის დღეები"
        named.insert(0, f"{len(weekends)} {word}" if lang == "en" else f"{word} ({len(weekends)})")
    return ", ".join(named)
