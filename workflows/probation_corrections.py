"""Corrections in a probation case: of what, until when, and what then is no longer so (articles 20-22, 28)."""

from datetime import date

from models.acts import Act, Refusal
from models.probation_cycle import Facts
from rules.order_502.probation_routing import ProbationRouting
from rules.terms.dates import local_date
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows.steps.duty import base
from workflows.steps.effects import Effects
from workflows.steps.voice import day as in_words

CORRECTABLE = ("intake", "arrival", "screening", "static", "fields", "women")


def registration(f: Facts, act: Act) -> Refusal | None:
    """The day on the register: not to come, not before the release, not after what was done since."""
    given, today = date.fromisoformat(str(act.codes["registered_on"])), local_date(act.at)
    done = min((x for x in (f.screened_on, f.static_on) if x is not None), default=None)
    if given > today:
        wrong = f"{in_words(given)} lies in the future: today is {in_words(today)}"
    elif f.told_on is not None and given < f.told_on:
        wrong = f"{in_words(given)} is before the release of {in_words(f.told_on)}"
    elif done is not None and given > done:
        wrong = f"{in_words(given)} is after the assessment began, {in_words(done)}"
    else:
        return None
    return Refusal(rule="o502.21.1", because=wrong, way_on="Give the day on which the convict was put on the register")


def check(f: Facts, act: Act, key: str) -> Refusal | None:
    """What may be corrected, and until when: what was acted on changes by a review, or is recorded anew."""
    if base(key) not in CORRECTABLE:
        return Refusal(
            rule=None, because=f"'{key}' is not corrected but done again", way_on="Record the new fact, or ask the team"
        )
    if base(key) in ("intake", "arrival"):
        no = registration(f, act)
        if no is not None or str(act.codes["registered_on"]) == f"{f.registered}":
            return no
    if f.plan.presented_on is not None or f.cycle > 1 or f.reviews:
        return Refusal(
            rule="o502.28.1.2",
            because="What was assessed has been acted on: a plan is in force, or a review came after it",
            way_on="Enter what has changed at a review (article 28), which keeps the old version",
        )
    return None


def corrected(f: Facts, before: ProbationRouting, entered: date, effects: Effects) -> None:
    """A wrong entry never sent the case anywhere: who was called by it and has not assessed yet leaves the case, and
    what the right one calls for counts from its entry, for nobody could act on it before."""
    f.assessed_on = None
    way = know.row(f)
    if way.row is before.row:
        return
    if way.specialist not in (None, before.specialist):
        f.called_on = entered
    for role, t in list(f.tracks.items()):
        if t.assessed_on is None and (t.second or role != way.specialist):
            del f.tracks[role]
            effects.reopen += [f"{word}_{d.SHORT[role]}" for word in ("ask", "assign", "appoint")]
