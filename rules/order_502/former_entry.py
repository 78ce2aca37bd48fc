"""Who may enter the former prisoners' programme, and how a referral is made (Order 502 arts. 31, 32)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from models.acts import Refusal
from models.former_prisoner_case import Facts
from rules.catalogue import rule
from rules.citing import cites
from rules.order_502.eligibility import is_adult
from rules.terms.dates import months_after

WHOLE = (1, 2, 3)
"""The parts of Annex 1 that are filled in; part IV is summed from them."""

PLACES = {
    "agency": "o502.32.1.2",
    "penitentiary_institution": "o502.32.1.3",
    "home": "o502.32.1.4",
    "anywhere": "o502.32.1.5",
}
"""Where Annex 15 may be filled in, and under which rule."""


@dataclass(frozen=True)
class Group:
    """What is known of the target group: which one, the ground to stay, the registration."""

    name: str | None
    legal_stay: bool | None = None
    registered: bool | None = None
    personal_number: bool = False


@cites("o502.31.1")
def former_prisoner(birth: date, on: date) -> Refusal | None:
    """An adult on the day of the referral; the stay in an institution is shown by the papers of 32(4) and 32(6)."""
    if is_adult(birth, on):
        return None
    return Refusal(
        rule="o502.31.1",
        because=f"The programme is for adults; the person was a minor on {on}, the day of the referral",
        way_on="Refer the minor to the services for children",
    )


@cites("o502.31.3.a", "o502.31.3.b", "o502.31.3.c")
def target_group(group: Group) -> tuple[str | None, Refusal | None]:
    """The rule of the group that the person belongs to, and why one that is named does not fit.

    Nothing named yet is no refusal: the documents show it later (37(2)(l)).
    """
    match group.name:
        case None | "citizen_of_georgia":
            return ("o502.31.3.a" if group.name else None), None
        case "foreign_citizen" | "stateless_person":
            if group.legal_stay is not False:
                return "o502.31.3.a", None
            return None, Refusal(
                rule="o502.31.3.a",
                because="A foreign citizen or a stateless person needs a legal ground to be in Georgia",
                way_on="Show the ground on the day of the referral, or another group of 31(3)",
            )
        case "neutral_document":
            return "o502.31.3.b", None
    if group.registered is not False and group.personal_number:
        return "o502.31.3.c", None
    return None, Refusal(
        rule="o502.31.3.c",
        because="Who lives in the occupied territories must be registered and have a personal number",
        way_on="Give the personal number, or show another group of 31(3) (a neutral document)",
    )


@cites("o502.31.5.1")
def last_day_to_enter(released_on: date) -> date:
    """The last day within the five years after the last release."""
    length = rule("o502.31.5.1").duration
    assert length is not None
    return months_after(released_on, 12 * length.value)


@cites("o502.31.5.1")
def in_time(released_on: date | None, filled_on: date) -> bool:
    """Whether the form was filled in within the five years; before the release it always is."""
    return released_on is None or filled_on <= last_day_to_enter(released_on)


@cites("o502.32.1.1", "o502.32.1.2", "o502.32.1.3", "o502.32.1.4", "o502.32.1.5")
def place_of_referral(
    place: str, *, electronic: bool, meeting_on: date | None, filled_on: date, health_reason: bool
) -> tuple[str, Refusal | None]:
    """The rule of the place where Annex 15 was filled in, and why it may not have been filled in there."""
    rule_id = PLACES[place]
    if place == "penitentiary_institution" and meeting_on is not None and meeting_on > filled_on:
        return rule_id, Refusal(
            rule=rule_id,
            because=f"The form was filled in on {filled_on}, before the information meeting of {meeting_on}",
            way_on="Give the meeting within which it was filled in",
        )
    if place == "home" and not health_reason:
        return rule_id, Refusal(
            rule=rule_id,
            because="At home the form is filled in only when the person cannot come for reasons of health",
            way_on="Say `health_reason: true` (never the diagnosis), or fill it in at the Agency or electronically",
        )
    if place == "anywhere" and not electronic:
        return rule_id, Refusal(
            rule=rule_id,
            because="At any other place the form is filled in by electronic means only",
            way_on="Say `electronic: true`, or fill it in at the Agency",
        )
    return rule_id, None


@cites("o502.32.2.1", "o502.32.2.2", "o502.32.2.3")
def signed(*, electronic: bool, author: bool, social_worker: bool) -> Refusal | None:
    """On paper both sign; what came electronically needs neither signature, its receipt is its date."""
    if electronic or (author and social_worker):
        return None
    who = "the author" if social_worker else "the social worker"
    return Refusal(
        rule="o502.32.2.2",
        because=f"The referral is not signed by {who}",
        way_on="Let both sign it; only a referral received electronically needs no signature",
    )


@cites("o502.32.5")
def beneficiary_since(assigned_on: date | None, released_on: date | None) -> date | None:
    """The day from which the person is a beneficiary: the later of the assignment and the release."""
    return max(assigned_on, released_on) if assigned_on and released_on else None


@cites("o502.32.4.a", "o502.32.4.b")
def papers_missing(*, identity_copy: bool, certificate: bool) -> list[str]:
    """Which papers of 32(4) did not come with the form: they stop nothing, and each is made good later."""
    made_good = {"o502.32.7": identity_copy, "o502.32.6.1": certificate}
    return [rule_id for rule_id, there in made_good.items() if not there]


@cites("o502.37.5", "o502.36.7")
def has_right_to_reapply(included_anew_before: int) -> bool:
    """Whether the one re-application of 37(5) is still there; without it the head decides all the same (36(7))."""
    most: int = rule("o502.37.5").values["reapplications_max"]
    return included_anew_before < most


@cites("o502.32.8.1", "o502.32.8.2", "o502.32.8.3")
def service_open(consent: str | None, one_service: Collection[str], service: str, *, outside: bool) -> Refusal | None:
    """Whether data may go to a third party for a service: general consent, or one for that service.

    The programme's own services need none.
    """
    if not outside or consent == "general" or service in one_service:
        return None
    return Refusal(
        rule="o502.32.8.2",
        because=f"'{service}' gives personal data to a third party, and Annex 25 is not signed for it",
        way_on="Use an internal service, or let the beneficiary sign Annex 25 for this one service (act `consent`)",
    )


@cites("o502.33.1", "o502.42.1.1", "o502.42.3.1")
def parts_to_fill(f: Facts) -> tuple[int, ...]:
    """The parts of Annex 1 that the case manager fills in: all; of a form handed over by the institution the dynamic
    one; of the convicts division's none unless it is changed; and whatever the received form lacks."""
    if f.form_received_on is None or f.reassess_since is not None:
        return WHOLE
    anew = [int(x.rsplit("-", 1)[1]) for x in rule("o502.42.1.1").values["parts_to_fill"]]
    return tuple(sorted({*(anew if f.form_from == "institution" else ()), *f.form_lacks}))


@cites("o502.33.2.1", "o502.36.2.2")
def assessment_meetings(f: Facts) -> list[date]:
    """The meetings of the assessment: all, or, when a review has begun it anew, those since then."""
    return [d for d in f.meetings if f.reassess_since is None or d >= f.reassess_since]
