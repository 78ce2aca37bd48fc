"""What articles 13 and 17 of Order 502 refuse in the administrator's plan, each with its article and the way on."""

from collections.abc import Mapping
from datetime import date

from models.acts import Act, Refusal
from models.administrator_plan import Facts
from rules.terms.dates import local_date
from workflows.steps.duty import base
from workflows.steps.voice import day as in_words

BY = ("case_administrator",)

ACTS: dict[str, tuple[str, ...]] = {
    "screen": BY,
    "reassess": BY,
    "monitor": BY,
    "refuse": ("case_administrator", "convict"),
}
"""The process's own acts: a new screening, early reassessment or monitoring, a service that the convict refuses."""

RULES: Mapping[str, str] = {
    "screen": "o502.13.7",
    "reassess": "o502.13.6",
    "monitor": "o502.13.6",
    "refuse": "o502.13.2.1",
}
CORRECTABLE = ("assess", "revise")


def check(f: Facts, act: Act, key: str | None, steps: Mapping[str, object]) -> Refusal | None:
    """What the law forbids now. `steps` are the open steps by their keys."""
    if act.act in RULES:
        return _out_of_hand(f, act, RULES[act.act]) or _own(f, act, {base(k): k for k in steps})
    if act.act == "suspend":
        return _out_of_hand(f, act, str(act.codes.get("ground")))
    if act.act == "end" and f.handed_back_on is not None and f.ended_ground is None:
        return Refusal(
            rule="o502.13.7",
            because=f"The case went back to the case manager on {in_words(f.handed_back_on)}",
            way_on="Record the end in the case manager's case, which knows who holds it and so owes 17(3) and 17(5)",
        )
    if act.act == "correct" and key is not None:
        return _correct(f, key) or _out_of_hand(f, act, "o502.13.1")
    without = act.act == "complete" and act.codes.get("new_plan") is False
    if without and key is not None and base(key) in ("assess", "revise"):
        return Refusal(
            rule="o502.13.2.2",
            because="With the assessment the individual plan is drawn up; only a reassessment may leave it out",
            way_on="Enter the plan with the services that the convict agrees to",
        )
    return None


def _out_of_hand(f: Facts, act: Act, rule: str) -> Refusal | None:
    """Nothing of article 13 is done after the end, or while the case is with the case manager."""
    if f.ended_ground is not None:
        return Refusal(
            rule=f.ended_ground,
            because="The plan is terminated",
            way_on="Only the report of 17(3) and the hand-over of the file of 17(5) are still owed",
        )
    if f.handed_over is None or f.handed_back_on is not None:
        return Refusal(
            rule="o502.13.7" if f.handed_back_on else rule,
            because="The case is with the case manager",
            way_on="Record it in the case manager's case, or wait until the case is handed over again",
        )
    day = act.on or local_date(act.at)
    if day < f.handed_over:
        return _before(rule, day, "the hand-over of the case", f.handed_over)
    return None


def _own(f: Facts, act: Act, open_steps: Mapping[str, str]) -> Refusal | None:
    day = act.on or local_date(act.at)
    match act.act:
        case "refuse" if act.codes.get("what") not in ("service", "plan"):
            return Refusal(
                rule="o502.13.2.1",
                because="Services are set by agreement with the convict: a service or the whole plan may be refused",
                way_on="Say what: service, or plan",
            )
        case "reassess" | "monitor" if f.rose_on is not None:
            return Refusal(
                rule="o502.13.7",
                because="Serious harm has risen: the case goes to the case manager",
                way_on="Hand the case over (13(7)); the case manager assesses anew",
            )
        case "reassess":
            return _early_reassessment(f, day, open_steps)
        case "monitor":
            return _early_monitoring(f, day, open_steps)
    return None


def _early_reassessment(f: Facts, day: date, open_steps: Mapping[str, str]) -> Refusal | None:
    if f.assessed_on is None:
        return Refusal(
            rule="o502.13.1",
            because="There is no assessment yet that could be done again",
            way_on="Complete the assessment and plan of 13(1)",
        )
    if "reassess" in open_steps:
        return Refusal(
            rule="o502.13.4.1",
            because="The reassessment after the monitoring is open",
            way_on=f"Complete the step {open_steps['reassess']} on annex-08",
        )
    if f.proposed_on or f.returned_on:
        return Refusal(
            rule="o502.13.5",
            because="A plan awaits the director's agreement, or was returned with remarks",
            way_on="Let the director answer, or enter the revised plan",
        )
    if day < f.assessed_on:
        return _before("o502.13.6", day, "the last assessment", f.assessed_on)
    return None


def _early_monitoring(f: Facts, day: date, open_steps: Mapping[str, str]) -> Refusal | None:
    if "monitor" in open_steps:
        return Refusal(
            rule="o502.13.3",
            because="The plan's term has ended and its monitoring is open",
            way_on=f"Complete the step {open_steps['monitor']} on annex-09",
        )
    if f.plan is None:
        return Refusal(
            rule="o502.13.6",
            because="No plan is running that could be monitored",
            way_on="Monitor when the director has agreed with the plan",
        )
    if f.monitored_on is not None:
        return Refusal(
            rule="o502.13.4.1",
            because=f"The plan was monitored on {in_words(f.monitored_on)}; its reassessment is open",
            way_on=f"Complete the step {open_steps.get('reassess', 'reassess')} on annex-08",
        )
    if day < f.plan.agreed_on:
        return _before("o502.13.6", day, "the director's agreement", f.plan.agreed_on)
    return None


def _before(rule: str, day: date, name: str, what: date) -> Refusal:
    return Refusal(
        rule=rule,
        because=f"{in_words(day)} is before {name}, {in_words(what)}",
        way_on="Give the day on which it really happened",
    )


def _correct(f: Facts, key: str) -> Refusal | None:
    if base(key) not in CORRECTABLE:
        return Refusal(
            rule=None,
            because=f"'{key}' is not corrected but done again",
            way_on="Reassess or monitor early (13(6)), or record the new fact",
        )
    if f.proposed_on is None:
        return Refusal(
            rule="o502.13.5",
            because="The director has answered: what was assessed has been acted on",
            way_on="Reassess early (13(6)); the old assessment stays as it was",
        )
    return None
