"""Later rule 15(2)-(5): who is newly arrived or sentenced again, when the information is due, the temporary limit."""

from collections.abc import Iterator

from models.danger_review import Facts
from models.terms import Outer
from rules.danger.edition import Edition
from rules.danger.periods import before_the_window
from workflows.danger_duties import Duties
from workflows.steps.duty import Owed


def arrivals(e: Edition, d: Duties, f: Facts, *, mended: bool) -> Iterator[Owed]:
    """15(2)-(4): placed in 20 days, sent in 20, and the information in the month after 90 days; or the placement that
    follows an assessment of the last half year."""
    if not (d.newcomer_place and d.newcomer_follow and d.newcomer_send and d.newcomer_info):
        return
    if mended and follows(f):
        yield d.newcomer_follow.open_ended(f.sentenced_on).across()
    if not f.newcomer:
        return
    if f.received_on is None:
        yield d.newcomer_place.since(f.sentenced_on).across()
        if f.placed_on:
            yield d.newcomer_send.since(f.placed_on).across()
    elif f.last_kind is None and f.now.sent_on is None and not (mended and f.back_on):
        yield d.newcomer_info.since(f.received_on).across()


def follows(f: Facts) -> bool:
    """Later rule 15(2): sentenced again within half a year of an assessment that the first placement then follows."""
    return not f.newcomer and f.received_on is None and f.last_on is not None and f.last_on <= f.sentenced_on


def being_placed(f: Facts) -> bool:
    """Whether the convict is to be placed by an order that follows no assessment of this case."""
    first = f.edition == "dr2" and f.received_on is None and f.placed_on is None and (f.newcomer or follows(f))
    return first or f.juvenile_on is not None


def presented_too_early(e: Edition, f: Facts) -> bool:
    """15(4): what the group of a newly arrived convict presents waits for the month after ninety days."""
    now = f.now
    if not (f.newcomer and f.received_on and now.presented_on) or now.start != "newcomer" or f.back_on:
        return False
    return before_the_window(e, f.received_on, now.presented_on)


def outer_limit(e: Edition, f: Facts) -> Outer | None:
    """15(5): the twenty working days of a temporary transfer that runs, as a limit on the steps within it."""
    if f.temporary_on is None:
        return None
    return Outer(rule=e.rule("temporary"), since=f.temporary_on, event="temporary_transfer_ordered")
