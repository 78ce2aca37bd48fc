"""Whether the council may consider a petition, who may bring it, and from which day (articles 6, 10, 21, 23)."""

from datetime import date, timedelta

from models.base import Frozen
from rules.catalogue import rule
from rules.citing import cites
from rules.terms.dates import months_after

HIGH = "high"
PAROLE = "parole"
LABOUR, HOME_ARREST = "commutation_labour", "commutation_home_arrest"
MATTERS = (PAROLE, LABOUR, HOME_ARREST)
LIGHTER = {LABOUR: "community_labour", HOME_ARREST: "home_arrest"}
"""Each commutation matter with the lighter kind of sentence that 7(7) names."""


class Verdict(Frozen):
    """Whether, by which rule, why, and what to do when not. `first_day` is when it becomes possible."""

    allowed: bool
    rule: str
    because: str = ""
    way_on: str = ""
    first_day: date | None = None


def kind_of(matter: str) -> str:
    """`parole` or `commutation`: what the catalogue's lists of choices are keyed by."""
    return PAROLE if matter == PAROLE else "commutation"


def _months(rule_id: str) -> int:
    term = rule(rule_id).duration
    assert term is not None
    return term.value


@cites("o320.6.1.a.1", "o320.6.1.a.2", "o320.6.1.a.3")
def parole(danger: str, life_sentence: bool) -> Verdict:
    """Whether the council may consider parole: not with high danger risk, not with a life sentence."""
    return _power("o320.6.1.a", danger, life_sentence)


@cites("o320.6.1.b.1", "o320.6.1.b.2", "o320.6.1.b.3")
def commutation(danger: str, life_sentence: bool) -> Verdict:
    """Whether the council may consider a lighter kind of sentence: the same two bars."""
    return _power("o320.6.1.b", danger, life_sentence)


def power(matter: str, danger: str, life_sentence: bool) -> Verdict:
    """Whether the matter is within the council's power today (article 6(1)); asked at receipt and at each session."""
    return parole(danger, life_sentence) if matter == PAROLE else commutation(danger, life_sentence)


def _power(point: str, danger: str, life_sentence: bool) -> Verdict:
    if life_sentence:
        return Verdict(
            allowed=False,
            rule=f"{point}.3",
            because="The convict is sentenced to life imprisonment",
            way_on="The petition waits outside the power of the council; record a changed sentence (act "
            "'circumstance'), or end the case",
        )
    if danger == HIGH:
        return Verdict(
            allowed=False,
            rule=f"{point}.2",
            because="The convict's danger risk is high",
            way_on="The petition waits outside the power of the council; record a lowered danger risk (act "
            "'circumstance'), or end the case",
        )
    return Verdict(allowed=True, rule=f"{point}.1")


@cites("o320.10.3", "o320.23.1.2", "o320.23.2.3")
def short_rest(received: date, sentence_ends: date) -> bool:
    """Whether at most six months of the sentence are left on the day of receipt, exactly six included."""
    return sentence_ends <= months_after(received, _months("o320.10.3"))


@cites("o320.10.2.1", "o320.10.4.1", "o320.10.3", "o320.23.1.4")
def petitioner(
    matter: str, by: str, *, minor: bool, received: date, sentence_ends: date, special_circumstance: bool, refused: bool
) -> Verdict:
    """Whether this person may bring this petition.

    Commutation: the convict, defender or representative, never the institution. Parole: the institution; with six
    months or less left, or a special circumstance after a refusal, the convict's own application in its place. For a
    minor the institution petitions whatever is left.
    """
    if matter != PAROLE:
        if by == "institution":
            return Verdict(
                allowed=False,
                rule="o320.10.4.1",
                because="The institution does not petition for a lighter kind of sentence",
                way_on="Let the convict, the defender or the legal representative petition",
            )
        return Verdict(allowed=True, rule="o320.10.4.1")
    short = short_rest(received, sentence_ends)
    if by == "institution":
        if short and not minor:
            return Verdict(
                allowed=False,
                rule="o320.10.3",
                because="Six months or less are left to serve, so the convict's written application starts the case",
                way_on="Let the convict apply in writing (petitioner: convict)",
            )
        return Verdict(allowed=True, rule="o320.10.2.1")
    if by != "convict":
        return Verdict(
            allowed=False,
            rule="o320.10.3",
            because="Parole is asked for by the institution or by the convict, not by the defender or representative",
            way_on="Let the institution petition, or the convict apply when six months or less are left",
        )
    if short and not minor:
        return Verdict(allowed=True, rule="o320.10.3")
    if refused and special_circumstance:
        return Verdict(allowed=True, rule="o320.23.1.4")
    return Verdict(
        allowed=False,
        rule="o320.10.3",
        because="More than six months are left to serve, so the institution petitions for parole and not the convict",
        way_on="Let the institution petition; after a refusal the convict may apply when a special circumstance exists",
    )


@cites("o320.10.2.4")
def incomplete() -> Verdict:
    """Why a petition of the institution is not received yet: the characterisation is missing."""
    return Verdict(
        allowed=False,
        rule="o320.10.2.4",
        because="The characterisation of the convict is missing; the submission is not complete without it",
        way_on="Attach it and submit anew; the day of receipt is that of the complete submission",
    )


@cites("o320.23.1.1", "o320.23.1.2", "o320.23.1.3", "o320.21.1")
def first_examination(
    matter: str, refused_on: date | None, received: date, sentence_ends: date, *, minor: bool, special: bool
) -> Verdict:
    """From which day a petition on a refused matter may be examined again.

    Six months from the session that refused; the day after they end is the first one and is not moved by days off.
    The bar falls away when six months or less are left, or when the applicant states a special circumstance (whether it
    exists the council decides at the session). A minor's parole is never barred: it must be considered every three
    months.
    """
    if refused_on is None:
        return Verdict(allowed=True, rule="o320.23.1.1", first_day=received)
    if matter == PAROLE and minor:
        return Verdict(allowed=True, rule="o320.21.1", first_day=received)
    if short_rest(received, sentence_ends):
        return Verdict(allowed=True, rule="o320.23.1.2", first_day=received)
    if special:
        return Verdict(allowed=True, rule="o320.23.1.3", first_day=received)
    first = months_after(refused_on, _months("o320.23.1.1")) + timedelta(days=1)
    if received >= first:
        return Verdict(allowed=True, rule="o320.23.1.1", first_day=received)
    return Verdict(
        allowed=False,
        rule="o320.23.1.1",
        because=f"The same matter was refused on {refused_on.isoformat()}; it may be examined again from "
        f"{first.isoformat()}",
        way_on="The petition is kept and its terms run from that day; sooner only with six months or less left, or "
        "with a special circumstance",
        first_day=first,
    )


@cites("o320.21.1", "o320.23.2.1", "o320.23.2.2")
def next_consideration(considered: date, *, minor: bool) -> tuple[str, date]:
    """The rule of the next consideration of parole and its day: three months for a minor, six for others."""
    by = "o320.21.1" if minor else "o320.23.2.1"
    return by, months_after(considered, _months(by))


@cites("o320.21.1", "o320.11.1")
def latest_receipt(session_by: date) -> date:
    """The last day on which a petition can come in so that its monthly batch is considered by `session_by`."""
    values = rule("o320.11.1").values
    months_back = 1 if session_by.day >= values["considered_before_day_of_next_month"] - 1 else 2
    first = months_after(session_by.replace(day=1), -months_back)
    return first.replace(day=values["received_before_day_of_month"] - 1)
