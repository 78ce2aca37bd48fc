"""What Order 320 refuses from the decision on: its writing and delivery, the appeal, and the next petition."""

from datetime import date

from models.acts import Act, Refusal
from models.parole_petition import Facts, Session
from rules.council import eligibility, voting
from rules.council.eligibility import PAROLE
from workflows.parole_common import GRANTED, days_of, no
from workflows.parole_duties import PARTIES
from workflows.steps.voice import day as in_words


def decisive(f: Facts) -> Session | None:
    """The session whose decision ended the case."""
    return next((s for s in f.sessions if s.result is not None and s.result != voting.ADMIT), None)


def issue(f: Facts, act: Act, n: int) -> Refusal | None:
    """22, 21(2)-(3): the decision that was taken, with the notes that the case asks for."""
    s = f.sessions[n - 1]
    result = act.codes.get("result")
    if result != s.result:
        return no(
            "o320.22.1.1",
            f"The council decided '{s.result}' at the session of {in_words(s.on)}, not '{result}'",
            "Write the decision that was taken",
        )
    if f.minor and not act.codes.get("minor"):
        return no("o320.21.2", "In a minor's case the special circumstances are looked at", "Fill in the note 'minor'")
    if f.woman and not act.codes.get("woman"):
        return no("o320.21.3", "In a woman's case the special needs are looked at", "Fill in the note 'woman'")
    released = f.matter == PAROLE and s.result in GRANTED
    for name, rule in (("recommend_programme", "o320.22.5"), ("recommend_conditions", "o320.22.6")):
        if act.codes.get(name) and not released:
            return no(rule, "Recommendations to the Agency go with a grant of parole only", f"Leave out {name}")
    if act.codes.get("recommend_programme") and not f.programmes:
        return no(
            "o320.22.5",
            "The petition does not show that the convict took part in a rehabilitation programme",
            "Leave out recommend_programme",
        )
    return None


def handed(f: Facts, act: Act, n: int) -> Refusal | None:
    """22(3): nobody gets the reasoned decision before it is issued."""
    issued = f.sessions[n - 1].issued_on
    for party, on in days_of(act, "delivered").items():
        if issued is not None and on < issued:
            return no(
                "o320.22.3",
                f"The {party} cannot have got the reasoned decision on {in_words(on)}: it was issued on "
                f"{in_words(issued)}",
                "Give the day of delivery of the reasoned decision; the short notice of 11(5) starts no appeal",
            )
    return None


def appeal(f: Facts, act: Act) -> Refusal | None:
    """23, second: a refusal, by a party whose own month runs."""
    party = str(act.codes.get("party"))
    if f.result != "refuse":
        return no("o320.23bis.1", "Only a refusal is appealed to the court", "Nothing is to be recorded")
    if party not in f.delivered:
        return no(
            "o320.23bis.2",
            f"The month of the {party} has not started: no day of delivery of the reasoned decision is recorded",
            "Record the delivery: the step 'hand_over', or the act 'deliver' for a party that got it later (22(3))",
        )
    if f"appeal#{PARTIES.index(party) + 1}" in f.windows_over:
        return no(
            "o320.23bis.2",
            f"The month of the {party} is over; it ran from {in_words(f.delivered[party])}",
            "Only the court can admit a late appeal",
        )
    if party in f.appealed:
        return no("o320.23bis.1", f"The {party} has appealed already", "Nothing more is to be recorded")
    return None


def apply_again(f: Facts, act: Act, day: date) -> Refusal | None:
    """23(1): once, by whom the law lets bring the refused matter again."""
    if f.result != "refuse" or f.matter is None or f.sentence_ends is None:
        return no("o320.23.1.1", "Nothing was refused here that could be brought again", "Open a petition of its own")
    if f.next_case is not None:
        return no("o320.23.1.1", f"It was brought again already, as {f.next_case}", f"Act in {f.next_case}")
    found = eligibility.petitioner(
        f.matter,
        str(act.codes.get("petitioner", "convict")),
        minor=f.minor,
        received=day,
        sentence_ends=f.sentence_ends,
        special_circumstance=bool(act.codes.get("special_circumstance")),
        refused=True,
    )
    return None if found.allowed else no(found.rule, found.because, found.way_on)


def institutions(f: Facts, act: Act, kind: str, day: date) -> Refusal | None:
    """10(2), 23(2): the institution's own petition, which gives way to the convict's application (10(3))."""
    if kind == "submit" and act.codes.get("petitioner") != "institution":
        return no("o320.10.2.1", "This step is the institution's own petition", "petitioner: institution")
    if act.codes.get("characterisation") is False:
        found = eligibility.incomplete()
        return no(found.rule, found.because, found.way_on)
    if kind == "reconsider" and not act.codes.get("number"):
        return no(
            "o320.10.2.2",
            "Each petition is a case of its own",
            "Give the number of the new case (number: PAR-YYYY-NNNNNN)",
        )
    minor = f.minor and bool(act.codes.get("still_minor", True))
    if f.sentence_ends is None or minor or not eligibility.short_rest(day, f.sentence_ends):
        return None
    return no(
        "o320.10.3",
        "Six months or less are left to serve, so the convict's written application starts the case",
        "Let the convict apply (act 'apply_again')"
        if kind == "reconsider"
        else "Let the convict apply, in a case of its own, and end this one (act 'end', ground: o320.10.3)",
    )
