"""Where each kind is placed, with consent for low risk, the protective override, and the nearest place as advice."""

from collections.abc import Mapping
from typing import Literal

from models.base import Frozen
from rules.citing import cites
from rules.danger.edition import Edition

Type = Literal["low_risk", "semi_open", "closed", "special_risk"]
TYPES: dict[str, Type] = {"low": "low_risk", "medium": "semi_open", "increased": "closed", "high": "special_risk"}
"""Kind → the type of institution (article 5(2)-(5), second sentences)."""


@cites(
    "o70.5.1", "o70.5.2.s2", "o70.5.3.s2", "o70.5.4.s2", "o70.5.5.s2",
    "dr2.5.1", "dr2.5.2.s2", "dr2.5.3.s2", "dr2.5.4.s2", "dr2.5.5.s2",
)  # fmt: skip
def place_of(edition: Edition, kind: str) -> tuple[Type, str]:
    """The type of institution of a kind, and the rule that says so."""
    if kind not in edition.kinds:
        raise LookupError(f"'{kind}' is no kind of danger risk: {', '.join(edition.kinds)}")
    return TYPES[kind], edition.rule(f"place_{kind}")


class Placing(Frozen):
    """Whether an order may name this type, and under which rule; the reason and the way on when not."""

    allowed: bool
    rule: str
    because: str = ""
    way_on: str = ""


@cites("o70.14.1", "o70.14.2.s1", "o70.3", "dr2.15.1", "dr2.15.6.s1", "dr2.3.1")
def may_place(edition: Edition, kind: str, to: str, *, consents: bool) -> Placing:
    """The director may choose only an institution of the matching type; the low-risk one needs written consent."""
    wanted, rule = place_of(edition, kind)
    if to != wanted:
        return Placing(
            allowed=False,
            rule=rule,
            because=f"Danger risk of this kind is served in a {wanted.replace('_', '-')} institution, not a "
            f"{to.replace('_', '-')} one",
            way_on="Choose an institution of that type"
            + ("; another place only by the act 'override'" if edition.has("override") else ""),
        )
    if wanted == "low_risk" and not consents:
        return Placing(
            allowed=False,
            rule=edition.rule("consent"),
            because="The convict has not consented in writing to the low-risk institution",
            way_on="Wait for the written consent, or return the decision to the team when it is refused",
        )
    return Placing(allowed=True, rule=edition.rule("order"))


@cites("dr2.15.7.s1", "dr2.15.7.s2", "dr2.15.7.s3")
def may_override(edition: Edition, kind: str | None, to: str, ground: str) -> Placing:
    """The protective override of 15(7): low or medium risk to a closed or special-risk institution on a ground."""
    if not edition.has("override"):
        return Placing(
            allowed=False,
            rule=edition.rule("order"),
            because="This edition has no transfer in spite of the danger risk",
            way_on="Choose an institution of the matching type, or have the risk assessed again",
        )
    values = edition.values("override")
    if kind not in values["applies_to"]:
        return Placing(
            allowed=False,
            rule=edition.rule("override"),
            because="It is for convicts of low or medium danger risk",
            way_on="The other kinds are placed by article 5",
        )
    if to not in values["destinations"]:
        return Placing(
            allowed=False,
            rule=edition.rule("override"),
            because=f"It leads to a closed or special-risk institution, not to '{to}'",
            way_on=f"Choose one of: {', '.join(values['destinations'])}",
        )
    grounds = edition.values("override_grounds")["grounds"]
    if ground not in grounds:
        return Placing(
            allowed=False,
            rule=edition.rule("override_grounds"),
            because=f"'{ground}' is no ground for it",
            way_on=f"The grounds are: {', '.join(grounds)}",
        )
    return Placing(allowed=True, rule=edition.rule("override"))


@cites("o70.14.3", "o70.14.4", "dr2.15.8", "dr2.15.9")
def nearest_first(distances: Mapping[str, int]) -> tuple[str, ...]:
    """Institutions of the matching type by their distance (kilometres) from a known address. Advice: the director
    alone chooses, and may say why the nearest was not possible."""
    return tuple(sorted(distances, key=lambda name: (distances[name], name)))


@cites("dr2.15.6.s1", "dr2.15.2.s2", "dr2.3.2.s1", "dr2.3.2.s2", "dr2.3.2.s3")
def first_place(edition: Edition, to: str, *, consents: bool) -> Placing:
    """A placement before any assessment here: the director chooses, but the low-risk institution needs consent."""
    if TYPES["low"] == to and not consents:
        return Placing(
            allowed=False,
            rule=edition.rule("consent"),
            because="The low-risk institution needs the convict's written consent",
            way_on="Record the consent first (act 'consent'), or choose another institution",
        )
    return Placing(allowed=True, rule=edition.rule("order"))


@cites("dr2.3.2.s1", "dr2.3.2.s2", "dr2.3.2.s3", "dr2.3.3")
def leaving_juvenile(edition: Edition, ground: str, to: str, *, consents: bool) -> Placing:
    """A convict who leaves the juvenile institution: semi-open, or low-risk with written consent, whatever the risk."""
    rule = edition.rule(f"left_juvenile_{ground}")
    destinations = edition.values("left_juvenile_adult")["destinations"]
    if to not in destinations:
        return Placing(
            allowed=False, rule=rule, because=f"'{to}' is not where such a convict is sent",
            way_on=f"Choose one of: {', '.join(destinations)}",
        )  # fmt: skip
    may = first_place(edition, to, consents=consents)
    return Placing(allowed=True, rule=rule) if may.allowed else may
