"""What the women's questionnaire changes in a probation case, and what its points lead to (article 22)."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.probation_cycle import Facts
from rules.order_502.probation_routing import women_services
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows import probation_later as later
from workflows.steps.duty import base
from workflows.steps.effects import Effects


def _women(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    services = [str(s) for s in (act.codes.get("services") or [])]  # type: ignore[union-attr]
    f.women_on, f.women_services = day, services
    effects.scored(
        "o502.22.6",
        score="women_questionnaire",
        domestic_violence=act.codes.get("domestic_violence"),
        violence_against_women=act.codes.get("violence_against_women"),
    )
    given = women_services(services)
    if given.information:
        effects.routed("o502.22.8.a.1", service="information", holder=d.OFFICER)
    if given.social_worker:
        effects.routed("o502.22.8.b.1", service="programme", to=d.WORKER)
    if given.psychologist:
        effects.routed("o502.22.8.c", service="psychological_service", to=d.PSYCHOLOGIST)
    for role in know.assigned(f):
        if role not in f.women_assigned:
            f.women_assigned[role] = day


def _women_asked(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.women_asked[d.ROLE_OF[base(key).rsplit("_", 1)[1]]] = day


def _women_assigned(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    role = d.ROLE_OF[base(key).rsplit("_", 1)[1]]
    f.women_assigned[role] = day
    later.put_in_charge(role, act, effects)


DONE: dict[str, Callable[[Facts, Act, str, date, Effects], None]] = {
    "women": _women,
    **{f"women_ask_{short}": _women_asked for short in d.ROLE_OF},
    **{f"women_assign_{short}": _women_assigned for short in d.ROLE_OF},
}
