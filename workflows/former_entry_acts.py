"""What the acts of the entry change: articles 31, 32, 36(7) and 37(5) of Order 502."""

from collections.abc import Callable
from datetime import date

from models.acts import Act
from models.case import CaseState
from models.former_prisoner_case import Facts
from rules.order_502.former_entry import PLACES, beneficiary_since, has_right_to_reapply, in_time, last_day_to_enter
from workflows.former_duties import HEAD, MANAGER
from workflows.former_statuses import give
from workflows.steps.effects import Effects

Done = Callable[[CaseState, Facts, Act, str, date, Effects], None]


def begun(f: Facts) -> Effects:
    """The referral is on record: where it was filled in, and what it lacks."""
    effects = Effects()
    effects.happened("referred", PLACES[f.place], day=f.filled_on.isoformat())
    if not f.contact_given:
        effects.happened("contact_data_missing", "o502.37.2.e")
    if f.over_five_years:
        effects.routed("o502.31.5.2", to=HEAD)
    if f.previous_case is not None:
        effects.happened("reentry_requested", "o502.37.5", by_right=has_right_to_reapply(f.applied_before))
    if f.form_received_on is not None:
        effects.routed("o502.42.1.1", source="institution")
    return effects


def released(f: Facts, day: date, effects: Effects) -> None:
    """The person is released; an assignment made before takes effect (32(5))."""
    f.released_on = day
    effects.happened("released", "o502.32.5", day=day.isoformat())
    _begin(f, effects)


def _begin(f: Facts, effects: Effects) -> None:
    """The person is a beneficiary from the later of release and assignment."""
    since = beneficiary_since(f.assigned_on, f.released_on)
    if since is None or f.active_on is not None:
        return
    give(f, "active", since, effects)
    f.active_on = since
    effects.happened("beneficiary", "o502.32.4.1", since=since.isoformat())
    effects.notify("case_assigned", MANAGER, "o502.32.4.1")


def _released(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    released(f, day, effects)


def _reentry(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.reentry = "include" if act.codes["decision"] in ("include", "agreed") else "do_not_include"
    effects.decided("o502.36.7", f.reentry)


def _exception(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.exception = "agreed" if act.codes["decision"] in ("include", "agreed") else "refused"
    effects.decided("o502.31.5.2", f.exception)


def _assigned(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.assigned_on = day
    if act.codes.get("to"):
        effects.assign[MANAGER] = str(act.codes["to"])
    effects.decided("o502.32.3", "assigned")
    if f.released_on is not None and in_time(f.released_on, f.filled_on) and not in_time(f.released_on, day):
        effects.happened(
            "five_years_passed_meanwhile", "o502.31.5.1", until=last_day_to_enter(f.released_on).isoformat()
        )
    _begin(f, effects)


def _certificate_requested(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.certificate_requested_on = day


def _certificate(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.certificate_found = bool(act.codes["found"])
    f.certificate = f.certificate_found
    effects.happened("certificate_answered", "o502.32.6.1", found=f.certificate_found)


def _proof_asked(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.proof_asked_on = day


def _proof(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    f.proof_brought_on = day


def _identified(s: CaseState, f: Facts, act: Act, key: str, day: date, effects: Effects) -> None:
    effects.decided("o502.32.7", "identified" if act.codes["identified"] else "not_identified")
    if act.codes["identified"]:
        f.identified_on = day
    else:
        effects.keeps_open = True


def expect_release(s: CaseState, f: Facts, act: Act, day: date, effects: Effects) -> None:
    """The release is expected on a day: whoever records it is reminded then (32(5) does not say who tells)."""
    f.release_expected_on = date.fromisoformat(str(act.codes["expected_on"]))
    effects.happened("release_expected", "o502.32.5", day=f.release_expected_on.isoformat())
    effects.because = "the release is expected on another day"


DONE: dict[str, Done] = {
    "release": _released,
    "reentry": _reentry,
    "exception": _exception,
    "assign_case": _assigned,
    "request_certificate": _certificate_requested,
    "certificate": _certificate,
    "ask_proof": _proof_asked,
    "proof": _proof,
    "identify": _identified,
}
