"""What the acts of the rehabilitation change: article 36 of Order 502."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.case import CaseState
from models.former_prisoner_case import Facts
from rules.catalogue import rule
from rules.order_502.former_attempts import months_of
from rules.order_502.former_grounds import B, C, D, G
from workflows import former_contacts
from workflows.former_statuses import give
from workflows.options import RENEW_EACH_QUARTER, patched
from workflows.steps.effects import Effects

Done = Callable[[CaseState, Facts, Act, str, date, Effects], None]


def _planned(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.plan_wanted_on = f.plan_wanted_on or f.assessed_on
    effects.happened("plan_signed", "o502.36.1.2", day=day.isoformat(), version=f.plan_version)
    usual_rule = "o502.3.k.5"
    usual = rule(usual_rule).duration
    if usual is not None and int(str(act.codes["months"])) > usual.value:
        effects.happened("plan_long", usual_rule, months=act.codes["months"], usual=usual.value)
    if f.plan_signed_on is None:
        f.plan_signed_on = day
        give(f, "ongoing", day, effects)
        f.run, f.missed_on = None, None
        for ground in (B, C, D, G):
            f.ripe.pop(ground, None)
    if f.monitored_since is None:
        f.monitored_since, f.monitored_before = day, f.monitored


def _monitored(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    former_contacts.monitored(f, act.codes, key, day)
    if f.monitored % months_of("o502.35.f.3") == 0:
        effects.new_cycle = patched(RENEW_EACH_QUARTER)


def _reviewed(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.reviews, f.reviewed_on = f.reviews + 1, day
    effects.decided("o502.36.3.2", str(act.codes["plan"]))
    if act.codes["plan"] == "changed":
        _new_plan(f, day)
    effects.new_cycle = True


def _new_plan(f: Facts, day: date) -> None:
    f.plan_version += 1
    f.plan_wanted_on = day


def _summed_up(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.summaries += 1
    outcome = str(act.codes["outcome"])
    effects.decided("o502.36.2.2", outcome)
    if outcome == "close":
        f.circumstances = {**f.circumstances, "rehabilitation_ended": day}
    else:
        f.rehabilitation_ended_on, f.monitored_since = None, None
        _new_plan(f, day)
        if act.codes.get("reassess"):
            f.reassess_since = day
            f.part_1_on = f.part_2_on = f.part_3_on = None
            effects.routed("o502.36.2.2", to="full_assessment")


def _extension_wanted(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.extension_wanted, f.extension_wanted_on = int(str(act.codes["months"])), day
    f.extensions_asked += 1
    effects.keeps_open = True
    effects.decided("o502.36.6.2", "wanted", months=f.extension_wanted)


def _extension(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    agreed = act.codes["decision"] in ("agreed", "include")
    effects.decided("o502.36.6.2", "agreed" if agreed else "refused", months=f.extension_wanted)
    if agreed:
        f.limit_months += f.extension_wanted
        former_contacts.fulfil(effects, s.steps, key, "limit")
        f.extensions += 1
    f.extension_wanted, f.extension_wanted_on = 0, None


DONE: dict[str, Done] = {
    "plan": _planned,
    "monitor": _monitored,
    "yearly_review": _reviewed,
    "review_again": _reviewed,
    "summary": _summed_up,
    "limit": _extension_wanted,
    "agree_extension": _extension,
}
