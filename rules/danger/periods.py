"""When a convict is assessed again, and who is newly arrived."""

from datetime import date

from law.policy import POLICY
from models.base import Frozen
from models.terms import Bound, Duration, Unit
from rules.citing import cites
from rules.danger.edition import Edition
from rules.terms.dates import days_after, months_after


@cites(
    "o70.16.1", "o70.16.2", "dr2.17.1", "dr2.17.2.a.s1", "dr2.17.2.b.s1", "dr2.17.2.c.s1", "dr2.17.2.d",
)  # fmt: skip
def periodic_rule(edition: Edition, kind: str) -> str | None:
    """The rule of the periodic term of a kind; None where the edition sets events and no term (low and medium)."""
    matter = f"reassess_{kind}"
    return edition.rule(matter) if edition.has(matter) else None


def end_of_term(edition: Edition, matter: str, start: date) -> date:
    """The raw last day of a term in months, from which the director's one month is counted back."""
    return months_after(start, edition.term(matter).value)


@cites("o70.16.4", "dr2.17.2.a.s2", "dr2.17.2.b.s2", "dr2.17.2.c.s1", "dr2.17.2.d", "dr2.17.5.s1", "o70.16.5.s1")
def early_allowed(edition: Edition, kind: str | None, reason: str) -> str | None:
    """The rule under which a special case lets the reassessment start early; None when the reason is none.

    The later rule drops the change of attitude. An early start never lengthens the term.
    """
    reasons = {"behaviour", "environment", "unjustified_stay"} | ({"attitude"} if edition.id == "o70" else set())
    if reason not in reasons:
        return None
    return edition.rule(f"early_{kind}" if kind else "petition")


@cites("o70.16.5.s2", "dr2.17.5.s3")
def circumstances_hold(edition: Edition, circumstances_on: date | None, last_assessed: date | None) -> bool:
    """Under the later rule the petition rests on new circumstances: after the last assessment."""
    if edition.id == "o70" or circumstances_on is None or last_assessed is None:
        return True
    return circumstances_on > last_assessed


class Newcomer(Frozen):
    """Whether a convict is newly arrived, the rule that says so, and the day from which the half year is looked at."""

    new: bool
    rule: str
    looked_back_to: date


@cites("dr2.15.2.s1", "dr2.15.2.s3")
def newcomer(edition: Edition, sentenced_on: date, last_assessed: date | None) -> Newcomer | None:
    """The status of article 15(2) of the later rule; None under Order 70, which has no such status, and of a sentence
    from before the later rule.

    An assessment dated within the half year before the sentence defeats it: it is followed, and its clock goes on.
    """
    if not edition.has("newcomer") or sentenced_on < later_rule_from():
        return None
    back = months_after(sentenced_on, -edition.term("newcomer").value)
    if last_assessed is not None and last_assessed >= back:
        return Newcomer(new=False, rule=edition.rule("newcomer_assessed"), looked_back_to=back)
    return Newcomer(new=True, rule=edition.rule("newcomer"), looked_back_to=back)


@cites("dr2.17.3")
def return_term_later(edition: Edition, returned: date, periodic_end: date | None) -> bool:
    """Whether the three months after a return end later than the periodic term would have: marked, so that short
    stays cannot stretch the term unseen."""
    return periodic_end is not None and end_of_term(edition, "returned", returned) > periodic_end


@cites("o70.ord5", "dr2.1.s2", "dr2.17.3")
def stays_outside(edition: Edition, place: str) -> str | None:
    """The rule under which a stay in `place` stops the dates of the act from falling due; None when it does not.

    Order 70 names its institutions. The later rule's own list is not known (its order is missing); the medical
    places of its 17(3) are.
    """
    if edition.id == "o70":
        excluded = {str(n) for n in edition.values("not_covered")["excluded_institutions"]}
        return edition.rule("not_covered") if place in excluded else None
    medical = {str(n) for n in edition.values("returned")["institutions"]} | {"psychiatric"}
    return edition.rule("returned") if place in medical else None


@cites("dr2.15.4")
def before_the_window(edition: Edition, received: date, day: date) -> bool:
    """Whether `day` is not yet in the month in which a newcomer's information goes to the team."""
    return day <= days_after(received, int(edition.values("newcomer_info")["opens_after"]["value"]))


@cites("o70.16.3.s1", "dr2.17.4.s1")
def until_planning(edition: Edition, last: date, end: date) -> Duration | None:
    """How long after the last assessment the planning warning comes, so many weeks (our policy, not the act) before
    the term ends; None when that day lies before the assessment."""
    day = days_after(end, -7 * POLICY.danger.plan_weeks[edition.id])
    length = (day - last).days
    return days(length) if length > 0 else None


def days(number: int) -> Duration:
    """So many calendar days."""
    return Duration(value=number, unit=Unit.calendar_day, bound=Bound.at_most)


def later_rule_from() -> date:
    """The day from which a review that names no edition runs under the later rule."""
    return POLICY.danger.later_rule_from


def first_monday(day: date) -> date:
    """The Monday of the day's calendar week."""
    return days_after(day, -day.weekday())
