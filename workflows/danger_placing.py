"""What the danger-risk rule refuses of orders and transfers: by kind, by consent, in time, and of stays elsewhere."""

from collections.abc import Callable

from models.acts import Act, Refusal
from models.danger_review import Facts
from rules.danger.edition import Edition
from rules.danger.periods import stays_outside
from rules.danger.placement import first_place, leaving_juvenile, may_override, may_place, place_of
from workflows.danger_own import in_place_of_the_order
from workflows.danger_votes import no
from workflows.steps.voice import day as in_words


def has_consented(f: Facts) -> bool:
    """Whether the written consent to the low-risk institution is there, asked for or given for a placement."""
    return bool(f.now.consents) or f.consented_on is not None


def _order(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if f.temporary_over is not None:
        return no(
            e.rule("temporary"),
            f"The temporary transfer ended on {in_words(f.temporary_over)} and no order rests on it any more",
            "Record the return first (step 'temporary_return'); the order under 15(1) follows",
        )
    kind = f.now.kind
    assert kind is not None
    wanted, _ = place_of(e, kind)
    may = may_place(e, kind, str(act.codes.get("type") or wanted), consents=bool(f.now.consents))
    return None if may.allowed else no(may.rule, may.because, may.way_on)


def _first(f: Facts, e: Edition, act: Act) -> Refusal | None:
    """15(2): no risk is set yet, so the General Director chooses; the low-risk institution still needs consent."""
    may = first_place(e, str(act.codes.get("type") or ""), consents=has_consented(f))
    return None if may.allowed else no(may.rule, may.because, may.way_on)


def _follow(f: Facts, e: Edition, act: Act) -> Refusal | None:
    """15(2), second sentence: the placement follows the assessment of the last half year."""
    assert f.last_kind is not None
    wanted, _ = place_of(e, f.last_kind)
    may = may_place(e, f.last_kind, str(act.codes.get("type") or wanted), consents=has_consented(f))
    return None if may.allowed else no(may.rule, may.because, may.way_on)


def _override(f: Facts, e: Edition, act: Act) -> Refusal | None:
    kind = f.now.kind if in_place_of_the_order(f) else f.level
    may = may_override(e, kind, str(act.codes.get("to")), str(act.codes.get("ground")))
    return None if may.allowed else no(may.rule, may.because, may.way_on)


def _temporary(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if f.temporary_on or f.temporary_over or f.temporary_used:
        return no(
            e.rule("temporary"),
            "The convict was transferred temporarily already; the 20 working days are not lengthened or begun again",
            "The team decides; after the limit the convict returns and the order under 15(1) follows",
        )
    if act.codes.get("ground") not in (e.values("temporary")["ground"], "unjustified_stay"):
        return no(e.rule("temporary"), "That is no ground for a temporary transfer", "sharp_negative_change, or "
                   "unjustified_stay")  # fmt: skip
    return None


def _outside(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if stays_outside(e, str(act.codes.get("place"))) is None:
        return no(e.rule("not_covered"), "A stay there stops no date of the rule", "Record a transfer instead")
    if f.away is not None:
        return no(e.rule("not_covered"), "The convict is elsewhere already", "Record the return first")
    return None


def _returned(f: Facts, e: Edition, act: Act) -> Refusal | None:
    if f.away is None:
        return no(e.rule("not_covered"), "The convict is not elsewhere", "Record the placement first")
    if f.away_since is None and not act.codes.get("institution"):
        return no(
            e.rule("returned"),
            "The review was opened while the convict was elsewhere: the institution of the return is not known",
            "Name the institution in which the convict is now (field 'institution')",
        )
    return None


def _juvenile(f: Facts, e: Edition, act: Act) -> Refusal | None:
    to = str(act.codes.get("type") or "semi_open")
    may = leaving_juvenile(e, f.juvenile or "adult", to, consents=has_consented(f))
    return None if may.allowed else no(may.rule, may.because, may.way_on)


STEPS: dict[str, Callable[[Facts, Edition, Act], Refusal | None]] = {
    "order": _order,
    "newcomer_place": _first,
    "newcomer_follow": _follow,
    "juvenile": _juvenile,
}
OWN: dict[str, Callable[[Facts, Edition, Act], Refusal | None]] = {
    "override": _override,
    "transfer_temporarily": _temporary,
    "placed_outside": _outside,
    "returned": _returned,
}
