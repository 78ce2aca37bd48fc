"""The grounds on which a former prisoner's case is closed, and the form of each (Order 502 art. 37).

A closed list. Nothing closes by itself: these functions say which grounds are made out since when, and why one is not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from models.acts import Refusal
from models.former_prisoner_case import Facts
from rules.catalogue import cite, rule
from rules.citing import cites
from rules.order_502.former_attempts import four_in_a_month, months_of, run_is_full
from rules.terms.dates import months_after

WITHOUT, WITH = "annex-17", "annex-20"

A, B, C, D = "o502.37.2.a.1", "o502.37.2.b.1", "o502.37.2.c.1", "o502.37.2.d.2"
G = "o502.37.2.g"
ENDED, SILENT = "o502.37.3.a", "o502.37.3.g"

Found = date | None
Check = Callable[[Facts, date], Found]


@dataclass(frozen=True)
class Ground:
    """A ground: its rule, the form that closes on it, its twin in the other list, and what it needs in words."""

    id: str
    form: str
    twin: str | None
    needs: str


def warnings_needed(ground: str) -> int:
    """How many verbal warnings the ground asks for."""
    needed: int = rule(ground).values["verbal_warnings"]
    return needed


@cites(A)
def phone_in_vain(f: Facts, on: date) -> Found:
    """(a): four failed calls, a week apart, within a month; out as soon as one call reaches the beneficiary."""
    return None if f.reached or f.meetings else four_in_a_month(f.counted_calls)


@cites(B, "o502.37.2.b.4")
def no_meeting(f: Facts, on: date) -> Found:
    """(b): three months of calls and monthly forms since the first contact, and no meeting."""
    return _run(f, "b", B) if not f.meetings else None


@cites(C)
def stayed_away(f: Facts, on: date) -> Found:
    """(c): three months of calls since the agreed meeting that was missed."""
    return _run(f, "c", C) if f.plan_signed_on is None else None


def _run(f: Facts, kind: str, ground: str) -> Found:
    whole = f.run is not None and f.run.kind == kind and run_is_full(kind, f.run.calls, f.run.forms)
    return f.ripe.get(ground) if whole else None


@cites(D)
def extra_time_in_vain(f: Facts, on: date) -> Found:
    """(d): the three additional months have ended and the meetings were not resumed."""
    return f.ripe.get(D) if f.resumed_on is None and f.assessed_on is None else None


@cites("o502.37.2.e")
def contact_data_unusable(f: Facts, on: date) -> Found:
    """(e): the referral names no contact data, or wrong ones."""
    return f.circumstances.get("contact_data_unusable")


@cites("o502.37.2.f", "o502.37.3.e", "o502.32.11.1")
def refused(f: Facts, on: date) -> Found:
    """(f), 3(e): the beneficiary does not take part, or no longer."""
    return f.circumstances.get("participation_refused")


@cites(G)
def not_assessable(f: Facts, on: date) -> Found:
    """(g): three months from the first meeting, no assessment, for reasons of the beneficiary other than absence, or
    after the additional months of (d) are used up."""
    caused = "assessment_hindered" in f.circumstances or (f.absence_extra_used and f.resumed_on is not None)
    return f.ripe.get(G) if caused and f.assessed_on is None else None


@cites("o502.37.2.h")
def one_off(f: Facts, on: date) -> Found:
    """(h): at the own wish a one-off service was given, and no further need is seen."""
    return f.circumstances.get("one_off_service_given")


@cites("o502.37.2.i")
def not_sober_in_assessment(f: Facts, on: date) -> Found:
    """(i): the third verbal warning of the case manager during the assessment."""
    needed = warnings_needed("o502.37.2.i")
    return f.warnings_assessment[needed - 1] if len(f.warnings_assessment) >= needed else None


@cites("o502.37.3.b")
def not_sober_in_rehabilitation(f: Facts, on: date) -> Found:
    """3(b): the third verbal warning after the assessment was completed; earlier ones do not count."""
    needed = warnings_needed("o502.37.3.b")
    return f.warnings_rehabilitation[needed - 1] if len(f.warnings_rehabilitation) >= needed else None


@cites("o502.37.2.j", "o502.37.3.d")
def imprisoned(f: Facts, on: date) -> Found:
    """(j), 3(d): a judgment of conviction sentences to imprisonment."""
    return f.circumstances.get("sentenced_to_imprisonment")


@cites("o502.37.2.k", "o502.37.3.f")
def beyond_competence(f: Facts, on: date) -> Found:
    """(k), 3(f): the whole wish or need lies beyond the division."""
    return f.circumstances.get("beyond_competence")


@cites("o502.37.2.l")
def criteria_not_met(f: Facts, on: date) -> Found:
    """(l): the documents show that the criteria are not met."""
    return f.circumstances.get("criteria_not_met")


@cites("o502.37.2.m", "o502.32.9.1")
def proof_not_found(f: Facts, on: date) -> Found:
    """(m): searched on a signed consent, not found; asked of the beneficiary, not brought. Not open on a refusal."""
    if f.consent != "general" or f.proof_brought_on is not None:
        return None
    if f.certificate_found is not False or f.proof_asked_on is None:
        return None
    return f.circumstances.get("proof_not_found")


@cites(ENDED)
def rehabilitation_ended(f: Facts, on: date) -> Found:
    """3(a): summed up and decided so (36(2)); or the time of 36(6) has run out."""
    decided = f.circumstances.get("rehabilitation_ended")
    if decided is not None:
        return decided
    limit = limit_of(f)
    return limit if limit is not None and on >= limit and f.assessed_on is not None else None


@cites("o502.37.3.c")
def measures_not_done(f: Facts, on: date) -> Found:
    """3(c): said so by reasons, and at least one Annex 19 shows it."""
    return f.circumstances.get("plan_measures_not_done") if f.not_done else None


@cites(SILENT)
def silent(f: Facts, on: date) -> Found:
    """3(g): three months in a row without contact, in an ongoing case only."""
    return f.ripe.get(SILENT) if f.status == "ongoing" else None


@cites("o502.36.6.1", "o502.36.6.2")
def limit_of(f: Facts) -> date | None:
    """The day on which the work within one case ends: two years from the assignment, and what was granted besides."""
    if f.active_on is None:
        return None
    return months_after(f.active_on, limit_months(f))


def limit_months(f: Facts) -> int:
    """The length of the case in months."""
    return 12 * months_of("o502.36.6.1") + f.limit_months


CHECKS: Mapping[str, tuple[Check, str]] = {
    A: (phone_in_vain, "four failed calls, each a week after the one before, within a month, and none that reached"),
    B: (no_meeting, "three months of two-weekly calls with a form each month since the first contact, and no meeting"),
    C: (stayed_away, "three months of two-weekly calls since the missed meeting, and no meeting since"),
    D: (extra_time_in_vain, "the end of the three additional months without a meeting resumed"),
    "o502.37.2.e": (contact_data_unusable, "contact data that are missing or proved wrong (act `ascertain`)"),
    "o502.37.2.f": (refused, "a refusal to take part (act `ascertain`)"),
    G: (not_assessable, "three months since the first meeting and a cause of the beneficiary's other than absence"),
    "o502.37.2.h": (one_off, "a one-off service at the own wish and no further need (act `ascertain`)"),
    "o502.37.2.i": (not_sober_in_assessment, "three verbal warnings of the case manager in the assessment"),
    "o502.37.2.j": (imprisoned, "a judgment that sentences to imprisonment (act `ascertain`)"),
    "o502.37.2.k": (beyond_competence, "a need that lies wholly beyond the division (act `ascertain`)"),
    "o502.37.2.l": (criteria_not_met, "documents which show that the criteria are not met (act `ascertain`)"),
    "o502.37.2.m": (proof_not_found, "a signed consent, a search without result, and a request to the beneficiary"),
    ENDED: (rehabilitation_ended, "a summary that decides to close (36(2)), or the end of the time of 36(6)"),
    "o502.37.3.b": (not_sober_in_rehabilitation, "three verbal warnings of the case manager after the assessment"),
    "o502.37.3.c": (measures_not_done, "an Annex 19 that shows measures not done, and reasons (act `ascertain`)"),
    "o502.37.3.d": (imprisoned, "a judgment that sentences to imprisonment (act `ascertain`)"),
    "o502.37.3.e": (refused, "a refusal to take part (act `ascertain`)"),
    "o502.37.3.f": (beyond_competence, "a need that lies wholly beyond the division (act `ascertain`)"),
    SILENT: (silent, "three months in a row without contact in an ongoing case, an attempt in each"),
}

GROUNDS: Mapping[str, Ground] = {
    id: Ground(id, rule(id).values["closing_form"], rule(id).values.get("twin"), needs)
    for id, (_, needs) in CHECKS.items()
}
"""Every ground of article 37(2) and (3), as the catalogue has them."""

ANY_STAGE = ("o502.37.2.l", "o502.37.2.m")
"""Grounds of Annex 17 that close an ongoing or a waiting case too."""


@cites("o502.37.1.2", "o502.37.2", "o502.37.3")
def form_of(ground: str) -> str:
    """The closing form of a ground."""
    return GROUNDS[ground].form


def applies(f: Facts, ground: str) -> bool:
    """Whether the ground belongs to the stage of the case: twins by the assessment, the rest by their list."""
    g = GROUNDS[ground]
    if g.twin is not None or g.form == WITH:
        return (f.assessed_on is not None) == (g.form == WITH)
    return ground in ANY_STAGE or f.status == "active"


@cites("o502.37.1.1")
def made_out(f: Facts, on: date) -> dict[str, date]:
    """The grounds that are open on a day, each with the day since which it is."""
    if f.active_on is None or f.died_on is not None:
        return {}
    found = {g: check(f, on) for g, (check, _) in CHECKS.items() if applies(f, g)}
    return {g: since for g, since in found.items() if since is not None}


@cites("o502.37.4")
def others_work(f: Facts) -> list[str]:
    """Which others of the programme work on the case: whoever has an open service in it."""
    found = ["programme_psychologist"] if f.psychologist() is not None else []
    return [*found, "programme_lawyer"] if any(x.done_on is None for x in f.legal) else found


def attempts(f: Facts, ground: str) -> list[date]:
    """The days on which the ground rests: calls, warnings, or failed attempts."""
    match ground:
        case _ if ground == A:
            return f.counted_calls
        case _ if ground in (B, C) and f.run is not None:
            return sorted(d for d in (*f.failed, *f.reached) if d >= f.run.since)
        case _ if ground == SILENT:
            return f.silence
        case "o502.37.2.i":
            return f.warnings_assessment
        case "o502.37.3.b":
            return f.warnings_rehabilitation
    return []


@cites("o502.37.1.1", "o502.37.1.2")
def fits(f: Facts, ground: str | None, form: str | None, on: date) -> Refusal | None:
    """Why a case may not be closed on a ground with a form; None when it may."""
    if ground is None or ground not in GROUNDS:
        return Refusal(
            rule="o502.37.1.1",
            because=f"'{ground}' is no ground of article 37",
            way_on=f"The grounds are: {', '.join(f'{g} ({cite(g)})' for g in GROUNDS)}",
        )
    g = GROUNDS[ground]
    if not applies(f, ground):
        stage = "complete" if f.assessed_on else "not complete"
        instead = f"{g.twin} with {GROUNDS[g.twin].form}" if g.twin else "a ground of the other list"
        return Refusal(
            rule="o502.37.1.2",
            because=f"{cite(ground)} does not belong to this stage: the case is '{f.status}', its assessment {stage}",
            way_on=f"Use {instead}",
        )
    if form is not None and form != g.form:
        return Refusal(
            rule="o502.37.1.2",
            because=f"{cite(ground)} closes with {g.form}, not with {form}",
            way_on=f"Fill in {g.form}",
        )
    if ground not in made_out(f, on):
        return Refusal(
            rule=ground,
            because=f"The ground of {cite(ground)} is not made out",
            way_on=f"It needs {g.needs}",
        )
    return None
