"""What psychologist, lawyer, discussions and services change in a former prisoner's case (arts. 38-41)."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.case import CaseState
from models.former_prisoner_case import Facts, Legal, Psychology, ServiceGiven
from rules.order_502.former_services import kind_rule
from workflows.former_duties import HEAD, LAWYER, MANAGER, PSYCHOLOGIST
from workflows.steps.duty import base, occurrence
from workflows.steps.effects import Effects


def refer_psychologist(f: Facts, basis: str, day: date, effects: Effects) -> None:
    """39(1): any one of the three bases; the ten working days begin."""
    f.psychology = [*f.psychology, Psychology(n=len(f.psychology) + 1, basis=basis, referred_on=day)]
    effects.routed("o502.39.1", basis=basis)
    effects.notify("psychologist_referred", PSYCHOLOGIST, "o502.39.1")


def _referred(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    refer_psychologist(f, str(act.codes["basis"]), day, effects)


def _lawyer(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.legal = [*f.legal, Legal(n=len(f.legal) + 1, planned_on=day)]
    effects.routed("o502.40.2", way=act.codes["way"])
    effects.happened("lawyer_called_in", "o502.40.1")
    effects.notify("case_assigned", LAWYER, "o502.40.2")


def _shared(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    effects.happened("documents_opened", "o502.40.4.1", to=LAWYER, documents=act.codes["documents"])
    effects.notify("information_exchanged", LAWYER, "o502.40.4.1")


def _exchanged(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    other = PSYCHOLOGIST if act.by == MANAGER else MANAGER
    effects.happened("exchanged", "o502.39.5.1", day=day.isoformat(), by=act.by)
    effects.notify("information_exchanged", other, "o502.39.5.1")
    if act.codes.get("joint_measures"):
        effects.happened("measures_planned_jointly", "o502.39.5.2", measures=act.codes["joint_measures"])


def _closed_by_psychologist(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    track = f.psychologist()
    assert track is not None
    track.closed_on, track.ground = day, str(act.codes["ground"])
    effects.decided(track.ground, "psychological_service_ended", form="annex-23")
    effects.happened("psychology_ended", "o502.39.6", day=day.isoformat())
    effects.notify("psychology_ended", MANAGER, "o502.39.8.2")
    effects.because = "the psychological service has ended; the case goes on"


def _discussion(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.discussions = [*f.discussions, day]
    effects.decided("o502.41.1.2" if act.by == MANAGER else "o502.41.1.3", "discussion_called", by=act.by)
    for member in (PSYCHOLOGIST, LAWYER, "professional_supervisor"):
        effects.notify("discussion_called", member, "o502.41.3.1")


def _specialist(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    f.specialists = [*f.specialists, day]
    effects.decided("o502.41.4.1", "invitation_wanted")


def _service(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    kind, outside = str(act.codes["service"]), bool(act.codes.get("outside"))
    family = act.codes.get("to") == "family_member"
    given = ServiceGiven(kind=kind, to="family_member" if family else "beneficiary", on=day, outside=outside)
    f.services = [*f.services, given]
    effects.happened("service_given", kind_rule(kind) or "o502.38.2", service=kind, to=given.to, outside=outside)
    if family:
        effects.happened("family_served", "o502.31.4", service=kind)


OWN: dict[str, Callable[[CaseState, Facts, Act, date, Effects], None]] = {
    "refer_psychologist": _referred,
    "refer_lawyer": _lawyer,
    "share_documents": _shared,
    "exchange": _exchanged,
    "close_psychology": _closed_by_psychologist,
    "discuss": _discussion,
    "invite_specialist": _specialist,
    "give_service": _service,
}


def done(f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    """A step of articles 39-41 is completed."""
    n = occurrence(key) or 1
    match base(key):
        case "psych_assessment":
            _assessed(f, act, n, day, effects)
        case "psych_month":
            track = f.psychologist()
            assert track is not None
            track.reports += 1
            f.psych_reports += 1
            effects.notify("information_exchanged", MANAGER, "o502.39.5.1")
        case "consultation":
            _consulted(f, act, n, day, effects)
        case "minutes":
            f.minutes += 1
            effects.happened("discussed", "o502.41.1.1", day=day.isoformat(), attendees=act.codes["attendees"])
        case "agree_specialist":
            f.specialists_decided += 1
            agreed = act.codes["decision"] in ("agreed", "include")
            effects.decided("o502.41.4.2", "agreed" if agreed else "refused", by=HEAD)
            if agreed:
                effects.happened("specialist_invited", "o502.41.3.2", anonymous=f.consent != "general")
        case "outside_psych" | "outside_legal":
            effects.routed("o502.39.3" if base(key) == "outside_psych" else "o502.40.5", service=act.codes["service"])


def _assessed(f: Facts, act: Act, n: int, day: date, effects: Effects) -> None:
    track = f.psychology[n - 1]
    track.assessed_on, track.beyond = day, bool(act.codes["beyond"])
    if act.codes["beyond"]:
        effects.routed("o502.39.3", to="provider_organisation")
    if act.codes["need"] and act.codes["consents"]:
        track.started_on = day
        effects.decided("o502.39.4.1", "work_goes_on")
    else:
        effects.decided("o502.39.4.1", "no_need" if act.codes["consents"] else "declined")


def _consulted(f: Facts, act: Act, n: int, day: date, effects: Effects) -> None:
    talk = f.legal[n - 1]
    talk.done_on, talk.beyond = day, bool(act.codes["beyond"])
    if act.codes["beyond"]:
        effects.routed("o502.40.5", to="provider_organisation")
    if act.codes["psychologist_consulted"]:
        effects.happened("psychologist_consulted", "o502.40.4.2")
        effects.notify("information_exchanged", PSYCHOLOGIST, "o502.40.4.2")
