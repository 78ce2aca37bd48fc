"""What chapter III of Order 502 refuses from the team's meeting on, each with its article and the way on (23-30)."""

from models.acts import Act, Refusal
from models.probation_cycle import Facts
from rules.order_502.probation_plan import may_lift, may_return
from rules.order_502.probation_team import meeting_holds
from rules.terms.dates import local_date
from workflows import probation_duties as d
from workflows import probation_facts as know
from workflows.steps.duty import base
from workflows.steps.voice import actor


def _codes(act: Act, name: str) -> list[str]:
    given = act.codes.get(name)
    return [str(x) for x in given] if isinstance(given, list) else []


def check(f: Facts, act: Act) -> Refusal | None:
    """What the law forbids now, of the acts besides completing a step."""
    match act.act:
        case "deliver":
            return _check_deliver(f, act)
        case "consent" | "refuse":
            return _check_programme(f, act)
        case "change_plan":
            return _check_change(f, act)
        case "report_difficulty" if not know.in_force(f):
            return _no_plan("o502.25.3.2")
        case "supervise" if f.plan.completed_on is None:
            return Refusal(
                rule="o502.27.2",
                because="Supervision follows the completed plan",
                way_on="While the plan runs, record services and difficulties",
            )
        case "prepare_release" if act.by in d.SPECIALISTS and act.by not in know.assigned(f):
            return Refusal(
                rule="o502.30.7",
                because=f"No {actor(act.by)} leads this case or is involved in it",
                way_on="Let the probation officer or a specialist of the case record it",
            )
        case "call_meeting" if not know.members(f):
            return Refusal(
                rule="o502.23.2",
                because="There is no specialist in the case, so there is no team to meet",
                way_on="The probation officer works alone here",
            )
        case _:
            return None


def complete(f: Facts, act: Act, key: str) -> Refusal | None:
    """What the law forbids of completing a step."""
    plan = f.plan
    match base(key):
        case "meeting" | "next_meeting" | "extra_meeting":
            return _check_meeting(f, act)
        case "part_iv" if plan.disagreed_on and plan.supervisor_on is None and act.codes.get("agreed"):
            return Refusal(
                rule="o502.23.9.3",
                because="The members did not agree on the results",
                way_on="Invite the professional supervisor; the results are then agreed, not decided",
            )
        case "introduce":
            return _check_introduce(f, act)
        case "plan_term" if missing := [n for n in know.carried_out(plan) if n not in plan.delivered]:
            return Refusal(
                rule="o502.24.2",
                because=f"Programme {', '.join(map(str, missing))} of the plan has not been delivered",
                way_on="Deliver it, or let the plan run to its last day; it then ends by itself",
            )
        case "results" if missing := know.unrecorded(plan):
            return Refusal(
                rule="o502.25.4",
                because=f"The service record of programme {', '.join(map(str, missing))} is missing",
                way_on="Let the provider fill in Annex 14; a programme broken off gets one too",
            )
        case "supervision" if not may_return(plan.entries.count(act.by)):
            return Refusal(
                rule="o502.27.3.3",
                because="The case may go back to the officer after several stages of supervision",
                way_on="Enter at least two stages (act 'supervise') before you propose it",
            )
        case "review":
            return _check_review(f)
        case "mitigation" if act.codes.get("lifting"):
            lift = may_lift(f.half_of_sentence_on, act.on or local_date(act.at))
            if not lift.allowed:
                way_on = "Recommend lighter reporting, or lifting after that day"
                if f.half_of_sentence_on is None:
                    way_on = "Enter it by correcting the registration (act 'correct', `half_of_sentence_on`)"
                return Refusal(rule=lift.rule, because=lift.reason, way_on=way_on)
    return None


def _check_meeting(f: Facts, act: Act) -> Refusal | None:
    held = meeting_holds(know.members(f), _codes(act, "present"), _codes(act, "invited"), _codes(act, "informed_by"))
    if not held.holds:
        return Refusal(
            rule=held.rule,
            because=held.reason,
            way_on=f"The team: {', '.join(actor(m) for m in know.members(f))}. Correct the minutes or meet again",
        )
    if act.codes.get("new_plan") and f.plan.completed_on is not None and f.plan.results_on is None:
        return Refusal(
            rule="o502.27.1",
            because="The results of the completed plan are not evaluated yet",
            way_on="Fill in Annex 13 first; the new plan rests on it",
        )
    unrecorded = sorted(set(f.plan.delivered) - set(f.plan.recorded))
    if act.codes.get("new_plan") and know.in_force(f) and unrecorded:
        return Refusal(
            rule="o502.25.4",
            because=f"Programme {', '.join(map(str, unrecorded))} of the running plan was delivered and has no record",
            way_on="Let the provider fill in Annex 14; a new plan takes the place of the running one",
        )
    return None


