"""Running cases of the administrator and of psychological service: what their columns and lines consist of.

The administrator's case is the convict's case in his hands (13): it stands on the prison case that was handed over.
"""

from collections.abc import Collection, Iterator, Mapping

from models.acts import Codes, Refusal
from models.brought_in import STANDS, BroughtIn, PastAct
from models.ids import Process
from rules.citing import cites
from rules.order_502.brought_later import in_later

ADMIN, PSYCHOLOGY, PRISON = Process.administrator_plan, Process.psychology_service, Process.penitentiary_cycle

OF_PSYCHOLOGIST = ("psychologist_started_on", "strategy_on", "psychologist_assessed_on")
"""Columns that tell of psychological service; the others tell of the prison case and the administrator's."""

PRESUMED: Mapping[Process, Mapping[str, Codes]] = {
    PRISON: {
        "coordinator": {},
        "team_order": {},
        "draft": {},
        "adopt": {},
        "present": {},
        "sign": {"convict": True, "case_manager": True},
        "submit": {},
    },
    PSYCHOLOGY: {"discuss": {}, "submit": {}},
}
"""Steps on which no running clock stands: what is told later presupposes them, so that they need not be told."""

COORDINATED = ("conclusion", "hand_over", "team_order", "meeting")
"""What is told of a case whose assessment has been coordinated (8(4))."""


def presupposed(process: Process, name: str, opens: Collection[str], *, reached: bool) -> tuple[str, Codes] | None:
    """The next of the open steps that `name` presupposes, with its codes; None when it needs no other.

    `reached`: whether `name` itself can be done already.
    """
    known = PRESUMED.get(process, {})
    wanted = ("coordinator",) if name in COORDINATED else () if reached else tuple(known)
    return next(((step, known[step]) for step in wanted if step in opens and step != name), None)


def acts(b: BroughtIn) -> Iterator[PastAct]:
    """What the columns tell of the cases beside the prison case."""
    yield from _administrator(b)
    for step, column in (("start", "psychologist_started_on"), ("strategy", "strategy_on")):
        if day := getattr(b, column):
            yield PastAct(process=PSYCHOLOGY, step=step, on=day, column=column)
    if b.psychologist_assessed_on:
        yield PastAct(
            process=PSYCHOLOGY, step="assess", on=b.psychologist_assessed_on, column="psychologist_assessed_on"
        )


@cites("o502.13.4.1", "o502.13.4.2")
def _administrator(b: BroughtIn) -> Iterator[PastAct]:
    """Article 13: the first round from the hand-over, a later one from its reassessment."""
    if b.admin_plan_on:
        months: Codes = {"months": b.admin_plan_months} if b.admin_plan_months else {}
        step = "assess"
        if b.admin_reassessed and b.handed_over_on:
            before: Codes = {"assessed_on": b.handed_over_on.isoformat()}
            yield PastAct(process=ADMIN, act=STANDS, on=b.admin_plan_on, codes=before, column="admin_reassessed")
            step = "reassess"
        yield PastAct(process=ADMIN, step=step, either=True, on=b.admin_plan_on, codes=months, column="admin_plan_on")
    if b.admin_plan_agreed_on:
        yield PastAct(process=ADMIN, step="agree", on=b.admin_plan_agreed_on, column="admin_plan_agreed_on")
    if b.admin_monitored_on:
        yield PastAct(process=ADMIN, step="monitor", either=True, on=b.admin_monitored_on, column="admin_monitored_on")


@cites("o502.8.7.2", "o502.13.1")
def of_administrator(b: BroughtIn) -> tuple[BroughtIn, frozenset[str]] | Refusal:
    """The prison case that an administrator's row stands on, and the columns presumed in it.

    Only low serious harm comes to the administrator (8(7), 8(8)); the static level says by which of the two ways.
    """
    day = b.handed_over_on
    if day is None or b.static is None:
        lack = "handed_over_on" if day is None else "static"
        why = "every term counts from it" if day is None else "it says whether 8(7) or 8(8) sent the case"
        return Refusal(
            rule="o502.13.1" if day is None else "o502.8.7.2",
            because=f"'{lack}' is missing in a case of the administrator: {why}",
            way_on=f"Give '{lack}', from the case file",
        )
    if in_later(b):
        return b, frozenset()
    first = min(d for d in (day, b.dynamic_on, b.concluded_on) if d is not None)
    given = {"screened_on": first, "serious_harm": "low", "static_on": first}
    presumed = {name: value for name, value in given.items() if getattr(b, name) is None}
    return b.model_copy(update=presumed), frozenset(presumed)


@cites("o502.12.1")
def of_psychologist(b: BroughtIn) -> Refusal | None:
    """A service that is brought in by itself tells of nothing but itself."""
    strange = [name for name in b.told() if name not in OF_PSYCHOLOGIST]
    if not strange:
        return None
    return Refusal(
        rule="o502.12.1",
        because=f"'{strange[0]}' does not belong to psychological service",
        way_on="Leave it empty here; a convict in case management is brought in by the row of the prison case",
    )