def _check_introduce(f: Facts, act: Act) -> Refusal | None:
    if f.plan.drafted_on is None:
        return Refusal(
            rule="o502.23.1.3",
            because="The team has not agreed on a plan, so there is nothing to make known",
            way_on="Complete the plan (Annex 12) first",
        )
    if act.by == d.OFFICER and not act.codes.get("alone_explained"):
        return Refusal(
            rule="o502.24.4.2",
            because="The team makes the plan known jointly; the officer does it alone only when that is impossible",
            way_on="Write in `alone_because` why, or let the team do it",
        )
    if act.codes.get("signed") is False and not act.codes.get("refusal_explained"):
        return Refusal(
            rule="o502.24.5.1",
            because="A refusal to sign is noted with its reason",
            way_on="Write it in `refusal_reason`; if the convict gives none, write that",
        )
    return None


def _no_plan(rule: str) -> Refusal:
    return Refusal(
        rule=rule, because="No plan is in force", way_on="A plan is in force from the day on which it is made known"
    )


def _check_programme(f: Facts, act: Act) -> Refusal | None:
    plan = f.plan
    if not know.in_force(f):
        return _no_plan("o502.24.5.2")
    n = int(str(act.codes.get("programme") or 0))
    if not 1 <= n <= len(plan.programmes):
        return Refusal(
            rule="o502.24.5.2",
            because=f"The plan has no programme {n}",
            way_on=f"It has programmes 1 to {len(plan.programmes)}",
        )
    if act.act == "refuse" and know.mandatory(plan, n):
        return Refusal(
            rule="o502.24.5.2",
            because=f"Programme {n} is mandatory and goes on whatever the convict signs",
            way_on="Record difficulties with it by the act 'report_difficulty'",
        )
    return None


def _check_deliver(f: Facts, act: Act) -> Refusal | None:
    no = _check_programme(f, act)
    if no is not None:
        return no
    plan, n = f.plan, int(str(act.codes["programme"]))
    provider = know.provider_of(plan, n)
    if act.by not in (provider, d.PROVIDER):
        return Refusal(
            rule="o502.25.3.1",
            because=f"Programme {n} is provided by the {actor(provider)}",
            way_on=f"Let the {actor(provider)} record it",
        )
    if n not in know.carried_out(plan):
        return Refusal(
            rule="o502.24.5.2",
            because=f"Programme {n} is voluntary and the convict has not agreed to it",
            way_on="Record the convict's yes (act 'consent') first",
        )
    if n in plan.delivered:
        return Refusal(rule="o502.25.4", because=f"Programme {n} has been delivered", way_on="Fill in its Annex 14")
    return None


def _check_change(f: Facts, act: Act) -> Refusal | None:
    if not know.in_force(f):
        return _no_plan("o502.24.7.1")
    what = act.codes.get("what")
    if what == "needs_review":
        return Refusal(
            rule="o502.28.1.2",
            because="A change that needs the risk and needs form reviewed is not made in the running plan",
            way_on="Review (article 28) and let the team draw up a new plan at an unplanned meeting (23(6))",
        )
    if what in ("add_programme", "drop_programme", "switch_mandatory") and act.by != d.TEAM:
        return Refusal(
            rule="o502.23.1.4",
            because="The team determines the mandatory and the voluntary programmes",
            way_on="Bring it to the team; a provider changes the own part",
        )
    needed = {"length": "months", "add_programme": "added", "drop_programme": "programme",
              "switch_mandatory": "programme"}.get(str(what))  # fmt: skip
    if needed is not None and act.codes.get(needed) is None:
        return Refusal(
            rule="o502.24.7.1", because=f"The change does not say '{needed}'", way_on=f"Give `{needed}` and send again"
        )
    n = act.codes.get("programme")
    if n is not None and not 1 <= int(str(n)) <= len(f.plan.programmes):
        return Refusal(
            rule="o502.24.7.1", because=f"The plan has no programme {n}", way_on="Name one of its programmes by number"
        )
    return None


def _check_review(f: Facts) -> Refusal | None:
    review = f.review
    if review.part_i is None:
        return Refusal(
            rule="o502.28.3",
            because="The serious-harm risk is reviewed in parallel, and a new part I is missing",
            way_on="Fill in part I, then close the review",
        )
    missing = [
        *(["part II (probation officer)"] if review.part_ii is None else []),
        *(["fields 3, 5, 6, 7 (probation officer)"] if f.fields_on and review.officer is None else []),
        *(
            f"part III ({actor(role)})"
            for role, t in f.tracks.items()
            if t.assessed_on is not None and role not in review.specialists
        ),
    ]
    if missing:
        return Refusal(
            rule="o502.28.1.1",
            because=f"Not looked at yet: {'; '.join(missing)}",
            way_on="Each part goes to the one who filled it in; close the review when all are in",
        )
    return None
